//! Agents that are programs: what they say to a model that they do not have.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::yaml::Node;

/// Keys that are for an agent's model, and where the same would be said to a program.
const FOR_MODELS: [(&str, &str); 6] = [
    ("soul", "no model reads it"),
    ("system_message", "no model reads it"),
    ("llm_models", "no model is asked"),
    ("knowledge", "nothing is looked up for a program"),
    ("mcp_servers", "a program calls no tools of the formation"),
    ("skills", "a program has no skills"),
];

impl Checker<'_> {
    /// Reports keys that do nothing beside `runner: command`.
    pub(super) fn unused_by_programs(&mut self, agents: &[&Node]) {
        for agent in agents.iter().filter(|agent| is_program(agent)) {
            for (key, why) in FOR_MODELS {
                let entry = agent.as_map().and_then(|map| map.entry(key));
                let Some(entry) = entry.filter(|entry| !entry.value.is_null()) else { continue };
                let message = format!("`{key}` does nothing here: a program answers for this agent");
                let diagnostic = Diagnostic::warning(Code::KeyUnused, entry.key_span, message).label(why);
                self.push(diagnostic.help(format!(
                    "remove `{key}`; what the program has to know goes into `args`, `env` or a file"
                )));
            }
        }
    }
}

/// Whether a program answers for the agent.
pub(in crate::formation) fn is_program(agent: &Node) -> bool {
    agent.get("runner").and_then(Node::as_str) == Some("command")
}

//! The tool `delegate`: one agent of a formation gives a task to another one.

use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::{Call, Given, Then, Tool};
use crate::runtime::Agent;
use crate::runtime::llm::ToolSpec;
use crate::runtime::overlord::about;

/// The longest task, in characters.
const MAX_TASK: usize = 100_000;

/// Gives a task to one of the other agents.
pub struct Delegate(ToolSpec);

impl Delegate {
    /// The tool's name.
    pub const NAME: &'static str = "delegate";

    /// For an agent beside these `others`, of whom there is at least one.
    pub fn new<'a>(others: impl Iterator<Item = &'a Agent> + Clone) -> Self {
        let list: Vec<String> = others.clone().map(|agent| format!("- {}", about(agent))).collect();
        let ids: Vec<&str> = others.map(|agent| agent.id.as_str()).collect();
        let description = format!(
            "Gives a task to another agent and returns its answer. Use it for what another agent is better \
             at. The other agent knows nothing of this conversation. The agents:\n{}",
            list.join("\n"),
        );
        let parameters = json!({
            "type": "object",
            "properties": {
                "agent_id": {"type": "string", "enum": ids, "description": "The agent."},
                "task": {
                    "type": "string",
                    "maxLength": MAX_TASK,
                    "description": "The whole task, with everything that the agent has to know.",
                },
            },
            "required": ["agent_id", "task"],
            "additionalProperties": false,
        });
        Self(ToolSpec { name: Self::NAME.to_owned(), description, parameters })
    }
}

impl Tool for Delegate {
    fn spec(&self) -> &ToolSpec {
        &self.0
    }

    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given> {
        let text =
            |name: &str| call.arguments.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (agent_id, task) = (text("agent_id"), text("task"));
        let then = if task.trim().is_empty() {
            Then::Failed("the argument task is empty".to_owned())
        } else {
            Then::Delegate { agent_id, task }
        };
        Box::pin(std::future::ready(then.into()))
    }
}

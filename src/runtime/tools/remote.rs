//! A tool of a server, as a model is told of it.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::{Map, Value, json};

use super::{Call, Given, Then, Tool, ToolServer, arguments};
use crate::crypto::hash;
use crate::runtime::llm::ToolSpec;
use crate::runtime::mcp::RemoteTool;
use crate::support::redact::Redactor;

/// The longest name that all providers take.
const LONGEST: usize = 64;
/// Digits of the hash at the end of a name that had to be changed.
const DIGITS: usize = 8;
/// The longest description that all providers take, in characters.
const LONGEST_DESCRIPTION: usize = 1024;
/// A longer schema is not told, in bytes: the model may then write any object.
const LONGEST_SCHEMA: usize = 64 << 10;

/// A tool of a server.
pub struct McpTool {
    spec: ToolSpec,
    /// Where it is.
    pub server: Arc<dyn ToolServer>,
    /// Its name there.
    pub tool: String,
    /// Its server says that it destroys something.
    pub destructive: bool,
    /// Its server says that it changes nothing.
    pub read_only: bool,
}

impl McpTool {
    /// The tool `remote` of `server`. What the server says of it is told without values of secrets.
    pub fn new(server: &Arc<dyn ToolServer>, remote: &RemoteTool, redactor: &Redactor) -> Self {
        let about = if remote.description.trim().is_empty() {
            remote.title.as_deref().unwrap_or(&remote.name)
        } else {
            &remote.description
        };
        let size = remote.input_schema.to_string().len();
        let mut parameters = if remote.input_schema.is_object() && size <= LONGEST_SCHEMA {
            remote.input_schema.clone()
        } else {
            json!({"type": "object"})
        };
        redactor.redact_json(&mut parameters);
        let spec = ToolSpec {
            name: name(server.id(), &remote.name),
            description: redactor.redact(about).chars().take(LONGEST_DESCRIPTION).collect(),
            parameters,
        };
        let destructive = remote.destructive == Some(true);
        Self {
            spec,
            server: Arc::clone(server),
            tool: remote.name.clone(),
            destructive,
            read_only: remote.read_only,
        }
    }

    /// `server/tool`, as policies and people have it.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.server.id(), self.tool)
    }

    /// The arguments that a model wrote, if they fit; else what is wrong, for the model.
    pub fn arguments(&self, written: &str) -> Result<Map<String, Value>, String> {
        arguments::read(written, &self.spec.parameters)
    }
}

impl Tool for McpTool {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    /// Never made this way: turns ask the policy first, and then the server.
    fn call<'a>(&'a self, _: Call<'a>) -> BoxFuture<'a, Given> {
        let fault = Then::Failed("this tool is called after a look at the policy only".to_owned());
        Box::pin(std::future::ready(fault.into()))
    }

    fn remote(&self) -> Option<&McpTool> {
        Some(self)
    }
}

/// `server__tool` in letters that all providers take. Where that is not exact, or could be another tool's too, a hash
/// of both names ends it: the name of a tool does not depend on which others there are.
pub fn name(server: &str, tool: &str) -> String {
    let plain = format!("{server}__{tool}");
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let begins = server.starts_with(|c: char| c.is_ascii_alphabetic());
    let one_way = begins && !server.contains("__") && !server.ends_with('_');
    if one_way && plain.len() <= LONGEST && plain.chars().all(allowed) {
        return plain;
    }
    let mut name: String = plain.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if !begins {
        name.insert(0, '_');
    }
    name.truncate(LONGEST - DIGITS - 1);
    let digest = hash::hex(&hash::sha256(format!("{server}\n{tool}").as_bytes()));
    format!("{name}_{}", &digest[..DIGITS])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_what_all_providers_take_and_no_two_tools_have_the_same() {
        assert_eq!(name("files", "read_file"), "files__read_file");
        assert_eq!(name("my-files", "read-2"), "my-files__read-2");
        let pairs = [
            ("a", "b__c"),
            ("a__b", "c"),
            ("a_", "b"),
            ("a", "_b"),
            ("a", "b.c"),
            ("a", "b/c"),
            ("a", "b c"),
            ("a", "ü"),
            ("a", "ö"),
            ("7up", "drink"),
            ("a", ""),
        ];
        let mut seen = BTreeSet::new();
        let long = ["x".repeat(80), format!("{}y", "x".repeat(79))];
        let long = long.iter().map(|tool| ("server", tool.as_str()));
        for (server, tool) in pairs.into_iter().chain(long) {
            let name = name(server, tool);
            assert!((1..=LONGEST).contains(&name.len()), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)), "{name}");
            assert!(name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'), "{name}");
            assert!(seen.insert(name.clone()), "{name} is there twice");
            assert_eq!(name, super::name(server, tool), "it stays the same");
        }
    }
}

//! `muxi agents status NAME`.

use clap::Args;
use serde_json::Value;

use super::super::artifacts::wait;
use super::super::chat;
use super::super::context::Context;
use crate::output::{Failure, columns, one_line};

/// What is shown of a text, in characters.
const SHOWN: usize = 300;

/// Print one agent: state, turns, model, servers of tools, processes
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The agent's id, as `muxi agents list` prints it
    name: String,
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = chat::client(context, None)?;
        let agent = wait(client.agent(&self.name))?;
        if context.out.is_json() {
            return context.out.json(&agent);
        }
        let text = |name: &str| one_line(agent[name].as_str().unwrap_or_default(), SHOWN);
        let number = |name: &str| agent[name].as_u64().unwrap_or_default().to_string();
        let list = |name: &str, show: fn(&Value) -> String| {
            let all = agent[name].as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().map(show).collect::<Vec<_>>().join(", ")
        };
        let server = |server: &Value| {
            let text = |name: &str| server[name].as_str().unwrap_or("unknown");
            format!("{} ({})", text("id"), text("state"))
        };
        let rows = [
            ("id", text("id")),
            ("state", text("state")),
            ("runner", text("runner")),
            ("model", text("model")),
            ("turns", number("turns")),
            ("active", number("active_turns")),
            ("last used", text("last_used")),
            ("servers", list("mcp_servers", server)),
            ("processes", list("processes", Value::to_string)),
            ("description", text("description")),
        ];
        let said = rows.into_iter().filter(|(_, value)| !value.is_empty());
        context.out.line(&columns(said.map(|(name, value)| vec![name.to_owned(), value]).collect()))
    }
}

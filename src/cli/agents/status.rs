//! `muxi agents status NAME`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::super::far::Far;
use super::super::shown::{Shown, list};
use super::super::wait::wait;
use crate::output::{Failure, columns, one_line};

/// What is shown of a text, in characters.
const SHOWN: usize = 300;

/// Print one agent: state, turns, model, servers of tools, processes
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The agent's id, as `muxi agents list` prints it
    name: String,
    #[command(flatten)]
    far: Far,
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client(context, None)?;
        let agent = wait(client.agent(&self.name))?;
        if context.out.is_json() {
            return context.out.json(&agent);
        }
        let shown = Shown::new(&agent, SHOWN);
        let text = |name: &str| shown.text(name);
        let number = |name: &str| shown.number(name).to_string();
        let server = |server: Shown<'_>| format!("{} ({})", server.text("id"), server.text("state"));
        let servers: Vec<String> = shown.all("mcp_servers").map(server).collect();
        let processes: Vec<String> = list(&agent, "processes").iter().map(Value::to_string).collect();
        let rows = [
            ("id", text("id")),
            ("state", text("state")),
            ("runner", text("runner")),
            ("model", text("model")),
            ("turns", number("turns")),
            ("active", number("active_turns")),
            ("last used", text("last_used")),
            ("servers", servers.join(", ")),
            ("terminal", terminal(&agent)),
            ("error", one_line(agent["terminal"]["error"]["message"].as_str().unwrap_or_default(), SHOWN)),
            ("processes", processes.join(", ")),
            ("description", text("description")),
        ];
        let said = rows.into_iter().filter(|(_, value)| !value.is_empty());
        if let Some(hint) = agent["terminal"]["error"]["hint"].as_str() {
            context.out.note(&one_line(hint, SHOWN));
        }
        context.out.line(&columns(said.map(|(name, value)| vec![name.to_owned(), value]).collect()))
    }
}

/// The session, and how to attach to it; empty where there is none.
pub(super) fn terminal(agent: &Value) -> String {
    let Some(session) = agent["terminal"]["session"].as_str() else { return String::new() };
    let id = agent["id"].as_str().unwrap_or_default();
    one_line(&format!("tmux {session}: muxi agents attach {id}"), SHOWN)
}

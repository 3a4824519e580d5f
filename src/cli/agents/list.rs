//! `muxi agents list`.

use clap::Args;
use serde_json::{Value, json};

use super::super::artifacts::wait;
use super::super::chat;
use super::super::context::Context;
use crate::output::{Failure, columns, one_line};
use crate::support::text::count;

/// What is shown of a description, in characters.
const SHOWN: usize = 100;

/// Print the agents with their state
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Show turns, the last use and what each is for, too
    #[arg(long)]
    verbose: bool,
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = chat::client(context, None)?;
        let agents = wait(client.agent_states())?;
        if context.out.is_json() {
            return context.out.json(&json!({"agents": agents, "count": agents.len()}));
        }
        context.out.line(&columns(agents.iter().map(|agent| self.row(agent)).collect()))
    }

    fn row(&self, agent: &Value) -> Vec<String> {
        let text = |name: &str| one_line(agent[name].as_str().unwrap_or_default(), SHOWN);
        let number =
            |name: &str| usize::try_from(agent[name].as_u64().unwrap_or_default()).unwrap_or_default();
        let mut row = vec![text("id"), text("state"), text("model")];
        if self.verbose {
            let used = text("last_used");
            row.push(count(number("turns"), "turn"));
            row.push(format!("{} active", number("active_turns")));
            row.push(if used.is_empty() { "never used".to_owned() } else { used });
            row.push(text("description"));
        }
        row
    }
}

//! `muxi agents list`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::far::Far;
use super::super::shown::Shown;
use super::super::wait::wait;
use crate::output::{Failure, columns};
use crate::support::text::count;

/// What is shown of a description, in characters.
const SHOWN: usize = 100;

/// Print the agents with their state
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Show turns, the last use and what each is for, too
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    far: Far,
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client(context, None)?;
        let agents = wait(client.agent_states())?;
        if context.out.is_json() {
            return context.out.json(&json!({"agents": agents, "count": agents.len()}));
        }
        context.out.line(&columns(agents.iter().map(|agent| self.row(agent)).collect()))
    }

    fn row(&self, agent: &Value) -> Vec<String> {
        let terminal = super::status::terminal(agent);
        let agent = Shown::new(agent, SHOWN);
        let mut row = vec![agent.text("id"), agent.text("state"), agent.text("model")];
        if self.verbose {
            let used = agent.text("last_used");
            row.push(count(agent.number("turns"), "turn"));
            row.push(format!("{} active", agent.number("active_turns")));
            row.push(if used.is_empty() { "never used".to_owned() } else { used });
            row.push(agent.text("description"));
            row.push(terminal);
        }
        row
    }
}

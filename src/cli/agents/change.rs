//! `muxi agents stop`, `restart`, `resume`.

use clap::Args;
use serde_json::{Value, json};

use super::super::artifacts::wait;
use super::super::chat;
use super::super::context::Context;
use crate::output::{ExitCode, Failure};
use crate::support::text::count;

/// Stop an agent: it takes no new turn, and what is its own ends
#[derive(Debug, Args)]
#[command(after_help = "\
Turns under way have 2 s to end, then they are cancelled. Its program and the servers of tools that no other agent uses
are ended: TERM, and KILL after 2 s. If something survives, the exit code is 1. To stop it twice does no harm.")]
pub(crate) struct Stop {
    #[command(flatten)]
    which: Which,
}

/// Stop an agent, and let it answer again
#[derive(Debug, Args)]
pub(crate) struct Restart {
    #[command(flatten)]
    which: Which,
}

/// Let a stopped agent answer again
#[derive(Debug, Args)]
pub(crate) struct Resume {
    #[command(flatten)]
    which: Which,
}

/// Which agents
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The agent's id, as `muxi agents list` prints it
    name: Option<String>,
    /// All agents
    #[arg(long)]
    all: bool,
}

impl Stop {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, "stop", "stopped")
    }
}

impl Restart {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, "restart", "restarted")
    }
}

impl Resume {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, "resume", "resumed")
    }
}

impl Which {
    fn change(self, context: &mut Context, how: &str, done: &str) -> Result<(), Failure> {
        let client = chat::client(context, None)?;
        let names = if let Some(name) = self.name {
            vec![name]
        } else {
            let all = wait(client.agent_states())?;
            all.iter().filter_map(|agent| agent["id"].as_str().map(str::to_owned)).collect()
        };
        let mut agents = Vec::new();
        let mut survivors = Vec::new();
        for name in names {
            let agent = wait(client.change_agent(&name, how))?;
            let cancelled =
                usize::try_from(agent["cancelled"].as_u64().unwrap_or_default()).unwrap_or_default();
            let turns = if cancelled > 0 {
                format!(", {} cancelled", count(cancelled, "turn"))
            } else {
                String::new()
            };
            context.out.note(&format!("{done} {name}{turns}"));
            let left = agent["survivors"].as_array().map(Vec::as_slice).unwrap_or_default();
            survivors.extend(left.iter().filter_map(Value::as_str).map(|what| format!("{what} of {name}")));
            agents.push(agent);
        }
        if context.out.is_json() {
            context.out.json(&json!({"agents": agents, "count": agents.len()}))?;
        }
        if survivors.is_empty() {
            return Ok(());
        }
        Err(Failure::new(ExitCode::Failed, "survivors", format!("not all ended: {}", survivors.join(", ")))
            .hint("stop the server: it ends what is left"))
    }
}

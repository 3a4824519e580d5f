//! `muxi agents …`: the agents of the running formation.

mod attach;
mod change;
mod list;
mod logs;
mod status;

use clap::Subcommand;

use super::context::Context;
use crate::output::{ExitCode, Failure};

/// The agents of the running formation: how they are, what they do, stopping and starting them
#[derive(Debug, Subcommand)]
pub(crate) enum Agents {
    /// Print the agents with their state
    List(list::List),
    /// Print one agent: state, turns, model, servers of tools, processes
    Status(status::Status),
    /// Print the last lines of what an agent did: requests, tools, errors, what its program complains
    Logs(logs::Logs),
    /// Attach to the terminal of an agent that is a program with `tmux: true`
    Attach(attach::Attach),
    /// Stop an agent: it takes no new turn, and what is its own ends
    Stop(change::Stop),
    /// Stop an agent, and let it answer again
    Restart(change::Restart),
    /// Let a stopped agent answer again
    Resume(change::Resume),
}

impl Agents {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Logs(command) => command.run(context),
            Self::Attach(command) => command.run(context),
            Self::Stop(command) => command.run(context),
            Self::Restart(command) => command.run(context),
            Self::Resume(command) => command.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

//! `muxi new agent NAME`.

use clap::Args;

use super::{Common, Listing, add, answer, named};
use crate::cli::context::Context;
use crate::formation::scaffold::{Agent, Component, Named, check_model};
use crate::output::{ExitCode, Failure};

/// Add an agent: a file in agents/, and a line in the formation
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi new agent \"Release Notes\" --description \"Writes release notes\"
  muxi new agent triage --mcp github --model openai/gpt-4o-mini --default")]
pub(crate) struct NewAgent {
    #[command(flatten)]
    common: Common,
    /// What it is for, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Its role in a team, for example reviewer
    #[arg(long, value_name = "TEXT")]
    role: Option<String>,
    /// What its model is told first
    #[arg(long, value_name = "TEXT")]
    system_message: Option<String>,
    /// A model of its own, or an alias of the formation
    #[arg(long, value_name = "PROVIDER/NAME")]
    model: Option<String>,
    /// An MCP server that it may use; may be given several times
    #[arg(long, value_name = "ID")]
    mcp: Vec<String>,
    /// Let it answer when nothing points to another agent
    #[arg(long)]
    default: bool,
    #[command(flatten)]
    listing: Listing,
}

impl NewAgent {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the agent", Named::component)?;
        let description =
            answer(context, self.description, "What is it for, in one line", "--description TEXT")?;
        let role = answer(context, self.role, "Its role in a team", "--role TEXT")?;
        let told =
            answer(context, self.system_message, "What is its model told first", "--system-message TEXT")?;
        if let Some(model) = &self.model {
            check_model(&at, model)?;
        }
        let agent = Agent {
            description,
            role,
            model: self.model,
            system_message: told,
            servers: self.mcp,
            default: self.default,
        };
        let Listing { extension, .. } = self.listing;
        let register = self.listing.register();
        add(context, &named, &Component::Agent(agent), register, extension, self.common.force)
    }
}

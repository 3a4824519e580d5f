//! `muxi mcp …`: the Model Context Protocol.

mod serve;

use clap::Subcommand;

use super::context::Context;
use crate::output::{ExitCode, Failure};

/// Speak the Model Context Protocol: offer the formation to editors
#[derive(Debug, Subcommand)]
pub(crate) enum Mcp {
    /// Offer the formation to an editor or another client over stdin and stdout
    Serve(serve::Serve),
}

impl Mcp {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Serve(command) => command.run(context),
        }
    }
}

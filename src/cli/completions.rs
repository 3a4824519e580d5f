//! `muxi completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::context::Context;
use crate::output::{ExitCode, Failure};

/// Print the completions for a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "muxi", &mut script);
        context.out.bytes(&script)?;
        Ok(ExitCode::Done)
    }
}

//! `muxi new sop NAME`.

use clap::{Args, ValueEnum};

use super::{Common, add, answer, named};
use crate::cli::context::Context;
use crate::formation::scaffold::{Component, Named, Register, Sop};
use crate::output::{ExitCode, Failure};

/// Add an SOP: a file in sops/, which agents follow when it fits what is asked
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  muxi new sop \"Refund\" --description \"A customer wants money back\" --step \"Look the order up\" --step \"Check it\"")]
pub(crate) struct NewSop {
    #[command(flatten)]
    common: Common,
    /// When it is used, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// How strictly it is followed
    #[arg(long, value_name = "MODE")]
    mode: Option<Mode>,
    /// A word to find it by; may be given several times
    #[arg(long, value_name = "WORD")]
    tag: Vec<String>,
    /// A step; may be given several times
    #[arg(long, value_name = "TEXT")]
    step: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// Step by step, as it is written
    Template,
    /// As a guide
    Guide,
}

impl NewSop {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the SOP", Named::component)?;
        let description =
            answer(context, self.description, "When is it used, in one line", "--description TEXT")?;
        let mode = self.mode.map(|mode| match mode {
            Mode::Template => "template".to_owned(),
            Mode::Guide => "guide".to_owned(),
        });
        let sop = Sop { description, mode, tags: self.tag, steps: self.step };
        add(context, &named, &Component::Sop(sop), Register::Nowhere, None, self.common.force)
    }
}

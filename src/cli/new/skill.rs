//! `muxi new skill NAME`.

use clap::Args;

use super::{Common, add, answer, named};
use crate::cli::context::Context;
use crate::formation::scaffold::{Component, Named, Register, Skill};
use crate::output::{ExitCode, Failure};

/// Add a skill: a directory in skills/ with a SKILL.md
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  muxi new skill \"PDF forms\" --description \"Fills in PDF forms\"")]
pub(crate) struct NewSkill {
    #[command(flatten)]
    common: Common,
    /// When it is of use, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The licence under which it may be passed on
    #[arg(long, value_name = "LICENCE")]
    license: Option<String>,
}

impl NewSkill {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the skill", Named::component)?;
        let description =
            answer(context, self.description, "When is it of use, in one line", "--description TEXT")?;
        let skill = Component::Skill(Skill { description, license: self.license });
        add(context, &named, &skill, Register::Nowhere, None, self.common.force)
    }
}

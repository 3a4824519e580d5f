//! `muxi new trigger NAME`.

use clap::Args;

use super::{Common, add, answer, named};
use crate::cli::context::Context;
use crate::formation::scaffold::{Component, Named, Register, Trigger, check_model};
use crate::output::{ExitCode, Failure};

/// Add a trigger: a file in triggers/, with the question that another program's report becomes
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  muxi new trigger disk-full --prompt 'The disk of ${{ data.host }} is full. Say what can go.'")]
pub(crate) struct NewTrigger {
    #[command(flatten)]
    common: Common,
    /// What is asked; `${{ data.NAME }}` stands for a part of the report
    #[arg(long, value_name = "TEXT")]
    prompt: Option<String>,
    /// A model of its own, or an alias of the formation
    #[arg(long, value_name = "PROVIDER/NAME")]
    model: Option<String>,
    /// The channel of the formation that the answer goes to
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
}

impl NewTrigger {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the trigger", Named::component)?;
        let prompt = answer(context, self.prompt, "What is asked", "--prompt TEXT")?;
        if let Some(model) = &self.model {
            check_model(&at, model)?;
        }
        let trigger = Component::Trigger(Trigger { prompt, model: self.model, channel: self.channel });
        add(context, &named, &trigger, Register::Nowhere, None, self.common.force)
    }
}

//! `muxi new a2a NAME`.

use clap::Args;

use super::auth::AuthArgs;
use super::{Common, Listing, add, answer, named, needed};
use crate::cli::context::Context;
use crate::formation::scaffold::{A2a, Component, Named};
use crate::output::{ExitCode, Failure};

/// Add an A2A service: a file in a2a/, and a line in the formation
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  muxi new a2a billing --url https://billing.example.com --auth bearer --secret BILLING_TOKEN")]
pub(crate) struct NewA2a {
    #[command(flatten)]
    common: Common,
    /// What it can be asked for, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Its address
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    auth: AuthArgs,
    #[command(flatten)]
    listing: Listing,
}

impl NewA2a {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        context.formation(None)?;
        let named = named(context, self.common.name.as_ref(), "Name of the service", Named::component)?;
        let url = needed(context, self.url, "Its address", "--url URL")?;
        let question = "What can it be asked for, in one line";
        let description = answer(context, self.description, question, "--description TEXT")?;
        let auth = self.auth.auth(context, &named)?;
        let a2a = Component::A2a(A2a { description, url, auth });
        let register = self.listing.register();
        add(context, &named, &a2a, register, self.listing.extension, self.common.force)
    }
}

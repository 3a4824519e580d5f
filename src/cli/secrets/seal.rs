//! `muxi secrets seal`.

use clap::Args;
use serde_json::json;

use super::seal_warning;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Store};

/// Seal the secrets as they are now, after somebody changed the file without the key
#[derive(Debug, Args)]
pub(crate) struct Seal {
    /// Seal without asking
    #[arg(long, short)]
    yes: bool,
    /// Drop the lines that deleted secrets leave; branches from before may then bring them back
    #[arg(long)]
    prune: bool,
}

impl Seal {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        // To seal an older file is to say that it is the one that is meant.
        let location = context.secrets_with(&formation, false)?;
        let sources = context.key_sources()?;
        let store = Store::open(&location, &sources)?;
        context.warn_older(store.path(), store.older());
        let older = (!store.older().is_empty()).then(|| "older than what was seen here".to_owned());
        let mut sealed = false;
        if self.prune && matches!(store.seal(), secrets::Seal::Merged { .. }) {
            // It refuses; there is no need to ask first.
            secrets::prune(&location, &sources, None)?;
        }
        if let Some(what) = seal_warning(store.seal()).or(older) {
            context.out.note(&format!("{}: {what}", store.path().display()));
            if !self.yes && !context.ask().confirm("Seal it as it is now?", "--yes")? {
                return Err(Failure::new(ExitCode::Failed, "not_sealed", "nothing was sealed"));
            }
            if !self.prune {
                secrets::reseal(&location, &sources, Some(store.seal()))?;
            }
            sealed = true;
        }
        let pruned =
            if self.prune { secrets::prune(&location, &sources, Some(store.seal()))?.1 } else { Vec::new() };
        let nothing = matches!(store.seal(), secrets::Seal::NotNeeded);
        self.report(context, sealed || !pruned.is_empty(), nothing, &pruned)?;
        Ok(ExitCode::Done)
    }
    fn report(
        &self,
        context: &mut Context,
        sealed: bool,
        nothing: bool,
        pruned: &[String],
    ) -> Result<(), Failure> {
        if context.out.is_json() {
            let mut data = json!({"result": if sealed { "sealed" } else { "unchanged" }});
            if self.prune {
                data["pruned"] = json!(pruned);
            }
            return context.out.json(&data);
        }
        if !pruned.is_empty() {
            context.out.note(&format!("dropped the lines of {}", pruned.join(", ")));
        } else if self.prune {
            context.out.note("there is no line of a deleted secret");
        }
        context.out.note(match (sealed, nothing) {
            (true, _) => "sealed",
            (false, true) => "there is nothing to seal",
            (false, false) => "the seal is good already",
        });
        Ok(())
    }
}

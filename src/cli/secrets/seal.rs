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
        let sealed = match seal_warning(store.seal()).or(older) {
            None => false,
            Some(what) => {
                context.out.note(&format!("{}: {what}", store.path().display()));
                if !self.yes && !context.ask().confirm("Seal it as it is now?", "--yes")? {
                    return Err(Failure::new(ExitCode::Failed, "not_sealed", "nothing was sealed"));
                }
                secrets::reseal(&location, &sources)?;
                true
            }
        };
        if context.out.is_json() {
            context.out.json(&json!({"result": if sealed { "sealed" } else { "unchanged" }}))?;
        } else {
            let nothing = matches!(store.seal(), secrets::Seal::NotNeeded);
            context.out.note(match (sealed, nothing) {
                (true, _) => "sealed",
                (false, true) => "there is nothing to seal",
                (false, false) => "the seal is good already",
            });
        }
        Ok(ExitCode::Done)
    }
}

//! `muxi secrets key passphrase`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::here;
use crate::cli::context::Context;
use crate::cli::passphrase;
use crate::output::{ExitCode, Failure};
use crate::secrets;

/// Protect the key file by a passphrase, change it, or take it off
#[derive(Debug, Args)]
#[command(after_help = "\
The key stays the same, and the secrets file is not touched. Copies of the key file that were made
before still open with what opened them then.")]
pub(crate) struct Passphrase {
    /// Take the passphrase off
    #[arg(long, conflicts_with = "new_passphrase_file")]
    remove: bool,
    /// The file with the new passphrase; else that of --passphrase-file, if the key has none yet; else it is asked
    /// for twice
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let sources = context.key_sources()?;
        // The old one is asked for before the new one, and tried.
        let had = secrets::unlock_keys(&location, &sources)?;
        let new = if self.remove {
            None
        } else {
            // What is given for a key without a passphrase can only be the new one.
            Some(passphrase::new(context, self.new_passphrase_file.as_ref(), !had)?)
        };
        let changed = secrets::key_passphrase(&location, &sources, new.as_ref())?;
        let result = match (self.remove, had, changed) {
            (_, _, false) => "unchanged",
            (true, _, true) => "removed",
            (false, false, true) => "set",
            (false, true, true) => "changed",
        };
        if context.out.is_json() {
            context.out.json(&json!({"result": result}))?;
            return Ok(ExitCode::Done);
        }
        context.out.note(match result {
            "unchanged" => "the key has no passphrase",
            "removed" => "the key opens without a passphrase now",
            "set" => "the key opens with the passphrase only; if that is forgotten, so are the secrets",
            _ => "the key opens with the new passphrase; copies that were made before still open with the old one",
        });
        Ok(ExitCode::Done)
    }
}

//! `muxi secrets key import`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{here, texts};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Error, ImportedKey, Merging};
use crate::support::secret::SecretBytes;

/// Take a key that a colleague exported into the key file
#[derive(Debug, Args)]
#[command(after_help = "\
Takes an exported key, a whole key file or a bare key. No key that is in the key file is lost: where
both have an active key, the older one is retired and still reads what it encrypted.")]
pub(crate) struct Import {
    /// The file with the key; `-` or nothing for stdin
    file: Option<PathBuf>,
    /// Take it also where it does not open the secrets that are here
    #[arg(long)]
    force: bool,
}

impl Import {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let file = self.file.filter(|file| file != Path::new("-"));
        let (text, from) = match file {
            Some(file) => {
                let path = context.env.absolute(&file);
                let text = secrets::read_key_text(&path).map_err(|error| match &error {
                    Error::File(file) if file.is_not_found() => {
                        Failure::from(error).with_exit(ExitCode::NotFound)
                    }
                    _ => error.into(),
                })?;
                (text, path.display().to_string())
            }
            None => (from_stdin(context)?, "the standard input".to_owned()),
        };
        let imported = secrets::import_key(&location, &context.key_sources()?, &text, &from, self.force)?;
        report(context, &imported)?;
        Ok(ExitCode::Done)
    }
}

/// A key is pasted hidden: it must not stay on the screen.
fn from_stdin(context: &mut Context) -> Result<SecretBytes, Failure> {
    let ask = context.ask();
    if ask.stdin_is_data() {
        return ask.secret_from_stdin(secrets::MAX_KEY_TEXT);
    }
    Err(Failure::needs_input("the key", "the argument FILE, or pipe it in: muxi secrets key import < FILE"))
}

fn report(context: &mut Context, imported: &ImportedKey) -> Result<(), Failure> {
    let result = match imported.merging {
        Merging::Made => "made",
        Merging::Merged => "merged",
        Merging::Unchanged => "unchanged",
    };
    let file = imported.key_file.display();
    if context.out.is_json() {
        return context.out.json(&json!({
            "result": result,
            "keys": texts(&imported.keys),
            "active": imported.active.to_string(),
            "key_file": file.to_string(),
        }));
    }
    let keys = texts(&imported.keys).join(", ");
    let note = match imported.merging {
        Merging::Made => format!("made {file} with key {keys}"),
        Merging::Merged => format!("added key {keys} to {file}; key {} encrypts", imported.active),
        Merging::Unchanged => format!("{file} has key {keys} already"),
    };
    context.out.note(&note);
    Ok(())
}

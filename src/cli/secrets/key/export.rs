//! `muxi secrets key export`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{here, texts};
use crate::cli::context::Context;
use crate::cli::passphrase;
use crate::cli::secrets::output_file;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Exported};

/// Print the key for a colleague, protected by a passphrase, or for the store of a CI
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets key export --output key.txt     asks for a passphrase; send the file by one way, the
                                               passphrase by another
  muxi secrets key import key.txt              what the colleague does with it
  muxi secrets key export --plain --yes        the bare key, for the secret store of a CI")]
pub(crate) struct Export {
    /// Write to this new file (mode 0600) instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The key itself, as 44 characters that open everything: for the secret store of a CI
    #[arg(long, conflicts_with = "new_passphrase_file")]
    plain: bool,
    /// Print the plain key without asking
    #[arg(long, short, requires = "plain")]
    yes: bool,
    /// The file with the passphrase of the exported key; else that of --passphrase-file, else it is asked for
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let output = self.output.as_ref().map(|file| context.env.absolute(file));
        if let Some(path) = &output {
            output_file::is_new(path)?;
            // What a passphrase protects may lie anywhere.
            if self.plain {
                output_file::not_committed(context, path, "the plain key")?;
            }
        }
        let sources = context.key_sources()?;
        let exported = if self.plain {
            let question = "Whoever has the plain key can read every secret. Go on?";
            if !self.yes && !context.ask().confirm(question, "--yes")? {
                return Err(Failure::new(ExitCode::Failed, "not_exported", "nothing was exported"));
            }
            secrets::export_key(&location, &sources, None)?
        } else {
            // The old passphrase is asked for before the new one.
            secrets::unlock_keys(&location, &sources)?;
            let new = passphrase::new(context, self.new_passphrase_file.as_ref(), true)?;
            secrets::export_key(&location, &sources, Some(&new))?
        };
        if !exported.lacks.is_empty() {
            let lacks = texts(&exported.lacks).join(", ");
            context.out.warn(&format!(
                "the secrets still need key {lacks} too, which is not in it; first finish the rotation: \
                 muxi secrets key rotate"
            ));
        }
        if let Some(output) = &output {
            exported.write(output)?;
        }
        print(context, &exported, output.as_ref(), self.plain)?;
        Ok(ExitCode::Done)
    }
}

fn print(
    context: &mut Context,
    exported: &Exported,
    output: Option<&PathBuf>,
    plain: bool,
) -> Result<(), Failure> {
    let text = output.is_none().then(|| exported.text.expose_str()).flatten();
    if context.out.is_json() {
        let data = json!({
            "keys": texts(&exported.keys),
            "passphrase": !plain,
            "text": text,
            "file": output.map(|path| path.display().to_string()),
        });
        return context.out.reveal(format!("{data:#}\n").as_bytes());
    }
    if let Some(path) = output {
        context.out.note(&format!("wrote key {} to {}", exported.keys[0], path.display()));
    } else {
        context.out.reveal(exported.text.expose())?;
        if plain && context.out.is_terminal() {
            context.out.bytes(b"\n")?;
        }
    }
    if !plain {
        context.out.note(
            "it opens with its passphrase only: tell that by another way than the text; \
             it is taken in with: muxi secrets key import FILE",
        );
    }
    Ok(())
}

//! `muxi secrets key rotate`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{here, texts};
use crate::cli::context::Context;
use crate::cli::secrets::output_file;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Rotation};
use crate::support::text::count;

/// Make a new key and encrypt all secrets with it
#[derive(Debug, Args)]
#[command(after_help = "\
The old key stays in the key file as retired, so that branches from before still open, until
`muxi secrets key rotate --finish` takes it out.

A new key does not change the secrets: whoever had the old key has seen them or can see them in the
history of git. To lock somebody out, change each secret at its provider too.")]
pub(crate) struct Rotate {
    /// Take the retired keys out; refuses while the secrets need one of them
    #[arg(long, conflicts_with = "key_output")]
    finish: bool,
    /// Write the keys to this new file; needed where the key comes from a variable or a descriptor
    #[arg(long, value_name = "FILE")]
    key_output: Option<PathBuf>,
}

impl Rotate {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let sources = context.key_sources()?;
        if self.finish {
            // What users' keys are wrapped by must not go before they are wrapped anew.
            #[cfg(feature = "serve")]
            crate::cli::credentials::follow_root_key(context)?;
            let removed = secrets::finish_rotation(&location, &sources)?;
            let removed = texts(&removed);
            if context.out.is_json() {
                let result = if removed.is_empty() { "unchanged" } else { "finished" };
                context.out.json(&json!({"result": result, "removed": removed}))?;
            } else if removed.is_empty() {
                context.out.note("there is no retired key");
            } else {
                context.out.note(&format!("key {} is gone from here", removed.join(", ")));
            }
            return Ok(ExitCode::Done);
        }
        let output = self.key_output.map(|file| context.env.absolute(&file));
        if let Some(path) = &output {
            output_file::not_committed(context, path, "the key")?;
        }
        let rotation = secrets::rotate_key(&location, &sources, &context.env.clock, output.as_deref())?;
        report(context, &rotation)?;
        #[cfg(feature = "serve")]
        crate::cli::credentials::follow_root_key(context)?;
        Ok(ExitCode::Done)
    }
}

fn report(context: &mut Context, rotation: &Rotation) -> Result<(), Failure> {
    let old = texts(&rotation.old);
    let file = &rotation.key_at;
    if context.out.is_json() {
        return context.out.json(&json!({
            "result": if rotation.resumed { "resumed" } else { "rotated" },
            "key": rotation.new.to_string(),
            "retired": old,
            "secrets": rotation.secrets,
            "key_file": file.to_string(),
        }));
    }
    let secrets = count(rotation.secrets, "secret");
    if rotation.resumed {
        context.out.note(&format!("finished what was begun: {secrets} encrypted with key {}", rotation.new));
    } else {
        context.out.note(&format!("made key {} in {file}; {secrets} encrypted with it", rotation.new));
    }
    if !old.is_empty() {
        context
            .out
            .note(&format!("key {} is retired: it still opens what was encrypted before", old.join(", ")));
    }
    context.out.note(
        "next: commit the secrets file, give the new key to those who need it (muxi secrets key export), \
         then: muxi secrets key rotate --finish",
    );
    Ok(())
}

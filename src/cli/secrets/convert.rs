//! `muxi secrets convert`.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Conversion, Format};
use crate::support::text::count;

/// Change the format of the secrets file, value by value verified
#[derive(Debug, Args)]
#[command(after_help = "\
Format 1 is what deployed MUXI programs read: one block, no names without the key, text only.
Format 2 encrypts each value alone, lists names without the key, merges by lines and is sealed.
The key stays the same; its file is written in the form that goes with the format.")]
pub(crate) struct Convert {
    /// The format to change to
    #[arg(long, value_name = "1|2", value_parser = ["1", "2"])]
    format: String,
    /// For format 1: take the passphrase off the key, for its programs cannot ask
    #[arg(long, short)]
    yes: bool,
}

impl Convert {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let to = if self.format == "1" { Format::One } else { Format::Two };
        let done = secrets::convert(&location, &context.key_sources()?, &context.env.clock, to, self.yes)?;
        if context.out.is_json() {
            let renamed = done.renamed.iter().map(|(old, new)| json!({"old": old, "new": new}));
            context.out.json(&json!({
                "result": if done.changed() { "converted" } else { "unchanged" },
                "format": if to == Format::One { 1 } else { 2 },
                "secrets": done.secrets,
                "json_values": done.json,
                "renamed": renamed.collect::<Vec<_>>(),
                "dropped_deletions": done.dropped,
            }))?;
        } else {
            say(context, &done, &self.format);
        }
        if let Some(origin) = &done.key_elsewhere {
            context.out.warn(&format!(
                "the key in {origin} is not in the form that deployed programs read; \
                 muxi secrets key export --plain prints that form"
            ));
        }
        Ok(ExitCode::Done)
    }
}

fn say(context: &mut Context, done: &Conversion, format: &str) {
    match done.secrets {
        Some(secrets) => {
            let secrets = count(secrets, "secret");
            context.out.note(&format!("{secrets} converted to format {format}, each read back"));
        }
        None if done.key_rewritten => context.out.note("finished: the key file goes with the format now"),
        None => context.out.note(&format!("the secrets are of format {format} already")),
    }
    for (old, new) in &done.renamed {
        context.out.note(&format!("note: {old} is called {new} now"));
    }
    if !done.json.is_empty() {
        context.out.note(&format!(
            "note: {} held JSON that is no string; its JSON text is the value now",
            done.json.join(", ")
        ));
    }
    if done.dropped > 0 {
        let lines = count(done.dropped, "deleted secret");
        context.out.note(&format!("note: format 1 does not remember {lines}: a merge may bring one back"));
    }
}

//! `muxi secrets key show`.

use clap::Args;
use serde_json::{Value, json};

use super::{here, texts};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::{self, Format, Inventory, KeyAtHand, Status};
use crate::support::text::count;

/// Show which keys are where, and which the secrets use; never a key
#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Show {
    #[expect(clippy::unused_self, reason = "a command is run like every other")]
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let inventory = secrets::keys_at_hand(&location, &context.key_sources()?);
        if context.out.is_json() {
            context.out.json(&json(context, &inventory))?;
            return Ok(ExitCode::Done);
        }
        let rows: Vec<_> = inventory.keys.iter().map(|key| row(context, key, &inventory)).collect();
        if rows.is_empty() {
            context
                .out
                .note("there is no key here; muxi secrets key import takes one that a colleague exported");
        } else {
            context.out.line(&columns(rows))?;
        }
        for (origin, error) in inventory.faults {
            context.out.warn_failure(&format!("not used: {origin}"), &Failure::from(error));
        }
        if !inventory.wanted.is_empty() && inventory.keys.iter().all(|key| key.used != Some(true)) {
            let wanted = texts(&inventory.wanted).join(" or ");
            context.out.warn(&format!("the secrets need key {wanted}, which is not here"));
        }
        if let Some(error) = inventory.file_fault {
            context.out.warn_failure("which key is used is not known", &Failure::from(error));
        }
        Ok(ExitCode::Done)
    }
}

fn status(key: &KeyAtHand) -> &'static str {
    match key.info.status {
        Status::Active => "active",
        Status::Retired => "retired",
    }
}

fn row(context: &Context, key: &KeyAtHand, inventory: &Inventory) -> Vec<String> {
    let age = key.info.age_days(&context.env.clock).map(|days| format!(" ({})", count_days(days)));
    let created = key.info.created.as_deref().map_or("made at an unknown time", |c| c.get(..10).unwrap_or(c));
    let used = match key.used {
        Some(true) => "used",
        Some(false) => "not used",
        None if inventory.format.is_none() => "no secrets yet",
        None => "perhaps used",
    };
    vec![
        key.info.id.to_string(),
        status(key).to_owned(),
        format!("{created}{}", age.unwrap_or_default()),
        if key.info.wrapped { "passphrase" } else { "plain" }.to_owned(),
        used.to_owned(),
        key.info.origin.to_string(),
    ]
}

fn count_days(days: u64) -> String {
    usize::try_from(days).map_or_else(|_| "long ago".to_owned(), |days| count(days, "day"))
}

fn json(context: &Context, inventory: &Inventory) -> Value {
    let keys = inventory.keys.iter().map(|key| {
        json!({
            "id": key.info.id.to_string(),
            "status": status(key),
            "created": key.info.created,
            "age_days": key.info.age_days(&context.env.clock),
            "passphrase": key.info.wrapped,
            "used": key.used,
            "from": key.info.origin.to_string(),
        })
    });
    let faults = inventory.faults.iter().map(|(origin, error)| {
        json!({"from": origin.to_string(), "code": error.code(), "message": error.to_string()})
    });
    json!({
        "format": inventory.format.map(|format| if format == Format::One { 1 } else { 2 }),
        "keys": keys.collect::<Vec<_>>(),
        "missing": texts(&inventory.missing()),
        "faults": faults.collect::<Vec<_>>(),
        "file_error": inventory.file_fault.as_ref().map(secrets::Error::code),
    })
}

//! `muxi secrets list`.

use clap::Args;
use serde_json::json;

use super::open;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::{self, Format, Listing, SecretName, Store};

/// List the secrets by name, values masked
#[derive(Debug, Args)]
pub(crate) struct List {}

/// A name, and what can be shown of its value.
struct Row {
    name: String,
    set: Option<bool>,
    masked: Option<String>,
}

impl List {
    #[expect(clippy::unused_self, reason = "a command is run like every other")]
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let listing = secrets::list(&location)?;
        let store = match open(context, &location) {
            Ok(store) => Some(store),
            // Names need no key.
            Err(failure) => {
                context.out.warn_failure("names only", &failure);
                None
            }
        };
        let rows = rows(&listing, store.as_ref())?;
        if context.out.is_json() {
            context.out.json(&json(&listing, store.as_ref(), &rows))?;
        } else if rows.is_empty() {
            let known = store.is_some() || !listing.from_template;
            context.out.note(if known {
                "there are no secrets yet; muxi secrets add NAME adds one"
            } else {
                "the names of the secrets cannot be read without the key"
            });
        } else {
            let text = rows.iter().map(|row| {
                let shown = row.masked.clone().unwrap_or_default();
                vec![row.name.clone(), if row.set == Some(false) { "(not set)".to_owned() } else { shown }]
            });
            context.out.line(&columns(text.collect()))?;
        }
        Ok(ExitCode::Done)
    }
}

fn rows(listing: &Listing, store: Option<&Store>) -> Result<Vec<Row>, Failure> {
    let names: Vec<String> = match store {
        Some(store) => store.names().into_iter().map(str::to_owned).collect(),
        None => listing.names.clone(),
    };
    let mut rows = Vec::with_capacity(names.len());
    for name in names {
        let masked = match store {
            Some(store) => masked(store, &name)?,
            None => None,
        };
        let set = (store.is_some() || !listing.from_template).then_some(true);
        rows.push(Row { name, set, masked });
    }
    if store.is_some() || !listing.from_template {
        for name in &listing.template {
            if !rows.iter().any(|row| row.name == *name) {
                rows.push(Row { name: name.clone(), set: Some(false), masked: None });
            }
        }
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

/// A value that does not open must not hide the others.
fn masked(store: &Store, name: &str) -> Result<Option<String>, Failure> {
    let name = SecretName::normalise(name)?.name;
    Ok(match store.get(&name) {
        Ok(value) => value.map(|value| secrets::mask(value.expose())),
        Err(error) => Some(format!("({error})")),
    })
}

fn json(listing: &Listing, store: Option<&Store>, rows: &[Row]) -> serde_json::Value {
    let format = listing.format.map(|format| if format == Format::One { 1 } else { 2 });
    let key = store
        .and_then(Store::key_info)
        .map(|k| json!({"id": k.id.to_string(), "from": k.origin.to_string()}));
    let secrets: Vec<_> =
        rows.iter().map(|row| json!({"name": row.name, "set": row.set, "masked": row.masked})).collect();
    json!({
        "format": format,
        "sealed": store.filter(|_| format == Some(2)).map(|store| store.seal().is_good()),
        "key": key,
        "secrets": secrets,
    })
}

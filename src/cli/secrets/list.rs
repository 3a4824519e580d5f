//! `muxi secrets list`.

use std::collections::BTreeSet;

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
    error: Option<secrets::Error>,
}

impl Row {
    fn shown(&self) -> String {
        match (&self.error, self.set) {
            (Some(error), _) => format!("({error})"),
            (None, Some(false)) => "(not set)".to_owned(),
            (None, _) => self.masked.clone().unwrap_or_default(),
        }
    }
}

impl List {
    #[expect(clippy::unused_self, reason = "a command is run like every other")]
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let listing = secrets::list(&location)?;
        let store = match open(context, &location) {
            Ok(store) => Some(store),
            Err(failure) if failure.exit() == ExitCode::Interrupted => return Err(failure),
            // Names need no key.
            Err(failure) => {
                context.out.warn_failure("names only", &failure);
                None
            }
        };
        let rows = rows(&listing, store.as_ref());
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
            let text = rows.iter().map(|row| vec![row.name.clone(), row.shown()]);
            context.out.line(&columns(text.collect()))?;
        }
        Ok(ExitCode::Done)
    }
}

fn rows(listing: &Listing, store: Option<&Store>) -> Vec<Row> {
    let known = store.is_some() || !listing.from_template;
    let bare = |name: &String, set| Row { name: name.clone(), set, masked: None, error: None };
    let mut rows: Vec<Row> = match store {
        Some(store) => store.names().into_iter().map(|name| row(store, name)).collect(),
        None => listing.names.iter().map(|name| bare(name, known.then_some(true))).collect(),
    };
    if known {
        let listed: BTreeSet<String> = rows.iter().map(|row| row.name.clone()).collect();
        let missing = listing.template.iter().filter(|name| !listed.contains(*name));
        rows.extend(missing.map(|name| bare(name, Some(false))));
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// A value that does not open must not hide the others.
fn row(store: &Store, name: &str) -> Row {
    let opened = match SecretName::normalise(name) {
        Ok(kept) => store.get(&kept.name),
        // A name of format 1 that nothing can be called by is listed all the same.
        Err(_) => Ok(None),
    };
    let (masked, error) = match opened {
        Ok(value) => (value.map(|value| secrets::mask(value.expose())), None),
        Err(error) => (None, Some(error)),
    };
    Row { name: name.to_owned(), set: Some(true), masked, error }
}

fn json(listing: &Listing, store: Option<&Store>, rows: &[Row]) -> serde_json::Value {
    let format = listing.format.map(|format| if format == Format::One { 1 } else { 2 });
    let key = store
        .and_then(Store::key_info)
        .map(|k| json!({"id": k.id.to_string(), "from": k.origin.to_string()}));
    let secrets: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "name": row.name,
                "set": row.set,
                "masked": row.masked,
                "error": row.error.as_ref().map(secrets::Error::code),
            })
        })
        .collect();
    json!({
        "format": format,
        "sealed": store.filter(|_| format == Some(2)).map(|store| store.seal().is_good()),
        "key": key,
        "secrets": secrets,
    })
}

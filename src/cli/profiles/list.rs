//! `muxi profiles list`.

use clap::Args;
use serde_json::{Value, json};

use super::book;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns, one_line};
use crate::remote::profiles::{Profile, ProfileError};

/// What is shown of a text, in characters.
const SHOWN: usize = 80;

/// Print the servers; never their secrets
#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    #[expect(clippy::unused_self, reason = "as all commands are run")]
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let book = book(context)?;
        let default = book.default_name();
        let all: Vec<(&str, Result<Profile, ProfileError>)> =
            book.names().into_iter().map(|name| (name, book.get(name))).collect();
        if let Some(gone) = default.as_ref().filter(|name| all.iter().all(|(known, _)| known != name)) {
            context.out.warn(&format!("the default profile {gone} is not there; see muxi profiles use"));
        }
        if context.out.is_json() {
            let list: Vec<Value> =
                all.iter().map(|(name, one)| data(name, one, default.as_deref())).collect();
            let file = book.path().display().to_string();
            context
                .out
                .json(&json!({"profiles": list, "count": list.len(), "default": default, "file": file}))?;
            return Ok(ExitCode::Done);
        }
        if all.is_empty() {
            context.out.note("there are no profiles; add one with muxi profiles add NAME");
            return Ok(ExitCode::Done);
        }
        let rows = all.iter().map(|(name, one)| row(name, one, default.as_deref())).collect();
        context.out.line(&columns(rows))?;
        Ok(ExitCode::Done)
    }
}

fn data(name: &str, one: &Result<Profile, ProfileError>, default: Option<&str>) -> Value {
    let default = default == Some(name);
    match one {
        Ok(profile) => json!({
            "name": name,
            "url": profile.url.as_str(),
            "key_id": profile.key_id,
            "dialect": profile.dialect.as_str(),
            "secret": profile.secret.as_str(),
            "added_at": profile.added_at,
            "default": default,
            "fault": null,
        }),
        Err(error) => json!({"name": name, "default": default, "fault": error.to_string()}),
    }
}

fn row(name: &str, one: &Result<Profile, ProfileError>, default: Option<&str>) -> Vec<String> {
    let text = |text: &str| one_line(text, SHOWN);
    let mark = if default == Some(name) { "default" } else { "" }.to_owned();
    match one {
        Ok(profile) => vec![
            text(name),
            text(profile.url.as_str()),
            text(&profile.key_id),
            profile.dialect.as_str().to_owned(),
            profile.secret.as_str().to_owned(),
            mark,
        ],
        Err(error) => vec![text(name), text(&error.to_string()), "-".into(), "-".into(), "-".into(), mark],
    }
}

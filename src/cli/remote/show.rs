//! `muxi remote list`, `get` and `status`.

use clap::Args;
use serde_json::{Value, json};

use super::id;
use crate::cli::context::Context;
use crate::cli::profiles::Which;
use crate::cli::shown::Shown;
use crate::output::{ExitCode, Failure, columns, one_line};

/// What is shown of a text, in characters.
const SHOWN: usize = 100;

/// Print the formations of the server
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
}

/// Print how the server itself is
#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    which: Which,
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let server = self.which.connect(context)?;
        let all = server.ask(server.client.formations())?;
        let profile = &server.picked.profile;
        if context.out.is_json() {
            let data = json!({
                "formations": all,
                "count": all.len(),
                "server": profile.url.as_str(),
                "profile": profile.name,
            });
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        if all.is_empty() {
            context.out.note(&format!("there are no formations on {}", profile.name));
            return Ok(ExitCode::Done);
        }
        context.out.line(&columns(all.iter().map(row).collect()))?;
        Ok(ExitCode::Done)
    }
}

/// Id, status, version, port, health.
fn row(one: &Value) -> Vec<String> {
    let shown = Shown::new(one, SHOWN);
    let version = match &one["version"] {
        Value::Object(_) => shown.of("version").text("semantic"),
        other => plain(other),
    };
    let health = match one["healthy"].as_bool() {
        Some(true) => "healthy",
        Some(false) => "not healthy",
        None => "-",
    };
    vec![shown.text("id"), shown.text("status"), version, plain(&one["port"]), health.to_owned()]
}

/// `muxi remote get`.
pub(super) fn get(context: &mut Context, named: Option<String>, which: &Which) -> Result<ExitCode, Failure> {
    let id = id(context, named)?;
    let server = which.connect(context)?;
    let one = server.ask(server.client.formation(&id))?;
    whole(context, &one)
}

impl Status {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let server = self.which.connect(context)?;
        let status = server.ask(server.client.status())?;
        whole(context, &status)
    }
}

/// An object of the server: as it is, or a line for each of its values.
fn whole(context: &mut Context, object: &Value) -> Result<ExitCode, Failure> {
    if context.out.is_json() {
        context.out.json(object)?;
    } else {
        let mut rows = Vec::new();
        lines("", object, &mut rows);
        context.out.line(&columns(rows))?;
    }
    Ok(ExitCode::Done)
}

fn lines(name: &str, value: &Value, rows: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = one_line(key, SHOWN);
                let name = if name.is_empty() { key } else { format!("{name}.{key}") };
                lines(&name, value, rows);
            }
        }
        value => rows.push(vec![name.to_owned(), plain(value)]),
    }
}

/// A value in one line; `-` where there is none.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => one_line(text, SHOWN),
        other => one_line(&other.to_string(), SHOWN),
    }
}

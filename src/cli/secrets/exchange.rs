//! What import and export share: the kind of file, and the names that are meant.

use std::path::Path;

use clap::ValueEnum;

use crate::cli::context::Context;
use crate::output::Failure;
use crate::secrets::exchange::Syntax;
use crate::secrets::{Error, SecretName, Selection, Store, select};
use crate::support::text::did_you_mean;

/// The kinds of files, as they are named on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Env,
    Json,
    Yaml,
}

impl From<Format> for Syntax {
    fn from(format: Format) -> Self {
        match format {
            Format::Env => Self::Env,
            Format::Json => Self::Json,
            Format::Yaml => Self::Yaml,
        }
    }
}

/// What was named, else what the ending of the file says, else what is answered.
pub(super) fn syntax(
    context: &Context,
    named: Option<Format>,
    file: Option<&Path>,
) -> Result<Syntax, Failure> {
    if let Some(syntax) = named.map(Syntax::from).or_else(|| file.and_then(Syntax::of)) {
        return Ok(syntax);
    }
    let answer = context.ask().text("Kind of file: env, json or yaml", "--format env|json|yaml")?;
    let format = Format::from_str(answer.trim(), true);
    format.map(Syntax::from).map_err(|_| Failure::usage("the kinds of file are env, json and yaml"))
}

/// The secrets called `only` (all if none are), with their values; what is left out is said.
pub(super) fn selection(context: &mut Context, store: &Store, only: &[String]) -> Result<Selection, Failure> {
    let mut names = Vec::with_capacity(only.len());
    for name in only.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        super::refuse_a_value(name, true)?;
        names.push(SecretName::normalise(name)?.name);
    }
    if names.is_empty() && !only.is_empty() {
        return Err(Failure::usage("--only names no secret").hint("leave it out to take all of them"));
    }
    let only = if only.is_empty() { None } else { Some(names.as_slice()) };
    let selection = select(store, only).map_err(|error| {
        let near = match &error {
            Error::NotFound { name, .. } => did_you_mean(name, store.names()),
            _ => None,
        };
        let hint = near.map(|near| format!("did you mean {near}?"));
        Failure::from(error).maybe_hint(hint)
    })?;
    if !selection.left_out.is_empty() {
        let names = selection.left_out.join(", ");
        context.out.warn(&format!("left out, as nothing can be called so: {names}"));
    }
    Ok(selection)
}

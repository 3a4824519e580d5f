//! `muxi secrets diff [REV] [REV2]`.

use clap::Args;
use serde_json::json;

use super::seal_warning;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::Format;
use crate::secrets::compare::{self, Change, Changed, Comparison, State, Version};

/// Show which secrets differ from an earlier version in git
#[derive(Debug, Args)]
#[command(after_help = "\
Names and versions need no key; with one, masked values are shown, and whether the value differs at all.
For format 1 the key is needed.")]
pub(crate) struct Diff {
    /// The version to compare with: a commit, branch or tag
    #[arg(default_value = "HEAD")]
    rev: String,
    /// The newer version, in place of the file as it is now
    rev2: Option<String>,
}

impl Diff {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let sources = context.key_sources()?;
        let found = compare::compare(&location, &sources, &self.rev, self.rev2.as_deref())?;
        for version in [&found.from, &found.to] {
            if let Some(warning) = version.seal.as_ref().and_then(seal_warning) {
                context.out.warn(&format!("{}: {warning}", version.label));
            }
        }
        if let Some(why) = &found.no_key {
            context.out.warn(&format!("names and versions only: {why}"));
        }
        if context.out.is_json() {
            context.out.json(&json(&found))?;
        } else if found.changes.is_empty() {
            context
                .out
                .note(&format!("no secret differs between {} and {}", found.from.label, found.to.label));
        } else {
            context.out.line(&columns(found.changes.iter().map(row).collect()))?;
        }
        Ok(ExitCode::Done)
    }
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Changed => "changed",
        Change::Deleted => "deleted",
        Change::Removed => "removed",
        Change::Pruned => "pruned",
        Change::Conflict => "conflict",
    }
}

fn row(changed: &Changed) -> Vec<String> {
    let versions = match (changed.from.version, changed.to.version) {
        (Some(from), Some(to)) => format!("version {from} -> {to}"),
        (Some(one), None) | (None, Some(one)) => format!("version {one}"),
        (None, None) => String::new(),
    };
    let values = match (&changed.from.masked, &changed.to.masked) {
        (Some(from), Some(to)) => format!("{from} -> {to}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    let remark = match (changed.change, changed.same_value) {
        (_, Some(true)) => "the same value, encrypted anew",
        (Change::Removed, _) => "its line is gone",
        (Change::Conflict, _) => "two values since a merge: muxi secrets resolve",
        _ => "",
    };
    let row = [word(changed.change).to_owned(), changed.name.clone(), versions, values, remark.to_owned()];
    row.into_iter().collect()
}

fn json(found: &Comparison) -> serde_json::Value {
    let version = |version: &Version| {
        json!({
            "label": version.label,
            "format": version.format.map(|format| if format == Format::One { 1 } else { 2 }),
            "sealed": version.seal.as_ref().map(crate::secrets::Seal::is_good),
        })
    };
    let state = |state: &State| json!({"version": state.version, "masked": state.masked});
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|c| {
            json!({
                "name": c.name,
                "change": word(c.change),
                "from": state(&c.from),
                "to": state(&c.to),
                "same_value": c.same_value,
            })
        })
        .collect();
    json!({"from": version(&found.from), "to": version(&found.to), "changes": changes})
}

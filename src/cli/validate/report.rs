//! What a check has to say, in each of the formats.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Checked, Format, Validate, findings, numbers};
use crate::cli::context::Context;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::fix::{Applied, Mended};
use crate::formation::policy::Policy;
use crate::formation::render::{self, Found};
use crate::output::{ExitCode, Failure, unified};
use crate::support::text::count;

/// Prints it; the exit code is by what is left.
pub(super) fn print(
    options: &Validate,
    context: &mut Context,
    policy: &Policy,
    checked: &[Checked],
) -> Result<ExitCode, Failure> {
    match options.format {
        Format::Json => {
            let data = data(options, policy, checked);
            context.out.json(&data)?;
        }
        Format::Human => human(options, context, policy, checked)?,
        format => {
            let raised: Vec<_> = checked.iter().map(|one| policy.raised(&one.loaded.diagnostics)).collect();
            let found: Vec<_> = checked.iter().zip(&raised).map(|(one, raised)| one.found(raised)).collect();
            match format {
                Format::Sarif => context.out.json(&render::sarif(&found))?,
                Format::Junit => context.out.bytes(render::junit(&found).as_bytes())?,
                _ => context.out.bytes(render::github(&found).as_bytes())?,
            }
            notes(options, context, policy, checked);
        }
    }
    let good = checked.iter().all(|one| one.is_good(policy));
    Ok(if good { ExitCode::Done } else { ExitCode::Failed })
}

fn human(
    options: &Validate,
    context: &mut Context,
    policy: &Policy,
    checked: &[Checked],
) -> Result<(), Failure> {
    for one in checked {
        let text = if options.dry_run { one.diff() } else { findings(&context.out, &one.loaded) };
        context.out.bytes(text.as_bytes())?;
    }
    notes(options, context, policy, checked);
    Ok(())
}

/// What was mended, and a line of verdict for each formation.
fn notes(options: &Validate, context: &Context, policy: &Policy, checked: &[Checked]) {
    let done = if options.dry_run { "would mend" } else { "mended" };
    for one in checked {
        for fix in &one.applied {
            let place = format!("{}:{}:{}", fix.file.display(), fix.line, fix.column);
            context.out.note(&format!("{done} {place}: {} ({})", fix.title, fix.code));
        }
        if one.loaded.omitted > 0 {
            context.out.note(&format!("and {} more that are not shown", one.loaded.omitted));
        }
        context.out.note(&one.summary(options, policy));
    }
}

fn data(options: &Validate, policy: &Policy, checked: &[Checked]) -> Value {
    let sum = |number: fn(&Checked) -> usize| checked.iter().map(number).sum::<usize>();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in checked.iter().flat_map(|one| &one.loaded.diagnostics) {
        *codes.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    let formations: Vec<_> = checked.iter().map(|one| one.json(policy)).collect();
    let all = |one: &Checked| {
        one.loaded.diagnostics.iter().map(|d| render::json(d, &one.loaded.sources)).collect::<Vec<_>>()
    };
    let id = match checked {
        [only] => json!(only.loaded.id),
        _ => Value::Null,
    };
    let mut data = json!({
        "formation": id,
        "valid": checked.iter().all(|one| one.is_good(policy)),
        "errors": sum(|one| one.loaded.errors()),
        "warnings": sum(|one| one.loaded.warnings()),
        "omitted": sum(|one| one.loaded.omitted),
        "codes": codes,
        "fixed": checked.iter().flat_map(|one| &one.applied).map(fixed).collect::<Vec<_>>(),
        "formations": formations,
        "diagnostics": checked.iter().flat_map(all).collect::<Vec<_>>(),
    });
    if options.dry_run {
        data["diff"] = json!(checked.iter().map(Checked::diff).collect::<String>());
    }
    data
}

fn fixed(one: &Applied) -> Value {
    json!({
        "code": one.code.as_str(),
        "title": one.title,
        "file": one.file.to_string_lossy(),
        "line": one.line,
        "column": one.column,
    })
}

impl Checked {
    fn is_good(&self, policy: &Policy) -> bool {
        !self.loaded.diagnostics.iter().any(|diagnostic| policy.fails(diagnostic))
    }

    fn found<'a>(&'a self, diagnostics: &'a [Diagnostic]) -> Found<'a> {
        let name = self.loaded.id.as_deref().unwrap_or(&self.file);
        Found { name, sources: &self.loaded.sources, diagnostics, omitted: self.loaded.omitted }
    }

    fn json(&self, policy: &Policy) -> Value {
        json!({
            "formation": self.loaded.id,
            "file": self.file,
            "valid": self.is_good(policy),
            "errors": self.loaded.errors(),
            "warnings": self.loaded.warnings(),
            "omitted": self.loaded.omitted,
        })
    }

    fn diff(&self) -> String {
        let one = |file: &Mended| {
            let (before, after) = &file.shown_texts;
            unified(&file.shown.to_string_lossy(), before, after)
        };
        self.mended.iter().map(one).collect()
    }

    fn summary(&self, options: &Validate, policy: &Policy) -> String {
        let what = self.loaded.id.as_deref().unwrap_or("the formation");
        let (errors, warnings) = (self.loaded.errors(), self.loaded.warnings());
        let denied = self.loaded.diagnostics.iter().filter(|d| !d.is_error() && policy.fails(d)).count();
        let has = if options.dry_run && !self.applied.is_empty() { "would have" } else { "has" };
        let verdict = match (errors, warnings, denied) {
            (0, 0, _) if has == "has" => format!("{what} is valid"),
            (0, 0, _) => format!("{what} would be valid"),
            (0, _, 0) if has == "has" => format!("{what} is valid, with {}", count(warnings, "warning")),
            (_, _, 0) => format!("{what} {has} {}", numbers(errors, warnings)),
            (_, _, _) if denied == warnings => {
                format!("{what} {has} {}, which --deny makes errors", numbers(errors, warnings))
            }
            _ => format!("{what} {has} {}; --deny makes errors of {denied}", numbers(errors, warnings)),
        };
        let safe = |diagnostic: &&Diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.safe);
        match self.loaded.diagnostics.iter().filter(safe).count() {
            0 => verdict,
            mendable => format!("{verdict}; {mendable} can be mended with --fix"),
        }
    }
}

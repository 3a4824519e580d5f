//! `muxi validate [PATH]`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::context::Context;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::load::{Loaded, Target};
use crate::formation::render;
use crate::formation::source::Sources;
use crate::output::{ExitCode, Failure, Printer};
use crate::support::text::count;

/// Check the formation and say what is wrong, where, and what to write instead
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 no errors (there may be warnings), 1 errors, 2 nothing to check or a wrong option."
)]
pub(crate) struct Validate {
    /// The formation's directory or file; else found as always
    path: Option<PathBuf>,
    /// Treat these as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Who is to run the formation: says too what that one would refuse, leave out or not use
    #[arg(long, value_name = "TARGET")]
    target: Option<RunBy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RunBy {
    /// `muxi serve` of this program
    Local,
    /// A deployed MUXI server
    MuxiServer,
}

impl Validate {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        // Nothing found is a wrong command line here: there is nothing whose absence could be reported.
        let at = context.formation(self.path.as_ref()).map_err(|f| f.with_exit(ExitCode::Usage))?;
        let target = match self.target {
            None => Target::Local,
            Some(RunBy::Local) => Target::Serve,
            Some(RunBy::MuxiServer) => Target::MuxiServer,
        };
        let loaded = context.load(&at, target)?;
        let (errors, warnings) = (loaded.errors(), loaded.warnings());
        let good = errors == 0 && (warnings == 0 || self.deny.is_none());
        if context.out.is_json() {
            let findings: Vec<_> =
                loaded.diagnostics.iter().map(|d| render::json(d, &loaded.sources)).collect();
            let data = json!({
                "formation": loaded.id,
                "valid": good,
                "errors": errors,
                "warnings": warnings,
                "omitted": loaded.omitted,
                "diagnostics": findings,
            });
            context.out.json(&data)?;
        } else {
            let text = findings(&context.out, &loaded);
            context.out.bytes(text.as_bytes())?;
            if loaded.omitted > 0 {
                context.out.note(&format!("and {} more that are not shown", loaded.omitted));
            }
            context.out.note(&summary(&loaded, errors, warnings, self.deny.is_some()));
        }
        Ok(if good { ExitCode::Done } else { ExitCode::Failed })
    }
}

/// Every finding as a person reads it, a blank line between two.
pub(super) fn findings(out: &Printer, loaded: &Loaded) -> String {
    rendered(out, &loaded.diagnostics, &loaded.sources)
}

/// The same for findings of any kind.
pub(super) fn rendered(out: &Printer, diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let (width, color) = (out.width(), out.color());
    let render = |d| format!("{}\n\n", render::human(d, sources, width, color).trim_end());
    diagnostics.iter().map(render).collect()
}

fn summary(loaded: &Loaded, errors: usize, warnings: usize, denied: bool) -> String {
    let what = loaded.id.as_deref().unwrap_or("the formation");
    match (errors, warnings) {
        (0, 0) => format!("{what} is valid"),
        (0, _) if denied => format!("{what} has {}, which --deny makes errors", count(warnings, "warning")),
        (0, _) => format!("{what} is valid, with {}", count(warnings, "warning")),
        (_, 0) => format!("{what} has {}", count(errors, "error")),
        _ => format!("{what} has {} and {}", count(errors, "error"), count(warnings, "warning")),
    }
}

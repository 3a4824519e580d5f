//! Findings as the commands that GitHub's workflows make annotations of.

use std::fmt::Write as _;

use super::{Found, path_of};
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Sources;

/// One `::error …` or `::warning …` line for each finding. Columns are told only where a finding is on one line,
/// for GitHub takes them only there.
pub fn github(found: &[Found<'_>]) -> String {
    let mut out = String::new();
    for one in found {
        for diagnostic in one.diagnostics {
            command(&mut out, diagnostic, one.sources);
        }
        if one.omitted > 0 {
            let message = format!("{} has {} more findings that are not shown", one.name, one.omitted);
            let _ = writeln!(out, "::notice title=muxi::{}", data(&message));
        }
    }
    out
}

fn command(out: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let span = diagnostic.primary.span;
    let at = sources.position(span);
    let mut properties = format!(
        "file={},line={},endLine={}",
        property(&path_of(sources, span)),
        at.line,
        at.end_line.max(at.line),
    );
    if at.line == at.end_line {
        let _ = write!(properties, ",col={},endColumn={}", at.column, at.end_column);
    }
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let _ = writeln!(
        out,
        "::{} {properties},title={}::{}",
        diagnostic.severity.as_str(),
        property(diagnostic.code.as_str()),
        data(&message),
    );
}

/// What follows `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of `name=value`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! Diagnostics as text for people (the look of rustc) and as data for programs: JSON, SARIF, `JUnit`,
//! the commands of GitHub's workflows.

mod github;
mod human;
mod json;
mod junit;
mod sarif;

pub use github::github;
pub use human::human;
pub use json::json;
pub use junit::{JunitCase, JunitFailure, JunitSuite, junit, junit_document};
pub use sarif::sarif;

use super::diagnostic::{Diagnostic, Fix};
use super::mask::Masked;
use super::source::{Sources, Span};

/// What was found in one formation, and what it was found in.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// What a person calls the formation: its id, else its file.
    pub name: &'a str,
    /// Every text that was read.
    pub sources: &'a Sources,
    /// What was found.
    pub diagnostics: &'a [Diagnostic],
    /// How many more there were.
    pub omitted: usize,
}

/// The fix, unless its edits would show a secret that is written in the file.
fn shown_fix<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Option<&'a Fix> {
    diagnostic.fix.as_ref().filter(|fix| {
        fix.edits.iter().all(|edit| {
            let source = sources.get(edit.span.source);
            let (start, end) = (edit.span.start, edit.span.end);
            let known = source.hidden().iter().all(|secret| {
                let apart = end <= secret.start || secret.end <= start;
                apart && !edit.text.contains(sources.slice(*secret))
            });
            known && source.text().get(start..end).is_some() && Masked::new(source, start..end).is_whole()
        })
    })
}

/// The path to show for the source of `span`.
fn path_of(sources: &Sources, span: Span) -> String {
    printable(&sources.get(span.source).path().to_string_lossy())
}

/// Text of a file must not move the cursor of a terminal.
fn printable(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

//! Diagnostics as text for people (the look of rustc) and as data for programs: JSON, SARIF, JUnit, the
//! commands of GitHub's workflows.

mod github;
mod human;
mod json;
mod junit;
mod sarif;

pub use github::github;
pub use human::human;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;

use super::diagnostic::Diagnostic;
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

/// The path to show for the source of `span`.
fn path_of(sources: &Sources, span: Span) -> String {
    printable(&sources.get(span.source).path().to_string_lossy())
}

/// Text of a file must not move the cursor of a terminal.
fn printable(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}

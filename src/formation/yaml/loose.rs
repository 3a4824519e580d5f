//! Lines in brackets that are not indented: no YAML by its letter, and read by all that read YAML.

use granit_parser::{ErrorKind, Options, ScanError};

use super::build;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span, floor_char_boundary};

/// Whether a text with this error may be read all the same.
pub(super) fn may_pass(error: &ScanError, in_brackets: bool) -> bool {
    in_brackets && matches!(error.kind(), ErrorKind::InvalidIndentation | ErrorKind::InvalidFlowScalarIndent)
}

/// How the parser is told to read it.
pub(super) fn options() -> Options {
    let mut options = build::options();
    options.strict_indentation = false;
    options
}

/// What is said of the first such line.
pub(super) fn remark(source: SourceId, text: &str, error: &ScanError) -> Diagnostic {
    let at = floor_char_boundary(text, error.marker().byte_offset().unwrap_or(0));
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    // Two further than the line that all of it belongs to: the last one above that starts with a key.
    let is_key =
        |line: &&str| line.contains(": ") && !line.trim_start().starts_with(['#', '[', '{', ']', '}']);
    let above = text[..start].lines().rev().find(is_key).unwrap_or("");
    let column = above.len() - above.trim_start_matches([' ', '-']).len();
    let blanks = (column + 2).saturating_sub(at - start).max(1);
    Diagnostic::warning(
        Code::YamlIndentation,
        Span::new(source, at, at + width),
        "YAML wants a line in brackets indented further than the key above it",
    )
    .label("many readers let it pass")
    .help(format!("indent the line by {blanks} more"))
    .safe_fix("indent the line", Span::new(source, start, start), " ".repeat(blanks))
}

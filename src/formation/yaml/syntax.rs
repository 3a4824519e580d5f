//! What the parser's errors mean to a person.

use granit_parser::{ErrorKind, ScanError};

use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span, floor_char_boundary};

/// The diagnostic for a text that is not YAML.
pub(super) fn diagnostic(source: SourceId, text: &str, error: &ScanError) -> Diagnostic {
    let (code, message, help) = explain(error.kind());
    let start = start(text, error);
    let span = character(source, text, if code == Code::YamlTab { tab_near(text, start) } else { start });
    let message = message.map_or_else(|| error.info(), str::to_owned);
    Diagnostic::error(code, span, message).maybe_help(help.map(str::to_owned))
}

/// Where the error is; at the end of the text, the end of its last line that has something on it.
fn start(text: &str, error: &ScanError) -> usize {
    let offset = error.marker().byte_offset().unwrap_or(text.len());
    let start = floor_char_boundary(text, offset);
    if text[start..].trim().is_empty() { start.min(text.trim_end().len()) } else { start }
}

/// The first of the tabs around `start`: the parser may point behind them, or before their line.
fn tab_near(text: &str, start: usize) -> usize {
    let before = text[..start].trim_end_matches('\t').len();
    if before < start {
        return before;
    }
    let indents = |at: &usize| text[..*at].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    text[start..].match_indices('\t').map(|(at, _)| start + at).find(indents).unwrap_or(start)
}

/// The character at `start`, or nothing at the end of a line.
fn character(source: SourceId, text: &str, start: usize) -> Span {
    let end = text[start..]
        .chars()
        .next()
        .filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(start, |c| start + c.len_utf8());
    Span::new(source, start, end)
}

/// Code, message (the parser's own where ours would say no more) and help.
fn explain(kind: &ErrorKind) -> (Code, Option<&'static str>, Option<&'static str>) {
    use ErrorKind as K;
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar => (
            Code::YamlTab,
            Some("a tab is used as indentation"),
            Some("indent with spaces, two for each level"),
        ),
        K::RecursionLimitExceeded => (
            Code::YamlDepth,
            Some("maps and lists are nested too deeply"),
            Some("a formation needs fewer than ten levels; 64 are read"),
        ),
        K::UnknownAnchor => (
            Code::YamlAlias,
            Some("this alias has no anchor before it"),
            Some("quote the value if the `*` is part of it"),
        ),
        K::UnclosedQuotedScalar => (Code::YamlSyntax, Some("a quote is opened and never closed"), None),
        K::InvalidQuotedScalarIndent => (
            Code::YamlSyntax,
            Some("the quoted text above goes on here: its quote is not closed"),
            Some("close the quote, or indent the lines that go on with its text"),
        ),
        K::MappingValueNotAllowed => (
            Code::YamlSyntax,
            Some("a `:` is not allowed here"),
            Some("put text that holds `: ` in quotes, and check the indentation"),
        ),
        K::SimpleKeyExpected => (Code::YamlSyntax, Some("a key without its `:`"), Some("write `key: value`")),
        K::ExpectedBlockMappingKey | K::InvalidIndentation => (
            Code::YamlSyntax,
            Some("this line does not fit the indentation of the lines above"),
            Some("keys of one map start in the same column"),
        ),
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => {
            (Code::YamlSyntax, Some("a bracket is opened and never closed"), None)
        }
        K::UnexpectedCharacter { .. } => {
            (Code::YamlSyntax, Some("this character cannot start a value"), Some("put the value in quotes"))
        }
        _ => (Code::YamlSyntax, None, None),
    }
}

//! What the parser's errors mean to a person.

use granit_parser::{ErrorKind, ScanError};

use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span, floor_char_boundary};

/// The diagnostic for a text that is not YAML.
pub(super) fn diagnostic(source: SourceId, text: &str, error: &ScanError) -> Diagnostic {
    let (code, message, help) = explain(error.kind());
    let span = match code {
        Code::YamlTab => tab(source, text, error),
        _ => place(source, text, error),
    };
    let message = message.map_or_else(|| error.info(), str::to_owned);
    Diagnostic::error(code, span, message).maybe_help(help.map(str::to_owned))
}

/// The character at the error; at the end of the text, the end of its last line that has something on it.
fn place(source: SourceId, text: &str, error: &ScanError) -> Span {
    let offset = error.marker().byte_offset().unwrap_or(text.len());
    let start = floor_char_boundary(text, offset);
    let start = if text[start..].trim().is_empty() { start.min(text.trim_end().len()) } else { start };
    let end = text[start..]
        .chars()
        .next()
        .filter(|c| !matches!(c, '\n' | '\r'))
        .map_or(start, |c| start + c.len_utf8());
    Span::new(source, start, end)
}

/// The tab that is meant: on the line of the error, else the first one after it.
fn tab(source: SourceId, text: &str, error: &ScanError) -> Span {
    let offset = error.marker().byte_offset().unwrap_or(0);
    let at = floor_char_boundary(text, offset);
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    match text[line..].find('\t') {
        Some(tab) => Span::new(source, line + tab, line + tab + 1),
        None => place(source, text, error),
    }
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
            Some("the quote is not closed: the next line is not indented, so it is not part of the text"),
            Some("close the quote, or indent the lines that belong to it"),
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
        K::UnexpectedCharacter { character } if character.is_control() => (
            Code::YamlSyntax,
            Some("a control character cannot be in YAML"),
            Some("remove it, or write it as an escape in double quotes"),
        ),
        K::UnexpectedCharacter { .. } => {
            (Code::YamlSyntax, Some("this character cannot start a value"), Some("put the value in quotes"))
        }
        _ => (Code::YamlSyntax, None, None),
    }
}

//! What the parser's errors mean to a person.

mod layout;
mod quotes;
mod signs;

use granit_parser::{ErrorKind, ScanError};

use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::source::{SourceId, Span, floor_char_boundary};

/// What was read before the error.
pub(super) struct Scene<'a> {
    pub(super) source: SourceId,
    pub(super) text: &'a str,
    /// Where the last complete piece ends.
    pub(super) after: usize,
    /// The last scalar.
    pub(super) scalar: Option<Span>,
    /// Where the maps and lists without brackets start that are open, or closed by the line of the error.
    pub(super) blocks: Vec<usize>,
    /// The innermost open `[` or `{`.
    pub(super) flow: Option<Span>,
}

/// The diagnostic for a text that is not YAML.
pub(super) fn diagnostic(scene: &Scene<'_>, error: &ScanError) -> Diagnostic {
    let offset = error.marker().byte_offset().unwrap_or(scene.text.len());
    let at = floor_char_boundary(scene.text, offset);
    quotes::explain(scene, error.kind(), at)
        .or_else(|| layout::explain(scene, error.kind(), at))
        .or_else(|| signs::explain(scene, error.kind(), at))
        .unwrap_or_else(|| simple(scene, error.kind(), at))
}

impl Scene<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        let end = floor_char_boundary(self.text, end);
        Span::new(self.source, floor_char_boundary(self.text, start).min(end), end)
    }

    /// The character at `at`; at the end of the text, the end of its last line that has something on it.
    fn character(&self, at: usize) -> Span {
        let text = self.text;
        let start = if text[at..].trim().is_empty() { at.min(text.trim_end().len()) } else { at };
        let width =
            text[start..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
        self.span(start, start + width)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// The line that `at` is in, from there to its end, without blanks at the end.
    fn rest(&self, at: usize) -> &str {
        let rest = &self.text[at..];
        rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim_end()
    }

    /// The same without a comment.
    fn value(&self, at: usize) -> &str {
        let rest = self.rest(at);
        rest[..rest.find(" #").unwrap_or(rest.len())].trim_end()
    }

    /// Whether the value at `at` is no more than `value`: no key of a map, and nothing below it goes on with it.
    fn ends(&self, at: usize, value: &str) -> bool {
        let before = &self.text[self.line_start(at)..at];
        let start = before.len() - before.trim_start_matches([' ', '-']).len();
        let (is_first, is_key) = (start == before.len(), value.contains(": ") || value.ends_with(':'));
        // Below a dash alone the value may go on right of it, below a key right of the key.
        let column = if is_first { before.rfind('-') } else { Some(start) };
        let below =
            self.text[at..].split_inclusive('\n').skip(1).map(|line| line.trim_end_matches(['\n', '\r']));
        let next = below.map(|line| (line.len() - line.trim_start().len(), line.trim_start()));
        let next = next
            .skip_while(|(_, line)| line.is_empty())
            .map(|(indent, line)| (indent, line.starts_with('#')));
        let goes_on =
            next.take(1).any(|(indent, comment)| !comment && column.is_none_or(|column| indent > column));
        !goes_on && !(is_first && is_key)
    }

    /// Characters before `at` in its line.
    fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    fn error(&self, code: Code, span: Span, message: impl Into<String>, help: &str) -> Diagnostic {
        debug_assert_eq!(span.source, self.source);
        Diagnostic::error(code, span, message).help(help)
    }

    /// The same with a fix that puts the value at `at`, to the end of its line, in quotes. Only in a block: in
    /// brackets the end of the value is not certain.
    fn quoting(&self, diagnostic: Diagnostic, at: usize, safe: bool) -> Diagnostic {
        let value = self.value(at);
        if self.flow.is_some() || value.is_empty() || value.contains(['\\', '\t']) || !self.ends(at, value) {
            return diagnostic;
        }
        let quote = match (value.contains('"'), value.contains('\'')) {
            (false, _) => "\"",
            (true, false) => "'",
            (true, true) => return diagnostic,
        };
        let edits = in_quotes(self.span(at, at + value.len()), quote);
        diagnostic.with_fix("put the value in quotes", safe, edits)
    }
}

/// Quotes around what is at `span`. What stays is not in the changes, for it may be a secret.
pub(super) fn in_quotes(span: Span, quote: &str) -> Vec<Edit> {
    let insert = |at| Edit { span: Span::new(span.source, at, at), text: quote.to_owned() };
    vec![insert(span.start), insert(span.end)]
}

/// What needs no look at the text around it.
fn simple(scene: &Scene<'_>, kind: &ErrorKind, at: usize) -> Diagnostic {
    use ErrorKind as K;
    let above = scene.text[..at].lines().any(|line| line.starts_with('%'));
    if let Some((message, help)) = directive(kind, above) {
        return scene.error(Code::YamlDirective, scene.character(at), message, help);
    }
    let (code, message, help) = match kind {
        K::RecursionLimitExceeded => (
            Code::YamlDepth,
            "maps and lists are nested too deeply",
            "a formation needs fewer than ten levels; 64 are read",
        ),
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => {
            (Code::YamlSyntax, "a bracket is opened and never closed", "close it, or put the value in quotes")
        }
        K::CommentInterceptedScalar => (
            Code::YamlSyntax,
            "a comment stands in the middle of a text of several lines",
            "move the comment, or put the text in quotes",
        ),
        K::InvalidDocumentEnd => (
            Code::YamlDocuments,
            "nothing can follow `...`, which ends the document",
            "remove the `...`, or put the text in quotes",
        ),
        K::ExpectedDocumentStart => (
            Code::YamlSyntax,
            "this line does not go on with what is above it",
            "write `key: value`; text of several lines is put in quotes",
        ),
        K::ExpectedTagBang
        | K::InvalidGlobalTagCharacter
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidTagUtf8LeadingByte
        | K::InvalidTagUtf8TrailingByte
        | K::InvalidTagUtf8
        | K::UndeclaredTagHandle => (
            Code::YamlTag,
            "this tag cannot be read",
            "remove it, or put the value in quotes if the `!` is part of it",
        ),
        K::InvalidSimpleKey => (
            Code::YamlSyntax,
            "a key must be on one line and have at most 1024 characters",
            "write `key: value`, or put the text in quotes",
        ),
        K::AnchorCountOverflow => {
            (Code::YamlAliasBudget, "there are too many anchors", "write the values out")
        }
        _ => (
            Code::YamlSyntax,
            "this cannot be read as YAML",
            "put text that holds signs in quotes, and check the indentation",
        ),
    };
    scene.error(code, scene.character(at), message, help)
}

/// What is wrong with a directive, or with what follows one that is `above`.
fn directive(kind: &ErrorKind, above: bool) -> Option<(&'static str, &'static str)> {
    use ErrorKind as K;
    Some(match kind {
        K::ExpectedDocumentStart if above => {
            ("the directive above needs a line `---` after it", "remove the line that starts with `%`")
        }
        K::MissingDocumentEndBeforeDirective => (
            "a line that starts with `%` is a directive, which only the start of a file can have",
            "remove the line, or put the text in quotes",
        ),
        K::UnsupportedYamlMajorVersion => ("formations are read as YAML 1.2", "remove the line `%YAML …`"),
        K::DuplicateVersionDirective
        | K::DuplicateTagDirective
        | K::InvalidDirectiveTerminator
        | K::MissingYamlVersionSeparator
        | K::MissingDirectiveName
        | K::InvalidDirectiveName
        | K::DirectiveByteLimitExceeded { .. }
        | K::TooManyReservedDirectiveParams { .. }
        | K::YamlVersionTooLong
        | K::MissingYamlVersion
        | K::ExpectedTagDirectiveBang
        | K::InvalidTagDirectiveTerminator => {
            ("this directive cannot be read", "remove the line that starts with `%`")
        }
        _ => return None,
    })
}

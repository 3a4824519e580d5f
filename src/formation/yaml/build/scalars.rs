//! Scalars: what their tags make of them, and text that YAML reads as something else than it looks like.

use granit_parser::{ScalarStyle, Tag};

use super::{Builder, Place};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Span;
use crate::formation::yaml::syntax::in_quotes;
use crate::formation::yaml::{Entry, Node, Resolved, Scalar, Style, Value};

impl Builder<'_> {
    /// The style that decides what a scalar means, its tag included.
    pub(super) fn scalar_style(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        at: &Place,
    ) -> Style {
        let written = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let Some(tag) = tag else { return written };
        let wanted = match tag.core_suffix() {
            // A single `!` says: text.
            None if tag.original() == "!" => "str",
            None => {
                self.unknown_tag(tag, at);
                return written;
            }
            Some(suffix) => suffix,
        };
        if wanted == "str" {
            return if written == Style::Plain { Style::Quoted } else { written };
        }
        let text = if at.span.start == at.span.end { "" } else { text };
        let meaning = Scalar { text: text.to_owned(), style: Style::Plain }.resolve();
        let fits = match wanted {
            "int" => matches!(meaning, Resolved::Int(_)),
            "float" => matches!(meaning, Resolved::Int(_) | Resolved::Float(_)),
            "bool" => matches!(meaning, Resolved::Bool(_)),
            "null" => matches!(meaning, Resolved::Null),
            _ => false,
        };
        if !fits {
            self.misfit(tag, at);
        }
        Style::Plain
    }

    /// The tag of a map or list, where only `wanted` says nothing new.
    pub(super) fn collection_tag(&mut self, tag: Option<&Tag>, wanted: &str, at: &Place) {
        let Some(tag) = tag else { return };
        match tag.core_suffix() {
            Some(suffix) if suffix == wanted => {}
            Some(_) => self.misfit(tag, at),
            None if tag.original() == "!" => {}
            None => self.unknown_tag(tag, at),
        }
    }

    fn misfit(&mut self, tag: &Tag, at: &Place) {
        let message = format!("the tag `{}` does not fit this value", tag.original());
        self.tag(message, "remove the tag", at);
    }

    fn unknown_tag(&mut self, tag: &Tag, at: &Place) {
        let name = tag.original();
        let message = format!("the tag `{name}` has no meaning here");
        let help = match name.as_str() {
            "!!set" => "write a list: `[one, two]`",
            "!!omap" | "!!pairs" => "write a map; its order is kept",
            "!!timestamp" => "put the date in quotes instead",
            "!!binary" => "put the text in quotes, or keep the bytes in a file of `knowledge/`",
            _ if name.starts_with("!!python/") => "remove it: a formation makes no objects of a program",
            _ => "remove the tag, or quote the value if the `!` is part of it",
        };
        self.tag(message, help, at);
    }

    fn tag(&mut self, message: String, help: &str, at: &Place) {
        let span = at.tag.unwrap_or(at.span);
        if self.reported_tags.insert(span) {
            self.diagnostics.push(Diagnostic::error(Code::YamlTag, span, message).help(help));
        }
    }
}

/// Values that are not what they look like: a comment that was meant as text, a key without a blank after its
/// colon.
pub(super) fn misleading(text: &str, entry: &Entry, flow: bool, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Scalar(scalar) = &entry.value.value else { return };
    // What an alias stands for is written elsewhere.
    if scalar.style != Style::Plain || entry.value.span.start < entry.key_span.end {
        return;
    }
    let absent = entry.value.span.start == entry.value.span.end;
    if absent && flow {
        diagnostics.extend(no_blank(text, entry));
    }
    if flow {
        return;
    }
    let after = if absent { entry.key_span.end } else { entry.value.span.end };
    let line = text[after..].lines().next().unwrap_or("");
    let Some(at) = line.find('#') else { return };
    let rest = line[at + 1..].trim_end();
    let between = line[..at].trim();
    if absent && between == ":" && rest.starts_with(|c: char| c.is_alphanumeric()) {
        let span = Span::new(entry.key_span.source, after + at, after + at + 1 + rest.len());
        let message = format!("`{}` has no value: a `#` after a blank starts a comment", entry.key);
        diagnostics.push(comment(span, &message, text, span));
    } else if !absent && between.is_empty() && rest.starts_with(|c: char| c.is_ascii_digit()) {
        let span = Span::new(entry.key_span.source, after + at, after + at + 1 + rest.len());
        let value = Span::new(span.source, entry.value.span.start, span.end);
        let message = format!("the value of `{}` ends here: a `#` after a blank starts a comment", entry.key);
        diagnostics.push(comment(span, &message, text, value));
    }
}

fn comment(span: Span, message: &str, text: &str, value: Span) -> Diagnostic {
    let written = &text[value.start..value.end];
    let diagnostic = Diagnostic::warning(Code::YamlMisleading, span, message)
        .help("put the value in quotes, or write a blank after the `#` of a comment");
    if written.contains(['"', '\\', '\n']) {
        return diagnostic;
    }
    diagnostic.with_fix("put the value in quotes", false, in_quotes(value, "\""))
}

/// `{a:1}` has the key `a:1` and no value.
fn no_blank(text: &str, entry: &Entry) -> Option<Diagnostic> {
    let written = &text[entry.key_span.start..entry.key_span.end];
    let colon = written.find(':').filter(|at| !written[*at..].starts_with("://"))?;
    let at = entry.key_span.start + colon + 1;
    let message = format!("`{written}` is a key without a value: a blank is missing after the `:`");
    let insert = Span::new(entry.key_span.source, at, at);
    Some(
        Diagnostic::warning(Code::YamlMisleading, entry.key_span, message)
            .help("write a blank after the `:`")
            .maybe_fix("write a blank after the `:`", insert, " "),
    )
}

/// `- a` or `key: a` with a deeper `- b` below it is one text, `a - b`.
pub(super) fn continued(text: &str, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Scalar(Scalar { style: Style::Plain, .. }) = &node.value else { return };
    let written = text.get(node.span.start..node.span.end).unwrap_or("");
    let mut at = node.span.start;
    for line in written.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if at > node.span.start && line.trim_start().starts_with("- ") {
            let span = Span::new(node.span.source, at + indent, at + indent + 1);
            let message = "this `-` is a part of the text above it, and starts no entry of a list";
            diagnostics.push(
                Diagnostic::warning(Code::YamlMisleading, span, message)
                    .also(Span::new(span.source, node.span.start, node.span.start), "the text starts here")
                    .help("start all entries of a list in one column, below a key without a value, or put the text in quotes"),
            );
            return;
        }
        at += line.len();
    }
}

//! Keys of maps, and merges of maps.

use std::collections::HashMap;

use super::{Builder, Map, PendingKey};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::Span;
use crate::formation::yaml::syntax::in_quotes;
use crate::formation::yaml::{Entry, Node, Resolved, Scalar, Style, Value};

/// What a key is, or a finding about it.
pub(super) fn take(
    text: &str,
    node: Node,
    seen: &mut HashMap<String, Span>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<PendingKey, Box<Diagnostic>> {
    let span = node.head();
    let scalar = match node.value {
        Value::Scalar(scalar) if !scalar.text.is_empty() => scalar,
        _ if text[..node.span.start].ends_with('{') && text[node.span.start..].starts_with('{') => {
            return Err(Box::new(braces(text, node.span)));
        }
        _ => {
            let message = "a key must be a word";
            diagnostics.push(
                Diagnostic::error(Code::YamlKey, span, message)
                    .help("write `key: value`; put a value that starts with `{`, `[` or `?` in quotes"),
            );
            return Ok(PendingKey::Broken);
        }
    };
    let merges = scalar.style == Style::Plain && scalar.text == "<<";
    if let Some(first) = seen.get(&scalar.text) {
        let message = format!("the key `{}` is given twice", scalar.text);
        diagnostics.push(
            Diagnostic::error(Code::YamlDuplicateKey, span, message)
                .label("given again here")
                .also(*first, "first given here")
                .help(if merges { "write one `<<: [*one, *other]`" } else { "keep one of the two" }),
        );
        return Ok(PendingKey::Broken);
    }
    if !merges && let Some(other) = elsewhere(&scalar) {
        let message = format!("the key `{}` is {other} to other YAML readers", scalar.text);
        diagnostics.push(
            Diagnostic::warning(Code::YamlAmbiguous, span, message)
                .label("not in quotes")
                .help("put the key in quotes")
                .with_fix("put the key in quotes", true, in_quotes(span, "\"")),
        );
    }
    seen.insert(scalar.text.clone(), span);
    Ok(PendingKey::Word { word: scalar.text, span, merges })
}

/// What a key is that is not text to all readers.
fn elsewhere(scalar: &Scalar) -> Option<&'static str> {
    match scalar.resolve() {
        Resolved::Text => scalar.elsewhere(),
        Resolved::Null => Some("nothing"),
        Resolved::Bool(_) => Some("a boolean"),
        Resolved::Int(_) | Resolved::Float(_) => Some("a number"),
    }
}

/// `{{ name }}`: a map as the key of a map, which nobody means.
fn braces(text: &str, inner: Span) -> Diagnostic {
    let doubled = text[inner.end..].starts_with('}');
    let span = Span::new(inner.source, inner.start - 1, inner.end + usize::from(doubled));
    let message = "`{{ … }}` without quotes is a map in a map, not text";
    let diagnostic = Diagnostic::error(Code::YamlKey, span, message).help("put the value in quotes");
    // The quotes go around all of the value; what is on the rest of the line may belong to it.
    let line = text[span.end..].lines().next().unwrap_or("").trim();
    let written = &text[span.start..span.end];
    if doubled && line.is_empty() && !written.contains(['"', '\\', '\n']) {
        return diagnostic.with_fix("put the value in quotes", true, in_quotes(span, "\""));
    }
    diagnostic
}

impl Builder<'_> {
    /// `<<: *defaults` and `<<: [*a, *b]`: what the map has itself stays, earlier maps win.
    pub(super) fn merge(&mut self, map: &mut Map, seen: &mut HashMap<String, Span>, merge: Entry) {
        let (span, key) = (merge.value.head(), merge.key_span);
        let maps = match merge.value.value {
            Value::Seq(items) => items,
            _ => vec![merge.value],
        };
        for node in maps {
            let Value::Map(other) = node.value else {
                let message = "`<<` merges a map or a list of maps";
                let span = if span.start == span.end { key } else { span };
                self.diagnostics.push(
                    Diagnostic::error(Code::YamlAlias, span, message)
                        .help("write `<<: *anchor`, or put the `<<` in quotes if it is a key"),
                );
                continue;
            };
            for entry in other.entries {
                if seen.insert(entry.key.clone(), entry.key_span).is_none() {
                    map.entries.push(entry);
                }
            }
        }
    }
}

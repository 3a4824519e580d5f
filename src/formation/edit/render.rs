//! Values as YAML text: with the least quotes that every reader, of YAML 1.1 or 1.2, understands alike.

use serde_json::Value;

use crate::formation::quote;

/// How a file indents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Indent {
    /// Of a map in a map.
    pub(super) step: usize,
    /// Of a list in a map; 0 where dashes stand under their key.
    pub(super) list: usize,
}

impl Default for Indent {
    fn default() -> Self {
        Self { step: 2, list: 2 }
    }
}

/// How text is to be quoted, if it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Least,
    /// As before: a version number without quotes may stay without.
    Plain,
    Single,
    Double,
}

/// What stands on the key's line, and the lines below it.
pub(super) struct Rendered {
    pub(super) head: String,
    pub(super) body: Vec<String>,
}

/// `value` under a key (or after a dash) in column `parent`.
pub(super) fn value(value: &Value, parent: usize, indent: Indent, quotes: Quotes) -> Rendered {
    let inline = |head| Rendered { head, body: Vec::new() };
    match value {
        Value::String(text) => {
            match literal(text, parent + indent.step)
                .filter(|_| matches!(quotes, Quotes::Least | Quotes::Plain))
            {
                Some(rendered) => rendered,
                None => inline(text_inline(text, false, quotes)),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            Rendered { head: String::new(), body: lines(value, parent + indent.list, indent) }
        }
        Value::Object(map) if !map.is_empty() => {
            Rendered { head: String::new(), body: lines(value, parent + indent.step, indent) }
        }
        other => inline(flow(other)),
    }
}

/// A list's item with its dash in `column`.
pub(super) fn item(value: &Value, column: usize, indent: Indent) -> Vec<String> {
    let pad = " ".repeat(column);
    let nested = matches!(value, Value::Array(items) if !items.is_empty())
        || matches!(value, Value::Object(map) if !map.is_empty());
    if nested {
        let mut lines = lines(value, column + 2, indent);
        lines[0].replace_range(..column + 2, &format!("{pad}- "));
        return lines;
    }
    let Rendered { head, body } = self::value(value, column, Indent { step: 2, ..indent }, Quotes::Least);
    std::iter::once(format!("{pad}- {head}")).chain(body).collect()
}

/// A map's entry with its key in `column`.
pub(super) fn entry(key: &str, of: &Value, column: usize, indent: Indent) -> Vec<String> {
    let Rendered { head, body } = value(of, column, indent, Quotes::Least);
    let pad = " ".repeat(column);
    let key = text_inline(key, false, Quotes::Least);
    let first = if head.is_empty() { format!("{pad}{key}:") } else { format!("{pad}{key}: {head}") };
    std::iter::once(first).chain(body).collect()
}

/// A whole document.
pub(in crate::formation) fn document(value: &Value) -> String {
    let nested = matches!(value, Value::Array(items) if !items.is_empty())
        || matches!(value, Value::Object(map) if !map.is_empty());
    if nested { lines(value, 0, Indent::default()).join("\n") } else { flow(value) }
}

fn lines(value: &Value, column: usize, indent: Indent) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|one| item(one, column, indent)).collect(),
        Value::Object(map) => map.iter().flat_map(|(key, of)| entry(key, of, column, indent)).collect(),
        other => vec![format!("{}{}", " ".repeat(column), flow(other))],
    }
}

/// Everything on one line.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::String(text) => text_inline(text, true, Quotes::Least),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pairs: Vec<_> = map
                .iter()
                .map(|(key, of)| format!("{}: {}", text_inline(key, true, Quotes::Least), flow(of)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

/// Text on one line.
pub(super) fn text_inline(text: &str, in_flow: bool, quotes: Quotes) -> String {
    match quotes {
        Quotes::Plain if is_version(text) => text.to_owned(),
        Quotes::Least | Quotes::Plain => quote::least(text, in_flow),
        Quotes::Single => quote::single(text).unwrap_or_else(|| quote::double(text)),
        Quotes::Double => quote::double(text),
    }
}

/// `1.0.0`, `1.0.0-rc.1`.
pub(super) fn begins_with_version(text: &str) -> bool {
    text.split(['-', '+']).next().is_some_and(is_version)
}

/// Text like `1.0.0`, which no reader takes for a number.
fn is_version(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Several lines as a `|` block, where that keeps every character.
fn literal(text: &str, column: usize) -> Option<Rendered> {
    let content = text.trim_end_matches('\n');
    let fits = content.contains('\n') || (!content.is_empty() && text.ends_with('\n'));
    let good = |c: char| c == '\n' || c == '\t' || !quote::is_odd(c);
    if !fits || content.starts_with([' ', '\t', '\n']) || !text.chars().all(good) {
        return None;
    }
    // A line of blanks only would not survive an editor.
    if content.split('\n').any(|line| !line.is_empty() && line.trim().is_empty()) {
        return None;
    }
    // More than one line end at the end would take in the blank lines that follow.
    let head = match text.len() - content.len() {
        0 => "|-",
        1 => "|",
        _ => return None,
    };
    let pad = " ".repeat(column);
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{pad}{line}") };
    let body = content.split('\n').map(line).collect();
    Some(Rendered { head: head.into(), body })
}

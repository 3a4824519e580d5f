//! YAML: one flat map of texts. Bytes that are no text are tagged `!!binary`.

use zeroize::Zeroize;

use super::{Fault, Lines, Pair, Trouble, read_base64, write_base64};
use crate::formation::code::Code;
use crate::formation::source::Sources;
use crate::formation::yaml::{self, Node, Value};
use crate::secrets::SecretName;
use crate::support::secret::SecretBytes;

/// The pairs of the map, values as they are written.
pub(super) fn parse(text: &str) -> Result<Vec<Pair>, Fault> {
    let lines = Lines::of(text.as_bytes());
    let line = |at| lines.line(at);
    let (root, diagnostics) = yaml::parse(Sources::default().add("", ""), text);
    for found in diagnostics {
        let span = found.primary.span;
        if found.is_error() && found.code != Code::YamlTag {
            // Its own words may quote a value.
            return Err(Fault::at(line(span.start), trouble(found.code)));
        }
    }
    let Some(mut root) = root else { return Ok(Vec::new()) };
    if root.is_null() {
        return Ok(Vec::new());
    }
    let start = root.span.start;
    let Value::Map(map) = &mut root.value else {
        clear(&mut root);
        return Err(Fault::at(line(start), Trouble::NotAMap));
    };
    let keys: Vec<_> = map.iter().map(|entry| (entry.key.clone(), entry.key_span)).collect();
    let mut pairs = Vec::with_capacity(keys.len());
    let mut fault = None;
    for ((name, key), node) in keys.into_iter().zip(map.values_mut()) {
        // An alias stands where its anchor is, and what is merged in has its key elsewhere.
        let between = text.get(key.end..node.span.start);
        match between.ok_or(Trouble::Yaml("aliases are not resolved")).and_then(|b| value(&name, b, node)) {
            Ok(value) => pairs.push(Pair { name, value, line: line(key.start) }),
            Err(trouble) => fault = fault.or(Some(Fault::at(line(key.start), trouble))),
        }
        clear(node);
    }
    fault.map_or(Ok(pairs), Err)
}

fn trouble(code: Code) -> Trouble {
    Trouble::Yaml(match code {
        Code::YamlDuplicateKey => "a name is given a second time",
        Code::YamlKey => "a name must be a word",
        Code::YamlTab => "a tab is used as indentation",
        Code::YamlAlias | Code::YamlAliasBudget => "aliases are not resolved",
        Code::YamlDocuments => "a second document begins",
        Code::YamlDepth => "it is nested too deeply",
        Code::YamlCharacter => {
            "YAML cannot have a character that is here; write it as an escape in double quotes"
        }
        _ => "a character here fits nothing; put the value in quotes",
    })
}

/// The value of `name`; `between` is what stands between it and its key: the colon, a tag, an anchor.
fn value(name: &str, between: &str, node: &mut Node) -> Result<SecretBytes, Trouble> {
    let not_a_text = |what| Trouble::NotAText { name: name.to_owned(), what };
    let is_null = node.is_null();
    let scalar = match &mut node.value {
        Value::Scalar(scalar) => scalar,
        Value::Map(_) => return Err(not_a_text("a map")),
        Value::Seq(_) => return Err(not_a_text("a list")),
    };
    let binary = is_binary(between)?;
    if binary {
        let value = read_base64(&scalar.text);
        return value.ok_or_else(|| Trouble::NotBase64 { name: name.to_owned() });
    }
    if is_null {
        return Err(not_a_text("nothing"));
    }
    Ok(SecretBytes::new(std::mem::take(&mut scalar.text).into_bytes()))
}

/// Whether the properties of a value say so; comments aside, they and the head of a block are all that may
/// stand between a key and its value. What looks like one may be a value that lacks its quotes.
fn is_binary(between: &str) -> Result<bool, Trouble> {
    let mut binary = false;
    for line in between.lines() {
        for word in line.split_whitespace().take_while(|word| !word.starts_with('#')) {
            match word.trim_start_matches([':', '\'', '"']) {
                "" | "?" | "!!str" => {}
                "!!binary" => binary = true,
                word if word.starts_with(['|', '>']) => {}
                word if word.starts_with('&') => {
                    return Err(Trouble::Yaml(
                        "anchors are not read; put a value that begins with & in quotes",
                    ));
                }
                _ => {
                    return Err(Trouble::Yaml(
                        "tags but !!str and !!binary are not read; put a value that begins with ! in quotes",
                    ));
                }
            }
        }
    }
    Ok(binary)
}

/// Leaves no value behind in freed memory, as far as the tree has it.
fn clear(node: &mut Node) {
    match &mut node.value {
        Value::Scalar(scalar) => scalar.text.zeroize(),
        Value::Seq(items) => items.iter_mut().for_each(clear),
        Value::Map(map) => map.values_mut().for_each(clear),
    }
}

/// One pair in a line.
pub(super) fn write(pairs: &[(SecretName, SecretBytes)], out: &mut Vec<u8>) {
    if pairs.is_empty() {
        out.extend_from_slice(b"{}\n");
    }
    for (name, value) in pairs {
        let name = name.as_str();
        let quote: &[u8] = if is_plain_key(name) { b"" } else { b"\"" };
        out.extend_from_slice(quote);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(quote);
        out.extend_from_slice(b": ");
        if let Some(text) = value.expose_str() {
            write_text(text, out);
        } else {
            out.extend_from_slice(b"!!binary \"");
            write_base64(value.expose(), out);
            out.push(b'"');
        }
        out.push(b'\n');
    }
}

/// Whether every reader takes the name for a word.
fn is_plain_key(name: &str) -> bool {
    let words = ["NULL", "TRUE", "FALSE", "YES", "NO", "ON", "OFF", "Y", "N"];
    name.starts_with(|c: char| c.is_ascii_uppercase()) && !words.contains(&name)
}

/// In double quotes, where YAML (1.2.2, 5.7) has an escape for all that it does not print.
fn write_text(text: &str, out: &mut Vec<u8>) {
    let mut utf8 = [0; 4];
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend([b'\\', c as u8]),
            '\n' => out.extend(b"\\n"),
            '\r' => out.extend(b"\\r"),
            '\t' => out.extend(b"\\t"),
            '\0'..' '
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                out.extend(format!("\\u{:04x}", u32::from(c)).bytes());
            }
            _ => out.extend(c.encode_utf8(&mut utf8).bytes()),
        }
    }
    out.push(b'"');
}

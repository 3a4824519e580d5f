//! From templates to text: places to fill in, and values written as YAML.

use crate::formation::quote::{double, is_odd};

/// The template with its places filled in.
///
/// `«name»` is a place. A line with a place that has no value is left out; so are the lines from `«#name»` to
/// `«/name»`. What is filled in is not looked at again.
pub(super) fn fill(template: &str, values: &[(&str, Option<String>)]) -> String {
    let value = |name: &str| values.iter().find(|(n, _)| *n == name).and_then(|(_, value)| value.as_deref());
    let mut out = String::with_capacity(template.len());
    let mut hidden: Option<&str> = None;
    for line in template.split_inclusive('\n') {
        let mark = line.trim();
        if let Some(name) = mark.strip_prefix("«#").and_then(|rest| rest.strip_suffix('»')) {
            if hidden.is_none() && value(name).is_none() {
                hidden = Some(name);
            }
        } else if let Some(name) = mark.strip_prefix("«/").and_then(|rest| rest.strip_suffix('»')) {
            hidden = hidden.filter(|open| *open != name);
        } else if hidden.is_none()
            && let Some(line) = filled(line, value)
        {
            out.push_str(&line);
        }
    }
    out
}

fn filled<'v>(line: &str, value: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, (name, after))) =
        rest.split_once('«').and_then(|(before, place)| Some((before, place.split_once('»')?)))
    {
        out.push_str(before);
        out.push_str(value(name)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// `text` as a block of lines below a key that stands at column `indent`; in quotes where a block would not give
/// it back, or where it is one line.
pub(super) fn prose(text: &str, indent: usize) -> String {
    let text = text.trim_end_matches('\n');
    let plain = |line: &str| !line.ends_with([' ', '\t']) && !line.chars().any(|c| is_odd(c) || c == '\t');
    let first = text.lines().next().unwrap_or_default();
    if !text.contains('\n') || first.is_empty() || first.starts_with(' ') || !text.split('\n').all(plain) {
        return double(text);
    }
    let margin = " ".repeat(indent + 2);
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") };
    format!("|{}", text.split('\n').map(line).collect::<String>())
}

/// `["a", "b"]`; nothing for an empty list.
pub(super) fn list(items: &[String]) -> Option<String> {
    let quoted: Vec<_> = items.iter().map(|item| double(item)).collect();
    (!items.is_empty()).then(|| format!("[{}]", quoted.join(", ")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formation::source::Sources;
    use crate::formation::yaml::{self, Node};

    /// The text of `key` in a YAML document.
    fn read(document: &str, key: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.afs", document);
        let (tree, found) = yaml::parse(id, document);
        assert_eq!(found, [], "{document}");
        tree.as_ref().and_then(|tree| tree.get(key)).and_then(Node::as_scalar).unwrap().text.clone()
    }

    #[test]
    fn places_without_a_value_take_their_line_or_section_away() {
        let template = "a: «a»\nb: «b»\n«#c»\nc:\n  d: «c»\n«/c»\n# e\n";
        let value = |text: &str| Some(text.to_owned());
        assert_eq!(fill(template, &[("a", value("«b»")), ("b", None)]), "a: «b»\n# e\n");
        assert_eq!(fill(template, &[("c", value("1"))]), "c:\n  d: 1\n# e\n");
    }

    #[test]
    fn lines_are_a_block_and_one_line_is_in_quotes() {
        assert_eq!(prose("One.\n\nTwo: «x».\n", 2), "|\n    One.\n\n    Two: «x».");
        assert_eq!(prose("One.", 0), "\"One.\"");
        assert_eq!(prose("One.\n two \n", 0), "\"One.\\n two \"");
    }

    proptest! {
        #[test]
        fn lines_are_read_back_as_they_were(text in "([ -~äß€]{0,12}\n){0,6}[ -~]{0,12}") {
            let document = format!("x:\n  y: z\na: {}\nb: x\n", prose(&text, 0));
            let read = read(&document, "a");
            prop_assert_eq!(read.trim_end_matches('\n'), text.trim_end_matches('\n'));
        }
    }
}

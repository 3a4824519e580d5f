//! Text as a value of YAML on one line: the one place that decides about quotes and escapes.

use super::yaml::{Resolved, Scalar, Style};

/// `text` with the least quotes that every reader, of YAML 1.1 or 1.2, understands alike. `in_flow` is for a place
/// between `[` and `]` or `{` and `}`.
pub(super) fn least(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) { text.to_owned() } else { double(text) }
}

/// `text` as it may stand in any place.
pub(super) fn anywhere(text: &str) -> String {
    least(text, true)
}

/// `text` in double quotes; every text can be written so.
pub(super) fn double(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if !is_odd(c) => out.push(c),
            c => {
                let escape = match u32::from(c) {
                    code @ 0..=0xff => format!("\\x{code:02X}"),
                    code => format!("\\u{code:04X}"),
                };
                out.push_str(&escape);
            }
        }
    }
    out.push('"');
    out
}

/// `text` in single quotes; `None` where that cannot hold it.
pub(super) fn single(text: &str) -> Option<String> {
    (!text.chars().any(is_odd)).then(|| format!("'{}'", text.replace('\'', "''")))
}

/// Characters that YAML text cannot have, that end a line for some readers, and that nobody can see. The joiners of
/// Persian words and of emoji are none of them.
pub(super) fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the text needs no quotes, for readers of YAML 1.1 and 1.2 alike.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
    let first_is_fine =
        text.chars().next().is_some_and(|c| !"-?:,[]{}#&*!|>'\"%@`~=<+.".contains(c) && !c.is_whitespace());
    first_is_fine
        && !text.chars().any(is_odd)
        && text.chars().last().is_some_and(|c| !c.is_whitespace() && c != ':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains("${{")
        && !(in_flow && (text.contains([',', '[', ']', '{', '}']) || text.contains(':')))
        && scalar.resolve() == Resolved::Text
        && !scalar.is_ambiguous()
        && !is_other_word(text)
        && !looks_like_a_number(text)
}

/// Booleans and nulls of YAML 1.1 in any case.
fn is_other_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(lower.as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null")
}

/// Numbers, times and versions: `1.0.0` is text to all, and everyone puts it in quotes.
fn looks_like_a_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_.:+-tTzZ ".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formation::source::Sources;
    use crate::formation::yaml::{self, Node};

    /// The text of `a` in a YAML document that has no finding.
    fn read(document: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.afs", document);
        let (tree, found) = yaml::parse(id, document);
        assert_eq!(found, [], "{document}");
        tree.as_ref().and_then(|tree| tree.get("a")).and_then(Node::as_scalar).unwrap().text.clone()
    }

    #[test]
    fn values_are_plain_where_that_is_the_same_text_to_all() {
        let plain = ["openai/gpt-4o", "two words", "é", "https://a.example"];
        assert_eq!(plain.map(|text| least(text, false)), plain);
        let quoted = ["yes", "12", "a: b", "2024-01-01", "", "-x", "1.0.0"];
        assert_eq!(quoted.map(|text| least(text, false)), quoted.map(|text| format!("\"{text}\"")));
        assert_eq!(least("a, b", false), "a, b");
        assert_eq!(least("a, b", true), "\"a, b\"");
        assert_eq!(double("a\"b\\\n\u{7}"), "\"a\\\"b\\\\\\n\\x07\"");
    }

    #[test]
    fn what_nobody_can_see_is_escaped_and_what_joins_letters_stays() {
        let odd = ["a\u{202e}b", "a\u{200b}b", "\u{fffe}", "\u{2028}", "\u{feff}", "\u{85}"];
        for text in odd {
            assert!(least(text, false).is_ascii(), "{text:?}");
            assert_eq!(single(text), None);
            assert_eq!(read(&format!("a: {}\n", least(text, false))), text);
        }
        assert_eq!(least("می\u{200c}خواهم", false), "می\u{200c}خواهم");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in "(?s).{0,80}") {
            prop_assert_eq!(read(&format!("a: {}\nb: x\n", double(&text))), text.clone());
            prop_assert_eq!(read(&format!("a: {}\nb: x\n", least(&text, false))), text.clone());
            prop_assert_eq!(read(&format!("{{a: {}, b: x}}\n", least(&text, true))), text);
        }
    }
}

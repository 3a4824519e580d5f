//! A record as one line that nothing in it can leave.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::redact::Redactor;
use crate::support::text::{shorten, steers};

/// The longest text in a record, in characters: errors may repeat what a server said.
const LONGEST: usize = 2000;

/// The line of JSON, without its end.
pub(super) fn of(mut record: Value, redactor: &Redactor) -> String {
    // Before texts are cut: half of a value is not known any more.
    redactor.redact_json(&mut record);
    shorten(&mut record, LONGEST, &|text| text.chars().nth(LONGEST).is_some());
    let line = record.to_string();
    if line.is_ascii() && !line.contains('\u{7f}') { line } else { harmless(&line) }
}

/// JSON escapes the control characters of ASCII but one; the other ones that steer a terminal or end a line for some
/// readers are escaped here. They can only stand in texts.
fn harmless(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        if steers(c) || is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Ends of lines, characters without width, and tags that no eye sees.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_text_leaves_its_line_or_steers_a_terminal() {
        let hostile = "a\n\r\u{1b}[31m\u{7}\u{7f}\u{85}\u{9b}\u{2028}\u{2029}\u{202e}\u{200b}\u{e0041}z\"\\";
        let redactor = Redactor::default();
        let line = of(json!({"data": {hostile: hostile}}), &redactor);
        assert!(!line.chars().any(|c| steers(c) || is_hidden(c)), "{line:?}");
        let back: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["data"][hostile], hostile, "a reader gets it back");
    }

    #[test]
    fn a_long_text_is_cut_after_values_are_taken_out() {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-1234567890".into());
        let text = format!("{}sk-1234567890{}", "x".repeat(LONGEST - 5), "y".repeat(100));
        let line = of(json!({"data": text}), &redactor);
        assert!(!line.contains("sk-12"), "{line}");
        assert!(line.contains('…') && line.len() < LONGEST + 60, "{line}");
    }
}

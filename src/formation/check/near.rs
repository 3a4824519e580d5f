//! What a word that nobody knows was meant to be, and how sure that is; and how a value is written.

use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::source::Span;
use crate::formation::yaml::{Node, Scalar, Style};
use crate::support::text::did_you_mean;

/// A word that was probably meant.
#[derive(Clone, Copy)]
pub(super) struct Guess<'a> {
    pub(super) word: &'a str,
    /// One slip away, and nothing else is near.
    pub(super) sure: bool,
}

/// Shorter words than this are one slip away from too many others.
const SURE_FROM: usize = 4;

/// The candidate that `written` most likely means.
pub(super) fn guess<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
) -> Option<Guess<'a>> {
    let candidates = candidates.into_iter();
    let word = did_you_mean(written, candidates.clone())?;
    let lower = written.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&lower, &word.to_lowercase());
    let mut others = candidates.filter(|other| *other != word);
    let sure = distance(word) <= 1 && word.len() >= SURE_FROM && others.all(|other| distance(other) > 2);
    Some(Guess { word, sure })
}

impl Diagnostic {
    /// The help and the change for a word that was probably meant: `text` instead of what is at `span`.
    pub(super) fn meant(self, guess: Guess<'_>, span: Span, text: String) -> Self {
        let title = format!("write `{}`", guess.word);
        let fix = Edit { span, text };
        self.help(format!("did you mean `{}`?", guess.word)).with_fix(title, guess.sure, vec![fix])
    }
}

/// A value written in another way.
pub(super) enum Rewrite {
    /// In quotes.
    Quote,
    /// Without its quotes.
    Unquote,
    /// As this.
    As(String),
}

impl Rewrite {
    /// The changes that make it so. What stays is not in them, for it may be a secret.
    pub(super) fn edits(self, node: &Node, scalar: &Scalar) -> Option<Vec<Edit>> {
        let span = node.span;
        let length = span.end - span.start;
        let edit =
            |start, end, text: &str| Edit { span: Span::new(span.source, start, end), text: text.to_owned() };
        let as_is = !scalar.text.contains(['"', '\\', '\n']);
        match self {
            Self::Quote if length == scalar.text.len() && as_is => {
                Some(vec![edit(span.start, span.start, "\""), edit(span.end, span.end, "\"")])
            }
            Self::Unquote if length == scalar.text.len() + 2 && as_is => {
                Some(vec![edit(span.start, span.start + 1, ""), edit(span.end - 1, span.end, "")])
            }
            Self::Quote | Self::Unquote => None,
            Self::As(text) => Some(vec![edit(span.start, span.end, &text)]),
        }
    }
}

/// `text` as a value of YAML: plain where every reader takes that for the same text, else in quotes.
pub(super) fn written(text: &str) -> String {
    let plain = Scalar { text: text.to_owned(), style: Style::Plain };
    let safe = |b: u8| b.is_ascii_alphanumeric() || b"_-./+@".contains(&b);
    let start = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if start && text.bytes().all(safe) && plain.is_text() && !plain.is_ambiguous() {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// `text` in double quotes.
pub(in crate::formation::check) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                use std::fmt::Write as _;
                write!(out, "\\U{:08X}", u32::from(c)).expect("a String takes everything");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_sure_when_one_long_word_is_one_slip_away() {
        let of = |word, known: &[&'static str]| guess(word, known.iter().copied()).map(|g| (g.word, g.sure));
        assert_eq!(of("agnets", &["agents", "llm"]), Some(("agents", true)));
        assert_eq!(of("agnts", &["agents"]), Some(("agents", true)));
        assert_eq!(of("agentes_", &["agents"]), Some(("agents", false)));
        assert_eq!(of("ur", &["url"]), Some(("url", false)));
        assert_eq!(of("max_widht", &["max_width", "max_height"]), Some(("max_width", true)));
        assert_eq!(of("retrys", &["retry", "retries"]).map(|found| found.1), Some(false));
        assert_eq!(of("zebra", &["agents"]), None);
    }

    #[test]
    fn values_are_plain_where_that_is_the_same_text_to_all() {
        let each = ["openai/gpt-4o", "yes", "12", "a: b", "2024-01-01", "", "-x", "é", "a\"b\\\n\u{7}"];
        let written: Vec<_> = each.into_iter().map(written).collect();
        assert_eq!(
            written,
            [
                "openai/gpt-4o",
                "\"yes\"",
                "\"12\"",
                "\"a: b\"",
                "\"2024-01-01\"",
                "\"\"",
                "\"-x\"",
                "\"é\"",
                "\"a\\\"b\\\\\\n\\U00000007\"",
            ]
        );
    }
}

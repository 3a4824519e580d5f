//! What a word that nobody knows was meant to be, and how sure that is.

use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::source::Span;
use crate::formation::yaml::{Node, Scalar};
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
}

//! Where the references of one text are in its source.

use std::ops::Range;

use super::reference;
use super::source::{Sources, Span};

/// The places of the references in `text`: exact where the source has them letter by letter (no escapes, no
/// folding), the whole text otherwise.
pub(super) struct Places<'a> {
    span: Span,
    text: &'a str,
    written: &'a str,
    in_text: Vec<usize>,
    in_written: Vec<usize>,
}

impl<'a> Places<'a> {
    /// For a value whose text is `text` and which is written at `span`.
    pub(super) fn new(sources: &'a Sources, span: Span, text: &'a str) -> Self {
        let starts = |text: &str| text.match_indices("${{").map(|(at, _)| at).collect();
        let written = sources.slice(span);
        Self { span, text, written, in_text: starts(text), in_written: starts(written) }
    }

    /// The place of the reference at `range` of the text.
    pub(super) fn of(&self, range: &Range<usize>) -> Span {
        self.written_at(range.start)
            .filter(|at| self.written[*at..].starts_with(&self.text[range.clone()]))
            .map_or(self.span, |at| self.within(at, range.len()))
    }

    /// The place of the name in the reference that starts at byte `start` of the text; `None` where the
    /// source does not have it letter by letter. Blanks and line ends around the name do not matter.
    pub(super) fn name(&self, start: usize) -> Option<Span> {
        if self.in_text.len() != self.in_written.len() {
            return None;
        }
        let name = reference::name_at(self.text, start)?;
        let written = reference::name_at(self.written, self.written_at(start)?)?;
        (self.text[name] == self.written[written.clone()]).then(|| self.within(written.start, written.len()))
    }

    fn written_at(&self, start: usize) -> Option<usize> {
        let nth = self.in_text.binary_search(&start).ok()?;
        self.in_written.get(nth).copied()
    }

    fn within(&self, at: usize, len: usize) -> Span {
        let start = self.span.start + at;
        Span::new(self.span.source, start, start + len)
    }
}

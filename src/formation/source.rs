//! The texts that were read, and places in them.

use std::path::{Path, PathBuf};

/// Which of the [`Sources`] a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// A range of bytes in one source; `start <= end`, both on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Span {
    /// The range `start..end` of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        Self { source, start, end: end.max(start) }
    }

    /// Whether it is a place between two bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Where a span starts and ends, as an editor counts: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the first character after the span.
    pub end_line: usize,
    /// Column of the first character after the span.
    pub end_column: usize,
}

/// One text with the path that a person knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    line_starts: Vec<usize>,
    hidden: Vec<Span>,
}

impl Source {
    /// The path to show.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Places that must not be shown: secrets that are written out.
    pub(super) fn hidden(&self) -> &[Span] {
        &self.hidden
    }

    fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = floor_char_boundary(&self.text, offset);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }
}

/// Every text that was read for one formation, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps `text` under `path`. A byte order mark at its start is dropped: spans count without it.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> SourceId {
        let mut text = text.into();
        text.drain(..text.len() - without_mark(&text).len());
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.0.push(Source { path: path.into(), text, line_starts, hidden: Vec::new() });
        SourceId(self.0.len() - 1)
    }

    /// Keeps what is at `span` from being shown.
    pub(super) fn hide(&mut self, span: Span) {
        self.0[span.source.0].hidden.push(span);
    }

    /// The source behind `id`, which must come from this collection.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0]
    }

    /// All sources, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// All sources with what names them, in reading order.
    pub(crate) fn with_ids(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(index, source)| (SourceId(index), source))
    }

    /// Lines and columns of `span`.
    pub fn position(&self, span: Span) -> Position {
        let source = self.get(span.source);
        let (line, column) = source.line_column(span.start);
        let (end_line, end_column) = source.line_column(span.end);
        Position { line, column, end_line, end_column }
    }

    /// The secrets that are written out in any of them, perhaps in quotes.
    pub fn hidden_texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(Source::hidden).map(|span| self.slice(*span))
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start..span.end).unwrap_or("")
    }

    /// `path:line:column`, the form that terminals and editors make a link of.
    pub fn place(&self, span: Span) -> String {
        let at = self.position(span);
        let path = self.get(span.source).path.display();
        format!("{path}:{}:{}", at.line, at.column)
    }
}

/// The text without the byte order mark that it may start with.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The nearest character boundary at or before `offset`, inside `text`.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.afs", "é: 中文\r\nb: x\n");
        assert_eq!(sources.place(Span::new(id, 4, 7)), "a.afs:1:4");
        let at = sources.position(Span::new(id, 15, 16));
        assert_eq!((at.line, at.column, at.end_column), (2, 4, 5));
        assert_eq!(sources.slice(Span::new(id, 15, 16)), "x");
    }

    #[test]
    fn the_end_of_a_text_has_a_place_and_so_has_anything_beyond_it() {
        let mut sources = Sources::default();
        let id = sources.add("a.afs", "a\n");
        assert_eq!(sources.place(Span::new(id, 2, 2)), "a.afs:2:1");
        assert_eq!(sources.place(Span::new(id, 99, 99)), "a.afs:2:1");
        assert_eq!(sources.slice(Span::new(id, 99, 100)), "");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let mut sources = Sources::default();
        let id = sources.add("a.afs", "\u{feff}id: x");
        assert_eq!(sources.get(id).text(), "id: x");
    }
}

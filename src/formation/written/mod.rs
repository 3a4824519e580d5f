//! A YAML document as it is written: every value with its style, anchor, tag and the marks around it, and all
//! comments. What rewrites files reads this; what a file says is decided by [`super::yaml`] alone.

mod build;
#[cfg(test)]
pub(super) mod random;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

pub(super) use build::read;
pub(super) use granit_parser::ScalarStyle;

/// One document and its comments.
#[derive(Debug)]
pub(super) struct Written<'t> {
    pub(super) text: &'t str,
    /// The value; `None` where there is nothing but comments.
    pub(super) root: Option<Piece>,
    /// From `#` to the end of the line, in the order of the text.
    pub(super) comments: Vec<Range<usize>>,
    /// The line `---`, if it is written.
    pub(super) start: Option<Range<usize>>,
    /// Where the document ends: at `...`, or with the text.
    pub(super) end: usize,
    /// Where a second document starts, which is not read.
    pub(super) second: Option<usize>,
    /// Anchors that an alias refers to.
    pub(super) aliased: HashSet<usize>,
}

/// One value.
#[derive(Debug)]
pub(super) struct Piece {
    /// The `-` of a list's item, the `:` of a map's value, the `?` of a key, where there is one.
    pub(super) mark: Option<usize>,
    /// Anchor and tag, in the order of the text.
    pub(super) props: Vec<Range<usize>>,
    /// Number of its anchor; 0 for none.
    pub(super) anchor: usize,
    /// First byte of the value; of a block scalar its `|` or `>`.
    pub(super) start: usize,
    /// First byte after it; a block scalar has its line ends, a block collection ends with its last value.
    pub(super) end: usize,
    pub(super) what: What,
}

/// What a [`Piece`] is.
#[derive(Debug)]
pub(super) enum What {
    Alias,
    Scalar { style: ScalarStyle, text: String },
    Seq { flow: bool, items: Vec<Piece> },
    Map { flow: bool, pairs: Vec<(Piece, Piece)> },
}

/// One item of a list, or one pair of a map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child<'p> {
    /// The key; a list's item has none.
    pub(super) key: Option<&'p Piece>,
    pub(super) value: &'p Piece,
}

impl Child<'_> {
    /// Its first byte: the mark, anchor or tag before it, where there is one.
    pub(super) fn start(&self) -> usize {
        let first = self.key.unwrap_or(self.value);
        first.mark.unwrap_or(first.outer_start())
    }
}

impl Piece {
    /// What a list or map holds, in the order of the text; nothing for anything else.
    pub(super) fn children(&self) -> Vec<Child<'_>> {
        match &self.what {
            What::Seq { items, .. } => items.iter().map(|value| Child { key: None, value }).collect(),
            What::Map { pairs, .. } => {
                pairs.iter().map(|(key, value)| Child { key: Some(key), value }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// First byte of the value or of what stands before it: anchor, tag.
    pub(super) fn outer_start(&self) -> usize {
        self.props.first().map_or(self.start, |prop| prop.start)
    }

    /// Whether nothing is written where a value could be.
    pub(super) fn is_absent(&self) -> bool {
        self.start == self.end && self.props.is_empty() && matches!(self.what, What::Scalar { .. })
    }

    /// Whether it is a `|` or `>` scalar.
    pub(super) fn is_block_scalar(&self) -> bool {
        matches!(&self.what, What::Scalar { style: ScalarStyle::Literal | ScalarStyle::Folded, .. })
    }

    /// Whether it is a list or map in brackets.
    pub(super) fn is_flow(&self) -> bool {
        matches!(self.what, What::Seq { flow: true, .. } | What::Map { flow: true, .. })
    }

    /// Whether it is a list or map over lines of its own.
    pub(super) fn is_block_collection(&self) -> bool {
        matches!(self.what, What::Seq { flow: false, .. } | What::Map { flow: false, .. })
    }

    /// Whether it is a list or map without anything in it.
    pub(super) fn is_empty_collection(&self) -> bool {
        match &self.what {
            What::Seq { items, .. } => items.is_empty(),
            What::Map { pairs, .. } => pairs.is_empty(),
            _ => false,
        }
    }

    /// The text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.what {
            What::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

impl Written<'_> {
    /// The column of `at`, in characters from 0.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// First byte of the line that `at` is on.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// First byte of the line end after `at`.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// First byte of the line after the one that `at` is on.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Whether nothing but blanks is before `at` on its line.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }
}

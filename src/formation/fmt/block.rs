//! Values over lines.

use super::writer::{Columns, Until, Writer};
use super::{WIDTH, flow, scalar};
use crate::formation::written::{Child, Piece, What};

/// What a value stands behind.
#[derive(Clone, Copy)]
struct Behind {
    /// The column of the key or dash.
    column: usize,
    /// Whether a list or map may begin on the same line: behind a dash.
    dash: bool,
}

impl Writer<'_, '_> {
    /// The document's value.
    pub(super) fn root(&mut self, root: &Piece) {
        let until = Until { at: self.old.text.len(), column: 0 };
        if root.children().is_empty() || !self.is_over_lines(root, 0) {
            if self.out.is_empty() || root.outer_start() > self.old.line_end(self.last) {
                self.leading(root.outer_start(), 0);
            } else {
                self.out.push(' ');
            }
            self.single_root(root);
            return;
        }
        let explicit = self.old.start.is_some();
        if !root.props.is_empty() {
            if explicit {
                self.out.push(' ');
            } else {
                self.leading(root.outer_start(), 0);
            }
            let props = flow::props(self.old, root);
            self.out.push_str(&props);
            self.last = root.props.last().map_or(self.last, |prop| prop.end);
        }
        self.begun = false;
        self.children(root, 0, false, until);
    }

    /// A document that is one scalar, alias or pair of brackets, as it is.
    fn single_root(&mut self, root: &Piece) {
        let inline = flow::inline(self.old, root);
        let raw = self.old.text[root.outer_start()..root.end].trim_end();
        let raw = if root.is_block_scalar() { &self.old.text[root.outer_start()..root.end] } else { raw };
        self.out.push_str(inline.as_deref().unwrap_or(raw));
        self.skip_comments(root.end);
        self.last = root.end;
    }

    /// Comments before `at` that were written as a part of something.
    fn skip_comments(&mut self, at: usize) {
        while self.comment_before(at).is_some() {
            self.pass_comment();
        }
    }

    /// Whether a list or map is to be written over lines; `used` characters are on its first line.
    fn is_over_lines(&self, piece: &Piece, used: usize) -> bool {
        if piece.is_block_collection() {
            return true;
        }
        if !piece.is_flow() || piece.is_empty_collection() || !can_be_block(piece) {
            return false;
        }
        flow::inline(self.old, piece).is_none_or(|text| used + text.chars().count() > WIDTH)
    }

    /// The entries or items of `piece` in `column`; the first one behind a dash if `compact`.
    fn children(&mut self, piece: &Piece, column: usize, compact: bool, until: Until) {
        let brackets = piece.is_flow();
        let old_column =
            |at: usize, writer: &Self| isize::try_from(writer.old.column(at)).unwrap_or(isize::MAX);
        let block = if brackets {
            self.last = self.last.max(piece.start + usize::from(self.has_bracket(piece)));
            Columns { old: 0, new: column }
        } else {
            Columns { old: old_column(piece.start, self), new: column }
        };
        let bracket = Until { at: piece.end.saturating_sub(1), column: -1 };
        let after = if brackets { bracket } else { until };
        let children = piece.children();
        for (nth, child) in children.iter().enumerate() {
            let next = children.get(nth + 1).map_or(after, |next| Until {
                at: next.start(),
                column: if brackets { -1 } else { old_column(next.start(), self) },
            });
            if nth > 0 || !compact {
                self.leading(child.start(), column);
                self.begin_line(column);
            }
            self.begun = false;
            self.child(child, column, next);
        }
        self.tail(block, after);
        if brackets {
            self.last = self.last.max(piece.end);
        }
    }

    fn has_bracket(&self, piece: &Piece) -> bool {
        self.old.text[piece.start..].starts_with(['[', '{'])
    }

    fn child(&mut self, child: &Child<'_>, column: usize, until: Until) {
        let Some(key) = child.key else {
            self.out.push('-');
            self.last = self.last.max(child.value.mark.map_or(child.value.outer_start(), |mark| mark + 1));
            return self.value(child.value, Behind { column, dash: true }, until);
        };
        if key.mark.is_some() {
            return self.explicit(key, child.value, column, until);
        }
        let text = flow::inline(self.old, key).unwrap_or_default();
        self.out.push_str(&text);
        if matches!(key.what, What::Alias) || (key.is_absent() && !key.props.is_empty()) {
            self.out.push(' ');
        }
        self.out.push(':');
        self.last = self.last.max(child.value.mark.map_or(key.end, |mark| mark + 1));
        self.value(child.value, Behind { column, dash: false }, until);
    }

    /// `? key` and `: value`.
    fn explicit(&mut self, key: &Piece, value: &Piece, column: usize, until: Until) {
        let behind = Behind { column, dash: true };
        self.out.push('?');
        self.last = self.last.max(key.mark.map_or(key.start, |mark| mark + 1));
        let Some(mark) = value.mark else { return self.value(key, behind, until) };
        let column_of_mark = isize::try_from(self.old.column(mark)).unwrap_or(isize::MAX);
        self.value(key, behind, Until { at: mark, column: column_of_mark });
        self.leading(mark, column);
        self.begin_line(column);
        self.out.push(':');
        self.last = self.last.max(mark + 1);
        self.value(value, behind, until);
    }

    /// A value behind its key or dash.
    fn value(&mut self, piece: &Piece, behind: Behind, until: Until) {
        let inner = behind.column + 2;
        if piece.is_absent() && piece.props.is_empty() {
            return;
        }
        let mut broken = false;
        while self.comment_before(piece.outer_start()).is_some() {
            self.comment(inner);
            broken = true;
        }
        if self.is_over_lines(piece, self.column() + 1) {
            return self.over_lines(piece, behind, broken, until);
        }
        let starts_below = self.old.text[self.last..piece.outer_start().max(self.last)].contains('\n');
        let several = !piece.is_flow() && !piece.is_block_scalar() && {
            self.old.text[piece.start..piece.end].contains('\n')
        };
        if broken || (several && starts_below) {
            self.begin_line(inner);
        } else {
            self.out.push(' ');
        }
        if !piece.props.is_empty() {
            let props = flow::props(self.old, piece);
            self.out.push_str(&props);
            self.last = self.last.max(piece.props.last().map_or(0, |prop| prop.end));
            if piece.start == piece.end {
                return;
            }
            if self.comment_before(piece.start).is_some() {
                while self.comment_before(piece.start).is_some() {
                    self.comment(inner);
                }
                self.begin_line(inner);
            } else {
                self.out.push(' ');
            }
        }
        self.bare(piece, inner);
    }

    /// A value that is no block collection, without anchor and tag.
    fn bare(&mut self, piece: &Piece, inner: usize) {
        if piece.is_block_scalar() {
            return self.block_scalar(piece, inner);
        }
        if matches!(piece.what, What::Seq { .. } | What::Map { .. }) {
            let props = flow::props(self.old, piece);
            let text = flow::inline(self.old, piece);
            let bare = text.as_deref().map(|text| text[props.len()..].trim_start());
            if piece.is_empty_collection() {
                self.out.push_str(if matches!(piece.what, What::Seq { .. }) { "[]" } else { "{}" });
            } else if let Some(text) = bare {
                self.out.push_str(text);
            } else {
                self.out.push_str(&self.old.text[piece.start..piece.end]);
                self.skip_comments(piece.end);
            }
            self.last = piece.end;
            return;
        }
        let lines = scalar::lines(self.old, piece);
        for (nth, line) in lines.iter().enumerate() {
            if nth > 0 {
                self.out.push('\n');
                if !line.is_empty() {
                    self.out.extend(std::iter::repeat_n(' ', inner));
                }
            }
            self.out.push_str(line);
        }
        self.last = piece.end;
    }

    fn block_scalar(&mut self, piece: &Piece, inner: usize) {
        let block = scalar::block(self.old, piece, inner);
        self.out.push_str(&block.head);
        self.last = piece.start;
        let head_end = self.old.line_end(piece.start);
        if self.comment_before(head_end).is_some() {
            self.comment(inner);
        }
        self.new_line();
        for line in &block.body {
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.last = block.end;
    }

    /// A list or map below its key, or behind its dash.
    fn over_lines(&mut self, piece: &Piece, behind: Behind, broken: bool, until: Until) {
        let inner = behind.column + 2;
        if !piece.props.is_empty() {
            if broken {
                self.begin_line(inner);
            } else {
                self.out.push(' ');
            }
            let props = flow::props(self.old, piece);
            self.out.push_str(&props);
            self.last = self.last.max(piece.props.last().map_or(0, |prop| prop.end));
        }
        let first = piece.children().first().map_or(piece.start, Child::start);
        let commented = self.comment_before(first).is_some();
        let compact = behind.dash && !broken && !commented && piece.props.is_empty();
        if compact {
            self.out.push(' ');
        }
        self.begun = true;
        self.children(piece, inner, compact, until);
    }
}

/// Whether what is in brackets can be written without: its keys are words.
fn can_be_block(piece: &Piece) -> bool {
    piece.children().iter().all(|child| {
        let simple = |key: &Piece| key.mark.is_none() && key.scalar().is_some() && !key.is_absent();
        child.key.is_none_or(simple)
    })
}

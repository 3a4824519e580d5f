//! The text that comes into being: lines, blank lines, comments.

use crate::formation::written::Written;

/// The next thing after a value in the old text, and the column that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Until {
    pub(super) at: usize,
    pub(super) column: isize,
}

/// A block's column in the old text and in the new one.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) old: isize,
    pub(super) new: usize,
}

/// The new text and how far in the old one it is.
pub(super) struct Writer<'w, 't> {
    pub(super) old: &'w Written<'t>,
    pub(super) out: String,
    /// The next comment to write.
    next: usize,
    /// In the old text, after the last thing that was written.
    pub(super) last: usize,
    /// The line that is being written ends with a comment.
    commented: bool,
    /// Nothing is in the block yet that was begun last: a blank line would be the first of it.
    pub(super) begun: bool,
}

/// `document` in the one style.
pub(super) fn write(document: &Written<'_>) -> String {
    let mut writer =
        Writer { old: document, out: String::new(), next: 0, last: 0, commented: false, begun: true };
    writer.head();
    if let Some(root) = &document.root {
        writer.root(root);
    }
    while writer.comment_before(document.text.len()).is_some() {
        writer.comment(0);
    }
    writer.new_line();
    writer.out
}

impl Writer<'_, '_> {
    /// Directives and `---`.
    fn head(&mut self) {
        let Some(start) = self.old.start.clone() else { return };
        let before = &self.old.text[..start.start];
        if before.lines().any(|line| line.starts_with('%')) {
            for line in before.lines() {
                self.out.push_str(line.trim_end());
                self.out.push('\n');
            }
            let passed = self.old.comments.iter().filter(|comment| comment.start < start.start).count();
            self.next = passed;
        } else {
            self.leading(start.start, 0);
        }
        self.new_line();
        self.out.push_str("---");
        self.last = start.end;
    }

    /// Ends the line that is being written, if one is.
    pub(super) fn new_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.commented = false;
    }

    /// Begins a line in `column`.
    pub(super) fn begin_line(&mut self, column: usize) {
        self.new_line();
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    /// The column that the next character comes to stand in.
    pub(super) fn column(&self) -> usize {
        self.out[self.out.rfind('\n').map_or(0, |newline| newline + 1)..].chars().count()
    }

    /// Where the next comment is, if it is before `at`.
    pub(super) fn comment_before(&self, at: usize) -> Option<usize> {
        self.old.comments.get(self.next).map(|comment| comment.start).filter(|start| *start < at)
    }

    /// Everything that stands before what is at `at`: comments, each on its own line in `column` unless it was at
    /// the end of one, and a blank line.
    pub(super) fn leading(&mut self, at: usize, column: usize) {
        while self.comment_before(at).is_some() {
            self.comment(column);
        }
        self.new_line();
        self.blank_line(at);
    }

    /// The comments at the end of a block: those that are indented like it, and more than what comes next.
    pub(super) fn tail(&mut self, block: Columns, until: Until) {
        while let Some(start) = self.comment_before(until.at) {
            let column = isize::try_from(self.old.column(start)).unwrap_or(isize::MAX);
            let ends_line = self.ends_line(start);
            if !ends_line && (column < block.old || column <= until.column) {
                break;
            }
            self.comment(block.new);
        }
    }

    /// Writes the next comment.
    pub(super) fn comment(&mut self, column: usize) {
        let range = self.old.comments[self.next].clone();
        self.next += 1;
        let text = self.old.text[range.clone()].trim_end();
        if self.ends_line(range.start) {
            self.out.push(' ');
        } else {
            self.new_line();
            self.blank_line(range.start);
            self.begin_line(column);
            self.begun = false;
        }
        self.out.push_str(text);
        self.commented = true;
        self.last = self.last.max(range.end);
    }

    /// Passes over the next comment, which has been written as a part of something.
    pub(super) fn pass_comment(&mut self) {
        self.next += 1;
    }

    /// Whether a comment at `start` stands on the line of what was written last, in the old text and the new.
    fn ends_line(&self, start: usize) -> bool {
        let together = start <= self.last || !self.old.text[self.last..start].contains('\n');
        together && !self.commented && !self.out.is_empty() && !self.out.ends_with('\n')
    }

    /// A blank line, if there is one in the old text between what was written last and `at`.
    fn blank_line(&mut self, at: usize) {
        let between = self.old.text.get(self.last..at).unwrap_or("");
        let mut lines = between.split('\n').skip(1).peekable();
        let mut blank = false;
        while let Some(line) = lines.next() {
            blank = blank || (lines.peek().is_some() && line.trim().is_empty());
        }
        if blank && !self.begun && !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

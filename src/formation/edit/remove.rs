//! Taking something away.

use super::change::Edits;
use crate::formation::written::{Child, Piece, What, Written};

/// First byte after what is written of a value: not the line end after a block scalar that drops it.
pub(super) fn content_end(written: &Written<'_>, piece: &Piece) -> usize {
    match &piece.what {
        What::Scalar { .. } if piece.is_block_scalar() => {
            let whole = &written.text[piece.start..piece.end];
            let keeps = keeps_blank_lines(written, piece);
            let text = if keeps { whole.strip_suffix('\n').unwrap_or(whole) } else { whole.trim_end() };
            let text = if keeps { text.strip_suffix('\r').unwrap_or(text) } else { text };
            piece.start + text.len()
        }
        What::Seq { flow: false, items } => {
            items.last().map_or(piece.end, |last| content_end(written, last).max(after_mark(last)))
        }
        What::Map { flow: false, pairs } => pairs.last().map_or(piece.end, |(key, value)| {
            content_end(written, value).max(after_mark(value)).max(key.end)
        }),
        _ => piece.end.max(piece.props.last().map_or(0, |prop| prop.end)),
    }
}

/// Whether it ends with a `|+` or `>+`, to which the blank lines after it belong.
pub(super) fn keeps_blank_lines(written: &Written<'_>, piece: &Piece) -> bool {
    match &piece.what {
        What::Scalar { .. } if piece.is_block_scalar() => {
            let head = written.text[piece.start..piece.end].lines().next().unwrap_or("");
            head.split('#').next().is_some_and(|head| head.contains('+'))
        }
        What::Seq { flow: false, items } => items.last().is_some_and(|last| keeps_blank_lines(written, last)),
        What::Map { flow: false, pairs } => {
            pairs.last().is_some_and(|(_, value)| keeps_blank_lines(written, value))
        }
        _ => false,
    }
}

fn after_mark(piece: &Piece) -> usize {
    piece.mark.map_or(0, |mark| mark + 1)
}

/// Takes the child with the number `index` out of `holder`.
pub(super) fn edits(written: &Written<'_>, holder: &Piece, index: usize) -> Option<Edits> {
    let children = holder.children();
    children.get(index)?;
    if holder.is_flow() {
        return Some(from_brackets(written, holder, &children, index));
    }
    from_block(written, holder, &children, index)
}

/// First byte after what is written of a child.
fn end_of(written: &Written<'_>, child: &Child<'_>) -> usize {
    let key = child.key.map_or(0, |key| key.end);
    content_end(written, child.value).max(after_mark(child.value)).max(key)
}

fn from_block(written: &Written<'_>, holder: &Piece, children: &[Child<'_>], index: usize) -> Option<Edits> {
    let w = written;
    let child = &children[index];
    let start = child.start();
    let column = w.column(start);
    if children.len() == 1 {
        // Nothing is left: what holds it has to say so, or it would be null.
        let empty = if matches!(holder.what, What::Seq { .. }) { "[]" } else { "{}" };
        return Some(emptied(w, holder, child, empty));
    }
    let end = w.line_end(end_of(w, child));
    let mut block_end = own_comments(w, end, column);
    let before = index.checked_sub(1).map(|before| children[before].value);
    if before.is_some_and(|before| keeps_blank_lines(w, before)) {
        // What follows would become a part of the text before.
        while w.next_line(block_end) > block_end
            && w.text[w.next_line(block_end)..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')
        {
            block_end = w.line_end(w.next_line(block_end));
        }
    }
    if w.starts_line(start) {
        let line = w.line_start(start);
        let next = w.next_line(block_end);
        let keeps = before.is_some_and(|before| keeps_blank_lines(w, before));
        if next == w.text.len() && next > block_end && !keeps && w.column(start) == 0 {
            // The blank lines that set the last block off go with it.
            let above = w.text[..line].trim_end();
            return Some(vec![(w.next_line(above.len())..next, String::new())]);
        }
        if next == block_end && line > 0 {
            // The last line has no line end; then neither has the new last one.
            let before = w.text[..line].trim_end_matches(['\n', '\r']).len();
            return Some(vec![(before..block_end, String::new())]);
        }
        return Some(vec![(line..next, String::new())]);
    }
    // The first of a map that begins behind a dash: the next one takes its place there.
    let next = children.get(index + 1)?.start();
    let between = w.text[w.next_line(block_end).min(next)..next].trim();
    let to = if between.is_empty() { next } else { block_end };
    Some(vec![(start..to, String::new())])
}

/// `{}` or `[]` in place of the only child.
fn emptied(w: &Written<'_>, holder: &Piece, child: &Child<'_>, empty: &str) -> Edits {
    let column = w.column(child.start());
    let end = own_comments(w, w.line_end(end_of(w, child)), column);
    let Some(mark) = holder.mark else {
        return vec![(child.start()..end, empty.to_owned())];
    };
    let prop = holder.props.last().map_or(mark + 1, |prop| prop.end);
    let whole_lines = w.starts_line(child.start());
    let line_end = w.line_end(prop);
    if !whole_lines || w.line_start(child.start()) <= line_end {
        return vec![(child.start()..end, empty.to_owned())];
    }
    let lines = w.line_start(child.start())..w.next_line(end);
    let lines = if w.next_line(end) == end {
        line_end.max(w.text[..lines.start].trim_end().len())..end
    } else {
        lines
    };
    vec![(prop..prop, format!(" {empty}")), (lines, String::new())]
}

/// The end of the comments that are indented deeper than `column` right after `end`: they belong to what ends.
fn own_comments(w: &Written<'_>, end: usize, column: usize) -> usize {
    let mut last = end;
    let mut at = w.next_line(end);
    while at < w.end {
        let line = &w.text[at..w.line_end(at)];
        let indent = line.chars().take_while(|c| *c == ' ').count();
        match line.trim() {
            "" => {}
            comment if comment.starts_with('#') && indent > column => last = w.line_end(at),
            _ => break,
        }
        let next = w.next_line(at);
        if next == at {
            break;
        }
        at = next;
    }
    last
}

fn from_brackets(w: &Written<'_>, holder: &Piece, children: &[Child<'_>], index: usize) -> Edits {
    let child = &children[index];
    let (start, end) = (child.start(), end_of(w, child));
    let line_end = w.line_end(end);
    let after = w.text[end..line_end].trim_start().trim_start_matches(',').trim_start();
    let alone = w.starts_line(start) && (after.is_empty() || after.starts_with('#'));
    if alone && w.line_start(start) > holder.start {
        return vec![(w.line_start(start)..w.next_line(end), String::new())];
    }
    let has_comment = |text: &str| text.contains('#');
    let range = match (index.checked_sub(1).map(|before| &children[before]), children.get(index + 1)) {
        // Comments on lines of their own are about what follows.
        (_, Some(next)) if line_end < next.start() && has_comment(&w.text[line_end..next.start()]) => {
            start..line_end
        }
        (_, Some(next)) => start..next.start(),
        // The comment of the one before stays, and so does the comma before it.
        (Some(before), None) if has_comment(&w.text[end_of(w, before)..start]) => start..end,
        (Some(before), None) => end_of(w, before)..end,
        (None, None) => start..holder.end - 1,
    };
    vec![(range, String::new())]
}

//! Scalars: as they are written, with other indentation.

use crate::formation::written::{Piece, ScalarStyle, What, Written};

/// The text of a scalar or alias, line by line, without the indentation of any.
pub(super) fn lines(old: &Written<'_>, piece: &Piece) -> Vec<String> {
    let raw = &old.text[piece.start..piece.end];
    if !raw.contains('\n') {
        return vec![one_line(raw, piece)];
    }
    let last = raw.matches('\n').count();
    raw.split('\n')
        .enumerate()
        .map(|(nth, line)| {
            let line = if nth == 0 { line } else { line.trim_start_matches([' ', '\t']) };
            if nth == last { line } else { without_blanks(line) }.to_owned()
        })
        .collect()
}

/// `'` becomes `"` where nothing has to be escaped then.
fn one_line(raw: &str, piece: &Piece) -> String {
    match &piece.what {
        What::Scalar { style: ScalarStyle::SingleQuoted, text }
            if !text.contains(['"', '\\']) && !text.contains(char::is_control) =>
        {
            format!("\"{text}\"")
        }
        _ => raw.to_owned(),
    }
}

/// Without the blanks at its end, but for one that a backslash makes a part of the text.
fn without_blanks(line: &str) -> &str {
    let bare = line.trim_end_matches([' ', '\t']);
    let backslashes = bare.len() - bare.trim_end_matches('\\').len();
    if backslashes % 2 == 1 { line.get(..bare.len() + 1).unwrap_or(bare) } else { bare }
}

/// A `|` or `>` scalar: its first line, and its text with `column` blanks before each line that has any.
pub(super) struct Block {
    pub(super) head: String,
    pub(super) body: Vec<String>,
    /// Where its text ends, without the blank lines that are none of it.
    pub(super) end: usize,
}

/// The block scalar `piece`, whose text is to stand in `column`.
pub(super) fn block(old: &Written<'_>, piece: &Piece, column: usize) -> Block {
    let raw = &old.text[piece.start..piece.end];
    let (first, rest) = raw.split_once('\n').unwrap_or((raw, ""));
    let marks = first.split([' ', '\t', '#']).next().unwrap_or("");
    let digit = marks.contains(|c: char| c.is_ascii_digit());
    let chomp = marks.chars().find(|c| matches!(c, '+' | '-'));
    let mut head = marks[..1].to_owned();
    if digit {
        head.push('2');
    }
    head.extend(chomp);
    let strip = indentation(rest, piece.scalar().unwrap_or(""));
    let mut body: Vec<String> = rest.split('\n').map(|line| moved(line, strip, column)).collect();
    // What `split` gives after the last line end.
    if rest.ends_with('\n') || rest.is_empty() {
        body.pop();
    }
    let keeps = chomp == Some('+');
    while !keeps && body.last().is_some_and(String::is_empty) {
        body.pop();
    }
    let text: usize = rest.split_inclusive('\n').take(body.len()).map(str::len).sum();
    let text = rest[..text].trim_end_matches('\n').len();
    let end = match text {
        _ if keeps => piece.end,
        // Nothing but its first line.
        0 => piece.start + first.len(),
        _ => piece.end - (rest.len() - text),
    };
    Block { head, body, end }
}

/// How many blanks before each line of `raw` are none of the text that it stands for.
fn indentation(raw: &str, text: &str) -> usize {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first = |text: &str| text.split('\n').find(|line| blanks(line) < line.len()).map(blanks);
    if let (Some(raw), Some(text)) = (first(raw), first(text)) {
        return raw.saturating_sub(text);
    }
    // Blanks only: the longest line tells.
    let longest = |text: &str| text.split('\n').map(str::len).max().unwrap_or(0);
    longest(raw).saturating_sub(longest(text))
}

fn moved(line: &str, strip: usize, column: usize) -> String {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    if blanks == line.len() && blanks <= strip {
        return String::new();
    }
    format!("{}{}", " ".repeat(column), &line[blanks.min(strip)..])
}

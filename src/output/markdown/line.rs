//! What kind of line begins, from as much of it as is there.

/// The kind of a line, after its quotes and list marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    /// Also the rest of a list item.
    Text,
    /// `#` to `######`.
    Heading(usize),
    /// `-`, `*` or `+`.
    Bullet,
    /// `1.` or `1)`, as it is written.
    Number(String),
    /// A line across.
    Rule,
    /// The begin of fenced code.
    Fence {
        mark: char,
        length: usize,
        info: String,
    },
    /// It begins with `|`.
    Row,
}

/// The start of a line: its kind, how many blanks it is indented by, how many bytes are used up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) kind: Kind,
    pub(super) indent: usize,
    pub(super) used: usize,
}

/// A step into the quotes that `text` begins with: the bytes up to and with the next `>`.
pub(super) fn quote(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let at = text.len() - rest.len();
    let rest = rest.strip_prefix('>')?;
    Some(at + 1 + usize::from(rest.starts_with(' ')))
}

/// Whether there may still come a `>` of a quote, or the blank behind one.
pub(super) fn may_be_quote(text: &str) -> bool {
    text.trim_start_matches(' ').is_empty()
}

/// Looks at a line without its quotes; nothing while it cannot be told. With `ended` all of it is there.
pub(super) fn start(text: &str, ended: bool) -> Option<Start> {
    let rest = text.trim_start_matches([' ', '\t']);
    let at = text.len() - rest.len();
    let indent = text[..at].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let made = |kind, used| Some(Start { kind, indent, used: at + used });
    let Some(first) = rest.chars().next() else { return if ended { made(Kind::Blank, 0) } else { None } };
    let run = rest.len() - rest.trim_start_matches(first).len();
    let after = &rest[run..];
    // How many bytes of blanks follow; not known while nothing else does.
    let blanks = |text: &str| {
        let rest = text.trim_start_matches([' ', '\t']);
        (ended || !rest.is_empty()).then_some(text.len() - rest.len())
    };
    match first {
        '#' if run <= 6 && after.is_empty() && !ended => None,
        '#' if run <= 6 && (after.is_empty() || after.starts_with([' ', '\t'])) => {
            made(Kind::Heading(run), run + blanks(after)?)
        }
        '`' | '~' if after.is_empty() && !ended => None,
        '`' | '~' if run >= 3 && !(first == '`' && after.contains('`')) => {
            let info = after.trim().to_owned();
            if ended { made(Kind::Fence { mark: first, length: run, info }, rest.len()) } else { None }
        }
        '-' | '*' | '_' | '+' => {
            let marks = rest.chars().filter(|c| *c == first).count();
            let only = rest.chars().all(|c| c == first || c == ' ' || c == '\t');
            match (only, ended) {
                (true, false) if first != '+' => None,
                (true, true) if marks >= 3 && first != '+' => made(Kind::Rule, rest.len()),
                _ if first != '_' && run == 1 && (after.is_empty() || after.starts_with([' ', '\t'])) => {
                    made(Kind::Bullet, 1 + blanks(after)?)
                }
                _ => made(Kind::Text, 0),
            }
        }
        '0'..='9' => match number(rest, ended, blanks) {
            Number::Open => None,
            Number::Not => made(Kind::Text, 0),
            Number::Of(mark, used) => made(Kind::Number(mark), used),
        },
        '|' => made(Kind::Row, 0),
        _ => made(Kind::Text, 0),
    }
}

/// Whether a line is an item of a numbered list.
enum Number {
    /// It cannot be told yet.
    Open,
    Not,
    /// With its number, and the bytes up to its text.
    Of(String, usize),
}

fn number(rest: &str, ended: bool, blanks: impl Fn(&str) -> Option<usize>) -> Number {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut after = rest[digits..].chars();
    let undecided = if ended { Number::Not } else { Number::Open };
    match (after.next(), after.next()) {
        _ if digits > 9 => Number::Not,
        (None, _) | (Some('.' | ')'), None) => undecided,
        (Some('.' | ')'), Some(' ' | '\t')) => match blanks(&rest[digits + 1..]) {
            Some(blanks) => Number::Of(rest[..=digits].to_owned(), digits + 1 + blanks),
            None => undecided,
        },
        _ => Number::Not,
    }
}

//! Emphasis, code and links within a line, found in as much of it as is there.

/// What stands at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// It cannot be told yet.
    More,
    /// So many bytes that mean themselves.
    Text(usize),
    /// A character whose special meaning a backslash took away.
    Escaped(char),
    /// `inner` between marks; `used` bytes with them.
    Emphasis { used: usize, strength: usize, inner: &'a str },
    /// Code; `marked` is `inner` with its marks.
    Code { marked: &'a str, inner: &'a str },
    /// A link or an image.
    Link { used: usize, text: &'a str, url: &'a str },
}

/// Characters that may begin something.
const SPECIAL: &[char] = &['\\', '`', '*', '_', '[', '!', '<'];

/// Whether something may begin here.
pub(super) fn is_special(c: char) -> bool {
    SPECIAL.contains(&c)
}

/// Looks at the start of `text`, which is not empty. `before` is the character before it; with `ended` nothing follows.
pub(super) fn find(text: &str, before: Option<char>, ended: bool) -> Found<'_> {
    let first = text.chars().next().unwrap_or(' ');
    let found = match first {
        '\\' => escape(text),
        '`' => code(text, ended),
        '*' | '_' => emphasis(text, first, before, ended),
        '[' => link(text, 0),
        '!' if text.len() == 1 => None,
        '!' if text[1..].starts_with('[') => link(text, 1),
        '<' => auto_link(text),
        '!' => Some(Found::Text(1)),
        _ => Some(Found::Text(text.find(SPECIAL).unwrap_or(text.len()))),
    };
    match found {
        Some(found) => found,
        None if ended => literal(text),
        None => Found::More,
    }
}

/// The first mark of `text`, taken for what it is.
pub(super) fn literal(text: &str) -> Found<'static> {
    let first = text.chars().next().unwrap_or(' ');
    Found::Text(if matches!(first, '*' | '_' | '`') { run(text, first) } else { first.len_utf8() })
}

fn run(text: &str, mark: char) -> usize {
    text.len() - text.trim_start_matches(mark).len()
}

fn escape(text: &str) -> Option<Found<'_>> {
    let next = text[1..].chars().next()?;
    Some(if next.is_ascii_punctuation() { Found::Escaped(next) } else { Found::Text(1) })
}

/// The end of the code that begins `text`, if it is there and known to be the end.
fn code_end(text: &str) -> Option<(usize, usize)> {
    let open = run(text, '`');
    let mut at = open;
    while let Some(next) = text[at..].find('`') {
        let length = run(&text[at + next..], '`');
        at += next + length;
        if length == open {
            return Some((open, at));
        }
    }
    None
}

fn code(text: &str, ended: bool) -> Option<Found<'_>> {
    let (open, end) = code_end(text)?;
    // One more backtick may come, and make the last run a longer one.
    if end == text.len() && !ended {
        return None;
    }
    let inner = &text[open..end - open];
    Some(Found::Code { marked: &text[..end], inner: trimmed(inner) })
}

/// One blank on each side only keeps the marks apart.
fn trimmed(inner: &str) -> &str {
    let cut = inner.strip_prefix(' ').and_then(|rest| rest.strip_suffix(' '));
    cut.filter(|rest| !rest.trim().is_empty()).unwrap_or(inner)
}

fn emphasis(text: &str, mark: char, before: Option<char>, ended: bool) -> Option<Found<'_>> {
    let strength = run(text, mark);
    let Some(next) = text[strength..].chars().next() else { return ended.then(|| literal(text)) };
    let within_word = mark == '_' && before.is_some_and(char::is_alphanumeric);
    if strength > 3 || next.is_whitespace() || within_word {
        return Some(Found::Text(strength));
    }
    match closing(text, mark, strength, ended) {
        Closing::At(at) => {
            Some(Found::Emphasis { used: at + strength, strength, inner: &text[strength..at] })
        }
        Closing::More => None,
    }
}

enum Closing {
    At(usize),
    More,
}

/// Where the marks stand that end the emphasis which begins `text`.
fn closing(text: &str, mark: char, strength: usize, ended: bool) -> Closing {
    let mut at = strength;
    // The length of an inner run that is open.
    let mut inner = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == '\\' {
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
        } else if c == '`' {
            match code_end(&text[at..]) {
                Some((_, used)) => at += used,
                None if ended => at += run(&text[at..], '`'),
                None => return Closing::More,
            }
        } else if c == mark {
            let length = run(&text[at..], mark);
            let next = text[at + length..].chars().next();
            if next.is_none() && !ended {
                return Closing::More;
            }
            let after_text = !text[..at].ends_with(char::is_whitespace);
            let closes = after_text && (mark == '*' || !next.is_some_and(char::is_alphanumeric));
            let opens = next.is_some_and(|n| !n.is_whitespace());
            if closes && length == strength && at > strength {
                return Closing::At(at);
            }
            if closes && inner > 0 && length == inner + strength {
                return Closing::At(at + inner);
            }
            if closes && length == inner {
                inner = 0;
            } else if opens && inner == 0 {
                inner = length;
            } else if closes && length > strength && inner == 0 {
                return Closing::At(at);
            }
            at += length;
        } else {
            at += c.len_utf8();
        }
    }
    Closing::More
}

/// `[text](url "title")`, after `skip` bytes.
fn link(text: &str, skip: usize) -> Option<Found<'_>> {
    let plain = Some(Found::Text(skip + 1));
    let inner_at = skip + 1;
    let close = inner_at + matching(&text[inner_at..], '[', ']')?;
    let rest = &text[close + 1..];
    if rest.is_empty() {
        return None;
    }
    let Some(target) = rest.strip_prefix('(') else { return plain };
    let end = matching(target, '(', ')')?;
    let inside = target[..end].trim();
    let url = match inside.strip_prefix('<').and_then(|url| url.split_once('>')) {
        Some((url, _)) => url,
        None => inside.split_whitespace().next().unwrap_or_default(),
    };
    Some(Found::Link { used: close + 2 + end + 1, text: &text[inner_at..close], url })
}

/// Where `close` is that belongs to an `open` before `text`.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == open => depth += 1,
            _ if c == close && depth == 0 => return Some(at),
            _ if c == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `<https://…>`; other tags mean themselves.
fn auto_link(text: &str) -> Option<Found<'_>> {
    const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
    let rest = &text[1..];
    let may_be = |scheme: &str| rest.starts_with(scheme) || scheme.starts_with(rest);
    if !SCHEMES.iter().any(|scheme| may_be(scheme)) || rest.contains(char::is_whitespace) {
        return Some(Found::Text(1));
    }
    let end = rest.find('>')?;
    Some(Found::Link { used: end + 2, text: &rest[..end], url: &rest[..end] })
}

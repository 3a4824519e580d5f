//! Characters that YAML text cannot have, or that readers and people see differently.

use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::source::{SourceId, Span};

/// How many forbidden characters are shown; a file with more is no text.
const MAX_SHOWN: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// YAML has no such character: an error.
    Forbidden,
    /// A byte order mark that is not at the start.
    Mark,
    /// Ends a line for YAML 1.1 only.
    Separator,
    /// Changes the order in which the characters around it are shown.
    Order,
    /// A carriage return without a line feed.
    Return,
}

/// What is wrong with the characters of `text`; with an error among it, the text cannot be read.
pub(super) fn check(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let found = scan(text);
    let mut diagnostics = Vec::new();
    let of = |kind| found.iter().filter(move |(_, _, trouble)| *trouble == kind);
    for (at, c, _) in of(Trouble::Forbidden).take(MAX_SHOWN) {
        diagnostics.push(forbidden(Span::new(source, *at, at + c.len_utf8()), *c));
    }
    for (kind, say) in [
        (Trouble::Mark, "a byte order mark stands inside the text"),
        (Trouble::Separator, "ends the line for readers of YAML 1.1, and not for others"),
        (Trouble::Order, "changes the order in which the text around it is shown"),
        (Trouble::Return, "a carriage return without a line feed ends the line"),
    ] {
        let places: Vec<_> =
            of(kind).map(|(at, c, _)| (Span::new(source, *at, at + c.len_utf8()), *c)).collect();
        if let Some((_, c)) = places.first() {
            let message = match kind {
                Trouble::Separator | Trouble::Order => {
                    format!("the character `U+{:04X}` {say}", u32::from(*c))
                }
                Trouble::Mark | Trouble::Return | Trouble::Forbidden => say.to_owned(),
            };
            diagnostics.push(several(kind, &message, &places));
        }
    }
    diagnostics
}

fn forbidden(span: Span, c: char) -> Diagnostic {
    let code = u32::from(c);
    let message = format!("the character `U+{code:04X}` cannot be in YAML");
    let help = if code <= 0xff {
        format!("remove it, or write it as `\\x{code:02X}` in double quotes")
    } else {
        format!("remove it, or write it as `\\u{code:04X}` in double quotes")
    };
    Diagnostic::error(Code::YamlCharacter, span, message).help(help).maybe_fix(
        "remove the character",
        span,
        "",
    )
}

/// One finding for all characters of a kind, at the first.
fn several(kind: Trouble, message: &str, places: &[(Span, char)]) -> Diagnostic {
    let (title, text, help) = match kind {
        Trouble::Return => {
            ("end the lines with line feeds", "\n", "save the file with line feeds at the ends of lines")
        }
        Trouble::Separator => ("write blanks instead", " ", "write a blank, or an escape in double quotes"),
        _ => ("remove what cannot be seen", "", "remove it, or write it as an escape in double quotes"),
    };
    let edits = places.iter().map(|(span, _)| Edit { span: *span, text: text.to_owned() }).collect();
    let safe = matches!(kind, Trouble::Return | Trouble::Mark);
    let mut diagnostic = match kind {
        Trouble::Mark => Diagnostic::error(Code::YamlCharacter, places[0].0, message),
        _ => Diagnostic::warning(Code::YamlCharacter, places[0].0, message),
    };
    if places.len() > 1 {
        diagnostic = diagnostic.label(format!("the first of {}", places.len()));
    }
    diagnostic.help(help).with_fix(title, safe, edits)
}

fn scan(text: &str) -> Vec<(usize, char, Trouble)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        // Only these bytes start a character that is looked for; all else is skipped without decoding.
        if !matches!(byte, 0..=8 | 11..=31 | 0x7f | 0xc2 | 0xe2 | 0xef) {
            continue;
        }
        if *byte == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if let Some(trouble) = trouble(c) {
            found.push((at, c, trouble));
        }
    }
    found
}

fn trouble(c: char) -> Option<Trouble> {
    match c {
        '\r' => Some(Trouble::Return),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Trouble::Separator),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Trouble::Order),
        '\u{feff}' => Some(Trouble::Mark),
        '\t' | '\n' => None,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => Some(Trouble::Forbidden),
        _ => None,
    }
}

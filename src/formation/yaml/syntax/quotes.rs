//! Quotes that are not closed or closed too early, and escapes that do not exist.

use granit_parser::ErrorKind;

use super::Scene;
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};

pub(super) fn explain(scene: &Scene<'_>, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
    use ErrorKind as K;
    Some(match kind {
        K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => {
            unclosed(scene, at)
        }
        K::InvalidIndentation | K::InvalidFlowScalarIndent if opening(scene, at).is_some() => {
            unclosed(scene, at)
        }
        K::InvalidTrailingSingleQuotedScalar => trailing(scene, at, '\''),
        K::InvalidTrailingDoubleQuotedScalar => trailing(scene, at, '"'),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => escape(scene, at),
        _ => return None,
    })
}

/// A quote that is open where the text cannot go on.
fn unclosed(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let at_quote = scene.text[at..].starts_with(['"', '\'']).then_some(at);
    let Some(open) = opening(scene, at).or(at_quote) else {
        return scene.error(
            Code::YamlSyntax,
            scene.character(at),
            "a quote is opened and never closed",
            "close the quote",
        );
    };
    let quote = &scene.text[open..=open];
    let span = scene.span(open, open + 1);
    if at_quote == Some(open) || scene.text[at..].trim().is_empty() {
        let message = format!("this `{quote}` is never closed");
        let diagnostic = scene.error(Code::YamlSyntax, span, message, &format!("close it with `{quote}`"));
        return close(scene, diagnostic, open, quote);
    }
    let message = format!("this `{quote}` is not closed before a line that is not indented");
    let help = "close the quote, or indent the lines that belong to it";
    let diagnostic = scene.error(Code::YamlSyntax, span, message, help);
    close(scene, diagnostic.also(scene.character(at), "this line cannot be part of the text"), open, quote)
}

/// With the fix that closes the quote at the end of its line, where the line has no other.
fn close(scene: &Scene<'_>, diagnostic: Diagnostic, open: usize, quote: &str) -> Diagnostic {
    let line = scene.rest(open);
    if line.matches(quote).count() != 1 || line.contains(" #") || line.ends_with('\\') {
        return diagnostic;
    }
    let end = open + line.len();
    diagnostic.maybe_fix("close the quote at the end of the line", scene.span(end, end), quote)
}

/// Where the quote is that is open at `at`.
fn opening(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let bytes = scene.text.as_bytes();
    let mut here = scene.after;
    while here < at {
        match bytes[here] {
            b'#' if here == 0 || bytes[here - 1].is_ascii_whitespace() => {
                here += scene.text[here..].find('\n')?;
            }
            quote @ (b'"' | b'\'') => match closing(bytes, here, quote, at) {
                Some(end) => here = end + 1,
                None => return Some(here),
            },
            _ => here += 1,
        }
    }
    None
}

/// Where the quote at `open` is closed, before `limit`.
fn closing(bytes: &[u8], open: usize, quote: u8, limit: usize) -> Option<usize> {
    let mut here = open + 1;
    while here < limit {
        match bytes[here] {
            b'\\' if quote == b'"' => here += 2,
            b'\'' if quote == b'\'' && bytes.get(here + 1) == Some(&b'\'') => here += 2,
            byte if byte == quote => return Some(here),
            _ => here += 1,
        }
    }
    None
}

/// Something after the closing quote.
fn trailing(scene: &Scene<'_>, at: usize, quote: char) -> Diagnostic {
    let value = scene.value(at);
    let end = at + value.len();
    let message = format!("the text in quotes ends before this: the `{quote}` closes it");
    let help = match quote {
        '\'' => "write `''` for a `'` inside of single quotes, or use double quotes",
        _ => "write `\\\"` for a `\"` inside of double quotes, or use single quotes",
    };
    let diagnostic = scene.error(Code::YamlSyntax, scene.span(at, end), message, help);
    let Some(open) = opening_of(scene, at, quote) else { return diagnostic };
    let inner = scene.text[open + 1..end].strip_suffix(quote);
    match inner {
        // `'it's'`: all quotes inside are meant.
        Some(inner) if scene.flow.is_none() && !inner.contains('\n') && !inner.contains("\\\"") => {
            let sign = if quote == '\'' { "'" } else { "\\" };
            let edits = inside(inner, quote)
                .map(|at| Edit { span: scene.span(open + 1 + at, open + 1 + at), text: sign.to_owned() })
                .collect();
            diagnostic.with_fix("keep the quotes inside as text", false, edits)
        }
        _ => diagnostic,
    }
}

/// The quotes of a text that are not written as text; a `'` is where it is doubled.
fn inside(text: &str, quote: char) -> impl Iterator<Item = usize> {
    let is_doubled = move |at: usize| {
        let before = text[..at].len() - text[..at].trim_end_matches('\'').len();
        let after = text[at..].len() - text[at..].trim_start_matches('\'').len();
        quote == '\'' && (before % 2 == 1 || after > 1)
    };
    text.match_indices(quote).map(|(at, _)| at).filter(move |at| !is_doubled(*at))
}

/// The opening quote of the text that ends before `at`.
fn opening_of(scene: &Scene<'_>, at: usize, quote: char) -> Option<usize> {
    let found = scene.text[scene.after..at].find(quote)?;
    Some(scene.after + found)
}

/// A `\` in double quotes that starts no escape; `at` is the quote.
fn escape(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let (start, end) =
        bad_escape(&scene.text[at..]).map_or((at, at + 1), |(start, end)| (at + start, at + end));
    let span = scene.span(start, end);
    let message = format!("`{}` is no escape", scene.text.get(span.start..span.end).unwrap_or("\\"));
    let help = "write `\\\\` for a `\\`, or put the value in single quotes";
    let insert = scene.span(start, start);
    scene.error(Code::YamlSyntax, span, message, help).maybe_fix("write `\\\\`", insert, "\\")
}

/// The first escape of a text in double quotes that does not exist, in bytes from the quote.
fn bad_escape(text: &str) -> Option<(usize, usize)> {
    let mut here = 1;
    loop {
        let found = here + text.get(here..)?.find(['\\', '"'])?;
        if text[found..].starts_with('"') {
            return None;
        }
        let sign = text[found + 1..].chars().next()?;
        let digits = match sign {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let written = &text[found + 1 + sign.len_utf8()..];
        let hex: String = written.chars().take(digits).take_while(char::is_ascii_hexdigit).collect();
        let end = found + 1 + sign.len_utf8() + hex.len();
        let known = match digits {
            0 => "0abtnvfre \"/\\N_LP\t\n\r".contains(sign),
            _ => hex.len() == digits && u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32).is_some(),
        };
        // Two halves of a pair are one character.
        let pair = digits == 4 && hex.len() == 4 && is_pair(&hex, &text[end..]);
        if !known && !pair {
            return Some((found, end));
        }
        here = if pair { end + 6 } else { end };
    }
}

fn is_pair(high: &str, rest: &str) -> bool {
    let half = |hex: &str, range: std::ops::RangeInclusive<u32>| {
        u32::from_str_radix(hex, 16).is_ok_and(|half| range.contains(&half))
    };
    half(high, 0xd800..=0xdbff)
        && rest
            .strip_prefix("\\u")
            .and_then(|rest| rest.get(..4))
            .is_some_and(|low| half(low, 0xdc00..=0xdfff))
}

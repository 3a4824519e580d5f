//! Text that is not what it looks like: variables that nothing filled in, characters that cannot be seen.

use super::ValueFinding;
use crate::formation::code::Code;
use crate::support::keys::Name;

/// Letters of other alphabets that look like Latin ones.
const TWINS: &str = "АВЕКМНОРСТУХаеорсухіјѕԁѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα";

pub(super) fn check(name: &Name<'_>, core: &str, found: &mut Vec<ValueFinding>) {
    if is_unexpanded(core) {
        found.push(
            ValueFinding::new(Code::ValueUnexpanded, "is a variable or a reference that nothing filled in")
                .help_with(
                    "store the value itself; quotes of the shell may have kept it from being filled in",
                ),
        );
    }
    if !core.is_ascii()
        && let Some(text) = look_alike(name, core)
    {
        found.push(
            ValueFinding::new(Code::ValueLookAlike, text)
                .help_with("copy it again from its source, not from a document or a chat"),
        );
    }
}

/// `$NAME`, `${NAME}`, `$(command)`, `%NAME%`, `${{ … }}` as the whole value, or the braced ones inside one line.
fn is_unexpanded(core: &str) -> bool {
    // A text of several lines may be a script or a template.
    if core.contains('\n') {
        return false;
    }
    if core.starts_with("${{") || core.contains("${{ secrets.") {
        return true;
    }
    let whole = |open, close| core.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let plain = core.strip_prefix('$').is_some_and(is_variable)
        || whole("%", "%").is_some_and(is_variable)
        || whole("$(", ")").is_some_and(|command| !command.contains(['(', ')']));
    plain || core.match_indices("${").any(|(at, _)| is_braced(&core[at + 2..]))
}

/// `NAME}` or `NAME:-default}`.
fn is_braced(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_');
    end.is_some_and(|end| {
        is_variable(&rest[..end]) && (rest[end..].starts_with('}') || rest[end..].starts_with(":-"))
    })
}

/// Upper case, as the variables of an environment are: `$ecret` is a password.
fn is_variable(text: &str) -> bool {
    text.len() > 2
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn look_alike(name: &Name<'_>, core: &str) -> Option<&'static str> {
    // Prose may have typographic quotes; a word may be in any script.
    let others = core.chars().filter(|c| !c.is_ascii()).count();
    let token = !core.contains(|c: char| c.is_ascii_whitespace()) && others * 4 <= core.chars().count();
    let secret_line = name.is_secret() && !core.contains('\n');
    if !token && !secret_line {
        return None;
    }
    if core.contains(is_invisible) {
        return Some("has characters that cannot be seen");
    }
    if core.contains(is_typographic) {
        return Some("has typographic quotes, dashes or blanks, as word processors put them in");
    }
    let twins = core.chars().filter(|c| TWINS.contains(*c)).count();
    (twins > 0 && twins == others && token)
        .then_some("has letters of another alphabet that look like Latin ones")
}

/// Zero width, soft hyphens, marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_typographic(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{2212}' | '\u{3000}')
}

//! Slips of pasting: blanks, quotes, `NAME=` in front, PEM blocks cut or with other line ends.

use super::ValueFinding;
use crate::formation::code::Code;
use crate::support::keys::Name;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// Quotes that stand around a value, the opening and the closing one.
const QUOTES: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')];

/// Reports what is around the value; what is inside comes back, for the other rules.
pub(super) fn check<'v>(name: &Name<'_>, whole: &'v str, found: &mut Vec<ValueFinding>) -> &'v str {
    let mut core = blanks(whole, found);
    if let Some(inner) = named(name, core) {
        found.push(
            ValueFinding::new(Code::ValueNamed, "begins with a name and `=`, as a line of a .env file does")
                .help_with("store only what comes after the `=`"),
        );
        core = inner;
    }
    if let Some(inner) = unquoted(core) {
        found.push(
            ValueFinding::new(Code::ValueQuoted, "is in quotes, which are a part of it")
                .help_with("store it without the quotes; the formation needs none"),
        );
        core = inner;
    }
    pem(core, found);
    core
}

fn blanks<'v>(whole: &'v str, found: &mut Vec<ValueFinding>) -> &'v str {
    let core = whole.trim();
    if core.is_empty() {
        found.push(ValueFinding::new(Code::ValueBlank, "has only blanks"));
        return core;
    }
    let before = whole.len() - whole.trim_start().len();
    let after = whole.trim_end();
    let rest = &whole[after.len()..];
    // A text of several lines ends with a line end; a key in PEM has to.
    let proper = after.contains('\n') && matches!(rest, "\n" | "\r\n");
    let text = match (before > 0, rest.is_empty() || proper, rest.contains(['\n', '\r'])) {
        (true, true, _) => "begins with a blank or a line end",
        (true, false, _) => "has blanks or line ends around it",
        (false, false, true) => "ends with a line end",
        (false, false, false) => "ends with a blank",
        (false, true, _) => return core,
    };
    found.push(
        ValueFinding::new(Code::ValueBlank, text)
            .help_with("store it without them, unless they belong to it"),
    );
    core
}

/// What comes after `NAME=` or `export NAME=`, if NAME is this secret's, or some other one's for sure.
fn named<'v>(name: &Name<'_>, core: &'v str) -> Option<&'v str> {
    let line = core.strip_prefix("export ").unwrap_or(core).trim_start();
    let (before, value) = line.split_once('=')?;
    let before = before.trim_end();
    if value.trim().trim_matches('=').is_empty() {
        // The padding of base64.
        return None;
    }
    let own = before.eq_ignore_ascii_case(name.as_str());
    // A connection string has words before `=` too, but no names of secrets.
    let is_name = before.contains('_')
        && before.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && Name::of(before).is_secret();
    (own || (is_name && !core.contains(['\n', ';']))).then(|| value.trim())
}

/// What is between quotes; nothing where there are such quotes inside too.
fn unquoted(core: &str) -> Option<&str> {
    let inner = QUOTES.iter().find_map(|(open, close)| {
        let inner = core.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    })?;
    (!inner.is_empty()).then_some(inner)
}

fn pem(core: &str, found: &mut Vec<ValueFinding>) {
    // Inside of JSON a block has other line ends, as it should.
    if !(core.starts_with("-----") || core.contains("\n-----BEGIN ")) {
        return;
    }
    let (begins, ends) = (core.matches(BEGIN).count(), core.matches(END).count());
    if begins != ends {
        let text = if begins > ends {
            "is cut short: a PEM block begins and does not end"
        } else {
            "is cut short: a PEM block ends and does not begin"
        };
        let finding = ValueFinding::new(Code::ValuePemCut, text);
        found.push(finding.help_with("copy the whole file: muxi secrets add NAME --raw < FILE"));
    }
    if begins == 0 {
        return;
    }
    let text = if core.contains("\r\n") {
        "is a PEM block with the line ends of Windows, which many programs refuse"
    } else if ends > 0 && !core.contains('\n') && !core.contains("\\n") {
        "is a PEM block whose lines were joined to one"
    } else {
        return;
    };
    found.push(
        ValueFinding::new(Code::ValuePemLineEnds, text)
            .help_with("store the file as it is: muxi secrets add NAME --raw < FILE"),
    );
}

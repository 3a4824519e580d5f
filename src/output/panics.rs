//! What a panic says: one line, without the values of secrets.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::panic::{self, PanicHookInfo};

use super::printer::{escaped, say};
use crate::support::redact::Redactor;

/// Where a bug is reported, for people.
const REPORT: &str =
    "this is a bug in muxi; please report it with this line (see SECURITY.md if it shows a secret)";

/// From now on a panic says one line on stderr: what, where, and what to do. Values known to `redactor` are
/// taken out of it. With `RUST_BACKTRACE` the backtrace follows. The exit code of a panic stays 101.
pub fn report_panics(redactor: &Redactor) {
    let redactor = redactor.clone();
    panic::set_hook(Box::new(move |info| {
        // Whether it is wanted is for std to say, which alone reads the variable.
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
        say(&message(&redactor, info, backtrace.as_deref()));
    }));
}

/// The text of a panic.
fn message(redactor: &Redactor, info: &PanicHookInfo<'_>, backtrace: Option<&str>) -> String {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    said(redactor, info.payload_as_str().unwrap_or("no reason given"), &place, backtrace)
}

/// The panic may be in the redactor itself: then nothing of what was said can be shown.
fn said(redactor: &Redactor, why: &str, place: &str, backtrace: Option<&str>) -> String {
    let clean = |text: &str| redactor.redact_now(text).unwrap_or_else(|| "(not shown)".to_owned());
    let mut text = format!("error: muxi panicked at {place}: {}; {REPORT}", escaped(&clean(why)));
    if let Some(backtrace) = backtrace {
        let _ = write!(text, "\n{}", clean(backtrace).trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_line_with_its_place_and_without_a_value() {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-1234567890".into());
        let text = said(&redactor, "no \"sk-1234567890\"\n\x1b[2J here", "src/x.rs:1:2", None);
        assert_eq!(
            text,
            format!(
                "error: muxi panicked at src/x.rs:1:2: no \"[REDACTED:KEY]\"\\n\\u{{1b}}[2J here; {REPORT}"
            )
        );
        // The text of a panic may have been cut short.
        assert!(!said(&redactor, "no sk-123456", "", None).contains("sk-"));
        let with = said(&redactor, "x", "", Some("0: f(sk-1234567890)\n1: main\n"));
        assert!(with.ends_with("\n0: f([REDACTED:KEY])\n1: main"), "{with}");
    }
}

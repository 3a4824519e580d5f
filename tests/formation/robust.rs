//! Nothing that a file can hold makes the checks panic, hang, or lose a place.

use std::fs;
use std::time::Duration;

use proptest::prelude::*;

use crate::support::{load, load_bytes};
use muxi::formation::load::{Loaded, Target};
use muxi::formation::render;

const LARGE: &str = include_str!("../fixtures/formation/large.afs");

fn show_all(loaded: &Loaded) {
    for diagnostic in &loaded.diagnostics {
        render::human(diagnostic, &loaded.sources, 80, false);
        render::json(diagnostic, &loaded.sources);
    }
    assert_eq!(loaded.formation.is_some(), loaded.errors() == 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        show_all(&load_bytes(&[("formation.afs", &bytes)], Some(&[]), Target::Local));
    }

    #[test]
    fn any_text_of_yaml_signs_is_read_or_refused(text in "([a-z&*!|>'\"%@`#:,?{}\\[\\]<\\-]|[ \n\t]|é|\\$\\{\\{|\r\n|: |- |id: |agents:\n){0,80}") {
        show_all(&load(&[("formation.afs", &text), ("agents/a.afs", &text)]));
    }

    #[test]
    fn a_large_formation_with_bytes_changed_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..6usize, "[ -~\n\té]{0,4}"), 1..4),
    ) {
        let mut text = LARGE.to_owned();
        for (index, length, new) in changes {
            let chars: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            let start = index.index(chars.len());
            let end = (start + length).min(chars.len() - 1);
            text.replace_range(chars[start]..chars[end.max(start)], &new);
        }
        show_all(&load_bytes(&[("formation.afs", text.as_bytes())], Some(&[]), Target::MuxiServer));
    }
}

#[test]
fn a_large_formation_is_checked_in_milliseconds() {
    let start = worked();
    for _ in 0..10 {
        assert!(load(&[("formation.afs", LARGE)]).formation.is_some());
    }
    let each = worked().saturating_sub(start) / 10;
    // An unoptimised build takes about ten times as long as a release.
    assert!(each < Duration::from_millis(100), "{each:?}");
}

/// `before`, a number, `after`, for many numbers.
fn numbered(before: &str, after: &str) -> String {
    let each = (0..30_000).map(|i| format!("{before}{i}{after}"));
    each.collect::<Vec<_>>().concat()
}

#[test]
fn texts_made_to_be_slow_are_not() {
    let cases = [
        "${{ ".repeat(100_000),
        format!("a: \"{}\"", "${{".repeat(150_000)),
        format!("a: \"{}\"", "${{ secrets.A || '".repeat(25_000)),
        numbered("k", ": 1\n"),
        format!("agents:\n{}", numbered("- a", "\n")),
        "a: &a\n".repeat(60),
        "? ".repeat(50_000),
        "- ".repeat(50_000),
        "{".repeat(50_000),
    ];
    // An unoptimised build: seconds of work would still be a quadratic slip. What else runs on the machine does not count.
    let bound = Duration::from_secs(5);
    for text in cases {
        let start = worked();
        let loaded = load(&[("formation.afs", &text)]);
        assert!(!loaded.diagnostics.is_empty());
        for diagnostic in loaded.diagnostics.iter().take(100) {
            render::human(diagnostic, &loaded.sources, 80, false);
        }
        let took = worked().saturating_sub(start);
        assert!(took < bound, "{took:?}: {}", &text[..20]);
    }
}

/// What this thread has had of a processor, in steps of 10 ms: `utime` and `stime` of `/proc/thread-self/stat`.
#[expect(clippy::disallowed_methods, reason = "a file of the kernel's")]
fn worked() -> Duration {
    let stat = fs::read_to_string("/proc/thread-self/stat").expect("Linux");
    let (_, after_name) = stat.rsplit_once(") ").expect("a name in parentheses");
    let ticks = after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number"));
    Duration::from_millis(10 * ticks.sum::<u64>())
}

//! YAML as people write it: every surprise with its verdict, its place and what to write instead.

use std::fmt::Write as _;

use muxi::formation::diagnostic::Severity;
use muxi::formation::source::Sources;
use muxi::formation::yaml;

/// What is said of `text`: `error CODE LINE:COLUMN message | help | title of the fix: the text with it`.
fn verdict(text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let (_, found) = yaml::parse(id, sources.get(id).text());
    let mut said = String::new();
    for one in &found {
        let span = one.primary.span;
        let at = sources.position(span);
        let level = if one.severity == Severity::Error { "error" } else { "warning" };
        let help = one.help.as_deref().expect("each says what to write");
        write!(said, "{level} {} {}:{} {} | {help}", one.code, at.line, at.column, one.message)
            .expect("a String takes everything");
        for label in &one.secondary {
            let at = sources.position(label.span);
            write!(said, " | {}:{} {}", at.line, at.column, label.text).expect("a String takes everything");
        }
        if let Some(fix) = &one.fix {
            let mut mended = sources.get(id).text().to_owned();
            for edit in fix.edits.iter().rev() {
                mended.replace_range(edit.span.start..edit.span.end, &edit.text);
            }
            let safe = if fix.safe { "safe" } else { "maybe" };
            write!(said, " | {safe}, {}: {mended:?}", fix.title).expect("a String takes everything");
        }
        said.push('\n');
    }
    said
}

const CASES: &str = include_str!("../fixtures/formation/yaml-verdicts.txt");

/// The cases with what is said of them now. A case is a line with its text as JSON; lines with `#` are headings.
fn judged() -> String {
    let mut out = String::new();
    for line in CASES.lines() {
        if line.starts_with('"') {
            let text: String = serde_json::from_str(line).expect("a case is a JSON string");
            let said = verdict(&text);
            let said = if said.is_empty() { "fine\n".to_owned() } else { said };
            writeln!(out, "{line}\n{said}").expect("a String takes everything");
        } else if line.starts_with('#') {
            writeln!(out, "{line}\n").expect("a String takes everything");
        }
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the cases can be written again with what is said now")]
fn every_surprise_has_its_verdict_and_what_to_write_instead() {
    let judged = judged();
    if std::env::var_os("MUXI_REGENERATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formation/yaml-verdicts.txt");
        std::fs::write(path, &judged).unwrap();
        return;
    }
    assert!(CASES.matches("\n\"").count() > 150);
    for (now, then) in judged.split("\n\n").zip(CASES.split("\n\n")) {
        assert_eq!(now, then);
    }
    assert_eq!(judged, CASES);
}

/// A safe fix leaves a text that is read, in which the same is not said again.
#[test]
fn a_safe_fix_mends_what_it_is_for() {
    let mut mended = 0;
    for line in CASES.lines().filter(|line| line.starts_with('"')) {
        let text: String = serde_json::from_str(line).unwrap();
        let mut sources = Sources::default();
        let id = sources.add("t", text);
        let (_, found) = yaml::parse(id, sources.get(id).text());
        for one in found.iter().filter(|one| one.fix.as_ref().is_some_and(|fix| fix.safe)) {
            let mut text = sources.get(id).text().to_owned();
            for edit in one.fix.iter().flat_map(|fix| fix.edits.iter().rev()) {
                text.replace_range(edit.span.start..edit.span.end, &edit.text);
            }
            let again = sources.add("again", text);
            let (_, rest) = yaml::parse(again, sources.get(again).text());
            let same = |other: &&_| {
                let other: &muxi::formation::diagnostic::Diagnostic = other;
                other.code == one.code && other.message == one.message
            };
            assert_eq!(rest.iter().filter(same).count(), 0, "{line}");
            assert!(rest.len() < found.len(), "{line}: {rest:?}");
            mended += 1;
        }
    }
    assert!(mended > 20, "{mended}");
}

//! Safe fixes: what they change, and that they change nothing else.

use std::path::Path;

use muxi::formation::discover;
use muxi::formation::fix::{self, Outcome};
use muxi::formation::load::{self, Context};
use muxi::formation::overlay::Overlay;

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";
const LARGE: &str = include_str!("../fixtures/formation/large.afs");

fn mend(root: &Path) -> Outcome {
    let location = discover::in_directory(root).expect("a formation file");
    let context = Context { base: Some(root), ..Context::default() };
    fix::mend(Overlay::default(), |overlay| load::load_over(&location, &context, overlay))
}

/// The formation's file after all fixes, and how many there were.
fn mended(text: &str) -> (String, usize) {
    let dir = tempfile::tempdir().unwrap();
    crate::support::write(&dir.path().join("formation.afs"), text.as_bytes());
    let outcome = mend(dir.path());
    assert!(outcome.refused.is_empty(), "{:?}", outcome.refused);
    let after = outcome.files.first().map_or_else(|| text.as_bytes().to_vec(), |file| file.after.clone());
    fix::write(&outcome.files).unwrap();
    let written = std::fs::read(dir.path().join("formation.afs")).unwrap();
    assert!(written == after, "what is written is what was shown");
    (String::from_utf8(after).unwrap(), outcome.applied.len())
}

#[test]
fn comments_order_and_blank_lines_stay() {
    let text =
        format!("# top\n{HEAD}\nversion: 2026-01-31   # the day\n\n# end\nscheduler:\n  enabled: yes # on\n");
    let (after, applied) = mended(&text);
    let wanted = text.replace("2026-01-31", "\"2026-01-31\"").replace("yes", "true");
    assert_eq!((after, applied), (wanted, 2));
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_stay() {
    let text = format!("\u{feff}{HEAD}version: 2026-01-31\n").replace('\n', "\r\n");
    assert_eq!(mended(&text).0, text.replace("2026-01-31", "\"2026-01-31\""));
}

#[test]
fn what_is_mended_is_mended_once() {
    for text in [format!("{HEAD}version: 2026-01-31\n"), LARGE.replace("description", "descriptoin")] {
        let (once, applied) = mended(&text);
        assert!(applied > 0, "{once}");
        assert_eq!(mended(&once), (once.clone(), 0));
    }
}

#[test]
fn an_allowed_finding_is_left_as_it_is() {
    let text = format!("{HEAD}version: 2026-01-31 # muxi: allow yaml-ambiguous\n");
    assert_eq!(mended(&text), (text, 0));
}

#[test]
fn what_goes_on_below_or_is_a_key_is_not_put_in_quotes() {
    for value in [
        "author: @foo\n  bar\n",
        "author: @foo\n\n  bar: x\n",
        "@foo: bar\n",
        "@foo:\n  bar: 1\n",
        "tags:\n  - @foo: bar\n    b: c\n",
        "tags:\n  - @foo\n    b\n",
    ] {
        let text = format!("{HEAD}{value}");
        assert_eq!(mended(&text), (text, 0));
    }
    for (value, wanted) in [
        ("author: @foo: bar\n# c\n", "author: \"@foo: bar\"\n# c\n"),
        ("author: @foo # c\n", "author: \"@foo\" # c\n"),
        ("tags:\n  - @foo\n  - b\n", "tags:\n  - \"@foo\"\n  - b\n"),
        ("tags:\n- @foo\nauthor: x\n", "tags:\n- \"@foo\"\nauthor: x\n"),
        ("x:\n  - a: @foo\n    b: c\n", "x:\n  - a: \"@foo\"\n    b: c\n"),
    ] {
        assert_eq!(mended(&format!("{HEAD}{value}")).0, format!("{HEAD}{wanted}"));
    }
}

#[test]
fn a_key_is_not_renamed_to_one_under_which_its_value_would_be_wrong() {
    for value in ["command: npx\n", "agent: helper\n", "agnets: {id: a}\n"] {
        let text = format!("{HEAD}{value}");
        assert_eq!(mended(&text), (text, 0));
    }
    assert_eq!(mended(&format!("{HEAD}agnets: []\n")).0, format!("{HEAD}agents: []\n"));
}

/// Two letters of each key exchanged, one key at a time: a fix gives back the file byte for byte, or there is none.
#[test]
fn a_slip_is_mended_to_exactly_what_was_meant_or_left() {
    let (mut done, mut left) = (0, 0);
    for (index, line) in LARGE.lines().enumerate() {
        let trimmed = line.trim_start().trim_start_matches("- ");
        let Some((key, _)) = trimmed.split_once(':').filter(|(key, _)| key.len() > 5) else { continue };
        if !key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            continue;
        }
        let column = line.find(key).unwrap();
        let mut letters: Vec<char> = key.chars().collect();
        letters.swap(2, 3);
        let slip: String = letters.into_iter().collect();
        let changed = format!("{}{slip}{}", &line[..column], &line[column + key.len()..]);
        let lines =
            LARGE.lines().enumerate().map(|(at, old)| if at == index { changed.as_str() } else { old });
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        let (after, applied) = mended(&text);
        if applied == 0 {
            left += 1;
            assert_eq!(after, text);
        } else {
            done += 1;
            assert_eq!(after, LARGE, "{changed}");
        }
    }
    assert!(done > left, "{done} mended, {left} left");
}

#[test]
fn files_that_are_included_or_declared_are_mended_in_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| crate::support::write(&dir.path().join(path), text.as_bytes());
    write("formation.afs", &format!("{HEAD}agents:\n  - a\nllm:\n  $include: llm.afs\n"));
    write("llm.afs", "settings:\n  caching:\n    enabled: yes\n");
    write("agents/a.afs", "schema: \"1.0.0\"\nid: a\nname: A\ndescription: d\nactive: on\n");
    let outcome = mend(dir.path());
    let mut shown: Vec<_> = outcome.files.iter().map(|file| file.shown.clone()).collect();
    shown.sort();
    assert_eq!(shown, [Path::new("agents/a.afs"), Path::new("llm.afs")]);
    assert!(outcome.loaded.diagnostics.is_empty(), "{:?}", outcome.loaded.diagnostics);
    fix::write(&outcome.files).unwrap();
    assert!(mend(dir.path()).files.is_empty());
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_written_and_neither_are_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let formation = format!("{HEAD}version: 2026-01-31\nagents:\n  - a\n");
    let agent = "schema: \"1.0.0\"\nid: a\nname: A\ndescription: d\nactive: on\n";
    crate::support::write(&path("formation.afs"), formation.as_bytes());
    crate::support::write(&path("agents/a.afs"), agent.as_bytes());
    let outcome = mend(dir.path());
    assert_eq!(outcome.files.len(), 2);
    let theirs = agent.replace("A\n", "Another\n");
    crate::support::write(&path("agents/a.afs"), theirs.as_bytes());
    let error = fix::write(&outcome.files).unwrap_err();
    assert_eq!(error.code(), "file_changed");
    assert_eq!(std::fs::read_to_string(path("formation.afs")).unwrap(), formation);
    assert_eq!(std::fs::read_to_string(path("agents/a.afs")).unwrap(), theirs);
}

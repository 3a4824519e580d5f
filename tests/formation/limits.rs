//! What is too large, too deep, or grows to too much ends at a limit.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::{human, load, load_bytes, places};
use muxi::formation::load::Target;

#[test]
fn billion_laughs_end_at_a_budget() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..'j').zip('b'..='j') {
        let aliases = vec![format!("*{from}"); 9].join(", ");
        writeln!(text, "{to}: &{to} [{aliases}]").unwrap();
    }
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @r"
    error[yaml-alias-budget]: aliases stand for more than 20000 values
     --> formation.afs:5:12
      |
    5 | e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
      |            ^^
      |
      = help: write the values out, or use fewer aliases of aliases
    ");
}

#[test]
fn aliases_of_long_text_and_anchors_inside_of_anchors_end_at_a_budget() {
    let aliases = "- *a\n".repeat(10_000);
    let text = format!("a: &a \"{}\"\nb:\n{aliases}", "x".repeat(500_000));
    assert_eq!(places(&load(&[("formation.afs", &text)])), ["yaml-alias-budget formation.afs:11:3"]);
    let anchors: String = (0..60).fold(String::new(), |mut text, i| {
        write!(text, "&a{i} [").unwrap();
        text
    });
    let text = format!("a: {anchors}{}{}\n", "x,".repeat(200_000), "]".repeat(60));
    let loaded = load(&[("formation.afs", &text)]);
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!(loaded.diagnostics[0].code.as_str(), "yaml-alias-budget");
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("formation.afs");
    std::fs::OpenOptions::new().write(true).create_new(true).open(path).unwrap().set_len(100 << 20).unwrap();
    let start = std::time::Instant::now();
    let loaded = crate::support::load_dir(dir.path(), None, Target::Local);
    assert_eq!(places(&loaded), ["file-too-large formation.afs:1:1"]);
    assert!(start.elapsed() < std::time::Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn deep_nesting_ends_at_a_limit_also_through_aliases() {
    assert_snapshot!(human(&load(&[("formation.afs", &"[".repeat(10_000))])), @r"
    error[yaml-depth]: maps and lists are nested too deeply
     --> formation.afs:1:65
      |
    1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
      |                                                                 ^
      |
      = help: a formation needs fewer than ten levels; 64 are read
    ");
    let block: String = (0..1_000).fold(String::new(), |mut text, i| {
        writeln!(text, "{}a:", " ".repeat(i)).unwrap();
        text
    });
    assert_eq!(places(&load(&[("formation.afs", &block)])), ["yaml-depth formation.afs:65:65"]);
    let nested = |inner: &str| format!("{}{inner}{}", "[".repeat(40), "]".repeat(40));
    let text = format!("a: &a {}\nb: {}\n", nested("1"), nested("*a"));
    assert_eq!(places(&load(&[("formation.afs", &text)])), ["yaml-depth formation.afs:2:44"]);
}

#[test]
fn a_file_of_two_megabytes_is_refused_unread() {
    let big = vec![b'#'; 2 << 20];
    let loaded = load_bytes(&[("formation.afs", &big)], None, Target::Local);
    assert_snapshot!(human(&loaded), @r"
    error[file-too-large]: this file is larger than 1 MiB
    --> formation.afs:1:1
     = help: keep documents in `knowledge/` and split large formations into files
    ");
}

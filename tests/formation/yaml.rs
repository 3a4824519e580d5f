//! Text that is not YAML, or YAML that a formation must not be.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::{human, load, load_bytes, places};
use muxi::formation::load::Target;

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";

fn after_head(rest: &str) -> String {
    human(&load(&[("formation.afs", &format!("{HEAD}{rest}"))]))
}

#[test]
fn a_tab_is_shown_where_it_stands() {
    assert_snapshot!(after_head("llm:\n\tmodels: []\n"), @"");
    assert_snapshot!(after_head("llm:\n  models:\n\t- text: a/b\n"), @"");
    let loaded = load(&[("formation.afs", &format!("{HEAD}\tversion: x\n"))]);
    assert_eq!(places(&loaded), ["yaml-tab formation.afs:4:1"]);
}

#[test]
fn broken_yaml_says_what_to_write_instead() {
    assert_snapshot!(after_head("author: a: b\n"), @"");
    assert_snapshot!(after_head("llm:\n   models: []\n  settings: {}\n"), @"");
    assert_snapshot!(after_head("llm: {models: [\n"), @"");
    assert_snapshot!(after_head("author: \"abc\nversion: x\n"), @"");
    assert_snapshot!(after_head("author: @me\n"), @"");
    assert_snapshot!(after_head("author\n"), @"");
    assert_snapshot!(after_head("author: \"a\0b\"\n"), @"");
}

#[test]
fn a_key_given_twice_shows_both_places() {
    assert_snapshot!(after_head("id: y\n"), @"");
}

#[test]
fn all_duplicate_keys_are_found_in_one_run() {
    let loaded = load(&[("formation.afs", &format!("{HEAD}id: y\nllm:\n  models: []\n  models: []\n"))]);
    assert_eq!(
        places(&loaded),
        ["yaml-duplicate-key formation.afs:4:1", "yaml-duplicate-key formation.afs:7:3"]
    );
}

#[test]
fn a_second_document_is_refused_and_a_first_marker_is_not() {
    assert_snapshot!(after_head("---\nid: z\n"), @"");
    let text = format!("%YAML 1.2\n---\n{HEAD}...\n");
    assert!(load(&[("formation.afs", &text)]).diagnostics.is_empty());
}

#[test]
fn an_empty_file_a_list_and_a_word_are_no_formations() {
    assert_snapshot!(human(&load(&[("formation.afs", "")])), @"");
    assert_snapshot!(human(&load(&[("formation.afs", "# only a comment\n")])), @"");
    assert_snapshot!(human(&load(&[("formation.afs", "- a\n- b\n")])), @"");
    assert_snapshot!(human(&load(&[("formation.afs", "hello")])), @"");
}

#[test]
fn billion_laughs_end_at_a_budget() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..'j').zip('b'..='j') {
        let aliases = vec![format!("*{from}"); 9].join(", ");
        writeln!(text, "{to}: &{to} [{aliases}]").unwrap();
    }
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @"");
}

#[test]
fn deep_nesting_ends_at_a_limit_also_through_aliases() {
    assert_snapshot!(human(&load(&[("formation.afs", &"[".repeat(10_000))])), @"");
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
fn aliases_merges_and_tags_that_mean_nothing_are_said() {
    assert_snapshot!(after_head("author: *me\n"), @"");
    assert_snapshot!(after_head("author: &a [*a]\n"), @"");
    assert_snapshot!(after_head("author: !ruby/object me\n"), @"");
    assert_snapshot!(after_head("llm:\n  <<: text\n"), @"");
    assert_snapshot!(after_head("author: {{ name }}\n"), @"");
}

#[test]
fn anchors_and_merges_are_read_as_the_deployed_runtime_reads_them() {
    let text = format!(
        "{HEAD}llm:\n  settings: &s\n    temperature: 0.5\n    max_tokens: 10\n  models:\n    - text: muxi/echo\n      settings:\n        <<: *s\n        max_tokens: 20\n"
    );
    let loaded = load(&[("formation.afs", &text)]);
    assert_eq!(human(&loaded), "");
    let settings = &loaded.formation.unwrap().llm.models[0].settings;
    assert_eq!((settings.temperature, settings.max_tokens), (Some(0.5), Some(20)));
}

#[test]
fn carriage_returns_and_byte_order_marks_change_nothing() {
    let text = format!(
        "\u{feff}{}",
        format!("{HEAD}llm:\n  settings:\n    temperature: hot\n").replace('\n', "\r\n")
    );
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @"");
}

#[test]
fn text_that_is_not_utf8_is_shown_where_it_starts() {
    let latin = b"schema: \"1.0.0\"\nid: caf\xe9\n";
    let loaded = load_bytes(&[("formation.afs", latin)], None, Target::Local);
    assert_snapshot!(human(&loaded), @"");
    let utf16 = b"\xff\xfei\0d\0:\0 \0x\0";
    let loaded = load_bytes(&[("formation.afs", utf16)], None, Target::Local);
    assert_snapshot!(human(&loaded), @"");
}

#[test]
fn a_file_of_two_megabytes_is_refused_unread() {
    let big = vec![b'#'; 2 << 20];
    let loaded = load_bytes(&[("formation.afs", &big)], None, Target::Local);
    assert_snapshot!(human(&loaded), @"");
}

#[test]
fn what_other_yaml_readers_take_for_something_else_is_a_warning() {
    for value in ["yes", "off", "012", "1_000", "2024-01-31", "12:30", "2024-01-31T10:00:00Z"] {
        let text = format!("{HEAD}version: {value}\n");
        let loaded = load(&[("formation.afs", &text)]);
        assert_eq!(places(&loaded), ["yaml-ambiguous formation.afs:4:10"], "{value}");
        assert_eq!(loaded.formation.unwrap().version.unwrap().raw, value);
    }
    assert_snapshot!(after_head("version: yes\n"), @"");
    assert_snapshot!(after_head("scheduler:\n  enabled: yes\n"), @"");
    for value in ["\"yes\"", "!!str 012", "v1_0", "maybe", "1.2.3", "|\n  yes"] {
        assert_eq!(after_head(&format!("version: {value}\n")), "", "{value}");
    }
}

#[test]
fn a_number_where_text_is_wanted_is_an_error_with_the_quotes_as_help() {
    assert_snapshot!(after_head("version: 1.0\n"), @"");
    assert_snapshot!(after_head("memory:\n  buffer:\n    size: 010\n"), @"");
    assert_snapshot!(after_head("memory:\n  buffer:\n    size: \"10\"\n"), @"");
}

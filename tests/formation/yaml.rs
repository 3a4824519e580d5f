//! Text that is not YAML, or YAML that a formation must not be.

use insta::assert_snapshot;

use crate::support::{human, load, load_bytes, places};
use muxi::formation::load::Target;

const HEAD: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\n";

fn after_head(rest: &str) -> String {
    human(&load(&[("formation.afs", &format!("{HEAD}{rest}"))]))
}

#[test]
fn a_tab_is_shown_where_it_stands() {
    assert_snapshot!(after_head("llm:\n\tmodels: []\n"), @r"
    error[yaml-tab]: a tab is used as indentation
     --> formation.afs:5:1
      |
    5 |     models: []
      | ^^^^
      |
    help: indent with spaces, two for each level
      |
    5 |   models: []
      | ++
    ");
    assert_snapshot!(after_head("llm:\n  models:\n\t- text: a/b\n"), @r"
    error[yaml-tab]: a tab is used as indentation
     --> formation.afs:6:1
      |
    6 |     - text: a/b
      | ^^^^
      |
    help: indent with spaces, two for each level
      |
    6 |   - text: a/b
      | ++
    ");
    let loaded = load(&[("formation.afs", &format!("{HEAD}\tversion: x\n"))]);
    assert_eq!(places(&loaded), ["yaml-tab formation.afs:4:1"]);
}

#[test]
fn broken_yaml_says_what_to_write_instead() {
    assert_snapshot!(after_head("author: a: b\n"), @r#"
    error[yaml-syntax]: a `:` is not allowed here
     --> formation.afs:4:10
      |
    4 | author: a: b
      |          ^
      |
    help: put text that holds `: ` in quotes, and check the indentation
      |
    4 | author: "a: b"
      |         +    +
    "#);
    assert_snapshot!(after_head("llm:\n   models: []\n  settings: {}\n"), @r"
    error[yaml-syntax]: this line starts in column 3, the lines above start in column 1 or 4
     --> formation.afs:6:3
      |
    5 |    models: []
      |    - column 4
    6 |   settings: {}
      |   ^
      |
    help: start the keys of one map, and the entries of one list, in the same column
      |
    6 |    settings: {}
      |   +
    ");
    assert_snapshot!(after_head("llm: {models: [\n"), @r"
    error[yaml-syntax]: this `[` is never closed
     --> formation.afs:4:15
      |
    4 | llm: {models: [
      |               ^
      |
      = help: close it with `]`, or put the value in quotes
    ");
    assert_snapshot!(after_head("author: \"abc\nversion: x\n"), @r#"
    error[yaml-syntax]: this `"` is not closed before a line that is not indented
     --> formation.afs:4:9
      |
    4 | author: "abc
      |         ^
    5 | version: x
      | - this line cannot be part of the text
      |
    help: close the quote, or indent the lines that belong to it
      |
    4 | author: "abc"
      |             +
    "#);
}

#[test]
fn a_sign_that_starts_no_text_says_what_to_write_instead() {
    assert_snapshot!(after_head("author: @me\n"), @r#"
    error[yaml-syntax]: a value without quotes cannot start with `@`
     --> formation.afs:4:9
      |
    4 | author: @me
      |         ^
      |
    help: put the value in quotes
      |
    4 | author: "@me"
      |         +   +
    "#);
    assert_snapshot!(after_head("author\n"), @r"
    error[yaml-syntax]: a key without its `:`
     --> formation.afs:4:1
      |
    4 | author
      | ^^^^^^
      |
      = help: write `key: value`; text of several lines is indented below its key
    ");
    assert_snapshot!(after_head("author: \"a\0b\"\n"), @r#"
    error[yaml-character]: the character `U+0000` cannot be in YAML
     --> formation.afs:4:11
      |
    4 | author: "a␀b"
      |           ^
      |
    help: remove it, or write it as `\x00` in double quotes
      |
    4 - author: "a␀b"
    4 + author: "ab"
      |
    "#);
}

#[test]
fn a_key_given_twice_shows_both_places() {
    assert_snapshot!(after_head("id: y\n"), @r"
    error[yaml-duplicate-key]: the key `id` is given twice
     --> formation.afs:4:1
      |
    2 | id: x
      | -- first given here
    3 | description: d
    4 | id: y
      | ^^ given again here
      |
      = help: keep one of the two
    ");
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
    assert_snapshot!(after_head("---\nid: z\n"), @r"
    error[yaml-documents]: a second YAML document starts here
     --> formation.afs:4:1
      |
    4 | ---
      | ^^^
      |
      = help: keep one document per file: remove the `---` or move the rest to a file of its own
    ");
    let text = format!("%YAML 1.2\n---\n{HEAD}...\n");
    assert!(load(&[("formation.afs", &text)]).diagnostics.is_empty());
}

#[test]
fn an_empty_file_a_list_and_a_word_are_no_formations() {
    assert_snapshot!(human(&load(&[("formation.afs", "")])), @r#"
    error[file-empty]: this file is empty
    --> formation.afs:1:1
     = help: start with `schema: "1.0.0"` and `id: …`
    "#);
    assert_snapshot!(human(&load(&[("formation.afs", "# only a comment\n")])), @r#"
    error[file-empty]: this file is empty
     --> formation.afs:1:1
      |
    1 | # only a comment
      | ^
      |
      = help: start with `schema: "1.0.0"` and `id: …`
    "#);
    assert_snapshot!(human(&load(&[("formation.afs", "- a\n- b\n")])), @r"
    error[wrong-type]: the formation must be a map
     --> formation.afs:1:3
      |
    1 | - a
      |   ^ this is a list
    ");
    assert_snapshot!(human(&load(&[("formation.afs", "hello")])), @r"
    error[wrong-type]: the formation must be a map
     --> formation.afs:1:1
      |
    1 | hello
      | ^^^^^ this is text
    ");
}

#[test]
fn utf_16_is_named_with_its_mark_and_without() {
    for bytes in [&b"\xfe\xff\0i\0d"[..], b"i\0d\0:\0 \0x\0", b"\0i\0d\0:\0 \0x"] {
        let loaded = load_bytes(&[("formation.afs", bytes)], None, Target::Local);
        assert_eq!(places(&loaded), ["file-not-utf8 formation.afs:1:1"]);
        assert!(human(&loaded).contains("it looks like UTF-16"), "{}", human(&loaded));
    }
}

#[test]
fn numbers_that_some_readers_take_for_text_are_read_and_told() {
    let settings = |value: &str| after_head(&format!("llm:\n  settings:\n    temperature: {value}\n"));
    assert_snapshot!(settings("5e-1"), @r"
    warning[yaml-ambiguous]: `llm.settings.temperature` is a number here, and text to other YAML readers
     --> formation.afs:6:18
      |
    6 |     temperature: 5e-1
      |                  ^^^^ read as `0.5`
      |
    help: write `0.5`
      |
    6 -     temperature: 5e-1
    6 +     temperature: 0.5
      |
    ");
    assert_eq!(settings("0.5"), "");
    assert_eq!(settings(".5"), "");
    assert_eq!(settings("+1"), "");
    assert!(after_head("memory:\n  buffer:\n    size: 0o12\n").contains("write `10`"));
    assert!(after_head("version: 1e3\n").contains("a number to other YAML readers"));
    assert!(after_head("version: =\n").contains("no value at all to other YAML readers"));
}

#[test]
fn a_comment_that_was_meant_as_the_value_is_said_once() {
    let loaded = load(&[("formation.afs", "schema: \"1.0.0\"\nid: #x\ndescription: d\n")]);
    assert_eq!(places(&loaded), ["yaml-misleading formation.afs:2:5"]);
}

#[test]
fn aliases_merges_and_tags_that_mean_nothing_are_said() {
    assert_snapshot!(after_head("author: *me\n"), @r#"
    error[yaml-alias]: there is no anchor `me` before this alias
     --> formation.afs:4:9
      |
    4 | author: *me
      |         ^^^
      |
    help: write `&me` before the value that is meant, or put this in quotes
      |
    4 | author: "*me"
      |         +   +
    "#);
    assert_snapshot!(after_head("author: &a [*a]\n"), @r"
    error[yaml-alias]: this alias stands for something that it is itself part of
     --> formation.afs:4:13
      |
    4 | author: &a [*a]
      |             ^^
      |
      = help: write the value out, or put the anchor on another value
    ");
    assert_snapshot!(after_head("author: !ruby/object me\n"), @r"
    error[yaml-tag]: the tag `!ruby/object` has no meaning here
     --> formation.afs:4:9
      |
    4 | author: !ruby/object me
      |         ^^^^^^^^^^^^
      |
      = help: remove the tag, or quote the value if the `!` is part of it
    ");
    assert_snapshot!(after_head("llm:\n  <<: text\n"), @r"
    error[yaml-alias]: `<<` merges a map or a list of maps
     --> formation.afs:5:7
      |
    5 |   <<: text
      |       ^^^^
      |
      = help: write `<<: *anchor`, or put the `<<` in quotes if it is a key
    ");
    assert_snapshot!(after_head("author: {{ name }}\n"), @r#"
    error[yaml-key]: `{{ … }}` without quotes is a map in a map, not text
     --> formation.afs:4:9
      |
    4 | author: {{ name }}
      |         ^^^^^^^^^^
      |
    help: put the value in quotes
      |
    4 | author: "{{ name }}"
      |         +          +
    "#);
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
    assert_snapshot!(human(&load(&[("formation.afs", &text)])), @r"
    error[wrong-type]: `llm.settings.temperature` must be a number from 0 to 1
     --> formation.afs:6:18
      |
    6 |     temperature: hot
      |                  ^^^ this is text
    ");
}

#[test]
fn text_that_is_not_utf8_is_shown_where_it_starts() {
    let latin = b"schema: \"1.0.0\"\nid: caf\xe9\n";
    let loaded = load_bytes(&[("formation.afs", latin)], None, Target::Local);
    assert_snapshot!(human(&loaded), @r"
    error[file-not-utf8]: this file is not UTF-8 text
     --> formation.afs:2:8
      |
    2 | id: caf�
      |        ^
      |
      = help: save it as UTF-8
    ");
    let utf16 = b"\xff\xfei\0d\0:\0 \0x\0";
    let loaded = load_bytes(&[("formation.afs", utf16)], None, Target::Local);
    assert_snapshot!(human(&loaded), @r"
    error[file-not-utf8]: this file is not UTF-8 text
     --> formation.afs:1:1
      |
    1 | ��i␀d␀:␀ ␀x␀
      | ^
      |
      = help: it looks like UTF-16: save it as UTF-8
    ");
}

#[test]
fn what_other_yaml_readers_take_for_something_else_is_a_warning() {
    for value in ["yes", "off", "012", "1_000", "2024-01-31", "12:30", "2024-01-31T10:00:00Z"] {
        let text = format!("{HEAD}version: {value}\n");
        let loaded = load(&[("formation.afs", &text)]);
        assert_eq!(places(&loaded), ["yaml-ambiguous formation.afs:4:10"], "{value}");
        assert_eq!(loaded.formation.unwrap().version.unwrap().raw, value);
    }
    assert_snapshot!(after_head("version: yes\n"), @r#"
    warning[yaml-ambiguous]: `version` is text here, and a boolean to other YAML readers
     --> formation.afs:4:10
      |
    4 | version: yes
      |          ^^^ not in quotes
      |
    help: put the value in quotes
      |
    4 | version: "yes"
      |          +   +
    "#);
    assert_snapshot!(after_head("scheduler:\n  enabled: yes\n"), @r"
    warning[yaml-ambiguous]: `scheduler.enabled` is a boolean to some YAML readers and text to others
     --> formation.afs:5:12
      |
    5 |   enabled: yes
      |            ^^^ read as `true`
      |
    help: write `true`
      |
    5 -   enabled: yes
    5 +   enabled: true
      |
    ");
    for value in ["\"yes\"", "!!str 012", "v1_0", "maybe", "1.2.3", "|\n  yes"] {
        assert_eq!(after_head(&format!("version: {value}\n")), "", "{value}");
    }
}

#[test]
fn a_number_where_text_is_wanted_is_an_error_with_the_quotes_as_help() {
    assert_snapshot!(after_head("version: 1.0\n"), @r#"
    error[wrong-type]: `version` must be text
     --> formation.afs:4:10
      |
    4 | version: 1.0
      |          ^^^ this is a number
      |
    help: put the value in quotes
      |
    4 | version: "1.0"
      |          +   +
    "#);
    assert_snapshot!(after_head("memory:\n  buffer:\n    size: 010\n"), @r"
    error[wrong-type]: `memory.buffer.size` must be a whole number of at least 1
     --> formation.afs:6:11
      |
    6 |     size: 010
      |           ^^^ this is a number
      |
      = help: write it with digits only, without leading zeros
    ");
    assert_snapshot!(after_head("memory:\n  buffer:\n    size: \"10\"\n"), @r#"
    error[wrong-type]: `memory.buffer.size` must be a whole number of at least 1
     --> formation.afs:6:11
      |
    6 |     size: "10"
      |           ^^^^ this is text
      |
    help: write it without quotes
      |
    6 -     size: "10"
    6 +     size: 10
      |
    "#);
}

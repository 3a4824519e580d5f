//! How findings look.

use insta::assert_snapshot;
use muxi::formation::render;

use crate::support::load;

const TEXT: &str = "schema: \"1.0.0\"\nid: x\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n    - text: muxi/echo\n";

#[test]
fn json_has_every_field_and_places_count_from_one() {
    let loaded = load(&[("formation.afs", TEXT)]);
    let json = render::json(&loaded.diagnostics[0], &loaded.sources);
    assert_snapshot!(serde_json::to_string_pretty(&json).unwrap(), @r#"
    {
      "code": "duplicate-capability",
      "severity": "warning",
      "message": "a second model for `text`",
      "file": "formation.afs",
      "line": 7,
      "column": 7,
      "end_line": 7,
      "end_column": 11,
      "help": "remove one of the two",
      "labels": [
        {
          "text": "this one is not",
          "file": "formation.afs",
          "line": 6,
          "column": 7,
          "end_line": 6,
          "end_column": 11
        }
      ],
      "fix": null
    }
    "#);
}

#[test]
fn json_says_null_where_there_is_no_help() {
    let loaded = load(&[("formation.afs", "schema: \"1.0.0\"\nid: x\ndescription: d\nserver:\n  port: 0\n")]);
    let json = render::json(&loaded.diagnostics[0], &loaded.sources);
    assert!(json["help"].is_null() && json["labels"].as_array().unwrap().is_empty());
}

#[test]
fn colour_is_only_added() {
    let loaded = load(&[("formation.afs", TEXT)]);
    let coloured = render::human(&loaded.diagnostics[0], &loaded.sources, 80, true);
    let plain = render::human(&loaded.diagnostics[0], &loaded.sources, 80, false);
    assert!(coloured.contains("\u{1b}["));
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn escapes_of_a_file_never_reach_the_terminal() {
    let text = "schema: \"1.0.0\"\nid: \"\\e[31mred\"\n\"\\e[2J\": 1\nauthor: \u{1b}[0m\n";
    let loaded = load(&[("formation.afs", text)]);
    assert!(!loaded.diagnostics.is_empty());
    for diagnostic in &loaded.diagnostics {
        let shown = render::human(diagnostic, &loaded.sources, 80, false);
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }
}

#[test]
fn long_lines_are_cut_to_the_width() {
    let text =
        format!("schema: \"1.0.0\"\nid: x\ndescription: d\nauthor: [{}, 5: 6]\nzebra: 1\n", "x".repeat(500));
    let loaded = load(&[("formation.afs", &text)]);
    for diagnostic in &loaded.diagnostics {
        let shown = render::human(diagnostic, &loaded.sources, 60, false);
        let source_lines = shown.lines().filter(|line| line.contains('|'));
        assert!(source_lines.into_iter().all(|line| line.chars().count() <= 70), "{shown}");
    }
}

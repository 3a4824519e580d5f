//! `muxi validate`: what it says, where, and with which exit code.

use serde_json::json;

use crate::place::{error, json, unchanged};
use crate::support::{Home, QUICK_START};

/// A formation that has nothing to complain about.
const GOOD: &str = "schema: \"1.0.0\"\nid: good\ndescription: Good\nllm:\n  models:\n    - text: muxi/echo\nagents:\n  - id: a\n    name: A\n    description: An agent\n";

#[test]
fn the_quick_start_has_warnings_only() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["validate"]));
    assert_eq!((code, &*stderr), (0, "my-agent is valid, with 3 warnings\n"));
    insta::assert_snapshot!(stdout, @r#"
    warning[missing-description]: the formation has no `description`
     --> formation.afs:2:1
      |
    2 | id: my-agent
      | ^^^^^^^^^^^^
      |
      = help: add `description: "…"`, one line that says what it is for

    warning[secret-not-set]: the secret `OPENAI_API_KEY` is not set
     --> formation.afs:6:14
      |
    6 |     openai: "${{ secrets.OPENAI_API_KEY }}"
      |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: run `muxi secrets add OPENAI_API_KEY`

    warning[missing-description]: the agent `assistant` has no `description`
      --> formation.afs:11:5
       |
    11 |   - id: assistant
       |     ^^^^^^^^^^^^^
       |
       = help: add `description: "…"`, one line that says what it is for
    "#);
    home.keep("OPENAI_API_KEY", "sk-1234567890");
    let (code, stdout, stderr) = home.run(&["validate"]);
    assert_eq!((code, &*stderr), (0, "my-agent is valid, with 2 warnings\n"));
    assert!(!stdout.contains("secret-not-set"), "{stdout}");
}

#[test]
fn a_formation_without_findings_prints_nothing_but_the_verdict() {
    let home = Home::with(GOOD);
    assert_eq!(home.run(&["validate"]), (0, String::new(), "good is valid\n".to_owned()));
    assert_eq!(home.run(&["validate", "--quiet", "--deny", "warnings"]), (0, String::new(), String::new()));
}

#[test]
fn denied_warnings_are_errors() {
    let home = Home::quick_start();
    let (code, stdout, stderr) = home.run(&["validate", "--deny", "warnings"]);
    assert_eq!((code, &*stderr), (1, "my-agent has 3 warnings, which --deny makes errors\n"));
    assert!(stdout.contains("missing-description"), "{stdout}");
    let output = home.muxi(&["validate", "--deny", "warnings", "--json"]).output().unwrap();
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &data["valid"]), (Some(1), &json!(false)));
}

#[test]
fn programs_get_findings_as_data() {
    let home = Home::quick_start();
    let data = json(&home, &["validate", "--json"]);
    let head = (&data["formation"], &data["valid"], &data["errors"], &data["warnings"]);
    assert_eq!(head, (&json!("my-agent"), &json!(true), &json!(0), &json!(3)));
    assert_eq!(
        data["diagnostics"][1],
        json!({
            "code": "secret-not-set", "severity": "warning",
            "message": "the secret `OPENAI_API_KEY` is not set",
            "file": "formation.afs", "line": 6, "column": 14, "end_line": 6, "end_column": 43,
            "help": "run `muxi secrets add OPENAI_API_KEY`", "labels": [], "fix": null,
        })
    );
}

#[test]
fn the_formation_may_be_named_by_directory_or_file_or_found_from_below() {
    let home = Home::with(GOOD);
    home.write("knowledge/note.md", "");
    for (from, args) in [
        ("", &["validate", "formation"][..]),
        ("", &["validate", "formation/formation.afs"]),
        ("", &["validate", "--dir", "formation"]),
        ("formation/knowledge", &["validate"]),
    ] {
        let mut command = home.muxi(args);
        command.current_dir(home.path().join(from)).assert().success().stderr("good is valid\n");
    }
    // Places are told as seen from where one stands.
    home.write("formation.afs", QUICK_START);
    let output = home.muxi(&["validate", "formation"]).current_dir(home.path()).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains(" --> formation/formation.afs:2:1\n"), "{stdout}");
}

#[test]
fn nothing_to_check_is_a_wrong_command_line() {
    let home = Home::empty();
    for args in [&["validate"][..], &["validate", "/nowhere"], &["validate", "--dir", "."]] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!((code, &*stdout), (2, ""), "{stderr}");
        assert!(stderr.contains("there is no "), "{stderr}");
    }
    let (code, _, stderr) = home.run(&["validate", "--json"]);
    assert_eq!((code, &error(&stderr)["code"]), (2, &json!("formation_not_found")));
    assert_eq!(home.run(&["validate", "--deny", "everything"]).0, 2);
}

/// A formation with this mistake; the first finding's code and place, the exit code being 1.
#[track_caller]
fn finds(formation: &str, code: &str, place: &str, help: &str) {
    let home = Home::with(formation);
    let (exit, stdout, stderr) = unchanged(&home, || home.run(&["validate"]));
    assert_eq!(exit, 1, "{stdout}{stderr}");
    assert!(stdout.contains(&format!("error[{code}]: ")), "{stdout}");
    assert!(stdout.contains(&format!("--> formation.afs:{place}\n")), "{stdout}");
    assert!(stdout.contains(help), "{stdout}");
    // What does not pass here does not run either.
    for args in [&["serve", "--port", "0"][..], &["chat", "--local", "Hello"], &["keys", "show"]] {
        let (exit, stdout, stderr) = unchanged(&home, || home.run(args));
        assert_eq!((exit, &*stdout), (1, ""), "{args:?}: {stderr}");
        assert!(stderr.contains(&format!("error[{code}]: ")), "{args:?}: {stderr}");
        assert!(stderr.contains("mend what is shown above"), "{args:?}: {stderr}");
    }
}

#[test]
fn broken_yaml_is_shown_where_it_breaks() {
    finds("schema: \"1.0.0\"\nid: x\nname: \"x\n", "yaml-syntax", "3:7", "never closed");
    finds("schema: \"1.0.0\"\nid: [x\n", "yaml-syntax", "2:5", "never closed");
    finds("schema: \"1.0.0\"\nid: x\n  name: y\n", "yaml-syntax", "3:3", "or put the text in quotes");
}

#[test]
fn a_tab_is_called_a_tab() {
    finds("schema: \"1.0.0\"\nid: x\nllm:\n\tmodels: []\n", "yaml-tab", "4:1", "indent with spaces");
    finds("schema: \"1.0.0\"\nid: x\n\tagents: []\n", "yaml-tab", "3:1", "indent with spaces");
}

#[test]
fn a_key_that_is_given_twice_is_shown_twice() {
    let formation = "schema: \"1.0.0\"\nid: x\nid: y\n";
    finds(formation, "yaml-duplicate-key", "3:1", "first given here");
}

#[test]
fn an_alias_bomb_is_refused_in_no_time() {
    let mut bomb = vec!["schema: \"1.0.0\"\nid: x\na0: &a0 [lol, lol]\n".to_owned()];
    bomb.extend((1..40).map(|n| format!("a{n}: &a{n} [*a{p}, *a{p}]\n", p = n - 1)));
    let home = Home::with(&bomb.concat());
    let start = std::time::Instant::now();
    let (code, stdout, _) = home.run(&["validate"]);
    assert_eq!(code, 1, "{stdout}");
    assert!(stdout.contains("error[yaml-alias-budget]: aliases stand for more than "), "{stdout}");
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_model_without_its_provider_is_refused() {
    let formation = GOOD.replace("muxi/echo", "gpt-4o");
    finds(&formation, "unknown-model", "6:13", "write it like `openai/gpt-4o-mini`");
}

#[test]
fn a_wrong_key_or_a_foreign_file_keeps_the_formation_from_no_check() {
    let home = Home::quick_start();
    home.write("secrets.enc", "not ours");
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["validate"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("warning: the secrets are not checked: "), "{stderr}");
    assert!(!stdout.contains("secret-not-set"), "{stdout}");
}

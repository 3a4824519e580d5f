//! `muxi validate` with several paths, with a file of a formation, with stdin; its formats; `--allow`, `--deny`.

use serde_json::{Value, json};

use crate::place::{error, unchanged};
use crate::support::Home;

const GOOD: &str = "schema: \"1.0.0\"\nid: good\ndescription: Good\nagents:\n  - a\n";
const AGENT: &str = "schema: \"1.0.0\"\nid: a\nname: A\ndescription: An agent\n";

/// A formation with a warning in its own file and one in its agent's.
fn home() -> Home {
    let home = Home::with(&format!("{GOOD}zebra: 1\n"));
    home.write("agents/a.afs", format!("{AGENT}quagga: 1\n"));
    home
}

fn parsed(home: &Home, args: &[&str]) -> Value {
    serde_json::from_str(&home.ok(args)).unwrap()
}

fn places(data: &Value) -> Vec<String> {
    let all = data["diagnostics"].as_array().unwrap().iter();
    all.map(|d| format!("{} {}:{}", d["code"].as_str().unwrap(), d["file"].as_str().unwrap(), d["line"]))
        .collect()
}

#[test]
fn a_file_of_a_formation_is_checked_as_a_part_of_it() {
    let home = home();
    let data = parsed(&home, &["validate", "--json", "agents/a.afs"]);
    assert_eq!(places(&data), ["unknown-key agents/a.afs:5"]);
    assert_eq!((&data["formation"], &data["warnings"]), (&json!("good"), &json!(1)));
    // From its own directory too, where places are told as seen from there.
    let mut command = home.muxi(&["validate", "a.afs"]);
    let output = command.current_dir(home.formation().join("agents")).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains(" --> a.afs:5:1\n"));
    // What the formation says of it elsewhere is not its own, but what points to it is.
    home.write("agents/b.afs", AGENT);
    let data = parsed_failing(&home, &["validate", "--json", "agents/a.afs"]);
    assert!(places(&data).iter().any(|place| place.starts_with("duplicate-id")), "{data}");
}

fn parsed_failing(home: &Home, args: &[&str]) -> Value {
    let (code, stdout, stderr) = home.run(args);
    assert_eq!(code, 1, "{stderr}");
    serde_json::from_str(&stdout).unwrap()
}

#[test]
fn where_the_formation_cannot_be_read_that_is_told_instead() {
    let home = home();
    home.write("formation.afs", "id: [\n");
    let (code, stdout, _) = home.run(&["validate", "agents/a.afs"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("formation.afs:1:5"), "{stdout}");
}

#[test]
fn several_paths_are_one_run_and_a_formation_is_checked_once() {
    let home = home();
    home.write(
        "other/formation.afs",
        GOOD.replace("good", "other").replace("agents:\n  - a\n", "quagga: 1\n"),
    );
    home.write("alone/lone.yaml", GOOD.replace("good", "lone").replace("agents:\n  - a\n", ""));
    let args = ["validate", "--json", "formation.afs", "agents/a.afs", "other", "alone/lone.yaml"];
    let data = parsed(&home, &args);
    assert_eq!(
        places(&data),
        ["unknown-key formation.afs:6", "unknown-key agents/a.afs:5", "unknown-key other/formation.afs:4"]
    );
    let files: Vec<_> =
        data["formations"].as_array().unwrap().iter().map(|one| one["file"].clone()).collect();
    assert_eq!(files, ["formation.afs", "alone/lone.yaml", "other/formation.afs"]);
    assert_eq!((&data["formation"], &data["codes"]), (&Value::Null, &json!({"unknown-key": 3})));
    let (code, _, stderr) = home.run(&["validate", "--deny", "warnings", "other", "alone/lone.yaml"]);
    assert_eq!(code, 1);
    assert_eq!(stderr, "other has 1 warning, which --deny makes errors\nlone is valid\n");
}

#[test]
fn a_file_that_no_formation_reads_is_told_and_does_not_stop_the_others() {
    let home = home();
    home.write("notes.md", "# Notes\n");
    let (code, _, stderr) = home.run(&["validate", "notes.md", "agents/a.afs"]);
    assert_eq!(code, 0);
    assert!(stderr.starts_with("warning: notes.md is not checked\n"), "{stderr}");
    let (code, stdout, stderr) = home.run(&["validate", "notes.md", "--json"]);
    assert_eq!((code, &*stdout), (2, ""));
    assert_eq!(error(stderr.lines().last().unwrap())["code"], "formation_not_found");
}

#[test]
fn stdin_stands_in_for_a_file_that_is_not_saved() {
    let home = home();
    let run = |args: &[&str], text: &str| {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, text));
        assert!(code < 2, "{stderr}");
        places(&serde_json::from_str(&stdout).unwrap())
    };
    assert_eq!(run(&["validate", "--json", "-"], GOOD), ["unknown-key agents/a.afs:5"]);
    assert_eq!(run(&["validate", "--json", "-", "--stdin-path", "agents/a.afs"], AGENT), [""; 0]);
    // A file that is not there yet: it is an agent, and not declared.
    let new = AGENT.replace("id: a", "id: new");
    let found = run(&["validate", "--json", "-", "--stdin-path", "agents/new.afs"], &new);
    assert_eq!(found, ["component-not-declared agents/new.afs:2"]);
    let sop = "---\nname: close\nmode: [\n---\nDo it.\n";
    assert_eq!(run(&["validate", "--json", "-", "--stdin-path", "sops/close.md"], sop).len(), 1);
    // Without a formation anywhere, it is one.
    let empty = Home::empty();
    let (code, _, stderr) = empty.run_with(&["validate", "-"], GOOD.replace("agents:\n  - a\n", ""));
    assert_eq!((code, &*stderr), (0, "good is valid\n"));
}

#[test]
fn stdin_that_cannot_be_placed_is_a_wrong_command_line() {
    let home = home();
    for args in [
        &["validate", "-", "agents/a.afs"][..],
        &["validate", "--stdin-path", "agents/a.afs"],
        &["validate", "-", "--stdin-path", "nowhere/a.afs"],
    ] {
        let (code, stdout, stderr) = home.run_with(args, GOOD);
        assert_eq!((code, &*stdout), (2, ""), "{args:?}: {stderr}");
        assert!(stderr.contains("hint: "), "{stderr}");
    }
    let (code, stdout, _) = home.run_with(&["validate", "-"], vec![b'#'; 2 << 20]);
    assert_eq!(code, 1);
    assert!(stdout.contains("error[file-too-large]"), "{stdout}");
}

#[test]
fn each_format_is_what_it_says_and_nothing_else_is_on_stdout() {
    let home = home();
    let json = home.ok(&["validate", "--format", "json"]);
    assert_eq!(json, home.ok(&["validate", "--json"]));
    let sarif: Value = serde_json::from_str(&home.ok(&["validate", "--format", "sarif"])).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
    let junit = home.ok(&["validate", "--format", "junit"]);
    assert!(junit.starts_with("<?xml ") && junit.contains("failures=\"0\""), "{junit}");
    let github = home.ok(&["validate", "--format", "github"]);
    assert_eq!(github.lines().count(), 2);
    // What is denied is an error to them.
    let (code, github, _) = home.run(&["validate", "--format", "github", "--deny", "unknown-key"]);
    assert!(code == 1 && github.lines().all(|line| line.starts_with("::error ")), "{github}");
    let (code, stdout, stderr) = home.run(&["validate", "--json", "--format", "sarif"]);
    assert_eq!((code, &*stdout), (2, ""));
    assert!(error(&stderr)["message"].as_str().unwrap().contains("--json"), "{stderr}");
    // A failure is told as JSON where data would be.
    let (code, _, stderr) = Home::empty().run(&["validate", "--format", "json"]);
    assert_eq!((code, &error(&stderr)["code"]), (2, &json!("formation_not_found")));
}

#[test]
fn warnings_are_allowed_and_denied_by_name() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["validate", "--allow", "unknown-key,yaml-ambiguous"]);
    assert_eq!((code, &*stdout, &*stderr), (0, "", "good is valid\n"));
    let (code, _, stderr) =
        home.run(&["validate", "--deny", "yaml-ambiguous", "--deny", "missing-key, unknown-key"]);
    assert_eq!((code, &*stderr), (1, "good has 2 warnings, which --deny makes errors\n"));
    assert_eq!(home.run(&["validate", "--deny", "yaml-ambiguous"]).0, 0);
    assert_eq!(home.run(&["validate", "--allow", "unknown-key", "--deny", "warnings"]).0, 0);
}

#[test]
fn an_error_is_never_allowed() {
    let home = Home::with(&GOOD.replace("agents:\n  - a\n", "server:\n  port: 0\n"));
    let (code, stdout, stderr) = home.run(&["validate", "--allow", "out-of-range"]);
    assert!(code == 1 && stdout.contains("error[out-of-range]"), "{stdout}");
    assert!(stderr.starts_with("warning: out-of-range is an error here"), "{stderr}");
    home.write("formation.afs", GOOD.replace("agents:\n  - a\n", "zebra: 1\n"));
    let args = ["validate", "--allow", "unknown-key", "--target", "muxi-server"];
    assert_eq!(home.run(&args).0, 1);
}

#[test]
fn a_name_that_no_finding_has_is_a_wrong_command_line() {
    let home = home();
    for (args, hint) in [
        (["validate", "--allow", "unknown-kye"], "did you mean unknown-key?"),
        (["validate", "--deny", "warning"], "did you mean warnings?"),
        (["validate", "--deny", "zzzzzzzzzzz"], "muxi explain lists the names"),
        (["validate", "--allow", "warnings"], "lists the names"),
    ] {
        let (code, stdout, stderr) = home.run(&args);
        assert_eq!((code, &*stdout), (2, ""), "{args:?}");
        assert!(stderr.contains(hint), "{args:?}: {stderr}");
    }
    let (code, _, stderr) = home.run(&["validate", "--allow", "unknown-key", "--deny", "unknown-key"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("both allowed and denied"), "{stderr}");
}

#[test]
fn quiet_leaves_the_findings_and_a_closed_pipe_is_no_fault() {
    let home = home();
    let (code, stdout, stderr) = home.run(&["validate", "--quiet"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("unknown-key"));
    let script = "\"$0\" validate --format sarif | head -c 1 >/dev/null; \"$0\" explain | head -n 1";
    let mut shell = std::process::Command::new("sh");
    let muxi = home.process(&[]);
    shell.args(["-c", script]).arg(muxi.get_program()).current_dir(home.formation());
    let output = shell.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "good is valid, with 2 warnings\n");
}

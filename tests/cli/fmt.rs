//! `muxi fmt`: which files, what is written, what is refused.

use std::time::SystemTime;

use serde_json::json;

use crate::place::{as_somebody, chmod, error, files, json as data, mode, outcome, unchanged};
use crate::support::Home;

const UGLY: &str = "schema:   \"1.0.0\"   # the format\nid: a\n\n\n\nagents:\n- assistant\n";
const FINE: &str = "schema: \"1.0.0\" # the format\nid: a\n\nagents:\n  - assistant\n";

fn home() -> Home {
    let home = Home::with(UGLY);
    home.write("agents/assistant.afs", "id:   assistant\nname: 'A'\n");
    home.write("mcp/tools.yaml", "id: tools\n");
    home.write("sops/reply.md", "---\nname:   reply\n---\n\n#   Title\n");
    home.write("skills/pdf/SKILL.md", "---\nname:   pdf\n---\n");
    home.write("skills/pdf/manifest.yaml", "a:   1\n---\nb:   2\n");
    home.write("knowledge/notes.md", "---\ntitle:   x\n---\n");
    home.write("secrets", "OPENAI_API_KEY=\n");
    home
}

#[test]
fn the_formations_files_are_formatted_and_no_others() {
    let home = home();
    let before = std::fs::metadata(home.formation().join("mcp/tools.yaml")).unwrap().modified().unwrap();
    let (code, stdout, stderr) = home.run(&["fmt"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout, "formation.afs\nagents/assistant.afs\nskills/pdf/SKILL.md\nsops/reply.md\n");
    assert_eq!(stderr, "4 files changed, 1 as it should be\n");
    assert_eq!(home.read("formation.afs"), FINE.as_bytes());
    assert_eq!(home.read("agents/assistant.afs"), b"id: assistant\nname: \"A\"\n");
    assert_eq!(home.read("sops/reply.md"), b"---\nname: reply\n---\n\n#   Title\n");
    assert_eq!(home.read("skills/pdf/manifest.yaml"), b"a:   1\n---\nb:   2\n", "not the formation's own");
    assert_eq!(home.read("knowledge/notes.md"), b"---\ntitle:   x\n---\n", "what agents read stays as it is");
    let after: SystemTime =
        std::fs::metadata(home.formation().join("mcp/tools.yaml")).unwrap().modified().unwrap();
    assert_eq!(before, after, "a file that is fine is not touched");
    let again = unchanged(&home, || home.run(&["fmt"]));
    assert_eq!(again, (0, String::new(), "0 files changed, 5 as it should be\n".to_owned()));
}

#[test]
fn what_is_included_is_formatted_too() {
    let home = Home::with("id: a\nllm:\n  $include: parts/llm.afs\n");
    home.write("parts/llm.afs", "models:\n- text:   muxi/echo\n");
    assert_eq!(home.ok(&["fmt"]), "parts/llm.afs\n");
    assert_eq!(home.read("parts/llm.afs"), b"models:\n  - text: muxi/echo\n");
}

#[test]
fn check_and_diff_write_nothing() {
    let home = home();
    let (code, stdout, _) = unchanged(&home, || home.run(&["fmt", "--check"]));
    assert_eq!((code, stdout.lines().count()), (1, 4));
    let (code, stdout, _) = unchanged(&home, || home.run(&["fmt", "--diff", "formation.afs"]));
    assert_eq!(code, 0);
    assert!(stdout.starts_with("--- a/formation.afs\n+++ b/formation.afs\n@@"), "{stdout}");
    assert!(stdout.contains("\n-- assistant\n+  - assistant\n"), "{stdout}");
    let (code, ..) = unchanged(&home, || home.run(&["fmt", "--diff", "--check"]));
    assert_eq!(code, 1);
    home.ok(&["fmt"]);
    assert_eq!(home.run(&["fmt", "--check", "-q"]), (0, String::new(), String::new()));
}

#[test]
fn a_file_that_is_no_yaml_is_named_with_its_line_and_the_others_are_formatted() {
    let home = home();
    home.write("mcp/tools.yaml", "id: tools\nargs: [a\n");
    let (code, stdout, stderr) = home.run(&["fmt"]);
    assert_eq!((code, stdout.lines().count()), (1, 4), "{stderr}");
    assert!(stderr.starts_with("error: mcp/tools.yaml:2:"), "{stderr}");
    assert!(stderr.ends_with("4 files changed, 0 as it should be, 1 left alone\n"), "{stderr}");
    assert_eq!(home.read("mcp/tools.yaml"), b"id: tools\nargs: [a\n");
    let output = home.muxi(&["fmt", "--json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (json["files"].clone(), json["written"].clone(), json["changed"].clone()),
        (json!(5), json!(true), json!([]))
    );
    assert_eq!(json["failed"][0]["file"], "mcp/tools.yaml");
    assert_eq!(
        (json["failed"][0]["line"].clone(), json["failed"][0]["code"].clone()),
        (json!(2), json!("not_yaml"))
    );
    home.write("mcp/tools.yaml", b"id: \xff\n");
    let (code, _, stderr) = home.run(&["fmt"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("is not UTF-8 text"), "{stderr}");
}

#[test]
fn stdin_goes_to_stdout() {
    let home = Home::empty();
    assert_eq!(home.run_with(&["fmt", "-"], "a:   1\n"), (0, "a: 1\n".to_owned(), String::new()));
    let markdown = home.run_with(&["fmt", "-", "--stdin-name", "x.md"], "---\na:   1\n---\nb:   2\n");
    assert_eq!(markdown.1, "---\na: 1\n---\nb:   2\n");
    assert_eq!(home.run_with(&["fmt", "-", "--check"], "a: 1\n").0, 0);
    assert_eq!(home.run_with(&["fmt", "-", "--check"], "a:   1\n").0, 1);
    let (code, stdout, stderr) = home.run_with(&["fmt", "-"], "a: [\n");
    assert_eq!((code, &*stdout), (1, ""), "half a text would be taken for a whole one");
    assert!(stderr.starts_with("error: stdin.afs:"), "{stderr}");
    let output = home.muxi(&["fmt", "-", "--json"]).write_stdin("a:   1\n").output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json, json!({"changed": true, "text": "a: 1\n"}));
    assert_eq!(home.run(&["fmt", "-", "x.afs"]).0, 2);
}

#[test]
fn a_large_text_is_formatted_in_good_time() {
    let home = Home::empty();
    let items = "  - a:   1 # comment\n    b: [x,  y]\n".repeat(60_000);
    let (code, stdout, _) = home.run_with(&["fmt", "-"], format!("key:\n{items}"));
    assert_eq!(code, 0);
    assert!(stdout.len() > 1_800_000 && !stdout.contains("  1"));
}

#[test]
fn paths_are_files_directories_and_formations() {
    let home = home();
    home.write("other/x.yml", "a:   1\n");
    home.write("other/.hidden/x.yml", "a:   1\n");
    home.write("other/notes.txt", "a:   1\n");
    assert_eq!(home.ok(&["fmt", "other"]), "other/x.yml\n");
    assert_eq!(home.ok(&["fmt", "agents/assistant.afs", "./agents/assistant.afs"]), "agents/assistant.afs\n");
    let (code, _, stderr) = unchanged(&home, || home.run(&["fmt", "formation.afs", "nope.afs"]));
    assert_eq!((code, &*stderr), (3, "error: there is no nope.afs\n"));
    let (code, _, stderr) = unchanged(&home, || home.run(&["fmt", "other/notes.txt"]));
    assert_eq!(code, 2, "{stderr}");
    let empty = Home::empty();
    assert_eq!(empty.run(&["fmt"]).0, 3);
    assert_eq!(data(&home, &["fmt", "--check", "agents", "--json"])["files"], 1);
}

#[test]
fn modes_stay_and_what_may_not_be_written_is_told_while_others_go_on() {
    let home = home();
    let path = home.formation().join("formation.afs");
    chmod(&path, 0o640);
    chmod(&home.formation().join("agents/assistant.afs"), 0o444);
    let (code, stdout, stderr) = outcome(as_somebody(&home, &["fmt"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("cannot write") && stderr.contains("assistant.afs"), "{stderr}");
    assert!(stdout.contains("formation.afs\n") && !stdout.contains("assistant.afs"), "{stdout}");
    assert_eq!((mode(&path), home.read("formation.afs")), (0o640, FINE.as_bytes().to_vec()));
    assert!(files(&home.formation()).keys().all(|file| !file.to_string_lossy().contains("muxi-tmp")));
}

#[test]
fn a_link_stays_a_link_and_one_that_leads_out_is_left_alone() {
    let home = home();
    let outside = home.path().join("outside.afs");
    std::fs::write(&outside, "a:   1\n").unwrap();
    std::os::unix::fs::symlink(&outside, home.formation().join("agents/out.afs")).unwrap();
    std::os::unix::fs::symlink("assistant.afs", home.formation().join("agents/same.afs")).unwrap();
    home.ok(&["fmt"]);
    assert_eq!(std::fs::read(&outside).unwrap(), b"a:   1\n");
    assert!(home.formation().join("agents/same.afs").is_symlink());
}

#[test]
fn a_failure_with_json_is_one_object() {
    let home = Home::empty();
    let (code, stdout, stderr) = home.run(&["fmt", "--json"]);
    assert_eq!((code, &*stdout), (3, ""));
    assert_eq!(error(&stderr)["code"], "formation_not_found");
}

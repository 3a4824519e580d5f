//! What all commands that write to a formation have in common.

use std::fs::File;
use std::time::Duration;

use crate::place::{as_somebody, chmod, outcome, unchanged};
use crate::support::Home;

const UGLY: &str = "schema: \"1.0.0\"\nid: good\ndescription:   Good\nversion: 2026-01-31\n";

#[test]
fn a_secret_that_is_written_in_a_file_is_in_no_diff() {
    let (one, two) = ("qq11ww22ee33rr44", "sk-proj-abcdefghijklmnopqrstuvwxyz123456");
    let text = format!("{UGLY}llm:\n  api_keys:\n    groq: {one}\n    openai:   \"{two}\"\nauthor: me\n");
    let home = Home::with(&text);
    let shows = |args: &[&str]| {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, text.as_bytes()));
        assert_eq!(code, 0, "{stderr}");
        for secret in [one, two] {
            assert!(!stdout.contains(secret) && !stderr.contains(secret), "{args:?}: {stdout}{stderr}");
        }
        stdout
    };
    assert!(shows(&["config", "set", "author", "you", "--dry-run"]).contains("\n+author: you\n"));
    assert!(shows(&["config", "unset", "llm.api_keys.openai", "--dry-run"]).contains("\n-    openai: "));
    let reference = "${{ secrets.GROQ_API_KEY }}";
    let diff = shows(&["config", "set", "llm.api_keys.groq", reference, "--dry-run"]);
    assert!(diff.contains("\n-    groq: ***") && diff.contains("\n+    groq: \"${{ secrets."), "{diff}");
    for args in [&["fmt", "--diff"][..], &["fmt", "--diff", "--json"], &["fmt", "-", "--diff"]] {
        assert!(shows(args).contains("+description: Good"), "{args:?}");
    }
}

#[test]
fn all_that_write_wait_for_who_writes_now() {
    for args in [&["fmt"][..], &["fmt", "formation.afs"], &["validate", "--fix"], &["bump", "--set", "2.0.0"]]
    {
        let home = Home::with(UGLY);
        let path = home.formation().join(".muxi-lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path).unwrap();
        lock.lock().unwrap();
        let mut child = home.process(args).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(home.read("formation.afs"), UGLY.as_bytes(), "{args:?}");
        lock.unlock().unwrap();
        assert!(child.wait().unwrap().success());
        assert_ne!(home.read("formation.afs"), UGLY.as_bytes(), "{args:?}");
    }
}

#[test]
fn a_formation_that_is_read_only_gets_no_component() {
    let home = Home::with(UGLY);
    let command = as_somebody(&home, &["new", "agent", "helper", "--no-input"]);
    chmod(&home.formation().join("formation.afs"), 0o444);
    let (code, _, stderr) = unchanged(&home, || outcome(command));
    assert_eq!(code, 1);
    assert!(stderr.contains("cannot write"), "{stderr}");
}

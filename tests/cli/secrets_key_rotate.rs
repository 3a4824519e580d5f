//! `muxi secrets key rotate`.

use serde_json::json;

use crate::place::{error, json, mode, unchanged};
use crate::support::Home;

const ROTATE: [&str; 3] = ["secrets", "key", "rotate"];

fn home() -> Home {
    let home = Home::quick_start();
    home.keep("X", "value");
    home.keep("Y", "other");
    home
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ROTATE[..], more].concat()
}

#[test]
fn a_rotation_is_reported_and_finished_when_everybody_has_the_key() {
    let home = home();
    let old = json(&home, &["secrets", "key", "show", "--json"])["keys"][0]["id"].clone();
    let before = home.read("secrets.enc");
    let rotated = json(&home, &with(&["--json"]));
    let new = rotated["key"].clone();
    let file = home.formation().join(".key");
    assert_eq!(
        rotated,
        json!({"result": "rotated", "key": new, "retired": [old], "secrets": 2, "key_file": file.to_str().unwrap()})
    );
    assert_eq!(home.ok(&["secrets", "get", "X"]), "value");
    let keys = json(&home, &["secrets", "key", "show", "--json"])["keys"].clone();
    let shown: Vec<_> =
        keys.as_array().unwrap().iter().map(|k| (&k["id"], &k["status"], &k["used"])).collect();
    assert_eq!(shown, [(&new, &json!("active"), &json!(true)), (&old, &json!("retired"), &json!(false))]);
    // A branch from before opens, and keeps the old key from being taken out.
    let after = home.read("secrets.enc");
    home.write("secrets.enc", before);
    assert_eq!(home.ok(&["secrets", "get", "X"]), "value");
    let (code, _, stderr) = unchanged(&home, || home.run(&with(&["--finish", "--json"])));
    assert_eq!(code, 4);
    assert_eq!(error(&stderr)["code"], "key_in_use");
    home.write("secrets.enc", after);
    assert_eq!(json(&home, &with(&["--finish", "--json"])), json!({"result": "finished", "removed": [old]}));
    assert_eq!(json(&home, &with(&["--finish", "--json"])), json!({"result": "unchanged", "removed": []}));
    assert_eq!(home.ok(&["secrets", "get", "Y"]), "other");
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn people_are_told_what_to_do_next() {
    let home = home();
    let (code, stdout, stderr) = home.run(&ROTATE);
    assert_eq!((code, &*stdout), (0, ""));
    for said in [
        "made key ",
        "2 secrets encrypted with it",
        "is retired",
        "muxi secrets key export",
        "key rotate --finish",
    ] {
        assert!(stderr.contains(said), "{said:?} is not in: {stderr}");
    }
    assert_eq!(home.run(&with(&["--quiet"])), (0, String::new(), String::new()));
    let (code, _, stderr) = home.run(&with(&["--finish"]));
    assert!(code == 0 && stderr.contains("is gone from here"), "{stderr}");
    assert_eq!(home.run(&with(&["--finish", "--key-output", "x"])).0, 2);
}

#[test]
fn a_key_from_a_variable_needs_a_file_for_the_new_one() {
    let home = home();
    let key = String::from_utf8(home.read(".key")).unwrap();
    std::fs::remove_file(home.formation().join(".key")).unwrap();
    let run = |args: &[&str]| {
        let output = home.muxi(args).env("MUXI_SECRETS_KEY", &key).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, stderr) = unchanged(&home, || run(&ROTATE));
    assert!(code == Some(2) && stderr.contains("--key-output FILE"), "{code:?}: {stderr}");
    let (code, stderr) = run(&with(&["--key-output", "../new-key"]));
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(mode(&home.path().join("new-key")), 0o600);
    assert_eq!(home.ok(&["secrets", "get", "X", "--key-file", "../new-key"]), "value");
    let (code, stderr) = run(&["secrets", "get", "X"]);
    assert!(code == Some(1) && stderr.contains("wrong key"), "{stderr}");
}

#[test]
fn an_environment_is_rotated_alone() {
    let home = home();
    home.muxi(&["secrets", "add", "X", "--env", "prod"]).write_stdin("prod").assert().success();
    let before = (home.read(".key"), home.read("secrets.enc"), home.read(".key.prod"));
    home.ok(&with(&["--env", "prod"]));
    assert_eq!((home.read(".key"), home.read("secrets.enc")), (before.0, before.1));
    assert_ne!(home.read(".key.prod"), before.2);
    assert_eq!(home.ok(&["secrets", "get", "X", "--env", "prod"]), "prod");
    let (code, _, stderr) = home.run(&["secrets", "list", "--env", "retired"]);
    assert!(code == 2 && stderr.contains("is not the name of an environment"), "{stderr}");
}

#[test]
fn what_must_not_be_rotated_is_refused() {
    let home = Home::quick_start();
    for args in [&ROTATE[..], &with(&["--finish"])] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 3 && stderr.contains("there is no "), "{code}: {stderr}");
    }
    home.keep("X", "value");
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    home.write("secrets.enc", text.replace("seal ", "seal 00"));
    for args in [&ROTATE[..], &with(&["--finish"])] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 4 && stderr.contains("muxi secrets seal"), "{code}: {stderr}");
    }
    home.write("secrets.enc", text);
    let other = Home::quick_start();
    other.keep("X", "v");
    other.write("secrets.enc", home.read("secrets.enc"));
    let (code, _, stderr) = unchanged(&other, || other.run(&ROTATE));
    assert!(code == 1 && stderr.contains("wrong key"), "{code}: {stderr}");
}

#[test]
fn format_1_is_rotated_with_a_bare_key_in_its_place() {
    let home = Home::quick_start();
    home.write(".key", include_bytes!("../kat/format1/key"));
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    home.write("secrets.enc", include_bytes!("../kat/format1/secrets.enc"));
    let list = |home: &Home| home.ok(&["secrets", "list"]);
    let before = list(&home);
    let rotated = json(&home, &with(&["--json"]));
    assert_eq!(rotated["result"], "rotated");
    assert_eq!(list(&home), before);
    assert_eq!(home.read(".key").len(), 44);
    assert!(!home.formation().join(".key.pending").exists());
    assert_eq!(json(&home, &["secrets", "key", "show", "--json"])["keys"][1]["status"], "retired");
    home.ok(&with(&["--finish"]));
    assert!(!home.formation().join(".key.retired").exists());
    assert_eq!(list(&home), before);
}

#[test]
fn a_branch_from_before_a_rotation_merges_into_conflicts_and_loses_nothing() {
    let home = home();
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args(["-c", "user.name=n", "-c", "user.email=n@localhost", "-c", "commit.gpgsign=false"]);
        let output = git.args(args).current_dir(home.formation()).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    home.keep("Z", "third");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "before"]);
    git(&["checkout", "-qb", "branch"]);
    home.keep("X", "of the branch");
    git(&["commit", "-qam", "a value"]);
    git(&["checkout", "-q", "main"]);
    home.ok(&ROTATE);
    git(&["commit", "-qam", "a new key"]);
    git(&["merge", "-q", "branch"]);
    // Two lines for each name: which one holds is for a person, or a merge that compares values.
    for name in ["X", "Y", "Z"] {
        let (code, stdout, stderr) = home.run(&["secrets", "get", name, "--json"]);
        assert_eq!((code, &*stdout), (4, ""), "{stderr}");
        assert!(stderr.contains("secrets_conflict"), "{stderr}");
    }
    for args in [&ROTATE[..], &with(&["--finish"])] {
        let (code, _, stderr) = unchanged(&home, || home.run(args));
        assert!(code == 4 && stderr.contains("merged by git"), "{code}: {stderr}");
    }
    // The old key is still there, so each of the two values is.
    let merged = String::from_utf8(home.read("secrets.enc")).unwrap();
    let new_id =
        json(&home, &["secrets", "key", "show", "--json"])["keys"][0]["id"].as_str().unwrap().to_owned();
    let choose = |keep_new: &dyn Fn(&str) -> bool| {
        let stays = |line: &&str| match line.split(' ').collect::<Vec<_>>()[..] {
            [name @ ("X" | "Y" | "Z"), id, _, _] => (id == new_id) == keep_new(name),
            _ => true,
        };
        let text: Vec<_> = merged.lines().filter(stays).collect();
        home.write("secrets.enc", text.join("\n") + "\n");
        home.ok(&["secrets", "seal", "--yes"]);
    };
    choose(&|name| name != "X");
    assert_eq!(home.ok(&["secrets", "get", "X"]), "of the branch");
    let (code, _, stderr) = home.run(&with(&["--finish"]));
    assert!(code == 4 && stderr.contains("muxi secrets key rotate encrypts what is left"), "{stderr}");
    let again = json(&home, &with(&["--json"]));
    assert_eq!((&again["result"], &again["key"]), (&json!("resumed"), &json!(new_id)));
    home.ok(&with(&["--finish"]));
    assert_eq!(home.ok(&["secrets", "get", "X"]), "of the branch");
    assert_eq!(home.ok(&["secrets", "get", "Z"]), "third");
}

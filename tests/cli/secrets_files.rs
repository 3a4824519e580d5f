//! `muxi secrets`: which files it finds, makes, keeps, and leaves alone.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::place::{files, json, mode, outcome, unchanged};
use crate::support::{Home, QUICK_START};

const FORMAT_1: [(&str, &[u8]); 3] = [
    (".key", include_bytes!("../kat/format1/key")),
    ("secrets.enc", include_bytes!("../kat/format1/secrets.enc")),
    ("secrets", include_bytes!("../kat/format1/secrets")),
];

fn text(home: &Home, name: &str) -> String {
    String::from_utf8(home.read(name)).expect("UTF-8")
}

#[test]
fn the_formation_is_found_from_below_and_by_its_directory() {
    let home = Home::quick_start();
    home.write("agents/deep/note.txt", "");
    let below = home.formation().join("agents/deep");
    home.muxi(&["secrets", "add", "FROM_BELOW"]).current_dir(&below).write_stdin("v").assert().success();
    assert!(home.formation().join("secrets.enc").exists() && !below.join("secrets.enc").exists());
    let dir = home.formation();
    let dir = dir.to_str().unwrap();
    let file = format!("{dir}/formation.afs");
    for place in [dir, &file, "formation"] {
        let mut command = home.muxi(&["-C", place, "secrets", "get", "FROM_BELOW"]);
        command.current_dir(home.path()).assert().success().stdout("v");
    }
    home.muxi(&["secrets", "list", "--dir", dir])
        .current_dir("/")
        .assert()
        .success()
        .stdout("FROM_BELOW  ****\n");
}

#[test]
fn outside_a_formation_nothing_is_made_and_the_way_in_is_said() {
    let home = Home::empty();
    for args in [&["secrets", "add", "X"][..], &["secrets", "list"], &["secrets", "get", "X"]] {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, "v"));
        assert_eq!((code, &*stdout), (3, ""), "{stderr}");
        assert!(stderr.contains("there is no formation.afs in "), "{stderr}");
        assert!(stderr.contains("or name it with --dir DIR"), "{stderr}");
    }
    // A directory that was named is meant itself, not one above it.
    home.write("formation.afs", QUICK_START);
    home.write("agents/x.afs", "");
    assert_eq!(home.run(&["-C", "agents", "secrets", "list"]).0, 3);
}

#[test]
fn key_and_secrets_are_for_their_owner_whatever_the_umask_says() {
    let home = Home::quick_start();
    let plain = home.process(&["secrets", "add", "X", "--generate"]);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    command.current_dir(home.formation()).env("HOME", home.path());
    let (code, _, stderr) = outcome(command);
    assert_eq!(code, 0, "{stderr}");
    for name in [".key", "secrets.enc"] {
        assert_eq!(mode(&home.formation().join(name)), 0o600, "{name}");
    }
    let made = files(&home.formation()).into_keys().map(|p| p.file_name().unwrap().to_owned());
    let made: Vec<_> = made.collect();
    assert_eq!(made, [".gitignore", ".key", "formation.afs", "secrets", "secrets.enc"]);
}

#[test]
fn an_environment_has_secrets_and_a_key_of_its_own() {
    let home = Home::quick_start();
    home.keep("X", "plain");
    home.muxi(&["secrets", "add", "X", "--env", "prod"]).write_stdin("productive").assert().success();
    for (name, present) in [("secrets.prod.enc", true), (".key.prod", true), ("secrets.prod", false)] {
        assert_eq!(home.formation().join(name).exists(), present, "{name}");
    }
    assert_ne!(home.read(".key"), home.read(".key.prod"));
    assert_eq!(home.ok(&["secrets", "get", "X"]), "plain");
    assert_eq!(home.ok(&["--env", "prod", "secrets", "get", "X"]), "productive");
    let (code, _, stderr) = unchanged(&home, || home.run(&["secrets", "list", "--env", "../prod"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("\"../prod\" is not the name of an environment"), "{stderr}");
}

#[test]
fn git_ignores_the_key_in_any_directory_and_merges_the_rest_in_its_own() {
    let home = Home::quick_start();
    home.write(".gitignore", "target");
    home.keep("X", "1");
    let ignore = text(&home, ".gitignore");
    assert!(ignore.starts_with("target\n"), "{ignore}");
    assert!([".key", ".key.*"].iter().all(|wanted| ignore.lines().any(|line| line == *wanted)), "{ignore}");
    assert!(!home.formation().join(".gitattributes").exists());
    git(&home, &["init", "--quiet"]);
    home.keep("X", "2");
    home.keep("X", "3");
    assert_eq!(text(&home, ".gitignore"), ignore);
    assert_eq!(text(&home, ".gitattributes"), "secrets*.enc merge=union\nsecrets merge=union\n");
    git(&home, &["add", "--all"]);
    let tracked = git(&home, &["ls-files"]);
    assert_eq!(tracked, ".gitattributes\n.gitignore\nformation.afs\nsecrets\nsecrets.enc\n");
}

#[test]
fn a_key_that_git_tracks_stops_all_writing() {
    let home = Home::quick_start();
    home.keep("X", "1");
    git(&home, &["init", "--quiet"]);
    git(&home, &["add", "--force", ".key"]);
    let before = (home.read("secrets.enc"), home.read(".key"));
    for args in [&["secrets", "add", "X"][..], &["secrets", "delete", "X"]] {
        let (code, _, stderr) = home.run_with(args, "2");
        assert_eq!(code, 4, "{stderr}");
        assert!(stderr.contains("git rm --cached"), "{stderr}");
    }
    assert_eq!((home.read("secrets.enc"), home.read(".key")), before);
}

fn git(home: &Home, args: &[&str]) -> String {
    let mut command = std::process::Command::new("git");
    command.args(args).current_dir(home.formation()).env("HOME", home.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    let (code, stdout, stderr) = outcome(command);
    assert_eq!(code, 0, "{stderr}");
    stdout
}

#[test]
fn a_formation_of_the_deployed_programs_is_read_and_written_in_its_own_format() {
    let home = Home::quick_start();
    for (name, content) in FORMAT_1 {
        home.write(name, content);
    }
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    let known: Value = serde_json::from_slice(include_bytes!("../kat/format1/plaintext.json")).unwrap();
    for (name, value) in known.as_object().unwrap() {
        assert_eq!(home.ok(&["secrets", "get", name]), value.as_str().unwrap());
    }
    assert_eq!(home.ok(&["secrets", "list"]), "DB_PASSWORD     ****\nOPENAI_API_KEY  sk-****\n");
    assert_eq!(json(&home, &["secrets", "list", "--json"])["format"], json!(1));
    let key = home.read(".key");
    home.keep("NEW", "né\n1");
    assert_eq!((home.ok(&["secrets", "get", "NEW"]), home.read(".key")), ("né\n1".to_owned(), key));
    assert!(home.read("secrets.enc").starts_with(b"gAAAA"), "it stays one Fernet token");
    for (name, value) in known.as_object().unwrap() {
        assert_eq!(home.ok(&["secrets", "get", name]), value.as_str().unwrap());
    }
    home.ok(&["secrets", "delete", "DB_PASSWORD"]);
    assert_eq!(text(&home, "secrets"), "NEW=\nOPENAI_API_KEY=\n");
    let output = home.muxi(&["secrets", "add", "BYTES"]).write_stdin(&b"\xff"[..]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("hint: store it as base64 text"), "{output:?}");
}

#[test]
fn without_its_key_format_1_shows_the_names_of_the_template() {
    let home = Home::quick_start();
    for (name, content) in &FORMAT_1[1..] {
        home.write(name, content);
    }
    let (code, stdout, stderr) = unchanged(&home, || home.run(&["secrets", "list"]));
    assert_eq!((code, &*stdout), (0, "DB_PASSWORD\nOPENAI_API_KEY\n"), "{stderr}");
    let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "X"], "v"));
    assert_eq!(code, 1);
    assert!(stderr.contains("there is no key for "), "{stderr}");
}

#[test]
fn twenty_at_once_add_twenty_secrets() {
    let home = Home::quick_start();
    let start = |n: usize| {
        let mut command = home.process(&["secrets", "add", &format!("SECRET_{n}"), "--generate"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let children: Vec<_> = (0..20).map(start).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let list = json(&home, &["secrets", "list", "--json"]);
    let names = list["secrets"].as_array().unwrap();
    assert_eq!((names.len(), &list["sealed"]), (20, &json!(true)));
    assert_eq!(text(&home, "secrets").lines().count(), 20);
    for n in 0..20 {
        assert_eq!(home.ok(&["secrets", "get", &format!("SECRET_{n}")]).len(), 43);
    }
}

#[test]
fn what_a_merge_by_git_does_not_account_for_is_shown_and_nothing_else() {
    let home = Home::quick_start();
    home.keep("A", "1");
    git(&home, &["init", "--quiet"]);
    let commit = |what: &str| {
        git(&home, &["add", "--all"]);
        git(&home, &["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", what]);
    };
    home.keep("BASE", "1");
    commit("base");
    git(&home, &["checkout", "--quiet", "-b", "other"]);
    home.keep("THEIRS", "2");
    commit("theirs");
    git(&home, &["checkout", "--quiet", "-"]);
    home.keep("OURS", "3");
    commit("ours");
    git(&home, &["-c", "user.name=a", "-c", "user.email=a@b", "merge", "--quiet", "--no-edit", "other"]);
    let (code, _, stderr) = home.run(&["secrets", "list"]);
    assert!(code == 0 && stderr.contains("merged by git, not yet sealed; look at it"), "{stderr}");
    let without = text(&home, "secrets.enc")
        .split_inclusive('\n')
        .filter(|l| !l.starts_with("BASE "))
        .collect::<String>();
    home.write("secrets.enc", &without);
    let (_, _, stderr) = home.run(&["secrets", "list"]);
    assert!(stderr.contains("and changed without the key besides: removed BASE"), "{stderr}");
}

#[test]
fn a_template_that_leads_out_of_the_formation_is_not_written() {
    let home = Home::quick_start();
    home.write("../outside", "");
    std::os::unix::fs::symlink("../outside", home.formation().join("secrets")).unwrap();
    let (code, _, stderr) = unchanged(&home, || home.run_with(&["secrets", "add", "X"], "v"));
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("which is not in the formation"), "{stderr}");
}

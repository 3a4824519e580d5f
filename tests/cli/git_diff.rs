//! `muxi secrets diff` and what `git diff` shows of a secrets file.

use serde_json::{Value, json};

use crate::git_repo::Repo;
use crate::place::unchanged;
use crate::support::Home;

fn changes(repo: &Repo, args: &[&str]) -> Vec<(String, String)> {
    let args = [&["secrets", "diff", "--json"], args].concat();
    let data: Value = serde_json::from_str(&repo.home.ok(&args)).unwrap();
    let text = |change: &Value, field: &str| change[field].as_str().unwrap().to_owned();
    data["changes"].as_array().unwrap().iter().map(|c| (text(c, "name"), text(c, "change"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn every_kind_of_change_is_told_with_its_versions_and_masked_values() {
    let repo = Repo::new();
    repo.keep("B", "sk-canary-b1");
    repo.commit_secret("C", "canary c");
    assert_eq!(changes(&repo, &[]), []);
    repo.keep("B", "sk-canary-b2");
    repo.keep("D", "canary d");
    repo.home.ok(&["secrets", "delete", "C"]);
    let all = [("B", "changed"), ("C", "deleted"), ("D", "added")];
    assert_eq!(changes(&repo, &[]), pairs(&all));
    let shown = repo.home.ok(&["secrets", "diff"]);
    assert!(shown.contains("changed  B  version 1 -> 2  sk-**** -> sk-****"), "{shown}");
    assert!(shown.contains("deleted  C  version 1 -> 2  ****") && !shown.contains("canary"), "{shown}");
    repo.commit("second");
    assert_eq!(changes(&repo, &[]), []);
    assert_eq!(changes(&repo, &["HEAD~1"]), pairs(&all));
    assert_eq!(changes(&repo, &["HEAD~1", "HEAD"]), pairs(&all));
    assert_eq!(
        changes(&repo, &["HEAD", "HEAD~1"]),
        pairs(&[("B", "changed"), ("C", "added"), ("D", "removed")])
    );
    repo.home.ok(&["secrets", "seal", "--prune"]);
    assert_eq!(changes(&repo, &[]), pairs(&[("C", "pruned")]));
}

#[test]
fn names_and_versions_need_no_key() {
    let repo = Repo::new();
    repo.keep("A", "canary a2");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let (code, stdout, stderr) = repo.home.run(&["secrets", "diff"]);
    assert_eq!((code, stdout.as_str()), (0, "changed  A  version 1 -> 2\n"));
    assert!(stderr.contains("names and versions only: there is no key for "), "{stderr}");
    let data: Value = serde_json::from_str(&repo.home.ok(&["secrets", "diff", "--json"])).unwrap();
    assert_eq!(data["changes"][0]["to"], json!({"version": 2, "masked": null}));
    assert_eq!(data["changes"][0]["same_value"], json!(null));
    assert_eq!(data["from"], json!({"label": "HEAD", "format": 2, "sealed": null}));
}

#[test]
fn the_seal_of_the_revision_is_checked() {
    let repo = Repo::new();
    repo.commit_secret("B", "canary b");
    let good = repo.file();
    let forged: String = good.split_inclusive('\n').filter(|line| !line.starts_with("B ")).collect();
    repo.home.write("secrets.enc", forged);
    repo.commit("forged");
    repo.home.write("secrets.enc", good);
    let (code, stdout, stderr) = repo.home.run(&["secrets", "diff"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("HEAD: changed without the key since it was sealed: removed B"), "{stderr}");
    assert_eq!(stdout, "added  B  version 1  ****\n");
}

#[test]
fn format_1_is_compared_by_values_and_says_that_it_needs_the_key() {
    let home = Home::quick_start();
    home.write(".key", include_bytes!("../kat/format1/key"));
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    let repo = Repo::bare(home, "");
    repo.keep("A", "canary a1");
    repo.commit_secret("B", "canary b");
    repo.keep("A", "canary a2");
    repo.home.ok(&["secrets", "delete", "B"]);
    assert_eq!(changes(&repo, &[]), pairs(&[("A", "changed"), ("B", "removed")]));
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let (code, stdout, stderr) = repo.home.run(&["secrets", "diff"]);
    assert!(code == 1 && stdout.is_empty() && stderr.contains("there is no key for "), "{stderr}");
}

#[test]
fn what_git_does_not_know_is_said_and_changes_nothing() {
    let repo = Repo::new();
    for (args, wanted, text) in [
        (&["secrets", "diff", "nonsense"][..], 3, "git knows no revision \"nonsense\""),
        (&["secrets", "diff", "--", "--output=x"], 3, "git knows no revision"),
        (&["secrets", "diff", "HEAD", "HEAD~9"], 3, "git knows no revision"),
    ] {
        let (code, stdout, stderr) = unchanged(&repo.home, || repo.home.run(args));
        assert_eq!((code, stdout.as_str()), (wanted, ""), "{stderr}");
        assert!(stderr.contains(text), "{stderr}");
    }
    let outside = Home::quick_start();
    outside.keep("A", "1");
    let (code, _, stderr) = outside.run(&["secrets", "diff"]);
    assert!(
        code == 1 && stderr.contains("is not in a git working tree") && stderr.contains("hint: "),
        "{stderr}"
    );
    let unborn = Repo::bare(Home::quick_start(), "");
    unborn.keep("A", "1");
    assert_eq!(changes(&unborn, &[]), pairs(&[("A", "added")]));
}

#[test]
fn the_repositorys_configuration_starts_no_program() {
    let repo = Repo::new();
    let mark = repo.home.path().join("started");
    let program = format!("touch {}", mark.display());
    for name in ["core.fsmonitor", "core.pager", "diff.external", "diff.muxi.textconv", "merge.muxi.driver"] {
        repo.git(&["config", name, &program]);
    }
    repo.git(&["config", "diff.x.command", &program]);
    std::fs::write(repo.top.join(".git/info/attributes"), "* diff=x merge=muxi\n").unwrap();
    repo.keep("A", "canary a2");
    for args in [
        &["secrets", "diff"][..],
        &["secrets", "rotate", "--plan"],
        &["secrets", "resolve"],
        &["secrets", "seal", "--prune"],
        &["secrets", "git-setup", "--remove"],
    ] {
        repo.home.ok(args);
        assert!(!mark.exists(), "{args:?}");
    }
}

#[test]
fn git_diff_shows_names_versions_and_masked_values_and_never_a_value() {
    let repo = Repo::with_drivers();
    repo.keep("A", "sk-canary-a2");
    repo.keep("B", "canary b");
    let shown = repo.git(&["diff", "--", "secrets.enc"]);
    assert!(shown.contains("-A  version 1  key ") && shown.contains("+A  version 2  key "), "{shown}");
    assert!(shown.contains("  sk-****  #") && shown.contains("+B  version 1"), "{shown}");
    assert!(shown.contains("-sealed  counter 1") && shown.contains("+sealed  counter 3"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
    repo.commit("second");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let shown = repo.git(&["log", "-p", "--", "secrets.enc"]);
    assert!(shown.contains("+A  version 2  key ") && shown.contains("  encrypted  #"), "{shown}");
    repo.assert_no_leak();
}

#[test]
fn a_change_of_the_ciphertext_alone_shows_in_git_diff_and_what_is_broken_does_not_fail_it() {
    let repo = Repo::with_drivers();
    let file = repo.file();
    let at = file.find("\nA ").unwrap() + 40;
    let other = if file.as_bytes()[at] == b'x' { "y" } else { "x" };
    let flipped = format!("{}{other}{}", &file[..at], &file[at + 1..]);
    repo.home.write("secrets.enc", &flipped);
    let shown = repo.git(&["diff"]);
    assert!(shown.contains("+A  version 1  key ") && shown.contains("does not open"), "{shown}");
    for broken in ["", "nonsense\n", &file[..at], "<<<<<<< ours\n"] {
        repo.home.write("secrets.enc", broken);
        assert!(repo.git(&["diff"]).contains("+++ b/secrets.enc"), "{broken}");
    }
    std::fs::remove_file(repo.home.formation().join("secrets.enc")).unwrap();
    repo.git(&["diff"]);
}

#[test]
fn git_is_never_given_the_key() {
    let repo = Repo::new();
    repo.keep("A", "canary a2");
    let tools = repo.home.path().join("tools");
    std::fs::create_dir(&tools).unwrap();
    let told = repo.home.path().join("told");
    let path = std::env::var("PATH").unwrap();
    let script =
        format!("#!/bin/sh\n{{ env; echo \"$@\"; }} >> {}\nPATH={path} exec git \"$@\"\n", told.display());
    crate::place::write_script(&tools.join("git"), &script);
    let key = String::from_utf8(repo.home.read(".key")).unwrap();
    for args in [&["secrets", "diff"][..], &["secrets", "rotate", "--plan"], &["secrets", "resolve"]] {
        let mut command = repo.home.process(args);
        command.env("PATH", format!("{}:{path}", tools.display())).env("MUXI_SECRETS_KEY", key.trim());
        let (code, _, stderr) = crate::place::outcome(command);
        assert_eq!(code, 0, "{stderr}");
    }
    let told = std::fs::read_to_string(told).unwrap();
    assert!(told.contains("cat-file --batch") && !told.contains("MUXI_SECRETS_KEY"), "git was given the key");
    assert!(!told.contains("canary"));
}

//! `muxi secrets resolve`: secrets with two values since a merge.

use serde_json::{Value, json};

use crate::git_repo::Repo;
use crate::place::unchanged;
use crate::terminal::Terminal;

/// A union merge, as git makes it for whoever never ran git-setup, with A and B in conflict.
fn conflicted() -> Repo {
    let repo = Repo::new();
    repo.commit_secret("B", "canary b1");
    repo.branch("other", &[("A", "canary a theirs"), ("B", "canary b theirs")]);
    repo.commit_secret("A", "canary a ours");
    repo.commit_secret("B", "canary b ours");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    repo
}

fn version(repo: &Repo, name: &str) -> u32 {
    let file = repo.file();
    let line = file.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
    line.split(' ').nth(2).unwrap().parse().unwrap()
}

#[test]
fn all_are_taken_from_one_side_in_one_write_and_sealed() {
    let repo = conflicted();
    let done = repo.home.ok(&["secrets", "resolve", "--theirs", "--json"]);
    let done: Value = serde_json::from_str(&done).unwrap();
    assert_eq!(done, json!({"result": "sealed", "resolved": ["A", "B"], "remaining": []}));
    assert_eq!((repo.value("A"), repo.value("B")), ("canary a theirs".into(), "canary b theirs".into()));
    assert_eq!((version(&repo, "A"), version(&repo, "B")), (3, 3), "above both");
    repo.assert_no_leak();
}

#[test]
fn one_by_one_what_is_settled_stays_settled() {
    let repo = conflicted();
    let done: Value =
        serde_json::from_str(&repo.home.ok(&["secrets", "resolve", "A", "--ours", "--json"])).unwrap();
    assert_eq!(done, json!({"result": "unsealed", "resolved": ["A"], "remaining": ["B"]}));
    let (code, value, stderr) = repo.home.run(&["secrets", "get", "A"]);
    assert_eq!((code, value.as_str()), (0, "canary a ours"));
    assert!(!stderr.contains("besides"), "the settled one is vouched for: {stderr}");
    let (code, _, stderr) = repo.home.run(&["secrets", "resolve", "A", "--ours"]);
    assert!(code == 3 && stderr.contains("A does not have two values"), "{stderr}");
    repo.home.ok(&["secrets", "resolve", "B", "--take", "2"]);
    assert_eq!((repo.value("A"), repo.value("B")), ("canary a ours".into(), "canary b theirs".into()));
}

#[test]
fn another_value_may_come_from_stdin_and_never_from_the_command_line() {
    let repo = conflicted();
    let args = ["secrets", "resolve", "A", "--value-from-stdin"];
    assert_eq!(repo.home.run_with(&args, "canary third\n").0, 0);
    repo.home.ok(&["secrets", "resolve", "--ours"]);
    assert_eq!((repo.value("A"), repo.value("B")), ("canary third".into(), "canary b ours".into()));
    for args in [&["secrets", "resolve", "A", "canary"][..], &["secrets", "resolve", "--value-from-stdin"]] {
        let (code, _, stderr) = repo.home.run_with(args, "x");
        assert!(code == 2 && !stderr.contains("canary"), "{stderr}");
    }
}

#[test]
fn on_a_terminal_each_is_asked_for_with_the_side_the_version_and_no_value() {
    let repo = conflicted();
    let mut terminal = Terminal::start(&repo.home, 40, &["secrets", "resolve"]);
    terminal.until("A has 2 values:");
    terminal.until("Which value of A");
    terminal.type_in("7\r");
    terminal.until("answer with a number");
    terminal.type_in("2\r");
    terminal.until("Which value of B");
    terminal.type_in("\r");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 1, "one was left: {seen}");
    assert!(seen.contains("still with two values: B") && !seen.contains("canary"), "{seen}");
    assert!(seen.contains("theirs  version 2"), "{seen}");
    assert!(seen.contains("ours    version 2"), "{seen}");
}

#[test]
fn without_a_terminal_or_an_answer_nothing_changes_and_the_flag_is_named() {
    let repo = conflicted();
    for args in [&["secrets", "resolve"][..], &["secrets", "resolve", "--no-input"]] {
        let (code, stdout, stderr) = unchanged(&repo.home, || repo.home.run(args));
        assert!(code == 7 && stdout.is_empty() && stderr.contains("--ours, --theirs"), "{stderr}");
    }
    let (code, _, _) = unchanged(&repo.home, || repo.home.run(&["secrets", "resolve", "NONE", "--ours"]));
    assert_eq!(code, 3);
}

#[test]
fn where_git_cannot_tell_the_sides_the_lines_are_counted() {
    let repo = conflicted();
    std::fs::remove_dir_all(repo.top.join(".git")).unwrap();
    let (code, _, stderr) = repo.home.run(&["secrets", "resolve", "--ours"]);
    assert!(code == 1 && stderr.contains("--take 1"), "{stderr}");
    repo.home.ok(&["secrets", "resolve", "--take", "1"]);
    assert!(repo.value("A").starts_with("canary a "));
}

#[test]
fn what_a_stranger_changed_besides_is_shown_and_not_sealed_without_a_yes() {
    let repo = conflicted();
    repo.home.ok(&["secrets", "resolve", "--ours"]);
    repo.commit_secret("C", "canary c");
    repo.branch("more", &[("A", "canary a4")]);
    repo.commit_secret("A", "canary a5");
    repo.git(&["merge", "--quiet", "--no-edit", "more"]);
    let without: String = repo.file().split_inclusive('\n').filter(|l| !l.starts_with("C ")).collect();
    repo.home.write("secrets.enc", without);
    let (code, _, stderr) = unchanged(&repo.home, || repo.home.run(&["secrets", "resolve", "--ours"]));
    assert!(code == 7 && stderr.contains("removed C") && stderr.contains("--yes"), "{stderr}");
    repo.home.ok(&["secrets", "resolve", "--ours", "--yes"]);
    assert_eq!(repo.value("A"), "canary a5");
}

#[test]
fn with_nothing_in_conflict_nothing_is_done() {
    let repo = Repo::new();
    let (code, _, stderr) = unchanged(&repo.home, || repo.home.run(&["secrets", "resolve"]));
    assert_eq!((code, stderr.as_str()), (0, "no secret has two values\n"));
}

#[test]
fn pruning_waits_for_the_merge_and_drops_only_what_is_deleted() {
    let repo = Repo::with_drivers();
    repo.commit_secret("B", "canary b1");
    repo.home.ok(&["secrets", "delete", "B"]);
    repo.commit("deleted");
    repo.branch("other", &[("A", "canary theirs")]);
    repo.commit_secret("A", "canary ours");
    assert_eq!(repo.run(&["merge", "other"]).0, 1);
    repo.home.ok(&["secrets", "resolve", "--ours"]);
    let (code, _, stderr) = unchanged(&repo.home, || repo.home.run(&["secrets", "seal", "--prune"]));
    assert!(code == 4 && stderr.contains("is not finished"), "{stderr}");
    repo.commit("merged");
    assert!(repo.file().contains("\nB "));
    let done: Value = serde_json::from_str(&repo.home.ok(&["secrets", "seal", "--prune", "--json"])).unwrap();
    assert_eq!(done, json!({"result": "sealed", "pruned": ["B"]}));
    assert!(!repo.file().contains("\nB "));
    assert_eq!(repo.value("A"), "canary ours");
    let done: Value = serde_json::from_str(&repo.home.ok(&["secrets", "seal", "--prune", "--json"])).unwrap();
    assert_eq!(done, json!({"result": "unchanged", "pruned": []}));
    let without: String = repo.file().split_inclusive('\n').filter(|l| !l.starts_with("A ")).collect();
    repo.home.write("secrets.enc", without);
    assert_eq!(unchanged(&repo.home, || repo.home.run(&["secrets", "seal", "--prune"])).0, 7);
}

#[test]
fn in_a_rebase_ours_is_what_the_commits_are_put_on_and_that_is_said() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("A", "canary mine")]);
    repo.commit_secret("A", "canary upstream");
    repo.git(&["checkout", "--quiet", "other"]);
    assert_ne!(repo.run(&["rebase", "main"]).0, 0);
    assert_eq!(unchanged(&repo.home, || repo.home.run(&["secrets", "seal", "--prune"])).0, 4);
    let mut terminal = Terminal::start(&repo.home, 120, &["secrets", "resolve"]);
    terminal.until("onto which your commits are put");
    terminal.until("Which value of A");
    terminal.type_in("theirs\r");
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && seen.contains("REBASE_HEAD") && !seen.contains("canary"), "{seen}");
    repo.git(&["add", "secrets.enc"]);
    repo.git(&["rebase", "--continue"]);
    assert_eq!(repo.value("A"), "canary mine");
    assert!(
        repo.home.ok(&["secrets", "seal", "--prune", "--json"]).contains("unchanged"),
        "the rebase is over"
    );
}

#[test]
fn a_value_that_is_too_long_is_refused_and_one_of_the_limit_is_taken() {
    let repo = conflicted();
    let args = ["secrets", "resolve", "A", "--value-from-stdin"];
    let (code, _, stderr) = unchanged(&repo.home, || repo.home.run_with(&args, vec![b'x'; 2 << 20]));
    assert!(code == 2 && stderr.contains("1048576"), "{stderr}");
    assert_eq!(repo.home.run_with(&args, vec![b'x'; 1 << 20]).0, 0);
    repo.home.ok(&["secrets", "resolve", "--ours"]);
    assert_eq!(repo.value("A").len(), 1 << 20);
}

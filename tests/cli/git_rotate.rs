//! `muxi secrets rotate`: new values, and what somebody who left could have read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::git_repo::Repo;
use crate::place::unchanged;
use crate::support::Home;
use crate::terminal::Terminal;

fn plan(repo: &Repo, args: &[&str]) -> Value {
    let args = [&["secrets", "rotate", "--plan", "--json"], args].concat();
    serde_json::from_str(&repo.home.ok(&args)).unwrap()
}

fn states(plan: &Value) -> BTreeMap<String, String> {
    let text = |secret: &Value, field: &str| secret[field].as_str().unwrap().to_owned();
    plan["secrets"].as_array().unwrap().iter().map(|s| (text(s, "name"), text(s, "state"))).collect()
}

fn expected(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_secret_gets_a_new_value_and_what_comes_next_is_said() {
    let home = Home::quick_start();
    home.keep("A", "canary old");
    let (code, stdout, stderr) = home.run_with(&["secrets", "rotate", "a"], "sk-canary-new");
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(
        stderr.contains("gave a new value to A  sk-****") && stderr.contains("revoke the old value"),
        "{stderr}"
    );
    assert_eq!(home.ok(&["secrets", "get", "A"]), "sk-canary-new");
    let made = home.ok(&["secrets", "rotate", "A", "--generate=48", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&made).unwrap(), json!({"name": "A", "result": "rotated"}));
    assert_eq!(home.ok(&["secrets", "get", "A"]).len(), 64);
}

#[test]
fn what_is_not_there_or_not_new_is_refused_and_nothing_changes() {
    let home = Home::quick_start();
    home.keep("API_KEY", "canary same");
    for (args, stdin, wanted, text) in [
        (&["secrets", "rotate", "API_KEI"][..], "x", 3, "did you mean API_KEY?"),
        (&["secrets", "rotate", "API_KEY"], "canary same", 4, "that is the value that API_KEY has already"),
        (
            &["secrets", "rotate", "API_KEY", "canary"],
            "x",
            2,
            "printf %s \"$VALUE\" | muxi secrets rotate API_KEY",
        ),
        (&["secrets", "rotate", "API_KEY=canary"], "x", 2, "not taken there"),
        (&["secrets", "rotate"], "x", 2, "required"),
        (&["secrets", "rotate", "A", "--plan"], "x", 2, "cannot be used"),
        (&["secrets", "rotate", "--before", "HEAD"], "x", 2, "required"),
        (&["secrets", "rotate", "--plan"], "", 1, "is not in a git working tree"),
    ] {
        let (code, stdout, stderr) = unchanged(&home, || home.run_with(args, stdin));
        assert_eq!((code, stdout.as_str()), (wanted, ""), "{args:?}: {stderr}");
        assert!(stderr.contains(text) && !stderr.contains("canary"), "{args:?}: {stderr}");
    }
    home.ok(&["secrets", "delete", "API_KEY"]);
    assert_eq!(home.run_with(&["secrets", "rotate", "API_KEY"], "x").0, 3, "a deleted one is added anew");
}

#[test]
fn the_new_value_is_asked_for_and_never_shown() {
    let home = Home::quick_start();
    home.keep("A", "old");
    let mut terminal = Terminal::start(&home, 80, &["secrets", "rotate", "A"]);
    terminal.until("Value of A");
    assert!(terminal.echo_is(false));
    terminal.type_in("canary new\n");
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && !seen.contains("canary"), "{seen}");
    assert_eq!(home.ok(&["secrets", "get", "A"]), "canary new");
}

#[test]
fn the_plan_ticks_what_changed_since_and_keeps_what_did_not() {
    let repo = Repo::new();
    repo.keep("B", "canary b1");
    repo.keep("C", "canary c1");
    repo.commit("then");
    repo.git(&["tag", "left"]);
    repo.commit_secret("NEW", "canary later");
    repo.keep("A", "canary a2");
    repo.home.ok(&["secrets", "delete", "C"]);
    repo.commit("after");
    let plan = plan(&repo, &["--before", "left"]);
    assert_eq!(states(&plan), expected(&[("A", "rotated"), ("B", "same"), ("C", "deleted")]));
    assert_eq!((&plan["to_do"], &plan["commits"], &plan["by_value"]), (&json!(2), &json!(2), &json!(true)));
    let then = repo.git(&["rev-parse", "left"]);
    assert_eq!(plan["secrets"][1]["since"]["commit"], json!(then.trim()));
    let text = repo.home.ok(&["secrets", "rotate", "--plan", "--before", "left"]);
    assert!(text.contains("[x]  A  now version 2; up to 1 could be read\n"), "{text}");
    assert!(text.contains(&format!("[ ]  B  still version 1, since {} of ", &then[..10])), "{text}");
    assert!(text.contains("muxi secrets rotate --revoked C") && !text.contains("canary"), "{text}");
}

#[test]
fn a_deleted_secret_is_ticked_off_until_it_is_deleted_anew() {
    let repo = Repo::new();
    repo.commit_secret("C", "canary c1");
    let (code, _, stderr) = repo.home.run(&["secrets", "rotate", "--revoked", "C"]);
    assert!(code == 4 && stderr.contains("C is still set"), "{stderr}");
    repo.home.ok(&["secrets", "delete", "C"]);
    repo.commit("deleted");
    repo.home.ok(&["secrets", "rotate", "--revoked", "c"]);
    assert_eq!(states(&plan(&repo, &[])), expected(&[("A", "same"), ("C", "revoked")]));
    repo.commit_secret("C", "canary c3");
    assert_eq!(states(&plan(&repo, &[])), expected(&[("A", "same"), ("C", "same")]));
    repo.home.ok(&["secrets", "delete", "C"]);
    assert_eq!(states(&plan(&repo, &[])), expected(&[("A", "same"), ("C", "deleted")]));
    assert_eq!(repo.home.run(&["secrets", "rotate", "--revoked", "NONE"]).0, 3);
}

#[test]
fn values_on_other_branches_and_lost_in_a_merge_and_under_another_path_count_too() {
    let repo = Repo::with_drivers();
    repo.branch("side", &[("SIDE", "canary side")]);
    repo.branch("lost", &[("LOST", "canary lost")]);
    repo.git(&["merge", "--quiet", "--strategy=ours", "--no-edit", "lost"]);
    repo.git(&["branch", "--quiet", "-D", "lost"]);
    repo.home.write("moved/formation.afs", crate::support::QUICK_START);
    repo.git(&["mv", "secrets.enc", "moved/secrets.enc"]);
    std::fs::rename(repo.top.join(".key"), repo.top.join("moved/.key")).unwrap();
    repo.commit("moved");
    let moved = repo.top.join("moved").to_str().unwrap().to_owned();
    assert_eq!(repo.home.run_with(&["secrets", "add", "A", "-C", &moved], "canary a2").0, 0);
    let plan = plan(&repo, &["-C", &moved]);
    let wanted = [("A", "rotated"), ("LOST", "deleted"), ("SIDE", "deleted")];
    assert_eq!(states(&plan), expected(&wanted));
}

#[test]
fn the_stash_and_the_reflog_are_told_apart_from_what_others_could_read() {
    let repo = Repo::new();
    repo.keep("A", "canary stashed");
    repo.git(&["stash"]);
    repo.commit_secret("B", "canary gone");
    repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let plan = plan(&repo, &[]);
    assert_eq!(states(&plan), expected(&[("A", "same")]));
    assert_eq!(plan["also_in_stash_or_reflog"], json!(["A", "B"]));
}

#[test]
fn without_the_key_versions_decide_and_the_plan_says_so() {
    let repo = Repo::new();
    repo.commit_secret("B", "canary b1");
    repo.git(&["tag", "left"]);
    repo.commit_secret("B", "canary b2");
    repo.commit_secret("A", "canary a2");
    repo.commit_secret("A", "canary a1");
    let with_key = plan(&repo, &["--before", "left"]);
    assert_eq!(states(&with_key), expected(&[("A", "same"), ("B", "rotated")]), "the old value came back");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let without = plan(&repo, &["--before", "left"]);
    assert_eq!(states(&without), expected(&[("A", "rotated"), ("B", "rotated")]));
    assert_eq!(without["by_value"], json!(false));
    let (_, _, stderr) = repo.home.run(&["secrets", "rotate", "--plan"]);
    assert!(stderr.contains("versions were compared where no key was at hand"), "{stderr}");
}

#[test]
fn format_1_is_compared_by_values_and_needs_the_key() {
    let home = Home::quick_start();
    home.write(".key", include_bytes!("../kat/format1/key"));
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    let repo = Repo::bare(home, "");
    repo.keep("A", "canary a1");
    repo.keep("B", "canary b1");
    repo.commit_secret("C", "canary c1");
    repo.keep("A", "canary a2");
    repo.home.ok(&["secrets", "delete", "C"]);
    repo.commit("after");
    let before = plan(&repo, &["--before", "HEAD~1"]);
    assert_eq!(states(&before), expected(&[("A", "rotated"), ("B", "same"), ("C", "deleted")]));
    repo.home.ok(&["secrets", "rotate", "--revoked", "C"]);
    assert_eq!(states(&plan(&repo, &[]))["C"], "revoked");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let (code, _, stderr) = repo.home.run(&["secrets", "rotate", "--plan"]);
    assert!(code == 1 && stderr.contains("there is no key for "), "{stderr}");
}

#[test]
fn until_when_is_a_revision_or_a_day_and_nothing_else() {
    let repo = Repo::new();
    repo.commit_secret("B", "canary b");
    // The first commit is of 2023-11-14T22:13:20Z.
    assert_eq!(states(&plan(&repo, &["--before", "2023-11-13"])), expected(&[]));
    assert_eq!(states(&plan(&repo, &["--before", "2023-11-14T22:13:20Z"])), expected(&[("A", "same")]));
    assert_eq!(states(&plan(&repo, &["--before", "2023-11-14"])), expected(&[("A", "same"), ("B", "same")]));
    for bad in ["yesterday", "2023-13-01", "--all", ""] {
        let (code, _, stderr) = repo.home.run(&["secrets", "rotate", "--plan", &format!("--before={bad}")]);
        assert!(code == 2 && stderr.contains("2026-01-31"), "{bad}: {stderr}");
    }
}

#[test]
fn a_long_history_is_read_in_seconds() {
    let repo = Repo::new();
    let base = repo.file();
    let (head, tail) = base.split_once("\nA ").unwrap();
    let (line, seal) = tail.split_once('\n').unwrap();
    // One import of 2,000 commits: each has a line of its own, as if B had been written every time.
    let mut stream = String::new();
    for n in 1..=2000 {
        let (key, rest) = line.split_once(' ').unwrap();
        let (_, sealed) = rest.split_once(' ').unwrap();
        let file = format!("{head}\nA {line}\nB {key} {n} {sealed}\n{seal}");
        let time = 1_700_001_000 + n;
        let size = file.len();
        writeln!(stream, "commit refs/heads/long\ncommitter a <a@example.com> {time} +0000\ndata 1\nx")
            .unwrap();
        writeln!(stream, "M 100644 inline secrets.enc\ndata {size}\n{file}").unwrap();
    }
    let file = repo.home.path().join("stream");
    std::fs::write(&file, stream).unwrap();
    let mut import = repo.command(&repo.top, &["fast-import", "--quiet"]);
    import.stdin(std::fs::File::open(&file).unwrap());
    let (code, _, stderr) = crate::place::outcome(import);
    assert_eq!(code, 0, "{stderr}");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let start = std::time::Instant::now();
    let plan = plan(&repo, &[]);
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(plan["commits"], json!(2001));
    let b = plan["secrets"].as_array().unwrap().iter().find(|s| s["name"] == "B").unwrap();
    assert_eq!(
        (&b["values_seen"], &b["seen_version"], &b["state"]),
        (&json!(2000), &json!(2000), &json!("deleted"))
    );
}

#[test]
fn the_commit_that_last_changed_each_secret_is_found() {
    let repo = Repo::new();
    repo.commit_secret("B", "canary b1");
    repo.commit_secret("A", "canary a2");
    repo.commit_secret("C", "canary c");
    repo.keep("UNCOMMITTED", "canary u");
    let location = muxi::secrets::Location::new(repo.home.formation(), None).unwrap();
    let sources = muxi::secrets::KeySources::default();
    for key_is_there in [true, false] {
        let found = muxi::secrets::rotation::last_changed(&location, &sources).unwrap();
        let ids: Vec<(&str, &str)> = found.iter().map(|(n, c)| (n.as_str(), c.id.as_str())).collect();
        let commits: Vec<String> =
            ["HEAD~1", "HEAD~2", "HEAD"].iter().map(|r| repo.git(&["rev-parse", r])).collect();
        let wanted: Vec<_> = ["A", "B", "C"].into_iter().zip(commits.iter().map(|c| c.trim())).collect();
        assert_eq!(ids, wanted);
        assert_eq!(found["B"].date, "2023-11-14T22:14:20Z");
        if key_is_there {
            std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
        }
    }
}

#[test]
fn before_the_first_commit_nobody_could_read_anything() {
    let repo = Repo::bare(Home::quick_start(), "");
    repo.keep("A", "canary");
    let (code, stdout, stderr) = repo.home.run(&["secrets", "rotate", "--plan"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("nobody could read one there"), "{stderr}");
}

#[test]
fn a_clone_without_all_of_the_history_is_refused_and_not_called_clean() {
    let repo = Repo::new();
    repo.commit_secret("A", "canary a2");
    repo.home.ok(&["secrets", "delete", "A", "--force"]);
    repo.commit("gone");
    let from = format!("file://{}", repo.top.display());
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    for (how, code, wanted, text) in [
        ("--depth=1", "history_shallow", 4, "git fetch --unshallow"),
        ("--filter=blob:none", "history_not_fetched", 1, "git log --all --patch"),
    ] {
        let clone = repo.home.path().join(how);
        let to = clone.to_str().unwrap();
        repo.git(&["clone", "--quiet", how, "--", &from, to]);
        let args = ["secrets", "rotate", "--plan", "--json", "--dir", to];
        let (exit, stdout, stderr) = repo.home.run(&args);
        assert_eq!((exit, &*stdout), (wanted, ""), "{how}: {stderr}");
        assert!(stderr.contains(code) && stderr.contains(text), "{how}: {stderr}");
    }
    let (exit, _, stderr) = repo.home.run(&[
        "secrets",
        "diff",
        "HEAD~1",
        "--dir",
        repo.home.path().join("--filter=blob:none").to_str().unwrap(),
    ]);
    assert_eq!(exit, 1, "{stderr}");
    assert!(stderr.contains("not in this clone"), "{stderr}");
}

#[test]
fn every_command_that_writes_says_that_the_file_is_an_older_one() {
    for args in [
        &["secrets", "rotate", "A", "--generate"][..],
        &["secrets", "delete", "A", "--force"],
        &["secrets", "rename", "A", "C"],
    ] {
        let home = Home::quick_start();
        home.keep("A", "canary a");
        home.keep("B", "canary b");
        let old = home.read("secrets.enc");
        home.keep("B", "canary b2");
        std::fs::write(home.formation().join("secrets.enc"), old).unwrap();
        let (code, _, stderr) = home.run(args);
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("is older than what was seen here"), "{args:?}: {stderr}");
    }
}

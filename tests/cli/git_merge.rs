//! Real git with muxi as the merge driver: what comes out opens, and no value is left anywhere.

use std::process::Command;

use crate::git_repo::Repo;
use crate::support::Home;
use crate::terminal::Terminal;

#[test]
fn two_branches_that_add_and_change_secrets_merge_and_the_result_is_sealed() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("B", "canary b"), ("A", "canary a2")]);
    repo.commit_secret("C", "canary c");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    for (name, value) in [("A", "canary a2"), ("B", "canary b"), ("C", "canary c")] {
        assert_eq!(repo.value(name), value);
    }
    assert_eq!(repo.git(&["status", "--short"]), "");
    repo.assert_no_leak();
}

#[test]
fn rebase_cherry_pick_and_stash_go_through_the_driver_too() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("B", "canary b"), ("C", "canary c")]);
    repo.commit_secret("D", "canary d");
    repo.git(&["cherry-pick", "other~1"]);
    assert_eq!((repo.value("B"), repo.value("D")), ("canary b".to_owned(), "canary d".to_owned()));
    repo.git(&["checkout", "--quiet", "other"]);
    repo.git(&["rebase", "--quiet", "main"]);
    assert_eq!((repo.value("C"), repo.value("D")), ("canary c".to_owned(), "canary d".to_owned()));
    repo.keep("E", "canary e");
    repo.git(&["stash"]);
    repo.commit_secret("F", "canary f");
    repo.git(&["stash", "pop"]);
    for name in ["A", "B", "C", "D", "E", "F"] {
        assert!(repo.value(name).starts_with("canary "), "{name}");
    }
    repo.assert_no_leak();
}

#[test]
fn the_same_value_on_both_branches_is_no_conflict() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("A", "canary new")]);
    repo.commit_secret("A", "canary new");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    assert_eq!(repo.value("A"), "canary new");
}

#[test]
fn a_true_conflict_keeps_both_lines_stops_git_and_names_the_way_out() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("A", "canary theirs"), ("B", "canary b")]);
    repo.commit_secret("A", "canary ours");
    let (code, said) = repo.run(&["merge", "--no-edit", "other"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("two values for A; both are kept, encrypted. Say which holds: muxi secrets resolve"),
        "{said}"
    );
    assert_eq!(repo.git(&["status", "--short"]), "M  secrets\nUU secrets.enc\n");
    let file = repo.file();
    let count = |start: &str| file.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("A "), count("B "), count("seal ")), (2, 1, 2));
    repo.assert_no_leak();
    let (code, _, stderr) = repo.home.run(&["secrets", "seal", "--yes"]);
    assert!(code == 4 && stderr.contains("muxi secrets resolve"), "{stderr}");
    let (code, _, stderr) = repo.home.run(&["secrets", "resolve", "--theirs"]);
    assert!(code == 0 && stderr.contains("git add"), "{stderr}");
    repo.commit("merged");
    assert_eq!((repo.value("A"), repo.value("B")), ("canary theirs".to_owned(), "canary b".to_owned()));
    repo.assert_no_leak();
}

#[test]
fn a_change_that_meets_a_deletion_is_asked_for_and_a_deleted_secret_stays_deleted() {
    let repo = Repo::with_drivers();
    repo.commit_secret("B", "canary b");
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.home.ok(&["secrets", "delete", "A"]);
    repo.commit("deleted");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit_secret("A", "canary a2");
    assert_eq!(repo.run(&["merge", "other"]).0, 1);
    let (_, _, stderr) = repo.home.run(&["secrets", "resolve", "A", "--take", "3"]);
    assert!(stderr.contains("A has 2 values, so there is no value 3"), "{stderr}");
    repo.home.ok(&["secrets", "resolve", "A", "--theirs"]);
    repo.commit("merged");
    assert_eq!(repo.home.run(&["secrets", "get", "A"]).0, 3);
    // An older branch that still has it does not bring it back.
    repo.git(&["checkout", "--quiet", "-b", "late", "HEAD~2"]);
    repo.commit_secret("C", "canary c");
    repo.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(repo.home.run(&["secrets", "get", "A"]).0, 3);
    assert_eq!(repo.value("C"), "canary c");
}

#[test]
fn histories_that_crossed_merge_without_a_question() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("B", "canary b")]);
    repo.commit_secret("A", "canary a2");
    let (main, other) = (repo.git(&["rev-parse", "main"]), repo.git(&["rev-parse", "other"]));
    repo.git(&["merge", "--quiet", "--no-edit", other.trim()]);
    repo.git(&["checkout", "--quiet", "other"]);
    repo.git(&["merge", "--quiet", "--no-edit", main.trim()]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit_secret("C", "canary c");
    repo.commit_secret("A", "canary a3");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    for (name, value) in [("A", "canary a3"), ("B", "canary b"), ("C", "canary c")] {
        assert_eq!(repo.value(name), value);
    }
    repo.assert_no_leak();
}

#[test]
fn an_octopus_is_left_to_git_which_refuses_it_and_changes_nothing() {
    let repo = Repo::with_drivers();
    for (branch, name) in [("one", "B"), ("two", "C")] {
        repo.branch(branch, &[(name, "canary x")]);
    }
    repo.commit_secret("D", "canary d");
    let before = repo.file();
    assert_ne!(repo.run(&["merge", "one", "two"]).0, 0);
    repo.run(&["reset", "--merge"]);
    assert_eq!(repo.file(), before);
    repo.assert_no_leak();
}

#[test]
fn without_the_key_the_lines_and_seals_of_both_sides_stand_until_somebody_seals_them() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("B", "canary b")]);
    repo.commit_secret("C", "canary c");
    let key = repo.home.read(".key");
    std::fs::remove_file(repo.home.formation().join(".key")).unwrap();
    let (code, said) = repo.run(&["merge", "--no-edit", "other"]);
    assert!(code == 0 && said.contains("merged, not sealed: there is no key at hand"), "{said}");
    assert_eq!(repo.file().lines().filter(|line| line.starts_with("seal ")).count(), 2);
    repo.home.write(".key", key);
    crate::place::chmod(&repo.home.formation().join(".key"), 0o600);
    let (code, _, stderr) = repo.home.run(&["secrets", "list"]);
    assert!(code == 0 && stderr.contains("merged by git, not yet sealed; look at it"), "{stderr}");
    repo.home.ok(&["secrets", "seal", "--yes"]);
    assert_eq!((repo.value("B"), repo.value("C")), ("canary b".to_owned(), "canary c".to_owned()));
}

#[test]
fn an_old_file_that_comes_back_as_a_branch_takes_nothing_back() {
    let repo = Repo::with_drivers();
    repo.commit_secret("A", "canary a2");
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.git(&["checkout", "--quiet", "main~1", "--", "secrets.enc"]);
    repo.commit("whoever has no key can do this");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit_secret("B", "canary b");
    let (code, said) = repo.run(&["merge", "--no-edit", "other"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("two values for A"), "{said}");
    let (code, _, _) = repo.home.run(&["secrets", "resolve", "--ours"]);
    assert_eq!((code, repo.value("A")), (0, "canary a2".to_owned()));
}

#[test]
fn format_1_merges_with_the_key_and_a_conflict_is_settled_from_what_git_kept() {
    let home = Home::quick_start();
    home.write(".key", include_bytes!("../kat/format1/key"));
    crate::place::chmod(&home.formation().join(".key"), 0o600);
    let repo = Repo::bare(home, "");
    repo.home.ok(&["secrets", "git-setup"]);
    repo.keep("A", "canary a1");
    repo.commit("base");
    assert!(repo.file().starts_with("gAAAAA"));
    repo.branch("other", &[("B", "canary b")]);
    repo.branch("another", &[("A", "canary theirs")]);
    repo.commit_secret("C", "canary c");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    assert_eq!((repo.value("B"), repo.value("C")), ("canary b".to_owned(), "canary c".to_owned()));
    repo.commit_secret("A", "canary ours");
    let (code, said) = repo.run(&["merge", "another"]);
    assert!(code == 1 && said.contains("our version stays as it is"), "{said}");
    assert_eq!(repo.value("A"), "canary ours");
    let (code, _, stderr) = repo.home.run(&["secrets", "resolve"]);
    assert!(code == 7 && stderr.contains("--ours, --theirs"), "{stderr}");
    repo.home.ok(&["secrets", "resolve", "--theirs"]);
    repo.commit("merged");
    assert_eq!((repo.value("A"), repo.value("B")), ("canary theirs".to_owned(), "canary b".to_owned()));
    repo.assert_no_leak();
}

#[test]
fn formations_in_subfolders_and_linked_working_trees_share_one_setup() {
    let home = Home::quick_start();
    home.write("../second/formation.afs", crate::support::QUICK_START);
    let repo = Repo::bare(home, "..");
    let second = repo.top.join("second").to_str().unwrap().to_owned();
    let in_second = |value: &str| {
        let args = ["-C", &second, "secrets", "--env", "prod", "add", "S"];
        assert_eq!(repo.home.run_with(&args, value).0, 0);
    };
    std::fs::write(repo.top.join(".gitignore"), "/state\n/home\n").unwrap();
    repo.keep("A", "canary a");
    in_second("canary s1");
    repo.commit("base");
    repo.home.ok(&["secrets", "git-setup"]);
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    in_second("canary s2");
    repo.commit_secret("B", "canary b");
    repo.git(&["checkout", "--quiet", "main"]);
    in_second("canary s3");
    repo.commit_secret("C", "canary c");
    let (code, said) = repo.run(&["merge", "other"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("muxi secrets resolve --dir second --env prod"), "{said}");
    assert_eq!((repo.value("B"), repo.value("C")), ("canary b".to_owned(), "canary c".to_owned()));
    repo.home.ok(&["secrets", "resolve", "--dir", &second, "--env", "prod", "--ours"]);
    repo.commit("merged");
    assert_eq!(repo.home.ok(&["secrets", "get", "S", "-C", &second, "--env", "prod"]), "canary s3");
    let linked = repo.home.path().join("home/linked");
    repo.git(&["worktree", "add", "--quiet", linked.to_str().unwrap(), "-b", "linked"]);
    let in_linked = ["secrets", "git-setup", "--json", "--dir", linked.to_str().unwrap()];
    assert!(repo.home.ok(&in_linked).contains("\"unchanged\""), "the setup is the clone's");
    let attributes = repo.command(&linked, &["check-attr", "merge", "diff", "--", "x/secrets.prod.enc"]);
    let told = crate::place::outcome(attributes).1;
    assert_eq!(told, "x/secrets.prod.enc: merge: muxi\nx/secrets.prod.enc: diff: muxi\n");
}

#[test]
fn a_submodule_gets_a_setup_of_its_own() {
    let repo = Repo::new();
    let inner = Repo::new();
    let url = inner.top.to_str().unwrap().to_owned();
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "sub"]);
    let sub = repo.top.join("sub").to_str().unwrap().to_owned();
    repo.home.ok(&["secrets", "git-setup", "-C", &sub]);
    let told = repo.git(&["-C", &sub, "check-attr", "merge", "--", "secrets.enc"]);
    assert_eq!(told, "secrets.enc: merge: muxi\n");
    let told = repo.git(&["check-attr", "merge", "--", "secrets.enc"]);
    assert_eq!(told, "secrets.enc: merge: union\n", "the outer one has none");
}

#[test]
fn the_setup_can_be_repeated_and_undone_and_leaves_what_others_wrote() {
    let repo = Repo::new();
    let attributes = repo.top.join(".git/info/attributes");
    std::fs::write(&attributes, "*.bin binary").unwrap();
    repo.git(&["config", "merge.other.driver", "true"]);
    let config = std::fs::read_to_string(repo.top.join(".git/config")).unwrap();
    for expected in ["installed", "unchanged"] {
        assert!(repo.home.ok(&["secrets", "git-setup", "--json"]).contains(expected));
    }
    assert_eq!(repo.git(&["config", "diff.muxi.cachetextconv"]), "false\n");
    for expected in ["removed", "unchanged"] {
        assert!(repo.home.ok(&["secrets", "git-setup", "--remove", "--json"]).contains(expected));
    }
    assert_eq!(std::fs::read_to_string(&attributes).unwrap(), "*.bin binary\n");
    assert_eq!(std::fs::read_to_string(repo.top.join(".git/config")).unwrap(), config);
    let outside = Home::quick_start();
    let (code, _, stderr) = outside.run(&["secrets", "git-setup"]);
    assert!(code == 1 && stderr.contains("is not in a git working tree"), "{stderr}");
}

#[test]
fn a_program_whose_path_has_blanks_quotes_and_percent_signs_still_drives() {
    let repo = Repo::new();
    let dir = repo.home.path().join("it's 100% \"here\" $HOME");
    std::fs::create_dir(&dir).unwrap();
    let program = dir.join("muxi");
    crate::place::copy_program(repo.home.process(&[]).get_program(), &program);
    let mut setup = Command::new(&program);
    setup.args(["secrets", "git-setup"]).current_dir(&repo.top);
    let (code, _, stderr) = crate::place::outcome(setup);
    assert_eq!(code, 0, "{stderr}");
    repo.branch("other", &[("B", "canary b")]);
    repo.commit_secret("C", "canary c");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    assert_eq!((repo.value("B"), repo.value("C")), ("canary b".to_owned(), "canary c".to_owned()));
    assert!(repo.git(&["diff", "HEAD~1"]).contains("+B  version 1"));
}

#[test]
fn on_a_terminal_the_merge_asks_by_name() {
    let repo = Repo::with_drivers();
    repo.branch("other", &[("A", "canary theirs"), ("B", "canary b")]);
    repo.commit_secret("A", "canary ours");
    // The terminal starts muxi; git is started as it would be by hand, from a shell in its place.
    let files =
        ["base", "ours", "theirs"].map(|name| repo.home.path().join(name).to_str().unwrap().to_owned());
    for (file, revision) in files.iter().zip(["main~1", "main", "other"]) {
        std::fs::write(file, repo.git(&["show", &format!("{revision}:secrets.enc")])).unwrap();
    }
    let [base, ours, theirs] = &files;
    let args = ["secrets", "merge-driver", "--", base, ours, theirs, "secrets.enc"];
    let mut terminal = Terminal::start(&repo.home, 80, &args);
    terminal.until("A has 2 values:");
    terminal.until("Which value of A holds?");
    terminal.type_in("theirs\r");
    let (code, seen, _) = terminal.end();
    assert!(code == 0 && !seen.contains("canary"), "{code}: {seen}");
    std::fs::copy(ours, repo.home.formation().join("secrets.enc")).unwrap();
    assert_eq!((repo.value("A"), repo.value("B")), ("canary theirs".to_owned(), "canary b".to_owned()));
}

#[test]
fn whoever_never_ran_the_setup_gets_the_union_that_is_committed() {
    let repo = Repo::new();
    repo.branch("other", &[("B", "canary b")]);
    repo.commit_secret("C", "canary c");
    repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    let (code, _, stderr) = repo.home.run(&["secrets", "list"]);
    assert!(code == 0 && stderr.contains("merged by git, not yet sealed"), "{stderr}");
}

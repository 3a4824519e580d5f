//! `muxi credentials`: users' own credentials, from the command line.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::place::{error, files, json};
use crate::support::Home;
use crate::terminal::Terminal;

const TOKEN: &str = "ghp_kat_token_0123456789";

/// A formation with a key.
fn home() -> Home {
    let home = Home::echo();
    home.keep("ANY", "value-of-any-secret");
    home
}

fn set(home: &Home, args: &[&str], value: &str) -> Value {
    let args = [&["credentials", "set"], args, &["--json"]].concat();
    let (code, stdout, stderr) = home.run_with(&args, value);
    assert_eq!(code, 0, "{stderr}");
    serde_json::from_str(&stdout).expect("JSON")
}

fn get(home: &Home, args: &[&str]) -> String {
    home.ok(&[&["credentials", "get"], args].concat())
}

/// Every byte below the state of the formation.
fn state(home: &Home) -> Vec<u8> {
    files(&home.state()).into_values().flatten().collect()
}

/// The file of that name there.
fn state_file(home: &Home, name: &str) -> PathBuf {
    files(&home.state()).into_keys().find(|path| path.ends_with(name)).expect(name)
}

#[test]
fn a_credential_is_set_listed_read_and_deleted_for_its_user_alone() {
    let home = home();
    let kept = set(&home, &["GITHUB_TOKEN", "--user", "alice@acme.com"], &format!("{TOKEN}\n"));
    assert_eq!(
        (&kept["service"], &kept["name"], &kept["kind"]),
        (&json!("github"), &json!("github"), &json!("token"))
    );
    assert_eq!((&kept["result"], &kept["credential_preview"]), (&json!("added"), &json!("ghp_****")));
    assert_eq!(get(&home, &["github", "--user", "Alice@Acme.com"]), TOKEN, "byte for byte");
    set(&home, &["github", "--user", "bob"], "ghp_of_bob_0123456789");
    assert_eq!(get(&home, &["github", "--user", "bob"]), "ghp_of_bob_0123456789");
    let listed = json(&home, &["credentials", "list", "--user", "alice@acme.com", "--json"]);
    assert_eq!(listed["count"], 1);
    assert_eq!(listed["credentials"][0]["credential_id"], kept["credential_id"]);
    let shown = home.ok(&["credentials", "list", "--user", "alice@acme.com"]);
    assert!(shown.contains("github") && shown.contains("ghp_****") && !shown.contains(TOKEN), "{shown}");
    let again = set(&home, &["github", "-u", "alice@acme.com"], "ghp_another_0123456789");
    assert_eq!((&again["result"], &again["credential_id"]), (&json!("updated"), &kept["credential_id"]));
    home.ok(&["credentials", "delete", "GITHUB_TOKEN", "--user", "alice@acme.com"]);
    let (code, _, stderr) = home.run(&["credentials", "get", "github", "--user", "alice@acme.com"]);
    assert_eq!(code, 3, "{stderr}");
    assert_eq!(get(&home, &["github", "--user", "bob"]), "ghp_of_bob_0123456789");
    let (code, _, stderr) = home.run(&["credentials", "list", "--user", "nobody"]);
    assert_eq!(code, 3, "{stderr}");
}

#[test]
fn nothing_of_a_value_is_anywhere_but_where_it_was_asked_for() {
    let home = home();
    let value = "CANARY-of-a-credential-0123456789";
    set(&home, &["jira", "--user", "alice"], value);
    set(&home, &["jira", "--user", "alice", "--account", "work"], "CANARY-of-another-0123456789");
    for args in [
        &["credentials", "list", "--user", "alice"][..],
        &["credentials", "status", "--user", "alice", "--json"],
        &["users", "show", "alice", "--json"],
        &["audit", "query", "--json"],
        &["store", "info", "--json"],
    ] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!(code, 0, "{stderr}");
        assert!(!format!("{stdout}{stderr}").contains("CANARY"), "{args:?}");
    }
    let kept = state(&home);
    assert!(!kept.windows(6).any(|part| part == b"CANARY"));
    let on_argv = ["credentials", "set", "jira", "--user", "alice", value];
    let (code, stdout, stderr) = home.run(&on_argv);
    assert_eq!(code, 2, "{stderr}");
    assert!(!format!("{stdout}{stderr}").contains("CANARY"), "{stderr}");
    assert!(stderr.contains("muxi credentials set"), "{stderr}");
    for account in [value, "value-of-any-secret", "ghp_0123456789abcdefghijABCDEFGHIJ012345"] {
        let args = ["credentials", "set", "jira", "--user", "alice", "--account", account];
        let (code, _, stderr) = home.run_with(&args, value);
        assert!(code == 2 && !stderr.contains(account), "{stderr}");
        let args = ["credentials", "rename", "jira", "--user", "alice", "--account", "jira", "--to", account];
        assert_eq!(home.run(&args).0, 2, "{account}");
    }
    let named = ["credentials", "set", "x", "--user", "value-of-any-secret"];
    let (code, _, stderr) = home.run_with(&named, "another-value");
    assert_eq!(code, 4, "{stderr}");
    assert!(!state(&home).windows(19).any(|part| part == b"value-of-any-secret"));
    let (code, _, stderr) = home.run(&["credentials", "set", &format!("jira={value}"), "--user", "alice"]);
    assert!(code == 2 && !stderr.contains("CANARY"), "{stderr}");
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let home = home();
    let (code, _, stderr) = home.run(&["credentials", "list", "--user", "ann", "--json"]);
    let fresh = error(&stderr);
    assert_eq!((code, &fresh["code"]), (3, &json!("no_store")), "{stderr}");
    assert!(fresh["hint"].as_str().unwrap().contains("muxi credentials set"), "{stderr}");
    set(&home, &["github", "--user", "ann", "--account", "work"], "ghp_work_0123456789ab");
    set(&home, &["github", "--user", "ann", "--account", "home"], "ghp_home_0123456789ab");
    for (args, exit, message, hint) in [
        (&["get", "githb"][..], 3, "for githb", "did you mean github?"),
        (&["delete", "jira"], 3, "for jira", "muxi credentials list --user ann"),
        (&["get", "github", "--account", "wrok"], 3, "wrok for github", "did you mean work?"),
        (&["select", "github", "--account", "elsewhere"], 3, "elsewhere", "there is home, work"),
        (
            &["get", "github", "--account", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"],
            3,
            "of that name",
            "work",
        ),
        (&["delete", "github", "--no-input"], 7, "ann has several", "--account ACCOUNT (home, work)"),
        (&["rename", "github", "--account", "work", "--to", "home"], 4, "named home already", "--to"),
    ] {
        let (code, _, stderr) = home.run(&[&["credentials"], args, &["--user", "ann", "--json"]].concat());
        let error = error(&stderr);
        let (said, next) = (error["message"].as_str().unwrap(), error["hint"].as_str().unwrap());
        assert_eq!(code, exit, "{args:?}: {stderr}");
        assert!(
            said.contains(message) && next.contains(hint) && !stderr.contains("ghp_"),
            "{args:?}: {stderr}"
        );
    }
    let (code, _, stderr) = home.run(&["credentials", "list", "--user", "ann", "--service", "jira"]);
    assert!(code == 0 && stderr.contains("no credentials for jira"), "{stderr}");
}

#[test]
fn a_value_behind_the_name_is_refused_and_not_shown_whatever_follows_it() {
    let home = home();
    for value in ["ghp_value-on-the-line-1", "-----BEGIN KEY-----", "two words"] {
        let (code, _, stderr) = home.run(&["credentials", "set", "GITHUB_TOKEN", value, "--user", "ann"]);
        assert!(code == 2 && stderr.contains("can be seen by others"), "{value}: {stderr}");
        assert!(!stderr.contains(value), "{stderr}");
    }
    let (code, _, stderr) = home.run(&["credentials", "set", "GITHUB_TOKEN"]);
    assert!(code == 2 && stderr.contains("--user <USER>"), "{stderr}");
    let (code, _, stderr) = home.run_with(&["credentials", "set", "github", "--user", "ann"], "");
    assert!(code == 2 && stderr.contains("is empty") && stderr.contains("printf %s"), "{stderr}");
}

#[test]
fn several_accounts_are_named_and_one_can_be_chosen() {
    let home = home();
    set(&home, &["github", "--user", "ann", "--account", "ranaroussi"], "ghp_one_0123456789ab");
    set(&home, &["github", "--user", "ann", "--account", "muxi-ai"], "ghp_two_0123456789ab");
    let (code, _, stderr) = home.run(&["credentials", "get", "github", "--user", "ann"]);
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--account"), "{stderr}");
    assert_eq!(get(&home, &["github", "--user", "ann", "--account", "muxi-ai"]), "ghp_two_0123456789ab");
    home.ok(&["credentials", "select", "github", "--user", "ann", "--account", "muxi-ai"]);
    assert!(home.ok(&["credentials", "list", "--user", "ann"]).contains("default"));
    home.ok(&["credentials", "rename", "github", "--user", "ann", "--account", "muxi-ai", "--to", "work"]);
    let rename =
        ["credentials", "rename", "github", "--user", "ann", "--account", "work", "--to", "ranaroussi"];
    let (code, _, stderr) = home.run(&[&rename[..], &["--json"]].concat());
    assert_eq!(code, 4, "{stderr}");
    let error = error(&stderr);
    assert_eq!(error["code"], "credential_exists", "{error}");
    let (code, _, stderr) = home.run_with(
        &["credentials", "set", "github", "--user", "ann", "--account", "third"],
        "ghp_one_0123456789ab",
    );
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("kept already, as ranaroussi") && !stderr.contains("ghp_one"), "{stderr}");
    let (code, _, _) = home.run(&["credentials", "delete", "github", "--user", "ann", "--no-input"]);
    assert_eq!(code, 7);
    let mut terminal = Terminal::start(&home, 80, &["credentials", "delete", "github", "--user", "ann"]);
    terminal.until("A number from 1 to 2");
    terminal.type_in("work\n");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(get(&home, &["github", "--user", "ann"]), "ghp_one_0123456789ab");
}

#[test]
fn a_value_is_asked_for_hidden_and_shown_on_a_terminal_only_when_told() {
    let home = home();
    let mut terminal = Terminal::start(&home, 80, &["credentials", "set", "GITHUB_TOKEN", "--user", "ann"]);
    terminal.until("token for github");
    assert!(terminal.echo_is(false), "what is typed would be seen");
    terminal.type_in(&format!("{TOKEN}\n"));
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains(TOKEN), "{seen}");
    let get = ["credentials", "get", "github", "--user", "ann"];
    let (code, seen, _) = Terminal::start(&home, 80, &get).end();
    assert!(code == 4 && seen.contains("--reveal") && !seen.contains(TOKEN), "{code} {seen}");
    let (code, seen, _) = Terminal::start(&home, 80, &[&get[..], &["--reveal"]].concat()).end();
    assert!(code == 0 && seen.contains(TOKEN), "{code} {seen}");
}

#[test]
fn fields_are_kept_and_read_one_by_one() {
    let home = home();
    let aws = json!({"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI-K7MDENG-bPxRfiCY"});
    let kept = set(&home, &["aws", "--user", "ann", "--fields"], &aws.to_string());
    assert_eq!(kept["kind"], "aws");
    let key = get(&home, &["aws", "--user", "ann", "--field", "secret_access_key"]);
    assert_eq!(key, aws["secret_access_key"].as_str().unwrap());
    let (code, _, stderr) = home.run(&["credentials", "get", "aws", "--user", "ann", "--field", "nope"]);
    assert!(code == 3 && stderr.contains("access_key_id"), "{stderr}");
    let fields =
        ["credentials", "set", "jira", "--user", "ann", "--field", "username", "--field", "password"];
    let (code, _, stderr) = home.run_with(&fields, r#"{"username":"u"}"#);
    assert!(code == 2 && stderr.contains("no field `password`"), "{stderr}");
    let mut terminal = Terminal::start(&home, 80, &fields);
    terminal.until("username for jira");
    terminal.type_in("ann\n");
    terminal.until("password for jira");
    terminal.type_in("correct-horse-battery\n");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(get(&home, &["jira", "--user", "ann"]), "correct-horse-battery");
    for bad in ["", "[]", r#"{"a":{"b":1}}"#, r#"{"token":"a\nb"}"#] {
        let (code, _, stderr) = home.run_with(&["credentials", "set", "x", "--user", "ann", "--fields"], bad);
        assert_eq!(code, 2, "{bad}: {stderr}");
    }
}

#[test]
fn the_end_of_a_credential_is_told_and_one_that_has_ended_is_not_kept() {
    let home = home();
    set(&home, &["github", "--user", "ann", "--expires", "90d"], TOKEN);
    let status = json(&home, &["credentials", "status", "--user", "ann", "--json"]);
    assert_eq!(
        (&status["credentials"][0]["status"], &status["ok"]),
        (&json!("ok"), &json!(true)),
        "{status}"
    );
    assert!(status["credentials"][0]["expires_at"].is_string());
    set(&home, &["slack", "--user", "ann", "--expires", "2d"], "xoxb-0123456789abc");
    assert!(home.ok(&["credentials", "status", "--user", "ann", "--service", "slack"]).contains("expiring"));
    let (code, _, stderr) =
        home.run_with(&["credentials", "set", "x", "--user", "ann", "--expires", "2020-01-01"], "value-x");
    assert!(code == 4 && stderr.contains("expired"), "{stderr}");
    let (code, _, stderr) =
        home.run_with(&["credentials", "set", "x", "--user", "ann", "--expires", "soon"], "value-x");
    assert!(code == 2 && stderr.contains("90d"), "{stderr}");
}

#[test]
fn without_a_key_nothing_is_kept_and_names_can_be_read() {
    let bare = Home::echo();
    let (code, _, stderr) = bare.run_with(&["credentials", "set", "github", "--user", "ann"], TOKEN);
    assert!(code == 1 && stderr.contains("muxi secrets add"), "{stderr}");
    let home = home();
    set(&home, &["github", "--user", "ann"], TOKEN);
    let key = home.formation().join(".key");
    std::fs::rename(&key, home.path().join("kept.key")).unwrap();
    std::fs::remove_file(home.formation().join("secrets.enc")).unwrap();
    let listed = json(&home, &["credentials", "list", "--user", "ann", "--json"]);
    assert_eq!(
        (&listed["count"], &listed["credentials"][0]["credential_preview"]),
        (&json!(1), &Value::Null)
    );
    let (code, stdout, stderr) = home.run(&["credentials", "get", "github", "--user", "ann"]);
    assert!(code == 1 && stdout.is_empty(), "{stderr}");
}

#[test]
fn a_rotated_root_key_and_a_new_master_key_leave_everything_readable() {
    let home = home();
    set(&home, &["github", "--user", "ann"], TOKEN);
    home.ok(&["secrets", "key", "rotate"]);
    home.ok(&["secrets", "key", "rotate", "--finish"]);
    assert_eq!(get(&home, &["github", "--user", "ann"]), TOKEN);
    let done = json(&home, &["credentials", "rekey", "--json"]);
    assert_eq!((&done["users"], &done["credentials"], &done["left"]), (&json!(1), &json!(1), &json!([])));
    assert_eq!(get(&home, &["github", "--user", "ann"]), TOKEN);
    let ring = state_file(&home, "credentials.key");
    assert_eq!(std::fs::metadata(&ring).unwrap().permissions().mode() & 0o777, 0o600);
    let status = home.ok(&["credentials", "status", "--user", "ann"]);
    assert!(status.contains("ok"), "{status}");
}

#[test]
fn users_who_are_one_keep_what_both_had_and_a_refused_merge_gives_nobody_anything() {
    let home = home();
    set(&home, &["github", "--user", "acme:alice"], TOKEN);
    set(&home, &["gitlab", "--user", "evil:bob"], "glpat-0123456789abcdefghij");
    set(&home, &["gitlab", "--user", "acme:bob"], "glpat-9876543210abcdefghij");
    assert_eq!(home.run(&["users", "merge", "acme:alice", "evil:bob", "--yes"]).0, 4);
    assert_eq!(home.run(&["credentials", "get", "github", "--user", "evil:bob"]).0, 3);
    assert_eq!(get(&home, &["github", "--user", "acme:alice"]), TOKEN);
    home.ok(&["users", "merge", "acme:alice", "acme:bob", "--yes"]);
    for who in ["acme:alice", "acme:bob"] {
        assert_eq!(get(&home, &["github", "--user", who]), TOKEN);
        assert_eq!(get(&home, &["gitlab", "--user", who]), "glpat-9876543210abcdefghij");
    }
    let status = json(&home, &["credentials", "status", "--user", "acme:bob", "--json"]);
    assert_eq!(status["ok"], true, "{status}");
}

#[test]
fn a_key_of_the_formations_own_is_no_empty_one() {
    let home = home();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write(
        "formation.afs",
        format!("{text}user_credentials:\n  encryption:\n    key: \"${{{{ secrets.CREDENTIAL_KEY }}}}\"\n"),
    );
    home.keep("CREDENTIAL_KEY", "short");
    let (code, _, stderr) = home.run_with(&["credentials", "set", "github", "--user", "ann"], TOKEN);
    assert!(code == 4 && stderr.contains("16 bytes"), "{stderr}");
    home.keep("CREDENTIAL_KEY", "a-long-enough-key-of-its-own");
    set(&home, &["github", "--user", "ann"], TOKEN);
    home.ok(&["secrets", "key", "rotate"]);
    home.ok(&["secrets", "key", "rotate", "--finish"]);
    assert_eq!(get(&home, &["github", "--user", "ann"]), TOKEN);
}

#[test]
fn an_old_database_put_back_is_named_and_reset_is_the_way_out() {
    let home = home();
    set(&home, &["github", "--user", "ann"], TOKEN);
    let database = state_file(&home, "sessions.db");
    let old = std::fs::read(&database).unwrap();
    set(&home, &["github", "--user", "ann"], "ghp_newer_0123456789");
    home.ok(&["store", "vacuum"]);
    for side in ["sessions.db-wal", "sessions.db-shm"] {
        drop(std::fs::remove_file(database.with_file_name(side)));
    }
    std::fs::write(&database, old).unwrap();
    let (code, stdout, stderr) = home.run(&["credentials", "get", "github", "--user", "ann"]);
    assert!(
        code == 4 && stdout.is_empty() && stderr.contains("as they were after change 1"),
        "{code} {stderr}"
    );
    let (code, stdout, _) = home.run(&["credentials", "status", "--user", "ann"]);
    assert!(code == 1 && stdout.contains("tampered"), "{stdout}");
    let (code, _, stderr) = home.run(&["credentials", "reset", "--user", "ann", "--no-input"]);
    assert!(code == 7 && stderr.contains("--yes"), "{stderr}");
    home.ok(&["credentials", "reset", "--user", "ann", "--yes"]);
    set(&home, &["github", "--user", "ann"], TOKEN);
    assert_eq!(get(&home, &["github", "--user", "ann"]), TOKEN);
    let log = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    for action in ["credential.set", "credential.read", "credential.reset"] {
        assert!(log.contains(action), "{action}: {log}");
    }
}

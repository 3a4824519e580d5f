//! `muxi credentials import`: from databases as deployed runtimes leave them.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::place::{error, files, json};
use crate::support::Home;

const TOKEN: &str = "ghp_kat_token_0123456789";
const KAT: &str = include_str!("../kat/credentials.json");

/// A formation of the id of the known answers, with a key.
fn home() -> Home {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: bench\ndescription: Was deployed\nllm:\n  models:\n    - text: muxi/echo\n",
    );
    home.keep("ANY", "value-of-any-secret");
    home
}

fn stored(at: usize) -> String {
    let kat: Value = serde_json::from_str(KAT).unwrap();
    kat["credentials"][at]["stored"].to_string()
}

/// The tables of a deployed runtime.
struct Old {
    path: PathBuf,
    db: Connection,
}

impl Old {
    fn new(home: &Home) -> Self {
        let dir = home.path().join("old");
        std::fs::create_dir(&dir).unwrap();
        let path = dir.join("memory.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, public_id VARCHAR(21) UNIQUE, formation_id VARCHAR(255));
             CREATE TABLE user_identifiers (user_id INTEGER, identifier VARCHAR(255), identifier_type VARCHAR(50),
               formation_id VARCHAR(255), UNIQUE (identifier, formation_id));
             CREATE TABLE credentials (id INTEGER PRIMARY KEY, user_id INTEGER, credential_id VARCHAR(21) UNIQUE,
               name VARCHAR(255), service VARCHAR(255), credentials TEXT, created_at TIMESTAMP, updated_at TIMESTAMP);",
        )
        .unwrap();
        Self { path, db }
    }

    fn user(&self, number: i64, formation: &str, identifiers: &[(&str, &str)]) {
        let sql = "INSERT INTO users VALUES (?1, ?2, ?3)";
        self.db.execute(sql, params![number, format!("public{number}"), formation]).unwrap();
        for (name, kind) in identifiers {
            let sql = "INSERT INTO user_identifiers VALUES (?1, ?2, ?3, ?4)";
            self.db.execute(sql, params![number, name, kind, formation]).unwrap();
        }
    }

    fn row(&self, number: i64, user: i64, service: &str, name: &str, stored: &str) {
        let sql =
            "INSERT INTO credentials VALUES (?1, ?2, ?3, ?4, ?5, ?6, '2025-03-04 05:06:07.891011', NULL)";
        self.db.execute(sql, params![number, user, format!("c{number}"), name, service, stored]).unwrap();
    }

    fn set(&self, number: i64, stored: &str) {
        self.db
            .execute("UPDATE credentials SET credentials = ?2 WHERE id = ?1", params![number, stored])
            .unwrap();
    }

    fn at(&self) -> &str {
        self.path.to_str().unwrap()
    }

    fn import(&self, home: &Home, more: &[&str]) -> (i32, Value, String) {
        let args = [&["credentials", "import", "--from", self.at(), "--json"], more].concat();
        let (code, out, err) = home.run(&args);
        assert!(!format!("{out}{err}").contains(TOKEN), "{out}{err}");
        (code, serde_json::from_str(&out).unwrap_or_default(), err)
    }
}

/// The numbers of the rows of one ending.
fn rows(report: &Value, of: &str) -> Vec<i64> {
    report[of].as_array().expect("a list").iter().map(|one| one["row"].as_i64().unwrap()).collect()
}

fn get(home: &Home, service: &str, user: &str) -> String {
    home.ok(&["credentials", "get", service, "--user", user])
}

fn nobody(home: &Home) -> bool {
    files(&home.state()).into_keys().all(|path| !path.ends_with("sessions.db"))
}

#[test]
fn rows_of_a_deployed_runtime_are_theirs_here_and_a_second_time_brings_nothing() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", ""), ("U1@Acme.com", "email")]);
    old.user(2, "bench", &[("0", "")]);
    old.row(10, 1, "github", "ranaroussi", &stored(0));
    old.row(11, 1, "slack", "", r#"{"api_key": "plain-old-key-0123"}"#);
    old.row(12, 2, "github", "github", &stored(1));
    let before = files(old.path.parent().unwrap());
    let (code, report, err) = old.import(&home, &["--dry-run"]);
    assert_eq!((code, rows(&report, "imported")), (0, vec![10, 11, 12]), "{err}");
    assert!(nobody(&home), "it only says what would be done");
    let (code, report, err) = old.import(&home, &[]);
    assert_eq!(
        (code, rows(&report, "imported"), rows(&report, "failed")),
        (0, vec![10, 11, 12], vec![]),
        "{err}"
    );
    assert_eq!(files(old.path.parent().unwrap()), before, "nothing is written there");
    assert_eq!(get(&home, "github", "u1"), TOKEN);
    assert_eq!(get(&home, "github", "u1@acme.com"), TOKEN, "both are one user");
    assert_eq!(get(&home, "slack", "u1"), "plain-old-key-0123");
    assert_eq!(get(&home, "github", "0"), TOKEN);
    let user = json(&home, &["users", "show", "u1", "--json"]);
    assert!(user.to_string().contains("\"email\""), "{user}");
    let list = json(&home, &["credentials", "list", "--user", "u1", "--json"]);
    let github = &list["credentials"][0];
    assert_eq!(
        (&github["name"], &github["created_at"]),
        (&json!("ranaroussi"), &json!("2025-03-04T05:06:07Z"))
    );
    assert_eq!(list["credentials"][1]["name"], "slack", "who has no name has the service's");
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!((code, rows(&report, "imported"), rows(&report, "skipped")), (0, vec![], vec![10, 11, 12]));
    assert_eq!(home.run(&["credentials", "status", "--user", "u1"]).0, 0);
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert_eq!(audit.matches("credential.imported").count(), 2, "{audit}");
    let state: Vec<u8> = files(&home.state()).into_values().flatten().collect();
    assert!(!state.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()));
}

#[test]
fn the_key_and_the_salt_that_it_had_open_it_and_others_do_not() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.row(10, 1, "github", "g", &stored(2));
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!((code, rows(&report, "failed")), (1, vec![10]));
    assert!(report["failed"][0]["reason"].as_str().unwrap().contains("no key"), "{report}");
    assert!(nobody(&home), "nothing is made for nothing");
    let args = ["credentials", "import", "--from", old.at(), "--key-from-stdin", "--salt", "custom-salt"];
    let (code, _, err) = home.run_with(&args, "another-key");
    assert!(code == 1 && !err.contains("another-key"), "{err}");
    let (code, _, err) = home.run_with(&args, "custom-key\n");
    assert_eq!(code, 0, "{err}");
    assert_eq!(get(&home, "github", "u1"), TOKEN);
    let renamed = Home::echo();
    renamed.keep("ANY", "value-of-any-secret");
    let other = Old::new(&renamed);
    other.user(1, "", &[("u1", "")]);
    other.row(10, 1, "github", "g", &stored(0));
    assert_eq!(other.import(&renamed, &[]).0, 1, "sealed under the id of another formation");
    assert_eq!(other.import(&renamed, &["--formation-id", "Bench "]).0, 0);
    assert_eq!(get(&renamed, "github", "u1"), TOKEN);
}

#[test]
fn a_flipped_byte_keeps_all_of_its_user_back_and_nobody_else() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.user(2, "bench", &[("0", "")]);
    old.row(10, 1, "github", "a", &stored(0));
    old.row(11, 1, "slack", "b", r#"{"token":"of-slack-0123456789"}"#);
    old.row(12, 2, "github", "c", &stored(1));
    let good = stored(0);
    let at = good.find("gAAAAA").unwrap() + 60;
    let other = if &good[at..=at] == "A" { "B" } else { "A" };
    old.set(10, &format!("{}{other}{}", &good[..at], &good[at + 1..]));
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!(
        (code, rows(&report, "failed"), rows(&report, "imported")),
        (1, vec![10, 11], vec![12]),
        "{report}"
    );
    assert!(report["failed"][1]["reason"].as_str().unwrap().contains("--without"), "{report}");
    assert_eq!(home.run(&["credentials", "list", "--user", "u1"]).0, 3, "none of it");
    let (code, report, _) = old.import(&home, &["--without", "10"]);
    assert_eq!((code, rows(&report, "imported"), rows(&report, "failed")), (0, vec![11], vec![]), "{report}");
    assert_eq!(get(&home, "slack", "u1"), "of-slack-0123456789");
}

#[test]
fn users_that_are_not_there_or_of_another_formation_bring_nothing() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "another", &[("u1", "")]);
    old.user(3, "bench", &[]);
    old.row(10, 1, "github", "a", &stored(0));
    old.row(11, 2, "github", "b", &stored(0));
    old.row(12, 3, "github", "c", r#"{"token":"whose-is-this-0123"}"#);
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!(
        (code, rows(&report, "skipped"), rows(&report, "failed")),
        (1, vec![10], vec![11, 12]),
        "{report}"
    );
    assert!(nobody(&home));
    let (code, report, _) = old.import(&home, &["--user", "public3=carol"]);
    assert_eq!((code, rows(&report, "imported")), (0, vec![12]), "{report}");
    assert_eq!(get(&home, "github", "carol"), "whose-is-this-0123");
}

#[test]
fn names_stay_and_are_numbered_where_they_are_taken() {
    let home = home();
    let set = ["credentials", "set", "github", "--user", "u1", "--account", "work"];
    assert_eq!(home.run_with(&set, "ghp_mine_0123456789ab").0, 0);
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.row(10, 1, "github", "work", &stored(0));
    old.row(11, 1, "github", "work", r#"{"token":"ghp_third_0123456789"}"#);
    old.row(12, 1, "GITHUB_TOKEN", "again", &format!("{{\"token\":\" {TOKEN} \"}}"));
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!(
        (code, rows(&report, "imported"), rows(&report, "skipped")),
        (0, vec![10, 11], vec![12]),
        "{report}"
    );
    let names: Vec<&Value> = report["imported"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["work (2)", "work (3)"]);
    let mine = ["credentials", "get", "github", "--user", "u1", "--account", "work"];
    assert_eq!(home.ok(&mine), "ghp_mine_0123456789ab");
}

#[test]
fn a_dry_run_refuses_what_a_real_one_would() {
    let home = home();
    let old = Old::new(&home);
    let reserved = format!("usr_{}", "a".repeat(21));
    old.user(1, "bench", &[("u1", ""), (&reserved, "")]);
    old.row(10, 1, "github", "work", r#"{"token":"ghp_first_0123456789"}"#);
    old.user(2, "bench", &[("acme:bob", ""), ("zeta:bob", "")]);
    old.row(11, 2, "github", "work", r#"{"token":"ghp_second_0123456789"}"#);
    let many: Vec<String> = (0..101).map(|n| format!("many{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    old.user(3, "bench", &many);
    old.row(12, 3, "github", "work", r#"{"token":"ghp_third_0123456789"}"#);
    old.user(4, "bench", &[("fine", "")]);
    // A value in the place of a name is none: the service's is taken, in both runs.
    old.row(13, 4, "github", "ghp_fourth_0123456789", r#"{"token":"ghp_fourth_0123456789"}"#);
    let endings = |report: &Value| {
        let why = |one: &Value| format!("{} {} {}", one["row"], one["name"], one["reason"]);
        let of = |key: &str| report[key].as_array().unwrap().iter().map(why).collect::<Vec<_>>();
        (of("imported"), of("failed"))
    };
    let (code, dry, err) = old.import(&home, &["--dry-run"]);
    assert_eq!(
        (code, rows(&dry, "imported"), rows(&dry, "failed")),
        (1, vec![13], vec![10, 11, 12]),
        "{err}"
    );
    for (nth, why) in ["internal id", "another tenant", "at most 100 identifiers"].iter().enumerate() {
        assert!(dry["failed"][nth]["reason"].as_str().unwrap().contains(why), "{why}: {dry}");
    }
    assert!(nobody(&home), "nothing is made for it");
    let (code, real, err) = old.import(&home, &[]);
    assert_eq!(code, 1, "{err}");
    assert_eq!(endings(&real), endings(&dry), "it says the same");
    // With somebody who is there already, who may have no more names than others.
    let (_, dry, _) = old.import(&home, &["--dry-run"]);
    let (_, real, _) = old.import(&home, &[]);
    assert_eq!((endings(&real), rows(&real, "skipped")), (endings(&dry), vec![13]));
}

#[test]
fn a_dry_run_without_a_key_says_that_nothing_could_be_kept() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: bench\ndescription: Was deployed\nllm:\n  models:\n    - text: muxi/echo\n",
    );
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.row(10, 1, "github", "work", r#"{"token":"ghp_first_0123456789"}"#);
    let dry = old.import(&home, &["--dry-run"]);
    let real = old.import(&home, &[]);
    assert_eq!((dry.0, &error(&dry.2)["code"]), (1, &json!("no_key")), "{}", dry.2);
    assert_eq!((real.0, &error(&real.2)["code"]), (dry.0, &error(&dry.2)["code"]), "{}", real.2);
    assert!(nobody(&home));
}

#[test]
fn times_that_cannot_be_read_are_named_and_their_rows_are_kept() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.row(10, 1, "github", "a", r#"{"token":"ghp_first_0123456789"}"#);
    old.row(11, 1, "slack", "b", r#"{"token":"xoxb-second-0123456789","expires_at":"whenever"}"#);
    old.row(12, 1, "jira", "c", r#"{"token":"jira-third-0123456789","expires_at":null}"#);
    old.db.execute("UPDATE credentials SET created_at = 'some day' WHERE id = 10", []).unwrap();
    old.db.execute("UPDATE credentials SET created_at = NULL WHERE id = 12", []).unwrap();
    let args = ["credentials", "import", "--from", old.at(), "--dry-run"];
    let (code, _, err) = home.run(&args);
    assert!(code == 0 && err.contains("row 10 (u1, github): when it was made cannot be read"), "{err}");
    assert!(
        err.contains("row 11 (u1, slack): when it ends cannot be read") && !err.contains("row 12 "),
        "{err}"
    );
    assert!(
        !err.contains("whenever") && !err.contains("some day"),
        "what stands there is not repeated: {err}"
    );
    let (code, report, _) = old.import(&home, &[]);
    assert_eq!((code, rows(&report, "imported")), (0, vec![10, 11, 12]), "{report}");
    let warned = |nth: usize| report["imported"][nth]["warning"].as_str().unwrap_or_default();
    assert!(warned(0).contains("made now") && warned(1).contains("without an end"), "{report}");
    assert_eq!(report["imported"][2]["warning"], Value::Null);
    assert_eq!(get(&home, "slack", "u1"), "xoxb-second-0123456789");
}

#[test]
fn a_user_may_be_named_in_a_credential_of_its_own_or_of_another() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("alice@acme.com", "")]);
    old.user(2, "bench", &[("bob-of-acme", "")]);
    old.row(
        10,
        1,
        "jira",
        "a",
        r#"{"username":"alice@acme.com","password":"pass-of-alice-1","boss":"bob-of-acme"}"#,
    );
    old.row(11, 2, "jira", "b", r#"{"token":"token-of-bob-0123"}"#);
    let (code, report, err) = old.import(&home, &[]);
    assert_eq!((code, rows(&report, "imported")), (0, vec![10, 11]), "{report} {err}");
    assert_eq!(get(&home, "jira", "alice@acme.com"), "pass-of-alice-1");
}

#[test]
fn what_was_named_and_is_not_there_is_no_work_that_is_done() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("dn=u1,o=acme", "")]);
    old.row(10, 1, "github", "a", r#"{"token":"token-of-u1-0123"}"#);
    for bad in [["--user", "nobody"], ["--user", "nobody=carol"], ["--without", "99"]] {
        let (code, _, err) = old.import(&home, &bad);
        assert!(code == 3 && error(&err)["code"] == "not_in_database", "{bad:?}: {code} {err}");
    }
    assert!(nobody(&home));
    let (code, report, err) = old.import(&home, &["--user", "dn=u1,o=acme=carol"]);
    assert_eq!((code, rows(&report, "imported")), (0, vec![10]), "{report} {err}");
    assert_eq!(get(&home, "github", "carol"), "token-of-u1-0123");
}

#[test]
fn databases_that_somebody_made_to_hurt_are_refused_and_one_bad_row_ends_nothing() {
    let home = home();
    let old = Old::new(&home);
    old.user(1, "bench", &[("u1", "")]);
    old.row(10, 1, "github", "a", r#"{"token":"token-of-u1-0123"}"#);
    old.row(11, 1, "github", "b", r#"{"token":"token-of-whom-0123"}"#);
    old.db.execute("UPDATE credentials SET user_id = 'nobody' WHERE id = 11", []).unwrap();
    let (code, report, err) = old.import(&home, &[]);
    assert_eq!(
        (code, rows(&report, "imported"), rows(&report, "failed")),
        (1, vec![10], vec![11]),
        "{report} {err}"
    );
    let link = home.path().join("link.db");
    std::os::unix::fs::symlink(&old.path, &link).unwrap();
    let wal = old.path.with_file_name("memory.db-wal");
    std::fs::write(&wal, "not in it yet").unwrap();
    let (code, _, err) = home.run(&["credentials", "import", "--from", link.to_str().unwrap()]);
    assert!(code == 4 && err.contains("memory.db-wal"), "what is beside the file counts: {code} {err}");
    std::fs::remove_file(&wal).unwrap();
    for hostile in [
        "DROP TABLE credentials; CREATE VIEW credentials AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) \
         SELECT i AS id, 1 AS user_id, 'c' AS credential_id, 'n' AS name, 's' AS service, zeroblob(100000000) AS credentials, \
         NULL AS created_at, NULL AS updated_at FROM n",
        "DROP VIEW credentials; CREATE TABLE credentials (id INTEGER PRIMARY KEY, user_id INTEGER, name, service, \
         created_at, credentials AS (zeroblob(100000000))); INSERT INTO credentials (id, user_id) VALUES (1, 1)",
    ] {
        old.db.execute_batch(hostile).unwrap();
        let (code, _, err) = old.import(&home, &[]);
        assert!(code == 4 && err.contains("no plain table"), "{code} {err}");
    }
}

#[test]
fn what_is_no_such_database_is_refused_with_a_way_out() {
    let home = home();
    let import = |from: &str| home.run(&["credentials", "import", "--from", from, "--json"]);
    let (code, _, err) = import("postgresql://muxi:hunter2-hunter2@db.example/muxi");
    assert!(code == 2 && err.contains("db-to-sqlite") && !err.contains("hunter2"), "{err}");
    assert_eq!(import("nowhere.db").0, 3);
    std::fs::write(
        home.path().join("text.db"),
        "no database, but some text of more than a hundred bytes ".repeat(4),
    )
    .unwrap();
    let text = home.path().join("text.db");
    let (code, _, err) = import(text.to_str().unwrap());
    assert!(code == 4 && error(&err)["code"] == "not_a_database", "{code} {err}");
    let empty: &Path = &home.path().join("empty.db");
    Connection::open(empty).unwrap().execute_batch("CREATE TABLE other (a)").unwrap();
    assert_eq!(import(&format!("sqlite:///{}", empty.display())).0, 4);
    let old = Old::new(&home);
    std::fs::write(old.path.with_file_name("memory.db-wal"), "not in it yet").unwrap();
    let (code, _, err) = import(old.at());
    assert!(code == 4 && err.contains("memory.db-wal"), "{err}");
}

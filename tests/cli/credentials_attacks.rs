//! Whoever writes the database under a running server gives nobody another's credential, and no older one: it is refused, named,
//! and nobody else is concerned.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::credentials_api::{call, home, list, ok, post, refused};
use crate::place::files;
use crate::support::{Home, Server, request};

const TAMPERED: &str = "CREDENTIAL_TAMPERED";
/// What a user has.
const ALL: &str = "DELETE FROM credential; INSERT INTO credential SELECT * FROM FROM_.credential;
                   DELETE FROM credential_tally; INSERT INTO credential_tally SELECT * FROM FROM_.credential_tally;";

/// The database of the state, as an attacker opens it.
fn database(home: &Home) -> PathBuf {
    files(&home.state()).into_keys().find(|path| path.ends_with("sessions.db")).expect("it is there")
}

fn open(home: &Home) -> Connection {
    let connection = Connection::open(database(home)).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    connection
}

/// Copies all credentials into a database of the attacker's own, which is attached under that name.
fn keep(connection: &Connection, dir: &Path, name: &str) {
    connection.execute("ATTACH ?1 AS new", [dir.join(name).to_str().unwrap()]).unwrap();
    let copy = "CREATE TABLE new.credential AS SELECT * FROM main.credential;
                CREATE TABLE new.credential_tally AS SELECT * FROM main.credential_tally;";
    connection.execute_batch(copy).unwrap();
    connection.execute_batch("DETACH new").unwrap();
    let sql = format!("ATTACH ?1 AS {name}");
    connection.execute(&sql, [dir.join(name).to_str().unwrap()]).unwrap();
}

fn put_back(connection: &Connection, name: &str) {
    let sql = format!("BEGIN IMMEDIATE; {} COMMIT", ALL.replace("FROM_", name));
    connection.execute_batch(&sql).unwrap();
}

fn set(server: &Server, user: &str, service: &str, token: &str) -> String {
    let body = json!({"service": service, "credential": {"token": token}, "replace": true});
    ok(&post(server, user, &body))["credential_id"].as_str().unwrap().to_owned()
}

fn user_of(server: &Server, name: &str) -> String {
    let path = format!("/v1/users/{name}");
    server.get(&path, name).json()["data"]["muxi_user_id"].as_str().unwrap().to_owned()
}

/// Every door is shut for the user, and says why.
#[track_caller]
fn is_refused(server: &Server, user: &str, id: &str, what: &str) {
    let listed = list(server, user);
    assert_eq!(listed["code"], TAMPERED, "{what}: {listed}");
    for one in listed["credentials"].as_array().unwrap() {
        assert_eq!(one["status"], "tampered", "{what}: {listed}");
    }
    let path = format!("/{id}");
    let doors = [
        call(server, user, "GET", &path, &Value::Null),
        post(server, user, &json!({"service": "new", "credential": {"token": "new-token-0123456789"}})),
        call(server, user, "PATCH", &path, &json!({"name": "mine"})),
        call(server, user, "DELETE", &path, &Value::Null),
    ];
    for answer in doors {
        assert_eq!(refused(&answer), (409, TAMPERED.to_owned()), "{what}: {}", answer.body);
    }
}

#[track_caller]
fn is_well(server: &Server, user: &str, count: usize) {
    let listed = list(server, user);
    assert_eq!((&listed["fault"], &listed["count"]), (&Value::Null, &json!(count)), "{listed}");
    assert!(listed["credentials"].as_array().unwrap().iter().all(|one| one["status"] == "ok"), "{listed}");
}

#[test]
fn rows_that_are_swapped_moved_put_back_or_changed_are_refused_and_named_under_a_running_server() {
    let home = home();
    let server = Server::start(&home, &[]);
    let id = set(&server, "ann", "github", "ghp_first_of_ann_0123456789");
    let connection = open(&home);
    keep(&connection, home.path(), "old");
    set(&server, "ann", "github", "ghp_second_of_ann_0123456789");
    set(&server, "ann", "slack", "xoxb-of-ann-0123456789");
    set(&server, "bob", "github", "ghp_of_bob_0123456789abc");
    set(&server, "cat", "github", "ghp_of_cat_0123456789abc");
    keep(&connection, home.path(), "good");
    let [a, b] = ["ann", "bob"].map(|name| user_of(&server, name));
    let of = |user: &str| format!("user = '{user}' AND service = 'github'");
    let (ann, bob) = (of(&a), of(&b));
    let attacks = [
        ("two blobs swapped", format!(
            "UPDATE credential SET sealed = (SELECT sealed FROM good.credential WHERE {bob}),
                version = (SELECT version FROM good.credential WHERE {bob}) WHERE {ann};
             UPDATE credential SET sealed = (SELECT sealed FROM good.credential WHERE {ann}),
                version = (SELECT version FROM good.credential WHERE {ann}) WHERE {bob}")),
        ("a row's user changed", format!("DELETE FROM credential WHERE {ann}; UPDATE credential SET user = '{a}' WHERE {bob}")),
        ("an old row put back", format!("DELETE FROM credential WHERE {ann}; INSERT INTO credential SELECT * FROM old.credential WHERE {ann}")),
        ("an old row and its count put back", format!(
            "DELETE FROM credential WHERE user = '{a}'; INSERT INTO credential SELECT * FROM old.credential WHERE user = '{a}';
             DELETE FROM credential_tally WHERE user = '{a}'; INSERT INTO credential_tally SELECT * FROM old.credential_tally WHERE user = '{a}'")),
        ("a row taken away", format!("DELETE FROM credential WHERE user = '{a}' AND service = 'slack'")),
        ("everything taken away", format!("DELETE FROM credential WHERE user = '{a}'; DELETE FROM credential_tally WHERE user = '{a}'")),
        ("another account", format!("UPDATE credential SET account = 'x' WHERE {ann}")),
        ("another service", format!("UPDATE credential SET service = 'gitlab' WHERE {ann}")),
        ("another default", format!("UPDATE credential SET chosen = 1 WHERE {ann}")),
        ("another turn", format!("UPDATE credential_tally SET turn = turn + 1 WHERE user = '{a}'")),
    ];
    for (what, sql) in attacks {
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {sql}; COMMIT")).unwrap();
        // A blob alone breaks its own seal, and no count.
        if what == "two blobs swapped" {
            let path = format!("/{id}");
            assert_eq!(refused(&call(&server, "ann", "GET", &path, &Value::Null)).1, TAMPERED, "{what}");
        } else {
            is_refused(&server, "ann", &id, what);
        }
        is_well(&server, "cat", 1);
        put_back(&connection, "good");
        is_well(&server, "ann", 2);
        is_well(&server, "bob", 1);
    }
    server.stop();
    let log = home.ok(&["audit", "query", "--json", "--class", "credential", "--limit", "1000"]);
    let log: Value = serde_json::from_str(&log).unwrap();
    let denied = log["entries"].as_array().unwrap().iter().any(|record| {
        record["outcome"] == "denied" && record["details"]["code"] == TAMPERED && record["resource"] == a
    });
    assert!(denied, "{log}");
}

#[test]
fn any_byte_of_a_sealed_value_that_is_flipped_is_named() {
    let home = home();
    let server = Server::start(&home, &[]);
    let id = set(&server, "ann", "github", "ghp_first_of_ann_0123456789");
    set(&server, "ann", "slack", "xoxb-of-ann-0123456789");
    set(&server, "cat", "github", "ghp_of_cat_0123456789abc");
    let connection = open(&home);
    let read = "SELECT sealed FROM credential WHERE id = ?1";
    let sealed: Vec<u8> = connection.query_row(read, [&id], |row| row.get(0)).unwrap();
    let write = |bytes: &[u8]| {
        connection.execute("UPDATE credential SET sealed = ?1 WHERE id = ?2", (bytes, &id)).unwrap();
    };
    let path = format!("/{id}");
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1 << (at % 8);
        write(&flipped);
        let answer = call(&server, "ann", "GET", &path, &Value::Null);
        assert_eq!(refused(&answer), (409, TAMPERED.to_owned()), "byte {at}");
    }
    let listed = list(&server, "ann");
    let status: Vec<&Value> =
        listed["credentials"].as_array().unwrap().iter().map(|one| &one["status"]).collect();
    assert_eq!((status, &listed["code"]), (vec![&json!("tampered"), &json!("ok")], &json!(TAMPERED)));
    let rename = call(&server, "ann", "PATCH", &path, &json!({"name": "other"}));
    assert_eq!(refused(&rename), (409, TAMPERED.to_owned()));
    is_well(&server, "cat", 1);
    write(&sealed);
    is_well(&server, "ann", 2);
    // What cannot be opened any more can be replaced, or deleted.
    write(&sealed[..20]);
    set(&server, "ann", "github", "ghp_new_of_ann_0123456789");
    is_well(&server, "ann", 2);
}

/// The files of the database, with what SQLite has in its log.
const FILES: [&str; 3] = ["sessions.db", "sessions.db-wal", "sessions.db-shm"];

#[test]
fn a_whole_older_database_that_is_put_back_with_its_log_is_refused_by_the_next_server() {
    let home = home();
    let server = Server::start(&home, &[]);
    let id = set(&server, "ann", "github", "ghp_first_of_ann_0123456789");
    set(&server, "cat", "github", "ghp_of_cat_0123456789abc");
    let database = database(&home);
    let old: Vec<Option<Vec<u8>>> =
        FILES.iter().map(|name| std::fs::read(database.with_file_name(name)).ok()).collect();
    set(&server, "ann", "github", "ghp_second_of_ann_0123456789");
    server.stop();
    for (name, bytes) in FILES.iter().zip(&old) {
        let path = database.with_file_name(name);
        match bytes {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => drop(std::fs::remove_file(&path)),
        }
    }
    let server = Server::start(&home, &[]);
    is_refused(&server, "ann", &id, "an old database");
    assert!(list(&server, "ann")["fault"].as_str().unwrap().contains("as they were after change 1"));
    is_well(&server, "cat", 1);
    // The way out, beside the server.
    home.ok(&["credentials", "reset", "--user", "ann", "--yes"]);
    is_well(&server, "ann", 0);
    set(&server, "ann", "github", "ghp_third_of_ann_0123456789");
    is_well(&server, "ann", 1);
}

#[test]
fn what_a_command_changed_beside_the_server_cannot_be_undone_in_the_database() {
    let home = home();
    let server = Server::start(&home, &[]);
    let id = set(&server, "ann", "github", "ghp_first_of_ann_0123456789");
    let connection = open(&home);
    keep(&connection, home.path(), "old");
    // The server has not looked since.
    home.ok(&["credentials", "delete", &id, "--user", "ann"]);
    put_back(&connection, "old");
    is_refused(&server, "ann", &id, "a credential that was taken back");
}

#[test]
fn a_user_who_was_erased_or_merged_has_no_credentials_again_when_the_rows_come_back() {
    let home = home();
    let server = Server::start(&home, &[]);
    let admin = |method: &str, path: &str, body: &str| {
        let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
        let answer = request(server.address(), method, path, &headers, body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["data"].clone()
    };
    set(&server, "ann", "github", "ghp_first_of_ann_0123456789");
    set(&server, "bob", "github", "ghp_of_bob_0123456789abc");
    set(&server, "bob", "slack", "xoxb-of-bob-0123456789");
    set(&server, "cat", "jira", "jira-of-cat-0123456789");
    let ids = ["ann", "bob", "cat"].map(|name| user_of(&server, name));
    // Merged: what both have is the one's who stays, and opens.
    let merged = admin("POST", "/v1/users/merge", r#"{"from":"bob","into":"cat"}"#);
    assert_eq!(merged["muxi_user_id"], ids[2], "{merged}");
    is_well(&server, "cat", 3);
    is_well(&server, "bob", 3);
    for (service, token) in [("github", "ghp_of_bob_0123456789abc"), ("jira", "jira-of-cat-0123456789")] {
        assert_eq!(home.ok(&["credentials", "get", service, "--user", "bob"]), token);
    }
    let erased = admin("DELETE", "/v1/users/ann", "");
    assert_eq!(erased["erased"]["rows"]["credential"], 1, "{erased}");
    server.stop();
    let log = home.ok(&["audit", "query", "--json", "--class", "credential", "--limit", "1000"]);
    let log: Value = serde_json::from_str(&log).unwrap();
    let heads = |action: &str, user: &str| {
        let all = log["entries"].as_array().unwrap().iter();
        let fits = |r: &&Value| r["action"] == action && r["details"]["user"] == user;
        all.filter(fits).map(|r| r["details"]["seal"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(heads("credential.erase", &ids[0]), ["none"]);
    assert_eq!(heads("credential.hand_over", &ids[1]), ["none"]);
    assert_eq!(heads("credential.hand_over", &ids[2]).len(), 1);
    let server = Server::start(&home, &[]);
    is_well(&server, "cat", 3);
    // Without a server the command does the same.
    server.stop();
    home.ok(&["users", "erase", "cat", "--yes"]);
    let log = home.ok(&["audit", "query", "--json", "--action", "credential.erase"]);
    assert!(log.contains(&ids[2]), "{log}");
}

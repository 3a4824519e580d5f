//! `muxi users`, and `/v1/users…` of a real server: who is who, apart by tenant, exported and erased.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, Response, Server, request, until};

const ECHO: &str = "schema: \"1.0.0\"\nid: known\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n";

fn home() -> Home {
    Home::with(ECHO)
}

fn call(server: &Server, method: &str, path: &str, admin: bool, body: &Value) -> Response {
    let key = if admin {
        ("X-Muxi-Admin-Key", server.admin.as_str())
    } else {
        ("X-Muxi-Client-Key", server.client.as_str())
    };
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(server.address(), method, path, &[key], &body)
}

fn say(server: &Server, user: &str, session: &str, words: &str) -> Value {
    let body = json!({"message": words, "session_id": session, "stream": false});
    let response = server.chat(user, &body);
    assert_eq!(response.status, 200, "{}", response.body);
    response.json()["data"].clone()
}

fn sessions(server: &Server, user: &str) -> u64 {
    server.get("/v1/sessions", user).json()["data"]["count"].as_u64().expect("a number")
}

#[test]
fn identifiers_are_linked_resolved_and_unlinked_with_either_key() {
    let home = home();
    let server = Server::start(&home, &[]);
    let answer = say(&server, "acme:bob", "s", "hello");
    assert_eq!(answer["user_id"], "acme:bob", "what is shown is the identifier that asked");
    for admin in [true, false] {
        let found = call(&server, "GET", "/v1/users/acme:bob", admin, &Value::Null).json();
        let id = found["data"]["muxi_user_id"].as_str().expect("an id").to_owned();
        assert!(id.starts_with("usr_") && id.len() == 25, "{found}");
        let mail = format!("Bob{admin}@X.io");
        let body = json!({"muxi_user_id": id, "identifiers": [
            {"identifier": mail, "type": "email"}, format!("@bob{admin}"), [format!("U{admin}"), "slack"]]});
        let linked = call(&server, "POST", "/v1/users/identifiers", admin, &body);
        assert_eq!(linked.status, 200, "{}", linked.body);
        let listed = call(&server, "GET", &format!("/v1/users/identifiers/{id}"), admin, &Value::Null).json();
        assert_eq!(listed["data"]["identifiers"], linked.json()["data"]["identifiers"]);
        assert_eq!(sessions(&server, &format!("acme:bob{admin}@x.io")), 1, "the same user");
        let body = json!({"identifier": format!("acme:@bob{admin}"), "create_user": false});
        let resolved = call(&server, "POST", "/v1/users/resolve", admin, &body).json();
        assert_eq!(
            (&resolved["data"]["muxi_user_id"], &resolved["data"]["created"]),
            (&json!(id), &json!(false))
        );
        let path = format!("/v1/users/identifiers/acme:@bob{admin}");
        assert_eq!(call(&server, "DELETE", &path, admin, &Value::Null).status, 200);
        assert_eq!(call(&server, "DELETE", &path, admin, &Value::Null).status, 404);
        assert_eq!(sessions(&server, &format!("acme:@bob{admin}")), 0, "somebody else by now");
    }
    let fresh = json!({"identifier": "new", "create_user": true});
    assert_eq!(call(&server, "POST", "/v1/users/resolve", false, &fresh).json()["data"]["created"], true);
    let nobody = json!({"identifier": "nobody"});
    let missing = call(&server, "POST", "/v1/users/resolve", false, &nobody);
    assert_eq!(
        (missing.status, &missing.json()["code"]),
        (404, &json!("USER_NOT_FOUND")),
        "{}",
        missing.body
    );
    assert_eq!(call(&server, "GET", "/v1/users/nobody", false, &Value::Null).status, 404);
    assert_eq!(call(&server, "GET", "/v1/users", false, &Value::Null).status, 401, "an administrator's");
}

#[test]
fn an_identifier_of_another_user_or_tenant_is_never_taken() {
    let home = home();
    let server = Server::start(&home, &[]);
    for user in ["bob", "eve", "acme:eve"] {
        say(&server, user, "s", user);
    }
    let link = |identifiers: Value| {
        let body = json!({"muxi_user_id": "bob", "identifiers": identifiers});
        let refused = call(&server, "POST", "/v1/users/identifiers", true, &body);
        (refused.status, refused.json()["code"].as_str().unwrap_or_default().to_owned(), refused.body.clone())
    };
    let (status, code, body) = link(json!(["b@x.io", "eve"]));
    assert_eq!((status, code.as_str()), (409, "IDENTIFIER_TAKEN"), "{body}");
    assert!(body.contains("muxi users merge"), "{body}");
    assert_eq!(call(&server, "GET", "/v1/users/b@x.io", true, &Value::Null).status, 404, "none of them");
    assert_eq!((link(json!(["acme:eve"])).0, link(json!(["acme:eve"])).1.as_str()), (409, "OTHER_TENANT"));
    for bad in [
        json!([]),
        json!([7]),
        json!([["a", 1]]),
        json!([{"type": "x"}]),
        json!([""]),
        json!(["usr_0123456789abcdefghijk"]),
    ] {
        assert_eq!(link(bad.clone()).0, 422, "{bad}");
    }
    assert_eq!(sessions(&server, "eve"), 1);
    let merge = json!({"from": "eve", "into": "bob"});
    assert_eq!(call(&server, "POST", "/v1/users/merge", false, &merge).status, 401);
    let clash = call(&server, "POST", "/v1/users/merge", true, &merge);
    assert_eq!((clash.status, &clash.json()["code"]), (409, &json!("MERGE_CLASH")), "both have a session s");
    let across = json!({"from": "acme:eve", "into": "bob"});
    assert_eq!(call(&server, "POST", "/v1/users/merge", true, &across).status, 409);
    say(&server, "e@x.io", "other", "me too");
    let merged = call(&server, "POST", "/v1/users/merge", true, &json!({"from": "e@x.io", "into": "bob"}));
    assert_eq!(merged.status, 200, "{}", merged.body);
    assert_eq!((sessions(&server, "bob"), sessions(&server, "e@x.io")), (2, 2));
}

#[test]
fn the_command_shows_links_merges_and_exports_beside_a_running_server() {
    let home = home();
    assert_eq!(home.run(&["users", "list"]).0, 3, "nobody has asked yet");
    let server = Server::start(&home, &[]);
    say(&server, "bob", "s", "bob's words");
    say(&server, "b@x.io", "t", "by mail");
    let shown: Value = serde_json::from_str(&home.ok(&["users", "show", "bob", "--json"])).unwrap();
    let id = shown["muxi_user_id"].as_str().unwrap();
    assert_eq!(home.run(&["users", "show", "nobody"]).0, 3);
    let (code, _, stderr) = home.run(&["users", "link", "bob", "b@x.io"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("belongs to another user") && stderr.contains("muxi users merge"), "{stderr}");
    let (code, _, stderr) = home.run(&["users", "merge", "b@x.io", "bob", "--no-input"]);
    assert_eq!(code, 7, "{stderr}");
    assert!(stderr.contains("--yes"), "{stderr}");
    home.ok(&["users", "merge", "b@x.io", "bob", "--yes"]);
    assert_eq!(sessions(&server, "b@x.io"), 2, "the server has heard of it");
    home.ok(&["users", "link", id, "@bob", "--type", "slack"]);
    assert_eq!(sessions(&server, "@bob"), 2);
    home.ok(&["users", "unlink", "@bob"]);
    assert_eq!(sessions(&server, "@bob"), 0);
    let list: Value = serde_json::from_str(&home.ok(&["users", "list", "--json"])).unwrap();
    assert_eq!(list["count"], 2);
    home.ok(&["users", "export", "bob", "--output", "bob.jsonl"]);
    let (code, _, stderr) = home.run(&["users", "export", "bob", "--output", "bob.jsonl"]);
    assert_eq!(code, 4, "{stderr}");
    let text = String::from_utf8(home.read("bob.jsonl")).unwrap();
    assert!(text.contains("bob's words") && text.contains("by mail"), "{text}");
}

#[test]
fn of_an_erased_user_the_whole_state_holds_no_byte_with_and_without_a_server() {
    let canary = "Zx9canarywords";
    let home = home();
    for serving in [true, false] {
        let server = Server::start(&home, &[]);
        say(&server, canary, canary, canary);
        say(&server, "eve", "s", "eve's words");
        let key = server.client.clone();
        let headers = [
            ("X-Muxi-Client-Key", key.as_str()),
            ("X-Muxi-User-ID", canary),
            ("X-Muxi-Idempotency-Key", "k1"),
        ];
        let body = json!({"message": canary, "stream": false}).to_string();
        assert_eq!(request(server.address(), "POST", "/v1/chat", &headers, &body).status, 200);
        let server = serving.then_some(server);
        let (code, _, stderr) = home.run(&["users", "erase", canary, "--no-input"]);
        assert_eq!(code, 7, "{stderr}");
        let told: Value =
            serde_json::from_str(&home.ok(&["users", "erase", canary, "--yes", "--json"])).unwrap();
        assert_eq!(told["erased"]["rows"]["session"], 2, "{told}");
        assert_eq!(holding(&home.state(), canary), [] as [std::path::PathBuf; 0], "{serving}");
        assert_eq!(home.run(&["users", "erase", canary, "--yes"]).0, 3);
        if let Some(server) = &server {
            let again = request(server.address(), "POST", "/v1/chat", &headers, &body);
            assert!(!again.head.contains("idempotent-replayed"), "{}", again.head);
            assert_eq!(sessions(server, "eve"), 1);
            call(server, "DELETE", &format!("/v1/users/{canary}"), true, &Value::Null);
        }
        assert_eq!(holding(&home.state(), canary), [] as [std::path::PathBuf; 0], "{serving}");
    }
    let shown: Value = serde_json::from_str(&home.ok(&["users", "show", "eve", "--json"])).unwrap();
    assert_eq!(shown["count"], 1);
}

#[test]
fn an_administrator_exports_and_erases_over_the_api() {
    let home = home();
    let server = Server::start(&home, &[]);
    say(&server, "bob", "s", "bob's words");
    say(&server, "eve", "s", "eve's words");
    assert_eq!(call(&server, "GET", "/v1/users/bob/export", false, &Value::Null).status, 401);
    let export = call(&server, "GET", "/v1/users/bob/export", true, &Value::Null);
    assert!(export.head.contains("application/x-ndjson"), "{}", export.head);
    let lines: Vec<Value> = export.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["format"], &lines.last().unwrap()["end"]), (&json!("muxi-user"), &json!(true)));
    assert!(export.body.contains("bob's words") && !export.body.contains("eve"), "{}", export.body);
    assert_eq!(call(&server, "DELETE", "/v1/users/bob", false, &Value::Null).status, 401);
    let gone = call(&server, "DELETE", "/v1/users/bob", true, &Value::Null).json();
    assert_eq!(gone["data"]["erased"]["rows"]["message"], 2, "{gone}");
    assert_eq!(call(&server, "DELETE", "/v1/users/bob", true, &Value::Null).status, 404);
    assert_eq!(call(&server, "GET", "/v1/users/bob/export", true, &Value::Null).status, 404);
    assert_eq!((sessions(&server, "bob"), sessions(&server, "eve")), (0, 1));
    let list = call(&server, "GET", "/v1/users?limit=1", true, &Value::Null).json();
    let after = list["data"]["users"][0]["muxi_user_id"].as_str().unwrap();
    let rest = call(&server, "GET", &format!("/v1/users?after={after}"), true, &Value::Null).json();
    assert_eq!(rest["data"]["count"], 1, "eve, and bob who has asked again");
}

#[test]
fn an_erasure_says_whether_it_reached_a_server_and_takes_what_that_one_remembers() {
    let home = home();
    let server = Server::start(&home, &[]);
    say(&server, "bob", "s", "bob's words");
    say(&server, "eve", "s", "eve's words");
    let id = |user: &str| {
        let shown: Value = serde_json::from_str(&home.ok(&["users", "show", user, "--json"])).unwrap();
        shown["muxi_user_id"].as_str().unwrap().to_owned()
    };
    let (bob, eve) = (id("bob"), id("eve"));
    let log = || server.admin("/v1/logs?limit=1000").body;
    until(Duration::from_secs(10), "lines of both", || log().contains(&bob) && log().contains(&eve));
    let (code, _, stderr) = home.run(&["users", "erase", "bob", "--yes"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(!stderr.contains("no server") && !stderr.contains("is not known"), "{stderr}");
    assert!(!log().contains(&bob) && log().contains(&eve), "{}", log());
    // A server that does not say where it listens.
    let told = file_named(&home.state(), "server.json").expect("it says so");
    let address = std::fs::read(&told).unwrap();
    std::fs::remove_file(&told).unwrap();
    let (code, _, stderr) = home.run(&["users", "erase", "eve", "--yes"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("where it listens is not known"), "{stderr}");
    std::fs::write(&told, address).unwrap();
    say(&server, "ann", "s", "ann's words");
    drop(server);
    let (code, _, stderr) = home.run(&["users", "erase", "ann", "--yes"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("no server of known was found"), "{stderr}");
}

#[test]
fn who_asks_for_the_first_time_waits_while_another_program_writes_for_long() {
    let home = home();
    let server = Server::start(&home, &[]);
    say(&server, "bob", "s", "the store is there");
    let path = file_named(&home.state(), "sessions.db").expect("a database");
    // This process is the other program.
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let body = json!({"message": "I am new", "session_id": "s", "stream": false});
    std::thread::scope(|scope| {
        let first = scope.spawn(|| server.chat("newcomer", &body));
        // Longer than SQLite waits for it in one attempt, which is 5 s.
        std::thread::sleep(Duration::from_millis(6500));
        other.execute_batch("ROLLBACK").unwrap();
        let answer = first.join().unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
    });
    assert_eq!(sessions(&server, "newcomer"), 1);
}

fn file_named(dir: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    crate::place::files(dir).into_keys().find(|path| path.ends_with(name))
}

fn holding(dir: &std::path::Path, words: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if std::fs::read(&path)
            .is_ok_and(|bytes| bytes.windows(words.len()).any(|b| b == words.as_bytes()))
        {
            found.push(path);
        }
    }
    found
}

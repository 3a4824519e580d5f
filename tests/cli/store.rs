//! `muxi store`: looked at, checked, made smaller, and taken elsewhere, also beside a running server.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::support::{Home, Server};

const ECHO: &str = "schema: \"1.0.0\"\nid: kept\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n";

fn home() -> Home {
    Home::with(ECHO)
}

fn say(server: &Server, user: &str, words: &str) {
    let response = server.chat(user, &json!({"message": words, "session_id": "s", "stream": false}));
    assert_eq!(response.status, 200, "{}", response.body);
}

fn json_of(home: &Home, args: &[&str]) -> Value {
    serde_json::from_str(&home.ok(args)).expect("JSON")
}

#[test]
fn a_store_is_looked_at_and_exported_beside_a_server_and_fills_another_one() {
    let home = home();
    let (code, _, stderr) = home.run(&["store", "info"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("has no store yet"), "{stderr}");
    let server = Server::start(&home, &[]);
    for n in 0..20 {
        say(&server, "bob", &format!("words {n}"));
    }
    let info = json_of(&home, &["store", "info", "--json"]);
    assert_eq!((&info["rows"]["users"], &info["schema"]), (&json!(1), &info["newest_schema"]), "{info}");
    assert_eq!(json_of(&home, &["store", "check", "--json"])["ok"], true);
    let small = json_of(&home, &["store", "vacuum", "--json"]);
    assert!(small["after"].as_u64() <= small["before"].as_u64(), "{small}");
    let told = json_of(&home, &["store", "export", "--output", "all.jsonl", "--json"]);
    assert_eq!(told["bytes"], home.read("all.jsonl").len());
    let mode = std::fs::metadata(told["path"].as_str().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(home.run(&["store", "export", "--output", "all.jsonl"]).0, 4, "it is there");
    home.ok(&["store", "export", "--output", "all.jsonl", "--force"]);
    let (code, _, stderr) = home.run(&["store", "import", "all.jsonl"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("is not empty"), "{stderr}");
    say(&server, "bob", "the server goes on");
    drop(server);

    assert_eq!(home.run(&["store", "import", "none.jsonl", "--data-dir", "other"]).0, 3);
    let read = json_of(&home, &["store", "import", "all.jsonl", "--data-dir", "other", "--json"]);
    assert_eq!(read["rows"], told["rows"]);
    let told = home.ok(&["users", "list", "--data-dir", "other"]);
    assert!(told.contains("bob"), "{told}");
    assert_eq!(json_of(&home, &["store", "check", "--json", "--data-dir", "other"])["ok"], true);
}

#[test]
fn a_store_that_is_not_whole_is_exit_1_and_named() {
    let home = home();
    let server = Server::start(&home, &[]);
    say(&server, "bob", "hello");
    drop(server);
    let info = json_of(&home, &["store", "info", "--json"]);
    let database = rusqlite::Connection::open(info["path"].as_str().unwrap()).unwrap();
    database.execute("UPDATE session SET message_count = 9", []).unwrap();
    drop(database);
    let (code, stdout, _) = home.run(&["store", "check"]);
    assert_eq!(code, 1);
    assert!(stdout.contains("says 9 messages and has 2"), "{stdout}");
    let (code, stdout, _) = home.run(&["store", "check", "--json"]);
    assert_eq!((code, serde_json::from_str::<Value>(&stdout).unwrap()["ok"].clone()), (1, json!(false)));
    home.write("half.jsonl", "{\"format\":\"muxi-store\"}\n");
    let (code, _, stderr) = home.run(&["store", "import", "half.jsonl", "--data-dir", "other"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("line 1"), "{stderr}");
}

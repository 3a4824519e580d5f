//! Where the key of the secrets is not at hand: what shows or keeps words of users is refused, as it could not leave the
//! values out; what only takes away goes on.

use crate::place::{error, files};
use crate::support::{Home, Server, request};

/// A formation with a secret, whose key is gone, and users of whom something is kept; the id of a memory.
fn locked() -> (Home, String) {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    for user in ["alice", "bob"] {
        home.ok(&["chat", "--local", "--user", user, "Hello"]);
    }
    let memory = home.ok(&["memory", "add", "likes tea", "--user", "alice"]).trim().to_owned();
    std::fs::remove_file(home.formation().join(".key")).unwrap();
    (home, memory)
}

/// Exit code and error of a command.
fn refused(home: &Home, args: &[&str]) -> (i32, serde_json::Value) {
    let (code, stdout, stderr) = home.run(&[args, &["--json"]].concat());
    assert_eq!(stdout, "", "{args:?}");
    (code, error(&stderr))
}

#[test]
fn what_shows_or_keeps_words_is_refused_as_other_commands_are() {
    let (home, memory) = locked();
    let (code, fault) = refused(&home, &["keys", "show"]);
    assert_eq!((code, fault["code"].as_str()), (1, Some("key_missing")), "{fault}");
    assert!(fault["hint"].is_string(), "{fault}");
    let before = files(&home.state());
    for args in [
        &["users", "list"][..],
        &["users", "show", "alice"],
        &["users", "link", "alice", "a-value-of-it"],
        &["users", "link", "alice", "alice@x.io"],
        &["users", "export", "alice", "--output", "alice.jsonl"],
        &["memory", "list", "--user", "alice"],
        &["memory", "search", "tea", "--user", "alice"],
        &["memory", "add", "my key is a-value-of-it", "--user", "alice"],
        &["memory", "add", "likes coffee", "--user", "a-value-of-it"],
        &["memory", "add", "likes coffee", "--user", "carol", "--data-dir", "fresh"],
        &["memory", "delete", &memory, "--user", "alice"],
        &["memory", "export", "--user", "alice"],
        &["memory", "export", "--user", "alice", "--output", "memories.jsonl"],
        &["memory", "erase", "--user", "alice", "--source", "a-value-of-it", "--yes"],
    ] {
        assert_eq!(refused(&home, args), (code, fault.clone()), "{args:?}");
    }
    assert!(files(&home.state()) == before, "something was kept");
    for made in ["alice.jsonl", "memories.jsonl", "fresh"] {
        assert!(!home.formation().join(made).exists(), "{made}");
    }
}

#[test]
fn what_only_takes_away_or_looks_at_the_whole_goes_on() {
    let (home, _) = locked();
    for args in [
        &["memory", "stats"][..],
        &["memory", "erase", "--user", "alice", "--yes"],
        &["store", "info"],
        &["store", "check"],
        &["store", "vacuum"],
        &["store", "export", "--output", "all.jsonl"],
        &["users", "unlink", "alice"],
        &["users", "erase", "bob", "--yes"],
    ] {
        let (code, _, stderr) = home.run(args);
        assert_eq!(code, 0, "{args:?}: {stderr}");
    }
}

#[test]
fn a_value_that_does_not_open_is_named_and_nothing_is_exported() {
    let home = Home::echo();
    home.ok(&["secrets", "add", "ONE", "--generate"]);
    home.ok(&["chat", "--local", "--user", "alice", "Hello"]);
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let at = text.find("ONE").expect("its line") + 60;
    let mut bytes = text.into_bytes();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    home.write("secrets.enc", bytes);
    let (code, _, stderr) = home.run(&["users", "export", "alice", "--output", "alice.jsonl"]);
    assert!(code != 0 && stderr.contains("ONE"), "{code} {stderr}");
    assert!(!home.formation().join("alice.jsonl").exists());
}

#[test]
fn what_users_tell_a_server_is_kept_without_values_that_the_formation_does_not_use() {
    let home = Home::echo();
    home.keep("UNUSED", "a-value-of-it");
    let server = Server::start(&home, &[]);
    let body = serde_json::json!({"message": "my key is a-value-of-it", "session_id": "s", "stream": false});
    assert_eq!(server.chat("bob", &body).status, 200);
    let said = server.get("/v1/sessions/s/messages", "bob").body;
    let admin = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let export = request(server.address(), "GET", "/v1/users/bob/export", &admin, "").body;
    for text in [said, export] {
        assert!(text.contains("my key is") && !text.contains("a-value-of-it"), "{text}");
    }
    server.stop();
    for (path, bytes) in files(&home.state()) {
        assert!(!bytes.windows(13).any(|part| part == b"a-value-of-it"), "{}", path.display());
    }
}

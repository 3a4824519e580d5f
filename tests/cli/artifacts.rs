//! Files that agents make: the tool, the routes, `muxi artifacts`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Home, Reply, Response, Said, Talk, request, until};

const ON: &str = "artifacts:\n  enabled: true\n";

fn saves(name: &str, content: &str) -> Reply {
    Reply::call("save_artifact", &json!({"name": name, "content": content}).to_string())
}

fn made(talk: &Talk, message: &str) -> Value {
    talk.ask(message, &json!({}))["message"]["artifacts"].clone()
}

fn result(talk: &Talk, at: usize) -> String {
    talk.model.asked()[at].messages().last().unwrap().clone()
}

/// The files in which contents are kept.
fn contents(talk: &Talk) -> Vec<PathBuf> {
    fn below(dir: PathBuf, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            if entry.path().is_dir() { below(entry.path(), found) } else { found.push(entry.path()) }
        }
    }
    let mut found = Vec::new();
    below(talk.home.state(), &mut found);
    found.retain(|path| path.components().any(|part| part.as_os_str() == "artifacts"));
    found
}

fn delete(talk: &Talk, path: &str, user: &str) -> Response {
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    request(server.address(), "DELETE", path, &headers, "")
}

#[test]
fn the_tool_is_offered_only_where_the_formation_says_so() {
    for (formation, offered) in [
        ("", false),
        ("artifacts:\n  enabled: false\nruntime:\n  built_in_mcps: true\n", false),
        ("runtime:\n  built_in_mcps: [database]\n", false),
        ("runtime:\n  built_in_mcps: [file-generation]\n", true),
        (ON, true),
    ] {
        let talk = Talk::start(formation, []);
        talk.say("Hello");
        assert_eq!(talk.model.asked()[0].body.get("tools").is_some(), offered, "{formation:?}");
    }
}

#[test]
fn a_file_is_in_the_answer_and_is_fetched_as_it_was_made() {
    let talk = Talk::start(ON, [saves("report.csv", "a,b\n1,2\n"), Reply::Text(&["It is there."])]);
    let file = made(&talk, "Make a report")[0].clone();
    let id = file["id"].as_str().unwrap();
    assert!(id.starts_with("art_"), "{file}");
    assert_eq!(
        (&file["name"], &file["type"], &file["size"]),
        (&json!("report.csv"), &json!("text/csv"), &json!(8))
    );
    assert_eq!(file["version"], 1);
    assert_eq!(file["url"], format!("/v1/artifacts/{id}/content?version=1"));
    assert!(result(&talk, 1).contains(&format!("saved report.csv as version 1 of {id}")));
    let content = talk.server().get(file["url"].as_str().unwrap(), "alice");
    assert_eq!((content.status, content.body.as_str()), (200, "a,b\n1,2\n"));
    for header in [
        "content-type: text/csv",
        "content-disposition: attachment; filename=\"report.csv\"",
        "x-content-type-options: nosniff",
        "content-security-policy: sandbox",
    ] {
        assert!(content.head.contains(header), "{header}: {}", content.head);
    }
    let one = talk.server().get(&format!("/v1/artifacts/{id}"), "alice").json();
    assert_eq!(one["data"], file);
    let list = talk.server().get("/v1/artifacts?limit=5", "alice").json();
    assert_eq!(list["data"], json!({"artifacts": [file], "count": 1}));
    let mode = contents(&talk)[0].metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
}

#[test]
fn a_stream_tells_of_a_file_at_once_and_at_its_end() {
    let talk = Talk::start(ON, [saves("a.md", "# A"), Reply::Text(&["Done."])]);
    let stream = talk.stream("Make it");
    let file = &stream.iter().find(|(name, _)| name == "artifact").unwrap().1["artifact"];
    assert_eq!((&file["name"], &file["media_type"]), (&json!("a.md"), &json!("text/markdown")));
    let completed = stream.iter().find(|(_, data)| data["token"]["type"] == "completed").unwrap();
    assert_eq!(completed.1["token"]["artifacts"], json!([file]));
}

#[test]
fn the_same_name_again_is_a_new_version_and_all_can_be_fetched() {
    let twice = Said::default()
        .call("save_artifact", r#"{"name":"a.txt","content":"one"}"#)
        .call("save_artifact", r#"{"name":"a.txt","content":"two"}"#);
    let talk = Talk::start(
        ON,
        [Reply::Said(twice), Reply::Text(&["ok"]), saves("a.txt", "three"), Reply::Text(&["ok"])],
    );
    let files = made(&talk, "Make it");
    assert_eq!(files.as_array().unwrap().len(), 1, "the answer has the last of them");
    let id = files[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(made(&talk, "Again")[0]["version"], 3);
    let get = |path: &str| talk.server().get(&format!("/v1/artifacts/{id}{path}"), "alice");
    let versions = get("/versions").json();
    let numbers: Vec<u64> = versions["data"]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["version"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert_eq!(
        (get("/content").body, get("/content?version=1").body),
        ("three".to_owned(), "one".to_owned())
    );
    let missing = get("/content?version=9");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("the latest is 3"), "{}", missing.body);
    assert_eq!(get("/content?version=x").status, 422);
}

#[test]
fn another_user_finds_nothing_and_a_key_is_needed() {
    let talk = Talk::start(ON, [saves("a.txt", "hers"), Reply::Text(&["ok"])]);
    let id = made(&talk, "Make it")[0]["id"].as_str().unwrap().to_owned();
    let paths = [
        format!("/v1/artifacts/{id}"),
        format!("/v1/artifacts/{id}/content"),
        format!("/v1/artifacts/{id}/versions"),
    ];
    for path in &paths {
        assert_eq!(talk.server().get(path, "bob").status, 404, "{path}");
        assert_eq!(talk.server().get(path, "acme:alice").status, 404, "{path}");
        assert_eq!(talk.server().get(path, "alice").status, 200, "{path}");
        let server = talk.server();
        let admin = [("X-Muxi-Admin-Key", server.admin.as_str()), ("X-Muxi-User-ID", "alice")];
        assert_eq!(request(server.address(), "GET", path, &admin, "").status, 200, "{path}");
        let wrong = [("X-Muxi-Admin-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
        assert_eq!(request(server.address(), "GET", path, &wrong, "").status, 401, "{path}");
        assert_eq!(request(server.address(), "GET", path, &[("X-Muxi-User-ID", "alice")], "").status, 401);
    }
    assert_eq!(talk.server().get("/v1/artifacts", "bob").json()["data"]["count"], 0);
    assert_eq!(delete(&talk, &paths[0], "bob").status, 404);
    assert_eq!(delete(&talk, &paths[0], "alice").status, 200);
    assert_eq!(talk.server().get(&paths[1], "alice").status, 404);
    assert_eq!(contents(&talk), [] as [PathBuf; 0]);
}

#[test]
fn a_path_in_the_name_and_a_file_that_is_too_large_are_told_to_the_model() {
    let large = |bytes: usize| STANDARD.encode(vec![0_u8; bytes]);
    let base64 = |name: &str, content: &str| {
        Reply::call(
            "save_artifact",
            &json!({"name": name, "content": content, "encoding": "base64"}).to_string(),
        )
    };
    let most = 10 << 20;
    let script = [
        saves("../../etc/passwd", "x"),
        saves("a\u{202e}b.txt", "x"),
        base64("big.bin", &large(most + 1)),
        base64("bad.bin", "!!"),
        base64("full.bin", &large(most)),
        Reply::Text(&["ok"]),
    ];
    let talk = Talk::start(ON, script);
    let files = made(&talk, "Make them");
    assert_eq!((files.as_array().unwrap().len(), &files[0]["size"]), (1, &json!(most)));
    for (at, said) in [
        (1, "the name has a path in it"),
        (2, "characters that cannot be seen"),
        (3, "at most 10485760 are kept"),
        (4, "content is no base64"),
        (5, "saved full.bin"),
    ] {
        assert!(result(&talk, at).contains(said), "{}", result(&talk, at));
    }
    assert_eq!(contents(&talk).len(), 1);
    let last = talk.model.asked()[5].body.to_string();
    assert!(last.len() < 20_000, "a large file is not told to the model again: {} bytes", last.len());
    let content = talk.server().get(files[0]["url"].as_str().unwrap(), "alice");
    assert_eq!(content.body.len(), most);
}

#[test]
fn no_value_of_a_secret_gets_into_a_file() {
    let key = "sk-test-1234567890";
    let packed = |bytes: &[u8]| {
        let content = STANDARD.encode(bytes);
        Reply::call(
            "save_artifact",
            &json!({"name": "b.bin", "content": content, "encoding": "base64"}).to_string(),
        )
    };
    let script = [
        saves("a.txt", &format!("key={key}\n")),
        packed(key.as_bytes()),
        packed(&[b"\xff\x00", key.as_bytes()].concat()),
        saves(key, "x"),
        Reply::Text(&["ok"]),
    ];
    let talk = Talk::start(ON, script);
    made(&talk, "Make them");
    for (at, said) in
        [(3, "the file holds the value of a secret"), (4, "the name holds the value of a secret")]
    {
        assert!(result(&talk, at).contains(said), "{}", result(&talk, at));
    }
    let mut texts: Vec<String> =
        contents(&talk).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.sort();
    assert_eq!(texts, ["[REDACTED:OPENAI_API_KEY]", "key=[REDACTED:OPENAI_API_KEY]\n"]);
}

/// The row waits for somebody else who writes; the process is killed then.
#[test]
fn a_kill_between_file_and_row_leaves_nothing_that_is_listed_and_nothing_for_ever() {
    let mut talk = Talk::start(ON, [saves("a.txt", "half"), Reply::Text(&["ok"])]);
    talk.server().get("/v1/artifacts", "alice");
    let database = find(&talk.home.state(), "sessions.db").expect("the database");
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let body = json!({"message": "Make it", "session_id": "s", "stream": false}).to_string();
    let headers = [("X-Muxi-Client-Key", talk.server().client.clone())];
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain([("X-Muxi-User-ID", "alice")])
        .collect();
    let waiting = crate::support::request_raw(talk.server().address(), "POST", "/v1/chat", &headers, &body);
    until(Duration::from_secs(20), "the file does not come", || !contents(&talk).is_empty());
    assert_eq!(contents(&talk).len(), 1, "the file is there before its row");
    talk.server().signal(rustix::process::Signal::KILL);
    talk.server = None;
    drop((waiting, other));
    // Somebody may still be about to name it; later nobody is.
    let long_ago = SystemTime::UNIX_EPOCH;
    std::fs::File::options().write(true).open(&contents(&talk)[0]).unwrap().set_modified(long_ago).unwrap();
    talk.up();
    assert_eq!(talk.server().get("/v1/artifacts", "alice").json()["data"]["count"], 0);
    assert_eq!(contents(&talk), [] as [PathBuf; 0]);
}

fn find(dir: &std::path::Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .find_map(|path| if path.is_dir() { find(&path, name) } else { path.ends_with(name).then_some(path) })
}

#[test]
fn a_kill_after_the_answer_loses_no_file() {
    let mut talk = Talk::start(ON, [saves("a.txt", "kept"), Reply::Text(&["ok"])]);
    let file = made(&talk, "Make it")[0].clone();
    talk.server().signal(rustix::process::Signal::KILL);
    talk.server = None;
    talk.up();
    assert_eq!(talk.server().get(file["url"].as_str().unwrap(), "alice").body, "kept");
}

#[test]
fn the_command_lists_fetches_and_deletes() {
    let talk = Talk::start(
        ON,
        [saves("a.txt", "one"), Reply::Text(&["ok"]), saves("a.txt", "two"), Reply::Text(&["ok"])],
    );
    let run = |arguments: &[&str]| talk.home.run(arguments);
    assert_eq!(run(&["artifacts", "list"]), (0, String::new(), "there are no files\n".to_owned()));
    for _ in 0..2 {
        let (code, _, stderr) = run(&["chat", "--session", "s", "Make it"]);
        assert_eq!(code, 0);
        assert!(stderr.starts_with("file a.txt, version "), "{stderr}");
    }
    let list: Value = serde_json::from_str(&talk.home.ok(&["artifacts", "list", "--json"])).unwrap();
    let id = list["artifacts"][0]["id"].as_str().unwrap();
    assert_eq!((&list["count"], &list["artifacts"][0]["version"]), (&json!(1), &json!(2)));
    assert!(talk.home.ok(&["artifacts", "list"]).starts_with(id));
    assert_eq!(talk.home.ok(&["artifacts", "get", id]), "two");
    assert_eq!(talk.home.ok(&["artifacts", "get", id, "--version", "1"]), "one");

    talk.home.ok(&["artifacts", "get", id, "--output", "."]);
    assert_eq!(talk.home.read("a.txt"), b"two");
    let mode = talk.home.formation().join("a.txt").metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let (code, _, stderr) = run(&["artifacts", "get", id, "--output", "a.txt", "--version", "1"]);
    assert_eq!(code, 4);
    assert!(stderr.contains("is there already") && stderr.contains("--force"), "{stderr}");
    talk.home.ok(&["artifacts", "get", id, "--output", "a.txt", "--version", "1", "--force"]);
    assert_eq!(talk.home.read("a.txt"), b"one");
    assert_eq!(run(&["artifacts", "get", id, "--force"]).0, 2);

    assert_eq!(run(&["artifacts", "get", "art_none"]).0, 3);
    assert_eq!(run(&["artifacts", "get", id, "--user", "bob"]).0, 3);
    assert_eq!(run(&["artifacts", "delete", id, "--user", "bob"]).0, 3);
    talk.home.ok(&["artifacts", "delete", id]);
    assert_eq!(run(&["artifacts", "delete", id]).0, 3);
}

#[test]
fn without_a_server_the_command_says_how_to_start_one() {
    let talk = Talk { server: None, ..Talk::start(ON, []) };
    let (code, stdout, stderr) = talk.home.run(&["artifacts", "list"]);
    assert_eq!((code, stdout.as_str()), (6, ""));
    assert!(stderr.contains("muxi serve"), "{stderr}");
}

#[test]
fn without_a_server_nothing_is_hinted_at_that_would_not_help() {
    let home = Home::echo();
    let (code, _, stderr) = home.run(&["artifacts", "list"]);
    assert_eq!(code, 6, "{stderr}");
    assert!(stderr.contains("muxi serve") && !stderr.contains("muxi chat"), "{stderr}");
}

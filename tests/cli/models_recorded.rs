//! `--record` and `--replay`: what a model said once, said again without it.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Server};

const KEY: &str = "sk-canary-9f8e7d6c5b4a";

fn home() -> Home {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: taped\ndescription: d\nllm:\n  settings: {max_retries: 1}\n  api_keys: {openai: \"${{ secrets.OPENAI_API_KEY }}\"}\n  models:\n    - text: openai/gpt-4o-mini\nagents:\n  - id: keeper\n    name: Keeper\n    description: d\n    system_message: \"The key is ${{ secrets.OPENAI_API_KEY }}.\"\n",
    );
    home.keep("OPENAI_API_KEY", KEY);
    home
}

/// The text of each file of a recording, by its name.
fn files(dir: &std::path::Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            (entry.file_name().into_string().unwrap(), text)
        })
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    files.sort();
    files
}

fn text(path: &std::path::Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_recording_is_played_without_network_and_key_and_holds_no_secret() {
    let home = home();
    let dir = home.path().join("tape");
    let limited = Reply::Status(429, "Retry-After: 0\r\n", r#"{"error":{"message":"slow"}}"#);
    let echoed = Reply::Status(401, "", r#"{"error":{"message":"bad key sk-canary-9f8e7d6c5b4a"}}"#);
    let model = Model::start([limited, Reply::Text(&["Hello ", "there"]), Reply::Text(&["Whole"]), echoed]);
    let questions = [
        json!({"message": "Hi", "session_id": "s"}),
        json!({"message": "More", "session_id": "s", "stream": false}),
        json!({"message": "My key is sk-canary-9f8e7d6c5b4a", "stream": false}),
    ];
    let ask = |server: &Server| {
        let stream = server.chat("alice", &questions[0]).spoken();
        let whole = server.chat("alice", &questions[1]).json()["data"]["message"]["content"].clone();
        let refused = server.chat("alice", &questions[2]).json();
        (stream, whole, refused["code"].clone(), refused["message"].clone())
    };
    let server =
        Server::start_with(&home, &["--record", &text(&dir)], &[("OPENAI_BASE_URL", &model.base_url())]);
    let recorded = ask(&server);
    server.stop();
    assert_eq!((recorded.0.as_str(), &recorded.1), ("Hello there", &json!("Whole")));
    assert_eq!(recorded.2, "MODEL_UNAUTHORIZED");
    assert_eq!(std::fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let files = files(&dir);
    assert_eq!(files.len(), 4);
    for (i, (name, text)) in files.iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}-", i + 1)), "{name}");
        assert!(!text.contains("canary") && text.contains("[REDACTED:OPENAI_API_KEY]"), "{text}");
        assert!(!text.to_lowercase().contains("authorization"), "{text}");
    }

    // Another home: no secrets, no key, no session, no model.
    let other = Home::with(std::str::from_utf8(&home.read("formation.afs")).unwrap());
    let server = Server::start_with(
        &other,
        &["--replay", &text(&dir)],
        &[("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")],
    );
    let stream = server.chat("alice", &questions[0]);
    assert_eq!(stream.spoken(), recorded.0, "{}", stream.body);
    let whole = server.chat("alice", &questions[1]).json()["data"]["message"]["content"].clone();
    assert_eq!(whole, recorded.1);
    server.stop();

    // The same key: the same words, the refusal too.
    let again = Home::with(std::str::from_utf8(&home.read("formation.afs")).unwrap());
    again.keep("OPENAI_API_KEY", "sk-canary-9f8e7d6c5b4a");
    let server = Server::start_with(&again, &["--replay", &text(&dir)], &[]);
    assert_eq!(ask(&server), recorded);
}

#[test]
fn a_question_that_was_not_recorded_is_named_with_its_first_difference() {
    let home = home();
    let dir = home.path().join("tape");
    let model = Model::start([]);
    let run = |args: &[&str], model: &Model| {
        let output = home.muxi(args).env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let dir = text(&dir);
    let recorded = run(&["chat", "--local", "--record", &dir, "Hello"], &model);
    assert_eq!((recorded.0, recorded.1.as_str()), (Some(0), "Hello!\n"), "{}", recorded.2);
    let played = run(&["chat", "--local", "--replay", &dir, "Hello"], &model);
    assert_eq!((played.0, played.1.as_str()), (Some(0), "Hello!\n"), "{}", played.2);
    let (code, stdout, stderr) = run(&["--json", "chat", "--local", "--replay", &dir, "Hallo"], &model);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    // The line before it is the operator's.
    let error: Value = serde_json::from_str(stderr.lines().last().unwrap()).unwrap();
    assert_eq!(error["error"]["code"], "model_not_recorded");
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("nearest is 0001-"), "{message}");
    assert!(message.contains("there is no ") && message.contains("/tape/*-"), "{message}");
    assert_eq!(model.asked().len(), 1, "a replay asks nobody");
}

#[test]
fn a_recording_that_is_not_there_or_broken_is_refused_before_anything_runs() {
    let home = home();
    let dir = home.path().join("tape");
    let replay = || home.run(&["chat", "--local", "--replay", dir.to_str().unwrap(), "Hi"]);
    assert_eq!(replay().0, 3, "{:?}", replay());
    std::fs::create_dir(&dir).unwrap();
    let (code, _, stderr) = replay();
    assert!(code == 3 && stderr.contains("--record"), "{code} {stderr}");
    std::fs::write(dir.join("0001-x.json"), "{}").unwrap();
    let (code, _, stderr) = replay();
    assert!(code == 1 && stderr.contains("0001-x.json is no recording"), "{code} {stderr}");
    let (code, _, _) = home.run(&["chat", "--local", "--replay", "a", "--record", "b", "Hi"]);
    assert_eq!(code, 2);
    let (code, _, _) = home.run(&["chat", "--replay", "a", "Hi"]);
    assert_eq!(code, 2, "a server has its own recording");
}

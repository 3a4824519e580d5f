//! The streams of a formation's `logging`, over a running one: to files, stdout and a receiver over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::place::{files, mode};
use crate::support::{Home, Model, QUICK_START, Reply, Server, until};

/// What may be in the id of a session, and would steer a terminal or end a line.
const HOSTILE: &str = "s \u{202e}\u{2028}\u{200b}\"\\{}";
const CANARY: &str = "canary-7f3a9c51d2e84b60";

fn formation(streams: &str) -> String {
    format!(
        "schema: \"1.0.0\"\nid: told\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\nagents:\n  - id: helper\n    name: H\n    description: d\nlogging:\n  conversation:\n    streams:\n{streams}"
    )
}

fn ask(server: &Server, session: &str) {
    let body = json!({"message": format!("what is {CANARY}?"), "session_id": session, "stream": false});
    let answer = server.chat("alice", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// A receiver that says yes to all, and what it was sent.
fn receiver() -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/in", listener.local_addr().unwrap());
    let got = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&got);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || {
                let mut stream = BufReader::new(stream);
                loop {
                    let (mut head, mut length) = (String::new(), 0);
                    while !head.ends_with("\r\n\r\n") {
                        let mut line = String::new();
                        if stream.read_line(&mut line).unwrap_or(0) == 0 {
                            return;
                        }
                        if let Some(size) = line.to_lowercase().strip_prefix("content-length: ") {
                            length = size.trim().parse().unwrap();
                        }
                        head.push_str(&line);
                    }
                    let mut body = vec![0; length];
                    stream.read_exact(&mut body).unwrap();
                    kept.lock().unwrap().push_str(&(head + &String::from_utf8(body).unwrap() + "\n"));
                    let yes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    stream.get_mut().write_all(yes).unwrap();
                }
            });
        }
    });
    (url, got)
}

#[test]
fn streams_go_to_files_and_receivers_each_in_its_form_and_none_with_a_secret() {
    let (url, got) = receiver();
    let home = Home::with(&formation(&format!(
        "      - transport: file\n        destination: people/turns.log\n        format: text\n        events: [response.completed]\n      - transport: stream\n        destination: {url}\n        protocol: webhook\n        format: datadog_json\n        level: debug\n        auth: {{type: api_key, header: DD-API-KEY, key: \"${{{{ secrets.LOG_KEY }}}}\"}}\n      - transport: file\n        destination: /tmp/outside-of-the-state.log\n"
    )));
    home.keep("LOG_KEY", CANARY);
    let (code, stdout, stderr) = home.run(&["validate", "--target", "local"]);
    assert!(code == 0 && !format!("{stdout}{stderr}").contains("does not"), "{stdout}{stderr}");
    let server = Server::start(&home, &[]);
    ask(&server, "s");
    ask(&server, HOSTILE);
    until(Duration::from_secs(20), "the receiver gets it", || {
        got.lock().unwrap().matches("response.completed").count() >= 4
    });
    let told = server.admin("/v1/logging/destinations").json()["data"].clone();
    assert_eq!(told["count"], 3, "{told}");
    let list: Vec<String> = { told["destinations"].as_array().unwrap() }
        .iter()
        .map(|one| format!("{} {} {} {}", one["transport"], one["format"], one["level"], one["events"]))
        .collect();
    assert_eq!(
        list,
        [
            r#""file" "jsonl" "info" []"#,
            r#""file" "text" "info" ["response.completed"]"#,
            r#""webhook" "datadog_json" "debug" []"#,
        ]
    );
    assert_eq!(told["destinations"][2]["destination"], url);
    let before = files(&home.state());
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let erased = crate::support::request(server.address(), "DELETE", "/v1/users/alice", &headers, "");
    assert_eq!(erased.status, 200, "{}", erased.body);
    let (path, _) = before.iter().find(|(path, _)| path.ends_with("logs/people/turns.log")).unwrap();
    let left = std::fs::read_to_string(path).unwrap();
    assert!(left.trim().is_empty(), "an erased user leaves no line: {left}");
    let (_, stderr) = server.stop();
    assert!(stderr.contains("outside of the state") && stderr.contains("--allow-log-paths"), "{stderr}");
    assert!(!std::path::Path::new("/tmp/outside-of-the-state.log").exists());
    let all = before;
    let (path, text) = all.iter().find(|(path, _)| path.ends_with("logs/people/turns.log")).unwrap();
    let text = String::from_utf8(text.clone()).unwrap();
    assert_eq!(mode(path), 0o600);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.lines().all(|line| line.contains(" info response.completed user=alice ")), "{text}");
    assert!(!text.chars().any(|c| "\u{202e}\u{2028}\u{200b}".contains(c)), "{text:?}");
    let got = got.lock().unwrap().clone();
    for event in ["formation.started", "llm.call.completed", "request.received"] {
        assert!(got.contains(event), "{event}: {got}");
    }
    let bodies = got.lines().filter(|line| line.starts_with('['));
    for record in bodies.flat_map(|body| serde_json::from_str::<Vec<Value>>(body).unwrap()) {
        assert_eq!((&record["ddsource"], &record["service"]), (&json!("muxi"), &json!("told")));
    }
    let key = format!("dd-api-key: {CANARY}");
    assert!(got.contains(&key), "{got}");
    assert!(!got.replace(&key, "").contains(CANARY), "only the key has the value: {got}");
    for (path, bytes) in all.iter().filter(|(path, _)| path.to_string_lossy().contains("/logs/")) {
        assert!(!String::from_utf8_lossy(bytes).contains(CANARY), "{}", path.display());
    }
}

#[test]
fn a_secret_in_an_error_and_in_an_answer_is_in_no_stream() {
    let (url, got) = receiver();
    let logging = format!(
        "logging:\n  system: {{level: debug}}\n  conversation:\n    streams:\n      - {{transport: file, destination: t.log, format: text}}\n      - {{transport: file, destination: o.log, format: opentelemetry}}\n      - {{transport: stream, destination: \"{url}\", format: grafana_loki}}\n"
    );
    let home = Home::with(&format!("{QUICK_START}{logging}"));
    home.keep("OPENAI_API_KEY", CANARY);
    let says = r#"{"error":{"message":"Incorrect API key provided: canary-7f3a9c51d2e84b60"}}"#;
    let model =
        Model::start([Reply::Status(401, "", says), Reply::Text(&["It is canary-", "7f3a9c51d2e84b60"])]);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let say = || server.chat("alice", &json!({"message": "Hello", "session_id": "s", "stream": false}));
    assert_ne!(say().status, 200);
    assert_eq!(say().status, 200);
    until(Duration::from_secs(20), "the receiver gets it", || {
        let got = got.lock().unwrap();
        got.contains("error.turn") && got.contains("response.completed")
    });
    server.stop();
    let got = got.lock().unwrap().clone();
    assert!(got.contains("Incorrect API key") || got.contains("MODEL_"), "the error is told: {got}");
    assert!(!got.contains("7f3a9c51d2e84b60"), "{got}");
    let logs: Vec<_> = files(&home.state())
        .into_iter()
        .filter(|(path, _)| {
            path.ends_with("t.log") || path.ends_with("o.log") || path.ends_with("formation.jsonl")
        })
        .collect();
    assert_eq!(logs.len(), 3);
    for (path, bytes) in logs {
        let text = String::from_utf8(bytes).unwrap();
        assert!(
            text.contains("error.turn") && !text.contains("7f3a9c51d2e84b60"),
            "{}: {text}",
            path.display()
        );
    }
}

#[test]
fn a_file_outside_of_the_state_is_written_only_where_that_is_allowed() {
    let home = Home::echo();
    let path = home.path().join("outside/told.jsonl");
    home.write(
        "formation.afs",
        formation(&format!(
            "      - transport: file\n        destination: {}\n      - transport: file\n        destination: formation.jsonl.lock\n      - transport: file\n        destination: ./formation.jsonl.1\n",
            path.display()
        ))
            + "  system:\n    destination: ../up.log\n",
    );
    let server = Server::start_with(&home, &["--allow-log-paths"], &[]);
    ask(&server, "s");
    let (_, stderr) = server.stop();
    assert!(stderr.contains("../up.log is no name of a file"), "{stderr}");
    assert_eq!(stderr.matches("the name of the log itself, or of a file beside it").count(), 2, "{stderr}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.lines().any(|line| line.contains("response.completed")), "{text}");
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn stdout_has_lines_and_one_that_nobody_reads_holds_nothing_up() {
    let home = Home::with(&formation("      - transport: stdout\n        level: debug\n"));
    let mut child = home
        .process(&["serve", "--json", "--port", "0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let address = ready["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
    let keys: Value = serde_json::from_str(&home.ok(&["keys", "show", "--json"])).unwrap();
    let say = |n: usize| {
        let headers =
            [("X-Muxi-Client-Key", keys["client_key"].as_str().unwrap()), ("X-Muxi-User-ID", "alice")];
        let body = json!({"message": "hi", "session_id": format!("s{n}"), "stream": false}).to_string();
        crate::support::request(address, "POST", "/v1/chat", &headers, &body).status
    };
    assert_eq!(say(0), 200);
    while !line.contains("response.completed") {
        line.clear();
        assert!(stdout.read_line(&mut line).unwrap() > 0);
        let told: Value = serde_json::from_str(&line).unwrap();
        assert!(told["event"].is_string(), "{line}");
    }
    // A pipe holds 64 KiB: from here on nobody reads.
    for n in 1..400 {
        assert_eq!(say(n), 200);
    }
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    let mut status = None;
    until(Duration::from_secs(20), "it ends though nobody reads", || {
        status = child.try_wait().unwrap();
        status.is_some()
    });
    assert_eq!(status.unwrap().code(), Some(0));
}

#[test]
fn what_is_not_written_yet_is_told_by_validate_and_at_the_start() {
    let home = Home::with(&formation(
        "      - {transport: stream, destination: \"tcp://h:1\", protocol: zmq}\n      - {transport: stdout, format: msgpack}\n      - {transport: trail}\n",
    ));
    let (code, stdout, _) = home.run(&["validate", "--target", "local"]);
    assert_eq!(code, 0, "{stdout}");
    for said in ["`protocol: zmq`", "`format: msgpack`", "a trail without"] {
        assert!(stdout.contains(said), "{said}: {stdout}");
    }
    let server = Server::start(&home, &[]);
    assert_eq!(server.admin("/v1/logging/destinations").json()["data"]["count"], 1);
    let (_, stderr) = server.stop();
    assert_eq!(stderr.matches(" is not written: ").count(), 3, "{stderr}");
}

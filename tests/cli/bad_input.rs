//! What goes wrong in the world: each case has its message, its way out, and loses nothing.

use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;

use crate::support::{Home, Model, Reply, Response, Said, Server, request, request_raw};

fn ask(script: Vec<Reply>, body: &serde_json::Value) -> (Response, Response, String) {
    let model = Model::start(script);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let answer = server.chat("alice", body);
    let kept = server.get("/v1/sessions/s/messages", "alice");
    (answer, kept, server.stop().1)
}

fn whole() -> serde_json::Value {
    json!({"message": "Hi", "session_id": "s", "stream": false})
}

fn streamed() -> serde_json::Value {
    json!({"message": "Hi", "session_id": "s"})
}

/// The model failed: this status and code, the question kept, the operator told, no key anywhere.
fn failed(script: Vec<Reply>, status: u16, code: &str, words: &str) {
    let (answer, kept, stderr) = ask(script.clone(), &whole());
    let json = answer.json();
    assert_eq!((answer.status, json["code"].as_str()), (status, Some(code)), "{}", answer.body);
    assert!(json["message"].as_str().unwrap().contains(words), "{}", answer.body);
    assert_eq!(kept.json()["data"]["messages"][0]["content"], "Hi");
    // With --json what the operator is told is JSON too.
    let told: serde_json::Value = serde_json::from_str(stderr.trim()).expect(&stderr);
    assert_eq!(
        (told["event"].as_str(), told["outcome"].as_str()),
        (Some("turn"), Some("failed")),
        "{stderr}"
    );
    assert!(told["error"]["message"].as_str().unwrap().contains(words), "{stderr}");
    let (stream, kept, _) = ask(script, &streamed());
    let error = stream.body.split("event: error\ndata: ").nth(1).unwrap_or_else(|| panic!("{}", stream.body));
    let error: serde_json::Value = serde_json::from_str(error.trim()).unwrap();
    assert_eq!(error["type"], code);
    assert!(error["error"].as_str().unwrap().contains(words), "{error}");
    assert_eq!(kept.json()["data"]["messages"][0]["content"], "Hi");
    for text in [&answer.body, &stream.body, &stderr] {
        assert!(!text.contains("sk-test-1234567890"), "{text}");
    }
}

#[test]
fn a_refused_key_is_named_and_never_repeated() {
    let refusal = r#"{"error":{"message":"Incorrect API key provided: sk-test-1234567890"}}"#;
    failed(vec![Reply::Status(401, "", refusal)], 502, "MODEL_UNAUTHORIZED", "refused the API key");
}

#[test]
fn too_many_requests_are_tried_again_and_then_told() {
    let limited = Reply::Status(429, "Retry-After: 0\r\n", r#"{"error":{"message":"slow down"}}"#);
    failed(vec![limited.clone(); 4], 429, "RATE_LIMITED", "slow down");
    let (answer, _, stderr) = ask(vec![limited.clone(), limited, Reply::Text(&["ok"])], &whole());
    assert_eq!(answer.json()["data"]["message"]["content"], "ok");
    assert!(!stderr.contains("failed"), "{stderr}");
}

#[test]
fn a_long_retry_after_is_passed_on_instead_of_waited_for() {
    let limited = Reply::Status(429, "Retry-After: 77\r\n", "{}");
    let (answer, _, _) = ask(vec![limited], &whole());
    assert_eq!(answer.status, 429);
    assert!(answer.head.contains("retry-after: 77"), "{}", answer.head);
}

#[test]
fn an_unknown_model_is_named() {
    let refusal = r#"{"error":{"message":"The model does not exist"}}"#;
    failed(vec![Reply::Status(404, "", refusal)], 502, "MODEL_NOT_FOUND", "gpt-4o-mini");
}

#[test]
fn an_answer_that_is_no_answer_is_told() {
    failed(vec![Reply::Garbage], 502, "MODEL_BAD_ANSWER", "no answer");
}

#[test]
fn an_answer_without_a_word_is_told_with_its_reason() {
    failed(vec![Reply::Text(&[])], 502, "MODEL_BAD_ANSWER", "the answer is empty");
    let cut = || Reply::Said(Said::default().because("length"));
    failed(vec![cut()], 502, "MODEL_BAD_ANSWER", "(max_tokens) before its first word");
}

#[test]
fn a_passing_fault_says_when_to_come_again() {
    let busy = Reply::Status(503, "Retry-After: 60\r\n", "{}");
    let (answer, _, _) = ask(vec![busy], &whole());
    assert_eq!(answer.status, 502, "{}", answer.body);
    assert!(answer.head.contains("retry-after: 60"), "{}", answer.head);
}

#[test]
fn a_stream_cut_in_the_middle_is_told_and_what_came_is_kept() {
    let (answer, kept, stderr) = ask(vec![Reply::Cut(&["Hel", "lo"])], &streamed());
    assert_eq!(answer.spoken(), "Hello", "{}", answer.body);
    assert!(answer.body.contains("\"type\":\"MODEL_CUT_OFF\""), "{}", answer.body);
    let kept = kept.json();
    assert_eq!(kept["data"]["messages"][1]["content"], "Hello");
    assert_eq!(kept["data"]["messages"][1]["metadata"]["status"], "failed");
    assert!(stderr.contains("broke off"), "{stderr}");
}

#[test]
fn a_dead_endpoint_is_named_with_its_address() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: dead\ndescription: d\nllm:\n  settings: {max_retries: 0}\n  models:\n    - text: ollama/llama3\n",
    );
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server::start(&home, &[("OLLAMA_BASE_URL", &format!("http://{dead}/v1"))]);
    let answer = server.chat("alice", &whole());
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert_eq!((answer.status, answer.json()["code"].as_str()), (502, Some("MODEL_UNREACHABLE")));
    assert!(message.contains(&dead.to_string()) && message.contains("refused"), "{message}");
    let (code, _, stderr) = home.run(&["chat", "Hi"]);
    assert_eq!(code, 6, "{stderr}");
}

#[test]
fn a_model_that_never_answers_is_given_up_after_its_timeout() {
    let model = Model::start([Reply::Silence]);
    let home = Home::with(
        "schema: \"1.0.0\"\nid: mute\ndescription: d\nllm:\n  settings: {max_retries: 0, timeout_seconds: 1}\n  models:\n    - text: ollama/llama3\n",
    );
    let server = Server::start(&home, &[("OLLAMA_BASE_URL", &model.base_url())]);
    let answer = server.chat("alice", &whole());
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (504, Some("MODEL_TIMEOUT")),
        "{}",
        answer.body
    );
    assert!(model.saw_hang_up());
}

#[test]
fn a_missing_key_is_said_at_start_with_the_command_that_adds_it() {
    let home = Home::quick_start();
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("muxi secrets add OPENAI_API_KEY"), "{stderr}");
    let home =
        Home::with("schema: \"1.0.0\"\nid: x\ndescription: d\nllm:\n  models:\n    - text: groq/llama\n");
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 1);
    assert!(
        stderr.contains("llm.api_keys.groq") && stderr.contains("muxi secrets add GROQ_API_KEY"),
        "{stderr}"
    );
}

#[test]
fn a_port_that_is_taken_is_named_with_the_way_out() {
    let home = Home::echo();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, stderr) = home.run(&["serve", "--port", &port]);
    assert_eq!(code, 1);
    assert!(stderr.contains(&format!("127.0.0.1:{port}")) && stderr.contains("--port"), "{stderr}");
}

#[test]
fn a_body_that_is_no_json_or_of_the_wrong_form_names_the_field() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let post = |body: &str| request(server.address(), "POST", "/v1/chat", &headers, body);
    for (body, field) in [
        ("", "body"),
        ("{", "body"),
        ("hello", "body"),
        ("[]", "body"),
        ("[\"x\",null,null,null,null,null,false,null,null,null]", "body"),
        ("{\"message\":\"x\"}{", "body"),
        ("{}", "message"),
        ("{\"message\":\"x\",\"message\":\"y\"}", "message"),
        ("{\"message\":\"x\",\"files\":[7]}", "files[0]"),
        ("{\"message\":\"x\",\"ui_response\":{\"id\":\"a\"}}", "ui_response.value"),
        ("{\"message\":7}", "message"),
        ("{\"message\":\" \"}", "message"),
        ("{\"message\":\"x\",\"stream\":\"yes\"}", "stream"),
        ("{\"message\":\"x\",\"mode\":\"later\"}", "mode"),
        ("{\"message\":\"x\",\"session_id\":\"a\\u0000b\"}", "session_id"),
        ("{\"message\":\"x\",\"user_id\":\"\"}", "user_id"),
    ] {
        let answer = post(body);
        let json = answer.json();
        assert_eq!(
            (answer.status, json["code"].as_str()),
            (422, Some("INVALID_PARAMS")),
            "{body}: {}",
            answer.body
        );
        assert_eq!(json["error"]["data"]["validation_errors"][0]["field"], field, "{body}: {}", answer.body);
        assert!(!answer.body.contains("struct"), "{body}: {}", answer.body);
    }
    let answer = post("{\"message\":\"x\",\"mode\":\"async\"}");
    assert_eq!(answer.status, 501);
    assert!(answer.body.contains("async"), "{}", answer.body);
}

#[test]
fn a_compressed_body_is_refused_with_the_way_out() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let key = ("X-Muxi-Client-Key", server.client.as_str());
    let post = |coding: &str| {
        let headers = [key, ("Content-Encoding", coding)];
        request(server.address(), "POST", "/v1/chat", &headers, &whole().to_string())
    };
    let answer = post("gzip");
    assert_eq!(answer.status, 415, "{}", answer.body);
    assert!(answer.body.contains("send it uncompressed"), "{}", answer.body);
    assert_eq!(post("identity").status, 200);
}

#[test]
fn a_body_that_is_too_large_is_refused_whether_it_says_so_or_not() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let large = format!("{{\"message\":\"{}\"}}", "x".repeat(49 << 20));
    let answer = request(server.address(), "POST", "/v1/chat", &headers, &large);
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("48 MiB"), "{}", answer.body);
    let long = json!({"message": "x".repeat((1 << 20) + 1), "stream": false});
    assert_eq!(server.chat("alice", &long).status, 413);
    let most = json!({"message": "x".repeat(1 << 20), "stream": false});
    assert_eq!(server.chat("alice", &most).status, 200);
}

#[test]
fn half_a_request_and_noise_harm_nobody() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let half =
        request_raw(server.address(), "POST", "/v1/chat", &[headers[0], ("Content-Length", "100")], "");
    drop(half);
    let mut noise = std::net::TcpStream::connect(server.address()).unwrap();
    drop(noise.write_all(&[0xff; 4096]));
    drop(noise);
    let mut slow = std::net::TcpStream::connect(server.address()).unwrap();
    slow.write_all(b"GET /health HT").unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(server.chat("alice", &whole()).status, 200);
    drop(slow);
}

#[test]
fn a_state_directory_that_cannot_be_made_is_named_with_the_way_out() {
    let home = Home::echo();
    home.write("in-the-way", "a file");
    let (code, _, stderr) = home.run(&["serve", "--port", "0", "--data-dir", "in-the-way"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("in-the-way") && stderr.contains("--data-dir"), "{stderr}");
}

#[test]
fn a_damaged_session_file_is_named_and_left_alone() {
    let home = Home::echo();
    Server::start(&home, &[]).stop();
    let state = std::fs::read_dir(home.state().join("formations")).unwrap().next().unwrap().unwrap().path();
    let damaged = "no database ".repeat(1000);
    std::fs::write(state.join("sessions.db"), &damaged).unwrap();
    for side in ["sessions.db-wal", "sessions.db-shm"] {
        drop(std::fs::remove_file(state.join(side)));
    }
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("sessions.db"), "{stderr}");
    assert_eq!(std::fs::read_to_string(state.join("sessions.db")).unwrap(), damaged);
}

#[test]
fn secrets_that_were_changed_without_the_key_stop_serve_until_they_are_sealed() {
    let home = Home::echo();
    home.keep("A_SECRET", "one");
    home.keep("B_SECRET", "two");
    let text = String::from_utf8(home.read("secrets.enc")).unwrap();
    let without: String = text.split_inclusive('\n').filter(|l| !l.starts_with("A_SECRET")).collect();
    home.write("secrets.enc", without);
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("A_SECRET") && stderr.contains("muxi secrets seal"), "{stderr}");
    assert_eq!(home.ok(&["secrets", "get", "B_SECRET"]), "two", "a broken seal hides no value");
    let server = Server::start_with(&home, &["--allow-unsealed"], &[]);
    assert!(server.stop().1.contains("A_SECRET"));
    home.ok(&["secrets", "seal", "--yes"]);
    Server::start(&home, &[]).stop();
}

#[test]
fn a_proxy_of_the_environment_is_not_asked_for_a_model_on_this_machine() {
    let model = Model::start([Reply::Text(&["direct"])]);
    let home = Home::with(
        "schema: \"1.0.0\"\nid: near\ndescription: d\nllm:\n  models:\n    - text: ollama/llama3\n",
    );
    let mut chat = home.muxi(&["chat", "--local", "Hi"]);
    chat.env("OLLAMA_BASE_URL", model.base_url()).env("HTTP_PROXY", "http://127.0.0.1:1");
    chat.env("ALL_PROXY", "http://127.0.0.1:1").assert().success().stdout("direct\n");
}

#[test]
fn a_client_that_neither_reads_nor_finishes_does_not_hold_up_the_end() {
    const LONG: &str = "a long piece of text that fills the buffers between the two ends ";
    let model = Model::start([Reply::Text(vec![LONG; 60_000].leak())]);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let mut server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let key = ("X-Muxi-Client-Key", server.client.as_str());
    let deaf = request_raw(server.address(), "POST", "/v1/chat", &[key], "{\"message\":\"Hi\"}");
    let half = request_raw(server.address(), "POST", "/v1/chat", &[key, ("Content-Length", "1000")], "");
    std::thread::sleep(Duration::from_millis(500));
    server.signal(rustix::process::Signal::TERM);
    std::thread::sleep(Duration::from_millis(200));
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.wait().0, Some(0));
    drop((deaf, half));
}

#[test]
fn a_port_that_a_dead_server_left_to_somebody_else_never_gets_the_key() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let address = server.address();
    server.signal(rustix::process::Signal::KILL);
    drop(server);
    let Ok(stranger) = TcpListener::bind(address) else { return };
    stranger.set_nonblocking(true).unwrap();
    assert_eq!(home.run(&["chat", "Hi"]).0, 6);
    assert!(stranger.accept().is_err(), "nobody calls there");
}

#[test]
fn ids_are_read_as_utf_8_and_bounded_and_a_broken_path_is_told_in_the_envelope() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    assert_eq!(server.chat("José", &whole()).json()["data"]["user_id"], "José");
    let long = json!({"message": "x", "request_id": "r".repeat(1000)});
    let answer = server.chat("alice", &long);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["error"]["data"]["validation_errors"][0]["field"], "request_id");
    let answer = server.get("/v1/sessions/%ff", "alice");
    assert_eq!((answer.status, answer.json()["code"].as_str()), (400, Some("INVALID_REQUEST")));
    let twice =
        [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "a"), ("X-Muxi-User-ID", "b")];
    assert_eq!(request(server.address(), "GET", "/v1/sessions", &twice, "").status, 400);
    assert_eq!(server.get("/v1/sessions?active_only=True", "alice").status, 200);
    assert_eq!(server.get("/v1/sessions?active_only=maybe", "alice").status, 422);
}

#[test]
fn what_is_wrong_in_a_query_names_the_field() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for (path, field) in [
        ("/v1/sessions?limit=abc", "limit"),
        ("/v1/sessions?limit=", "limit"),
        ("/v1/sessions?limit=1&limit=2", "limit"),
        ("/v1/sessions/s/messages?before=x", "before"),
        ("/v1/artifacts?limit=-1", "limit"),
        ("/v1/artifacts/a/content?version=x", "version"),
    ] {
        let answer = server.get(path, "alice");
        assert_eq!(answer.status, 422, "{path}: {}", answer.body);
        let fault = &answer.json()["error"]["data"]["validation_errors"][0];
        assert_eq!(fault["field"], field, "{path}: {}", answer.body);
        assert!(!answer.body.contains("deserialize"), "{path}: {}", answer.body);
    }
}

#[test]
fn a_key_that_stands_in_the_formation_itself_is_not_repeated_either() {
    let refusal = r#"{"error":{"message":"Incorrect API key provided: sk-literal-0123456789"}}"#;
    let model = Model::start([Reply::Status(401, "", refusal)]);
    let home = Home::with(
        "schema: \"1.0.0\"\nid: literal\ndescription: d\nllm:\n  api_keys: {openai: sk-literal-0123456789}\n  models:\n    - text: openai/gpt-4o-mini\n",
    );
    let mut chat = home.muxi(&["chat", "--local", "Hi"]);
    let output = chat.env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(5), "{stderr}");
    assert!(stderr.contains("[REDACTED:llm.api_keys.openai]"), "{stderr}");
    assert!(!stderr.contains("sk-literal"), "{stderr}");
}

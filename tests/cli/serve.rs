//! `muxi serve`: the Formation API of a real process, with a played model behind it.

use std::io::Read;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::support::{Home, Model, Reply, Server, request, request_raw};

fn quick_start(model: &Model) -> (Home, Server) {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

/// The tokens of a streamed answer: (type, content).
fn tokens(body: &str) -> Vec<(String, String)> {
    let data = body.split("\n\n").filter_map(|event| event.strip_prefix("data: "));
    let token = |d: &str| serde_json::from_str::<serde_json::Value>(d).expect("JSON")["token"].clone();
    let text = |v: &serde_json::Value| v.as_str().expect("text").to_owned();
    data.map(|d| (text(&token(d)["type"]), text(&token(d)["content"]))).collect()
}

#[test]
fn a_whole_answer_comes_in_the_envelope_of_the_formation_api() {
    let model = Model::start([Reply::Text(&["Hel", "lo"])]);
    let (_home, server) = quick_start(&model);
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", "Alice@Acme.com"),
        ("X-Muxi-Idempotency-Key", "once"),
    ];
    let body = json!({"message": "Hi", "stream": false}).to_string();
    let answer = request(server.address(), "POST", "/v1/chat", &headers, &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = answer.json();
    assert_eq!(json["object"], "chat_response");
    assert_eq!(json["type"], "chat.completed");
    assert_eq!(json["success"], true);
    assert_eq!(json["error"], serde_json::Value::Null);
    assert_eq!(json["request"]["idempotency_key"], "once");
    assert!(json["request"]["id"].as_str().unwrap().starts_with("req_"));
    assert!(json["timestamp"].as_u64().unwrap() > 1_700_000_000_000);
    assert_eq!(json["data"]["message"]["role"], "assistant");
    assert_eq!(json["data"]["message"]["content"], "Hello");
    assert_eq!(json["data"]["message"]["artifacts"], json!([]));
    assert_eq!(json["data"]["message"]["metadata"]["usage"]["total_tokens"], 10);
    assert_eq!(json["data"]["user_id"], "alice@acme.com");
    assert!(json["data"]["session_id"].as_str().unwrap().starts_with("sess_"));
    let asked = model.asked();
    assert_eq!(asked[0].authorization.as_deref(), Some("Bearer sk-test-1234567890"));
    assert_eq!(asked[0].body["model"], "gpt-4o-mini");
    assert_eq!(asked[0].messages(), ["system: You are helpful.", "user: Hi"]);
}

#[test]
fn a_streamed_answer_comes_token_by_token_and_ends_with_done() {
    let model = Model::start([Reply::Text(&["Hel", "lo ", "\"wörld\"\n"])]);
    let (_home, server) = quick_start(&model);
    let answer = server.chat("alice", &json!({"message": "Hi"}));
    assert!(answer.head.contains("content-type: text/event-stream"), "{}", answer.head);
    assert!(answer.body.starts_with(": keepalive\n\n"), "{}", answer.body);
    let tokens = tokens(&answer.body);
    // A letter that may begin a live value waits for the next piece, so the pieces are not the model's to the byte.
    let (last, pieces) = tokens.split_last().unwrap();
    assert!(pieces.len() >= 3 && pieces.iter().all(|(kind, _)| kind == "content"), "{pieces:?}");
    assert_eq!(pieces.iter().map(|(_, text)| text.as_str()).collect::<String>(), "Hello \"wörld\"\n");
    assert_eq!(*last, ("completed".to_owned(), String::new()));
    assert!(answer.body.ends_with("event: done\ndata: {\"finished\":true}\n\n"), "{}", answer.body);
    let first = answer.body.split("\n\n").nth(1).unwrap().trim_start_matches("data: ");
    let token = serde_json::from_str::<serde_json::Value>(first).unwrap()["token"].clone();
    for field in ["request_id", "user_id", "session_id", "type", "content", "timestamp", "stage"] {
        assert!(token.get(field).is_some(), "{field} in {token}");
    }
}

#[test]
fn a_long_answer_arrives_whole_and_in_order() {
    let words: Vec<&'static str> = (0..500).map(|i| &*format!("{i} ").leak()).collect();
    let model = Model::start([Reply::Text(words.clone().leak())]);
    let (_home, server) = quick_start(&model);
    let answer = server.chat("alice", &json!({"message": "Count"}));
    let texts: Vec<String> = tokens(&answer.body).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts[..500], words);
}

#[test]
fn silence_is_filled_with_comments_every_second() {
    let model = Model::start([Reply::Slow(&["late"], Duration::from_millis(2300))]);
    let (_home, server) = quick_start(&model);
    let answer = server.chat("alice", &json!({"message": "Hi"}));
    assert!(answer.body.matches(": keepalive\n\n").count() >= 3, "{}", answer.body);
    assert_eq!(answer.spoken(), "late");
}

#[test]
fn the_last_messages_of_a_session_go_to_the_model_with_each_turn() {
    let model = Model::start([Reply::Text(&["Hello Alice"]), Reply::Text(&["Alice"])]);
    let (_home, server) = quick_start(&model);
    let first = server.chat("alice", &json!({"message": "This is Alice", "stream": false}));
    let session = first.json()["data"]["session_id"].clone();
    server.chat("alice", &json!({"message": "Who am I?", "session_id": session}));
    server.chat("mallory", &json!({"message": "Who was it?", "session_id": session}));
    let asked = model.asked();
    let history =
        ["system: You are helpful.", "user: This is Alice", "assistant: Hello Alice", "user: Who am I?"];
    assert_eq!(asked[1].messages(), history);
    assert_eq!(asked[2].messages(), ["system: You are helpful.", "user: Who was it?"]);
}

#[test]
fn sessions_and_messages_are_listed_for_their_own_user_only() {
    let model = Model::start([Reply::Text(&["one"]), Reply::Text(&["two"])]);
    let (_home, server) = quick_start(&model);
    server.chat("alice", &json!({"message": "1", "session_id": "s"}));
    server.chat("alice", &json!({"message": "2", "session_id": "s"}));
    let sessions = server.get("/v1/sessions", "alice").json();
    assert_eq!(sessions["object"], "session_list");
    assert_eq!(sessions["data"]["count"], 1);
    assert_eq!(sessions["data"]["sessions"][0]["session_id"], "s");
    assert_eq!(sessions["data"]["sessions"][0]["message_count"], 4);
    assert_eq!(server.get("/v1/sessions/s", "alice").json()["data"]["active"], true);
    let messages = server.get("/v1/sessions/s/messages?limit=3", "alice").json();
    let contents: Vec<_> =
        messages["data"]["messages"].as_array().unwrap().iter().map(|m| &m["content"]).collect();
    assert_eq!(contents, ["one", "2", "two"]);
    let before = messages["data"]["messages"][0]["id"].as_i64().unwrap();
    let earlier = server.get(&format!("/v1/sessions/s/messages?before={before}"), "alice").json();
    assert_eq!(earlier["data"]["count"], 1);
    for path in ["/v1/sessions/s", "/v1/sessions/s/messages"] {
        assert_eq!(server.get(path, "bob").status, 404);
        assert_eq!(server.get(path, "acme:alice").status, 404);
    }
    assert_eq!(server.get("/v1/sessions", "bob").json()["data"]["count"], 0);
}

#[test]
fn what_was_answered_is_there_after_a_kill_and_a_new_start() {
    let model = Model::start([Reply::Text(&["remember"])]);
    let (home, server) = quick_start(&model);
    server.chat("alice", &json!({"message": "Hi", "session_id": "s", "stream": false}));
    server.signal(Signal::KILL);
    drop(server);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let messages = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(messages["data"]["messages"][1]["content"], "remember");
}

#[test]
fn health_needs_no_key_and_all_else_the_right_one() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for path in ["/health", "/v1/health"] {
        let health = request(server.address(), "GET", path, &[], "").json();
        assert_eq!(health["status"], "healthy");
        assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
        assert!(health["uptime_seconds"].is_u64());
    }
    let paths = [
        "/v1/status",
        "/v1/formation",
        "/v1/agents",
        "/v1/agents/assistant",
        "/v1/sessions",
        "/v1/sessions/x",
    ];
    for path in paths {
        let wrong = format!("{}x", server.admin);
        let keys =
            [vec![], vec![("X-Muxi-Admin-Key", wrong.as_str()), ("X-Muxi-Client-Key", wrong.as_str())]];
        for headers in keys {
            let answer = request(server.address(), "GET", path, &headers, "");
            assert_eq!(answer.status, 401, "{path}");
            assert_eq!(answer.json()["error"]["code"], "UNAUTHORIZED");
        }
    }
    // The keys are not each other's.
    let client_as_admin = [("X-Muxi-Admin-Key", server.client.as_str())];
    assert_eq!(request(server.address(), "GET", "/v1/agents", &client_as_admin, "").status, 401);
    let admin_as_client = [("X-Muxi-Client-Key", server.admin.as_str())];
    assert_eq!(request(server.address(), "GET", "/v1/sessions", &admin_as_client, "").status, 401);
}

#[test]
fn status_formation_and_agents_tell_what_runs() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    server.chat("alice", &json!({"message": "Hi", "stream": false}));
    let status = server.admin("/v1/status").json();
    assert_eq!(status["object"], "formation_status");
    assert_eq!(status["data"]["formation"]["id"], "echo-agent");
    assert_eq!(status["data"]["stats"]["requests"], json!({"total": 1, "active": 0}));
    let formation = server.admin("/v1/formation").json();
    assert_eq!(formation["data"]["agents"], json!(["assistant", "muxi-generalist"]));
    let agents = server.admin("/v1/agents").json();
    assert_eq!(agents["data"]["count"], 2);
    assert_eq!(server.admin("/v1/agents/assistant").json()["data"]["model"], "muxi/echo");
    let missing = server.admin("/v1/agents/nobody");
    assert_eq!((missing.status, missing.json()["code"].as_str()), (404, Some("AGENT_NOT_FOUND")));
}

#[test]
fn errors_carry_their_code_and_message_at_the_top_as_well() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let answer = server.admin("/v1/nothing");
    let json = answer.json();
    assert_eq!(answer.status, 404);
    assert_eq!(json["object"], "error");
    assert_eq!(json["success"], false);
    assert_eq!(json["data"], json!({}));
    assert_eq!(json["error"]["code"], "RESOURCE_NOT_FOUND");
    assert_eq!(json["code"], json["error"]["code"]);
    assert_eq!(json["message"], json["error"]["message"]);
    let wrong_method = request(server.address(), "DELETE", "/v1/chat", &[], "");
    assert_eq!(
        (wrong_method.status, wrong_method.json()["code"].as_str()),
        (405, Some("METHOD_NOT_ALLOWED"))
    );
}

#[test]
fn without_a_user_header_a_caller_on_this_machine_is_local_and_a_forwarded_one_is_refused() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let key = ("X-Muxi-Client-Key", server.client.as_str());
    let body = json!({"message": "Hi", "stream": false}).to_string();
    let local = request(server.address(), "POST", "/v1/chat", &[key], &body);
    assert_eq!(local.json()["data"]["user_id"], "local");
    let forwarded =
        request(server.address(), "POST", "/v1/chat", &[key, ("X-Forwarded-For", "10.0.0.1")], &body);
    assert_eq!(forwarded.status, 400, "{}", forwarded.body);
    let named = json!({"message": "Hi", "stream": false, "user_id": "Bob@x.io"}).to_string();
    let named = request(server.address(), "POST", "/v1/chat", &[key], &named);
    assert_eq!(named.json()["data"]["user_id"], "bob@x.io");
}

#[test]
fn keys_come_from_the_formation_or_the_secrets_before_any_are_made() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: keyed\ndescription: d\nserver:\n  api_keys:\n    admin_key: ${{ secrets.MY_ADMIN }}\nllm:\n  models:\n    - text: muxi/echo\n",
    );
    home.keep("MY_ADMIN", "fma_mine");
    home.keep("FORMATION_CLIENT_API_KEY", "fmc_mine");
    let server = Server::start(&home, &[]);
    assert_eq!((server.admin.as_str(), server.client.as_str()), ("fma_mine", "fmc_mine"));
    assert_eq!(server.admin("/v1/agents").status, 200);
    assert_eq!(server.get("/v1/sessions", "alice").status, 200);
}

#[test]
fn term_lets_a_turn_finish_and_then_the_server_ends() {
    let model = Model::start([Reply::Slow(&["slow ", "answer"], Duration::from_millis(400))]);
    let (_home, server) = quick_start(&model);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, "{\"message\":\"Hi\"}");
    let mut first = [0; 15];
    stream.read_exact(&mut first).unwrap();
    server.signal(Signal::TERM);
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("event: done\ndata: {\"finished\":true}\n\n"), "{rest}");
    let mut server = server;
    let (code, stderr) = server.wait();
    assert_eq!((code, &*stderr), (Some(0), ""));
}

#[test]
fn a_second_signal_tells_the_turns_and_ends_at_once() {
    let model = Model::start([Reply::Silence]);
    let (home, server) = quick_start(&model);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let body = json!({"message": "Hi", "session_id": "s"}).to_string();
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, &body);
    let mut first = [0; 15];
    stream.read_exact(&mut first).unwrap();
    server.signal(Signal::TERM);
    std::thread::sleep(Duration::from_millis(200));
    server.signal(Signal::TERM);
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("event: error\ndata: {\"error\":\"the server is stopping\""), "{rest}");
    let mut server = server;
    assert_eq!(server.wait().0, Some(0));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let messages = server.get("/v1/sessions/s/messages", "local").json();
    assert_eq!(messages["data"]["messages"][0]["content"], "Hi", "the question is not lost");
}

#[test]
fn a_client_that_hangs_up_ends_the_model_s_answer_and_what_came_is_kept() {
    let model = Model::start([Reply::Slow(&["one ", "two ", "three ", "four "], Duration::from_millis(300))]);
    let (_home, server) = quick_start(&model);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let body = json!({"message": "Count", "session_id": "s"}).to_string();
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, &body);
    let mut seen = String::new();
    while !seen.contains("one ") {
        let mut bytes = [0; 256];
        let read = stream.read(&mut bytes).unwrap();
        seen.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    drop(stream);
    assert!(model.saw_hang_up());
    for _ in 0..100 {
        let messages = server.get("/v1/sessions/s/messages", "local").json();
        if let Some(answer) = messages["data"]["messages"].get(1) {
            assert!(answer["content"].as_str().unwrap().starts_with("one "), "{answer}");
            assert_eq!(answer["metadata"]["status"], "cancelled");
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the turn was not kept");
}

#[test]
fn a_formation_s_host_alone_opens_nothing_and_listen_needs_a_proxy() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: open\ndescription: d\nserver:\n  host: 0.0.0.0\nllm:\n  models:\n    - text: muxi/echo\n",
    );
    let server = Server::start(&home, &[]);
    assert!(server.address().ip().is_loopback());
    assert!(server.stop().1.contains("server.host is 0.0.0.0"));
    let server = Server::start_with(&home, &["--listen", "0.0.0.0"], &[]);
    assert!(server.address().ip().is_loopback());
    assert!(server.stop().1.contains("not listening on 0.0.0.0"));
    let server = Server::start_with(&home, &["--listen", "0.0.0.0", "--behind-proxy", "192.0.2.0/24"], &[]);
    assert!(server.address().ip().is_unspecified());
}

#[test]
fn with_a_certificate_it_speaks_tls_and_chat_finds_it() {
    let home = Home::echo();
    let made = rcgen::generate_simple_self_signed(["chat.example.com".to_owned()]).unwrap();
    home.write("cert.pem", made.cert.pem());
    home.write("key.pem", made.signing_key.serialize_pem());
    let args = ["--listen", "0.0.0.0", "--tls-cert", "cert.pem", "--tls-key", "key.pem"];
    let (code, _, stderr) = home.run(&[&["serve", "--port", "0"], &args[..]].concat());
    assert_eq!(code, 1, "a key that others can read is refused: {stderr}");
    assert!(stderr.contains("key.pem"), "{stderr}");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(home.formation().join("key.pem"), private).unwrap();
    let server = Server::start_with(&home, &args, &[]);
    assert!(server.address().ip().is_unspecified());
    assert_eq!(home.run(&["chat", "Hello"]).1, "You said: Hello\n");
    let mut plain = request_raw(server.address(), "GET", "/health", &[], "");
    let mut answer = Vec::new();
    drop(plain.read_to_end(&mut answer));
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}

#[test]
fn a_second_server_of_the_same_state_is_told_where_the_first_runs() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 1);
    assert!(stderr.contains(&format!("runs already at http://{}", server.address())), "{stderr}");
}

#[test]
fn the_state_is_private_and_none_of_it_is_in_the_formation() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    server.chat("alice", &json!({"message": "Hi", "stream": false}));
    let in_formation: Vec<_> =
        std::fs::read_dir(home.formation()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(in_formation, ["formation.afs"]);
    let mut waiting = vec![home.state()];
    while let Some(dir) = waiting.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            let is_dir = entry.file_type().unwrap().is_dir();
            assert_eq!(mode, if is_dir { 0o700 } else { 0o600 }, "{:?}", entry.path());
            if is_dir {
                waiting.push(entry.path());
            }
        }
    }
}

//! `/v1/requests`: what runs and what ran, each user's own, and how it is cancelled.

use std::io::Read;
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Response, Server, request, request_raw, until};

const SLOW: Reply = Reply::Slow(&["one ", "two ", "three ", "four ", "five "], Duration::from_millis(300));

fn start(model: &Model) -> (Home, Server) {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

fn delete(server: &Server, path: &str, user: &str) -> Response {
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    request(server.address(), "DELETE", path, &headers, "")
}

fn begin(server: &Server, user: &str, body: &Value) -> TcpStream {
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    request_raw(server.address(), "POST", "/v1/chat", &headers, &body.to_string())
}

/// Reads until these words have come.
fn read_until(stream: &mut TcpStream, words: &str) {
    let mut seen = String::new();
    while !seen.contains(words) {
        let mut bytes = [0; 512];
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "the end came before {words}: {seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
}

fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_cancelled_stream_is_told_its_model_is_let_go_and_what_came_is_kept() {
    let model = Model::start([SLOW]);
    let (_home, server) = start(&model);
    let mut stream =
        begin(&server, "alice", &json!({"message": "Count", "session_id": "s", "request_id": "r1"}));
    read_until(&mut stream, "one ");
    let running = server.get("/v1/requests/r1", "alice").json();
    assert_eq!(running["object"], "request");
    assert_eq!(running["data"]["status"], "processing");
    assert_eq!(running["data"]["agent_id"], "assistant");
    assert_eq!(running["data"]["session_id"], "s");
    let answer = delete(&server, "/v1/requests/r1", "alice");
    assert_eq!((answer.status, answer.json()["data"]["status"].as_str()), (200, Some("cancelled")));
    let rest = rest(stream);
    assert!(
        rest.contains(
            "event: error\ndata: {\"error\":\"the request was cancelled\",\"type\":\"REQUEST_CANCELLED\""
        ),
        "{rest}"
    );
    assert!(model.saw_hang_up());
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(kept["data"]["messages"][1]["metadata"]["status"], "cancelled");
    assert!(kept["data"]["messages"][1]["content"].as_str().unwrap().starts_with("one "), "{kept}");
    let after = server.get("/v1/requests/r1", "alice").json();
    assert_eq!(after["data"]["error"]["code"], "REQUEST_CANCELLED");
    assert_eq!(delete(&server, "/v1/requests/r1", "alice").status, 200, "cancelled already");
    let again = server.chat("alice", &json!({"message": "Hi", "session_id": "s", "stream": false}));
    assert_eq!(again.json()["data"]["message"]["content"], "Hello!", "the session stays usable");
    assert!(server.stop().1.is_empty(), "no failure for the log");
}

#[test]
fn a_whole_answer_that_is_cancelled_is_refused_with_409() {
    let model = Model::start([Reply::Silence]);
    let (_home, server) = start(&model);
    let stream = begin(&server, "alice", &json!({"message": "Hi", "request_id": "r1", "stream": false}));
    until(Duration::from_secs(20), "the model is not asked", || !model.asked().is_empty());
    assert_eq!(delete(&server, "/v1/requests/r1", "alice").status, 200);
    let answer = rest(stream);
    assert!(answer.starts_with("HTTP/1.0 409") && answer.contains("REQUEST_CANCELLED"), "{answer}");
    assert!(model.saw_hang_up());
}

#[test]
fn requests_are_each_users_own_and_an_administrators_all() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for user in ["alice", "bob"] {
        server.chat(user, &json!({"message": "Hi", "request_id": format!("r-{user}"), "stream": false}));
    }
    let list = server.get("/v1/requests", "alice").json();
    assert_eq!(
        (&list["data"]["count"], &list["data"]["requests"][0]["request_id"]),
        (&json!(1), &json!("r-alice"))
    );
    let one = &list["data"]["requests"][0];
    assert_eq!((&one["status"], &one["usage"]["total_tokens"]), (&json!("completed"), &json!(4)));
    assert!(one["completed_at"].is_string() && one["duration_ms"].is_u64(), "{one}");
    for (path, method) in
        [("/v1/requests/r-bob", "GET"), ("/v1/requests/r-bob", "DELETE"), ("/v1/requests/none", "GET")]
    {
        let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
        let answer = request(server.address(), method, path, &headers, "");
        assert_eq!((answer.status, answer.json()["code"].as_str()), (404, Some("RESOURCE_NOT_FOUND")));
    }
    assert_eq!(server.admin("/v1/requests").json()["data"]["count"], 2);
    assert_eq!(server.admin("/v1/requests/r-bob").json()["data"]["user_id"], "bob");
    let ended = delete(&server, "/v1/requests/r-alice", "alice");
    assert_eq!((ended.status, ended.json()["code"].as_str()), (409, Some("REQUEST_ENDED")));
    assert_eq!(request(server.address(), "GET", "/v1/requests", &[], "").status, 401);
    let wrong = [("X-Muxi-Admin-Key", "fma_wrong")];
    assert_eq!(request(server.address(), "GET", "/v1/requests", &wrong, "").status, 401);
    let both = [("X-Muxi-Admin-Key", "fma_wrong"), ("X-Muxi-Client-Key", server.client.as_str())];
    assert_eq!(request(server.address(), "GET", "/v1/requests", &both, "").status, 200);
}

#[test]
fn an_id_is_taken_while_its_request_runs_and_free_afterwards() {
    let model = Model::start([SLOW]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi", "request_id": "r1"});
    let mut stream = begin(&server, "alice", &body);
    read_until(&mut stream, "one ");
    let second = server.chat("alice", &body);
    assert_eq!((second.status, second.json()["code"].as_str()), (409, Some("REQUEST_IN_PROGRESS")));
    assert!(
        second.json()["error"]["data"]["hint"].as_str().unwrap().contains("request_id"),
        "{}",
        second.body
    );
    assert_eq!(server.chat("bob", &body).status, 200, "another user's id is another id");
    drop(stream);
    delete(&server, "/v1/requests/r1", "alice");
    assert_eq!(server.chat("alice", &body).status, 200);
}

#[test]
fn two_turns_of_one_session_both_run_and_are_kept_as_they_end() {
    let model = Model::start([SLOW, Reply::Text(&["quick"])]);
    let (_home, server) = start(&model);
    let mut slow = begin(&server, "alice", &json!({"message": "first", "session_id": "s"}));
    read_until(&mut slow, "one ");
    server.chat("alice", &json!({"message": "second", "session_id": "s", "stream": false}));
    rest(slow);
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    let said: Vec<&str> =
        kept["data"]["messages"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap()).collect();
    assert_eq!(said, ["second", "quick", "first", "one two three four five "]);
}

//! `X-Muxi-Idempotency-Key`: the same request twice is done once.

use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Response, Server, request, request_raw, until};

fn start(model: &Model) -> (Home, Server) {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

fn post(server: &Server, user: &str, key: &str, body: &Value) -> Response {
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", user),
        ("X-Muxi-Idempotency-Key", key),
    ];
    request(server.address(), "POST", "/v1/chat", &headers, &body.to_string())
}

fn messages(server: &Server, session: &str) -> usize {
    let kept = server.get(&format!("/v1/sessions/{session}/messages"), "alice").json();
    kept["data"]["messages"].as_array().unwrap().len()
}

#[test]
fn the_same_request_again_gets_the_same_answer_and_no_model_is_asked() {
    let model = Model::start([Reply::Text(&["first"]), Reply::Text(&["second"])]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi", "session_id": "s", "stream": false});
    let first = post(&server, "alice", "k1", &body);
    let again = post(&server, "alice", "k1", &body);
    assert_eq!((first.status, &first.body), (200, &again.body), "byte for byte");
    assert!(again.head.contains("idempotent-replayed: true") && !first.head.contains("idempotent-replayed"));
    assert_eq!((model.asked().len(), messages(&server, "s")), (1, 2), "nothing is stored twice");
    let other = post(&server, "alice", "k1", &json!({"message": "Bye", "stream": false}));
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("IDEMPOTENCY_KEY_REUSED")));
    assert_eq!(post(&server, "bob", "k1", &body).json()["data"]["message"]["content"], "second");
}

#[test]
fn two_at_once_are_one_and_the_second_waits() {
    let model = Model::start([Reply::Slow(&["slow"], Duration::from_millis(700))]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi", "stream": false});
    let answers: Vec<String> = std::thread::scope(|scope| {
        let tasks: Vec<_> =
            (0..4).map(|_| scope.spawn(|| post(&server, "alice", "k1", &body).body)).collect();
        tasks.into_iter().map(|task| task.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.contains("slow")), "{answers:?}");
    assert_eq!(model.asked().len(), 1);
}

#[test]
fn a_failure_is_not_kept_and_the_next_one_is_tried() {
    let model = Model::start([Reply::Status(400, "", "{}"), Reply::Text(&["now"])]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi", "stream": false});
    assert_eq!(post(&server, "alice", "k1", &body).status, 502);
    assert_eq!(post(&server, "alice", "k1", &body).json()["data"]["message"]["content"], "now");
}

#[test]
fn a_first_one_whose_client_leaves_makes_room_for_the_second() {
    let model = Model::start([Reply::Silence, Reply::Text(&["there"])]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi", "stream": false});
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", "alice"),
        ("X-Muxi-Idempotency-Key", "k1"),
    ];
    let first = request_raw(server.address(), "POST", "/v1/chat", &headers, &body.to_string());
    until(Duration::from_secs(20), "the model is not asked", || !model.asked().is_empty());
    drop(first);
    assert_eq!(post(&server, "alice", "k1", &body).json()["data"]["message"]["content"], "there");
}

#[test]
fn a_stream_holds_its_key_while_it_runs_and_runs_again_afterwards() {
    let model =
        Model::start([Reply::Slow(&["one ", "two "], Duration::from_millis(400)), Reply::Text(&["again"])]);
    let (_home, server) = start(&model);
    let body = json!({"message": "Hi"});
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", "alice"),
        ("X-Muxi-Idempotency-Key", "k1"),
    ];
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, &body.to_string());
    stream.read_exact(&mut [0; 15]).unwrap();
    let second = post(&server, "alice", "k1", &body);
    assert_eq!((second.status, second.json()["code"].as_str()), (409, Some("REQUEST_IN_PROGRESS")));
    stream.read_to_string(&mut String::new()).unwrap();
    assert!(post(&server, "alice", "k1", &body).body.contains("again"));
}

#[test]
fn a_key_that_is_none_or_comes_twice_is_named() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let body = json!({"message": "Hi", "stream": false});
    assert_eq!(post(&server, "alice", "", &body).json()["request"]["idempotency_key"], Value::Null);
    assert_eq!(post(&server, "alice", &"k".repeat(256), &body).status, 400);
    let client = ("X-Muxi-Client-Key", server.client.as_str());
    for twice in ["X-Muxi-Idempotency-Key", "X-Muxi-User-ID", "X-Muxi-Client-Key"] {
        let headers = [client, (twice, "a"), (twice, "b")];
        let answer = request(server.address(), "POST", "/v1/chat", &headers, &body.to_string());
        assert_eq!(answer.status, 400, "{twice}: {}", answer.body);
        assert!(answer.body.contains(twice) && answer.body.contains("twice"), "{}", answer.body);
    }
}

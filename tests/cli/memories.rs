//! What is remembered of users: the routes, over a real server.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Response, Talk, request, until};

const EMBEDS: &str = "memory:\n  embedding:\n    model: openai/text-embedding-3-small\n";

fn send(talk: &Talk, method: &str, path: &str, user: &str, body: &Value) -> Response {
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(server.address(), method, path, &headers, &body)
}

fn keep(talk: &Talk, user: &str, body: &Value) -> Value {
    let answer = send(talk, "POST", "/v1/memories", user, body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"].clone()
}

fn listed(talk: &Talk, user: &str, query: &str) -> Vec<String> {
    let answer = talk.server().get(&format!("/v1/memories{query}"), user);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let data = answer.json()["data"].clone();
    let text = |memory: &Value| memory["content"].as_str().expect("text").to_owned();
    data["memories"].as_array().expect("a list").iter().map(text).collect()
}

#[test]
fn a_memory_is_kept_found_and_deleted_and_survives_a_kill() {
    let mut talk = Talk::start("", []);
    let kept = keep(
        &talk,
        "alice",
        &json!({"type": "preference", "detail": "Trinkt Café crème", "metadata": {"sure": true}}),
    );
    assert_eq!(
        (&kept["created"], &kept["type"], &kept["scope"]),
        (&json!(true), &json!("preference"), &json!("user"))
    );
    assert_eq!(keep(&talk, "alice", &json!({"content": "Trinkt Café crème"}))["created"], false);
    keep(&talk, "alice", &json!({"content": "Lives in Lisbon"}));
    talk.server().signal(rustix::process::Signal::KILL);
    talk.up();
    assert_eq!(listed(&talk, "alice", "?query=cafe"), ["Trinkt Café crème"]);
    assert_eq!(listed(&talk, "alice", "?limit=1&offset=1").len(), 1);
    let id = kept["id"].as_str().unwrap();
    let one = talk.server().get(&format!("/v1/memories/{id}"), "alice").json();
    assert_eq!(one["data"]["metadata"], json!({"sure": true}));
    assert_eq!(one["data"]["source"], "api");
    let path = format!("/v1/memories/{id}");
    assert_eq!(send(&talk, "DELETE", &path, "alice", &Value::Null).status, 200);
    assert_eq!(send(&talk, "DELETE", &path, "alice", &Value::Null).status, 404);
    assert_eq!(listed(&talk, "alice", ""), ["Lives in Lisbon"]);
    assert!(talk.model.asked().is_empty(), "no model is asked where none makes vectors");
}

#[test]
fn nobody_reaches_the_memories_of_another_user_or_tenant() {
    let talk = Talk::start("", []);
    let people = ["bob", "acme:bob", "acme:alice"];
    let ids: Vec<String> = people
        .iter()
        .map(|user| keep(&talk, user, &json!({"content": format!("the code of {user} is 4711")})))
        .map(|kept| kept["id"].as_str().unwrap().to_owned())
        .collect();
    for (n, user) in people.iter().enumerate() {
        let own = [format!("the code of {user} is 4711")];
        assert_eq!(listed(&talk, user, ""), own);
        assert_eq!(listed(&talk, user, "?query=code%204711%20bob%20alice"), own);
        for other in ids.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, id)| id) {
            let path = format!("/v1/memories/{other}");
            assert_eq!(talk.server().get(&path, user).status, 404);
            assert_eq!(send(&talk, "DELETE", &path, user, &Value::Null).status, 404);
            let stolen = json!({"content": "x", "supersedes": other});
            assert_eq!(send(&talk, "POST", "/v1/memories", user, &stolen).status, 404);
        }
    }
    let stats = talk.server().admin("/v1/memory/stats").json();
    assert_eq!((&stats["data"]["users"], &stats["data"]["memories"]), (&json!(3), &json!(3)));
    assert_eq!(talk.server().get("/v1/memory/stats", "bob").status, 401);
    assert_eq!(talk.server().get("/v1/memory", "bob").status, 401);
}

#[test]
fn bad_memories_are_refused_with_the_field_at_fault() {
    let talk = Talk::start("input_limits:\n  max_memory_entry_size: 40\n", []);
    for (body, status, code) in [
        (json!({}), 422, "INVALID_PARAMS"),
        (json!({"content": "  "}), 422, "INVALID_PARAMS"),
        (json!({"content": "x", "scope": "session"}), 422, "INVALID_PARAMS"),
        (json!({"content": "x", "scope": "world"}), 422, "INVALID_PARAMS"),
        (json!({"content": "x", "type": "a\u{1b}[2J"}), 422, "INVALID_PARAMS"),
        (json!({"content": "x".repeat(41)}), 413, "MEMORY_TOO_LARGE"),
        (json!({"content": "x", "supersedes": "mem_none"}), 404, "RESOURCE_NOT_FOUND"),
    ] {
        let answer = send(&talk, "POST", "/v1/memories", "alice", &body);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (status, Some(code)), "{body}");
    }
    assert_eq!(
        keep(&talk, "alice", &json!({"content": "ü".repeat(40)}))["created"],
        true,
        "characters count"
    );
    assert_eq!(talk.server().get("/v1/memories?scopes=world", "alice").status, 422);
    let secret = keep(&talk, "alice", &json!({"content": "sk-test-1234567890"}));
    assert!(!secret["content"].as_str().unwrap().contains("sk-test-1234567890"), "{secret}");
}

#[test]
fn a_formation_that_remembers_nothing_says_so() {
    let talk = Talk::start("memory:\n  persistent: false\n", []);
    let answer = send(&talk, "POST", "/v1/memories", "alice", &json!({"content": "x"}));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (409, Some("MEMORY_OFF")));
    assert_eq!(talk.server().get("/v1/memories", "alice").status, 409);
    let settings = talk.server().admin("/v1/memory").json();
    assert_eq!(settings["data"]["persistent"]["enabled"], false);
}

#[test]
fn vectors_are_made_in_the_background_and_only_where_something_is_remembered() {
    let talk = Talk::start(EMBEDS, []);
    assert_eq!(listed(&talk, "bob", "?query=dog"), [""; 0]);
    assert!(talk.model.asked().is_empty(), "nothing is remembered of bob");
    keep(&talk, "alice", &json!({"content": "has a dog named Rex"}));
    keep(&talk, "alice", &json!({"content": "plays the cello"}));
    until(Duration::from_secs(10), "both vectors", || {
        talk.server().admin("/v1/memory/stats").json()["data"]["vectors"] == 2
    });
    let answer = talk.server().get("/v1/memories?query=dog", "alice").json();
    let best = &answer["data"]["memories"][0];
    assert_eq!((&best["content"], &best["text_rank"]), (&json!("has a dog named Rex"), &json!(1)));
    assert!(best["similarity"].is_number(), "{answer}");
    assert_eq!(answer["data"]["words_only"], Value::Null);
    let asked = talk.model.asked().len();
    listed(&talk, "bob", "?query=dog");
    assert_eq!(talk.model.asked().len(), asked, "of bob there is still nothing");
}

#[test]
fn an_embedding_model_that_cannot_be_asked_is_named_and_words_still_find() {
    let talk = Talk::start("memory:\n  embedding:\n    model: cohere/embed-v4\n", []);
    keep(&talk, "alice", &json!({"content": "has a dog named Rex"}));
    let answer = talk.server().get("/v1/memories?query=dog", "alice").json();
    assert_eq!(answer["data"]["memories"][0]["content"], "has a dog named Rex");
    assert!(answer["data"]["words_only"].is_string(), "{answer}");
    let settings = talk.server().admin("/v1/memory").json();
    assert!(settings["data"]["embedding"]["error"].is_string(), "{settings}");
}

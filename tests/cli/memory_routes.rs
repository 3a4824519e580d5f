//! `/v1/memories/batch`, `/v1/memories/provenance`, `/v1/memory/…` and `/v1/history` of a real server.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Reply, Response, Said, Talk, request, until};

fn call(talk: &Talk, method: &str, path: &str, user: Option<&str>, body: &Value) -> Response {
    let server = talk.server();
    let mut headers = match user {
        Some(user) => vec![("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)],
        None => vec![("X-Muxi-Admin-Key", server.admin.as_str())],
    };
    headers.push(("Content-Type", "application/json"));
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(server.address(), method, path, &headers, &body)
}

fn data(answer: &Response) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"].clone()
}

fn say(talk: &Talk, user: &str, session: &str, message: &str) -> String {
    let body = json!({"message": message, "session_id": session, "stream": false});
    let answer = data(&talk.server().chat(user, &body));
    answer["request_id"].as_str().expect("an id").to_owned()
}

fn deaf(calls: usize) -> Vec<Reply> {
    vec![Reply::Text(&["Well."]); calls]
}

#[test]
fn many_memories_are_kept_in_one_request_and_looked_at_later_by_their_user_alone() {
    let talk = Talk::start("input_limits:\n  max_memory_entry_size: 40\n", []);
    let items = json!({"items": [
        {"content": "has a dog named Rex"},
        {"content": "x".repeat(41)},
        {"type": "preference", "detail": "prefers trains", "subject": "travel"},
        {"content": "has a dog named Rex"},
    ]});
    let done = data(&call(&talk, "POST", "/v1/memories/batch", Some("ann"), &items));
    assert_eq!(done["status"], "completed", "{done}");
    let result = &done["result"];
    assert_eq!(
        (&result["kept"], &result["created"], &result["refused"]),
        (&json!(3), &json!(2), &json!(1)),
        "{done}"
    );
    assert_eq!(result["items"][1]["error"]["code"], "memory_too_large");
    assert_eq!(result["items"][0]["id"], result["items"][3]["id"]);
    let path = format!("/v1/memories/ingestion/{}", done["processing_id"].as_str().unwrap());
    assert_eq!(data(&call(&talk, "GET", &path, Some("ann"), &Value::Null))["result"], *result);
    assert_eq!(call(&talk, "GET", &path, Some("bob"), &Value::Null).status, 404);
    assert_eq!(call(&talk, "GET", &path, Some("acme:ann"), &Value::Null).status, 404);
    let many: Vec<Value> = (0..1001).map(|n| json!({"content": format!("fact {n}")})).collect();
    for (bad, field) in [
        (json!({"items": []}), "items"),
        (json!({ "items": many }), "items"),
        (json!({"items": [{"content": "fine"}, {"type": "fact"}]}), "items[1].content"),
        (json!({"items": [{"content": "fine", "scope": "world"}]}), "items[0].scope"),
    ] {
        let refused = call(&talk, "POST", "/v1/memories/batch", Some("ann"), &bad);
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.json()["error"]["data"]["validation_errors"][0]["field"], field);
    }
    let total = data(&call(&talk, "GET", "/v1/memories", Some("ann"), &Value::Null))["total"].clone();
    assert_eq!(total, 2, "what is refused as a whole keeps nothing");
}

#[test]
fn a_memory_tells_which_words_it_came_from_and_so_does_the_history() {
    let notes = json!({"changes": [{"action": "add", "number": 0, "fact": "The user lives in Rome."}]});
    let text: &'static str = Box::leak(notes.to_string().into_boxed_str());
    let script = [Reply::Text(&["Nice."]), Reply::Said(Said::text(&[text])), Reply::Text(&["Hello."])];
    let talk = Talk::start("", script);
    let request_id = say(&talk, "ann", "s1", "I live in Rome.");
    let path = format!("/v1/memories/provenance?event_id={request_id}");
    until(Duration::from_secs(10), "the fact", || {
        data(&call(&talk, "GET", &path, Some("ann"), &Value::Null))["count"] == 1
    });
    let memory = data(&call(&talk, "GET", &path, Some("ann"), &Value::Null))["memories"][0].clone();
    assert_eq!(memory["content"], "The user lives in Rome.");
    assert_eq!(memory["provenance"]["session_id"], "s1");
    let said: Vec<&str> =
        memory["messages"].as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap()).collect();
    assert_eq!(said, ["I live in Rome.", "Nice."]);
    let by_id = format!("/v1/memories/provenance?entity={}", memory["id"].as_str().unwrap());
    assert_eq!(data(&call(&talk, "GET", &by_id, Some("ann"), &Value::Null))["memories"][0], memory);
    for bad in ["/v1/memories/provenance", "/v1/memories/provenance?entity=a&event_id=b"] {
        assert_eq!(call(&talk, "GET", bad, Some("ann"), &Value::Null).status, 422);
    }
    say(&talk, "ann", "s2", "Hello");
    let history = data(&call(&talk, "GET", "/v1/history?include_sources=True", Some("ann"), &Value::Null));
    let entry = |n: usize| &history["history"][n];
    assert_eq!((&history["count"], &entry(0)["session_id"]), (&json!(4), &json!("s2")), "{history}");
    assert_eq!(entry(3)["content"], "I live in Rome.");
    assert_eq!(entry(3)["memories"][0]["content"], "The user lives in Rome.");
    assert_eq!(entry(0)["memories"], json!([]));
    let count = |query: &str| {
        let path = format!("/v1/history?{query}");
        data(&call(&talk, "GET", &path, Some("ann"), &Value::Null))["count"].clone()
    };
    assert_eq!(
        (count("limit=1"), count("date_from=1h"), count("date_to=1h")),
        (1.into(), 4.into(), 0.into())
    );
    assert_eq!(count("date_from=2020-01-31&date_to=2020-02-01T10:00:00Z"), 0);
    assert_eq!(call(&talk, "GET", "/v1/history?date_from=soon", Some("ann"), &Value::Null).status, 422);
    assert_eq!(call(&talk, "GET", "/v1/history?include_sources=x", Some("ann"), &Value::Null).status, 422);
}

#[test]
fn a_cleared_buffer_tells_the_model_nothing_more_and_deletes_nothing() {
    let mut talk = Talk::start("", deaf(20));
    for (user, session) in [("ann", "s1"), ("ann", "s2"), ("bob", "s1"), ("acme:ann", "s1")] {
        say(&talk, user, session, "The number is 4711");
    }
    let buffer = |talk: &Talk, user: &str| {
        data(&call(talk, "GET", "/v1/memory/buffer", Some(user), &Value::Null))["messages"].clone()
    };
    let told = |talk: &Talk, user: &str, session: &str| {
        say(talk, user, session, "Again");
        talk.model.asked().last().unwrap().messages().concat().contains("4711")
    };
    assert_eq!((buffer(&talk, "ann"), buffer(&talk, "bob")), (json!(4), json!(2)));
    let sums = data(&call(&talk, "GET", "/v1/memory/buffers", None, &Value::Null));
    assert_eq!((&sums["users"], &sums["sessions"], &sums["messages"]), (&json!(3), &json!(4), &json!(8)));
    assert!(told(&talk, "ann", "s1"), "it is there to be cleared");
    let cleared = data(&call(&talk, "DELETE", "/v1/memory/buffer/s1", Some("ann"), &Value::Null));
    assert_eq!(cleared["cleared"], 1);
    assert!(!told(&talk, "ann", "s1"));
    assert!(told(&talk, "ann", "s2") && told(&talk, "bob", "s1") && told(&talk, "acme:ann", "s1"));
    assert_eq!(call(&talk, "DELETE", "/v1/memory/buffer/none", Some("ann"), &Value::Null).status, 404);
    let messages = data(&talk.server().get("/v1/sessions/s1/messages", "ann"));
    assert_eq!(messages["count"], 6, "what was said stays");
    // As published clients name the user.
    let server = talk.server();
    let key = [("X-Muxi-Client-Key", server.client.as_str())];
    let named = request(server.address(), "DELETE", "/v1/memory/buffer?user_id=bob", &key, "");
    assert_eq!(data(&named)["cleared"], 1);
    assert_eq!((buffer(&talk, "bob"), buffer(&talk, "acme:ann")), (json!(0), json!(4)));
    talk.server.take().expect("it runs").stop();
    talk.up();
    assert!(!told(&talk, "bob", "s1") && told(&talk, "acme:ann", "s1"), "after a restart, too");
    assert_eq!(call(&talk, "DELETE", "/v1/memory/buffers", Some("ann"), &Value::Null).status, 401);
    assert_eq!(data(&call(&talk, "DELETE", "/v1/memory/buffer", None, &Value::Null))["cleared"], 4);
    assert_eq!(data(&call(&talk, "GET", "/v1/memory/buffer", None, &Value::Null))["messages"], 0);
    assert!(!told(&talk, "acme:ann", "s1"));
    let audit = talk.home.ok(&["audit", "query", "--action", "memory.clear", "--json"]);
    assert!(audit.contains("memory.clear") && audit.contains("done"), "{audit}");
}

#[test]
fn an_administrator_rebuilds_lints_fills_up_and_forgets_a_source() {
    let talk = Talk::start("", []);
    for (n, source) in ["mail", "mail", "notes"].iter().enumerate() {
        let body = json!({"content": format!("Note {n} of {source}"), "source": source});
        data(&call(&talk, "POST", "/v1/memories", Some("ann"), &body));
        data(&call(&talk, "POST", "/v1/memories", Some("bob"), &body));
    }
    data(&call(&talk, "POST", "/v1/memories", Some("ann"), &json!({"content": "note 2 of NOTES"})));
    until(Duration::from_secs(10), "the vectors", || {
        data(&call(&talk, "GET", "/v1/memory/stats", None, &Value::Null))["vectors"] == 7
    });
    let lint = data(&call(&talk, "POST", "/v1/memory/lint", None, &Value::Null));
    assert_eq!((&lint["count"], &lint["findings"][0]["kind"]), (&json!(1), &json!("duplicate")), "{lint}");
    let lint = data(&call(&talk, "POST", "/v1/memory/lint", None, &json!({"user_id": "bob"})));
    assert_eq!((&lint["ok"], &lint["count"]), (&json!(true), &json!(0)));
    let dry = json!({"user_id": "ann", "dry_run": true, "background": false});
    let dry = data(&call(&talk, "POST", "/v1/memory/rebuild", None, &dry));
    assert_eq!(dry["result"], json!({"dry_run": true, "memories": 4}), "{dry}");
    let body = json!({"user_id": "ann", "background": false});
    let whole = data(&call(&talk, "POST", "/v1/memory/rebuild", None, &body));
    assert_eq!((&whole["result"]["indexed"], &whole["result"]["vectors"]), (&json!(4), &json!(4)), "{whole}");
    let begun = data(&call(
        &talk,
        "POST",
        "/v1/memory/rebuild",
        None,
        &json!({"user_id": "ann", "projection": "text"}),
    ));
    let path = format!("/v1/memory/rebuild/{}", begun["job_id"].as_str().unwrap());
    until(Duration::from_secs(10), "the end", || {
        data(&call(&talk, "GET", &path, None, &Value::Null))["status"] == "completed"
    });
    let filled = data(&call(&talk, "POST", "/v1/memory/backfill", None, &json!({"user_id": "bob"})));
    assert!(filled["job_id"].is_string(), "{filled}");
    let body = json!({"user_id": "ann", "source": "mail", "reason": "user_request"});
    let gone = data(&call(&talk, "POST", "/v1/memory/forget?sync=true", None, &body));
    assert_eq!((&gone["status"], &gone["result"]["forgotten"]), (&json!("completed"), &json!(2)), "{gone}");
    let path = format!("/v1/memory/forget/{}", gone["job_id"].as_str().unwrap());
    assert_eq!(data(&call(&talk, "GET", &path, None, &Value::Null))["result"], gone["result"]);
    let count =
        |user: &str| data(&call(&talk, "GET", "/v1/memories", Some(user), &Value::Null))["total"].clone();
    assert_eq!((count("ann"), count("bob")), (json!(2), json!(3)), "another's stay");
    let audit = talk.home.ok(&["audit", "query", "--action", "memory.forget", "--json"]);
    assert!(audit.contains("user_request") && audit.contains("begun") && audit.contains("done"), "{audit}");
    for (path, bad, status) in [
        ("rebuild", json!({"user_id": "nobody"}), 404),
        ("rebuild", json!({"user_id": "ann", "projection": "dreams"}), 422),
        ("lint", json!({"user_id": "nobody"}), 404),
        ("backfill", json!({}), 422),
        ("forget", json!({"user_id": "ann"}), 422),
        ("forget", json!({"user_id": "ann", "source": ""}), 422),
        ("forget", json!({"user_id": "ann", "source": "mail", "reason": "a\u{1b}[2J"}), 422),
    ] {
        let refused = call(&talk, "POST", &format!("/v1/memory/{path}"), None, &bad);
        assert_eq!(refused.status, status, "{path} {bad}: {}", refused.body);
        assert_eq!(call(&talk, "POST", &format!("/v1/memory/{path}"), Some("ann"), &bad).status, 401);
    }
    assert_eq!(call(&talk, "GET", "/v1/memory/rebuild/job_none", None, &Value::Null).status, 404);
}

#[test]
fn meaning_is_looked_at_without_a_model_and_a_turn_is_told_what_fits() {
    let talk = Talk::start("", deaf(5));
    for text in ["The user has a dog named Rex.", "The user plays the cello."] {
        data(&call(&talk, "POST", "/v1/memories", Some("ann"), &json!({ "content": text })));
    }
    until(Duration::from_secs(10), "the vectors", || {
        data(&call(&talk, "GET", "/v1/memory/stats?user_id=ann", None, &Value::Null))["vectors"] == 2
    });
    let found = data(&call(&talk, "GET", "/v1/memories?query=puppy", Some("ann"), &Value::Null));
    assert_eq!((&found["count"], &found["words_only"]), (&json!(1), &Value::Null), "{found}");
    let best = &found["memories"][0];
    assert!(best["text_rank"].is_null() && best["similarity"].as_f64().unwrap() > 0.35, "{found}");
    let settings = data(&call(&talk, "GET", "/v1/memory", None, &Value::Null));
    assert_eq!(settings["embedding"]["table"], "muxi/static-minilm-128");
    say(&talk, "ann", "s", "What do I feed my puppy?");
    let told = talk.model.asked().last().unwrap().messages().concat();
    assert!(told.contains("- The user has a dog named Rex.\n") && !told.contains("cello"), "{told}");
    assert_eq!(talk.model.asked().len(), 1, "one call, and none for vectors");
}

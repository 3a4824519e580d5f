//! Distilleries of a real server: registered by an administrator, their batches signed, what they say kept once.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{KeyPair, PKCS_ED25519, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};

use crate::support::{Asked, Reply, Response, Said, Talk, request, until};

const SETTLES: &str = "system: You keep notes about one user. Another system";

fn admin(talk: &Talk, method: &str, path: &str, body: &Value) -> Response {
    let server = talk.server();
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str()), ("Content-Type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(server.address(), method, path, &headers, &body)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A program elsewhere, with its key.
struct Distillery {
    key: KeyPair,
    id: String,
}

impl Distillery {
    fn register(talk: &Talk, more: &Value) -> Self {
        let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
        let public = format!("ed25519:{}", STANDARD.encode(key.der_bytes()));
        let mut body = json!({"name": "notes", "public_key": public});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        let answer = admin(talk, "POST", "/v1/memory/distilleries", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
        let id = answer.json()["data"]["distillery_id"].as_str().expect("an id").to_owned();
        Self { key, id }
    }

    fn sign(&self, id: &str, at: &str, body: &str) -> String {
        let message = format!("muxi-distillery-v1\n{at}\n{id}\n{body}");
        STANDARD.encode(self.key.sign(message.as_bytes()).expect("a signature"))
    }

    fn send(&self, talk: &Talk, body: &str) -> Response {
        let at = now().to_string();
        send(talk, &self.id, &at, &self.sign(&self.id, &at, body), body)
    }

    /// A batch of these facts of a user, each with a name.
    fn deliver(&self, talk: &Talk, user: &str, facts: &[(&str, &str)]) -> Value {
        let events: Vec<Value> = facts.iter().map(|(name, fact)| event(user, name, fact)).collect();
        let answer = self.send(talk, &json!({"batch_id": "b", "events": events}).to_string());
        assert!(matches!(answer.status, 200 | 202), "{}", answer.body);
        answer.json()["data"].clone()
    }

    /// How the batch came out.
    fn outcome(&self, talk: &Talk, delivered: &Value) -> Value {
        let path = delivered["status_url"].as_str().expect("a batch that was taken");
        let look = || {
            let server = talk.server();
            let headers =
                [("X-Muxi-Client-Key", server.client.as_str()), ("X-Distillery-ID", self.id.as_str())];
            let answer = request(server.address(), "GET", path, &headers, "");
            assert_eq!(answer.status, 200, "{}", answer.body);
            answer.json()["data"].clone()
        };
        until(Duration::from_secs(10), "the end of it", || look()["status"] == "completed");
        look()
    }
}

fn send(talk: &Talk, id: &str, at: &str, signature: &str, body: &str) -> Response {
    let server = talk.server();
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Distillery-ID", id),
        ("X-Distillery-Timestamp", at),
        ("X-Distillery-Signature", signature),
    ];
    request(server.address(), "POST", "/v1/memories/distilled", &headers, body)
}

fn event(user: &str, name: &str, fact: &str) -> Value {
    json!({"event_type": "fact.extracted", "event_version": 1, "user_id": user, "source_id": name,
           "occurred_at": "2026-01-31T12:00:00Z", "payload": {"memory": fact, "collection": "preferences"}})
}

fn memories(talk: &Talk, user: &str) -> Vec<Value> {
    let answer = talk.server().get("/v1/memories", user);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"]["memories"].as_array().expect("a list").clone()
}

fn find(dir: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    std::fs::read_dir(dir)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find_map(|path| if path.is_dir() { find(&path, name) } else { path.ends_with(name).then_some(path) })
}

fn contents(talk: &Talk, user: &str) -> Vec<String> {
    let mut all: Vec<String> =
        memories(talk, user).iter().map(|memory| memory["content"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

/// Says which notes a fact that names another town stands against, or a fact of the same words with other letters.
fn judge(calls: usize) -> Vec<Reply> {
    let answer = |asked: &Asked| {
        let messages = asked.messages();
        assert!(messages[0].starts_with(SETTLES), "{messages:?}");
        let (notes, facts) = messages[1].split_once("\nThe delivered facts:\n").expect("both");
        let numbered = |text: &str, word: &str| {
            let line = text.lines().find(|line| line.to_lowercase().contains(word))?;
            line.split('.').next()?.parse::<u64>().ok()
        };
        let mut pairs = Vec::new();
        for (word, relation) in [("lives", "contradicts"), ("tea", "same")] {
            if let (Some(note), Some(fact)) = (numbered(notes, word), numbered(facts, word)) {
                pairs.push(json!({"note": note, "fact": fact, "relation": relation}));
            }
        }
        Reply::Said(Said::text(&[&json!({ "pairs": pairs }).to_string()]))
    };
    vec![Reply::check(answer); calls]
}

#[test]
fn what_is_delivered_is_remembered_once_with_its_source_and_of_its_user_alone() {
    let talk = Talk::start("", judge(20));
    let notes = Distillery::register(&talk, &json!({}));
    let facts = [("t:1", "likes green tea"), ("t:2", "has a dog"), ("t:1", "likes green tea")];
    let delivered = notes.deliver(&talk, "acme:ann", &facts);
    let counts = |data: &Value| json!([data["accepted"], data["duplicates"], data["rejected"]]);
    assert_eq!(counts(&delivered), json!([2, 1, 0]), "{delivered}");
    let outcome = notes.outcome(&talk, &delivered);
    assert_eq!(
        (&outcome["counts"]["kept"], &outcome["distillery_id"]),
        (&json!(2), &json!(notes.id)),
        "{outcome}"
    );
    assert_eq!(contents(&talk, "acme:ann"), ["has a dog", "likes green tea"]);
    for stranger in ["ann", "acme:bob", "other:ann"] {
        assert!(memories(&talk, stranger).is_empty(), "{stranger}");
    }
    let memory = memories(&talk, "acme:ann")[0].clone();
    assert_eq!(
        (&memory["source"], &memory["type"]),
        (&json!(format!("distillery:{}", notes.id)), &json!("preferences"))
    );
    let metadata = json!({"distillery": "notes", "trust_level": "provisional", "batch_id": "b"});
    assert_eq!((&memory["metadata"], &memory["created_at"]), (&metadata, &json!("2026-01-31T12:00:00Z")));
    // The same batch again, and after the user has forgotten one.
    assert_eq!(counts(&notes.deliver(&talk, "acme:ann", &facts)), json!([0, 3, 0]));
    let key = talk.server().client.clone();
    let headers = [("X-Muxi-Client-Key", key.as_str()), ("X-Muxi-User-ID", "acme:ann")];
    let path = format!("/v1/memories/{}", memory["id"].as_str().unwrap());
    assert_eq!(request(talk.server().address(), "DELETE", &path, &headers, "").status, 200);
    let again = notes.deliver(&talk, "acme:ann", &facts);
    assert_eq!((counts(&again), &again["processing_id"]), (json!([0, 3, 0]), &Value::Null));
    assert_eq!(memories(&talk, "acme:ann").len(), 1);
    // An administrator takes back what it has said.
    let forget =
        json!({"user_id": "acme:ann", "source": format!("distillery:{}", notes.id), "background": false});
    assert_eq!(admin(&talk, "POST", "/v1/memory/forget", &forget).status, 200);
    assert!(memories(&talk, "acme:ann").is_empty());
}

#[test]
fn what_is_not_signed_by_a_distillery_of_the_formation_or_too_old_is_refused() {
    let talk = Talk::start("", []);
    let (notes, other) = (Distillery::register(&talk, &json!({})), Distillery::register(&talk, &json!({})));
    let body = json!({"batch_id": "b", "events": [event("ann", "t:1", "likes tea")]}).to_string();
    let (at, old) = (now().to_string(), (now() - 400).to_string());
    let before = (at.parse::<u64>().unwrap() - 1).to_string();
    let ahead = (now() + 400).to_string();
    let changed = body.replace("likes", "hates");
    let fine = notes.sign(&notes.id, &at, &body);
    for (what, id, at, signature, body) in [
        ("another's key", &notes.id, &at, other.sign(&notes.id, &at, &body), &body),
        ("another's name", &other.id, &at, fine.clone(), &body),
        ("changed words", &notes.id, &at, fine.clone(), &changed),
        ("another time", &notes.id, &before, notes.sign(&notes.id, &at, &body), &body),
        ("too old", &notes.id, &old, notes.sign(&notes.id, &old, &body), &body),
        ("too early", &notes.id, &ahead, notes.sign(&notes.id, &ahead, &body), &body),
        ("no time", &notes.id, &"soon".to_owned(), notes.sign(&notes.id, "soon", &body), &body),
        ("no signature", &notes.id, &at, "no-signature-of-anybody".to_owned(), &body),
        ("nobody", &"dst_nobody".to_owned(), &at, notes.sign("dst_nobody", &at, &body), &body),
    ] {
        let answer = send(&talk, id, at, &signature, body);
        assert_eq!(answer.status, 401, "{what}: {}", answer.body);
        assert!(
            !answer.body.contains("likes tea") && !answer.body.contains(&signature),
            "{what}: {}",
            answer.body
        );
    }
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    assert_eq!(request(server.address(), "POST", "/v1/memories/distilled", &headers, &body).status, 401);
    let unkeyed = [
        ("X-Distillery-ID", notes.id.as_str()),
        ("X-Distillery-Timestamp", at.as_str()),
        ("X-Distillery-Signature", fine.as_str()),
    ];
    assert_eq!(request(server.address(), "POST", "/v1/memories/distilled", &unkeyed, &body).status, 401);
    assert!(memories(&talk, "ann").is_empty());
    assert_eq!(send(&talk, &notes.id, &at, &fine, &body).status, 202);
}

#[test]
fn a_revoked_distillery_delivers_nothing_more_and_what_it_delivered_stays() {
    let talk = Talk::start("", judge(20));
    let notes = Distillery::register(&talk, &json!({"description": "from tickets"}));
    notes.deliver(&talk, "ann", &[("t:1", "has a dog")]);
    let path = format!("/v1/memory/distilleries/{}", notes.id);
    for _ in 0..2 {
        let revoked = admin(&talk, "DELETE", &path, &Value::Null);
        assert_eq!(
            (revoked.status, &revoked.json()["data"]["status"]),
            (200, &json!("revoked")),
            "{}",
            revoked.body
        );
    }
    assert_eq!(admin(&talk, "DELETE", "/v1/memory/distilleries/dst_none", &Value::Null).status, 404);
    let body = json!({"batch_id": "b", "events": [event("ann", "t:2", "likes tea")]}).to_string();
    assert_eq!(notes.send(&talk, &body).status, 410);
    assert_eq!(contents(&talk, "ann"), ["has a dog"]);
    let list = admin(&talk, "GET", "/v1/memory/distilleries", &Value::Null).json()["data"].clone();
    let one = &list["distilleries"][0];
    assert_eq!(
        (&list["count"], &one["description"], &one["status"]),
        (&json!(1), &json!("from tickets"), &json!("revoked"))
    );
    // A client registers nothing and revokes nothing.
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    for (method, path) in
        [("GET", "/v1/memory/distilleries"), ("POST", "/v1/memory/distilleries"), ("DELETE", path.as_str())]
    {
        assert_eq!(request(server.address(), method, path, &headers, "{}").status, 401, "{method}");
    }
    let (code, out, _) = talk.home.run(&["audit", "query", "--json", "--limit", "1000"]);
    assert_eq!(code, 0);
    for action in ["distillery.register", "distillery.revoke", "memory.distill"] {
        assert!(out.contains(action), "{action}: {out}");
    }
    assert!(!out.contains("has a dog"), "{out}");
}

#[test]
fn events_that_are_wrong_beyond_the_scope_or_hold_a_secret_are_refused_one_by_one() {
    let talk = Talk::start("", judge(20));
    let scope =
        json!({"scope": {"user_ids": "pattern:*@acme.com", "max_batch_size": 6, "max_events_per_day": 2}});
    let notes = Distillery::register(&talk, &scope);
    let mut expires = event("ann@acme.com", "t:5", "is on holiday");
    expires["expires_at"] = json!("2099-01-01T00:00:00Z");
    let events = json!([
        event("eve@evil.com", "t:1", "likes tea"),
        event("ann@acme.com", "t:2", "has a dog"),
        event("ann@acme.com", "t:3", "uses sk-test-1234567890 for it"),
        event("ann@acme.com", "t:4", "uses ghp_0123456789abcdefghijABCDEFGHIJ012345"),
        expires,
        {"event_type": "interaction.turn", "user_id": "ann@acme.com", "source_id": "t:6", "payload": {}},
    ]);
    let answer = notes.send(&talk, &json!({"batch_id": "b", "events": events}).to_string());
    assert_eq!(answer.status, 202, "{}", answer.body);
    let data = answer.json()["data"].clone();
    let refused: Vec<&Value> =
        data["rejections"].as_array().unwrap().iter().map(|one| &one["index"]).collect();
    assert_eq!(json!([data["accepted"], refused]), json!([1, [0, 2, 3, 4, 5]]), "{data}");
    assert!(!answer.body.contains("1234567890") && !answer.body.contains("holiday"), "{}", answer.body);
    assert_eq!(contents(&talk, "ann@acme.com"), ["has a dog"]);
    // The day's share is for what is new.
    notes.deliver(&talk, "ann@acme.com", &[("t:7", "has a cat")]);
    let over = json!({"batch_id": "b", "events": [event("ann@acme.com", "t:8", "has a horse")]}).to_string();
    let answer = notes.send(&talk, &over);
    assert_eq!(answer.status, 429, "{}", answer.body);
    assert_eq!(notes.deliver(&talk, "ann@acme.com", &[("t:7", "has a cat")])["duplicates"], 1);
    for (bad, status) in [
        (json!({"events": [event("ann@acme.com", "t:9", "x")]}), 422),
        (json!({"batch_id": "b", "events": []}), 422),
        (json!({"batch_id": "b", "events": vec![event("ann@acme.com", "t:9", "x"); 7]}), 422),
        (json!({"batch_id": "b", "events": [1], "embedding_mode": "some"}), 422),
        (json!({"batch_id": "b", "events": [1], "event": []}), 422),
    ] {
        assert_eq!(notes.send(&talk, &bad.to_string()).status, status, "{bad}");
    }
    for (bad, field) in [
        (json!({"name": " ", "public_key": "x"}), "name"),
        (json!({"name": "n", "public_key": "x"}), "public_key"),
        (
            json!({"name": "n", "public_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "trust_level": "x"}),
            "trust_level",
        ),
        (
            json!({"name": "n", "public_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "scope": {"users": "all"}}),
            "scope.users",
        ),
    ] {
        let answer = admin(&talk, "POST", "/v1/memory/distilleries", &bad);
        assert_eq!(answer.json()["error"]["data"]["validation_errors"][0]["field"], field, "{}", answer.body);
    }
    // A scope that is not read would mean everybody.
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let misspelt = json!({"name": "n", "public_key": key, "scopes": {"user_ids": "pattern:*@acme.com"}});
    let answer = admin(&talk, "POST", "/v1/memory/distilleries", &misspelt);
    assert_eq!(answer.status, 422, "{}", answer.body);
}

#[test]
fn what_contradicts_what_is_known_gives_way_unless_the_distillery_is_verified() {
    for (trust, holds) in [("provisional", "lives in Rome"), ("verified", "lives in Oslo")] {
        let talk = Talk::start("", judge(20));
        let notes = Distillery::register(&talk, &json!({ "trust_level": trust }));
        for fact in ["lives in Rome", "likes tea"] {
            let server = talk.server();
            let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "ann")];
            let body = json!({ "content": fact }).to_string();
            assert_eq!(request(server.address(), "POST", "/v1/memories", &headers, &body).status, 200);
        }
        let facts =
            [("t:1", "lives in Oslo"), ("t:2", "Likes Tea most"), ("t:3", "likes tea"), ("t:4", "has a dog")];
        let delivered = notes.deliver(&talk, "ann", &facts);
        let outcome = notes.outcome(&talk, &delivered);
        let came: Vec<&Value> =
            outcome["items"].as_array().unwrap().iter().map(|one| &one["disposition"]).collect();
        let town = if trust == "verified" { "replaced" } else { "gave_way" };
        assert_eq!(json!(came), json!([town, "gave_way", "known", "kept"]), "{outcome}");
        assert_eq!(outcome["not_settled"], Value::Null);
        assert_eq!(contents(&talk, "ann"), ["has a dog", "likes tea", holds], "{trust}");
    }
}

#[test]
fn a_model_that_fails_loses_nothing_and_nothing_known_costs_no_call() {
    let talk = Talk::start(
        "",
        [Reply::Status(400, "", r#"{"error":{"message":"no","type":"invalid_request_error"}}"#)],
    );
    let notes = Distillery::register(&talk, &json!({}));
    let delivered = notes.deliver(&talk, "ann", &[("t:1", "lives in Rome"), ("t:2", "has a dog")]);
    notes.outcome(&talk, &delivered);
    assert!(talk.model.asked().is_empty(), "nothing was known");
    let delivered = notes.deliver(&talk, "ann", &[("t:3", "lives in Oslo")]);
    let outcome = notes.outcome(&talk, &delivered);
    assert!(outcome["not_settled"].is_string(), "{outcome}");
    assert_eq!(contents(&talk, "ann").len(), 3);
    // Nobody else looks at it.
    let server = talk.server();
    let path = delivered["status_url"].as_str().unwrap();
    for headers in [
        vec![("X-Muxi-Client-Key", server.client.as_str())],
        vec![("X-Muxi-Client-Key", server.client.as_str()), ("X-Distillery-ID", "dst_other")],
    ] {
        assert_eq!(request(server.address(), "GET", path, &headers, "").status, 404);
    }
    assert_eq!(admin(&talk, "GET", path, &Value::Null).json()["data"]["batch_id"], "b");
}

#[test]
fn what_was_kept_before_another_user_failed_is_settled_all_the_same() {
    let talk = Talk::start("", judge(20));
    let notes = Distillery::register(&talk, &json!({}));
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "ann")];
    let known = json!({ "content": "lives in Rome" }).to_string();
    assert_eq!(request(server.address(), "POST", "/v1/memories", &headers, &known).status, 200);
    let database = find(&talk.home.state(), "sessions.db").expect("the database");
    let breaks = "CREATE TRIGGER broken BEFORE INSERT ON memory WHEN new.content = 'has a cat'
                  BEGIN SELECT RAISE(ABORT, 'broken'); END";
    rusqlite::Connection::open(database).unwrap().execute_batch(breaks).unwrap();
    let events = [event("ann", "t:1", "lives in Oslo"), event("bob", "t:2", "has a cat")];
    let answer = notes.send(&talk, &json!({"batch_id": "b", "events": events}).to_string());
    assert!(answer.status >= 500, "{}", answer.body);
    until(Duration::from_secs(10), "one of both", || contents(&talk, "ann") == ["lives in Rome"]);
}

#[test]
fn a_batch_that_is_cut_short_is_whole_after_it_came_again() {
    let mut talk = Talk::start("", judge(20));
    let notes = Distillery::register(&talk, &json!({}));
    notes.deliver(&talk, "ann", &[("t:1", "has a dog")]);
    let (code, stderr) = talk.server.take().expect("it runs").stop();
    assert_eq!(code, Some(0), "{stderr}");
    talk.up();
    let delivered = notes.deliver(&talk, "ann", &[("t:1", "has a dog"), ("t:2", "has a cat")]);
    assert_eq!(json!([delivered["accepted"], delivered["duplicates"]]), json!([1, 1]));
    assert_eq!(contents(&talk, "ann"), ["has a cat", "has a dog"]);
}

#[test]
fn the_formation_says_what_holds_where_a_registration_does_not_and_whether_anything_is_taken() {
    let said = "memory:\n  distillery:\n    default_trust_level: verified\n    default_max_batch_size: 2\n    \
                signature_max_age_seconds: 1000\n";
    let talk = Talk::start(said, []);
    let notes = Distillery::register(&talk, &json!({}));
    let list =
        admin(&talk, "GET", "/v1/memory/distilleries", &Value::Null).json()["data"]["distilleries"].clone();
    assert_eq!(
        json!([list[0]["trust_level"], list[0]["scope"]["max_batch_size"]]),
        json!(["verified", 2]),
        "{list}"
    );
    let body = json!({"batch_id": "b", "events": [event("ann", "t:1", "likes tea")]}).to_string();
    let old = (now() - 900).to_string();
    assert_eq!(send(&talk, &notes.id, &old, &notes.sign(&notes.id, &old, &body), &body).status, 202);
    let (code, out, _) = talk.home.run(&["validate", "--target", "local"]);
    assert!(code == 0 && !out.contains("memory.distillery"), "{out}");
    for off in ["memory:\n  distillery:\n    enabled: false\n", "memory:\n  persistent: false\n"] {
        let talk = Talk::start(off, []);
        let new = json!({"name": "n", "public_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="});
        let answer = admin(&talk, "POST", "/v1/memory/distilleries", &new);
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert_eq!(notes.send(&talk, &body).status, 409);
    }
}

//! Each route of memories, with the ids of another user and of another tenant: as if there were none. The routes are those
//! of the router, so that a new one needs a row here.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Reply, Response, Talk, request, until};

const ROUTER: &str = include_str!("../../src/runtime/http/mod.rs");

/// What somebody else tries, and what that may answer: nothing of the owner's in any case.
enum Foreign {
    /// There is no such thing.
    NotFound,
    /// There is nothing, or only what is the caller's own.
    Nothing,
    /// It is an administrator's: the client's key is none.
    Refused,
}
use Foreign::{NotFound, Nothing, Refused};

struct Ids {
    memory: String,
    request: String,
    ingestion: String,
}

fn rows(ids: &Ids) -> Vec<(&'static str, &'static str, String, Value, Foreign)> {
    let Ids { memory, request, ingestion } = ids;
    let by = |path: &str| path.to_owned();
    let body = json!({"user_id": "acme:ann", "source": "api"});
    vec![
        ("GET", "/v1/memories", by("/v1/memories?limit=1000&superseded=true"), Value::Null, Nothing),
        ("GET", "/v1/memories", by("/v1/memories?query=canary%20garden"), Value::Null, Nothing),
        ("POST", "/v1/memories", by("/v1/memories"), json!({"content": "x", "supersedes": memory}), NotFound),
        ("GET", "/v1/memories/{id}", format!("/v1/memories/{memory}"), Value::Null, NotFound),
        ("DELETE", "/v1/memories/{id}", format!("/v1/memories/{memory}"), Value::Null, NotFound),
        (
            "POST",
            "/v1/memories/batch",
            by("/v1/memories/batch"),
            json!({"items": [{"content": "x", "supersedes": memory}]}),
            Nothing,
        ),
        (
            "GET",
            "/v1/memories/ingestion/{id}",
            format!("/v1/memories/ingestion/{ingestion}"),
            Value::Null,
            NotFound,
        ),
        (
            "GET",
            "/v1/memories/provenance",
            format!("/v1/memories/provenance?entity={memory}"),
            Value::Null,
            Nothing,
        ),
        ("GET", "/v1/memories/provenance", by("/v1/memories/provenance?entity=garden"), Value::Null, Nothing),
        (
            "GET",
            "/v1/memories/provenance",
            format!("/v1/memories/provenance?event_id={request}"),
            Value::Null,
            Nothing,
        ),
        ("GET", "/v1/memory/buffer", by("/v1/memory/buffer?user_id=acme:ann"), Value::Null, Nothing),
        ("DELETE", "/v1/memory/buffer", by("/v1/memory/buffer?user_id=acme:ann"), Value::Null, Nothing),
        ("DELETE", "/v1/memory/buffer/{session}", by("/v1/memory/buffer/hidden"), Value::Null, NotFound),
        ("GET", "/v1/history", by("/v1/history?limit=1000&include_sources=true"), Value::Null, Nothing),
        ("GET", "/v1/memory", by("/v1/memory"), Value::Null, Refused),
        ("GET", "/v1/memory/stats", by("/v1/memory/stats?user_id=acme:ann"), Value::Null, Refused),
        ("GET", "/v1/memory/buffers", by("/v1/memory/buffers"), Value::Null, Refused),
        ("DELETE", "/v1/memory/buffers", by("/v1/memory/buffers"), Value::Null, Refused),
        ("POST", "/v1/memory/backfill", by("/v1/memory/backfill"), body.clone(), Refused),
        ("POST", "/v1/memory/forget", by("/v1/memory/forget?sync=true"), body.clone(), Refused),
        ("GET", "/v1/memory/forget/{id}", format!("/v1/memory/forget/{ingestion}"), Value::Null, Refused),
        ("POST", "/v1/memory/lint", by("/v1/memory/lint"), body.clone(), Refused),
        ("POST", "/v1/memory/rebuild", by("/v1/memory/rebuild"), body, Refused),
        (
            "POST",
            "/v1/memories/distilled",
            by("/v1/memories/distilled"),
            json!({"batch_id": "b", "events": [{"event_type": "fact.extracted", "user_id": "acme:ann",
                   "source_id": "x", "payload": {"memory": "x"}}]}),
            Refused,
        ),
        (
            "GET",
            "/v1/memories/distilled/{id}",
            format!("/v1/memories/distilled/{ingestion}"),
            Value::Null,
            NotFound,
        ),
        ("GET", "/v1/memory/distilleries", by("/v1/memory/distilleries"), Value::Null, Refused),
        ("POST", "/v1/memory/distilleries", by("/v1/memory/distilleries"), json!({"name": "x"}), Refused),
        ("DELETE", "/v1/memory/distilleries/{id}", by("/v1/memory/distilleries/dst_x"), Value::Null, Refused),
        ("GET", "/v1/memory/rebuild/{id}", format!("/v1/memory/rebuild/{ingestion}"), Value::Null, Refused),
    ]
}

/// The methods and paths of the router that are about memories.
fn routes() -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for line in ROUTER.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, methods) = line.split_once('"').expect("a path");
        if !(path.starts_with("/v1/memor") || path == "/v1/history") {
            continue;
        }
        for method in ["get", "post", "put", "patch", "delete"] {
            if methods.contains(&format!(" {method}(")) || methods.contains(&format!(".{method}(")) {
                all.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    all
}

fn call(talk: &Talk, keys: &[(&str, &str)], method: &str, path: &str, body: &Value) -> Response {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(talk.server().address(), method, path, keys, &body)
}

fn owned(talk: &Talk) -> Ids {
    let keys = [("X-Muxi-Client-Key", talk.server().client.as_str()), ("X-Muxi-User-ID", "acme:ann")];
    let fact = json!({"content": "canary one in the garden", "subject": "garden"});
    let memory = call(talk, &keys, "POST", "/v1/memories", &fact).json();
    let items = json!({"items": [{"content": "canary two"}]});
    let batch = call(talk, &keys, "POST", "/v1/memories/batch", &items).json();
    let said = json!({"message": "canary said", "session_id": "hidden", "stream": false});
    let answer = talk.server().chat("acme:ann", &said).json();
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    Ids {
        memory: id(&memory["data"]["id"]),
        request: id(&answer["data"]["request_id"]),
        ingestion: id(&batch["data"]["processing_id"]),
    }
}

#[test]
fn each_route_of_memories_shows_and_changes_nothing_of_another_user_or_tenant() {
    let talk = Talk::start("", vec![Reply::Text(&["Well."]); 3]);
    let ids = owned(&talk);
    let known: BTreeSet<(String, String)> =
        rows(&ids).into_iter().map(|(method, route, ..)| (method.to_owned(), route.to_owned())).collect();
    assert_eq!(routes(), known, "a route without a row here, or a row without a route");
    let secret = [ids.memory.as_str(), ids.request.as_str(), "canary", "hidden"];
    let (client, admin) = (talk.server().client.clone(), talk.server().admin.clone());
    for stranger in ["ann", "acme:bob", "evil:ann", "acme"] {
        for admins in [false, true] {
            let key = if admins {
                ("X-Muxi-Admin-Key", admin.as_str())
            } else {
                ("X-Muxi-Client-Key", client.as_str())
            };
            for (method, _, path, body, may) in rows(&ids) {
                if admins && matches!(may, Refused) {
                    continue;
                }
                let answer = call(&talk, &[key, ("X-Muxi-User-ID", stranger)], method, &path, &body);
                let what = format!("{stranger} (admin: {admins}) {method} {path}: {}", answer.body);
                let status = match may {
                    NotFound => 404,
                    Nothing => 200,
                    Refused => 401,
                };
                assert_eq!(answer.status, status, "{what}");
                // A refusal names what was asked for.
                let told =
                    answer.body.replace(&ids.memory, "").replace(&ids.request, "").replace("hidden", "");
                let told =
                    if matches!(may, Nothing) && !path.contains("batch") { &answer.body } else { &told };
                let query = path.split_once('?').map_or("", |(_, query)| query);
                for canary in secret.iter().filter(|canary| !query.contains(**canary)) {
                    assert!(!told.contains(canary), "{canary} in {what}");
                }
            }
        }
    }
    let keys = [("X-Muxi-Client-Key", client.as_str()), ("X-Muxi-User-ID", "acme:ann")];
    let list = call(&talk, &keys, "GET", "/v1/memories", &Value::Null).json();
    assert_eq!(list["data"]["total"], 2, "all of it is there: {list}");
    let buffer = call(&talk, &keys, "GET", "/v1/memory/buffer", &Value::Null).json();
    assert_eq!(buffer["data"]["messages"], 2, "{buffer}");
    until(Duration::from_secs(5), "its vectors", || {
        let stats = talk.server().admin("/v1/memory/stats?user_id=acme:ann").json();
        stats["data"]["vectors"] == 2
    });
}

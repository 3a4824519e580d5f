//! Which routes are recorded. A new one has to come here: it is recorded, or there is a reason.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::audited::{Broken, READS, recorded};
use crate::place::json as json_of;
use crate::support::{Home, Response, Server, request};

/// What becomes of a call that changes something: the action that is recorded, or why there is none.
pub const ROUTES: &[(&str, Result<&str, &str>)] = &[
    ("DELETE /mcp", Err("it ends a conversation of the protocol")),
    ("DELETE /mcp/", Err("it ends a conversation of the protocol")),
    ("DELETE /v1/artifacts/{id}", Ok("artifact.delete")),
    ("DELETE /v1/audit", Ok("audit.clear")),
    ("DELETE /v1/credentials/{id}", Ok("credential.delete")),
    ("DELETE /v1/memories/{id}", Ok("memory.delete")),
    ("DELETE /v1/memory/buffer", Err("every message stays; that of everybody is recorded")),
    ("DELETE /v1/memory/buffer/{session}", Err("every message stays")),
    ("DELETE /v1/memory/buffers", Ok("memory.clear")),
    ("DELETE /v1/memory/distilleries/{id}", Ok("distillery.revoke")),
    ("DELETE /v1/requests/{id}", Ok("request.cancel")),
    ("DELETE /v1/users/identifiers/{id}", Ok("user.unlink")),
    ("DELETE /v1/users/{id}", Ok("user.erase")),
    ("PATCH /v1/credentials/{id}", Ok("credential.rename")),
    ("POST /mcp", Err("what its tools change is recorded by them")),
    ("POST /mcp/", Err("what its tools change is recorded by them")),
    ("POST /v1/agents/{id}/restart", Ok("agent.restart")),
    ("POST /v1/agents/{id}/resume", Ok("agent.start")),
    ("POST /v1/agents/{id}/start", Ok("agent.start")),
    ("POST /v1/agents/{id}/stop", Ok("agent.stop")),
    ("POST /v1/approvals/{id}", Err("a call has to wait for it: audit")),
    ("POST /v1/audiochat", Err("a turn: its tools are recorded")),
    ("POST /v1/chat", Err("a turn: its tools are recorded")),
    ("POST /v1/chat/completions", Err("a turn: its tools are recorded")),
    ("POST /v1/credentials", Ok("credential.set")),
    ("POST /v1/mcp/servers/{id}/call", Ok("tool.call")),
    ("POST /v1/memories", Ok("memory.create")),
    ("POST /v1/memories/batch", Ok("memory.create")),
    ("POST /v1/memories/distilled", Err("memory.distill, signed by a distillery: distilleries")),
    ("POST /v1/memory/backfill", Err("it makes an index of what is there")),
    ("POST /v1/memory/distilleries", Ok("distillery.register")),
    ("POST /v1/memory/forget", Ok("memory.forget")),
    ("POST /v1/memory/lint", Err(READS)),
    ("POST /v1/memory/rebuild", Err("it makes an index of what is there")),
    ("POST /v1/users/identifiers", Ok("user.link")),
    ("POST /v1/users/merge", Ok("user.merge")),
    ("POST /v1/users/resolve", Err("a user is met, as by a message")),
];

/// The calls that change something, of the table of routes.
fn mutating() -> BTreeSet<String> {
    let table = include_str!("../../src/runtime/http/mod.rs");
    let mut found = BTreeSet::new();
    for route in table.split(".route(").skip(1) {
        let route = route.split(".fallback(").next().unwrap_or_default();
        let path = route.split('"').nth(1).expect("a path");
        for method in ["post", "put", "patch", "delete", "any"] {
            let is_there = [",", ".", " "].iter().any(|before| route.contains(&format!("{before}{method}(")));
            if is_there {
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    found
}

#[test]
fn every_route_that_changes_something_is_recorded_or_has_a_reason() {
    let there = mutating();
    assert!(there.len() > 20, "{there:?}");
    let told: BTreeSet<String> = ROUTES.iter().map(|(route, _)| (*route).to_owned()).collect();
    let missing: Vec<_> = there.difference(&told).collect();
    assert!(missing.is_empty(), "say in ROUTES how these are recorded, or why not: {missing:?}");
    let gone: Vec<_> = told.difference(&there).collect();
    assert!(gone.is_empty(), "there is no such route any more: {gone:?}");
}

fn call(server: &Server, route: &str, id: &str) -> Response {
    let (method, path) = route.split_once(' ').unwrap();
    let body = match path {
        "/v1/users/identifiers" => json!({"muxi_user_id": "bob", "identifiers": ["bob@x.io"]}),
        "/v1/users/merge" => json!({"from": "carol", "into": "bob"}),
        "/v1/memories" => json!({"content": "likes tea"}),
        "/v1/memories/batch" => json!({"items": [{"content": "likes tea"}]}),
        "/v1/memory/forget" => json!({"user_id": "bob", "source": "mail"}),
        "/v1/memory/distilleries" => {
            json!({"name": "notes", "public_key": "ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
        }
        "/v1/mcp/servers/{id}/call" => json!({"tool": "none"}),
        "/v1/credentials" => json!({"service": "github", "credential": {"token": "a-value-of-it"}}),
        "/v1/credentials/{id}" => json!({"name": "other"}),
        _ => Value::Null,
    };
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str()), ("X-Muxi-User-ID", "bob")];
    request(server.address(), method, &path.replace("{id}", id), &headers, &body)
}

/// An id that a route can be asked about.
fn id_for(route: &str, server: &Server) -> String {
    match route {
        "DELETE /v1/users/{id}" => "dora".to_owned(),
        "DELETE /v1/users/identifiers/{id}" => "alice".to_owned(),
        "DELETE /v1/memories/{id}" => {
            let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "bob")];
            let made = request(server.address(), "POST", "/v1/memories", &headers, r#"{"content":"x y"}"#);
            made.json()["data"]["id"].as_str().expect("an id").to_owned()
        }
        _ if route.contains("agents") => "assistant".to_owned(),
        _ => "none".to_owned(),
    }
}

#[test]
fn a_call_that_changes_something_is_recorded_or_not_done() {
    let home = crate::credentials_api::home();
    let server = Server::start(&home, &[]);
    for user in ["alice", "bob", "carol", "dora"] {
        assert_eq!(server.chat(user, &json!({"message": "hi", "stream": false})).status, 200);
    }
    let recorded_routes = || ROUTES.iter().filter_map(|(route, how)| Some((*route, how.ok()?)));
    let ids: Vec<String> = recorded_routes().map(|(route, _)| id_for(route, &server)).collect();
    let users = || server.admin("/v1/users").json()["data"]["users"].clone();
    let before = users();
    let broken = Broken::of(&home);
    for ((route, _), id) in recorded_routes().zip(&ids) {
        let answer = call(&server, route, id);
        let code = answer.json()["error"]["code"].clone();
        assert_eq!((answer.status, &code), (500, &json!("AUDIT_FAILED")), "{route}: {}", answer.body);
    }
    assert_eq!(users(), before, "nothing was done");
    let agent = server.admin("/v1/agents/assistant").json();
    assert_eq!(agent["data"]["active"], true, "{agent}");
    broken.mend();
    for ((route, action), id) in recorded_routes().zip(&ids) {
        let old = recorded(&home, action).len();
        let answer = call(&server, route, id);
        let outcomes = recorded(&home, action).split_off(old);
        let expected: &[&str] = match (action, answer.status) {
            ("audit.clear", 403) => &["denied"],
            (_, 200..300) => &["begun", "done"],
            _ => &["begun", "failed"],
        };
        assert_eq!(outcomes, expected, "{route}: {} {}", answer.status, answer.body);
    }
    server.stop();
    let text = home.ok(&["audit", "query", "--json", "--class", "data"]);
    assert!(!text.contains("bob@x.io") && !text.contains("likes tea"), "{text}");
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn who_shows_a_wrong_admin_key_is_recorded_by_the_key_that_fits() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let client = ("X-Muxi-Client-Key", server.client.as_str());
    let headers = [client, ("X-Muxi-Admin-Key", "fma_wrong"), ("X-Muxi-User-ID", "bob")];
    assert_eq!(request(server.address(), "DELETE", "/v1/memories/none", &headers, "").status, 404);
    server.stop();
    let data = json_of(&home, &["audit", "query", "--json", "--action", "memory.delete"]);
    assert_eq!(data["entries"][0]["actor"]["key"], "client", "{data}");
}

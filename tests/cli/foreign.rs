//! Every route, the logs, the streams of events, the memory and the model: nothing of one user in what another is told.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Asked, Reply, Said, Server, Talk, request, request_raw, until};

/// In every word of the one who owns it, and in none of anybody else's.
const CANARY: &str = "Xq7canary";
const OWNER: &str = "acme:bob";
/// Another user of the tenant, the same name in other tenants, and nobody.
const STRANGERS: [Option<&str>; 4] = [Some("acme:eve"), Some("other:bob"), Some("bob"), None];
const MORE: &str = "artifacts:\n  enabled: true\nmemory:\n  buffer:\n    size: 4\n    multiplier: 3\n    vector_search: true\n  embedding:\n    \
                    model: openai/text-embedding-3-small\n  persistent:\n    user_synopsis:\n      enabled: true\n";
/// Where the routes are made.
const ROUTES: &str = include_str!("../../src/runtime/http/mod.rs");

/// Each route as a stranger asks it, with the owner's ids: method, route, path, body. `NOBODY` is where an administrator
/// may do it to anybody, on purpose.
const LINES: &[(&str, &str, &str, &str)] = &[
    ("GET", "/health", "/health", ""),
    ("GET", "/v1/health", "/v1/health", ""),
    ("GET", "/v1/status", "/v1/status", ""),
    ("GET", "/v1/formation", "/v1/formation", ""),
    ("GET", "/v1/agents", "/v1/agents", ""),
    ("GET", "/v1/agents/{id}", "/v1/agents/assistant", ""),
    ("GET", "/v1/agents/{id}/logs", "/v1/agents/assistant/logs", ""),
    ("POST", "/v1/agents/{id}/restart", "/v1/agents/NOBODY/restart", ""),
    ("POST", "/v1/agents/{id}/resume", "/v1/agents/assistant/resume", ""),
    ("POST", "/v1/agents/{id}/start", "/v1/agents/assistant/start", ""),
    ("POST", "/v1/agents/{id}/stop", "/v1/agents/NOBODY/stop", ""),
    ("GET", "/v1/overlord", "/v1/overlord", ""),
    ("GET", "/v1/overlord/soul", "/v1/overlord/soul", ""),
    ("GET", "/v1/llm/settings", "/v1/llm/settings", ""),
    ("GET", "/v1/sessions", "/v1/sessions?limit=100", ""),
    ("GET", "/v1/sessions/{id}", "/v1/sessions/SESSION", ""),
    ("GET", "/v1/sessions/{id}/messages", "/v1/sessions/SESSION/messages?limit=100", ""),
    ("GET", "/v1/artifacts", "/v1/artifacts?limit=100", ""),
    ("GET", "/v1/artifacts/{id}", "/v1/artifacts/ARTIFACT", ""),
    ("DELETE", "/v1/artifacts/{id}", "/v1/artifacts/ARTIFACT", ""),
    ("GET", "/v1/artifacts/{id}/content", "/v1/artifacts/ARTIFACT/content?version=1", ""),
    ("GET", "/v1/artifacts/{id}/versions", "/v1/artifacts/ARTIFACT/versions", ""),
    ("GET", "/v1/credentials", "/v1/credentials", ""),
    ("GET", "/v1/credentials/services", "/v1/credentials/services", ""),
    (
        "POST",
        "/v1/credentials",
        "/v1/credentials",
        r#"{"service":"github","name":"mine","credential":{"token":"ghp_of_a_stranger_0123456789"},"replace":true}"#,
    ),
    ("GET", "/v1/credentials/{id}", "/v1/credentials/CREDENTIAL", ""),
    ("PATCH", "/v1/credentials/{id}", "/v1/credentials/CREDENTIAL", r#"{"name":"mine","default":true}"#),
    ("DELETE", "/v1/credentials/{id}", "/v1/credentials/CREDENTIAL", ""),
    ("GET", "/v1/memories", "/v1/memories?query=Which%20canary%20is%20it", ""),
    ("POST", "/v1/memories", "/v1/memories", r#"{"content":"mine","supersedes":"MEMORY"}"#),
    ("GET", "/v1/memories/{id}", "/v1/memories/MEMORY", ""),
    ("DELETE", "/v1/memories/{id}", "/v1/memories/MEMORY", ""),
    ("GET", "/v1/memory", "/v1/memory", ""),
    ("GET", "/v1/memory/stats", "/v1/memory/stats", ""),
    ("POST", "/v1/memories/batch", "/v1/memories/batch", r#"{"items":[{"content":"mine too"}]}"#),
    ("GET", "/v1/memories/ingestion/{id}", "/v1/memories/ingestion/INGESTION", ""),
    ("GET", "/v1/memories/provenance", "/v1/memories/provenance?entity=canary", ""),
    ("POST", "/v1/memories/distilled", "/v1/memories/distilled", r#"{"batch_id":"b","events":[]}"#),
    ("GET", "/v1/memories/distilled/{id}", "/v1/memories/distilled/REQUEST", ""),
    ("GET", "/v1/memory/distilleries", "/v1/memory/distilleries", ""),
    (
        "POST",
        "/v1/memory/distilleries",
        "/v1/memory/distilleries",
        r#"{"name":"n","public_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}"#,
    ),
    ("DELETE", "/v1/memory/distilleries/{id}", "/v1/memory/distilleries/dst_none", ""),
    ("GET", "/v1/memory/buffer", "/v1/memory/buffer", ""),
    ("DELETE", "/v1/memory/buffer", "/v1/memory/buffer", ""),
    ("DELETE", "/v1/memory/buffer/{session}", "/v1/memory/buffer/SESSION", ""),
    ("GET", "/v1/memory/buffers", "/v1/memory/buffers", ""),
    ("POST", "/v1/memory/backfill", "/v1/memory/backfill", r#"{"user_id":"usr_nobody"}"#),
    ("POST", "/v1/memory/forget", "/v1/memory/forget", r#"{"user_id":"usr_nobody","source":"api"}"#),
    ("GET", "/v1/memory/forget/{id}", "/v1/memory/forget/REQUEST", ""),
    ("POST", "/v1/memory/lint", "/v1/memory/lint", r#"{"user_id":"usr_nobody"}"#),
    ("POST", "/v1/memory/rebuild", "/v1/memory/rebuild", r#"{"user_id":"usr_nobody"}"#),
    ("GET", "/v1/memory/rebuild/{id}", "/v1/memory/rebuild/REQUEST", ""),
    ("GET", "/v1/history", "/v1/history?limit=100", ""),
    ("DELETE", "/v1/memory/buffers", "/v1/memory/buffers", ""),
    (
        "POST",
        "/v1/chat",
        "/v1/chat",
        r#"{"message":"Where do I hide my canary?","session_id":"SESSION","stream":false,"trace":true}"#,
    ),
    ("POST", "/v1/audiochat", "/v1/audiochat", r#"{"files":[],"session_id":"SESSION"}"#),
    ("GET", "/v1/approvals", "/v1/approvals", ""),
    ("GET", "/v1/approvals/{id}", "/v1/approvals/REQUEST", ""),
    ("POST", "/v1/approvals/{id}", "/v1/approvals/REQUEST", r#"{"decision":"deny"}"#),
    ("GET", "/v1/audit", "/v1/audit?limit=1000", ""),
    ("DELETE", "/v1/audit", "/v1/audit", ""),
    ("GET", "/v1/events", "/v1/events", ""),
    ("GET", "/v1/events/{session}", "/v1/events/SESSION", ""),
    ("GET", "/v1/events/{session}/{request}", "/v1/events/SESSION/REQUEST", ""),
    ("GET", "/v1/logging", "/v1/logging", ""),
    ("GET", "/v1/logging/destinations", "/v1/logging/destinations", ""),
    ("GET", "/v1/logs", "/v1/logs?limit=1000", ""),
    ("GET", "/v1/mcp", "/v1/mcp", ""),
    ("GET", "/v1/mcp/servers", "/v1/mcp/servers", ""),
    ("GET", "/v1/mcp/servers/{id}", "/v1/mcp/servers/x", ""),
    ("POST", "/v1/mcp/servers/{id}/call", "/v1/mcp/servers/x/call", r#"{"tool":"x","arguments":{}}"#),
    ("GET", "/v1/mcp/servers/{id}/prompts", "/v1/mcp/servers/x/prompts", ""),
    ("GET", "/v1/mcp/servers/{id}/resources", "/v1/mcp/servers/x/resources", ""),
    ("GET", "/v1/mcp/tools", "/v1/mcp/tools", ""),
    ("GET", "/v1/requests", "/v1/requests", ""),
    ("GET", "/v1/requests/{id}", "/v1/requests/REQUEST", ""),
    ("DELETE", "/v1/requests/{id}", "/v1/requests/REQUEST", ""),
    (
        "POST",
        "/v1/chat/completions",
        "/v1/chat/completions",
        r#"{"model":"assistant","messages":[{"role":"user","content":"Where do I hide my canary?"}]}"#,
    ),
    ("GET", "/v1/models", "/v1/models", ""),
    ("GET", "/v1/models/{id}", "/v1/models/assistant", ""),
    (
        "POST",
        "/v1/users/identifiers",
        "/v1/users/identifiers",
        r#"{"muxi_user_id":"NOBODY","identifiers":["acme:bob"]}"#,
    ),
    ("GET", "/v1/users/identifiers/{id}", "/v1/users/identifiers/acme:bob", ""),
    ("DELETE", "/v1/users/identifiers/{id}", "/v1/users/identifiers/NOBODY", ""),
    ("POST", "/v1/users/resolve", "/v1/users/resolve", r#"{"identifier":"acme:bob","create_user":false}"#),
    ("POST", "/v1/users/merge", "/v1/users/merge", r#"{"from":"NOBODY","into":"acme:bob"}"#),
    ("GET", "/v1/users", "/v1/users", ""),
    ("GET", "/v1/users/{id}/export", "/v1/users/EXPORTED/export", ""),
    ("GET", "/v1/users/{id}", "/v1/users/acme:bob", ""),
    ("DELETE", "/v1/users/{id}", "/v1/users/NOBODY", ""),
    ("GET", "/mcp", "/mcp", ""),
    ("POST", "/mcp", "/mcp", "MCP"),
    ("DELETE", "/mcp", "/mcp", ""),
    ("GET", "/mcp/", "/mcp/", ""),
    ("POST", "/mcp/", "/mcp/", "MCP"),
    ("DELETE", "/mcp/", "/mcp/", ""),
];

/// Each tool of `/mcp` as a stranger calls it, with the owner's ids.
const CALLS: [(&str, &str); 29] = [
    ("chat", r#"{"message":"Where do I hide my canary?","session_id":"SESSION"}"#),
    ("list_sessions", "{}"),
    ("get_session", r#"{"session_id":"SESSION"}"#),
    ("get_session_messages", r#"{"session_id":"SESSION"}"#),
    ("list_requests", "{}"),
    ("get_request_status", r#"{"request_id":"REQUEST"}"#),
    ("cancel_request", r#"{"request_id":"REQUEST"}"#),
    ("list_artifacts", "{}"),
    ("get_artifact_metadata", r#"{"artifact_id":"ARTIFACT"}"#),
    ("download_artifact_content", r#"{"artifact_id":"ARTIFACT","version":1}"#),
    ("get_artifact_versions", r#"{"artifact_id":"ARTIFACT"}"#),
    ("search_memories", r#"{"query":"Which canary is it"}"#),
    ("get_memory_provenance", r#"{"entity":"MEMORY"}"#),
    ("create_memory", r#"{"content":"mine","supersedes":"MEMORY"}"#),
    ("delete_memory", r#"{"memory_id":"MEMORY"}"#),
    ("ingest_memories_batch", r#"{"items":[{"content":"mine too","supersedes":"MEMORY"}]}"#),
    ("get_ingestion_status", r#"{"processing_id":"INGESTION"}"#),
    ("get_history", r#"{"limit":100,"include_sources":"true"}"#),
    ("get_buffer_memory", "{}"),
    ("clear_buffer_memory", "{}"),
    ("clear_session_buffer", r#"{"session_id":"SESSION"}"#),
    ("list_credential_services", "{}"),
    ("list_credentials", "{}"),
    ("get_credential", r#"{"credential_id":"CREDENTIAL"}"#),
    ("delete_credential", r#"{"credential_id":"CREDENTIAL"}"#),
    ("lookup_user", r#"{"identifier":"acme:bob"}"#),
    ("get_user_identifiers", r#"{"user_id":"acme:bob"}"#),
    ("resolve_user", r#"{"identifier":"acme:bob"}"#),
    ("health", "{}"),
];

/// What else the protocol has, asked in the same way.
const ASKED: [(&str, &str); 8] = [
    ("resources/list", "{}"),
    ("resources/templates/list", "{}"),
    ("resources/read", r#"{"uri":"muxi://sessions/SESSION"}"#),
    ("resources/read", r#"{"uri":"muxi://artifacts/ARTIFACT"}"#),
    ("prompts/list", "{}"),
    (
        "completion/complete",
        r#"{"ref":{"type":"ref/resource","uri":"muxi://sessions/{session_id}"},"argument":{"name":"session_id","value":"di"}}"#,
    ),
    (
        "completion/complete",
        r#"{"ref":{"type":"ref/resource","uri":"muxi://artifacts/{artifact_id}"},"argument":{"name":"artifact_id","value":""}}"#,
    ),
    ("tools/call", r#"{"name":"get_memory_provenance","arguments":{"event_id":"REQUEST"}}"#),
];

/// The routes in the text of the table.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for line in ROUTES.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (route, does) = line.split_once('"').expect("a path");
        for method in ["get", "post", "put", "patch", "delete"] {
            if does.contains(&format!(" {method}(")) || does.contains(&format!(".{method}(")) {
                found.insert((method.to_uppercase(), route.to_owned()));
            }
        }
    }
    found
}

/// Tells what it was told: the canary, if it was there.
fn brain(asked: &Asked) -> Reply {
    let messages = asked.messages();
    let last = messages.last().expect("a message");
    let knows = messages[1..].iter().any(|message| message.contains(CANARY));
    let said = |text: String| Reply::Said(Said::text(&[&text]));
    if messages[0].starts_with("system: You keep notes") {
        let fact =
            if knows { format!("The user hides the {CANARY} at home.") } else { "The user asks.".into() };
        return said(json!({"changes": [{"action": "add", "number": 0, "fact": fact}]}).to_string());
    }
    if last.ends_with("Make a file.") {
        let file = json!({"name": format!("{CANARY}.txt"), "content": format!("about {CANARY}")});
        return Reply::call("save_artifact", &file.to_string());
    }
    said(if knows { format!("It is the {CANARY}.") } else { "Nothing.".to_owned() })
}

struct Owned {
    memory: String,
    artifact: String,
    ingestion: String,
    credential: String,
}

/// All that a user can have.
fn own(talk: &Talk) -> Owned {
    let server = talk.server();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", OWNER)];
    let body = json!({"content": format!("The canary is {CANARY}.")}).to_string();
    let memory = request(server.address(), "POST", "/v1/memories", &headers, &body);
    assert_eq!(memory.status, 200, "{}", memory.body);
    let body = json!({"items": [{"content": format!("The {CANARY} sings.")}]}).to_string();
    let batch = request(server.address(), "POST", "/v1/memories/batch", &headers, &body);
    assert_eq!(batch.status, 200, "{}", batch.body);
    // Its account has the canary in its name, and its value is another one.
    let body = json!({"service": "github", "name": CANARY, "credential": {"token": "ghp_of_bob_0123456789"}});
    let credential = request(server.address(), "POST", "/v1/credentials", &headers, &body.to_string());
    assert_eq!(credential.status, 200, "{}", credential.body);
    let made = say(server, &format!("I hide the {CANARY} at home. Make a file."), "mine");
    for n in 0..8 {
        say(server, &format!("And {n}, of my {CANARY}?"), &format!("mine{n}"));
    }
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    until(Duration::from_secs(10), "facts", || {
        server.get("/v1/memories", OWNER).json()["data"]["memories"]
            .as_array()
            .is_some_and(|all| all.len() > 2)
    });
    Owned {
        memory: id(&memory.json()["data"]["id"]),
        artifact: id(&made["message"]["artifacts"][0]["id"]),
        ingestion: id(&batch.json()["data"]["processing_id"]),
        credential: id(&credential.json()["data"]["credential_id"]),
    }
}

fn say(server: &Server, message: &str, request: &str) -> Value {
    let body = json!({"message": message, "session_id": "diary", "request_id": request, "stream": false});
    let answer = server.chat(OWNER, &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains(CANARY), "{}", answer.body);
    answer.json()["data"].clone()
}

/// All that comes of a request, of an endless one what comes for a while.
fn all_of(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut stream = request_raw(server.address(), method, path, headers, body);
    let endless = path.starts_with("/v1/events") || (method == "GET" && path.starts_with("/mcp"));
    let most = Duration::from_millis(if endless { 250 } else { 20_000 });
    let (began, mut bytes, mut part) = (Instant::now(), Vec::new(), [0; 8192]);
    while let Some(left) = most.checked_sub(began.elapsed()).filter(|left| !left.is_zero()) {
        stream.set_read_timeout(Some(left)).expect("a timeout");
        match stream.read(&mut part) {
            Ok(read @ 1..) if bytes.len() < 1 << 22 => bytes.extend_from_slice(&part[..read]),
            _ => break,
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.starts_with("HTTP/1."), "{method} {path}: {text}");
    text
}

fn mcp(server: &Server, path: &str, headers: &[(&str, &str)], ids: &dyn Fn(&str) -> String) -> String {
    let mut headers = headers.to_vec();
    headers.extend([("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json")]);
    let hello = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;
    let mut all = all_of(server, "POST", path, &headers, hello);
    let session =
        all.lines().find_map(|line| line.to_lowercase().strip_prefix("mcp-session-id: ").map(str::to_owned));
    let Some(session) = session else { return all };
    headers.push(("Mcp-Session-Id", session.trim()));
    let mut ask = |method: &str, asked: Value| {
        let call = json!({"jsonrpc": "2.0", "id": 2, "method": method, "params": asked});
        let told = all_of(server, "POST", path, &headers, &call.to_string());
        all.push_str(&told);
        told
    };
    let tools = ask("tools/list", json!({}));
    let missing: Vec<_> =
        CALLS.iter().filter(|(tool, _)| !tools.contains(&format!("\"name\":\"{tool}\""))).collect();
    assert!(missing.is_empty(), "there are no such tools: {missing:?}");
    let count = tools.matches("\"inputSchema\"").count();
    assert_eq!(
        count,
        CALLS.len(),
        "a new tool needs a line in CALLS, with the ids of somebody else: {tools}"
    );
    let json = |text: &str| -> Value { serde_json::from_str(&ids(text)).expect("JSON") };
    for (tool, arguments) in CALLS {
        ask("tools/call", json!({"name": tool, "arguments": json(arguments)}));
    }
    for (method, asked) in ASKED {
        ask(method, json(asked));
    }
    all
}

/// Asks every route as `stranger`, with these keys.
fn ask_all(server: &Server, stranger: Option<&str>, admin: bool, client: bool, owned: &Owned) {
    let mut headers = Vec::new();
    headers.extend(stranger.map(|who| ("X-Muxi-User-ID", who)));
    headers.extend(client.then_some(("X-Muxi-Client-Key", server.client.as_str())));
    headers.extend(admin.then_some(("X-Muxi-Admin-Key", server.admin.as_str())));
    let exported = if admin { stranger.unwrap_or("local") } else { OWNER };
    let ids = |text: &str| {
        let text = text.replace("SESSION", "diary").replace("REQUEST", "mine7").replace("EXPORTED", exported);
        text.replace("ARTIFACT", &owned.artifact)
            .replace("INGESTION", &owned.ingestion)
            .replace("CREDENTIAL", &owned.credential)
            .replace("MEMORY", &owned.memory)
            .replace("NOBODY", "usr_nobody")
    };
    for (method, _, path, body) in LINES {
        let told = match *body {
            "MCP" => mcp(server, path, &headers, &ids),
            body => all_of(server, method, &ids(path), &headers, &ids(body)),
        };
        assert!(
            !told.contains(CANARY),
            "{method} {path} as {stranger:?}, admin {admin}, client {client}: {told}"
        );
    }
}

fn files_with(dir: &std::path::Path, part: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_with(&path, part, found);
        } else if std::fs::read(&path)
            .is_ok_and(|bytes| bytes.windows(part.len()).any(|w| w == part.as_bytes()))
        {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn each_route_has_a_line_here() {
    let lines: BTreeSet<_> =
        LINES.iter().map(|(method, route, ..)| ((*method).to_owned(), (*route).to_owned())).collect();
    assert_eq!(lines, routes(), "a new route needs a line in LINES, with the ids of somebody else");
    assert_eq!(lines.len(), LINES.len());
}

#[test]
fn nothing_of_one_user_is_in_what_any_route_log_stream_or_model_is_told_of_another() {
    let mut talk = Talk::start(MORE, vec![Reply::check(brain); 20_000]);
    let owned = own(&talk);
    let over = AtomicBool::new(false);
    let server = talk.server();
    std::thread::scope(|scope| {
        // Turns go on meanwhile, for the streams to tell of.
        let speaks = scope.spawn(|| {
            for n in 100.. {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                say(server, &format!("And my {CANARY}?"), &format!("mine{n}"));
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let asking: Vec<_> = STRANGERS
            .into_iter()
            .flat_map(|who| {
                [(true, false), (false, true), (true, true), (false, false)].map(|keys| (who, keys))
            })
            .map(|(who, (admin, client))| {
                let owned = &owned;
                scope.spawn(move || ask_all(server, who, admin, client, owned))
            })
            .collect();
        let ends: Vec<_> = asking.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        let spoke = speaks.join();
        for end in ends.into_iter().chain([spoke]) {
            if let Err(fault) = end {
                std::panic::resume_unwind(fault);
            }
        }
    });
    // All of it is still there, for its owner alone.
    for path in [
        "/v1/credentials",
        "/v1/memories",
        "/v1/sessions/diary/messages",
        &format!("/v1/artifacts/{}/content", owned.artifact),
    ] {
        let answer = server.get(path, OWNER);
        assert!(answer.status == 200 && answer.body.contains(CANARY), "{path}: {}", answer.body);
    }
    let asked = talk.model.asked();
    let chats = asked.iter().filter(|asked| asked.body.get("messages").is_some());
    let strangers = chats.filter(|asked| {
        asked.messages().last().is_some_and(|message| message.ends_with("Where do I hide my canary?"))
    });
    let told: Vec<Vec<String>> = strangers.map(Asked::messages).collect();
    assert!(told.len() >= 12 && told.iter().flatten().all(|message| !message.contains(CANARY)), "{told:#?}");
    let (code, stderr) = talk.server.take().expect("it runs").stop();
    assert_eq!(code, Some(0), "{stderr}");
    assert!(!stderr.contains(CANARY), "{stderr}");
    let mut found = Vec::new();
    files_with(&talk.home.state(), CANARY, &mut found);
    // What the store has not taken in yet is in `sessions.log`, which is no log of what happened.
    found.retain(|name| name != "sessions.log");
    let is_log = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "jsonl" | "log"));
    found.retain(|name| is_log(name) || name.contains("audit"));
    assert_eq!(found, [] as [String; 0], "files of logs and of the audit");
}

//! What the published SDK makes of our Formation API: every call that exists here, and errors that
//! it can print. Usage: muxi-sdk-judge BASE_URL CLIENT_KEY ADMIN_KEY, against the formation of `run.sh`.

use futures::StreamExt;
use muxi_rust::{FormationClient, FormationConfig, MuxiError};
use serde_json::{Value, json};

fn client(base: &str, client_key: &str, admin_key: &str) -> FormationClient {
    FormationClient::new(FormationConfig::with_base_url(base, client_key, admin_key)).expect("a client")
}

fn check(what: &str, good: bool, seen: &dyn std::fmt::Debug) {
    println!("{} {what}", if good { "pass" } else { "FAIL" });
    assert!(good, "{what}: {seen:?}");
}

async fn answers(sdk: &FormationClient) {
    let health = sdk.health().await.expect("health");
    check("health", health["status"] == "healthy", &health);
    let status = sdk.get_status().await.expect("status");
    check("status", status["formation"]["id"] == "judged", &status);
    let formation = sdk.get_formation_info().await.expect("formation");
    check("formation", formation["id"] == "judged", &formation);
    let agents = sdk.get_agents().await.expect("agents");
    check("agents", agents["count"] == 2, &agents);
    let agent = sdk.get_agent("assistant").await.expect("agent");
    check("agent", agent["id"] == "assistant", &agent);
    let ask = json!({"message": "Hello", "session_id": "s", "stream": false});
    let chat = sdk.chat(ask, Some("alice")).await.expect("chat");
    check("chat", chat["message"]["content"] == "You said: Hello", &chat);
    let (mut text, mut ended) = (String::new(), false);
    let mut events = Box::pin(sdk.chat_stream(json!({"message": "Again", "session_id": "s"}), Some("alice")));
    while let Some(event) = events.next().await {
        let event = event.expect("an event");
        let data: Value = serde_json::from_str(&event.data).expect("JSON");
        if data["token"]["type"] == "content" {
            text.push_str(data["token"]["content"].as_str().expect("text"));
        }
        ended |= event.event == "done";
    }
    check("chat, streamed", ended && text == "You said: Again (before that: Hello)", &text);
    let sessions = sdk.get_sessions("alice", Some(10)).await.expect("sessions");
    check("sessions", sessions["count"] == 1, &sessions);
    let session = sdk.get_session("s", "alice").await.expect("session");
    check("session", session["message_count"] == 4, &session);
    let messages = sdk.get_session_messages("s", "alice").await.expect("messages");
    check("messages", messages["messages"][1]["content"] == "You said: Hello", &messages);
}

async fn memories(sdk: &FormationClient) {
    let config = sdk.get_memory_config().await.expect("memory");
    check("memory", config["persistent"]["enabled"] == true, &config);
    let kept = sdk.add_memory("alice", "preference", "Prefers trains").await.expect("a memory");
    check("add a memory", kept["content"] == "Prefers trains" && kept["type"] == "preference", &kept);
    let id = kept["id"].as_str().expect("an id");
    let memories = sdk.get_memories("alice", Some(5)).await.expect("memories");
    check("memories", memories["count"] == 1 && memories["memories"][0]["id"] == id, &memories);
    let others = sdk.get_memories("bob", None).await.expect("memories");
    check("nobody else's memories", others["count"] == 0, &others);
    let missing = sdk.delete_memory("bob", id).await.expect_err("not bob's");
    check("nobody else deletes one", matches!(&missing, MuxiError::NotFound { .. }), &missing);
    let deleted = sdk.delete_memory("alice", id).await.expect("deleted");
    check("delete a memory", deleted["deleted"] == true, &deleted);
    let stats = sdk.get_buffer_stats().await.expect("stats");
    check("stats", stats["memories"] == 0, &stats);
    let buffer = sdk.get_user_buffer("alice").await.expect("a buffer");
    check("buffer", buffer["messages"] == 4 && buffer["sessions"][0]["session_id"] == "s", &buffer);
    let cleared = sdk.clear_session_buffer("alice", "s").await.expect("cleared");
    check("clear a session's buffer", cleared["cleared"] == 1, &cleared);
    let cleared = sdk.clear_user_buffer("alice").await.expect("cleared");
    check("clear a user's buffers", cleared["cleared"] == 0, &cleared);
    let cleared = sdk.clear_all_buffers().await.expect("cleared");
    check("clear all buffers", cleared["cleared"] == 0, &cleared);
    let messages = sdk.get_session_messages("s", "alice").await.expect("messages");
    check("messages stay", messages["count"] == 4, &messages);
}

async fn errors(sdk: &FormationClient, stranger: &FormationClient) {
    let missing = sdk.get_agent("nobody").await.expect_err("no such agent");
    let good = matches!(&missing, MuxiError::NotFound { code, message, .. } if code == "AGENT_NOT_FOUND" && message.contains("nobody"));
    check("an unknown agent is told", good, &missing);
    let denied = stranger.get_agents().await.expect_err("a wrong key");
    let good = matches!(&denied, MuxiError::Authentication { code, message, .. } if code == "UNAUTHORIZED" && message.contains("muxi keys show"));
    check("a wrong key is told", good, &denied);
    let wrong = sdk.chat(json!({"message": 7, "stream": false}), Some("alice")).await.expect_err("no text");
    let good = matches!(&wrong, MuxiError::Validation { code, message, .. } if code == "INVALID_PARAMS" && message.contains("message"));
    check("a wrong field is told", good, &wrong);
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [base, client_key, admin_key] = args.as_slice() else { panic!("BASE_URL CLIENT_KEY ADMIN_KEY") };
    let sdk = client(base, client_key, admin_key);
    answers(&sdk).await;
    memories(&sdk).await;
    errors(&sdk, &client(base, "wrong", "wrong")).await;
}

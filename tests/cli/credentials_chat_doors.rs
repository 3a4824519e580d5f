//! A token that nobody asked for, through every door that takes messages: no model, log, memory or history gets it.

use std::time::Duration;

use serde_json::{Value, json};

use super::credentials_chat::{CANARY, Chat, RANAROUSSI, WANTED};
use crate::support::{Response, request, until};
use crate::terminal::Terminal;

const REMOVED: &str = "I removed what looks like a GitHub credential from your message";

fn post(chat: &Chat, path: &str, headers: &[(&str, &str)], body: &Value) -> Response {
    let server = chat.server();
    let bearer = format!("Bearer {}", server.client);
    let mut all = vec![
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", "alice"),
        ("Content-Type", "application/json"),
    ];
    if path != "/v1/chat" {
        all.push(("Authorization", bearer.as_str()));
    }
    all.extend_from_slice(headers);
    request(server.address(), "POST", path, &all, &body.to_string())
}

/// What a door is called, its path, its headers, what is sent there, and whether the answer tells of it.
type Door<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], Value, bool);

#[test]
#[expect(clippy::too_many_lines, reason = "a table of doors")]
fn a_pasted_token_is_cut_out_at_every_door() {
    let chat = Chat::dynamic([]);
    let message = format!("Why does {RANAROUSSI} not work?");
    let base64 = |text: &str| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                      "params": {"name": "chat", "arguments": {"message": message, "session_id": "m"}}});
    let accept = ("Accept", "application/json, text/event-stream");
    let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}});
    let begun = post(&chat, "/mcp", &[accept], &hello);
    let id = begun.head.lines().find_map(|line| line.strip_prefix("mcp-session-id: ")).expect("a session");
    let mcp = [accept, ("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Session-Id", id)];
    let once = [("X-Muxi-Idempotency-Key", "once")];
    let chat_body = |stream: bool| json!({"message": message, "session_id": "s", "stream": stream});
    let file = json!({"name": "notes.txt", "content": base64(&format!("the token: {RANAROUSSI}\n"))});
    let doors: Vec<Door<'_>> = vec![
        ("whole", "/v1/chat", &[], chat_body(false), true),
        ("stream", "/v1/chat", &[], chat_body(true), true),
        ("kept answer", "/v1/chat", &once, chat_body(false), true),
        ("kept answer again", "/v1/chat", &once, chat_body(false), true),
        (
            "file",
            "/v1/chat",
            &[],
            json!({"message": "Look at it", "session_id": "f", "stream": false, "files": [file]}),
            true,
        ),
        (
            "element",
            "/v1/chat",
            &[],
            json!({"message": "", "session_id": "e", "stream": false, "ui_response": {"id": "x", "value": {"a": RANAROUSSI}}}),
            true,
        ),
        (
            "openai",
            "/v1/chat/completions",
            &[],
            json!({"model": "helper", "messages": [{"role": "user", "content": message}]}),
            true,
        ),
        (
            "openai, in parts",
            "/v1/chat/completions",
            &[],
            json!({"model": "helper", "stream": true,
                   "messages": [{"role": "user", "content": [{"type": "text", "text": message}]}]}),
            true,
        ),
        (
            "openai, said before",
            "/v1/chat/completions",
            &[],
            json!({"model": "helper", "messages": [
                {"role": "user", "content": message}, {"role": "assistant", "content": format!("{RANAROUSSI}?")},
                {"role": "user", "content": "And?"}]}),
            false,
        ),
        (
            "openai, a session",
            "/v1/chat/completions",
            &[("X-Muxi-Session-ID", "o")],
            json!({"model": "helper", "messages": [{"role": "user", "content": message}]}),
            true,
        ),
        ("mcp", "/mcp", &mcp, call, true),
    ];
    for (door, path, headers, body, told) in doors {
        let before = chat.model.asked().len();
        let answer = post(&chat, path, headers, &body);
        assert_eq!(answer.status, 200, "{door}: {}", answer.body);
        assert!(!answer.body.contains(CANARY), "{door}: {}", answer.body);
        let said = if answer.body.contains("data: {") && path == "/v1/chat" {
            answer.spoken()
        } else {
            answer.body.clone()
        };
        assert_eq!(
            said.replace("\"}}]}\n\ndata: ", "").contains("I removed what looks like"),
            told,
            "{door}: {said}"
        );
        if door != "kept answer again" {
            let asked = chat.model.asked();
            assert!(asked.len() > before, "{door}: the rest of the message is answered");
            let raw = String::from_utf8_lossy(&asked[before].raw).into_owned();
            assert!(raw.contains("[credential removed]"), "{door}: {raw}");
        }
    }
    let kept = chat.history();
    assert!(kept.iter().any(|(_, said)| said == "Why does [credential removed] not work?"), "{kept:?}");
    assert!(chat.actions().contains(&"credential.removed done".to_owned()));
    chat.no_token_anywhere();
}

#[test]
fn a_message_that_is_nothing_but_a_token_asks_no_model() {
    let chat = Chat::dynamic([]);
    let said = chat.say(RANAROUSSI);
    assert!(said.starts_with(REMOVED) && said.contains("say 'add my GitHub token'"), "{said}");
    assert!(chat.model.asked().is_empty());
    assert_eq!(chat.history()[0].1, "[credential removed]");
    chat.no_token_anywhere();
}

#[test]
fn a_message_that_says_to_add_its_token_adds_it() {
    let chat = Chat::dynamic([]);
    for said in [format!("Please save this token: {RANAROUSSI}"), format!("add my github key `{RANAROUSSI}`")]
    {
        let answer = chat.say(&said);
        assert!(
            answer.contains("GitHub account 'ranaroussi'") || answer.contains("already stored"),
            "{said}: {answer}"
        );
    }
    assert_eq!(chat.accounts(), ["ranaroussi"]);
    assert!(chat.model.asked().is_empty());
    chat.no_token_anywhere();
}

#[test]
fn in_redirect_mode_it_is_cut_out_and_the_message_follows() {
    let chat = Chat::with("  redirect_message: Go to https://portal.example please.\n", "", []);
    let said = chat.say(RANAROUSSI);
    assert!(
        said.starts_with(REMOVED) && said.ends_with("\n\nGo to https://portal.example please."),
        "{said}"
    );
    assert!(!said.contains("say 'add my"), "{said}");
    chat.no_token_anywhere();
}

#[test]
fn a_client_that_keeps_the_conversation_gives_its_token_once_and_sends_it_back_ever_after() {
    let chat = Chat::dynamic([]);
    let mut messages = vec![json!({"role": "user", "content": "Add my GitHub token"})];
    let mut ask = |said: Option<&str>| {
        if let Some(said) = said {
            messages.push(json!({"role": "user", "content": said}));
        }
        let answer =
            post(&chat, "/v1/chat/completions", &[], &json!({"model": "helper", "messages": messages}));
        assert!(!answer.body.contains(CANARY), "{}", answer.body);
        let said = answer.json()["choices"][0]["message"]["content"].as_str().unwrap().to_owned();
        messages.push(json!({"role": "assistant", "content": said}));
        said
    };
    assert!(ask(None).starts_with(WANTED));
    // Its shape is no provider's: only the question before it says what it is.
    assert!(ask(Some("canary5c1f0a9e7b3d-plain-999")).contains("did not accept"));
    assert!(ask(Some(RANAROUSSI)).ends_with("Successfully added GitHub account 'ranaroussi'"));
    assert_eq!(ask(Some("Thank you")), "Hello!");
    assert_eq!(chat.accounts(), ["ranaroussi"]);
    chat.no_token_anywhere();
}

#[test]
fn a_token_on_a_terminal_is_typed_hidden_and_kept_in_no_history() {
    let chat = Chat::dynamic([]);
    let mut terminal = Terminal::start(&chat.home, 100, &["chat", "--user", "alice"]);
    terminal.until("> ");
    terminal.type_in("Add my GitHub token\r");
    terminal.until("Hidden while you type");
    assert!(terminal.echo_is(false));
    terminal.type_in(&format!("{RANAROUSSI}\r"));
    terminal.until("Successfully added GitHub account 'ranaroussi'");
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, echo) = terminal.end();
    assert_eq!((code, echo), (0, true), "{seen}");
    assert!(!seen.contains(CANARY), "{seen}");
    assert_eq!(chat.accounts(), ["ranaroussi"]);
    chat.no_token_anywhere();
}

#[test]
fn what_is_remembered_of_a_message_has_no_token_in_it() {
    let chat = Chat::dynamic([]);
    let said = chat.say(&format!("Remember that I live in Rome and my key is {RANAROUSSI}"));
    assert!(said.starts_with(REMOVED), "{said}");
    until(Duration::from_secs(20), "the model is asked for what to remember, or not at all", || {
        chat.server().admin("/v1/status").status == 200
    });
    chat.no_token_anywhere();
}

//! What a server of the streamable transport may do wrong, and what is told of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{iter, repeat, unfold};
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::Transport;
use rmcp::transport::streamable_http_client::StreamableHttpClient as _;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::super::streamable::Client;
use super::super::transport::plain;
use super::super::{EgressError, HttpTransport, http_transport};
use super::played::{self, Answer, Asked, Played, stalled, streamed, whole};
use super::{KEY, egress, refused};

/// Nothing here waits longer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn message(value: Value) -> ClientJsonRpcMessage {
    serde_json::from_value(value).unwrap()
}

pub(super) fn initialize() -> ClientJsonRpcMessage {
    let info = json!({ "name": "t", "version": "1" });
    let params = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": info });
    message(json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }))
}

pub(super) fn initialized() -> ClientJsonRpcMessage {
    message(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }))
}

pub(super) fn call(id: u64) -> ClientJsonRpcMessage {
    let params = json!({ "name": "echo", "arguments": {} });
    message(json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }))
}

pub(super) fn init_result(id: &Value) -> Value {
    let info = json!({ "name": "played", "version": "1" });
    let result =
        json!({ "protocolVersion": "2025-11-25", "capabilities": { "tools": {} }, "serverInfo": info });
    json!({ "jsonrpc": "2.0", "id": id, "result": result })
}

pub(super) fn call_result(id: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "result": { "content": [{ "type": "text", "text": "done" }] } })
}

/// A server with a session that answers all but calls.
async fn server(calls: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Played {
    Played::start(move |asked| {
        let said = asked.json();
        match (asked.method.as_str(), said["method"].as_str()) {
            ("POST", Some("initialize")) => {
                let head = "content-type: application/json\r\nmcp-session-id: one\r\n";
                whole(200, head, &init_result(&said["id"]).to_string())
            }
            ("POST", Some("notifications/initialized")) => whole(202, "", ""),
            ("DELETE", _) => whole(200, "", ""),
            ("GET", _) => whole(405, "", ""),
            _ => calls(asked),
        }
    })
    .await
}

async fn connected(server: &Played) -> (super::Egress, HttpTransport) {
    let egress = egress(&server.url("/mcp"), &[]).unwrap();
    let mut transport = http_transport(&egress);
    transport.send(initialize()).await.unwrap();
    assert!(matches!(next(&mut transport).await, Some(ServerJsonRpcMessage::Response(_))));
    transport.send(initialized()).await.unwrap();
    (egress, transport)
}

pub(super) async fn next(transport: &mut HttpTransport) -> Option<ServerJsonRpcMessage> {
    timeout(PATIENCE, transport.receive()).await.expect("nothing came")
}

/// What the first message is answered with where all are answered with `answer`.
async fn first(answer: impl Fn() -> Answer + Send + Sync + 'static) -> EgressError {
    let server = Played::start(move |_| answer()).await;
    let mut transport = http_transport(&egress(&server.url("/mcp"), &[]).unwrap());
    refused(timeout(PATIENCE, transport.send(initialize())).await.expect("it hangs"))
}

#[tokio::test]
async fn each_refusal_is_told_as_what_it_is_with_the_servers_words_and_no_live_value() {
    let html = "content-type: text/html\r\n";
    let json = "content-type: application/json\r\n";
    for (status, head, body, code, words) in [
        (
            401,
            "www-authenticate: Bearer realm=\"tools\"\r\n",
            "",
            "egress_unauthorised",
            "Bearer realm=\"tools\"",
        ),
        (401, "", "", "egress_unauthorised", "does not say which"),
        (403, "", "not\u{1b}[31m you", "egress_forbidden", "not [31m you"),
        (429, "retry-after: 7\r\n", "", "egress_rate_limited", "it asks to wait 7 s"),
        (500, "", "", "egress_status", "500: no reason given"),
        (503, html, "<h1>down</h1>\n", "egress_status", "503: <h1>down</h1>"),
        (
            200,
            html,
            "<!doctype html>\n<p>hello",
            "egress_bad_answer",
            "text/html instead of JSON: <!doctype html> <p>hello",
        ),
        (200, "", "x", "egress_bad_answer", "without a media type"),
        (200, json, "{}", "egress_bad_answer", "no message of MCP: {}"),
        (200, json, "[[[[", "egress_bad_answer", "[[[["),
        (
            200,
            "content-type: application/json\r\ncontent-encoding: gzip\r\n",
            "\u{1f}",
            "egress_bad_answer",
            "gzip",
        ),
        (
            200,
            "content-type: text/event-stream\r\ncontent-encoding: br\r\n",
            "",
            "egress_bad_answer",
            "encoding br",
        ),
        (302, "location: http://10.0.0.1/\r\n", "", "egress_redirect", "without a body"),
        (500, json, "{\"error\":\"key-0123456789abcdef\"}", "egress_status", "[REDACTED:KEY]"),
        (401, "www-authenticate: key-0123456789abcdef\r\n", "", "egress_unauthorised", "[REDACTED:KEY]"),
        (200, "content-type: key-0123456789abcdef\r\n", "", "egress_bad_answer", "[REDACTED:KEY]"),
    ] {
        let error = first(move || whole(status, head, body)).await;
        let text = error.to_string();
        assert_eq!(error.code(), code, "{status} {body}: {text}");
        assert!(text.contains(words) && !text.contains(KEY) && !text.contains('\u{1b}'), "{status}: {text}");
    }
    let long = first(|| whole(500, "", &"é".repeat(100_000))).await.to_string();
    assert!(long.chars().count() < 400, "{long}");
}

#[tokio::test]
async fn a_stream_that_wants_a_login_says_so_without_a_live_value_and_cut() {
    for (status, code) in [(401, "egress_unauthorised"), (403, "egress_forbidden")] {
        let head = format!("www-authenticate: Bearer {KEY} {}\r\n", "x".repeat(5000));
        let server = Played::start(move |_| whole(status, &head, "")).await;
        let egress = egress(&server.url("/mcp"), &[]).unwrap();
        let client = Client::new(egress.clone());
        let stream = client.get_stream("".into(), None, None, None, HashMap::new());
        let error = plain(stream.await.err().unwrap(), &egress);
        let text = error.to_string();
        assert_eq!(error.code(), code, "{text}");
        assert!(text.contains("Bearer [REDACTED:KEY] x") && !text.contains(KEY), "{text}");
        assert!(text.chars().count() < 400, "{text}");
    }
}

#[tokio::test]
async fn an_answer_of_100_mb_is_cut_off() {
    let head = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n";
    let error = first(move || stalled(head)).await;
    assert!(matches!(error, EgressError::TooLong { .. }), "told before it came: {error}");
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let error = first(move || {
        let counted = Arc::clone(&counted);
        let piece = Bytes::from(vec![b' '; 1 << 20]);
        streamed(
            "application/json",
            repeat(piece).take(100).inspect(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
            }),
        )
    })
    .await;
    assert!(matches!(error, EgressError::TooLong { limit: 65536, .. }), "{error}");
    assert!(sent.load(Ordering::Relaxed) < 20, "the rest was not taken: {sent:?} MB");
    // 100 MB of an error are neither.
    let error = first(|| {
        let piece = Bytes::from(vec![b'x'; 1 << 20]);
        let head = Bytes::from_static(b"HTTP/1.1 500 X\r\nconnection: close\r\n\r\n");
        Box::pin(iter([head]).chain(repeat(piece).take(100)))
    })
    .await;
    assert!(matches!(error, EgressError::Status { status: 500, .. }), "{error}");
}

type Answers = fn() -> Answer;

const JSON_HEAD: &str = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n";

/// One byte every 50 ms, for a long time.
fn dribble(head: &'static str) -> Answer {
    let drops = unfold(0, |at| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        (at < 1000).then(|| (Bytes::from_static(b" "), at + 1))
    });
    Box::pin(iter([Bytes::from_static(head.as_bytes())]).chain(drops))
}

#[tokio::test]
async fn a_server_that_dribbles_or_says_nothing_has_its_time_and_no_more() {
    let slow: [(Answers, &str); 3] = [
        (|| dribble(JSON_HEAD), "longer than 1 s to send its answer"),
        (|| dribble("HTTP/1.1 200 X\r\nx-slow:"), "longer than 2 s to answer"),
        (|| stalled(""), "longer than 2 s to answer"),
    ];
    for (answer, words) in slow {
        let began = Instant::now();
        let error = first(answer).await;
        assert!(matches!(error, EgressError::Timeout { .. }) && error.to_string().contains(words), "{error}");
        assert!(began.elapsed() < Duration::from_secs(10));
    }
    let endless = "HTTP/1.1 200 X\r\n".to_owned() + &"x-long: y\r\n".repeat(100_000);
    let error = first(move || stalled(&endless)).await;
    assert!(matches!(error, EgressError::Unreachable { .. }), "a head without an end: {error}");
}

#[tokio::test]
async fn a_stream_without_an_end_is_ended_and_the_session_goes_on() {
    let note = json!({ "jsonrpc": "2.0", "method": "notifications/message", "params": { "level": "info", "data": "x" } });
    let event = Bytes::from(format!("data: {note}\n\n"));
    let long = Bytes::from(vec![b'y'; 8 << 10]);
    let server = server(move |asked| match asked.json()["id"].as_u64() {
        Some(1) => streamed("text/event-stream", repeat(event.clone())),
        Some(2) => {
            streamed("text/event-stream", iter([Bytes::from_static(b"data: ")]).chain(repeat(long.clone())))
        }
        _ => played::json(&call_result(&asked.json()["id"])),
    })
    .await;
    let (egress, mut transport) = connected(&server).await;
    for (id, what) in [(1, "an answer in events"), (2, "an event")] {
        transport.send(call(id)).await.unwrap();
        let mut notes = 0;
        let end = loop {
            match next(&mut transport).await.expect("the transport goes on") {
                ServerJsonRpcMessage::Notification(_) => notes += 1,
                other => break other,
            }
        };
        let end = serde_json::to_value(&end).unwrap();
        assert!(end["id"] == id && end["error"].is_object(), "{end}");
        let fault = egress.take_fault().unwrap();
        assert!(
            matches!(&fault, EgressError::TooLong { what: of, .. } if *of == what),
            "{fault} after {notes}"
        );
    }
    transport.send(call(3)).await.unwrap();
    assert!(matches!(next(&mut transport).await, Some(ServerJsonRpcMessage::Response(_))));
    assert!(egress.take_fault().is_none());
}

#[tokio::test]
async fn an_answer_of_many_tiny_values_fails_its_own_call_before_it_is_parsed() {
    let server = server(move |asked| {
        let id = &asked.json()["id"];
        let many = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{"x":[0{}]}}}}"#, ",0".repeat(6000));
        match id.as_u64() {
            Some(1) => whole(200, "content-type: application/json\r\n", &many),
            Some(2) => streamed("text/event-stream", iter([Bytes::from(format!("data: {many}\n\n"))])),
            _ => played::json(&call_result(id)),
        }
    })
    .await;
    let (egress, mut transport) = connected(&server).await;
    let error = transport.send(call(1)).await.unwrap_err().to_string();
    assert!(error.contains("more than 5000 values"), "{error}");
    transport.send(call(2)).await.unwrap();
    let end = serde_json::to_value(next(&mut transport).await.unwrap()).unwrap();
    assert!(end["id"] == 2 && end["error"].is_object(), "{end}");
    let fault = egress.take_fault().unwrap().to_string();
    assert!(fault.contains("more than 5000 values"), "{fault}");
    transport.send(call(3)).await.unwrap();
    assert!(matches!(next(&mut transport).await, Some(ServerJsonRpcMessage::Response(_))));
}

#[tokio::test]
async fn a_server_that_breaks_every_stream_is_not_asked_without_a_pause() {
    let server = Played::start(move |asked| {
        let said = asked.json();
        match asked.method.as_str() {
            "POST" if said["method"] == "initialize" => {
                let head = "content-type: application/json\r\nmcp-session-id: one\r\n";
                whole(200, head, &init_result(&said["id"]).to_string())
            }
            // An event that asks to come back at once, then a chunk that breaks off.
            "GET" => Box::pin(iter([Bytes::from_static(
                b"HTTP/1.1 200 X\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\
                  x: connection: close\r\n\r\n13\r\nid: 1\nretry: 0\ndata\n\r\n7\r\n\r\n",
            )])),
            _ => whole(202, "", ""),
        }
    })
    .await;
    let (_egress, mut transport) = connected(&server).await;
    let waited = timeout(Duration::from_millis(1300), transport.receive()).await;
    assert!(waited.is_err(), "{waited:?}");
    let gets = server.asked().iter().filter(|asked| asked.method == "GET").count();
    assert!((1..=4).contains(&gets), "{gets} streams in 1.3 s");
}

#[tokio::test]
async fn a_session_that_the_server_forgot_is_begun_anew_and_ended_at_the_end() {
    let calls = Arc::new(AtomicUsize::new(0));
    let server = server(move |asked| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => whole(404, "", ""),
        _ => played::json(&call_result(&asked.json()["id"])),
    })
    .await;
    let (_egress, mut transport) = connected(&server).await;
    transport.send(call(1)).await.unwrap();
    assert!(matches!(next(&mut transport).await, Some(ServerJsonRpcMessage::Response(_))));
    transport.close().await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|asked| asked.json()["method"] == "initialize").count(), 2);
    let last = asked.last().unwrap();
    assert!(last.method == "DELETE" && last.header("mcp-session-id") == Some("one"), "{last:?}");
    for asked in &asked {
        assert_eq!(asked.header("authorization"), Some(format!("Bearer {KEY}").as_str()), "{asked:?}");
        assert_eq!(asked.header("x-api-key"), Some(KEY));
        assert_eq!(asked.header("accept-encoding"), Some("identity"));
    }
}

#[tokio::test]
async fn a_question_for_versions_that_is_not_understood_is_answered_for_the_sdk() {
    let meta = json!({ "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { "name": "t", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {} });
    let discover =
        json!({ "jsonrpc": "2.0", "id": 9, "method": "server/discover", "params": { "_meta": meta } });
    let own = json!({ "jsonrpc": "2.0", "id": null, "error": { "code": -32000, "message": "no session" } });
    for (status, head, body, code) in [
        (400, "content-type: application/json\r\n", own.to_string(), -32000),
        (405, "", "no".to_owned(), -32600),
        (404, "content-type: text/html\r\n", "<p>".to_owned(), -32600),
    ] {
        let server = Played::start(move |_| whole(status, head, &body)).await;
        let mut transport = http_transport(&egress(&server.url("/mcp"), &[]).unwrap());
        transport.send(message(discover.clone())).await.unwrap();
        let told = serde_json::to_value(next(&mut transport).await).unwrap();
        assert!(told["id"] == 9 && told["error"]["code"] == code, "{status}: {told}");
    }
}

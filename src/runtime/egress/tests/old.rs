//! The transport of 2024-11-05, and how it is found.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{iter, once, unfold};
use rmcp::ServiceExt;
use rmcp::model::{CallToolRequestParams, ServerJsonRpcMessage};
use rmcp::service::ClientInitializeError;
use rmcp::transport::Transport;
use serde_json::{Value, json};
use tokio::sync::{Mutex, mpsc};

use super::super::{EgressError, SseTransport, http_transport};
use super::answers::{call, call_result, init_result, initialize, initialized};
use super::played::{Asked, Played, streamed, whole};
use super::{KEY, egress, refused};

/// The stream of a session.
type Said = mpsc::UnboundedReceiver<String>;

/// A server of the old transport as it is: it takes messages at the address that it names, with the session in the
/// query, answers them over the stream only, and knows nothing else. It notes what it would not have taken.
struct Old {
    server: Played,
    wrong: Arc<std::sync::Mutex<Vec<String>>>,
}

impl Old {
    async fn start() -> Self {
        let (say, said) = mpsc::unbounded_channel::<String>();
        let said: Arc<Mutex<Said>> = Arc::new(Mutex::new(said));
        let wrong = Arc::<std::sync::Mutex<Vec<String>>>::default();
        let notes = Arc::clone(&wrong);
        let server = Played::start(move |asked| {
            if let Some(fault) = fault(asked) {
                notes.lock().unwrap().push(fault);
            }
            match (asked.method.as_str(), asked.path.as_str()) {
                ("GET", "/sse") => {
                    let hello = once(async {
                        "event: endpoint\ndata: /messages/?session_id=ab12\n\n: ping\n\n".into()
                    });
                    let said = Arc::clone(&said);
                    let events = unfold(said, |said| async move {
                        let message = said.lock().await.recv().await?;
                        Some((Bytes::from(format!("event: message\ndata: {message}\n\n")), said))
                    });
                    streamed("text/event-stream; charset=utf-8", hello.chain(events))
                }
                ("POST", "/messages/?session_id=ab12") => {
                    for answer in answers(&asked.json()) {
                        let _ = say.send(answer.to_string());
                    }
                    whole(202, "", "Accepted")
                }
                _ => whole(405, "allow: GET\r\n", "Method Not Allowed"),
            }
        })
        .await;
        Self { server, wrong }
    }
}

fn answers(said: &Value) -> Vec<Value> {
    match said["method"].as_str() {
        Some("initialize") => vec![init_result(&said["id"])],
        Some("tools/call") => {
            let note = json!({ "jsonrpc": "2.0", "method": "notifications/message", "params": { "level": "info", "data": "on it" } });
            vec![note, call_result(&said["id"])]
        }
        _ => Vec::new(),
    }
}

/// What such a server would answer with an error.
fn fault(asked: &Asked) -> Option<String> {
    let accepts = asked.header("accept").unwrap_or_default();
    let wrong = match asked.method.as_str() {
        _ if asked.header("authorization") != Some(&format!("Bearer {KEY}")) => "not signed in",
        "GET" if !accepts.contains("text/event-stream") => "events are not accepted",
        "POST" if asked.header("content-type") != Some("application/json") => "no JSON",
        "POST" if asked.json()["jsonrpc"] != "2.0" => "no JSON-RPC",
        _ => return None,
    };
    Some(format!("{wrong}: {asked:?}"))
}

#[tokio::test]
async fn an_old_server_is_found_where_the_first_message_is_refused_and_serves_as_any_other() {
    let old = Old::start().await;
    let egress = egress(&old.server.url("/sse"), &[]).unwrap();
    let client = ().serve(http_transport(&egress)).await.unwrap();
    let all = (0..8).map(|_| client.call_tool(CallToolRequestParams::new("echo")));
    for answer in futures_util::future::join_all(all).await {
        assert_eq!(answer.unwrap().content.len(), 1);
    }
    client.cancel().await.unwrap();
    assert_eq!(*old.wrong.lock().unwrap(), Vec::<String>::new());
    let methods: Vec<String> = old.server.asked().iter().map(|asked| asked.method.clone()).collect();
    assert_eq!(methods[..3], ["POST", "GET", "POST"], "first as a server of today is asked");
}

#[tokio::test]
async fn the_old_transport_alone_asks_for_the_stream_first() {
    let old = Old::start().await;
    let egress = egress(&old.server.url("/sse"), &[]).unwrap();
    let mut transport = SseTransport::connect(&egress).await.unwrap();
    transport.send(initialize()).await.unwrap();
    assert!(matches!(transport.receive().await, Some(ServerJsonRpcMessage::Response(_))));
    transport.send(initialized()).await.unwrap();
    transport.send(call(1)).await.unwrap();
    assert!(matches!(transport.receive().await, Some(ServerJsonRpcMessage::Notification(_))));
    assert!(matches!(transport.receive().await, Some(ServerJsonRpcMessage::Response(_))));
    transport.close().await.unwrap();
    assert!(transport.receive().await.is_none());
    assert_eq!(refused(transport.send(call(2)).await).code(), "egress_closed");
    assert_eq!(old.server.asked()[0].method, "GET");
}

/// What a stream that begins with `events` is told to be, and whatever else was asked.
async fn begun_with(events: &'static str) -> (EgressError, Vec<Asked>) {
    let server =
        Played::start(move |_| streamed("text/event-stream", iter([Bytes::from_static(events.as_bytes())])))
            .await;
    let error = refused(SseTransport::connect(&egress(&server.url("/sse"), &[]).unwrap()).await);
    (error, server.asked())
}

#[tokio::test]
async fn an_address_for_messages_on_another_host_gets_none() {
    let trap = Played::silent().await;
    let foreign: &'static str = format!("event: endpoint\ndata: {}\n\n", trap.url("/messages?key=1")).leak();
    for events in [
        foreign,
        "event: endpoint\ndata: https://other.example/messages?key=1\n\n",
        "event: endpoint\ndata: //169.254.169.254/latest\n\n",
        "event: endpoint\ndata: file:///etc/passwd\n\n",
    ] {
        let (error, asked) = begun_with(events).await;
        assert!(error.to_string().contains("an address for messages on another host"), "{error}");
        assert!(!error.to_string().contains("key=1") && asked.len() == 1);
    }
    for (events, words) in [
        ("event: message\ndata: {}\n\n", "does not name"),
        ("", "ends before"),
        ("event: endpoint\n\n", "ends before"),
        ("event: endpoint\ndata: http://[\n\n", "cannot be read"),
    ] {
        assert!(begun_with(events).await.0.to_string().contains(words), "{events}");
    }
    assert_eq!(trap.connections().await, 0);
}

#[tokio::test]
async fn the_address_that_a_stream_names_is_told_without_a_live_value_and_cut() {
    let long = "x".repeat(5000);
    let events = format!("event: endpoint\ndata: https://other.example/{KEY}/{long}\n\n").leak();
    let text = begun_with(events).await.0.to_string();
    assert!(text.contains("[REDACTED:KEY]") && !text.contains(KEY), "{text}");
    assert!(text.chars().count() < 450, "{text}");
}

#[tokio::test]
async fn a_stream_that_names_nothing_has_its_time() {
    let server = Played::start(|_| streamed("text/event-stream", futures_util::stream::pending())).await;
    let error = refused(SseTransport::connect(&egress(&server.url("/sse"), &[]).unwrap()).await);
    assert!(error.to_string().contains("longer than 1 s to name the address"), "{error}");
}

#[tokio::test]
async fn a_stream_that_breaks_or_floods_ends_the_transport_with_its_reason() {
    let long = "x".repeat(70_000);
    for (rest, code) in [(format!("data: {long}"), Some("egress_too_long")), ("data: half".to_owned(), None)]
    {
        let server = Played::start(move |asked| match asked.method.as_str() {
            "GET" => {
                let events = format!("event: endpoint\ndata: /m\n\ndata: no message\n\ndata: [1]\n\n{rest}");
                streamed("text/event-stream", iter([Bytes::from(events)]))
            }
            _ => whole(202, "", ""),
        })
        .await;
        let egress = egress(&server.url("/sse"), &[]).unwrap();
        let mut transport = SseTransport::connect(&egress).await.unwrap();
        assert!(transport.receive().await.is_none());
        assert_eq!(egress.take_fault().map(|fault| fault.code()), code);
    }
}

#[tokio::test]
async fn a_server_that_speaks_neither_is_told_with_what_it_said_to_both() {
    let server = Played::start(|asked| match asked.method.as_str() {
        "POST" => whole(404, "content-type: text/html\r\n", "<p>nothing here"),
        _ => whole(200, "content-type: text/html\r\n", "<p>a home page"),
    })
    .await;
    let egress = egress(&server.url("/"), &[]).unwrap();
    let error = ().serve(http_transport(&egress)).await.err().unwrap();
    let ClientInitializeError::TransportError { error, .. } = error else { panic!("{error}") };
    let text = error.error.to_string();
    let own = error.error.downcast_ref::<EgressError>().expect("our own error");
    assert_eq!(own.code(), "egress_no_mcp");
    assert!(
        text.contains("404: <p>nothing here") && text.contains("text/html instead of JSON: <p>a home page"),
        "{text}"
    );
}

#[tokio::test]
async fn a_refusal_of_another_kind_is_no_reason_to_look_for_the_old_transport() {
    for status in [401, 403, 429, 500] {
        let server = Played::start(move |_| whole(status, "", "")).await;
        let mut transport = http_transport(&egress(&server.url("/mcp"), &[]).unwrap());
        assert!(transport.send(initialize()).await.is_err());
        assert!(transport.receive().await.is_none());
        assert_eq!(server.asked().len(), 1, "{status}");
    }
}

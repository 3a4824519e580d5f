//! The MCP client with real programs behind real walls: what servers offer, and calling it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use muxi::formation::model::ToolFilter;
use muxi::runtime::mcp::{CallOptions, Fixed, Link, McpError, ServerState, ToolContent};
use serde_json::{Value, json};

use crate::support::{Tools, call, object, text_of, until_async};

/// How far, of how much, and what is said of it.
type Heard = (f64, Option<f64>, Option<String>);

const MANY: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_reached_listed_and_called() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    servers.start();
    let state = server.settled(MANY).await;
    assert!(matches!(state, ServerState::Ready), "{state:?}\n{}", tools.said("one"));
    let offered = server.tools();
    let echo = offered.iter().find(|tool| tool.name == "echo").unwrap();
    assert!(echo.read_only && echo.destructive == Some(false));
    assert_eq!(text_of(&server, "echo", json!({"text": "hello"})).await, "hello");
    let sum = call(&server, "add", json!({"a": 1, "b": 2})).await.unwrap();
    assert_eq!(sum.structured, Some(json!({"sum": 3})));
    assert!(call(&server, "fails", json!({})).await.unwrap().failed);
    assert_eq!(call(&server, "none", json!({})).await, Err(McpError::NoTool("none".to_owned())));
    let facts = server.facts();
    assert_eq!(facts.protocol, "2025-11-25");
    assert_eq!(facts.implementation, Some(("played".to_owned(), "1".to_owned())));
    assert_eq!(facts.instructions.as_deref(), Some("Use it well."));
    assert!(facts.process.is_some() && facts.walls.is_some());
    servers.stop().await;
    assert!(matches!(server.state(), ServerState::Stopped));
    let stopped = call(&server, "echo", json!({"text": "x"})).await.unwrap_err();
    assert_eq!(stopped, McpError::NotRunning("stopped"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_the_stateless_protocol_is_found_out_and_called() {
    let tools = Tools::default();
    let (servers, server) = tools.one("stateless");
    assert_eq!(text_of(&server, "echo", json!({"text": "hello"})).await, "hello");
    assert_eq!(server.facts().protocol, "2026-07-28");
    assert!(!tools.file("one", "seen.jsonl").contains("\"initialize\""));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_servers_that_die_of_or_hang_at_the_first_question_are_reached_soon() {
    let tools = Tools::default();
    for (id, mode) in [("dies", "dies_on_discover"), ("hangs", "hangs_on_discover")] {
        let begin = Instant::now();
        let servers = tools.servers(vec![tools.spec(id, mode, &[])]);
        let server = servers.get(id).unwrap();
        assert_eq!(text_of(server, "echo", json!({"text": mode})).await, mode);
        assert!(begin.elapsed() < Duration::from_secs(9), "{mode}: {:?}", begin.elapsed());
        servers.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_slowly_is_waited_for_in_the_background() {
    let tools = Tools::default();
    let (servers, server) = tools.one("slow_start");
    servers.start();
    let begin = Instant::now();
    let state = server.settled(Duration::from_millis(200)).await;
    assert!(matches!(state, ServerState::Starting), "{state:?}");
    assert!(begin.elapsed() < Duration::from_secs(2));
    // Who gives up meanwhile does not take the connection along.
    let hasty = CallOptions { timeout: Some(Duration::from_millis(100)), ..CallOptions::default() };
    let late = server.call("echo", object(json!({"text": "x"})), hasty).await;
    assert_eq!(late, Err(McpError::Timeout(1)));
    assert_eq!(text_of(&server, "echo", json!({"text": "at last"})).await, "at last");
    assert_eq!(tools.file("one", "starts").lines().count(), 1);
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_are_no_messages_are_skipped_and_said() {
    let tools = Tools::default();
    let (servers, server) = tools.one("banner");
    assert_eq!(text_of(&server, "echo", json!({"text": "hello"})).await, "hello");
    assert!(tools.said("one").contains("Noise(\"Welcome to the played server!\")"), "{}", tools.said("one"));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_run_side_by_side_over_one_connection() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    text_of(&server, "echo", json!({"text": "there"})).await;
    let begin = Instant::now();
    let slow = (0..8).map(|_| text_of(&server, "slow", json!({"seconds": 0.5})));
    futures_util::future::join_all(slow).await;
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert_eq!(tools.file("one", "starts").lines().count(), 1);
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_dropped_or_takes_too_long_is_cancelled_at_the_server() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    text_of(&server, "echo", json!({"text": "there"})).await;
    let short = CallOptions { timeout: Some(Duration::from_millis(200)), ..CallOptions::default() };
    let late = server.call("slow", object(json!({"seconds": 60})), short).await;
    assert_eq!(late, Err(McpError::Timeout(1)));
    tools.until("one", "cancelled", |text| text.lines().count() == 1).await;
    let other = server.clone();
    let task = tokio::spawn(async move { call(&other, "slow", json!({"seconds": 60})).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    task.abort();
    tools.until("one", "cancelled", |text| text.lines().count() == 2).await;
    assert_eq!(text_of(&server, "echo", json!({"text": "still here"})).await, "still here");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_reaches_who_called_and_nobody_else() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    let heard = Arc::<Mutex<Vec<Heard>>>::default();
    let sink = Arc::clone(&heard);
    let options = CallOptions {
        progress: Some(Arc::new(move |at| {
            sink.lock().unwrap().push((at.progress, at.total, at.message));
        })),
        ..CallOptions::default()
    };
    server.call("progress", object(json!({"steps": 5})), options).await.unwrap();
    let first = heard.lock().unwrap().clone();
    assert!(first.len() >= 4 && first[0] == (1.0, Some(5.0), Some("step 1".to_owned())), "{first:?}");
    assert!(first.windows(2).all(|two| two[0].0 < two[1].0), "{first:?}");
    // What another call tells is not for who called before.
    call(&server, "progress", json!({"steps": 2})).await.unwrap();
    text_of(&server, "echo", json!({"text": "all of it came"})).await;
    let all = heard.lock().unwrap().clone();
    assert!(all.iter().all(|(_, total, _)| *total == Some(5.0)), "{all:?}");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_that_come_later_are_there_without_a_restart() {
    // Of the stateless protocol, only to who listens.
    for mode in ["", "stateless"] {
        let tools = Tools::default();
        let (servers, server) = tools.one(mode);
        text_of(&server, "echo", json!({"text": "there"})).await;
        if mode == "stateless" {
            tools.until("one", "seen.jsonl", |seen| seen.contains("subscriptions/listen")).await;
        }
        text_of(&server, "change", json!({})).await;
        let is_new = async || server.tools().iter().any(|tool| tool.name == "new");
        until_async(MANY, &format!("{mode}: the new tool does not come"), is_new).await;
        assert_eq!(tools.file("one", "starts").lines().count(), 1);
        servers.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_and_parameters_of_the_declaration_hold_against_the_model() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "", &[]);
    spec.tools =
        ToolFilter { allow: Some(vec!["arg*".to_owned(), "e*".to_owned()]), deny: vec!["env".to_owned()] };
    spec.parameters = vec![("team".to_owned(), Fixed::Text("acme".into()))];
    let servers = tools.servers(vec![spec]);
    let server = servers.get("one").unwrap();
    let got = text_of(server, "arguments", json!({"text": "hi", "team": "evil"})).await;
    assert_eq!(serde_json::from_str::<Value>(&got).unwrap(), json!({"team": "acme", "text": "hi"}));
    let names: Vec<String> = server.tools().iter().map(|tool| tool.name.clone()).collect();
    assert_eq!(names, ["echo", "arguments"]);
    let shown = server.tools()[1].input_schema.to_string();
    assert!(!shown.contains("team"), "{shown}");
    assert_eq!(call(server, "env", json!({})).await, Err(McpError::NoTool("env".to_owned())));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn resources_and_prompts_are_listed_and_read() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    assert_eq!(server.resources().await.unwrap()[0].uri, "note://1");
    assert_eq!(server.templates().await.unwrap()[0].uri_template, "note://{id}");
    let read = server.read_resource("note://1").await.unwrap();
    assert_eq!(read, [ToolContent::Resource { uri: "note://1".to_owned(), text: Some("hello".to_owned()) }]);
    assert!(server.prompts().await.unwrap()[0].arguments[0].required);
    let prompt = server.prompt("greet", object(json!({"who": "Ann"}))).await.unwrap();
    assert_eq!(prompt[0].content, Some(ToolContent::Text("Hello Ann".to_owned())));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_asks_for_a_model_a_password_or_directories_gets_none() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    let got: Value = serde_json::from_str(&text_of(&server, "ask", json!({})).await).unwrap();
    let of = |id: &str| got.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(of("s1")["error"]["code"], -32601);
    assert_eq!(of("e1")["result"]["action"], "decline");
    assert_eq!(of("r1")["result"]["roots"], json!([]));
    servers.stop().await;
    // But for the directory that the formation names.
    let mut spec = tools.spec("two", "", &[]);
    if let Ok(Link::Program(program)) = &mut spec.link {
        program.own_directory = true;
    }
    let servers = tools.servers(vec![spec]);
    let got = text_of(servers.get("two").unwrap(), "ask", json!({})).await;
    let root = format!("file://{}/", tools.home.formation().canonicalize().unwrap().display());
    assert!(got.contains(&root), "{got}");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_servers_start_side_by_side() {
    let tools = Tools::default();
    let ids: Vec<String> = (0..10).map(|n| format!("s{n}")).collect();
    let servers = tools.servers(ids.iter().map(|id| tools.spec(id, "slow_start", &[])).collect());
    let begin = Instant::now();
    servers.start();
    for server in servers.all() {
        let state = server.settled(MANY).await;
        assert!(matches!(state, ServerState::Ready), "{state:?}");
    }
    // Each takes 3 s by itself.
    assert!(begin.elapsed() < Duration::from_secs(15), "{:?}", begin.elapsed());
    let begin = Instant::now();
    servers.stop().await;
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_an_end_has_one_here() {
    let tools = Tools::default();
    let (servers, server) = tools.one("long_list");
    servers.start();
    let state = server.settled(MANY).await;
    assert!(matches!(state, ServerState::Ready), "{state:?}");
    assert_eq!(server.tools().len(), 200);
    let said = tools.said("one");
    assert!(
        said.contains(r#"Dropped("the tools after \"t199\": a server has no more than 200 pages of them")"#),
        "{said}"
    );
    servers.stop().await;
}

//! The MCP client with servers that end, hang, lie and flood.

use std::time::{Duration, Instant};

use muxi::runtime::mcp::{McpError, Server, ServerState, Watch};
use muxi::support::secret::SecretBytes;
use serde_json::json;

use crate::support::{Tools, call, lives, text_of, until_async};

const MANY: Duration = Duration::from_secs(20);

async fn until(server: &Server, fits: impl Fn(&ServerState) -> bool) -> ServerState {
    let mut state = server.state();
    until_async(MANY, "the state that is waited for", async || {
        state = server.state();
        fits(&state)
    })
    .await;
    state
}

/// Whether the process lives that the tool `pid` told of.
fn runs(pid: &str) -> bool {
    lives(pid.trim().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_in_a_call_says_why_and_is_there_for_the_next_one() {
    let tools = Tools::default();
    tools.redactor.add("TOKEN", &SecretBytes::from("hunter2-hunter2"));
    let servers = tools.servers(vec![tools.spec("one", "", &[("TOKEN", "hunter2-hunter2")])]);
    let server = servers.get("one").unwrap();
    let error = call(server, "crash", json!({})).await.unwrap_err();
    let McpError::Ended { how, stderr } = &error else { panic!("{error:?}") };
    assert_eq!((how.as_str(), stderr.as_str()), ("exit code 7", "out of cheese, token [REDACTED:TOKEN]"));
    assert_eq!(server.stderr(), *stderr);
    assert_eq!(text_of(server, "echo", json!({"text": "again"})).await, "again");
    assert_eq!(tools.file("one", "starts").lines().count(), 2);
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_dead_at_the_start_is_tried_five_times_and_then_left_alone_until_restarted() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "dies", &[]);
    spec.retry_delay = Some(Duration::from_millis(20));
    let servers = tools.servers(vec![spec, tools.spec("two", "", &[])]);
    let (server, other) = (servers.get("one").unwrap(), servers.get("two").unwrap());
    servers.start();
    let state = until(server, |state| matches!(state, ServerState::Failed(_))).await;
    let error = state.error().unwrap().to_string();
    assert_eq!(error, "its program ended (exit code 3); it said: no configuration");
    // The first time also without the question that might have been too much for it.
    assert_eq!(tools.file("one", "starts").lines().count(), 6);
    let error = call(server, "echo", json!({"text": "x"})).await.unwrap_err();
    assert_eq!(error.code(), "MCP_NOT_RUNNING");
    assert_eq!(text_of(other, "echo", json!({"text": "untouched"})).await, "untouched");
    server.restart().await;
    until(server, |state| matches!(state, ServerState::Failed(_))).await;
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_up_at_last_is_ready_without_anybody_asking() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "dies_often", &[]);
    spec.retry_delay = Some(Duration::from_millis(20));
    let servers = tools.servers(vec![spec]);
    servers.start();
    until(servers.get("one").unwrap(), |state| matches!(state, ServerState::Ready)).await;
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_is_closed_and_opened_again_for_the_next_call() {
    let tools = Tools::default();
    for (id, idle) in [("never", 0), ("short", 300)] {
        let mut spec = tools.spec(id, "", &[]);
        spec.idle = Duration::from_millis(idle);
        let servers = tools.servers(vec![spec]);
        let server = servers.get(id).unwrap();
        let first = text_of(server, "pid", json!({})).await;
        until_async(MANY, "its first process still runs", async || !runs(&first)).await;
        assert!(matches!(server.state(), ServerState::Ready));
        assert!(!server.tools().is_empty() && server.facts().process.is_none());
        assert_ne!(text_of(server, "pid", json!({})).await, first);
        servers.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_answers_nothing_is_down_in_time() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "never", &[]);
    spec.timeout = Duration::from_secs(1);
    let servers = tools.servers(vec![spec]);
    let server = servers.get("one").unwrap();
    let begin = Instant::now();
    let error = call(server, "echo", json!({"text": "x"})).await.unwrap_err();
    assert_eq!(error, McpError::Timeout(1));
    let state = until(server, |state| !matches!(state, ServerState::Starting)).await;
    assert_eq!(state.error().unwrap().code(), "MCP_TIMEOUT");
    assert!(begin.elapsed() < Duration::from_secs(15), "{:?}", begin.elapsed());
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_that_never_answers_ends_its_own_call_only() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "", &[]);
    spec.timeout = Duration::from_secs(2);
    let servers = tools.servers(vec![spec]);
    let server = servers.get("one").unwrap();
    text_of(server, "echo", json!({"text": "there"})).await;
    let (never, echo) = tokio::join!(
        call(server, "never", json!({})),
        text_of(server, "echo", json!({"text": "meanwhile"})),
    );
    assert_eq!((never, echo.as_str()), (Err(McpError::Timeout(2)), "meanwhile"));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_message_is_the_end_of_the_connection_and_not_of_the_server() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    let error = call(&server, "half", json!({})).await.unwrap_err();
    assert_eq!(error.to_string(), "its program ended (exit code 0)");
    assert_eq!(text_of(&server, "echo", json!({"text": "again"})).await, "again");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_100_mb_is_refused_by_its_size_and_costs_nobody_else_anything() {
    let tools = Tools::default();
    let (servers, server) = tools.one("");
    text_of(&server, "echo", json!({"text": "there"})).await;
    let pid = text_of(&server, "pid", json!({})).await;
    let (big, small) = tokio::join!(
        call(&server, "big", json!({"bytes": 100_000_000})),
        text_of(&server, "slow", json!({"seconds": 0.1})),
    );
    assert_eq!(big, Err(McpError::TooLarge(8 << 20)));
    assert_eq!(small, "done");
    // The connection is the same one.
    assert_eq!(text_of(&server, "pid", json!({})).await, pid);
    let large = text_of(&server, "big", json!({"bytes": 7_000_000})).await;
    assert_eq!(large.len(), 7_000_000);
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_lines_that_are_no_messages_ends_the_connection() {
    let tools = Tools::default();
    let servers = tools.servers(vec![tools.spec("noise", "noise", &[]), tools.spec("two", "", &[])]);
    let (noise, other) = (servers.get("noise").unwrap(), servers.get("two").unwrap());
    servers.start();
    let error = call(noise, "echo", json!({"text": "x"})).await.unwrap_err();
    assert_eq!(error.code(), "MCP_PROTOCOL", "{error}");
    let error = call(other, "flood", json!({})).await.unwrap_err();
    assert!(error.to_string().contains("floods its standard output"), "{error}");
    assert_eq!(text_of(other, "echo", json!({"text": "again"})).await, "again");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_want_to_end_is_ended_with_the_others_in_time() {
    let tools = Tools::default();
    let servers = tools.servers(vec![tools.spec("deaf", "deaf_end", &[]), tools.spec("two", "", &[])]);
    let mut pids = Vec::new();
    for server in servers.all() {
        pids.push(text_of(server, "pid", json!({})).await);
    }
    let begin = Instant::now();
    servers.stop().await;
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert!(pids.iter().all(|pid| !runs(pid)), "{pids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_of_one_server_never_share_a_home() {
    // Let go after a call, or still on its way, when it is restarted twice.
    for (id, mode) in [("idle", "deaf_end"), ("early", "deaf_end,slow_start")] {
        let tools = Tools::default();
        let mut spec = tools.spec(id, mode, &[]);
        spec.idle = Duration::ZERO;
        let servers = tools.servers(vec![spec]);
        let server = servers.get(id).unwrap();
        if id == "idle" {
            text_of(server, "pid", json!({})).await;
        } else {
            server.start();
        }
        let first = tools.until(id, "starts", |text| text.ends_with('\n')).await;
        let (again, twice) = (server.clone(), server.clone());
        let again = tokio::spawn(async move { again.restart().await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let twice = tokio::spawn(async move { twice.restart().await });
        tools.until(id, "starts", |text| text.lines().count() >= 2).await;
        assert!(!runs(first.trim()), "{id}: {first} still runs");
        again.await.unwrap();
        twice.await.unwrap();
        assert!(matches!(server.settled(MANY).await, ServerState::Ready), "{id}: {:?}", server.state());
        servers.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_watched_and_hangs_is_started_again() {
    let tools = Tools::default();
    let watch =
        Watch { interval: Duration::from_millis(100), timeout: Duration::from_millis(500), failures: 2 };
    let servers = tools.watched(vec![tools.spec("one", "", &[])], Some(watch));
    let server = servers.get("one").unwrap();
    let pid = text_of(server, "pid", json!({})).await;
    let raw = rustix::process::Pid::from_raw(pid.parse().unwrap()).unwrap();
    rustix::process::kill_process(raw, rustix::process::Signal::STOP).unwrap();
    tools.until("one", "starts", |text| text.lines().count() >= 2).await;
    assert_ne!(text_of(server, "pid", json!({})).await, pid);
    assert!(!runs(&pid));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_look_is_answered_is_told_as_an_answer_and_without_secrets() {
    let tools = Tools::default();
    tools.redactor.add("TOKEN", &SecretBytes::from("hunter2-hunter2"));
    let watch = Watch { interval: Duration::from_millis(100), timeout: Duration::from_secs(10), failures: 2 };
    let spec = tools.spec("one", "list_once", &[("TOKEN", "hunter2-hunter2")]);
    let servers = tools.watched(vec![spec], Some(watch));
    servers.start();
    // It is started again, as it would be after any other failure of what was there.
    tools.until("one", "starts", |text| text.lines().count() >= 2).await;
    let said = tools.said("one");
    let wanted = "Down(Answer { code: -32603, message: \"no list for [REDACTED:TOKEN]\" })";
    assert!(said.contains(wanted) && !said.contains("hunter2"), "{said}");
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_not_there_is_named_and_found_once_it_is() {
    let tools = Tools::default();
    let mut spec = tools.spec("one", "", &[]);
    if let Ok(muxi::runtime::mcp::Link::Program(program)) = &mut spec.link {
        program.command = "./later".to_owned();
        program.args = vec!["server.py".to_owned()];
    }
    let servers = tools.servers(vec![spec]);
    let server = servers.get("one").unwrap();
    let error = call(server, "echo", json!({"text": "x"})).await.unwrap_err();
    assert_eq!(error.code(), "MCP_START");
    assert!(error.to_string().contains("later") && error.hint().is_some(), "{error}");
    crate::place::write_script(&tools.home.formation().join("later"), "#!/bin/sh\nexec python3 \"$@\"\n");
    assert_eq!(text_of(server, "echo", json!({"text": "found"})).await, "found");
    servers.stop().await;
}

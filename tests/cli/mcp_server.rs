//! `/mcp` of a running formation, through the SDK's own client, and by hand where that client is too polite.

use std::collections::HashMap;
use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rmcp::model::{
    CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest, ProgressNotificationParam,
    ProtocolVersion, ReadResourceRequestParams, ResourceContents,
};
use rmcp::service::{
    ClientLifecycleMode, ClientServiceExt as _, NotificationContext, PeerRequestOptions, RoleClient,
    RunningService,
};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{ClientHandler, ErrorData, ServiceError};
use serde_json::{Value, json};

use crate::support::{Home, Reply, Response, Server, Talk, request, request_raw, until_async};

/// A client that remembers what it is told on the way.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<(f64, String)>>>);

impl Heard {
    /// In the order of the steps: the client hands each on in a task of its own, beside the answer.
    fn all(&self) -> String {
        let mut all = self.0.lock().unwrap().clone();
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        all.into_iter().map(|(_, text)| text).collect()
    }

    /// The same as soon as it is this, and after 10 s in any case.
    async fn as_soon_as(&self, whole: &str) -> String {
        for _ in 0..500 {
            if self.all() == whole {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.all()
    }
}

impl ClientHandler for Heard {
    async fn on_progress(&self, told: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        self.0.lock().unwrap().push((told.progress, told.message.unwrap_or_default()));
    }
}

type Client = RunningService<RoleClient, Heard>;

fn run<T>(test: impl Future<Output = T>) -> T {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let done = tokio.block_on(async { tokio::time::timeout(Duration::from_mins(1), test).await });
    tokio.shutdown_background();
    done.expect("within a minute")
}

/// How long something may take that comes by itself.
const SOON: Duration = Duration::from_secs(10);

const HANDSHAKE: ClientLifecycleMode = ClientLifecycleMode::Initialize;

fn without_sessions() -> ClientLifecycleMode {
    ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] }
}

async fn connect(server: &Server, user: &str, how: ClientLifecycleMode) -> (Client, Heard) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let config = StreamableHttpClientTransportConfig::with_uri(format!("http://{}/mcp", server.address()));
    let headers = HashMap::from([("x-muxi-user-id".parse().unwrap(), user.parse().unwrap())]);
    let config = config.auth_header(server.client.as_str()).custom_headers(headers);
    let heard = Heard::default();
    let transport = StreamableHttpClientTransport::with_client(http, config);
    let client = heard.clone().serve_with_lifecycle(transport, how).await.expect("it connects");
    (client, heard)
}

fn call_of(tool: &str, arguments: Value) -> CallToolRequestParams {
    let Value::Object(arguments) = arguments else { panic!("an object") };
    CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments)
}

async fn call(client: &Client, tool: &str, arguments: Value) -> CallToolResult {
    client.call_tool(call_of(tool, arguments)).await.unwrap_or_else(|e| panic!("{tool}: {e}"))
}

fn texts(result: &CallToolResult) -> String {
    let texts = result.content.iter().filter_map(|block| block.as_text());
    texts.map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn data(result: &CallToolResult) -> &Value {
    assert_ne!(result.is_error, Some(true), "{}", texts(result));
    result.structured_content.as_ref().expect("data")
}

#[test]
fn the_client_operations_are_listed_with_what_they_take_give_and_do() {
    let talk = Talk::start("", []);
    run(async {
        let (client, _) = connect(talk.server(), "alice", HANDSHAKE).await;
        let tools = client.list_all_tools().await.unwrap();
        let names: Vec<&str> = tools.iter().map(|tool| tool.name.as_ref()).collect();
        // No model writes recordings down here, so there is no audiochat.
        assert_eq!(
            names,
            [
                "chat",
                "list_sessions",
                "get_session",
                "get_session_messages",
                "list_requests",
                "get_request_status",
                "cancel_request",
                "list_artifacts",
                "get_artifact_metadata",
                "download_artifact_content",
                "get_artifact_versions",
                "search_memories",
                "get_memory_provenance",
                "create_memory",
                "delete_memory",
                "ingest_memories_batch",
                "get_ingestion_status",
                "get_history",
                "get_buffer_memory",
                "clear_buffer_memory",
                "clear_session_buffer",
                "list_credential_services",
                "list_credentials",
                "get_credential",
                "delete_credential",
                "lookup_user",
                "get_user_identifiers",
                "resolve_user",
                "health",
            ]
        );
        let tool = |name: &str| serde_json::to_value(tools.iter().find(|t| t.name == name).unwrap()).unwrap();
        assert_eq!(tool("chat")["inputSchema"]["required"], json!(["message"]));
        assert!(tool("chat")["description"].as_str().unwrap().contains("- assistant: "), "{}", tool("chat"));
        let does = |name: &str| {
            let hints = &tool(name)["annotations"];
            (hints["readOnlyHint"].clone(), hints["destructiveHint"].clone())
        };
        assert_eq!(does("chat"), (json!(false), json!(false)));
        assert_eq!(does("get_session"), (json!(true), Value::Null));
        assert_eq!(does("cancel_request"), (json!(false), json!(true)));
        for tool in &tools {
            assert!(tool.output_schema.is_some() && tool.title.is_some(), "{}", tool.name);
        }
    });
}

#[test]
fn a_chat_is_heard_as_it_comes_and_is_a_session_and_a_resource_then() {
    let talk = Talk::start("", [Reply::Text(&["Hello, ", "Alice."]), Reply::Text(&["Again."])]);
    run(async {
        let (client, heard) = connect(talk.server(), "alice", HANDSHAKE).await;
        let answer = call(&client, "chat", json!({"message": "Hi", "session_id": "s"})).await;
        assert_eq!(data(&answer)["message"]["content"], "Hello, Alice.");
        assert_eq!(data(&answer)["session_id"], "s");
        assert!(texts(&answer).starts_with("Hello, Alice.\n{\"session_id\":\"s\""), "{}", texts(&answer));
        assert_eq!(heard.as_soon_as("Hello, Alice.").await, "Hello, Alice.");
        let sessions = call(&client, "list_sessions", json!({"limit": 5})).await;
        assert_eq!(data(&sessions)["sessions"][0]["session_id"], "s");
        let messages = call(&client, "get_session_messages", json!({"session_id": "s"})).await;
        let roles: Vec<&Value> =
            data(&messages)["messages"].as_array().unwrap().iter().map(|m| &m["role"]).collect();
        assert_eq!(roles, ["user", "assistant"]);
        // The data is that of the API, so that programs can change from one to the other.
        let api = talk.server().get("/v1/sessions/s/messages", "alice").json();
        assert_eq!(data(&messages), &api["data"]);
        let listed = client.list_all_resources().await.unwrap();
        assert_eq!(listed[0].uri, "muxi://sessions/s");
        let read = client.read_resource(ReadResourceRequestParams::new("muxi://sessions/s")).await.unwrap();
        let ResourceContents::TextResourceContents { text, .. } = &read.contents[0] else { panic!("a text") };
        assert!(text.contains("Hello, Alice."), "{text}");
        let (stranger, _) = connect(talk.server(), "bob", HANDSHAKE).await;
        assert!(stranger.list_all_resources().await.unwrap().is_empty());
        assert!(stranger.read_resource(ReadResourceRequestParams::new("muxi://sessions/s")).await.is_err());
    });
}

#[test]
fn a_memory_that_is_deleted_is_recorded_with_its_user_as_over_the_api() {
    let talk = Talk::start("", []);
    run(async {
        let (client, _) = connect(talk.server(), "alice", HANDSHAKE).await;
        let kept = call(&client, "create_memory", json!({"content": "likes tea"})).await;
        let id = data(&kept)["id"].clone();
        assert_eq!(data(&call(&client, "delete_memory", json!({"memory_id": id})).await)["deleted"], true);
        let gone = call(&client, "delete_memory", json!({"memory_id": id})).await;
        assert!(texts(&gone).contains("RESOURCE_NOT_FOUND"), "{}", texts(&gone));
        let who = call(&client, "lookup_user", json!({"identifier": "alice"})).await;
        let found = talk.server().admin("/v1/audit?action=memory.delete").json();
        let records = found["data"]["entries"].as_array().unwrap();
        let outcomes: Vec<&str> = records.iter().map(|r| r["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["begun", "done", "begun", "failed"], "{found}");
        for record in records {
            assert_eq!((&record["resource"], &record["actor"]["key"]), (&id, &json!("client")), "{found}");
            assert_eq!(record["actor"]["user"], data(&who)["muxi_user_id"], "{found}");
        }
    });
}

#[test]
fn a_client_without_sessions_is_served_too() {
    let talk = Talk::start("", [Reply::Text(&["One ", "answer."])]);
    run(async {
        let (client, heard) = connect(talk.server(), "alice", without_sessions()).await;
        assert_eq!(client.list_all_tools().await.unwrap().len(), 29);
        let answer = call(&client, "chat", json!({"message": "Hi"})).await;
        assert_eq!(data(&answer)["message"]["content"], "One answer.");
        assert_eq!(heard.as_soon_as("One answer.").await, "One answer.");
        assert_eq!(data(&call(&client, "health", json!({})).await)["status"], "healthy");
    });
}

#[test]
fn what_goes_wrong_is_said_by_the_tool_and_names_its_code() {
    let talk = Talk::start("", [Reply::Status(401, "", r#"{"error":{"message":"no"}}"#)]);
    run(async {
        let (client, _) = connect(talk.server(), "alice", HANDSHAKE).await;
        for (tool, arguments, words) in [
            ("get_session", json!({"session_id": "nope"}), "there is no session nope (RESOURCE_NOT_FOUND)"),
            ("get_session", json!({}), "session_id: is missing (INVALID_PARAMS)"),
            ("chat", json!({"message": "Hi", "agent_id": "nobody"}), "(AGENT_NOT_FOUND)"),
            ("chat", json!({"message": "Hi"}), "(MODEL_UNAUTHORIZED)"),
            ("list_sessions", json!({"limit": "many"}), "(INVALID_PARAMS)"),
            ("get_artifact_metadata", json!({"artifact_id": "art_none"}), "(RESOURCE_NOT_FOUND)"),
        ] {
            let answer = call(&client, tool, arguments).await;
            assert_eq!(answer.is_error, Some(true), "{tool}");
            assert!(texts(&answer).contains(words), "{tool}: {}", texts(&answer));
        }
        let unknown = client.call_tool(call_of("no_such_tool", json!({}))).await.unwrap_err();
        assert!(matches!(unknown, ServiceError::McpError(ErrorData { .. })), "{unknown}");
    });
}

#[test]
fn a_cancel_ends_the_turn_and_the_call_of_the_model() {
    let talk = Talk::start("", [Reply::Silence, Reply::Text(&["Still here."])]);
    run(async {
        let (client, _) = connect(talk.server(), "alice", HANDSHAKE).await;
        let params = call_of("chat", json!({"message": "Hi", "request_id": "mine"}));
        let request = ClientRequest::CallToolRequest(CallToolRequest::new(params));
        let asked = client.send_cancellable_request(request, PeerRequestOptions::no_options()).await.unwrap();
        until_async(SOON, "the model is not asked", async || !talk.model.asked().is_empty()).await;
        asked.cancel(Some("enough".to_owned())).await.unwrap();
        until_async(SOON, "the model is not hung up on", async || talk.model.saw_hang_up()).await;
        let status = call(&client, "get_request_status", json!({"request_id": "mine"})).await;
        assert_eq!(data(&status)["status"], "cancelled");
        let answer = call(&client, "chat", json!({"message": "And now?"})).await;
        assert_eq!(data(&answer)["message"]["content"], "Still here.");
    });
}

#[test]
fn a_value_of_a_secret_is_in_no_answer() {
    const SECRET: &str = "sk-test-1234567890";
    let talk = Talk::start("", [Reply::Text(&["The key is sk-test-", "1234567890, keep it."])]);
    run(async {
        let (client, heard) = connect(talk.server(), "alice", HANDSHAKE).await;
        let answer = call(&client, "chat", json!({"message": "What is it?", "session_id": "s"})).await;
        let said = serde_json::to_string(&answer).unwrap();
        assert!(said.contains("[REDACTED:OPENAI_API_KEY]") && !said.contains(SECRET), "{said}");
        assert!(!heard.all().contains(SECRET), "{:?}", heard.all());
        let echoed = call(&client, "get_session", json!({"session_id": SECRET})).await;
        assert!(!texts(&echoed).contains(SECRET), "{}", texts(&echoed));
        let uri = format!("muxi://sessions/{SECRET}");
        let refused = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap_err();
        assert!(!refused.to_string().contains(SECRET), "{refused}");
    });
    let id = session(&post(talk.server(), &[], INITIALIZE));
    let unknown = json!({"jsonrpc": "2.0", "id": 1, "method": SECRET, "params": {}}).to_string();
    let answer = post(talk.server(), &[("Mcp-Session-Id", &id)], &unknown);
    assert!(answer.body.contains("-32601") && !answer.body.contains(SECRET), "{}", answer.body);
    let sent = json!({"jsonrpc": "2.0", "id": 1, "method": SECRET, "params": {"name": SECRET}}).to_string();
    for body in [sent.as_str(), SECRET] {
        let answer = post(talk.server(), &[], body);
        assert!(!answer.body.contains(SECRET), "{}", answer.body);
    }
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;
const LIST: &str = r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#;
const ACCEPT: (&str, &str) = ("Accept", "application/json, text/event-stream");
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A message by hand, with the key.
fn post(server: &Server, more: &[(&str, &str)], body: &str) -> Response {
    let mut headers = vec![("X-Muxi-Client-Key", server.client.as_str()), ACCEPT, JSON];
    headers.extend_from_slice(more);
    request(server.address(), "POST", "/mcp", &headers, body)
}

fn session(answer: &Response) -> String {
    let line = answer.head.lines().find_map(|line| line.strip_prefix("mcp-session-id: "));
    line.unwrap_or_else(|| panic!("no session: {}", answer.head)).to_owned()
}

#[test]
fn without_the_client_key_nothing_is_said() {
    let talk = Talk::start("", []);
    let server = talk.server();
    let bearer = format!("Bearer {}", server.client);
    let basic = format!("Basic {}", server.client);
    let admin = format!("Bearer {}", server.admin);
    for headers in [
        vec![],
        vec![("X-Muxi-Client-Key", "fmc_wrong")],
        vec![("X-Muxi-Admin-Key", server.admin.as_str())],
        vec![("Authorization", admin.as_str())],
        vec![("Authorization", basic.as_str())],
        vec![("Authorization", "Bearer ")],
    ] {
        let mut all = vec![ACCEPT, JSON];
        all.extend(&headers);
        for method in ["POST", "GET", "DELETE"] {
            let answer = request(server.address(), method, "/mcp", &all, INITIALIZE);
            assert_eq!(answer.status, 401, "{method} {headers:?}: {}", answer.body);
            assert!(answer.head.contains("www-authenticate: bearer"), "{}", answer.head);
            assert_eq!(answer.json()["error"]["data"]["code"], "UNAUTHORIZED");
        }
    }
    let headers = [("Authorization", bearer.as_str()), ACCEPT, JSON];
    assert_eq!(request(server.address(), "POST", "/mcp/", &headers, INITIALIZE).status, 200);
}

#[test]
fn another_host_or_a_page_of_another_place_is_refused_before_the_key() {
    let talk = Talk::start("", []);
    let server = talk.server();
    for origin in ["http://evil.example", "null", "http://localhost.evil.example"] {
        let answer = post(server, &[("Origin", origin)], INITIALIZE);
        assert_eq!(answer.status, 403, "{origin}: {}", answer.body);
    }
    for origin in ["http://localhost:6274", "http://127.0.0.1", "http://[::1]:3000"] {
        assert_eq!(post(server, &[("Origin", origin)], INITIALIZE).status, 200, "{origin}");
    }
    let to = |host: &str| {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let length = INITIALIZE.len();
        let head =
            format!("POST /mcp HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{INITIALIZE}");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        drop(stream.read_to_string(&mut answer));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(to("evil.example"), "403");
    assert_eq!(to("evil.example:80"), "403");
    assert_eq!(to("localhost:1"), "401", "known, and without a key");
}

#[test]
fn a_name_that_is_declared_is_known() {
    let home = Home::echo();
    let server = Server::start_with(&home, &["--public-host", "muxi.example,Other.Example"], &[]);
    for (origin, status) in
        [("https://muxi.example", 200), ("https://other.example", 200), ("https://third.example", 403)]
    {
        assert_eq!(post(&server, &[("Origin", origin)], INITIALIZE).status, status, "{origin}");
    }
}

#[test]
fn a_session_is_its_users_alone_and_ends_when_told() {
    let talk = Talk::start("", []);
    let server = talk.server();
    let alice = ("X-Muxi-User-ID", "alice");
    let begun = post(server, &[alice], INITIALIZE);
    assert_eq!(begun.status, 200, "{}", begun.body);
    let id = session(&begun);
    let other = session(&post(server, &[alice], INITIALIZE));
    assert_ne!(id, other, "each client has its own");
    let within = ("Mcp-Session-Id", id.as_str());
    let ready = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
    assert_eq!(post(server, &[alice, within], ready).status, 202);
    assert_eq!(post(server, &[alice, within], LIST).status, 200);
    for user in ["bob", "Alice"] {
        let answer = post(server, &[("X-Muxi-User-ID", user), within], LIST);
        assert_eq!(answer.status, 404, "{user}: {}", answer.body);
    }
    assert_eq!(post(server, &[alice, ("Mcp-Session-Id", "guessed")], LIST).status, 404);
    let end = |user| {
        let key = ("X-Muxi-Client-Key", server.client.as_str());
        request(server.address(), "DELETE", "/mcp", &[key, user, within], "").status
    };
    assert_eq!(end(("X-Muxi-User-ID", "bob")), 404);
    assert_eq!(end(alice), 202);
    assert_eq!(post(server, &[alice, within], LIST).status, 404);
}

#[test]
fn a_body_that_is_too_large_or_no_message_is_refused() {
    let talk = Talk::start("", []);
    let server = talk.server();
    let huge = [("X-Muxi-Client-Key", server.client.as_str()), ACCEPT, JSON];
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut head =
        format!("POST /mcp HTTP/1.0\r\nHost: {}\r\nContent-Length: 99000000\r\n", server.address());
    for (name, value) in huge {
        head = format!("{head}{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    drop(stream.read_to_string(&mut answer));
    assert!(answer.contains(" 413 ") && answer.contains("larger than 48 MiB"), "{answer}");
    for body in ["", "{", "[]", "\"a\"", r#"{"jsonrpc":"1.0","id":1,"method":"tools/list"}"#] {
        let status = post(server, &[], body).status;
        assert!((400..500).contains(&status), "{body:?}: {status}");
    }
    assert_eq!(post(server, &[], INITIALIZE).status, 200, "it goes on");
}

#[test]
fn a_server_that_stops_lets_go_of_clients_that_wait() {
    let mut talk = Talk::start("", []);
    let server = talk.server.take().unwrap();
    let id = session(&post(&server, &[], INITIALIZE));
    let within = ("Mcp-Session-Id", id.as_str());
    assert_eq!(
        post(&server, &[within], r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).status,
        202
    );
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("Accept", "text/event-stream"), within];
    let mut waiting = request_raw(server.address(), "GET", "/mcp", &headers, "");
    let mut first = [0; 12];
    waiting.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.0 200");
    let began = Instant::now();
    let (code, stderr) = server.stop();
    assert_eq!(code, Some(0), "{stderr}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_client_sees_the_identifiers_of_its_own_user_and_of_no_other_and_links_none() {
    let talk = Talk::start("", []);
    run(async {
        let (bob, _) = connect(talk.server(), "acme:bob", HANDSHAKE).await;
        let (eve, _) = connect(talk.server(), "acme:eve", HANDSHAKE).await;
        let body = r#"{"muxi_user_id":"bob","identifiers":["b@x.io"]}"#;
        let known = call(&bob, "resolve_user", json!({"identifier": "bob"})).await;
        let id = data(&known)["muxi_user_id"].clone();
        let server = talk.server();
        let key = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "acme:bob")];
        let linked = request(server.address(), "POST", "/v1/users/identifiers", &key, body);
        assert_eq!(linked.status, 200, "{}", linked.body);
        let found = call(&bob, "lookup_user", json!({"identifier": "b@x.io"})).await;
        assert_eq!(data(&found)["muxi_user_id"], id);
        assert_eq!(data(&found)["count"], 2);
        for (tool, arguments) in [
            ("lookup_user", json!({"identifier": "b@x.io"})),
            ("get_user_identifiers", json!({"user_id": id})),
            ("resolve_user", json!({"identifier": "bob"})),
        ] {
            let refused = call(&eve, tool, arguments).await;
            assert_eq!(refused.is_error, Some(true), "{tool}: {}", texts(&refused));
            assert!(texts(&refused).contains("USER_NOT_FOUND"), "{tool}: {}", texts(&refused));
        }
        // What a model could claim before its owner asks would be the model's from then on.
        for (tool, arguments) in [
            ("associate_user_identifiers", json!({"identifiers": ["carol"]})),
            ("delete_user_identifier", json!({"identifier": "eve"})),
        ] {
            let refused = eve.call_tool(call_of(tool, arguments)).await;
            assert!(refused.is_err(), "{tool}: {refused:?}");
        }
        let (carol, _) = connect(talk.server(), "acme:carol", HANDSHAKE).await;
        let carol = call(&carol, "resolve_user", json!({"identifier": "carol"})).await;
        let eve = call(&eve, "resolve_user", json!({"identifier": "eve"})).await;
        assert_ne!(data(&carol)["muxi_user_id"], data(&eve)["muxi_user_id"]);
    });
}

//! Published MCP servers behind the walls, through the client. `tests/judges/servers/run.sh` installs them, runs these
//! tests and names the directory in `MUXI_REAL_SERVERS`.

#![expect(clippy::print_stdout, reason = "it shows which protocol was used")]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use muxi::runtime::mcp::{
    CallOptions, Http, Link, McpError, Progress, Server, ServerSpec, ServerState, ToolContent,
};
use serde_json::{Value, json};

use crate::support::{Tools, call, object, text_of};

/// Node.js reads some megabytes before it answers, and all tests start one.
const MANY: Duration = Duration::from_mins(1);

/// What the published servers speak: Node.js ones the handshake, Python ones the stateless protocol too.
const HANDSHAKE: &str = "2025-11-25";
const STATELESS: &str = "2026-07-28";

fn installed() -> PathBuf {
    let place = std::env::var_os("MUXI_REAL_SERVERS").expect("run tests/judges/servers/run.sh");
    PathBuf::from(place).canonicalize().unwrap()
}

fn script(name: &str) -> String {
    let path =
        installed().join(format!("npm/node_modules/@modelcontextprotocol/server-{name}/dist/index.js"));
    path.to_str().unwrap().to_owned()
}

fn python(name: &str) -> String {
    installed().join("venv/bin").join(name).to_str().unwrap().to_owned()
}

/// A server that is a program, with what its declaration gives it.
fn program(tools: &Tools, id: &str, command: &str, args: &[&str], directories: &[&Path]) -> ServerSpec {
    let mut spec = tools.spec(id, "", &[]);
    spec.timeout = MANY;
    let Ok(Link::Program(program)) = &mut spec.link else { panic!("no program") };
    command.clone_into(&mut program.command);
    program.args = args.iter().map(|arg| (*arg).to_owned()).collect();
    program.directories = directories.iter().map(|path| path.to_path_buf()).collect();
    spec
}

/// A server over HTTP at loopback, which has to be allowed.
fn http(id: &str, endpoint: &str) -> ServerSpec {
    let link = Http {
        endpoint: endpoint.into(),
        headers: Vec::new(),
        login: None,
        oauth: None,
        allowed_addresses: vec!["127.0.0.1".to_owned()],
    };
    ServerSpec { link: Ok(Link::Http(Box::new(link))), timeout: MANY, ..Tools::nowhere(id) }
}

async fn ready(tools: &Tools, server: &Server) -> Vec<String> {
    server.start();
    let state = server.settled(MANY).await;
    assert!(matches!(state, ServerState::Ready), "{state:?}\n{}{}", tools.said(server.id()), server.stderr());
    let names: Vec<String> = server.tools().iter().map(|tool| tool.name.clone()).collect();
    let protocol = server.facts().protocol;
    println!(
        "{}: {} over {}, {} tools: {}",
        server.id(),
        protocol,
        server.spec().transport(),
        names.len(),
        names.join(" ")
    );
    names
}

/// A text that the answer to a call holds, whatever else comes with it.
async fn said(server: &Server, tool: &str, arguments: Value) -> String {
    let answer = call(server, tool, arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    let text = |content: &ToolContent| match content {
        ToolContent::Text(text) => Some(text.clone()),
        _ => None,
    };
    let text: Vec<String> = answer.content.iter().filter_map(text).collect();
    format!("{}{}", if answer.failed { "failed: " } else { "" }, text.join("\n"))
}

/// What `everything` has, however it is reached.
async fn all_of_everything(tools: &Tools, server: &Server) {
    let names = ready(tools, server).await;
    assert!(names.len() >= 10 && names.iter().any(|name| name == "echo"), "{names:?}");
    assert_eq!(server.facts().protocol, HANDSHAKE);
    assert_eq!(text_of(server, "echo", json!({"message": "hello"})).await, "Echo: hello");
    assert!(said(server, "get-sum", json!({"a": 2, "b": 3})).await.contains('5'));
    let structured = call(server, "get-structured-content", json!({"location": "Chicago"})).await.unwrap();
    assert!(structured.structured.is_some_and(|data| data["temperature"].is_number()));
    let image = call(server, "get-tiny-image", json!({})).await.unwrap();
    let is_png = |content: &ToolContent| match content {
        ToolContent::Media { media_type, base64 } => {
            media_type == "image/png" && base64.starts_with("iVBORw0KGgo")
        }
        _ => false,
    };
    assert!(image.content.iter().any(is_png), "{image:?}");
    let links = call(server, "get-resource-links", json!({"count": 2})).await.unwrap();
    let links = links.content.iter().filter(|content| matches!(content, ToolContent::Link { .. })).count();
    assert_eq!(links, 2);
    let wrong = call(server, "get-sum", json!({"a": "x"})).await;
    assert!(wrong.as_ref().map_or(true, |answer| answer.failed), "{wrong:?}");
    let resources = server.resources().await.unwrap();
    let first = resources.first().expect("it has resources");
    assert!(!server.read_resource(&first.uri).await.unwrap().is_empty());
    let templates = server.templates().await.unwrap();
    assert!(templates.iter().any(|template| template.uri_template.contains("text")), "{templates:?}");
    let text = server.read_resource("demo://resource/dynamic/text/1").await.unwrap();
    assert!(
        matches!(&text[..], [ToolContent::Resource { text: Some(text), .. }] if text.contains("Resource 1")),
        "{text:?}"
    );
    let prompts = server.prompts().await.unwrap();
    assert!(prompts.iter().any(|prompt| prompt.name == "args-prompt"), "{prompts:?}");
    let prompt = server.prompt("args-prompt", object(json!({"city": "Rome"}))).await.unwrap();
    assert!(format!("{prompt:?}").contains("Rome"), "{prompt:?}");
    progress_and_cancel(server).await;
}

async fn progress_and_cancel(server: &Server) {
    let heard = Arc::<Mutex<Vec<Progress>>>::default();
    let sink = Arc::clone(&heard);
    let options = CallOptions {
        progress: Some(Arc::new(move |at| sink.lock().unwrap().push(at))),
        ..CallOptions::default()
    };
    let long = "trigger-long-running-operation";
    server.call(long, object(json!({"duration": 1, "steps": 4})), options).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    assert!(heard.len() >= 3 && heard[0].total == Some(4.0), "{heard:?}");
    let begin = Instant::now();
    let hasty = CallOptions { timeout: Some(Duration::from_secs(1)), ..CallOptions::default() };
    let late = server.call(long, object(json!({"duration": 40, "steps": 2})), hasty).await;
    assert_eq!(late, Err(McpError::Timeout(1)));
    assert!(begin.elapsed() < Duration::from_secs(5));
    // The connection is as good as before.
    assert_eq!(text_of(server, "echo", json!({"message": "again"})).await, "Echo: again");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn everything_does_all_it_has_over_stdio() {
    let tools = Tools::default();
    let servers =
        tools.servers(vec![program(&tools, "everything", "node", &[&script("everything"), "stdio"], &[])]);
    let server = servers.get("everything").unwrap();
    all_of_everything(&tools, server).await;
    // It tells its environment: nothing but what it was given.
    let told: Value = serde_json::from_str(&said(server, "get-env", json!({})).await).unwrap();
    let names: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert!(names.iter().all(|name| !name.starts_with("MUXI") && !name.starts_with("CARGO")), "{names:?}");
    servers.stop().await;
}

/// `everything` as an HTTP server of its own; killed when dropped.
struct OverHttp(Child, String);

impl OverHttp {
    fn start(transport: &str, path: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("node");
        command.args([&script("everything"), transport]).env("PORT", port.to_string());
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        while !lines.next().expect("it says its port").unwrap().contains(&port.to_string()) {}
        // Whoever does not read holds it up.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child, format!("http://127.0.0.1:{port}{path}"))
    }
}

impl Drop for OverHttp {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn everything_does_all_it_has_over_streamable_http() {
    let there = OverHttp::start("streamableHttp", "/mcp");
    let tools = Tools::default();
    let servers = tools.servers(vec![http("everything-http", &there.1)]);
    all_of_everything(&tools, servers.get("everything-http").unwrap()).await;
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn everything_does_all_it_has_over_the_old_sse_transport() {
    let there = OverHttp::start("sse", "/sse");
    let tools = Tools::default();
    let servers = tools.servers(vec![http("everything-sse", &there.1)]);
    all_of_everything(&tools, servers.get("everything-sse").unwrap()).await;
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn filesystem_writes_inside_and_the_kernel_refuses_it_outside() {
    let (tools, place) = (Tools::default(), tempfile::tempdir().unwrap());
    let place = place.path().canonicalize().unwrap();
    let (inside, outside) = (place.join("inside"), place.join("outside"));
    std::fs::create_dir(&inside).unwrap();
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret"), "of another one").unwrap();
    let given = inside.to_str().unwrap();
    // It is told that it may go anywhere: so it is not the server who refuses.
    let args = [&*script("filesystem"), given, "/"];
    let servers = tools.servers(vec![program(&tools, "files", "node", &args, &[&inside])]);
    let server = servers.get("files").unwrap();
    ready(&tools, server).await;
    assert!(tools.said("files").contains("KeptBack"), "{}", tools.said("files"));
    let path = |name: &Path| name.to_str().unwrap().to_owned();
    let file = inside.join("note.txt");
    let wrote = said(server, "write_file", json!({"path": path(&file), "content": "from a tool"})).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "from a tool", "{wrote}");
    let read = said(server, "read_text_file", json!({"path": path(&file)})).await;
    assert_eq!(read, "from a tool");
    let secret = said(server, "read_text_file", json!({"path": path(&outside.join("secret"))})).await;
    let written =
        said(server, "write_file", json!({"path": path(&outside.join("new")), "content": "x"})).await;
    let shadow = said(server, "read_text_file", json!({"path": "/etc/shadow"})).await;
    let listed = said(server, "list_directory", json!({"path": path(&outside)})).await;
    for answer in [&secret, &written, &shadow, &listed] {
        // The words of the kernel; the server's own would be "Access denied".
        assert!(
            answer.starts_with("failed") && (answer.contains("EACCES") || answer.contains("EROFS")),
            "{answer}"
        );
    }
    assert!(!outside.join("new").exists());
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn memory_keeps_an_entity_across_a_restart() {
    let (tools, place) = (Tools::default(), tempfile::tempdir().unwrap());
    let place = place.path().canonicalize().unwrap();
    let mut spec = program(&tools, "memory", "node", &[&script("memory")], &[&place]);
    let Ok(Link::Program(program)) = &mut spec.link else { panic!("no program") };
    let file = place.join("memory.jsonl");
    program.environment.push(("MEMORY_FILE_PATH".to_owned(), file.to_str().unwrap().into()));
    let servers = tools.servers(vec![spec]);
    let server = servers.get("memory").unwrap();
    ready(&tools, server).await;
    let entity = json!({"name": "Ann", "entityType": "person", "observations": ["likes tea"]});
    said(server, "create_entities", json!({"entities": [entity]})).await;
    server.restart().await;
    ready(&tools, server).await;
    let graph = said(server, "read_graph", json!({})).await;
    assert!(graph.contains("likes tea"), "{graph}");
    assert!(std::fs::read_to_string(file).unwrap().contains("likes tea"));
    servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn time_tells_the_time_by_the_stateless_protocol() {
    let tools = Tools::default();
    let servers = tools.servers(vec![program(&tools, "time", &python("mcp-server-time"), &[], &[])]);
    let server = servers.get("time").unwrap();
    ready(&tools, server).await;
    assert_eq!(server.facts().protocol, STATELESS);
    let told = said(server, "get_current_time", json!({"timezone": "Europe/Rome"})).await;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert!(told["datetime"].as_str().unwrap().starts_with("20"), "{told}");
    let wrong = call(server, "get_current_time", json!({"timezone": "Nowhere/Land"})).await;
    assert!(wrong.as_ref().map_or(true, |answer| answer.failed), "{wrong:?}");
    servers.stop().await;
}

fn git(repository: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.test", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(repository)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs published servers: tests/judges/servers/run.sh"]
async fn git_reads_a_commit_by_the_stateless_protocol_and_by_the_handshake() {
    let (tools, place) = (Tools::default(), tempfile::tempdir().unwrap());
    let place = place.path().canonicalize().unwrap();
    git(&place, &["init", "-q"]);
    std::fs::write(place.join("text"), "hello").unwrap();
    git(&place, &["add", "text"]);
    git(&place, &["commit", "-q", "-m", "The first commit of all"]);
    let (repository, command) = (place.to_str().unwrap(), python("mcp-server-git"));
    // The same server behind a door that knows no newer protocol, as servers of last year did not.
    tools.home.write("handshake.py", include_str!("../judges/servers/handshake.py"));
    let python = python("python");
    let specs = vec![
        program(&tools, "git", &command, &["--repository", repository], &[&place]),
        program(
            &tools,
            "git-old",
            &python,
            &["handshake.py", &command, "--repository", repository],
            &[&place],
        ),
    ];
    let servers = tools.servers(specs);
    for (id, protocol) in [("git", STATELESS), ("git-old", HANDSHAKE)] {
        let server = servers.get(id).unwrap();
        ready(&tools, server).await;
        assert_eq!(server.facts().protocol, protocol, "{id}");
        let log = said(server, "git_log", json!({"repo_path": repository})).await;
        assert!(
            log.contains("The first commit of all") && log.contains(&git(&place, &["rev-parse", "HEAD"])),
            "{log}"
        );
    }
    // And changes something: it has the directory to write.
    std::fs::write(place.join("text"), "changed").unwrap();
    let server = servers.get("git").unwrap();
    said(server, "git_add", json!({"repo_path": repository, "files": ["text"]})).await;
    assert_eq!(git(&place, &["diff", "--cached", "--name-only"]), "text");
    servers.stop().await;
}

//! The server behind muxi's walls, called by its client.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use muxi::formation::model::ToolFilter;
use muxi::runtime::mcp::{
    CallOptions, Link, McpPlace, McpSettings, Program, Server, ServerSpec, ServerState, Servers, ToolContent,
};
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use muxi::support::walls::{Limits, Network};
use serde_json::{Map, Value};
use tempfile::TempDir;

/// Where servers run.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let dir = tempfile::tempdir()?;
        std::fs::create_dir(dir.path().join("formation"))?;
        Ok(Self(dir))
    }

    /// So many servers that are not started yet.
    pub(crate) fn servers(&self, many: usize) -> Servers {
        let specs = (0..many).map(|n| self.spec(&format!("s{n}"))).collect();
        let settings = McpSettings {
            place: McpPlace {
                launcher: env!("CARGO_BIN_EXE_muxi").into(),
                formation: self.0.path().join("formation"),
                hidden: Vec::new(),
                declared: Vec::new(),
                state: self.0.path().join("state"),
                home: None,
                environment: Vec::new(),
                vault: None,
            },
            clock: Clock::default(),
            redactor: Redactor::default(),
            observer: Arc::new(|_: &str, _: &_| {}),
            at_once: None,
            watch: None,
            users: muxi::runtime::mcp::Users::default(),
        };
        Servers::new(specs, settings)
    }

    fn spec(&self, id: &str) -> ServerSpec {
        let program = Program {
            command: std::env::current_exe().unwrap_or_default().to_string_lossy().into_owned(),
            args: vec!["server".to_owned()],
            directory: self.0.path().join("formation"),
            own_directory: false,
            surroundings: Vec::new(),
            environment: Vec::new(),
            directories: Vec::new(),
            network: Network::Open,
            unix_sockets: false,
            limits: Limits::default(),
            installs: false,
        };
        ServerSpec {
            id: id.to_owned(),
            name: None,
            description: String::new(),
            shared: true,
            link: Ok(Link::Program(Box::new(program))),
            tools: ToolFilter::default(),
            parameters: Vec::new(),
            timeout: Duration::from_secs(30),
            idle: Duration::from_mins(5),
            retries: None,
            retry_delay: None,
            home: None,
        }
    }
}

pub(crate) fn first(servers: &Servers) -> anyhow::Result<Server> {
    servers.all().first().cloned().context("there is one")
}

/// Starts it, and waits until its tools are known.
pub(crate) async fn ready(server: &Server) -> anyhow::Result<()> {
    server.start();
    let state = server.settled(Duration::from_mins(1)).await;
    anyhow::ensure!(matches!(state, ServerState::Ready), "{state:?}");
    Ok(())
}

/// A call; how long it took, in µs.
pub(crate) async fn call(server: &Server, text: &str) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let arguments = Map::from_iter([("text".to_owned(), Value::from(text))]);
    let answer = server.call("echo", arguments, CallOptions::default()).await?;
    let took = begin.elapsed();
    let same = matches!(answer.content.as_slice(), [ToolContent::Text(said)] if said == text);
    anyhow::ensure!(same, "another answer");
    Ok(took.as_secs_f64() * 1e6)
}

/// How long so many servers take until the tools of all are known, in milliseconds.
pub(crate) async fn start_millis(many: usize) -> anyhow::Result<f64> {
    let place = Place::new()?;
    let servers = place.servers(many);
    let begin = Instant::now();
    servers.start();
    for server in servers.all() {
        ready(server).await?;
    }
    let took = begin.elapsed();
    servers.stop().await;
    Ok(took.as_secs_f64() * 1e3)
}

//! A client on muxi's own client layer, for the client scenarios of the published conformance suite of MCP. The suite
//! starts it with the address of a server behind its other arguments, and names the scenario in the environment.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use muxi::formation::model::ToolFilter;
use muxi::runtime::mcp::{CallOptions, Http, Link, McpPlace, McpSettings, ServerSpec, ServerState, Servers};
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use serde_json::{Map, Value, json};

/// A server at `url`, as a formation would declare it.
fn server(url: &str) -> ServerSpec {
    let http = Http {
        endpoint: url.into(),
        headers: Vec::new(),
        login: None,
        allowed_addresses: vec!["127.0.0.0/8".to_owned(), "::1".to_owned()],
    };
    ServerSpec {
        id: "judge".to_owned(),
        name: None,
        description: String::new(),
        shared: true,
        link: Ok(Link::Http(Box::new(http))),
        tools: ToolFilter::default(),
        parameters: Vec::new(),
        timeout: Duration::from_secs(15),
        idle: Duration::from_mins(1),
        retries: Some(0),
        retry_delay: None,
    }
}

fn settings(state: PathBuf) -> McpSettings {
    let place = McpPlace {
        launcher: PathBuf::from("/nonexistent"),
        formation: state.clone(),
        hidden: Vec::new(),
        state,
        home: None,
        environment: Vec::new(),
    };
    let observer = Arc::new(|_: &str, _: &_| {});
    McpSettings {
        place,
        clock: Clock::default(),
        redactor: Redactor::default(),
        observer,
        at_once: None,
        watch: None,
    }
}

/// What the tools of the scenarios take.
fn arguments(tool: &str) -> Map<String, Value> {
    let Value::Object(arguments) = (match tool {
        "add_numbers" => json!({"a": 5, "b": 3}),
        _ => json!({}),
    }) else {
        return Map::new();
    };
    arguments
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = env::args().next_back().context("the address of a server is missing")?;
    let state = tempfile::tempdir()?;
    let servers = Servers::new(vec![server(&url)], settings(state.path().to_owned()));
    servers.start();
    let server = servers.get("judge").context("it was declared")?;
    let reached = server.settled(Duration::from_secs(20)).await;
    if !matches!(reached, ServerState::Ready) {
        bail!("{}: {:?}", reached.as_str(), reached.error());
    }
    for tool in server.tools().iter() {
        let answer = server.call(&tool.name, arguments(&tool.name), CallOptions::default()).await?;
        if answer.failed {
            bail!("{} failed: {:?}", tool.name, answer.content);
        }
    }
    servers.stop().await;
    Ok(())
}

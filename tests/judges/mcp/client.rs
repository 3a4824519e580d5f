//! A client on muxi's own client layer, for the client scenarios of the published conformance suite of MCP. The suite
//! starts it with the address of a server behind its other arguments, and names the scenario in the environment.

#![expect(clippy::disallowed_methods, reason = "the suite says in variables what it wants")]

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use muxi::formation::model::ToolFilter;
use muxi::runtime::mcp::{
    CallOptions, Callback, Grant, Http, Link, McpError, McpPlace, McpSettings, OAuth, OAuthSettings, Server,
    ServerSpec, ServerState, Servers, Users, Vault,
};
use muxi::secrets::DerivedKey;
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use serde_json::{Map, Value, json};

/// The suite runs on this machine.
fn here() -> Vec<String> {
    vec!["127.0.0.0/8".to_owned(), "::1".to_owned()]
}

/// Where no browser ever comes: this program is the browser.
const BACK: &str = "http://127.0.0.1:8765/callback";

/// So often a person would log in before giving up.
const LOGINS: usize = 3;

/// Who gives out the tokens, as who declares a server would write it.
async fn issuer(url: &str) -> anyhow::Result<String> {
    let mut place = reqwest::Url::parse(url)?;
    place.set_path(&format!("/.well-known/oauth-protected-resource{}", place.path()));
    let told: Value = reqwest::get(place).await?.json().await?;
    Ok(told["authorization_servers"][0].as_str().context("it names nobody")?.to_owned())
}

/// `auth: {type: oauth2}`, with what the scenario says of the client.
async fn oauth(url: &str, state: &Path) -> anyhow::Result<Option<OAuth>> {
    let scenario = env::var("MCP_CONFORMANCE_SCENARIO").unwrap_or_default();
    if !scenario.starts_with("auth/") {
        return Ok(None);
    }
    let context: Value = env::var("MCP_CONFORMANCE_CONTEXT")
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let text = |name: &str| context[name].as_str().map(str::to_owned);
    let issuer = if context["client_secret"].is_string() { Some(issuer(url).await?) } else { None };
    let key = || DerivedKey { id: "00000001".to_owned(), key: [7; 32].into() };
    let settings = OAuthSettings {
        server: "judge".to_owned(),
        endpoint: url.into(),
        grant: Grant::AuthorizationCode,
        client_id: text("client_id"),
        issuer,
        client_secret: text("client_secret").map(|secret| secret.as_str().into()),
        scopes: Vec::new(),
        client_metadata_url: Some("https://conformance-test.local/client-metadata.json".to_owned()),
        allowed_addresses: here(),
        redactor: Redactor::default(),
        clock: Clock::default(),
        vault: Some(Vault::new(state.join("logins"), "judged".to_owned(), move || Ok(vec![key()]))),
    };
    Ok(Some(OAuth::new(settings)?))
}

/// What a person does who runs `muxi mcp login`, with a browser that agrees to everything.
async fn log_in(oauth: &OAuth) -> anyhow::Result<()> {
    let login = oauth.begin(BACK).await?;
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let page = browser.get(login.url()).send().await?;
    let to = page.headers().get("location").context("the login sends nobody back")?.to_str()?;
    let callback = Callback::of(to).context("what the login sends back to is none")?;
    login.finish(&callback).await?;
    Ok(())
}

/// Waits until the server is ready, logging in where it says so.
async fn reach(server: &Server, oauth: Option<&OAuth>, logins: &mut usize) -> anyhow::Result<()> {
    loop {
        match (server.settled(Duration::from_secs(20)).await, oauth) {
            (ServerState::Ready, _) => return Ok(()),
            (ServerState::Down(error), Some(oauth))
                if matches!(*error, McpError::LoginNeeded { .. }) && *logins < LOGINS =>
            {
                *logins += 1;
                log_in(oauth).await?;
                server.restart().await;
            }
            (other, _) => bail!("{}: {:?}", other.as_str(), other.error()),
        }
    }
}

/// A server at `url`, as a formation would declare it.
fn server(url: &str, oauth: Option<OAuth>) -> ServerSpec {
    let http =
        Http { endpoint: url.into(), headers: Vec::new(), login: None, oauth, allowed_addresses: here() };
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
        home: None,
    }
}

fn settings(state: PathBuf) -> McpSettings {
    let place = McpPlace {
        launcher: PathBuf::from("/nonexistent"),
        formation: state.clone(),
        hidden: Vec::new(),
        declared: Vec::new(),
        state,
        home: None,
        environment: Vec::new(),
        vault: None,
    };
    let observer = Arc::new(|_: &str, _: &_| {});
    McpSettings {
        place,
        clock: Clock::default(),
        redactor: Redactor::default(),
        observer,
        at_once: None,
        watch: None,
        users: Users::default(),
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
    let oauth = oauth(&url, state.path()).await?;
    let servers = Servers::new(vec![server(&url, oauth.clone())], settings(state.path().to_owned()));
    servers.start();
    let server = servers.get("judge").context("it was declared")?;
    let mut logins = 0;
    reach(server, oauth.as_ref(), &mut logins).await?;
    for tool in server.tools().iter() {
        let call = || server.call(&tool.name, arguments(&tool.name), CallOptions::default());
        let mut answer = call().await;
        while let (Err(McpError::LoginNeeded { .. }), Some(oauth)) = (&answer, &oauth)
            && logins < LOGINS
        {
            logins += 1;
            log_in(oauth).await?;
            answer = call().await;
        }
        let answer = answer?;
        if answer.failed {
            bail!("{} failed: {:?}", tool.name, answer.content);
        }
    }
    servers.stop().await;
    Ok(())
}

//! What whoever runs a formation asks of its servers of tools: how they are, what they have, and one call.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Map, Value, json};

use super::policy::{self, Wanted};
use super::{ToolServer, model_name};
use crate::credentials::Service;
use crate::formation::model::{ToolPolicy, Verb};
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{
    CallOptions, LoginState, McpError, Personal, Reached, RemoteTool, Server, ServerFacts, ServerState,
    ToolAnswer, ToolContent,
};
use crate::support::clock::rfc3339;
use crate::support::text::did_you_mean;
use crate::support::walls::Report;

/// The servers of a formation, as its administrator sees them. Nothing of how they are signed in at is told.
pub struct Desk<'a> {
    policy: &'a ToolPolicy,
    servers: &'a [Arc<dyn ToolServer>],
}

/// A call that an administrator wants made.
#[derive(Clone, Debug)]
pub struct Order {
    /// The tool's name at its server.
    pub tool: String,
    /// What it is called with.
    pub arguments: Map<String, Value>,
    /// How long it may take; `None`: as long as the server's declaration says.
    pub timeout: Option<Duration>,
    /// A person said yes, where the policy asks.
    pub confirmed: bool,
    /// For which user, where the server needs a user's own credential.
    pub asker: Option<Asker>,
}

/// For whom an administrator looks at servers.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The user.
    pub asker: &'a Asker,
    /// How long a server may take to be reached for that user.
    pub within: Duration,
}

/// Why an order was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// No server has that id.
    #[error("there is no server of tools {id}")]
    NoServer {
        /// The id.
        id: String,
        /// One that is like it.
        like: Option<String>,
    },
    /// The server has no such tool.
    #[error("the server {server} has no tool {tool}")]
    NoTool {
        /// The server.
        server: String,
        /// The tool.
        tool: String,
        /// One that is like it.
        like: Option<String>,
    },
    /// The policy says no.
    #[error("the formation does not allow the call of {tool}: {why}")]
    Denied {
        /// `server/tool`.
        tool: String,
        /// Why.
        why: String,
    },
    /// The policy wants a person's yes, and there was none.
    #[error("the call of {tool} needs a yes: {why}")]
    Asks {
        /// `server/tool`.
        tool: String,
        /// Why.
        why: String,
    },
    /// The server.
    #[error("the server {id}: {error}")]
    Server {
        /// Its id.
        id: String,
        /// What is wrong.
        error: McpError,
    },
}

impl OrderError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoServer { .. } => "RESOURCE_NOT_FOUND",
            Self::NoTool { .. } => "MCP_NO_TOOL",
            Self::Denied { .. } => "TOOL_DENIED",
            Self::Asks { .. } => "TOOL_ASKS",
            Self::Server { error, .. } => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let like = |like: &Option<String>| like.as_ref().map(|like| format!("did you mean {like}?"));
        match self {
            Self::NoServer { like: word, .. } => {
                Some(like(word).unwrap_or_else(|| "muxi mcp list shows them".to_owned()))
            }
            Self::NoTool { server, like: word, .. } => {
                Some(like(word).unwrap_or_else(|| format!("muxi mcp tools {server} lists them")))
            }
            Self::Denied { .. } => Some("`tool_policy` of the formation has the rules".to_owned()),
            Self::Asks { .. } => Some("look at it, then say yes with --yes".to_owned()),
            Self::Server { error, .. } => error.hint(),
        }
    }
}

impl<'a> Desk<'a> {
    /// `servers` under `policy`.
    pub fn new(policy: &'a ToolPolicy, servers: &'a [Arc<dyn ToolServer>]) -> Self {
        Self { policy, servers }
    }

    /// Waits until the server of that id, or all, have answered or failed once; at most `within`.
    pub async fn settled(&self, id: Option<&str>, within: Duration) {
        let meant = self.servers.iter().filter(|server| id.is_none_or(|id| server.id() == id));
        join_all(meant.map(|server| server.settled(within))).await;
    }

    /// All servers: `id`, `state`, `transport`, `error`, `walls`, …. Those that are another one for each user as they are for
    /// `whose`, which is found out now.
    pub async fn servers(&self, whose: Option<&Whose<'_>>) -> Vec<Value> {
        join_all(self.servers.iter().map(|server| seen(&**server, whose))).await
    }

    /// One server with its `tools`, what it says of itself, and the last lines of its standard error.
    pub async fn server(&self, id: &str, whose: Option<&Whose<'_>>) -> Result<Value, OrderError> {
        let server = self.find(id)?;
        let reached = reached(&**server, whose).await;
        let mut found = server_json(&**server, whose, reached.as_ref());
        found["tools"] = self.tools_of(&**server, whose).into();
        let said = match (server.live(), reached) {
            (Some(live), _) => Some((live.facts().instructions, live.stderr())),
            (None, Some(Ok(reached))) => Some((reached.facts.instructions, reached.stderr)),
            (None, _) => None,
        };
        if let Some((instructions, stderr)) = said {
            found["instructions"] = instructions.into();
            found["stderr"] = Some(stderr).filter(|text| !text.is_empty()).into();
        }
        Ok(found)
    }

    /// The tools of all servers, as `whose` has them.
    pub async fn tools(&self, whose: Option<&Whose<'_>>) -> Vec<Value> {
        // Which ones a user has is known when the user's own connection was asked.
        join_all(self.servers.iter().map(|server| reached(&**server, whose))).await;
        self.servers.iter().flat_map(|server| self.tools_of(&**server, whose)).collect()
    }

    /// The resources of a server, with the patterns of their URIs: `resources`, `templates`.
    pub async fn resources(&self, id: &str) -> Result<Value, OrderError> {
        let live = self.live(id)?;
        let fault = |error| of(id, error);
        let (all, patterns) = (live.resources().await.map_err(fault)?, live.templates().await);
        // Old servers know only the first question.
        let patterns = patterns.unwrap_or_default();
        let resources: Vec<Value> = all
            .into_iter()
            .map(|one| {
                json!({
                    "uri": one.uri, "name": one.name, "title": one.title, "description": one.description,
                    "media_type": one.media_type, "size": one.size,
                })
            })
            .collect();
        let templates: Vec<Value> = patterns
            .into_iter()
            .map(|one| {
                json!({
                    "uri_template": one.uri_template, "name": one.name, "description": one.description,
                    "media_type": one.media_type,
                })
            })
            .collect();
        Ok(json!({"server": id, "resources": resources, "templates": templates}))
    }

    /// What the resource at `uri` holds: `content`.
    pub async fn resource(&self, id: &str, uri: &str) -> Result<Value, OrderError> {
        let content = self.live(id)?.read_resource(uri).await.map_err(|error| of(id, error))?;
        Ok(json!({"server": id, "uri": uri, "content": content_json(&content)}))
    }

    /// The prompts of a server.
    pub async fn prompts(&self, id: &str) -> Result<Value, OrderError> {
        let all = self.live(id)?.prompts().await.map_err(|error| of(id, error))?;
        let prompts: Vec<Value> = all
            .into_iter()
            .map(|one| {
                let arguments: Vec<Value> = one
                    .arguments
                    .into_iter()
                    .map(
                        |of| json!({"name": of.name, "description": of.description, "required": of.required}),
                    )
                    .collect();
                json!({
                    "name": one.name, "title": one.title, "description": one.description,
                    "arguments": arguments,
                })
            })
            .collect();
        Ok(json!({"server": id, "prompts": prompts}))
    }

    /// Makes a call. Dropping the future cancels it.
    pub async fn call(&self, id: &str, order: Order) -> Result<Value, OrderError> {
        let server = self.find(id)?;
        if order.asker.is_none() && server.personal().is_some() {
            return Err(of(id, McpError::nobody()));
        }
        let within = order.timeout.unwrap_or(server.timeout());
        server.settled(within).await;
        if let Some(asker) = &order.asker {
            server.learn(asker).await;
        }
        let tools = order.asker.as_ref().map_or_else(|| server.tools(), |asker| server.tools_for(asker));
        let Some(tool) = tools.iter().find(|tool| tool.name == order.tool) else {
            // What keeps the user from it says more than that the tool is not there.
            if let (Some(personal), Some(asker)) = (server.personal(), &order.asker) {
                personal.reached(asker, within, true).await.map_err(|error| of(id, error))?;
            }
            return Err(no_tool(&**server, &tools, order.tool));
        };
        let verdict = policy::judge(
            self.policy,
            &Wanted {
                agent: "",
                server: id,
                tool: &tool.name,
                arguments: &order.arguments,
                destructive: tool.destructive == Some(true),
            },
        );
        let full_name = format!("{id}/{}", tool.name);
        match verdict.verb {
            Verb::Deny => return Err(OrderError::Denied { tool: full_name, why: verdict.why }),
            Verb::Ask if !order.confirmed => {
                return Err(OrderError::Asks { tool: full_name, why: verdict.why });
            }
            Verb::Allow | Verb::Ask => {}
        }
        let options = CallOptions { timeout: Some(within), asker: order.asker, ..CallOptions::default() };
        let answer = server.call(&tool.name, order.arguments, options).await;
        let answer = answer.map_err(|error| of(id, error))?;
        Ok(answer_json(id, &tool.name, &answer))
    }

    fn find(&self, id: &str) -> Result<&Arc<dyn ToolServer>, OrderError> {
        self.servers.iter().find(|server| server.id() == id).ok_or_else(|| self.unknown(id))
    }

    /// There is no server of that id.
    pub fn unknown(&self, id: &str) -> OrderError {
        let like = did_you_mean(id, self.servers.iter().map(|server| server.id())).map(str::to_owned);
        OrderError::NoServer { id: id.to_owned(), like }
    }

    /// The server itself, which may be started for the question.
    fn live(&self, id: &str) -> Result<&Server, OrderError> {
        let server = self.find(id)?;
        server.live().ok_or_else(|| {
            if !server.needs().is_empty() {
                return of(
                    id,
                    McpError::NotRunning("another one for each user, and only their tools are called"),
                );
            }
            let text = "it is played from a recording, which has its tools only".to_owned();
            of(id, McpError::Recorded { code: "MCP_NOT_RECORDED", text })
        })
    }

    fn tools_of(&self, server: &dyn ToolServer, whose: Option<&Whose<'_>>) -> Vec<Value> {
        tools(server, whose).iter().map(|tool| self.tool_json(server, tool)).collect()
    }

    /// `verb` is what the policy says where nothing is known of who calls and with what.
    fn tool_json(&self, server: &dyn ToolServer, tool: &RemoteTool) -> Value {
        let wanted = Wanted {
            agent: "",
            server: server.id(),
            tool: &tool.name,
            arguments: &Map::new(),
            destructive: tool.destructive == Some(true),
        };
        let verdict = policy::judge(self.policy, &wanted);
        json!({
            "server": server.id(),
            "name": tool.name,
            "model_name": model_name(server.id(), &tool.name),
            "title": tool.title,
            "description": tool.description,
            "input_schema": tool.input_schema,
            "output_schema": tool.output_schema,
            "read_only": tool.read_only,
            "destructive": tool.destructive,
            "verb": verdict.verb.as_str(),
            "why": verdict.why,
        })
    }
}

/// The tools of a server, as a user has them where one is named.
fn tools(server: &dyn ToolServer, whose: Option<&Whose<'_>>) -> Arc<[RemoteTool]> {
    whose.map_or_else(|| server.tools(), |whose| server.tools_for(whose.asker))
}

/// How a server is for that user; nothing where it is the same for all.
async fn reached(server: &dyn ToolServer, whose: Option<&Whose<'_>>) -> Option<Result<Reached, McpError>> {
    let (personal, whose) = (server.personal()?, whose?);
    Some(personal.reached(whose.asker, whose.within, false).await)
}

/// The word for how it is for a user, and why it is not there.
fn state_of(reached: &Result<Reached, McpError>) -> (&'static str, Option<&McpError>) {
    match reached {
        Ok(_) => (ServerState::Ready.as_str(), None),
        // The user has to bring something, or to choose.
        Err(error @ McpError::Wants(_)) => (ServerState::Waiting.as_str(), Some(error)),
        Err(McpError::NotRunning(_)) => (ServerState::Stopped.as_str(), None),
        Err(error) => ("down", Some(error)),
    }
}

/// How a server is, found out now where it is another one for that user.
async fn seen(server: &dyn ToolServer, whose: Option<&Whose<'_>>) -> Value {
    let reached = reached(server, whose).await;
    server_json(server, whose, reached.as_ref())
}

fn server_json(
    server: &dyn ToolServer,
    whose: Option<&Whose<'_>>,
    reached: Option<&Result<Reached, McpError>>,
) -> Value {
    let own = server.state();
    let (state, error) = reached.map_or_else(|| (own.as_str(), own.error().map(|error| &**error)), state_of);
    let lister = server.personal().and_then(Personal::lister);
    let facts = match reached {
        Some(Ok(reached)) => reached.facts.clone(),
        Some(Err(_)) => ServerFacts::default(),
        None => server.live().or(lister).map(Server::facts).unwrap_or_default(),
    };
    let account = |(service, name): &(Service, String)| json!({"service": service.as_str(), "name": name});
    let accounts = reached.map(|reached| {
        let all = reached.as_ref().map(|reached| &reached.accounts[..]).unwrap_or_default();
        all.iter().map(account).collect::<Vec<_>>()
    });
    json!({
        "id": server.id(),
        "name": server.name(),
        "description": server.description(),
        "transport": server.transport(),
        "shared": server.is_shared(),
        "state": state,
        "active": state == ServerState::Ready.as_str(),
        "error": error.map(McpError::to_json),
        "tool_count": tools(server, whose).len(),
        "protocol": Some(&facts.protocol).filter(|version| !version.is_empty()),
        "implementation": implementation(&facts),
        "offers": facts.has,
        "process": facts.process,
        "walls": facts.walls.as_ref().map(walls_json),
        "login": server.live().and_then(login_json),
        "needs": server.needs().iter().map(Service::as_str).collect::<Vec<_>>(),
        "personal": server.personal().is_some(),
        "connections": server.personal().map(Personal::connections),
        "user": whose.filter(|_| reached.is_some()).map(|whose| whose.asker.who().to_string()),
        "accounts": accounts,
    })
}

fn of(id: &str, error: McpError) -> OrderError {
    match error {
        McpError::NoTool(tool) => OrderError::NoTool { server: id.to_owned(), tool, like: None },
        error => OrderError::Server { id: id.to_owned(), error },
    }
}

/// A tool that is not in the list: its server may not be there at all.
fn no_tool(server: &dyn ToolServer, tools: &[RemoteTool], tool: String) -> OrderError {
    let id = server.id().to_owned();
    let error = match server.state() {
        ServerState::Down(error) | ServerState::Failed(error) => McpError::clone(&error),
        ServerState::Starting => McpError::NotRunning("still starting"),
        ServerState::Stopped => McpError::NotRunning("stopped"),
        ServerState::Waiting => McpError::NotRunning("waiting for a user whose credential lists its tools"),
        ServerState::Ready => {
            let like = did_you_mean(&tool, tools.iter().map(|tool| tool.name.as_str()));
            return OrderError::NoTool { server: id, like: like.map(str::to_owned), tool };
        }
    };
    OrderError::Server { id, error }
}

/// How somebody is logged in at a server that is signed in at by OAuth; never a token.
fn login_json(server: &Server) -> Option<Value> {
    let oauth = server.spec().oauth()?;
    let mut login = json!({"grant": oauth.grant().as_str()});
    match oauth.state() {
        LoginState::Unknown => login["state"] = "unknown".into(),
        LoginState::Needed(why) => {
            login["state"] = "needed".into();
            login["why"] = why.into();
        }
        LoginState::Done { issuer, scopes, expires_at, renews } => {
            login["state"] = "done".into();
            login["issuer"] = issuer.into();
            login["scopes"] = scopes.into();
            login["expires_at"] = expires_at.map(|end| rfc3339(end.saturating_mul(1000))).into();
            login["renews"] = renews.into();
        }
    }
    Some(login)
}

fn implementation(facts: &ServerFacts) -> Option<Value> {
    let (name, version) = facts.implementation.as_ref()?;
    Some(json!({"name": name, "version": version}))
}

/// Which walls hold, and which the kernel lacks.
fn walls_json(report: &Report) -> Value {
    let holding = report.walls().iter().filter(|standing| standing.missing.is_none());
    let missing = report.missing().map(|(wall, why)| json!({"wall": wall.name(), "why": why}));
    json!({
        "holding": holding.map(|standing| standing.wall.name()).collect::<Vec<_>>(),
        "missing": missing.collect::<Vec<_>>(),
    })
}

fn answer_json(server: &str, tool: &str, answer: &ToolAnswer) -> Value {
    json!({
        "server": server,
        "tool": tool,
        "failed": answer.failed,
        "content": content_json(&answer.content),
        "structured": answer.structured,
    })
}

fn content_json(content: &[ToolContent]) -> Vec<Value> {
    let one = |piece: &ToolContent| match piece {
        ToolContent::Text(text) => json!({"type": "text", "text": text}),
        ToolContent::Media { media_type, base64 } => {
            json!({"type": "media", "media_type": media_type, "data": base64})
        }
        ToolContent::Resource { uri, text } => json!({"type": "resource", "uri": uri, "text": text}),
        ToolContent::Link { uri, name } => json!({"type": "link", "uri": uri, "name": name}),
    };
    content.iter().map(one).collect()
}

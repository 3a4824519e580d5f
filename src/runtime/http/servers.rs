//! `GET /v1/mcp`, `/v1/mcp/servers[/id]`, `/v1/mcp/servers/id/{resources,prompts}`, `/v1/mcp/tools` and
//! `POST /v1/mcp/servers/id/call`: the servers of tools, how they are, what they have, and one call. Nothing of how they
//! are signed in at is told.

use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::auth::Admin;
use super::envelope::{ApiError, Id, Meta};
use super::{Api, body};
use crate::audit::{Actor, Class, Event, KeyKind};
use crate::runtime::Runtime;
use crate::runtime::approvals::DeniedBy;
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::McpError;
use crate::runtime::principal::Caller;
use crate::runtime::store::UserError;
use crate::runtime::tools::{Order, OrderError, Whose};

/// How long a server is reached for a user, where nobody says.
const REACH: Duration = Duration::from_secs(30);
/// Nobody waits longer for servers.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

pub(super) async fn summary(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let rules = api.runtime.tools();
    let limits = &rules.limits;
    let count = |state: &str| rules.servers.iter().filter(|server| server.state().as_str() == state).count();
    let tools: usize = rules.servers.iter().map(|server| server.tools().len()).sum();
    let data = json!({
        "servers": {
            "count": rules.servers.len(),
            "ready": count("ready"),
            "starting": count("starting"),
            "waiting": count("waiting"),
            "down": count("down"),
            "failed": count("failed"),
            "stopped": count("stopped"),
        },
        "tools": {"count": tools},
        "policy": {
            "default": rules.policy.default.as_str(),
            "dangerous": rules.policy.dangerous.as_str(),
            "rules": rules.policy.rules.len(),
            "ask_timeout_seconds": rules.ask_for().as_secs_f64(),
        },
        "limits": {
            "max_tool_iterations": limits.rounds,
            "max_tool_calls": limits.calls,
            "max_repeated_errors": limits.repeated_errors,
            "max_timeout_in_seconds": limits.all.map(|all| all.as_secs_f64()),
            "max_tool_timeout_in_seconds": limits.call.map(|call| call.as_secs_f64()),
            "max_tool_output_size": limits.output,
        },
        "approvals": {"pending": api.runtime.approvals(None).len()},
    });
    meta.ok("mcp", "mcp.retrieved", data)
}

/// How long to wait for servers that are starting, and as whom to look at those that are another one for each user.
#[derive(Deserialize)]
pub(super) struct Patience {
    wait_seconds: Option<f64>,
    user: Option<String>,
}

type Waits = Result<Query<Patience>, QueryRejection>;

/// A user whose own servers are looked at, for so long.
struct Looks {
    asker: Asker,
    within: Duration,
}

impl Looks {
    fn whose(&self) -> Whose<'_> {
        Whose { asker: &self.asker, within: self.within }
    }
}

/// Waits as long as `query` says, for one server or for all; for whom they are looked at then.
async fn wait(api: &Api, id: Option<&str>, query: Waits) -> Result<Option<Looks>, ApiError> {
    let Query(Patience { wait_seconds, user }) = query.map_err(|fault| ApiError::query(&fault))?;
    let within = wait_seconds.map(|seconds| {
        let within = Duration::try_from_secs_f64(seconds);
        within.map_err(|_| ApiError::field("wait_seconds", "is no time", "value_error"))
    });
    let within = within.transpose()?.map(|within| within.min(LONGEST_WAIT));
    let asker = asker(api, user.as_deref()).await?;
    if let Some(within) = within {
        api.runtime.desk().settled(id, within).await;
    }
    Ok(asker.map(|asker| Looks { asker, within: within.unwrap_or(REACH) }))
}

pub(super) async fn servers(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Waits,
) -> Result<Response, ApiError> {
    let looks = wait(&api, None, query).await?;
    let mut servers = api.runtime.desk().servers(looks.as_ref().map(Looks::whose).as_ref()).await;
    for server in &mut servers {
        name_agents(&api.runtime, server);
    }
    let count = servers.len();
    Ok(meta.ok("mcp_server_list", "mcp.servers.retrieved", json!({"servers": servers, "count": count})))
}

pub(super) async fn server(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    query: Waits,
) -> Result<Response, ApiError> {
    let looks = wait(&api, Some(&id), query).await?;
    let mut server = api.runtime.desk().server(&id, looks.as_ref().map(Looks::whose).as_ref()).await?;
    name_agents(&api.runtime, &mut server);
    Ok(meta.ok("mcp_server", "mcp.server.retrieved", server))
}

pub(super) async fn tools(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Waits,
) -> Result<Response, ApiError> {
    let looks = wait(&api, None, query).await?;
    let tools = api.runtime.desk().tools(looks.as_ref().map(Looks::whose).as_ref()).await;
    let count = tools.len();
    Ok(meta.ok("mcp_tool_list", "mcp.tools.retrieved", json!({"tools": tools, "count": count})))
}

/// A resource to read.
#[derive(Deserialize)]
pub(super) struct Wanted {
    uri: Option<String>,
}

pub(super) async fn resources(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    query: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(Wanted { uri }) = query.map_err(|fault| ApiError::query(&fault))?;
    let desk = api.runtime.desk();
    match uri {
        Some(uri) => Ok(meta.ok("mcp_resource", "mcp.resource.retrieved", desk.resource(&id, &uri).await?)),
        None => Ok(meta.ok("mcp_resource_list", "mcp.resources.retrieved", desk.resources(&id).await?)),
    }
}

pub(super) async fn prompts(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("mcp_prompt_list", "mcp.prompts.retrieved", api.runtime.desk().prompts(&id).await?))
}

#[derive(Deserialize)]
struct Call {
    tool: String,
    #[serde(default)]
    arguments: Map<String, Value>,
    timeout_seconds: Option<f64>,
    #[serde(default)]
    confirmed: bool,
    user: Option<String>,
}

/// The user for whom a call is made. Nobody is made for it.
async fn asker(api: &Api, user: Option<&str>) -> Result<Option<Asker>, ApiError> {
    let Some(user) = user else { return Ok(None) };
    let bad = |fault: &dyn std::fmt::Display| ApiError::field("user", &fault.to_string(), "value_error");
    let caller = Caller::parse(user).map_err(|fault| bad(&fault))?;
    match api.runtime.find(&caller).await? {
        Some(who) => Ok(Some(Asker::new(who))),
        None => Err(UserError::Unknown(user.to_owned()).into()),
    }
}

/// `POST /v1/mcp/servers/{id}/call`: one call. A client that goes away cancels it.
pub(super) async fn call(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let call: Call = body::parse(&read.bytes)?;
    let timeout = call.timeout_seconds.map(|seconds| {
        let fits = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero());
        fits.ok_or_else(|| ApiError::field("timeout_seconds", "is no time above 0", "value_error"))
    });
    let order = Order {
        tool: call.tool,
        arguments: call.arguments,
        timeout: timeout.transpose()?,
        confirmed: call.confirmed,
        asker: asker(&api, call.user.as_deref()).await?,
    };
    let mut event = Event::new(Class::Tool, "tool.call", "tool", format!("{id}/{}", order.tool));
    if let Some(asker) = &order.asker {
        event = event.with("user", asker.who().user());
    }
    let runtime = api.runtime.clone();
    let work = async move { Ok(runtime.desk().call(&id, order).await?) };
    let answer = api.audited_while_asked(&meta, Actor::new(KeyKind::Admin, None), event, work).await?;
    Ok(meta.ok("mcp_call", "mcp.call.completed", answer))
}

/// The agents that may use it.
fn name_agents(runtime: &Runtime, server: &mut Value) {
    let id = server["id"].as_str().unwrap_or_default().to_owned();
    let uses = |agent: &&crate::runtime::Agent| agent.tools.servers().any(|of| of == id);
    server["agents"] =
        runtime.agents().iter().filter(uses).map(|agent| Value::from(agent.id.as_str())).collect();
}

impl From<OrderError> for ApiError {
    fn from(error: OrderError) -> Self {
        let status = match &error {
            OrderError::NoServer { .. } | OrderError::NoTool { .. } => StatusCode::NOT_FOUND,
            OrderError::Denied { .. } => StatusCode::FORBIDDEN,
            OrderError::Asks { .. } => StatusCode::CONFLICT,
            OrderError::Server { error: McpError::Timeout(_), .. } => StatusCode::GATEWAY_TIMEOUT,
            OrderError::Server { .. } => StatusCode::BAD_GATEWAY,
        };
        let denied_by = match &error {
            OrderError::Denied { .. } => Some(DeniedBy::Policy),
            OrderError::Asks { .. } => Some(DeniedBy::Nobody),
            _ => None,
        };
        let mut answer = Self::new(status, error.code(), error.to_string());
        answer.data = json!({"hint": error.hint()});
        if let Some(by) = denied_by {
            answer.data["denied_by"] = by.as_str().into();
        }
        answer
    }
}

//! `GET /v1/mcp`, `/v1/mcp/servers[/id]`, `/v1/mcp/tools`: the servers of tools, how they are, and what they have.
//! Nothing of how they are signed in at is told.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::Api;
use super::auth::Admin;
use super::envelope::{ApiError, Id, Meta};
use crate::runtime::Runtime;
use crate::runtime::mcp::{McpError, RemoteTool, ServerState};
use crate::runtime::tools::policy::{Wanted, judge};
use crate::runtime::tools::{ToolServer, model_name};

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

pub(super) async fn servers(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let all = &api.runtime.tools().servers;
    let servers: Vec<Value> = all.iter().map(|server| server_json(&api.runtime, &**server)).collect();
    let count = servers.len();
    meta.ok("mcp_server_list", "mcp.servers.retrieved", json!({"servers": servers, "count": count}))
}

pub(super) async fn server(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let found = api.runtime.tools().servers.iter().find(|server| server.id() == id);
    let found = found.ok_or_else(|| {
        ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no server of tools {id}"))
    })?;
    let mut data = server_json(&api.runtime, &**found);
    data["tools"] = tools_of(&api.runtime, found).collect();
    Ok(meta.ok("mcp_server", "mcp.server.retrieved", data))
}

pub(super) async fn tools(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let servers = &api.runtime.tools().servers;
    let tools: Vec<Value> = servers.iter().flat_map(|server| tools_of(&api.runtime, server)).collect();
    let count = tools.len();
    meta.ok("mcp_tool_list", "mcp.tools.retrieved", json!({"tools": tools, "count": count}))
}

fn server_json(runtime: &Runtime, server: &dyn ToolServer) -> Value {
    let state = server.state();
    let uses = |agent: &&crate::runtime::Agent| agent.tools.servers().any(|id| id == server.id());
    json!({
        "id": server.id(),
        "description": server.description(),
        "transport": server.transport(),
        "shared": server.is_shared(),
        "state": state.as_str(),
        "active": matches!(state, ServerState::Ready),
        "error": state.error().map(|error| error_json(error)),
        "tool_count": server.tools().len(),
        "agents": runtime.agents().iter().filter(uses).map(|agent| agent.id.as_str()).collect::<Vec<_>>(),
    })
}

fn tools_of<'a>(runtime: &'a Runtime, server: &'a Arc<dyn ToolServer>) -> impl Iterator<Item = Value> + 'a {
    let tools: Vec<RemoteTool> = server.tools().to_vec();
    tools.into_iter().map(move |tool| tool_json(runtime, &**server, &tool))
}

/// `verb` is what the policy says where nothing is known of who calls and with what.
fn tool_json(runtime: &Runtime, server: &dyn ToolServer, tool: &RemoteTool) -> Value {
    let wanted = Wanted {
        agent: "",
        server: server.id(),
        tool: &tool.name,
        arguments: &Map::new(),
        destructive: tool.destructive == Some(true),
    };
    let verdict = judge(&runtime.tools().policy, &wanted);
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

fn error_json(error: &McpError) -> Value {
    json!({"code": error.code(), "message": error.to_string(), "hint": error.hint()})
}

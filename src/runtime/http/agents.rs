//! `GET /v1/agents[/id]`, `/v1/agents/id/logs`, and `POST /v1/agents/id/{stop,start,resume,restart}`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::auth::Admin;
use super::envelope::{ApiError, Id, Meta};
use super::stream::{KEEP_ALIVE, SILENCE, one_line_each, sent};
use crate::audit::{Actor, Class, Event, KeyKind};
use crate::runtime::command::{CommandAgent, CommandTerminal};
use crate::runtime::lives::{Life, Line, Log, Stopped};
use crate::runtime::{Agent, Runtime};
use crate::support::clock::rfc3339;

pub(super) async fn list(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let all = api.runtime.agents().iter().filter_map(|agent| api.runtime.life(&agent.id));
    let agents: Vec<Value> = all.map(|(agent, life)| agent_json(&api.runtime, agent, life)).collect();
    let count = agents.len();
    meta.ok("agent_list", "agents.retrieved", json!({"agents": agents, "count": count}))
}

pub(super) async fn one(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let (agent, life) = found(&api.runtime, &id)?;
    Ok(meta.ok("agent", "agent.retrieved", agent_json(&api.runtime, agent, life)))
}

pub(super) async fn stop(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let (runtime, whose) = (api.runtime.clone(), id.clone());
    let work = async move { runtime.stop_agent(&whose).await.ok_or_else(|| unknown(&runtime, &whose)) };
    let stopped = api.audited(&meta, admin(), about("agent.stop", &api, &id)?, work).await?;
    Ok(meta.ok("agent", "agent.stopped", changed(&api.runtime, &id, Some(&stopped))?))
}

pub(super) async fn start(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let (runtime, whose) = (api.runtime.clone(), id.clone());
    let work = async move { runtime.start_agent(&whose).await.ok_or_else(|| unknown(&runtime, &whose)) };
    api.audited(&meta, admin(), about("agent.start", &api, &id)?, work).await?;
    Ok(meta.ok("agent", "agent.started", changed(&api.runtime, &id, None)?))
}

pub(super) async fn restart(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let (runtime, whose) = (api.runtime.clone(), id.clone());
    let work = async move { runtime.restart_agent(&whose).await.ok_or_else(|| unknown(&runtime, &whose)) };
    let stopped = api.audited(&meta, admin(), about("agent.restart", &api, &id)?, work).await?;
    Ok(meta.ok("agent", "agent.restarted", changed(&api.runtime, &id, Some(&stopped))?))
}

fn admin() -> Actor {
    Actor::new(KeyKind::Admin, None)
}

/// What is done to an agent that is there.
fn about(action: &'static str, api: &Api, id: &str) -> Result<Event, ApiError> {
    let (agent, _) = found(&api.runtime, id)?;
    Ok(Event::new(Class::Agent, action, "agent", agent.id.as_str()))
}

/// Which lines.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    follow: bool,
}

/// The last lines; with `follow`, as server-sent events that go on.
pub(super) async fn logs(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    query: Result<Query<Which>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(Which { after, follow }) = query.map_err(|fault| ApiError::query(&fault))?;
    let (agent, life) = found(&api.runtime, &id)?;
    if follow {
        return Ok(followed(&api, Arc::clone(life.log()), after));
    }
    let lines: Vec<Value> = life.log().after(after).iter().map(Line::to_json).collect();
    let count = lines.len();
    Ok(meta.ok("agent_log", "agent.logs.retrieved", json!({"id": agent.id, "lines": lines, "count": count})))
}

fn followed(api: &Api, log: Arc<Log>, mut after: u64) -> Response {
    let runtime = api.runtime.clone();
    let body = Body::from_stream(async_stream::stream! {
        loop {
            for line in log.after(after) {
                after = line.seq;
                let mut data = line.to_json();
                runtime.redactor().redact_json(&mut data);
                yield Ok::<_, Infallible>(one_line_each(format!("event: log\ndata: {data}\n\n").into()));
            }
            tokio::select! {
                () = log.more(after) => {}
                () = tokio::time::sleep(KEEP_ALIVE) => yield Ok(SILENCE),
                () = runtime.stopping().draining() => return,
            }
        }
    });
    sent(body)
}

fn found<'r>(runtime: &'r Runtime, id: &str) -> Result<(&'r Agent, &'r Life), ApiError> {
    runtime.life(id).map(|(agent, life)| (agent, &**life)).ok_or_else(|| unknown(runtime, id))
}

fn unknown(runtime: &Runtime, id: &str) -> ApiError {
    let known: Vec<&str> = runtime.agents().iter().map(|agent| agent.id.as_str()).collect();
    ApiError::not_found("AGENT_NOT_FOUND", format!("there is no agent {id}; there is {}", known.join(", ")))
}

/// The agent as it is now, with what came of stopping it.
fn changed(runtime: &Runtime, id: &str, stopped: Option<&Stopped>) -> Result<Value, ApiError> {
    let (agent, life) = found(runtime, id)?;
    let mut data = agent_json(runtime, agent, life);
    if let Some(Stopped { cancelled, servers, survivors }) = stopped {
        data["cancelled"] = (*cancelled).into();
        data["stopped_servers"] = servers.clone().into();
        data["survivors"] = survivors.clone().into();
    }
    Ok(data)
}

fn agent_json(runtime: &Runtime, agent: &Agent, life: &Life) -> Value {
    let server = |id: &str| {
        let state = runtime.tools().server(id).map(|server| server.state().as_str());
        json!({"id": id, "state": state})
    };
    let terminal = agent.program.as_ref().and_then(CommandAgent::terminal).map(terminal_json);
    let failed = terminal.as_ref().is_some_and(|terminal| !terminal["error"].is_null());
    let processes = agent.program.as_ref().map(CommandAgent::processes).unwrap_or_default();
    json!({
        "id": agent.id,
        "name": agent.name,
        "description": agent.description,
        "role": agent.role,
        "runner": if agent.program.is_some() { "command" } else { "model" },
        "model": agent.model.id,
        "system_message": agent.instructions,
        "active": !life.is_stopped(),
        "state": if life.is_stopped() { "stopped" } else if failed { "failed" } else { "running" },
        "turns": life.turns(),
        "active_turns": life.active(),
        "last_used": life.last_used().map(rfc3339),
        "mcp_servers": agent.tools.servers().map(server).collect::<Vec<_>>(),
        "processes": processes,
        "terminal": terminal,
    })
}

/// Where a person can watch the program: whoever may do that is the user who runs all this, on this machine.
fn terminal_json(terminal: &CommandTerminal) -> Value {
    let terminals = terminal.terminals();
    let error = terminals.fault(terminal.session());
    json!({
        "session": terminal.session(),
        "socket": terminals.socket(),
        "error": error.map(|error| json!({
            "code": error.code(), "message": error.to_string(), "hint": error.hint(),
        })),
    })
}

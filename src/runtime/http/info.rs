//! `GET /health`, `/v1/health`, `/v1/status`, `/v1/formation`.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::Api;
use super::auth::Admin;
use super::envelope::Meta;
use crate::runtime::Runtime;
use crate::runtime::llm::{Breaker, BreakerState};
use crate::runtime::mcp::ServerState;
use crate::support::clock::rfc3339;

/// Without envelope and key, for probes.
pub(super) async fn health(State(api): State<Api>) -> Json<Value> {
    Json(health_of(&api.runtime))
}

/// Whether it takes questions, its version, and how long it has run.
pub(super) fn health_of(runtime: &Runtime) -> Value {
    json!({
        "status": if runtime.stopping().is_draining() { "stopping" } else { "healthy" },
        "version": env!("CARGO_PKG_VERSION"),
        "uptime_seconds": runtime.stats().uptime_seconds,
    })
}

pub(super) async fn status(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let (stats, agents) = (api.runtime.stats(), api.runtime.agents());
    let active = agents.iter().filter_map(|agent| api.runtime.life(&agent.id));
    let active = active.filter(|(_, life)| !life.is_stopped()).count();
    let servers = &api.runtime.tools().servers;
    let ready = servers.iter().filter(|server| matches!(server.state(), ServerState::Ready)).count();
    let (totals, usage) = (api.runtime.totals(), api.runtime.totals().usage());
    let data = json!({
        "formation": formation_json(&api.runtime),
        "agents": {"count": agents.len(), "active": active},
        "mcp_servers": {"count": servers.len(), "active": ready},
        "stats": {
            "running": {"seconds": stats.uptime_seconds, "since": stats.started_at / 1000},
            "requests": {"total": stats.turns, "active": stats.active},
            "tokens": {
                "prompt": usage.prompt_tokens,
                "completion": usage.completion_tokens,
                "cached": usage.cached_tokens,
                "total": usage.total(),
            },
            "cost": {"usd": totals.cost().usd(), "requests_of_unknown_price": totals.unpriced()},
        },
        "endpoints": api.runtime.breakers().iter().map(|b| breaker_json(b)).collect::<Vec<_>>(),
        "muxi_version": env!("CARGO_PKG_VERSION"),
    });
    meta.ok("formation_status", "formation.status.retrieved", data)
}

pub(super) async fn formation(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let mut data = formation_json(&api.runtime);
    data["agents"] = api.runtime.agents().iter().map(|a| Value::from(a.id.as_str())).collect();
    data["started_at"] = rfc3339(api.runtime.stats().started_at).into();
    meta.ok("formation", "formation.retrieved", data)
}

fn formation_json(runtime: &Runtime) -> Value {
    let formation = runtime.formation();
    json!({
        "id": formation.id,
        "name": formation.id,
        "description": formation.description,
        "version": formation.version,
    })
}

/// An endpoint of models: `closed` is asked, `open` is left alone for `retry_in_seconds`, and
/// `trial` is asked once to see whether it is back.
fn breaker_json(breaker: &Breaker) -> Value {
    let (state, wait) = match breaker.state() {
        BreakerState::Closed => ("closed", None),
        BreakerState::Open(wait) => ("open", Some(wait.as_secs_f64().ceil())),
        BreakerState::Trial => ("trial", None),
    };
    json!({
        "provider": breaker.provider(),
        "url": breaker.endpoint(),
        "breaker": state,
        "failures": breaker.failures(),
        "retry_in_seconds": wait,
    })
}

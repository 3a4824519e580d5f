//! `GET /v1/overlord`, `/v1/overlord/soul`, `/v1/llm/settings`.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::Api;
use super::auth::Admin;
use super::envelope::{ApiError, Meta};
use crate::runtime::llm::Model;

/// Who chooses among the agents, and how.
pub(super) async fn overlord(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let overlord = api.runtime.overlord();
    let agents = &api.runtime.agents()[..overlord.choices()];
    let settings = &overlord.settings;
    let data = json!({
        "agents": agents.iter().map(|agent| agent.id.as_str()).collect::<Vec<_>>(),
        "default_agent": api.runtime.agents().first().map(|agent| agent.id.as_str()),
        "model": settings.model.as_ref().map(|model| model.id.as_str()),
        "agent_affinity": settings.affinity,
        "delegation": settings.delegation && agents.len() > 1,
        "progress": settings.progress,
        "caching": {
            "enabled": !settings.cached_for.is_zero(),
            "ttl": settings.cached_for.as_secs_f64(),
        },
        "has_soul": settings.soul.is_some(),
    });
    meta.ok("overlord", "overlord.retrieved", data)
}

/// The persona as it is written: references stay references.
pub(super) async fn soul(_: Admin, State(api): State<Api>, meta: Meta) -> Result<Response, ApiError> {
    let soul = api.runtime.overlord().settings.soul.as_ref().ok_or_else(|| {
        let message = "the formation has no soul: neither overlord.soul nor SOUL.md";
        ApiError::not_found("RESOURCE_NOT_FOUND", message.to_owned())
    })?;
    Ok(meta.ok("overlord_soul", "overlord.soul.retrieved", json!({"soul": soul})))
}

/// The models that answer, and how; never a key.
pub(super) async fn llm(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let agents = api.runtime.agents().iter().map(|agent| {
        let mut model = model_json(&agent.model);
        model["agent_id"] = agent.id.as_str().into();
        model
    });
    let data = json!({
        "agents": agents.collect::<Vec<_>>(),
        "overlord": api.runtime.overlord().settings.model.as_ref().map(model_json),
    });
    meta.ok("llm_settings", "llm.settings.retrieved", data)
}

fn model_json(model: &Model) -> Value {
    json!({
        "model": model.id,
        "settings": {
            "temperature": model.settings.temperature,
            "top_p": model.settings.top_p,
            "max_tokens": model.settings.max_tokens,
        },
    })
}

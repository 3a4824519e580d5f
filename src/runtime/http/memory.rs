//! `/v1/memory…` for whoever runs the formation: how it remembers, how much, and looking after it. What is remembered is
//! not told here.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::auth::Admin;
use super::envelope::{ApiError, Id, Meta};
use super::users::known;
use super::{Api, body};
use crate::audit::{Actor, Class, Event, KeyKind};
use crate::runtime::memory::{Finding, MAX_MEMORIES, MAX_MEMORY, MAX_USER_BYTES, Projection};
use crate::runtime::static_vectors;

/// The kinds of jobs.
const REBUILD: &str = "rebuild";
const FORGET: &str = "forget";
/// The most findings of one answer.
const MAX_FINDINGS: u32 = 1000;
/// The longest reason, in bytes.
const MAX_REASON: usize = 64;

pub(super) async fn settings(_: Admin, State(api): State<Api>, meta: Meta) -> Response {
    let rules = api.runtime.memory().rules();
    let embedding = match &rules.model {
        Ok(Some(model)) => json!({"model": model.id}),
        Ok(None) => json!({"model": null, "table": static_vectors::MODEL}),
        Err(error) => json!({"model": null, "error": error.to_string()}),
    };
    let working = api.runtime.working().map(|working| {
        let held = working.held();
        json!({
            "max_bytes": working.settings().most,
            "sessions": held.sessions,
            "messages": held.messages,
            "bytes": held.bytes,
        })
    });
    let data = json!({
        "persistent": {"enabled": rules.on, "backend": "sqlite"},
        "embedding": embedding,
        "buffer": {"messages": api.runtime.remembered_messages()},
        "working": working,
        "limits": {
            "max_memory_entry_size": rules.longest,
            "max_memory_bytes": MAX_MEMORY,
            "max_memories_per_user": MAX_MEMORIES,
            "max_bytes_per_user": MAX_USER_BYTES,
        },
    });
    meta.ok("memory_config", "memory.retrieved", data)
}

#[derive(Deserialize)]
pub(super) struct StatsQuery {
    user_id: Option<String>,
}

pub(super) async fn stats(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<StatsQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|fault| ApiError::query(&fault))?;
    let who = match query.user_id {
        Some(user) => Some(known(&api.runtime, "", &user).await?),
        None => None,
    };
    let stats = api.runtime.memory().stats(who.as_ref()).await?;
    Ok(meta.ok("memory_stats", "memory.stats.retrieved", stats.to_json()))
}

#[derive(Deserialize)]
struct Rebuild {
    user_id: String,
    projection: Option<String>,
    #[serde(default)]
    dry_run: bool,
    background: Option<bool>,
    /// Makes only what is missing.
    #[serde(default)]
    backfill: bool,
}

pub(super) async fn rebuild(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let asked: Rebuild = body::parse(&read.bytes)?;
    let what = asked.projection.as_deref().map(|name| {
        let fault = || ApiError::field("projection", "is text or vectors; without one both", "value_error");
        Projection::of(name).ok_or_else(fault)
    });
    let what = what.transpose()?;
    let who = known(&api.runtime, "", &asked.user_id).await?;
    let keeper = api.runtime.memory();
    keeper.store()?;
    let (worker, whose) = (keeper.clone(), who.clone());
    let work = async move {
        if asked.backfill && !asked.dry_run {
            return worker.backfill(&whose).await;
        }
        worker.rebuild(&whose, what, asked.dry_run).await
    };
    let data = keeper.job(REBUILD, &who, asked.background.unwrap_or(true), work).await;
    Ok(meta.ok("memory_rebuild", "memory.rebuild.started", data))
}

#[derive(Deserialize)]
struct OfUser {
    user_id: String,
}

/// Makes the vectors that are missing.
pub(super) async fn backfill(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let OfUser { user_id } = body::parse(&read.bytes)?;
    let who = known(&api.runtime, "", &user_id).await?;
    let keeper = api.runtime.memory();
    keeper.store()?;
    let (worker, whose) = (keeper.clone(), who.clone());
    let data = keeper.job(REBUILD, &who, true, async move { worker.backfill(&whose).await }).await;
    Ok(meta.ok("memory_backfill", "memory.backfill.started", data))
}

#[derive(Default, Deserialize)]
struct Lint {
    user_id: Option<String>,
}

pub(super) async fn lint(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let asked = if read.bytes.is_empty() { Lint::default() } else { body::parse(&read.bytes)? };
    let who = match asked.user_id {
        Some(user) => Some(known(&api.runtime, "", &user).await?),
        None => None,
    };
    let findings = api.runtime.memory().lint(who.as_ref(), MAX_FINDINGS).await?;
    let json =
        |Finding { kind, user, id }: &Finding| json!({"kind": kind, "muxi_user_id": user, "memory_id": id});
    let list: Vec<Value> = findings.iter().map(json).collect();
    let (ok, count) = (list.is_empty(), list.len());
    Ok(meta.ok("memory_lint", "memory.linted", json!({"findings": list, "count": count, "ok": ok})))
}

#[derive(Deserialize)]
struct Forget {
    user_id: String,
    source: String,
    reason: Option<String>,
    rebuild: Option<bool>,
    background: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct ForgetQuery {
    sync: Option<bool>,
}

/// Forgets what came from a source, recorded before and after.
pub(super) async fn forget(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ForgetQuery>, QueryRejection>,
    request: Request,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|fault| ApiError::query(&fault))?;
    let read = body::read(&api, request).await?;
    let asked: Forget = body::parse(&read.bytes)?;
    if asked.source.is_empty() {
        return Err(ApiError::field("source", "names where memories came from", "value_error"));
    }
    let reason = asked.reason.unwrap_or_else(|| "user_request".to_owned());
    if reason.len() > MAX_REASON || !reason.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        let message = format!("is one word of at most {MAX_REASON} letters, digits and _: it is recorded");
        return Err(ApiError::field("reason", &message, "value_error"));
    }
    let who = known(&api.runtime, "", &asked.user_id).await?;
    let keeper = api.runtime.memory();
    keeper.store()?;
    let event = Event::new(Class::Data, "memory.forget", "user", who.user()).with("reason", reason);
    let background = !query.sync.unwrap_or_default() && asked.background.unwrap_or(true);
    let (worker, whose, rebuild) = (keeper.clone(), who.clone(), asked.rebuild.unwrap_or(true));
    let work = async move { worker.forget_source(&whose, &asked.source, rebuild).await };
    let keeper = keeper.clone();
    let data = async move { Ok(keeper.job(FORGET, &who, background, work).await) };
    let data = api.audited(&meta, Actor::new(KeyKind::Admin, None), event, data).await?;
    Ok(meta.ok("memory_forget", "memory.forget.started", data))
}

pub(super) async fn rebuild_job(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    job(&api, &meta, REBUILD, &id)
}

pub(super) async fn forget_job(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    job(&api, &meta, FORGET, &id)
}

fn job(api: &Api, meta: &Meta, kind: &str, id: &str) -> Result<Response, ApiError> {
    let missing = || ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no job {id}"));
    let data = api.runtime.memory().find_job(kind, id, None).ok_or_else(missing)?;
    Ok(meta.ok("memory_job", "memory.job.retrieved", data))
}

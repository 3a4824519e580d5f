//! `GET /v1/sessions[/id[/messages]]`: the caller's own, never another user's.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::auth::Client;
use super::envelope::{ApiError, Id, Meta};
use crate::runtime::Runtime;
use crate::runtime::principal::Principal;
use crate::runtime::store::{Session, StoredMessage};
use crate::support::clock::rfc3339;

/// A session is active when it was touched within this time, in milliseconds.
const ACTIVE_MILLIS: u64 = 24 * 60 * 60 * 1000;
const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;

#[derive(Deserialize)]
pub(super) struct ListQuery {
    active_only: Option<String>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct MessagesQuery {
    limit: Option<u32>,
    /// The id of a message; only earlier ones are answered.
    before: Option<i64>,
}

pub(super) async fn list(
    Client(who): Client,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let query = read(query)?;
    let active_only = is_true("active_only", query.active_only.as_deref())?;
    let data = list_of(&api.runtime, &who, active_only, query.limit).await?;
    Ok(meta.ok("session_list", "sessions.retrieved", data))
}

/// The user's sessions, the latest first, as `data`.
pub(super) async fn list_of(
    runtime: &Runtime,
    who: &Principal,
    active_only: bool,
    most: Option<u32>,
) -> Result<Value, ApiError> {
    let active_since = active_since(runtime);
    let since = if active_only { active_since } else { 0 };
    let sessions = runtime.sessions(who, limit(most), since).await?;
    let sessions: Vec<Value> = sessions.iter().map(|s| session_json(s, active_since)).collect();
    let count = sessions.len();
    Ok(json!({"sessions": sessions, "count": count}))
}

pub(super) async fn one(
    Client(who): Client,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("session", "session.retrieved", one_of(&api.runtime, &who, &id).await?))
}

/// One session of the user, as `data`.
pub(super) async fn one_of(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let session = runtime.session(who, id).await?.ok_or_else(|| missing(id))?;
    Ok(session_json(&session, active_since(runtime)))
}

pub(super) async fn messages(
    Client(who): Client,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    query: Result<Query<MessagesQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let query = read(query)?;
    let data = messages_of(&api.runtime, &who, &id, query.limit, query.before).await?;
    Ok(meta.ok("session_message_list", "session.messages.retrieved", data))
}

/// The messages of one session of the user, the oldest first, as `data`.
pub(super) async fn messages_of(
    runtime: &Runtime,
    who: &Principal,
    id: &str,
    most: Option<u32>,
    before: Option<i64>,
) -> Result<Value, ApiError> {
    runtime.session(who, id).await?.ok_or_else(|| missing(id))?;
    let messages = runtime.messages(who, id, limit(most), before).await?;
    let messages: Vec<Value> = messages.iter().map(message_json).collect();
    let count = messages.len();
    Ok(json!({"session_id": id, "messages": messages, "count": count}))
}

fn active_since(runtime: &Runtime) -> u64 {
    runtime.clock().now_millis().saturating_sub(ACTIVE_MILLIS)
}

fn read<T>(query: Result<Query<T>, axum::extract::rejection::QueryRejection>) -> Result<T, ApiError> {
    query.map(|Query(query)| query).map_err(|e| ApiError::query(&e))
}

/// As the deployed API takes it: Python clients send `True`.
pub(super) fn is_true(field: &str, text: Option<&str>) -> Result<bool, ApiError> {
    match text.unwrap_or("false").to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" | "" => Ok(false),
        _ => Err(ApiError::field(field, "is true or false", "bool_parsing")),
    }
}

fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

fn missing(id: &str) -> ApiError {
    ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no session {id}"))
}

fn session_json(session: &Session, active_since: u64) -> Value {
    json!({
        "session_id": session.id,
        "message_count": session.message_count,
        "created_at": rfc3339(session.created_at),
        "last_activity": rfc3339(session.updated_at),
        "active": session.updated_at >= active_since,
    })
}

pub(super) fn message_json(message: &StoredMessage) -> Value {
    let mut metadata = json!({"request_id": message.request_id, "status": message.status.as_str()});
    if message.asks_back {
        metadata["clarification"] = true.into();
    }
    json!({
        "id": message.seq,
        "role": message.role.as_str(),
        "content": message.content,
        "timestamp": rfc3339(message.created_at),
        "agent_id": message.agent_id,
        "metadata": metadata,
    })
}

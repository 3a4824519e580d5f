//! `/v1/memory/buffer…`: what of the conversations goes to the model with their next turns, of one user or of all; and
//! `/v1/history`: what was said in all of them. Clearing a buffer deletes no message.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::auth::{Admin, BufferOf, Owner};
use super::envelope::{ApiError, Id, Meta};
use super::{Api, sessions};
use crate::audit::{Actor, Class, Event, KeyKind};
use crate::runtime::Runtime;
use crate::runtime::memory::{Memory, Whence};
use crate::runtime::principal::Principal;
use crate::runtime::store::{Buffer, Said};
use crate::support::clock::{moment, rfc3339};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;
/// The most memories of one message.
const MAX_SOURCES: u32 = 20;

/// The buffers of the caller, or with the admin key alone the sums of all.
pub(super) async fn one(
    BufferOf(who): BufferOf,
    State(api): State<Api>,
    meta: Meta,
) -> Result<Response, ApiError> {
    let data = match who {
        Some(who) => buffer_of(&api.runtime, &who).await?,
        None => sums(&api.runtime).await?,
    };
    Ok(meta.ok("memory_buffer", "memory.buffer.retrieved", data))
}

pub(super) async fn all(_: Admin, State(api): State<Api>, meta: Meta) -> Result<Response, ApiError> {
    Ok(meta.ok("memory_buffers", "memory.buffers.retrieved", sums(&api.runtime).await?))
}

async fn sums(runtime: &Runtime) -> Result<Value, ApiError> {
    let most = runtime.remembered_messages();
    let sums = runtime.store().all_buffers(most).await?;
    Ok(json!({
        "messages_per_session": most,
        "users": sums.users,
        "sessions": sums.sessions,
        "messages": sums.messages,
    }))
}

/// The user's sessions with how many of their messages the model is told, as `data`.
pub(super) async fn buffer_of(runtime: &Runtime, who: &Principal) -> Result<Value, ApiError> {
    let most = runtime.remembered_messages();
    let buffers = runtime.store().buffers(who, most).await?;
    let messages: u64 = buffers.iter().map(|buffer| buffer.messages).sum();
    let json = |buffer: &Buffer| {
        json!({
            "session_id": buffer.session_id,
            "messages": buffer.messages,
            "last_activity": rfc3339(buffer.updated_at),
        })
    };
    let list: Vec<Value> = buffers.iter().map(json).collect();
    let count = list.len();
    Ok(json!({"sessions": list, "count": count, "messages": messages, "messages_per_session": most}))
}

/// Clears the buffers of the caller, or with the admin key alone those of everybody, which is recorded.
pub(super) async fn clear(
    BufferOf(who): BufferOf,
    State(api): State<Api>,
    meta: Meta,
) -> Result<Response, ApiError> {
    let data = match who {
        Some(who) => clear_of(&api.runtime, &who, None).await?,
        None => everybodys(&api, &meta).await?,
    };
    Ok(meta.ok("memory_buffer", "memory.buffer.cleared", data))
}

pub(super) async fn clear_all(_: Admin, State(api): State<Api>, meta: Meta) -> Result<Response, ApiError> {
    Ok(meta.ok("memory_buffers", "memory.buffers.cleared", everybodys(&api, &meta).await?))
}

async fn everybodys(api: &Api, meta: &Meta) -> Result<Value, ApiError> {
    let event = Event::new(Class::Data, "memory.clear", "buffers", "all");
    let runtime = api.runtime.clone();
    let work = async move { Ok(runtime.clear_buffers(None, None).await?) };
    let cleared = api.audited(meta, Actor::new(KeyKind::Admin, None), event, work).await?;
    Ok(json!({"cleared": cleared}))
}

pub(super) async fn clear_session(
    BufferOf(who): BufferOf,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let who = who.ok_or_else(|| {
        ApiError::invalid("the header X-Muxi-User-ID is missing: name the user whose session it is")
    })?;
    Ok(meta.ok("memory_buffer", "memory.buffer.cleared", clear_of(&api.runtime, &who, Some(&id)).await?))
}

/// Clears the buffers of the user, or of one session of the user, as `data`.
pub(super) async fn clear_of(
    runtime: &Runtime,
    who: &Principal,
    session: Option<&str>,
) -> Result<Value, ApiError> {
    if let Some(id) = session
        && runtime.session(who, id).await?.is_none()
    {
        return Err(ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no session {id}")));
    }
    let cleared = runtime.clear_buffers(Some(who), session).await?;
    Ok(json!({"cleared": cleared}))
}

/// What of the history is wanted.
#[derive(Default, Deserialize)]
pub(super) struct HistoryQuery {
    limit: Option<u32>,
    date_from: Option<String>,
    date_to: Option<String>,
    include_sources: Option<String>,
}

pub(super) async fn history(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<HistoryQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|fault| ApiError::query(&fault))?;
    Ok(meta.ok("history", "history.retrieved", history_of(&api.runtime, &who, &query).await?))
}

/// What the user said and was told in all sessions, the latest first, as `data`.
pub(super) async fn history_of(
    runtime: &Runtime,
    who: &Principal,
    query: &HistoryQuery,
) -> Result<Value, ApiError> {
    let now = runtime.clock().now_millis();
    let time = |text: &Option<String>, field: &str, otherwise: u64| {
        let bad = || {
            ApiError::field(
                field,
                "is no time such as 2026-01-31 or 2026-01-31T12:00:00Z",
                "datetime_parsing",
            )
        };
        text.as_ref().map_or(Ok(otherwise), |text| moment(text, now).ok_or_else(bad))
    };
    let sources = sessions::is_true("include_sources", query.include_sources.as_deref())?;
    let wanted = Said {
        from: time(&query.date_from, "date_from", 0)?,
        to: time(&query.date_to, "date_to", u64::MAX)?,
        session_id: None,
        request_id: None,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT),
    };
    let said = runtime.store().said(who, wanted).await?;
    let mut list = Vec::with_capacity(said.len());
    for (session_id, message) in said {
        let mut entry = sessions::message_json(&message);
        entry["session_id"] = session_id.into();
        if sources {
            let from = Whence::Event(message.request_id);
            let store = runtime.memory().store();
            let memories = match store {
                Ok(store) => store.memories_from(who, from, MAX_SOURCES).await?,
                Err(_) => Vec::new(),
            };
            entry["memories"] = memories.iter().map(Memory::to_json).collect::<Vec<Value>>().into();
        }
        list.push(entry);
    }
    let count = list.len();
    Ok(json!({"history": list, "count": count}))
}

//! `/v1/memories…`: what is remembered of the caller, never of another user.

use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::audit::By;
use super::auth::Owner;
use super::envelope::{ApiError, Id, Meta};
use super::{Api, body, once, sessions};
use crate::audit::{Actor, Class, Event};
use crate::runtime::Runtime;
use crate::runtime::memory::{
    Kept, Listing, MAX_RECALLED, Memory, MemoryError, NewMemory, Question, Recalled, Scope, Sight, Whence,
};
use crate::runtime::principal::Principal;
use crate::runtime::store::Said;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;
/// The most memories that are kept by one request.
const MAX_BATCH: usize = 1000;
/// The kind of its job.
const BATCH: &str = "batch";
/// The most memories of which it is told at once where they came from.
const MOST_TRACED: u32 = 100;
const SCOPES: [&str; 4] = ["user", "session", "agent", "formation"];

#[derive(Default, Deserialize)]
pub(super) struct ListQuery {
    pub(super) limit: Option<u32>,
    pub(super) offset: Option<u32>,
    /// Names of scopes, separated by commas.
    pub(super) scopes: Option<String>,
    /// What to look for; without it all are listed.
    pub(super) query: Option<String>,
    source: Option<String>,
    /// Those too that do not hold any more.
    superseded: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Create {
    content: Option<Value>,
    /// As the published SDKs name the text.
    detail: Option<String>,
    r#type: Option<String>,
    metadata: Option<Map<String, Value>>,
    scope: Option<String>,
    scope_id: Option<String>,
    source: Option<String>,
    source_id: Option<String>,
    subject: Option<String>,
    /// The memory that it takes the place of.
    supersedes: Option<String>,
}

pub(super) async fn list(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|fault| ApiError::query(&fault))?;
    Ok(meta.ok("memory_list", "memories.retrieved", list_of(&api.runtime, &who, query).await?))
}

pub(super) async fn list_of(runtime: &Runtime, who: &Principal, query: ListQuery) -> Result<Value, ApiError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let sight = sight(query.scopes.as_deref())?;
    if let Some(text) = query.query {
        let limit = limit.min(MAX_RECALLED);
        let recollection =
            runtime.memory().recall(who, Question { text, sight, limit, ..Question::default() }).await?;
        let memories: Vec<Value> = recollection.found.iter().map(Recalled::to_json).collect();
        let count = memories.len();
        return Ok(json!({"memories": memories, "count": count, "words_only": recollection.words_only}));
    }
    let offset = query.offset.unwrap_or(0);
    let listing = Listing {
        sight,
        source: query.source,
        superseded: query.superseded.unwrap_or_default(),
        limit,
        offset,
    };
    let store = runtime.memory().store()?;
    let memories = store.memories(who, listing).await?;
    let total = store.memory_stats(who).await?.memories;
    let memories: Vec<Value> = memories.iter().map(Memory::to_json).collect();
    Ok(json!({"count": memories.len(), "memories": memories, "total": total, "offset": offset}))
}

fn sight(scopes: Option<&str>) -> Result<Sight, ApiError> {
    let Some(scopes) = scopes.filter(|scopes| !scopes.trim().is_empty()) else { return Ok(Sight::All) };
    let names: Vec<String> = scopes.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().all(|name| SCOPES.contains(&name.as_str())) {
        return Ok(Sight::Scopes(names));
    }
    let message = format!("takes {}, separated by commas", SCOPES.join(", "));
    Err(ApiError::field("scopes", &message, "value_error"))
}

pub(super) async fn create(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let keyed = once::Keyed::new(&meta, "POST /v1/memories", &who, &read.bytes);
    once::whole(&api, keyed, || async {
        let (runtime, whose, create) = (api.runtime.clone(), who.clone(), body::parse(&read.bytes)?);
        let work = async move { create_of(&runtime, &whose, create).await };
        let data = by_administrators(&api, &meta, &by, &who, work).await?;
        Ok(meta.ok("memory", "memory.created", data))
    })
    .await
}

/// Records it where somebody else says what this user is remembered by.
async fn by_administrators(
    api: &Api,
    meta: &Meta,
    by: &By,
    who: &Principal,
    work: impl Future<Output = Result<Value, ApiError>> + Send + 'static,
) -> Result<Value, ApiError> {
    if !by.is_admin() {
        return work.await;
    }
    let event = Event::new(Class::Data, "memory.create", "memory", "");
    api.audited(meta, by.for_user(who), event, work).await
}

pub(super) async fn create_of(runtime: &Runtime, who: &Principal, create: Create) -> Result<Value, ApiError> {
    let (old, new) = create.read(runtime, "")?;
    let Kept { memory, is_new } = runtime.memory().keep(who, old.as_deref(), new).await?;
    let mut data = memory.to_json();
    data["created"] = is_new.into();
    Ok(data)
}

impl Create {
    /// What is to be kept, and in whose place. `at` is where it stands in the body.
    fn read(self, runtime: &Runtime, at: &str) -> Result<(Option<String>, NewMemory), ApiError> {
        let fault = |name: &str, message: &str, kind| ApiError::field(&format!("{at}{name}"), message, kind);
        let text = match (self.content, self.detail) {
            (Some(Value::String(text)), _) | (None | Some(Value::Null), Some(text)) => text,
            (Some(other), _) if !other.is_null() => other.to_string(),
            _ => return Err(fault("content", "is missing", "missing")),
        };
        let scope = self.scope.as_deref().unwrap_or("user");
        let scope = Scope::of(scope, self.scope_id.as_deref()).ok_or_else(|| {
            let message = "is user or formation, or session or agent with its `scope_id`";
            fault("scope", message, "value_error")
        })?;
        let new = NewMemory {
            content: text,
            kind: self.r#type.unwrap_or_else(|| "fact".to_owned()),
            scope,
            subject: self.subject,
            metadata: self.metadata.map(|metadata| Value::Object(metadata).to_string()),
            source: self.source.unwrap_or_else(|| "api".to_owned()),
            source_id: self.source_id,
            at: runtime.clock().now_millis(),
            ..NewMemory::default()
        };
        Ok((self.supersedes, new))
    }
}

/// The body of `POST /v1/memories/batch`.
#[derive(Deserialize)]
pub(super) struct Batch {
    items: Vec<Create>,
}

pub(super) async fn batch(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let keyed = once::Keyed::new(&meta, "POST /v1/memories/batch", &who, &read.bytes);
    once::whole(&api, keyed, || async {
        let (runtime, whose, batch) = (api.runtime.clone(), who.clone(), body::parse(&read.bytes)?);
        let work = async move { batch_of(&runtime, &whose, batch).await };
        let data = by_administrators(&api, &meta, &by, &who, work).await?;
        Ok(meta.ok("memory_ingestion", "memory.ingested", data))
    })
    .await
}

/// Keeps many, in their order. All are read before one is kept; one that is refused then leaves the others alone.
pub(super) async fn batch_of(runtime: &Runtime, who: &Principal, batch: Batch) -> Result<Value, ApiError> {
    if batch.items.is_empty() || batch.items.len() > MAX_BATCH {
        let message = format!("holds 1 to {MAX_BATCH} memories");
        return Err(ApiError::field("items", &message, "value_error"));
    }
    runtime.memory().store()?;
    let items = batch.items.into_iter().enumerate();
    let items = items.map(|(at, item)| item.read(runtime, &format!("items[{at}].")));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    let (keeper, whose) = (runtime.memory().clone(), who.clone());
    let work = async move {
        let (mut results, mut kept, mut created) = (Vec::with_capacity(items.len()), 0_u64, 0_u64);
        for (old, new) in items {
            results.push(match keeper.keep(&whose, old.as_deref(), new).await {
                Ok(Kept { memory, is_new }) => {
                    kept += 1;
                    created += u64::from(is_new);
                    json!({"id": memory.id, "created": is_new, "error": null})
                }
                Err(MemoryError::Store(error)) => return Err(error.into()),
                Err(error) => json!({"id": null, "created": false,
                    "error": {"code": error.code(), "message": error.to_string()}}),
            });
        }
        let refused = results.len() as u64 - kept;
        Ok(json!({"items": results, "kept": kept, "created": created, "refused": refused}))
    };
    Ok(runtime.memory().job(BATCH, who, false, work).await)
}

pub(super) async fn ingestion(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("memory_ingestion", "memory.ingestion.retrieved", ingestion_of(&api.runtime, &who, &id)?))
}

pub(super) fn ingestion_of(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let found = runtime.memory().find_job(BATCH, id, Some(who));
    found.ok_or_else(|| ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no ingestion {id}")))
}

#[derive(Deserialize)]
pub(super) struct ProvenanceQuery {
    /// A memory, or what memories are about.
    entity: Option<String>,
    /// A request, or the name that a source gave.
    event_id: Option<String>,
}

pub(super) async fn provenance(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ProvenanceQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|fault| ApiError::query(&fault))?;
    let data = provenance_of(&api.runtime, &who, query).await?;
    Ok(meta.ok("memory_provenance", "memory.provenance.retrieved", data))
}

/// Memories with what was said when they came up, and what they hold in the place of.
pub(super) async fn provenance_of(
    runtime: &Runtime,
    who: &Principal,
    query: ProvenanceQuery,
) -> Result<Value, ApiError> {
    let whence = match (query.entity, query.event_id) {
        (Some(entity), None) => Whence::Entity(entity),
        (None, Some(event)) => Whence::Event(event),
        _ => return Err(ApiError::field("entity", "is wanted, or event_id, and not both", "value_error")),
    };
    let memories = runtime.memory().store()?.memories_from(who, whence, MOST_TRACED).await?;
    let mut list = Vec::with_capacity(memories.len());
    for memory in memories {
        let mut data = memory.to_json();
        let said = match (memory.origin.session_id, memory.origin.request_id) {
            (Some(session_id), Some(request_id)) => {
                let wanted = Said {
                    from: 0,
                    to: u64::MAX,
                    session_id: Some(session_id),
                    request_id: Some(request_id),
                    limit: 2,
                };
                runtime.store().said(who, wanted).await?
            }
            _ => Vec::new(),
        };
        let said = said.iter().rev().map(|(_, message)| sessions::message_json(message));
        data["messages"] = said.collect::<Vec<Value>>().into();
        list.push(data);
    }
    let count = list.len();
    Ok(json!({"memories": list, "count": count}))
}

pub(super) async fn one(
    Owner(who): Owner,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let memory = api.runtime.memory().store()?.memory(&who, &id).await?;
    let memory = memory.ok_or(MemoryError::NotFound(id))?;
    Ok(meta.ok("memory", "memory.retrieved", memory.to_json()))
}

pub(super) async fn delete(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = delete_of(&api.runtime, &who, &id, by.for_user(&who), &meta.request_id).await?;
    Ok(meta.ok("memory", "memory.deleted", data))
}

/// Deletes a memory of the user, recorded before and after, by `actor` with this request, if it is one.
pub(super) async fn delete_of(
    runtime: &Runtime,
    who: &Principal,
    id: &str,
    actor: Actor,
    request: &str,
) -> Result<Value, ApiError> {
    let event = Event::new(Class::Data, "memory.delete", "memory", id);
    let (deleting, who, id) = (runtime.clone(), who.clone(), id.to_owned());
    let work = async move {
        if !deleting.memory().store()?.delete_memory(&who, &id).await? {
            return Err(MemoryError::NotFound(id).into());
        }
        Ok(json!({"id": id, "deleted": true}))
    };
    runtime.audited(actor, request, event, work, |_, event| event).await
}

impl From<MemoryError> for ApiError {
    fn from(error: MemoryError) -> Self {
        let message = error.to_string();
        let hint = error.hint();
        let mut refusal = match error {
            MemoryError::Empty => return Self::field("content", &message, "value_error"),
            MemoryError::BadName(field) => return Self::field(field, &message, "value_error"),
            MemoryError::TooLarge { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "MEMORY_TOO_LARGE", message)
            }
            MemoryError::TooMany => Self::new(StatusCode::CONFLICT, "MEMORY_TOO_MANY", message),
            MemoryError::Full { .. } => Self::new(StatusCode::CONFLICT, "MEMORY_FULL", message),
            MemoryError::Off => Self::new(StatusCode::CONFLICT, "MEMORY_OFF", message),
            MemoryError::Forgotten => Self::new(StatusCode::CONFLICT, "MEMORY_FORGOTTEN", message),
            MemoryError::NotFound(_) => Self::not_found("RESOURCE_NOT_FOUND", message),
            MemoryError::BadVector => Self::new(StatusCode::BAD_GATEWAY, "BAD_VECTOR", message),
            MemoryError::Store(error) => return error.into(),
        };
        if let Some(hint) = hint {
            refusal.data = json!({"hint": hint});
        }
        refusal
    }
}

//! `/v1/memory/distilleries…` for whoever runs the formation: who may deliver what was learnt of users elsewhere. And
//! `/v1/memories/distilled…` for distilleries: a batch of events, signed over the bytes that came.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::audit::By;
use super::auth::{Admin, Either};
use super::envelope::{ApiError, Id, Meta};
use super::{Api, body};
use crate::audit::{Actor, Class, Event as Record, KeyKind};
use crate::runtime::distilleries::{
    Delivery, Distillery, Event, Key, MAX_DISTILLERIES, PREFIX, Reach, Trust,
};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::remember::holds_secret;
use crate::runtime::store::Store;
use crate::runtime::{Runtime, distilled, id, memory};

const DAY: u64 = 24 * 60 * 60 * 1000;
/// The longest name and description of a distillery, and the longest name of a batch, in bytes.
const MAX_NAME: usize = 255;
const MAX_DESCRIPTION: usize = 4096;
/// How much of one user is kept at once.
const PART: usize = 100;

/// What is not known is refused: a scope under another name would mean everybody.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registration {
    name: String,
    public_key: String,
    description: Option<String>,
    scope: Option<Map<String, Value>>,
    trust_level: Option<String>,
}

impl Registration {
    fn read(self, runtime: &Runtime) -> Result<Distillery, ApiError> {
        let fault = |field: &str, what: &str| ApiError::field(field, what, "value_error");
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(fault("name", &format!("has 1 to {MAX_NAME} bytes and no control characters")));
        }
        if self.description.as_ref().is_some_and(|text| text.len() > MAX_DESCRIPTION) {
            return Err(fault("description", &format!("has at most {MAX_DESCRIPTION} bytes")));
        }
        let key = Key::parse(&self.public_key).map_err(|error| fault("public_key", &error.to_string()))?;
        let terms = &runtime.memory().rules().distilleries;
        let reach = Reach::parse(&self.scope.unwrap_or_default(), &terms.reach);
        let trust = match self.trust_level.as_deref() {
            Some(name) => {
                Trust::of(name).ok_or_else(|| fault("trust_level", "is provisional or verified"))?
            }
            None => terms.trust,
        };
        let clean = |text: String| runtime.redactor().redact(&text).into_owned();
        Ok(Distillery {
            id: id::new(PREFIX),
            name: clean(name),
            description: self.description.map(clean),
            key,
            reach: reach.map_err(|(field, what)| fault(&field, what))?,
            trust,
            created_at: runtime.clock().now_millis(),
            revoked_at: None,
        })
    }
}

pub(super) async fn register(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let registration: Registration = body::parse(&read.bytes)?;
    let new = registration.read(&api.runtime)?;
    let data = new.to_json();
    let store = Arc::clone(open(&api.runtime)?);
    let event = about("distillery.register", &new.id).with("trust_level", new.trust.as_str());
    let work = async move {
        if store.register_distillery(new).await? {
            return Ok(());
        }
        let message =
            format!("there are {MAX_DISTILLERIES} distilleries: revoke those that deliver nothing any more");
        Err(ApiError::new(StatusCode::CONFLICT, "TOO_MANY_DISTILLERIES", message))
    };
    api.audited(&meta, Actor::new(KeyKind::Admin, None), event, work).await?;
    Ok(with(StatusCode::CREATED, meta.ok("memory_distillery", "memory.distillery.registered", data)))
}

pub(super) async fn list(_: Admin, State(api): State<Api>, meta: Meta) -> Result<Response, ApiError> {
    let all = api.runtime.memory().store()?.distilleries().await?;
    let list: Vec<Value> = all.iter().map(Distillery::to_json).collect();
    let count = list.len();
    let data = json!({"distilleries": list, "count": count});
    Ok(meta.ok("memory_distillery_list", "memory.distilleries.retrieved", data))
}

/// Where they are kept, as far as the formation takes anything from them.
fn open(runtime: &Runtime) -> Result<&Arc<dyn Store>, ApiError> {
    let store = runtime.memory().store()?;
    if runtime.memory().rules().distilleries.on {
        return Ok(store);
    }
    let message = "this formation takes nothing from distilleries: `memory.distillery.enabled` is false";
    Err(ApiError::new(StatusCode::CONFLICT, "DISTILLERIES_OFF", message))
}

/// What it delivered stays; `POST /v1/memory/forget` takes it away.
pub(super) async fn revoke(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let (store, now) = (Arc::clone(api.runtime.memory().store()?), api.runtime.clock().now_millis());
    let event = about("distillery.revoke", &id);
    let work = async move {
        let revoked = store.revoke_distillery(&id, now).await?;
        let missing = || ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no distillery {id}"));
        revoked.ok_or_else(missing)
    };
    let revoked = api.audited(&meta, Actor::new(KeyKind::Admin, None), event, work).await?;
    Ok(meta.ok("memory_distillery", "memory.distillery.revoked", revoked.to_json()))
}

fn about(action: &'static str, id: &str) -> Record {
    Record::new(Class::Configuration, action, "distillery", id)
}

fn with(status: StatusCode, mut answer: Response) -> Response {
    *answer.status_mut() = status;
    answer
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    #[serde(rename = "batch_id")]
    id: String,
    events: Vec<Value>,
    #[serde(default)]
    embedding_mode: Option<String>,
    #[serde(default, rename = "embedding_model")]
    _embedding_model: Option<String>,
    #[serde(default, rename = "distillery_version")]
    _distillery_version: Option<Value>,
    #[serde(default, rename = "distiller_config_hash")]
    _distiller_config_hash: Option<Value>,
}

impl Batch {
    fn parse(bytes: &[u8], from: &Distillery) -> Result<Self, ApiError> {
        let batch: Self = body::parse(bytes)?;
        let fault = |field: &str, what: &str| Err(ApiError::field(field, what, "value_error"));
        let name = &batch.id;
        if name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control) {
            return fault("batch_id", &format!("has 1 to {MAX_NAME} bytes and no control characters"));
        }
        let most = from.reach.a_batch;
        if batch.events.is_empty() || batch.events.len() as u64 > most {
            return fault("events", &format!("holds 1 to {most} events"));
        }
        if !matches!(batch.embedding_mode.as_deref(), None | Some("none" | "pre_computed")) {
            return fault("embedding_mode", "is none or pre_computed");
        }
        Ok(batch)
    }
}

/// Of one user: where each event stands in the batch, and what is to be kept of it.
type OfUser = (Caller, Vec<(usize, Delivery)>);

/// What may be kept of a batch, by users in their order, and what may not, with the reason.
struct Sorted {
    users: Vec<OfUser>,
    refused: Vec<(usize, String)>,
}

impl Sorted {
    fn of(runtime: &Runtime, batch: &Batch, from: &Distillery) -> Self {
        let now = runtime.clock().now_millis();
        let (mut users, mut places) = (Vec::<OfUser>::new(), HashMap::<Caller, usize>::new());
        let mut refused = Vec::new();
        for (at, json) in batch.events.iter().enumerate() {
            let read = Event::parse(json, from, &batch.id, now).and_then(|event| accept(runtime, event));
            match read {
                Ok(Event { user, delivery }) => {
                    let place = *places.entry(user.clone()).or_insert_with(|| {
                        users.push((user, Vec::new()));
                        users.len() - 1
                    });
                    users[place].1.push((at, delivery));
                }
                Err(why) => refused.push((at, why)),
            }
        }
        Self { users, refused }
    }
}

/// What a fact of a conversation must not hold, one that is delivered must not, either.
fn accept(runtime: &Runtime, event: Event) -> Result<Event, String> {
    if holds_secret(&event.delivery.new.content, runtime.redactor()) {
        return Err("payload.memory holds a secret, or what looks like one".to_owned());
    }
    runtime.no_secret_in(&event.user).map_err(|error| format!("user_id: {error}"))?;
    let new = runtime.memory().accepted(event.delivery.new).map_err(|error| error.to_string())?;
    Ok(Event { delivery: Delivery { new, ..event.delivery }, ..event })
}

pub(super) async fn ingest(
    _: Either,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, ApiError> {
    open(&api.runtime)?;
    let read = body::read(&api, request).await?;
    let from = signed(&api.runtime, &headers, &read.bytes).await?;
    let batch = Batch::parse(&read.bytes, &from)?;
    let sorted = Sorted::of(&api.runtime, &batch, &from);
    quota(&api.runtime, &from, &sorted.users).await?;
    let event = Record::new(Class::Data, "memory.distill", "distillery", from.id.as_str());
    let work = take(api.runtime.clone(), from, batch.id.clone(), meta.request_id.clone(), sorted);
    let counts = |kept: &Kept, event: Record| {
        event.with("accepted", kept.accepted).with("refused", kept.refused.len() as u64)
    };
    let kept = api.runtime.audited(by.alone(), meta.request_id.as_str(), event, work, counts).await?;
    let Kept { accepted, duplicates, mut refused, job, .. } = kept;
    refused.sort_by_key(|(at, _)| *at);
    let rejections: Vec<Value> =
        refused.into_iter().map(|(index, reason)| json!({"index": index, "reason": reason})).collect();
    let mut data = json!({
        "batch_id": batch.id,
        "accepted": accepted,
        "duplicates": duplicates,
        "rejected": rejections.len(),
        "rejections": rejections,
        "processing_id": null,
    });
    if let Some(id) = job {
        data["status_url"] = format!("/v1/memories/distilled/{id}").into();
        data["processing_id"] = id.into();
    }
    let status = if accepted > 0 { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok(with(status, meta.ok("memory_distillation", "memory.distilled.accepted", data)))
}

/// The distillery that signed these bytes. Whoever cannot sign is not told what there is.
async fn signed(runtime: &Runtime, headers: &HeaderMap, bytes: &[u8]) -> Result<Distillery, ApiError> {
    let header = |name: &str| {
        let mut all = headers.get_all(name).iter();
        let sent = all.next().and_then(|value| value.to_str().ok()).map(str::trim).filter(|v| !v.is_empty());
        let missing = || ApiError::unauthorized(&format!("the header {name} is missing, or not one text"));
        sent.filter(|_| all.next().is_none()).ok_or_else(missing)
    };
    let (id, timestamp) = (header("X-Distillery-ID")?, header("X-Distillery-Timestamp")?);
    let signature = header("X-Distillery-Signature")?;
    let at = timestamp.parse::<u64>().ok().and_then(|seconds| seconds.checked_mul(1000));
    let at = at.ok_or_else(|| {
        ApiError::unauthorized("X-Distillery-Timestamp is not the time in seconds since 1970")
    })?;
    let away = at.abs_diff(runtime.clock().now_millis()) / 1000;
    let window = runtime.memory().rules().distilleries.window;
    if away > window {
        let message =
            format!("X-Distillery-Timestamp differs by {away} s from the time here; it may by {window}");
        return Err(ApiError::unauthorized(&message));
    }
    let found = runtime.store().distillery(id).await?;
    let signer = found.filter(|from| from.key.signed(id, timestamp, bytes, signature));
    let from = signer
        .ok_or_else(|| ApiError::unauthorized("the body is not signed by a distillery of this formation"))?;
    if from.revoked_at.is_some() { Err(revoked()) } else { Ok(from) }
}

fn revoked() -> ApiError {
    ApiError::new(StatusCode::GONE, "GONE", "the distillery was revoked, and nothing is taken from it")
}

/// Refuses what is beyond the day's share; what was delivered before counts for nothing.
async fn quota(runtime: &Runtime, from: &Distillery, users: &[OfUser]) -> Result<(), ApiError> {
    let store = runtime.store();
    let now = runtime.clock().now_millis();
    let today = store.delivered_since(&from.id, now - now % DAY).await?;
    let coming: usize = users.iter().map(|(_, events)| events.len()).sum();
    if today.saturating_add(coming as u64) <= from.reach.a_day {
        return Ok(());
    }
    let mut new = 0;
    for (caller, events) in users {
        new += match runtime.find(caller).await? {
            Some(who) => {
                let digests = events.iter().map(|(_, delivery)| delivery.digest).collect();
                store.undelivered(&who, &from.id, digests).await?
            }
            None => events.len() as u64,
        };
    }
    if new == 0 || today.saturating_add(new) <= from.reach.a_day {
        return Ok(());
    }
    let message = format!(
        "the distillery may deliver {} events a day, and has delivered {today} today (UTC)",
        from.reach.a_day
    );
    let wait = (DAY - now % DAY).div_ceil(1000);
    Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message).retry_after(wait))
}

/// What became of a batch.
struct Kept {
    accepted: u64,
    duplicates: u64,
    refused: Vec<(usize, String)>,
    delivered: Vec<distilled::OfUser>,
    /// What settles it.
    job: Option<String>,
}

/// Keeps it, and begins to settle what was new: also of users before one with whom it failed, as that is no news any more
/// when the same batch comes again.
async fn take(
    runtime: Runtime,
    from: Distillery,
    batch_id: String,
    request_id: String,
    sorted: Sorted,
) -> Result<Kept, ApiError> {
    let Sorted { users, refused } = sorted;
    let mut kept = Kept { accepted: 0, duplicates: 0, refused, delivered: Vec::new(), job: None };
    let done = keep(&runtime, &from, users, &mut kept).await;
    let delivered = std::mem::take(&mut kept.delivered);
    if !delivered.is_empty() {
        kept.job = Some(distilled::settle(&runtime, from, batch_id, request_id, delivered).await);
    }
    done.map(|()| kept)
}

/// Keeps it, on the disk when this returns. What fails in between is kept when the same batch comes again.
async fn keep(
    runtime: &Runtime,
    from: &Distillery,
    users: Vec<OfUser>,
    kept: &mut Kept,
) -> Result<(), ApiError> {
    for (caller, events) in users {
        let who = runtime.meet(&caller).await?;
        let mut items = Vec::new();
        let done = keep_of(runtime, from, &who, events, kept, &mut items).await;
        if !items.is_empty() {
            runtime.memory().index_later(&who);
            kept.delivered.push(distilled::OfUser { who, items });
        }
        done?;
    }
    Ok(())
}

/// The same of one user; `items` are those that were kept.
async fn keep_of(
    runtime: &Runtime,
    from: &Distillery,
    who: &Principal,
    events: Vec<(usize, Delivery)>,
    kept: &mut Kept,
    items: &mut Vec<(usize, memory::Kept)>,
) -> Result<(), ApiError> {
    let mut events = events.into_iter();
    loop {
        let (places, deliveries): (Vec<usize>, Vec<Delivery>) = events.by_ref().take(PART).unzip();
        if places.is_empty() {
            return Ok(());
        }
        let now = runtime.clock().now_millis();
        let taken = runtime.store().deliver(who, &from.id, deliveries, now).await?;
        for (at, taken) in places.into_iter().zip(taken.ok_or_else(revoked)?) {
            match taken {
                Ok(Some(one)) => {
                    kept.accepted += 1;
                    items.push((at, one));
                }
                Ok(None) => kept.duplicates += 1,
                Err(error) => kept.refused.push((at, error.to_string())),
            }
        }
    }
}

/// What became of a batch that was taken: for an administrator, or by the distillery that it came from.
pub(super) async fn status(
    _: Either,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let owner = headers.get("X-Distillery-ID").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let owner = (!by.is_admin()).then(|| owner.trim());
    let missing = || {
        let message = format!("there is no batch {id} of this distillery, or it was long ago");
        ApiError::not_found("RESOURCE_NOT_FOUND", message)
    };
    let data = distilled::status(&api.runtime, &id, owner).ok_or_else(missing)?;
    Ok(meta.ok("memory_distillation", "memory.distilled.status", data))
}

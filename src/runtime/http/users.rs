//! `/v1/users…`: who is behind which identifier. Links never cross tenants, and never take an
//! identifier from another user; only an administrator joins two users.

use std::io::Write;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::audit::By;
use super::auth::{Admin, Either};
use super::envelope::{ApiError, Id, Meta};
use super::{Api, body};
use crate::audit::{Actor, Class, Event, KeyKind, Outcome};
use crate::runtime::Runtime;
use crate::runtime::credentials::record;
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{MAX_IDENTIFIERS, MAX_TYPE, Merged, User, UserError};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 1000;

/// The body of `POST /v1/users/identifiers`.
#[derive(Deserialize)]
struct Link {
    /// The user, by internal id or by an identifier; else a new one is made.
    muxi_user_id: Option<String>,
    /// Texts, pairs of text and type, or objects of `identifier` and `type`.
    identifiers: Vec<Value>,
}

/// The body of `POST /v1/users/resolve`.
#[derive(Deserialize)]
struct Resolve {
    identifier: String,
    create_user: Option<bool>,
}

/// The body of `POST /v1/users/merge`.
#[derive(Deserialize)]
struct Merge {
    from: String,
    into: String,
}

pub(super) async fn link(
    either: Either,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let asked = body::parse(&read.bytes)?;
    let data = link_of(&api, &by, &meta, either.tenant(), asked).await?;
    Ok(meta.ok("user_identifiers", "user.identifiers.associated", data))
}

pub(super) async fn identifiers(
    either: Either,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = one_of(&api.runtime, either.tenant(), &id).await?;
    Ok(meta.ok("user_identifiers", "user.identifiers.retrieved", data))
}

pub(super) async fn one(
    either: Either,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("user", "user.retrieved", one_of(&api.runtime, either.tenant(), &id).await?))
}

pub(super) async fn resolve(
    either: Either,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let data = resolve_of(&api.runtime, either.tenant(), &body::parse(&read.bytes)?).await?;
    Ok(meta.ok("user", "user.resolved", data))
}

pub(super) async fn unlink(
    either: Either,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = unlink_of(&api, &by, &meta, either.tenant(), &id).await?;
    Ok(meta.ok("user_identifier", "user.identifier.deleted", data))
}

pub(super) async fn merge(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read(&api, request).await?;
    let Merge { from, into } = body::parse(&read.bytes)?;
    let (from, into) = (known(&api.runtime, "", &from).await?, known(&api.runtime, "", &into).await?);
    let event = about("user.merge", &from).with("into", into.user());
    let (whose, of, to, request) = (api.clone(), from.clone(), into.clone(), meta.request_id.clone());
    let work = async move { merge_of(&whose.runtime, &of, &to, &request).await };
    let about = |(_, unrecorded): &(Merged, Option<ApiError>), event: Event| match unrecorded {
        Some(error) => event.with("unrecorded", error.code),
        None => event,
    };
    let done = api.runtime.audited(admin(), &meta.request_id, event, work, about).await?;
    let merged = match done {
        (merged, None) => merged,
        (_, Some(error)) => return Err(unrecorded("the two are one user now", error)),
    };
    let data = json!({
        "muxi_user_id": into.user(),
        "merged": from.user(),
        "identifiers_moved": merged.identifiers,
        "rows_moved": merged.rows,
    });
    Ok(meta.ok("user", "user.merged", data))
}

/// How often it is tried where somebody changes their credentials at the same time.
const TRIES: u32 = 8;

/// Makes them one. Credentials are sealed for their user, and are sealed anew for the other one in the same transaction. Beside
/// it why what became of them could not be recorded: that takes nothing back.
async fn merge_of(
    runtime: &Runtime,
    from: &Principal,
    into: &Principal,
    request: &str,
) -> Result<(Merged, Option<ApiError>), ApiError> {
    let Some(keeper) = runtime.credentials() else {
        return Ok((runtime.merge(from, into, Vec::new()).await?, None));
    };
    let mut tries = 0..TRIES;
    loop {
        let handing = keeper.handing(from, into).await?;
        let changes = handing.as_ref().map_or_else(Vec::new, |handing| handing.changes.clone());
        let merged = match runtime.merge(from, into, changes).await {
            Err(UserError::Sealed(_)) if tries.next().is_some() => continue,
            merged => merged?,
        };
        let mut unrecorded = None;
        if let Some(handing) = &handing {
            keeper.handed(from, into, handing);
            // Each says of another user what an older store is known by.
            for event in record::handed(from, into, handing) {
                unrecorded = runtime.recorded(admin(), request, event).await.err().or(unrecorded);
            }
        }
        return Ok((merged, unrecorded));
    }
}

/// It was done, and the audit does not have all of it.
fn unrecorded(done: &str, error: ApiError) -> ApiError {
    let message = format!("{done}, and that could not be recorded whole: {}", error.message);
    ApiError { message, ..error }.hint("do not send it again; look at the audit: muxi audit verify")
}

#[derive(Deserialize)]
pub(super) struct ListQuery {
    tenant: Option<String>,
    /// The last id of the page before.
    after: Option<String>,
    limit: Option<u32>,
}

pub(super) async fn list(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(query) = query.map_err(|e| ApiError::query(&e))?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let after = query.after.as_deref().unwrap_or_default();
    let users = api.runtime.store().users().list(query.tenant.as_deref(), after, limit).await?;
    let users: Vec<Value> = users.iter().map(User::to_json).collect();
    let count = users.len();
    Ok(meta.ok("user_list", "users.retrieved", json!({"users": users, "count": count})))
}

pub(super) async fn erase(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let who = known(&api.runtime, "", &id).await?;
    let (of, whose, request) = (api.clone(), who.clone(), meta.request_id.clone());
    let work = async move {
        let left = match of.runtime.credentials() {
            Some(keeper) => keeper.left_by(&whose).await?,
            None => None,
        };
        let erased = of.runtime.erase(&whose).await?;
        of.idempotency.forget(&whose);
        let told = match left {
            // What was put back of the user later is known by it.
            Some(left) => of.runtime.recorded(admin(), &request, record::erased(&whose, &left)).await,
            None => Ok(()),
        };
        Ok((erased, told.err()))
    };
    let (erased, untold) = api.audited(&meta, admin(), about("user.erase", &who), work).await?;
    if let Some(error) = untold {
        return Err(unrecorded("the user is gone", error));
    }
    Ok(meta.ok("user", "user.erased", json!({"muxi_user_id": who.user(), "erased": erased})))
}

/// All that is kept of a user, as lines of JSON, while it is read.
pub(super) async fn export(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let who = known(&api.runtime, "", &id).await?;
    let event = about("user.export", &who);
    let (pieces, body) = tokio::sync::mpsc::channel(4);
    let (runtime, changing) = (api.runtime.clone(), api.runtime.changing());
    let (tell, begun) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let _changing = changing;
        let begun = api.recorded(&meta, admin(), event.clone().ended(Outcome::Begun)).await;
        let refused = begun.is_err();
        drop(tell.send(begun));
        if refused {
            return;
        }
        let out = Pieces { kept: Vec::new(), pieces: pieces.clone() };
        let (now, redactor) = (runtime.clock().now_millis(), runtime.redactor().clone());
        let done = runtime.store().erasure().export(&who, now, redactor, Box::new(out)).await;
        let event = event.ended(if done.is_ok() { Outcome::Done } else { Outcome::Failed });
        let told = api.recorded(&meta, admin(), event).await.map_err(|error| error.message);
        let failed = done.err().map(std::io::Error::other).or(told.err().map(std::io::Error::other));
        if let Some(error) = failed {
            // The body breaks off: what came has no end, and so is no export.
            drop(pieces.send(Err(error)).await);
        }
    });
    begun.await.unwrap_or_else(|_| Err(ApiError::panicked()))?;
    let stream = futures_util::stream::unfold(body, async |mut body| Some((body.recv().await?, body)));
    let json_lines = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, json_lines)], Body::from_stream(stream)).into_response())
}

/// Bytes on their way to a client, in pieces.
struct Pieces {
    kept: Vec<u8>,
    pieces: tokio::sync::mpsc::Sender<std::io::Result<Bytes>>,
}

/// How long a piece is, in bytes.
const PIECE: usize = 64 << 10;

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        if self.kept.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.kept));
        let left = |_| std::io::Error::other("the client left");
        if piece.is_empty() { Ok(()) } else { self.pieces.blocking_send(Ok(piece)).map_err(left) }
    }
}

impl Either {
    fn tenant(&self) -> &str {
        self.named.as_ref().map_or("", Caller::tenant)
    }
}

fn admin() -> Actor {
    Actor::new(KeyKind::Admin, None)
}

/// What is done to a user. Only the internal id is told: identifiers are the user's, and a record cannot be erased.
fn about(action: &'static str, who: &Principal) -> Event {
    Event::new(Class::Data, action, "user", who.user())
}

/// Gives identifiers to a user; `data` is the user.
async fn link_of(api: &Api, by: &By, meta: &Meta, tenant: &str, asked: Link) -> Result<Value, ApiError> {
    let runtime = &api.runtime;
    if asked.identifiers.is_empty() || asked.identifiers.len() > MAX_IDENTIFIERS {
        let message = format!("holds 1 to {MAX_IDENTIFIERS} identifiers");
        return Err(ApiError::field("identifiers", &message, "value_error"));
    }
    let to = match asked.muxi_user_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(known(runtime, tenant, id).await?),
        None => None,
    };
    let tenant = to.as_ref().map_or(tenant, Principal::tenant);
    let identifiers = asked.identifiers.iter().enumerate();
    let identifiers =
        identifiers.map(|(at, one)| identifier(tenant, at, one)).collect::<Result<Vec<_>, _>>()?;
    for (caller, _) in &identifiers {
        runtime.no_secret_in(caller)?;
    }
    let now = runtime.clock().now_millis();
    let event = match &to {
        Some(to) => about("user.link", to),
        // Its id is made with it.
        None => Event::new(Class::Data, "user.link", "user", ""),
    };
    let event = event.with("identifiers", identifiers.len());
    let is_new = to.is_none();
    let store = Arc::clone(runtime.store());
    let work = async move { Ok(store.users().link(to.as_ref(), identifiers, now).await?) };
    let made =
        move |user: &User, event: Event| if is_new { event.with("made", user.id.as_str()) } else { event };
    Ok(runtime.audited(by.alone(), meta.request_id.as_str(), event, work, made).await?.to_json())
}

/// One identifier of a body: a text, a pair, or an object.
fn identifier(tenant: &str, at: usize, given: &Value) -> Result<(Caller, Option<String>), ApiError> {
    let fault = |message: &str| ApiError::field(&format!("identifiers[{at}]"), message, "value_error");
    let (text, kind) = match given {
        Value::String(text) => (Some(text.as_str()), None),
        Value::Array(pair) if pair.len() == 2 => (pair[0].as_str(), Some(&pair[1])),
        Value::Object(fields) => (fields.get("identifier").and_then(Value::as_str), fields.get("type")),
        _ => (None, None),
    };
    let text = text.ok_or_else(|| {
        fault("is a text, a pair of text and type, or an object with \"identifier\" and \"type\"")
    })?;
    let kind = match kind {
        None | Some(Value::Null) => None,
        Some(Value::String(kind))
            if (1..=MAX_TYPE).contains(&kind.len()) && !kind.chars().any(char::is_control) =>
        {
            Some(kind.clone())
        }
        Some(_) => {
            return Err(fault(&format!("has a type of 1 to {MAX_TYPE} bytes, or none")));
        }
    };
    let caller = Caller::within(tenant, text).map_err(|error| fault(&error.to_string()))?;
    Ok((caller, kind))
}

/// What is known of a user, as `data`.
pub(super) async fn one_of(runtime: &Runtime, tenant: &str, id: &str) -> Result<Value, ApiError> {
    let who = known(runtime, tenant, id).await?;
    let user = runtime.store().users().user(&who).await?;
    let user = user.ok_or_else(|| UserError::Unknown(who.to_string()))?;
    let mut data = user.to_json();
    data["identifier"] = id.into();
    Ok(data)
}

/// The user of an identifier, made if that is wanted; as `data`.
async fn resolve_of(runtime: &Runtime, tenant: &str, asked: &Resolve) -> Result<Value, ApiError> {
    let caller = caller(tenant, &asked.identifier)?;
    let found = runtime.find(&caller).await?;
    let created = found.is_none() && asked.create_user.unwrap_or_default();
    let who = match found {
        Some(who) => who,
        None if created => runtime.meet(&caller).await?,
        None => return Err(UserError::Unknown(caller.to_string()).into()),
    };
    Ok(json!({"muxi_user_id": who.user(), "identifier": asked.identifier, "created": created}))
}

/// Takes an identifier from its user, as `data`.
async fn unlink_of(api: &Api, by: &By, meta: &Meta, tenant: &str, id: &str) -> Result<Value, ApiError> {
    let runtime = &api.runtime;
    let store = Arc::clone(runtime.store());
    let named = caller(tenant, id)?;
    let event = match runtime.find(&named).await? {
        Some(who) => about("user.unlink", &who),
        None => Event::new(Class::Data, "user.unlink", "user", ""),
    };
    let work = async move { Ok(store.users().unlink(&named).await?) };
    let who = api.audited(meta, by.alone(), event, work).await?;
    let left = runtime.store().users().user(&who).await?.map_or(0, |user| user.identifiers.len());
    Ok(json!({"muxi_user_id": who.user(), "identifier": id, "deleted": true, "identifiers_left": left}))
}

pub(super) async fn known(runtime: &Runtime, tenant: &str, id: &str) -> Result<Principal, ApiError> {
    let caller = caller(tenant, id)?;
    let found = runtime.find(&caller).await?;
    found.ok_or_else(|| UserError::Unknown(caller.to_string()).into())
}

fn caller(tenant: &str, id: &str) -> Result<Caller, ApiError> {
    Caller::within(tenant, id).map_err(|error| ApiError::invalid(error.to_string()))
}

//! `/v1/credentials…`: what users bring of their own. Values come in and never go out: what is shown is made of them, and says
//! nothing of them but whose mark they bear.

mod asked;
mod error;

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::audit::By;
use super::auth::{Either, Owner};
use super::envelope::{ApiError, Id, Meta};
use super::{Api, body, once};
use crate::audit::{Actor, Event, Outcome};
use crate::credentials::Service;
use crate::runtime::Runtime;
use crate::runtime::credentials::{Apps, CredentialError, Keeper, Offered, Wanted, Which, record};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

/// The largest body, in bytes: the largest credential with each character written as an escape.
const MOST: usize = 512 << 10;
/// The end of an id.
const ID: usize = 21;

/// Which are wanted.
#[derive(Deserialize)]
pub(super) struct ListQuery {
    service: Option<String>,
}

/// The services that users may bring credentials for.
pub(super) async fn services(_: Either, State(api): State<Api>, meta: Meta) -> Response {
    meta.ok("credential_service_list", "credential.services.retrieved", services_of(&api.runtime))
}

pub(super) fn services_of(runtime: &Runtime) -> Value {
    let none = Apps::default();
    let apps = runtime.credentials().map_or(&none, |keeper| keeper.apps());
    let services = runtime.credential_rules().services(apps);
    let services: Vec<Value> = services.iter().map(Offered::to_json).collect();
    json!({"count": services.len(), "services": services})
}

pub(super) async fn list(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(ListQuery { service }) = query.map_err(|fault| ApiError::query(&fault))?;
    let data = list_of(&api.runtime, &who, service.as_deref(), by.for_user(&who), &meta.request_id).await?;
    Ok(meta.ok("credential_list", "credentials.retrieved", data))
}

/// What the user has. Where it is not to be trusted, each says so, and the record too.
pub(super) async fn list_of(
    runtime: &Runtime,
    who: &Principal,
    service: Option<&str>,
    actor: Actor,
    request: &str,
) -> Result<Value, ApiError> {
    let service = service.map(Service::parse).transpose().map_err(CredentialError::from)?;
    let keeper = keeper(runtime)?;
    let listing = keeper.list(who).await?;
    let now = runtime.clock().now_millis();
    let faulty = listing.accounts.iter().any(|one| one.fault.is_some());
    let code = listing.code.or(faulty.then_some(error::TAMPERED));
    if let Some(code) = code {
        let event = record::event("credential.read", who).with("code", code);
        told(runtime, event.by(actor).request(request));
    }
    let wanted = listing.accounts.iter().filter(|one| service.as_ref().is_none_or(|of| one.service == *of));
    let all: Vec<Value> = wanted.map(|one| listing.one_to_json(keeper, one, now)).collect();
    let fault = listing.fault.as_deref().map(|words| error::in_words(listing.code, words));
    Ok(json!({"count": all.len(), "credentials": all, "fault": fault, "code": code}))
}

pub(super) async fn one(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = one_of(&api.runtime, &who, &id, by.for_user(&who), &meta.request_id).await?;
    Ok(meta.ok("credential", "credential.retrieved", data))
}

/// One of the user's. What is not to be trusted is refused, and that is recorded; so is an id that is not the user's.
pub(super) async fn one_of(
    runtime: &Runtime,
    who: &Principal,
    id: &str,
    actor: Actor,
    request: &str,
) -> Result<Value, ApiError> {
    let looked = look(runtime, who, id).await;
    if let Err(error) = &looked {
        let event = named(record::event("credential.read", who), id).with("code", error.code);
        told(runtime, event.by(actor).request(request));
    }
    looked
}

async fn look(runtime: &Runtime, who: &Principal, id: &str) -> Result<Value, ApiError> {
    let keeper = keeper(runtime)?;
    let listing = keeper.list(who).await?;
    let tampered = |what: &str| ApiError::from(CredentialError::tampered(who.user(), what));
    if let (Some(error::TAMPERED), Some(what)) = (listing.code, &listing.fault) {
        return Err(tampered(what));
    }
    let one = listing.accounts.iter().find(|one| one.id == id).ok_or_else(|| missing(id))?;
    match &one.fault {
        Some(what) => Err(tampered(what)),
        None => Ok(listing.one_to_json(keeper, one, runtime.clock().now_millis())),
    }
}

pub(super) async fn create(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let brought = match brought(&api, &meta, &who, request).await {
        Ok(brought) => brought,
        Err(error) => {
            let event = record::event("credential.set", &who);
            return Err(refused(&api, &meta, by.for_user(&who), event, error));
        }
    };
    let Brought { wanted, hidden, keyed } = brought;
    // Whoever gave too many wrong ones in the chat has no other door; an administrator sees to it.
    let locked = if by.is_admin() { 0 } else { api.runtime.credentials_locked(&who, &wanted.service) };
    if locked > 0 {
        let event = record::event("credential.set", &who).with("service", wanted.service.as_str());
        return Err(refused(&api, &meta, by.for_user(&who), event, error::locked(locked)));
    }
    let done = once::whole(&api, keyed, || keep(&api, &by, &meta, &who, wanted, &hidden)).await;
    done.map_err(|error| error.hiding(&hidden))
}

/// What came, read and found good.
struct Brought {
    wanted: Wanted,
    /// Its values.
    hidden: Redactor,
    keyed: Option<once::Keyed>,
}

async fn brought(api: &Api, meta: &Meta, who: &Principal, request: Request) -> Result<Brought, ApiError> {
    let rules = api.runtime.credential_rules();
    if rules.require_https && !meta.private {
        return Err(error::over_http());
    }
    let keeper = keeper(&api.runtime)?;
    let read = body::read_secret(request, MOST).await?;
    let (wanted, hidden) = asked::create(read.expose(), api.runtime.clock().now_millis())?;
    keeper.check(&wanted).map_err(|error| ApiError::from(error).hiding(&hidden))?;
    let keyed = once::Keyed::secret(api, meta, "POST /v1/credentials", who, read.expose())?;
    Ok(Brought { wanted, hidden, keyed })
}

/// Keeps it. The answer has nothing of its value, and so has what is kept for the same request sent again.
async fn keep(
    api: &Api,
    by: &By,
    meta: &Meta,
    who: &Principal,
    wanted: Wanted,
    hidden: &Redactor,
) -> Result<Response, ApiError> {
    let (keeper, whose) = (keeper(&api.runtime)?.clone(), who.clone());
    let event = record::event("credential.set", who).with("service", wanted.service.as_str());
    let work = async move { Ok(keeper.set(&whose, wanted).await?) };
    let runtime = &api.runtime;
    let kept = runtime
        .audited(by.for_user(who), &meta.request_id, event, work, |kept, event| {
            record::changed(event, &kept.account, &kept.head)
        })
        .await?;
    let mut data = kept.account.to_json();
    data["created"] = kept.is_new.into();
    hidden.redact_json(&mut data);
    let what = if kept.is_new { "credential.created" } else { "credential.updated" };
    Ok(meta.hiding(hidden).ok("credential", what, data))
}

pub(super) async fn amend(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    request: Request,
) -> Result<Response, ApiError> {
    let read = body::read_secret(request, MOST).await;
    let asked = read.and_then(|read| asked::amend(read.expose()));
    let (name, default) = match asked {
        Ok(asked) => asked,
        Err(error) => {
            let event = named(record::event("credential.rename", &who), &id);
            return Err(refused(&api, &meta, by.for_user(&who), event, error));
        }
    };
    let action = if name.is_some() { "credential.rename" } else { "credential.select" };
    let event = named(record::event(action, &who), &id);
    let event = default.map_or(event.clone(), |default| event.with("default", default));
    let (keeper, whose) = (keeper(&api.runtime)?.clone(), who.clone());
    let work = async move {
        let which = which(&id)?;
        Ok(keeper.amend(&whose, which, name.as_deref(), default).await?)
    };
    let (account, _) = api
        .runtime
        .audited(by.for_user(&who), &meta.request_id, event, work, |(account, head), event| {
            record::changed(event, account, head)
        })
        .await?;
    Ok(meta.ok("credential", "credential.updated", account.to_json()))
}

pub(super) async fn delete(
    Owner(who): Owner,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = delete_of(&api.runtime, &who, id, by.for_user(&who), &meta.request_id).await?;
    Ok(meta.ok("credential", "credential.deleted", data))
}

/// Deletes one of the user's, recorded before and after.
pub(super) async fn delete_of(
    runtime: &Runtime,
    who: &Principal,
    id: String,
    actor: Actor,
    request: &str,
) -> Result<Value, ApiError> {
    let event = named(record::event("credential.delete", who), &id);
    let (keeper, whose) = (keeper(runtime)?.clone(), who.clone());
    let work = async move { Ok(keeper.delete(&whose, which(&id)?).await?) };
    let (account, _) = runtime
        .audited(actor, request, event, work, |(account, head), event| record::changed(event, account, head))
        .await?;
    let (service, name) = (account.service.as_str(), &account.account);
    Ok(json!({"credential_id": account.id, "service": service, "name": name, "deleted": true}))
}

fn keeper(runtime: &Runtime) -> Result<&Arc<Keeper>, ApiError> {
    runtime.credentials().ok_or_else(|| {
        let message = "no credentials are kept here: a recording is played";
        ApiError::new(StatusCode::CONFLICT, "CREDENTIALS_OFF", message)
    })
}

fn is_id(id: &str) -> bool {
    let end = id.strip_prefix("cred_");
    end.is_some_and(|end| {
        end.len() == ID && end.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    })
}

/// By an id. What has not its form may be anything, a value that was put into the wrong place too: it is not repeated.
fn which(id: &str) -> Result<Which, ApiError> {
    if is_id(id) { Ok(Which::Id(id.to_owned())) } else { Err(missing(id)) }
}

fn missing(id: &str) -> ApiError {
    let shown = if is_id(id) { id } else { "of that id" };
    CredentialError::NotFound(shown.to_owned()).into()
}

/// The event with the id, if it is one.
fn named(event: Event, id: &str) -> Event {
    if is_id(id) { event.with("credential", id) } else { event }
}

/// Records what was not shown or not done. Anybody with a key can bring that about, so beyond a few it is counted only.
fn told(runtime: &Runtime, event: Event) {
    if let Some(recorder) = runtime.audit() {
        recorder.record(event.ended(Outcome::Denied).bounded());
    }
}

/// Records that nothing was changed, and why; what is to be answered.
fn refused(api: &Api, meta: &Meta, actor: Actor, event: Event, error: ApiError) -> ApiError {
    told(&api.runtime, event.with("code", error.code).by(actor).request(meta.request_id.as_str()));
    error
}

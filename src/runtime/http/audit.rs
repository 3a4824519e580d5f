//! `GET /v1/audit`, and why there is no `DELETE`; and what the routes themselves record.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, MatchedPath, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use futures_util::FutureExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinError;

use super::Api;
use super::auth::Admin;
use super::envelope::{ApiError, Meta};
use crate::audit::{self, Actor, Class, Entry, Event, KeyKind, Outcome};
use crate::runtime::Runtime;
use crate::runtime::principal::{Caller, Principal};
use crate::support::clock::moment;

/// The most records of one answer.
const MOST: usize = 1000;
/// So many where nobody says.
const USUAL: usize = 100;

/// Which records.
#[derive(Deserialize)]
pub(super) struct Which {
    limit: Option<usize>,
    action: Option<String>,
    resource_type: Option<String>,
    since: Option<String>,
    class: Option<String>,
    actor: Option<String>,
    until: Option<String>,
}

pub(super) async fn list(
    _: Admin,
    State(api): State<Api>,
    meta: Meta,
    query: Result<Query<Which>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(which) = query.map_err(|fault| ApiError::query(&fault))?;
    let Some(recorder) = api.runtime.audit().cloned() else {
        return Ok(answer(&meta, &[]));
    };
    let now = api.runtime.clock().now_millis();
    let time = |text: &Option<String>, field: &str| {
        let bad = || ApiError::field(field, "is no time such as 2026-01-31T12:00:00Z", "datetime_parsing");
        text.as_ref().map(|text| moment(text, now).ok_or_else(bad)).transpose()
    };
    let class = |name: &String| {
        Class::parse(name).ok_or_else(|| ApiError::field("class", "is no class of records", "enum"))
    };
    let actors = match which.actor {
        Some(name) => names(&api.runtime, name).await?,
        None => Vec::new(),
    };
    let query = audit::Query {
        classes: which.class.iter().map(class).collect::<Result<_, _>>()?,
        action: which.action,
        actors,
        resource_type: which.resource_type,
        since: time(&which.since, "since")?,
        until: time(&which.until, "until")?,
        limit: Some(which.limit.unwrap_or(USUAL).min(MOST)),
    };
    // Years of records are read on a thread that may take its time.
    let found = tokio::task::spawn_blocking(move || audit::find(recorder.place(), &query)).await;
    let found = found.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(answer(&meta, &found))
}

/// The name as it is, and the internal id behind it where it is an identifier, as records name users by that. A user who
/// is called `admin` hides nothing of what administrators did.
async fn names(runtime: &Runtime, name: String) -> Result<Vec<String>, ApiError> {
    let Ok(caller) = Caller::parse(&name) else { return Ok(vec![name]) };
    let found = runtime.find(&caller).await?;
    Ok([name].into_iter().chain(found.map(|who| who.user().to_owned())).collect())
}

fn answer(meta: &Meta, found: &[Entry]) -> Response {
    let entries: Vec<Value> = found.iter().map(Entry::to_json).collect();
    let count = entries.len();
    meta.ok("audit_log", "audit.retrieved", json!({"entries": entries, "count": count}))
}

/// Nobody clears the audit, whatever they confirm. That somebody wanted to is recorded.
pub(super) async fn clear(_: Admin, State(api): State<Api>, meta: Meta) -> Result<Response, ApiError> {
    let event = Event::new(Class::Audit, "audit.clear", "audit", "").ended(Outcome::Denied);
    api.recorded(&meta, Actor::new(KeyKind::Admin, None), event).await?;
    let mut refused = ApiError::new(
        StatusCode::FORBIDDEN,
        "FORBIDDEN",
        "the audit cannot be cleared: records go when they have been kept as long as their class says",
    );
    refused.data = json!({"hint": "muxi serve --audit-retention CLASS=DAYS says how long"});
    Err(refused)
}

fn failed(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "AUDIT_FAILED", error.to_string())
}

/// Who may change something here, and for whom.
pub(super) struct By(pub(super) KeyKind);

impl FromRequestParts<Api> for By {
    type Rejection = Infallible;

    /// By the key that fits: one that is shown beside it and does not fit counts for nothing.
    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Infallible> {
        Ok(Self(api.keys.kind(&parts.headers)))
    }
}

impl By {
    /// For nobody.
    pub(super) fn alone(&self) -> Actor {
        Actor::new(self.0, None)
    }

    /// For a user, by its internal id: an identifier would stay in the record when the user is erased.
    pub(super) fn for_user(&self, who: &Principal) -> Actor {
        Actor::new(self.0, Some(who.user().to_owned()))
    }

    /// Whether it is an administrator.
    pub(super) fn is_admin(&self) -> bool {
        self.0 == KeyKind::Admin
    }
}

impl Runtime {
    /// Records it, on the disk when this returns; refused where that cannot be.
    pub(super) async fn recorded(&self, actor: Actor, request: &str, event: Event) -> Result<(), ApiError> {
        let Some(recorder) = self.audit() else { return Ok(()) };
        let event = event.by(actor);
        let event = if request.is_empty() { event } else { event.request(request) };
        recorder.commit(event).await.map_err(|error| failed(&error))
    }

    /// Does `work`, which changes something: recorded before, and again when it has ended; `about` adds what only the
    /// end knows. It is a task of its own: a client that hangs up leaves neither half a change nor one without an end.
    pub(super) async fn audited<T: Send + 'static>(
        &self,
        actor: Actor,
        request: &str,
        event: Event,
        work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
        about: impl FnOnce(&T, Event) -> Event + Send + 'static,
    ) -> Result<T, ApiError> {
        let (runtime, request, changing) = (self.clone(), request.to_owned(), self.changing());
        let whole = async move {
            let begun = event.clone().ended(Outcome::Begun);
            runtime.recorded(actor.clone(), &request, begun).await?;
            let done = AssertUnwindSafe(work).catch_unwind().await;
            let event = match &done {
                Ok(Ok(done)) => about(done, event).ended(Outcome::Done),
                Ok(Err(error)) => event.ended(error.outcome()).with("code", error.code),
                Err(_) => event.ended(Outcome::Failed).with("code", "INTERNAL_ERROR"),
            };
            let told = runtime.recorded(actor, &request, event).await;
            drop(changing);
            match done {
                Ok(done) => told.and(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        };
        match tokio::spawn(whole).await.map_err(JoinError::try_into_panic) {
            Ok(done) => done,
            // It panicked, which is answered as in every handler.
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(error)) => Err(failed(&error)),
        }
    }
}

/// `work`, which ends with its client: `left` is over when nobody waits for it any more.
async fn while_asked<T>(
    work: impl Future<Output = Result<T, ApiError>>,
    left: tokio::sync::oneshot::Receiver<()>,
) -> Result<T, ApiError> {
    tokio::select! {
        biased;
        done = work => done,
        _ = left => {
            // Nobody reads the answer: the status is what proxies log for it.
            let status = StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST);
            Err(ApiError::new(status, "CLIENT_LEFT", "the client left"))
        }
    }
}

/// What a request asked for.
pub(super) struct Asked {
    method: Method,
    route: Option<MatchedPath>,
    uri: Uri,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { method: request.method().clone(), route, uri: request.uri().clone() }
    }

    /// As a record has it: without identifiers of users, which would stay when they are erased.
    fn shown(&self) -> String {
        let path = match &self.route {
            Some(route) => route.as_str().to_owned(),
            None => self.uri.path().split('/').take(3).collect::<Vec<_>>().join("/"),
        };
        format!("{} {path}", self.method)
    }
}

impl Api {
    /// As [`Runtime::recorded`], for the request of `meta`.
    pub(super) async fn recorded(&self, meta: &Meta, actor: Actor, event: Event) -> Result<(), ApiError> {
        self.runtime.recorded(actor, meta.request_id.as_str(), event).await
    }

    /// As [`Runtime::audited`], for the request of `meta`.
    pub(super) async fn audited<T: Send + 'static>(
        &self,
        meta: &Meta,
        actor: Actor,
        event: Event,
        work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.runtime.audited(actor, meta.request_id.as_str(), event, work, |_, event| event).await
    }

    /// The same for work that a client which leaves cancels; how it ended is recorded all the same.
    pub(super) async fn audited_while_asked<T: Send + 'static>(
        &self,
        meta: &Meta,
        actor: Actor,
        event: Event,
        work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
    ) -> Result<T, ApiError> {
        let (_asking, left) = tokio::sync::oneshot::channel();
        self.audited(meta, actor, event, while_asked(work, left)).await
    }

    /// A caller was not let in. Anybody can bring that about, so beyond a few it is counted only.
    pub(super) fn refused(&self, meta: &Meta, asked: &Asked, from: Option<String>) {
        let Some(recorder) = self.runtime.audit() else { return };
        let event = Event::new(Class::Authentication, "authentication.refused", "route", asked.shown())
            .by(Actor::new(KeyKind::None, None))
            .ended(Outcome::Denied)
            .request(meta.request_id.as_str());
        let event = match from {
            Some(address) => event.with("address", address),
            None => event,
        };
        recorder.record(event.bounded());
    }
}

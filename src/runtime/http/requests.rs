//! `GET /v1/requests[/id]`, `DELETE /v1/requests/id`: the caller's own; an administrator's all.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::Api;
use super::audit::By;
use super::auth::Dual;
use super::envelope::{ApiError, Id, Meta};
use crate::audit::{Class, Event};
use crate::runtime::Runtime;
use crate::runtime::approvals::Approval;
use crate::runtime::principal::Principal;
use crate::runtime::requests::{Cancelling, RequestInfo};
use crate::runtime::turn::usage_json;
use crate::support::clock::rfc3339;

pub(super) async fn list(Dual(who): Dual, State(api): State<Api>, meta: Meta) -> Response {
    meta.ok("request_list", "requests.retrieved", list_of(&api.runtime, who.as_ref()))
}

/// The requests of a user or of all, the latest first, as `data`.
pub(super) fn list_of(runtime: &Runtime, who: Option<&Principal>) -> Value {
    let requests: Vec<Value> = runtime.requests(who).iter().map(request_json).collect();
    let count = requests.len();
    json!({"requests": requests, "count": count})
}

pub(super) async fn one(
    Dual(who): Dual,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    Ok(meta.ok("request", "request.retrieved", one_of(&api.runtime, who.as_ref(), &id)?))
}

/// One request of a user, or of anybody, as `data`.
pub(super) fn one_of(runtime: &Runtime, who: Option<&Principal>, id: &str) -> Result<Value, ApiError> {
    let request = runtime.request(who, id).ok_or_else(|| missing(id))?;
    let mut data = request_json(&request);
    let waiting = runtime.approvals(Some(&request.who));
    let waiting = waiting.iter().filter(|approval| approval.request_id == request.id);
    data["approvals"] = waiting.map(Approval::to_json).collect();
    Ok(data)
}

pub(super) async fn cancel(
    Dual(who): Dual,
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let data = if by.is_admin() {
        let actor = who.as_ref().map_or_else(|| by.alone(), |who| by.for_user(who));
        let event = Event::new(Class::Agent, "request.cancel", "request", id.as_str());
        let runtime = api.runtime.clone();
        let work = async move { cancel_of(&runtime, who.as_ref(), &id).await };
        api.audited(&meta, actor, event, work).await?
    } else {
        // Whoever asked takes the question back.
        cancel_of(&api.runtime, who.as_ref(), &id).await?
    };
    Ok(meta.ok("request", "request.cancelled", data))
}

/// Cancels a request of a user, or of anybody; what became of it, as `data`.
pub(super) async fn cancel_of(
    runtime: &Runtime,
    who: Option<&Principal>,
    id: &str,
) -> Result<Value, ApiError> {
    let cancelling = runtime.cancel(who, id).await.ok_or_else(|| missing(id))?;
    let (request, message) = match &cancelling {
        Cancelling::HadEnded(request) => {
            let message = format!("the request {id} has ended already: it is {}", request.status.as_str());
            return Err(ApiError::new(StatusCode::CONFLICT, "REQUEST_ENDED", message));
        }
        Cancelling::Cancelled(request) => (request, "the request is cancelled"),
        Cancelling::Ending(request) => (request, "the request was told to end"),
    };
    let mut data = request_json(request);
    data["message"] = message.into();
    Ok(data)
}

fn missing(id: &str) -> ApiError {
    ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no request {id}"))
}

fn request_json(request: &RequestInfo) -> Value {
    json!({
        "request_id": request.id,
        "status": request.status.as_str(),
        "user_id": request.who.to_string(),
        "session_id": request.session_id,
        "agent_id": Some(&request.agent_id).filter(|id| !id.is_empty()),
        "created_at": rfc3339(request.created_at),
        "completed_at": request.ended_at.map(rfc3339),
        "duration_ms": request.ended_at.map(|at| at.saturating_sub(request.created_at)),
        "error": request.error.map(|code| json!({"code": code})),
        "usage": request.usage.as_ref().map(usage_json),
    })
}

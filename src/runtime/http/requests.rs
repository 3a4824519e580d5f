//! `GET /v1/requests[/id]`, `DELETE /v1/requests/id`: the caller's own; an administrator's all.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::Api;
use super::auth::Dual;
use super::envelope::{ApiError, Id, Meta};
use crate::runtime::requests::{Cancelling, RequestInfo};
use crate::runtime::turn::usage_json;
use crate::support::clock::rfc3339;

pub(super) async fn list(Dual(who): Dual, State(api): State<Api>, meta: Meta) -> Response {
    let requests: Vec<Value> = api.runtime.requests(who.as_ref()).iter().map(request_json).collect();
    let count = requests.len();
    meta.ok("request_list", "requests.retrieved", json!({"requests": requests, "count": count}))
}

pub(super) async fn one(
    Dual(who): Dual,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let request = api.runtime.request(who.as_ref(), &id).ok_or_else(|| missing(&id))?;
    Ok(meta.ok("request", "request.retrieved", request_json(&request)))
}

pub(super) async fn cancel(
    Dual(who): Dual,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let cancelling = api.runtime.cancel(who.as_ref(), &id).await.ok_or_else(|| missing(&id))?;
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
    Ok(meta.ok("request", "request.cancelled", data))
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

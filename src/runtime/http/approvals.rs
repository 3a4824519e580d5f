//! `GET /v1/approvals[/id]`, `POST /v1/approvals/id`: calls of tools that wait for a yes. The user's own by the client
//! key, anybody's by the admin key; another user's are not there.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::auth::Dual;
use super::body;
use super::envelope::{ApiError, Id, Meta};
use crate::runtime::approvals::{Approval, ApprovalError, Decision, Remember};

#[derive(Deserialize)]
struct Answer {
    decision: String,
    remember: Option<String>,
}

pub(super) async fn list(Dual(who): Dual, State(api): State<Api>, meta: Meta) -> Response {
    let approvals: Vec<Value> = api.runtime.approvals(who.as_ref()).iter().map(Approval::to_json).collect();
    let count = approvals.len();
    meta.ok("approval_list", "approvals.retrieved", json!({"approvals": approvals, "count": count}))
}

pub(super) async fn one(
    Dual(who): Dual,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let approval = api.runtime.approval(who.as_ref(), &id);
    let approval = approval.ok_or_else(|| refusal(&ApprovalError::NotFound(id)))?;
    Ok(meta.ok("approval", "approval.retrieved", approval.to_json()))
}

pub(super) async fn decide(
    Dual(who): Dual,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    request: Request,
) -> Result<Response, ApiError> {
    let body::Read { bytes, .. } = body::read(&api, request).await?;
    let answer: Answer = body::parse(&bytes)?;
    let decision = match answer.decision.as_str() {
        "allow" => Decision::Allow,
        "deny" => Decision::Deny,
        _ => return Err(ApiError::field("decision", "is allow or deny", "enum")),
    };
    let remember = match answer.remember.as_deref() {
        None | Some("once") => Remember::Once,
        Some("session") => Remember::Session,
        Some(_) => return Err(ApiError::field("remember", "is once or session", "enum")),
    };
    let approval =
        api.runtime.decide(who.as_ref(), &id, decision, remember).map_err(|error| refusal(&error))?;
    Ok(meta.ok("approval", "approval.decided", approval.to_json()))
}

fn refusal(error: &ApprovalError) -> ApiError {
    match error {
        ApprovalError::NotFound(_) => ApiError::not_found("RESOURCE_NOT_FOUND", error.to_string()),
        ApprovalError::Ended(_) => ApiError::new(StatusCode::CONFLICT, "APPROVAL_ENDED", error.to_string()),
    }
}

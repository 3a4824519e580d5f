//! `GET /v1/approvals[/id]`, `POST /v1/approvals/id`: calls of tools that wait for a yes. The user's own by the client
//! key, anybody's by the admin key; another user's are not there.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::audit::By;
use super::auth::Dual;
use super::body;
use super::envelope::{ApiError, Id, Meta};
use crate::audit::{Class, Event};
use crate::runtime::approvals::{Approval, ApprovalError, Decision, Remember};

#[derive(Deserialize)]
struct Answer {
    decision: String,
    remember: Option<String>,
    /// False where the client could ask nobody.
    asked: Option<bool>,
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
    by: By,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
    request: Request,
) -> Result<Response, ApiError> {
    let actor = who.as_ref().map_or_else(|| by.alone(), |who| by.for_user(who));
    let body::Read { bytes, .. } = body::read(&api, request).await?;
    let answer: Answer = body::parse(&bytes)?;
    let asked = answer.asked.unwrap_or(true);
    let decision = match answer.decision.as_str() {
        "allow" if asked => Decision::Allow,
        "allow" => {
            return Err(ApiError::field("asked", "is false only where decision is deny", "value_error"));
        }
        "deny" if asked => Decision::Deny,
        "deny" => Decision::Unasked,
        _ => return Err(ApiError::field("decision", "is allow or deny", "enum")),
    };
    let remember = match answer.remember.as_deref() {
        None | Some("once") => Remember::Once,
        Some("session") if asked => Remember::Session,
        Some("session") => {
            return Err(ApiError::field("remember", "is once where nobody was asked", "value_error"));
        }
        Some(_) => return Err(ApiError::field("remember", "is once or session", "enum")),
    };
    let (waits, runtime) = (api.runtime.approval(who.as_ref(), &id), api.runtime.clone());
    let decide =
        move || runtime.decide(who.as_ref(), &id, decision, remember).map_err(|error| refusal(&error));
    let approval = match waits {
        Some(waits) => {
            let event = about(&waits, decision, remember);
            api.audited(&meta, actor, event, async move { decide() }).await?
        }
        // Nothing waits, so nothing can change.
        None => decide()?,
    };
    Ok(meta.ok("approval", "approval.decided", approval.to_json()))
}

/// A yes or a no to a call.
fn about(approval: &Approval, decision: Decision, remember: Remember) -> Event {
    let action = if decision == Decision::Allow { "approval.allow" } else { "approval.deny" };
    Event::new(Class::Policy, action, "approval", approval.id.as_str())
        .with("tool", format!("{}/{}", approval.server, approval.tool))
        .with("remember", if remember == Remember::Session { "session" } else { "once" })
}

fn refusal(error: &ApprovalError) -> ApiError {
    match error {
        ApprovalError::NotFound(_) => ApiError::not_found("RESOURCE_NOT_FOUND", error.to_string()),
        ApprovalError::Ended(_) => ApiError::new(StatusCode::CONFLICT, "APPROVAL_ENDED", error.to_string()),
    }
}

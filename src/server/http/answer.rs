//! The deployed server's envelopes.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use crate::server::auth::Denied;
use crate::server::fleet::FleetError;

/// A body of JSON.
pub(super) fn plain(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `{success, data, message?}`.
pub(super) fn ok(status: StatusCode, data: &impl Serialize, message: Option<&str>) -> Response {
    let mut body = json!({"success": true, "data": data});
    if let Some(message) = message {
        body["message"] = message.into();
    }
    plain(status, &body)
}

/// Why something was not done: `{error, message, code}`, and for programs `reason`.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) reason: String,
    pub(super) message: String,
    pub(super) details: Option<String>,
    /// The key whose signature it was, where one fits.
    pub(super) key_id: Option<String>,
    /// The record says so already.
    pub(super) recorded: bool,
}

impl Refused {
    pub(super) fn new(status: StatusCode, reason: &str, message: impl Into<String>) -> Self {
        let (reason, message) = (reason.to_owned(), message.into());
        Self { status, reason, message, details: None, key_id: None, recorded: false }
    }

    pub(super) fn bad(reason: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reason, message)
    }

    /// It was somebody with this key.
    pub(super) fn of(self, key_id: &str) -> Self {
        Self { key_id: Some(key_id.to_owned()), ..self }
    }

    /// What was begun has ended like this, and the record says so.
    pub(super) fn once_recorded(self) -> Self {
        Self { recorded: true, ..self }
    }

    /// The server itself is to blame.
    pub(super) fn broken() -> Self {
        let message = "the server made a mistake; its log says more";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", message)
    }

    /// The same as the data of an `error` event.
    pub(super) fn event(&self) -> Value {
        json!({"error": self.reason, "message": self.message, "stage": null})
    }

    pub(super) fn response(&self) -> Response {
        let mut body = json!({
            "error": self.status.canonical_reason().unwrap_or_default(),
            "message": self.message,
            "code": self.status.as_u16(),
            "reason": self.reason,
        });
        if let Some(details) = &self.details {
            body["details"] = details.as_str().into();
        }
        let mut response = plain(self.status, &body);
        let retry = matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
        if retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<&FleetError> for Refused {
    fn from(error: &FleetError) -> Self {
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { details: error.details.clone(), ..Self::new(status, error.fault.as_str(), &error.message) }
    }
}

impl From<FleetError> for Refused {
    fn from(error: FleetError) -> Self {
        Self::from(&error)
    }
}

impl From<&Denied> for Refused {
    fn from(denied: &Denied) -> Self {
        let status = if denied.ours { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNAUTHORIZED };
        Self { key_id: denied.key_id.clone(), ..Self::new(status, denied.code, &denied.message) }
    }
}

pub(super) fn not_allowed(allowed: &'static str) -> Response {
    let refused = Refused::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "this path is not asked like this",
    );
    let mut response = refused.response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

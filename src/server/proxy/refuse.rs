//! Refusals in the deployed server's envelope.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

/// `{"error": the status in words, "message", "code": the status}`.
pub fn refusal(status: StatusCode, message: &str) -> Response<Body> {
    let body = json!({
        "error": status.canonical_reason().unwrap_or_default(),
        "message": message,
        "code": status.as_u16(),
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

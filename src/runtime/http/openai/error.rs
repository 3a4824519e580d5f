//! Refusals in OpenAI's form: `{"error": {"message", "type", "param", "code"}}`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::envelope::{ApiError, Meta, json_response};
use super::with_id;

/// The refusal, with the status that the published clients know for it.
pub(in crate::runtime::http) fn refusal(meta: &Meta, error: &ApiError) -> Response {
    // They try a 409 again, which does not help here, and know no 422 for a wrong field.
    let status = match error.status {
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => StatusCode::BAD_REQUEST,
        status => status,
    };
    let mut response = json_response(status, &json!({"error": body(error)}));
    error.tell_wait(&mut response);
    with_id(response, &meta.request_id)
}

/// What stands under `error`, in a refusal and in a stream.
pub(super) fn body(error: &ApiError) -> Value {
    let kind = match error.status {
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        status if status.is_server_error() => "server_error",
        _ => "invalid_request_error",
    };
    let code = match error.code {
        "UNAUTHORIZED" => "invalid_api_key".to_owned(),
        "MODEL_CONTEXT_TOO_LONG" => "context_length_exceeded".to_owned(),
        "RATE_LIMITED" => "rate_limit_exceeded".to_owned(),
        "MODEL_FILTERED" => "content_filter".to_owned(),
        code => code.to_lowercase(),
    };
    let field = &error.data["validation_errors"][0]["field"];
    let message = match error.data["hint"].as_str() {
        Some(hint) => format!("{} ({hint})", error.message),
        None => error.message.clone(),
    };
    json!({"message": message, "type": kind, "param": field, "code": code})
}

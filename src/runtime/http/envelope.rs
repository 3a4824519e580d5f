//! The envelope around every answer of the Formation API, and its errors.

use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Api, openai};
use crate::runtime::id;
use crate::runtime::llm::ModelError;
use crate::runtime::store::StoreError;
use crate::runtime::turn::TurnError;

/// The longest idempotency key, in bytes.
const MAX_KEY: usize = 255;

/// What every answer repeats of its request.
#[derive(Clone, Debug)]
pub(super) struct Meta {
    /// `req_` and 21 characters.
    pub(super) request_id: String,
    /// `X-Muxi-Idempotency-Key`, if one was sent.
    pub(super) idempotency_key: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub(super) timestamp: u64,
}

#[derive(Serialize)]
struct Envelope<'a, T: Serialize> {
    object: &'a str,
    timestamp: u64,
    r#type: &'a str,
    request: RequestRef<'a>,
    success: bool,
    error: Option<ErrorBody<'a>>,
    data: T,
    /// At the top as well: there the published SDKs look for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestRef<'a> {
    id: &'a str,
    idempotency_key: Option<&'a str>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    message: &'a str,
    data: &'a Value,
}

impl Meta {
    fn request(&self) -> RequestRef<'_> {
        RequestRef { id: &self.request_id, idempotency_key: self.idempotency_key.as_deref() }
    }

    /// `data` in its envelope: what it is (`agent_list`) and what happened (`agents.listed`).
    pub(super) fn ok(&self, object: &str, r#type: &str, data: impl Serialize) -> Response {
        let envelope = Envelope {
            object,
            timestamp: self.timestamp,
            r#type,
            request: self.request(),
            success: true,
            error: None,
            data,
            code: None,
            message: None,
        };
        json_response(StatusCode::OK, &envelope)
    }

    fn error(&self, error: &ApiError) -> Response {
        let envelope = Envelope {
            object: "error",
            timestamp: self.timestamp,
            r#type: "error",
            request: self.request(),
            success: false,
            error: Some(ErrorBody { code: error.code, message: &error.message, data: &error.data }),
            data: json!({}),
            code: Some(error.code),
            message: Some(&error.message),
        };
        let mut response = json_response(error.status, &envelope);
        if let Some(seconds) = error.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

pub(super) fn json_response(status: StatusCode, body: &impl Serialize) -> Response {
    let json = serde_json::to_vec(body).expect("envelopes hold only what JSON can say");
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json).into_response()
}

/// A refusal. Handlers return it bare; [`around`] puts it into its envelope.
#[derive(Clone, Debug)]
pub(super) struct ApiError {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// The fields at fault, or a hint.
    pub(super) data: Value,
    /// When to come again, in seconds.
    pub(super) retry_after: Option<u64>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), data: Value::Null, retry_after: None }
    }

    #[must_use]
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
    }

    pub(super) fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// A body or query of the wrong form: 422 with the field at fault.
    pub(super) fn field(field: &str, message: &str, kind: &str) -> Self {
        let mut error =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "INVALID_PARAMS", format!("{field}: {message}"));
        error.data =
            json!({"validation_errors": [{"field": field, "msg": message, "type": kind, "error": message}]});
        error
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "STORE_FAILED", error.to_string())
    }
}

impl From<TurnError> for ApiError {
    fn from(error: TurnError) -> Self {
        let (code, message) = (error.code(), error.to_string());
        let mut refusal = match &error {
            TurnError::EmptyMessage => return Self::field("message", &message, "value_error"),
            TurnError::LongMessage(_) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", message),
            TurnError::BadId(field) => return Self::field(field, &message, "value_error"),
            TurnError::UnknownAgent { .. } => Self::not_found(code, message),
            TurnError::NoAudioModel | TurnError::NothingHeard => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
            }
            TurnError::Stopping => Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message),
            TurnError::ClientLeft | TurnError::Store(_) | TurnError::Endless { .. } => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, message)
            }
            TurnError::Cancelled | TurnError::RequestTaken(_) => {
                Self::new(StatusCode::CONFLICT, code, message)
            }
            TurnError::Model(model) => Self::new(model_status(model), code, message),
        };
        if let TurnError::Model(
            ModelError::RateLimited { retry_after: Some(wait), .. } | ModelError::Unavailable { wait, .. },
        ) = &error
        {
            refusal.retry_after = Some(wait.as_secs().max(1));
        }
        if let Some(hint) = error.hint() {
            refusal.data = json!({"hint": hint});
        }
        refusal
    }
}

fn model_status(error: &ModelError) -> StatusCode {
    match error {
        ModelError::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
        ModelError::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
        ModelError::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        ModelError::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        ModelError::Filtered { .. } | ModelError::Unsupported { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_GATEWAY,
    }
}

/// Gives each request its id and puts refusals, the router's own among them, into the envelope.
pub(super) async fn around(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let timestamp = api.runtime.clock().now_millis();
    let mut meta = Meta { request_id: id::new("req_"), idempotency_key: None, timestamp };
    let at_door = openai::is_door(request.uri().path());
    let refused = match idempotency_key(request.headers()) {
        Ok(key) => {
            meta.idempotency_key = key;
            request.extensions_mut().insert(meta.clone());
            let mut response = next.run(request).await;
            let Some(error) = response.extensions_mut().remove::<ApiError>() else { return response };
            error
        }
        Err(error) => error,
    };
    if at_door { openai::refusal(&meta, &refused) } else { meta.error(&refused) }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut keys = headers.get_all("x-muxi-idempotency-key").iter();
    let Some(key) = keys.next() else { return Ok(None) };
    if keys.next().is_some() {
        return Err(ApiError::invalid("X-Muxi-Idempotency-Key is there twice: send one key"));
    }
    match key.to_str().map(str::trim) {
        Ok("") => Ok(None),
        Ok(key) if key.len() <= MAX_KEY => Ok(Some(key.to_owned())),
        _ => Err(ApiError::invalid(format!(
            "X-Muxi-Idempotency-Key holds no key: 1 to {MAX_KEY} visible ASCII characters"
        ))),
    }
}

/// The id in a path.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let id = Path::<String>::from_request_parts(parts, state).await;
        id.map(|Path(id)| Self(id)).map_err(|e| ApiError::invalid(e.body_text()))
    }
}

/// No such path.
pub(super) async fn unknown_path(request: Request) -> ApiError {
    ApiError::not_found("RESOURCE_NOT_FOUND", format!("there is no {}", request.uri().path()))
}

/// The path is there, the method is not.
pub(super) async fn unknown_method(request: Request) -> ApiError {
    let message = format!("{} cannot be done on {}", request.method(), request.uri().path());
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
}

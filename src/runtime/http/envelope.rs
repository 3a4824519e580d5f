//! The envelope around every answer of the Formation API, and its errors.

use std::panic::AssertUnwindSafe;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use serde::Serialize;
use serde_json::{Value, json};

use super::audit::Asked;
use super::auth::Peer;
use super::{Api, mcp, openai};
use crate::audit::Outcome;
use crate::crypto::hash::sha256;
use crate::runtime::id;
use crate::runtime::llm::ModelError;
use crate::runtime::store::{StoreError, UserError};
use crate::runtime::turn::TurnError;
use crate::support::redact::Redactor;

/// The longest idempotency key, in bytes.
const MAX_KEY: usize = 255;

/// Where the store is busy, so long is to be waited before the next try: what writes then has ended, or will be long.
const BUSY_SECONDS: u64 = 5;

/// What every answer repeats of its request.
#[derive(Clone, Debug)]
pub(super) struct Meta {
    /// `req_` and 21 characters.
    pub(super) request_id: String,
    /// `X-Muxi-Idempotency-Key`, if one was sent.
    pub(super) idempotency_key: Option<String>,
    /// A hash of that key.
    pub(super) once: Option<[u8; 32]>,
    /// Milliseconds since the Unix epoch.
    pub(super) timestamp: u64,
    /// Nobody on the way could read what the client sent.
    pub(super) private: bool,
    /// What no answer may hold.
    redactor: Redactor,
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

    /// `data` in its envelope: what it is (`agent_list`) and what happened (`agents.listed`). A value of a secret in
    /// it, as in a persona that was written with one, is taken out.
    pub(super) fn ok(&self, object: &str, r#type: &str, mut data: Value) -> Response {
        self.redactor.redact_json(&mut data);
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

    /// The same, which repeats nothing of `hidden` either.
    pub(super) fn hiding(&self, hidden: &Redactor) -> Self {
        let key = self.idempotency_key.as_deref();
        Self { idempotency_key: key.map(|key| hidden.redact(key).into_owned()), ..self.clone() }
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
        error.tell_wait(&mut response);
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
    /// What this request brought, and its answer must not hold.
    pub(super) hidden: Option<Redactor>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), data: Value::Null, retry_after: None, hidden: None }
    }

    #[must_use]
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The header that says when to come again, where it is known.
    pub(super) fn tell_wait(&self, response: &mut Response) {
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }

    pub(super) fn panicked() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL_ERROR",
            "the server made a mistake; its log says more",
        )
    }

    /// The same, in whose answer nothing of `hidden` is.
    #[must_use]
    pub(super) fn hiding(self, hidden: &Redactor) -> Self {
        Self { hidden: Some(hidden.clone()), ..self }
    }

    /// How a record says that it ended: what a rule forbids was denied, all else failed.
    pub(super) fn outcome(&self) -> Outcome {
        let forbidden = self.status == StatusCode::FORBIDDEN;
        let of_users = self.status == StatusCode::CONFLICT && self.code.starts_with("CREDENTIAL_");
        if forbidden || of_users { Outcome::Denied } else { Outcome::Failed }
    }

    #[must_use]
    pub(super) fn hint(mut self, hint: &str) -> Self {
        if !self.data.is_object() {
            self.data = json!({});
        }
        self.data["hint"] = hint.into();
        self
    }

    pub(super) fn without_secrets(mut self, redactor: &Redactor) -> Self {
        self.message = redactor.redact(&self.message).into_owned();
        redactor.redact_json(&mut self.data);
        self
    }

    pub(super) fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
    }

    /// What is wrong with the part of a path that follows `?`.
    pub(super) fn query(fault: &QueryRejection) -> Self {
        let text = fault.body_text();
        let words = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
        match words.strip_prefix("duplicate field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(field) => Self::field(field, "is there twice", "value_error"),
            // The fields that are no texts are numbers; the words are those of Rust.
            None => match words.split_once(": ") {
                Some((field, _)) => Self::field(field, "is no whole number that can be meant", "int_parsing"),
                None => Self::field("query", words, "value_error"),
            },
        }
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
        let mut refusal = Self::new(store_status(&error), error.code(), error.to_string());
        if error.is_busy() {
            refusal.retry_after = Some(BUSY_SECONDS);
            refusal.data = json!({"hint": error.hint()});
        }
        refusal
    }
}

impl From<UserError> for ApiError {
    fn from(error: UserError) -> Self {
        let (code, message, hint) = (error.code(), error.to_string(), error.hint());
        let mut refusal = match &error {
            UserError::Unknown(_) => Self::not_found(code, message),
            UserError::Secret => return TurnError::SecretId("user_id").into(),
            UserError::Reserved(_) | UserError::TooMany => {
                return Self::field("identifiers", &message, "value_error");
            }
            UserError::Taken { .. }
            | UserError::OtherTenant(_)
            | UserError::Same(_)
            | UserError::Clash(_)
            | UserError::Sealed(_) => Self::new(StatusCode::CONFLICT, code, message),
            UserError::Store(error) => return error.clone().into(),
        };
        refusal.data = match &error {
            UserError::Taken { identifier, user } => {
                json!({"identifier": identifier, "muxi_user_id": user, "hint": hint})
            }
            _ => hint.map_or(Value::Null, |hint| json!({"hint": hint})),
        };
        refusal
    }
}

impl From<TurnError> for ApiError {
    fn from(error: TurnError) -> Self {
        let (code, message) = (error.code(), error.to_string());
        let mut refusal = match &error {
            TurnError::EmptyMessage => return Self::field("message", &message, "value_error"),
            TurnError::LongMessage(_) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", message),
            TurnError::BadId(field) | TurnError::SecretId(field) => {
                return Self::field(field, &message, "value_error");
            }
            TurnError::UnknownAgent { .. } => Self::not_found(code, message),
            TurnError::NoAudioModel | TurnError::NothingHeard => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
            }
            TurnError::Stopping => Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message),
            TurnError::Store(error) => return error.clone().into(),
            TurnError::ClientLeft | TurnError::Endless { .. } | TurnError::Internal => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, message)
            }
            TurnError::Cancelled | TurnError::RequestTaken(_) | TurnError::AgentStopped(_) => {
                Self::new(StatusCode::CONFLICT, code, message)
            }
            TurnError::Model(model) => Self::new(model_status(model), code, message),
        };
        if let TurnError::Model(model) = &error
            && let Some(wait) = model.retry_after()
        {
            // Rounded up: who comes back early is refused again.
            refusal.retry_after = Some(wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1));
        }
        if let Some(hint) = error.hint() {
            refusal.data = json!({"hint": hint});
        }
        refusal
    }
}

fn store_status(error: &StoreError) -> StatusCode {
    if error.is_busy() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR }
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
///
/// A handler that panics ends its own request only. No refusal holds the value of a secret.
pub(super) async fn around(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let redactor = api.runtime.redactor();
    let key = idempotency_key(request.headers());
    let shown = key.as_ref().ok().and_then(Option::as_ref);
    let meta = Meta {
        request_id: id::new("req_"),
        idempotency_key: shown.map(|key| redactor.redact(key).into_owned()),
        once: shown.map(|key| sha256(key.as_bytes())),
        timestamp: api.runtime.clock().now_millis(),
        // Without a peer it was no network that it came over.
        private: request.extensions().get::<Peer>().is_none_or(|peer| peer.is_private(request.headers())),
        redactor: redactor.clone(),
    };
    let refuse = if openai::is_door(request.uri().path()) {
        openai::refusal
    } else if mcp::is_door(request.uri().path()) {
        mcp::refuse
    } else {
        Meta::error
    };
    let asked = Asked::of(&request);
    let from = request.extensions().get::<Peer>().map(|peer| peer.address);
    let mut response = if let Err(error) = key {
        error.into_response()
    } else {
        request.extensions_mut().insert(meta.clone());
        // What it said is for the log: the panic hook has written it by now.
        let running = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        running.unwrap_or_else(|_| ApiError::panicked().into_response())
    };
    let Some(error) = response.extensions_mut().remove::<ApiError>() else { return response };
    let error = error.without_secrets(redactor);
    let (error, meta) = match error.hidden.clone() {
        Some(hidden) => (error.without_secrets(&hidden), meta.hiding(&hidden)),
        None => (error, meta),
    };
    if error.status == StatusCode::UNAUTHORIZED {
        api.refused(&meta, &asked, from.map(|address| address.ip().to_string()));
    }
    refuse(&meta, &error)
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

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;

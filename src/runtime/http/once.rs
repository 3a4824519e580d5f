//! A request that is sent twice with one `X-Muxi-Idempotency-Key` is done once.
//!
//! A whole answer is kept and given again. A stream is not: while it runs the key is taken, and
//! afterwards the request runs again.

use std::future::Future;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Api;
use super::envelope::{ApiError, Meta};
use crate::crypto::hash::sha256;
use crate::runtime::idempotency::{Fingerprint, Found, Holding, Scope};
use crate::runtime::principal::Principal;

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A request with its key.
pub(super) struct Keyed {
    scope: Scope,
    fingerprint: Fingerprint,
}

impl Keyed {
    /// Nothing where the request has no key. `endpoint` is method and path.
    pub(super) fn new(meta: &Meta, endpoint: &'static str, who: &Principal, body: &[u8]) -> Option<Self> {
        let key = meta.once?;
        Some(Self { scope: Scope { endpoint, who: who.clone(), key }, fingerprint: sha256(body) })
    }

    /// The same for a body that holds a secret: what is remembered of it says nothing to whoever guesses at it.
    pub(super) fn secret(
        api: &Api,
        meta: &Meta,
        endpoint: &'static str,
        who: &Principal,
        body: &[u8],
    ) -> Result<Option<Self>, ApiError> {
        let Some(key) = meta.once else { return Ok(None) };
        let fingerprint = api.idempotency.sealed(body).map_err(|_| ApiError::panicked())?;
        Ok(Some(Self { scope: Scope { endpoint, who: who.clone(), key }, fingerprint }))
    }

    /// The same request in another session, which a header names, is another one.
    #[must_use]
    pub(super) fn in_session(self, id: &str) -> Self {
        let fingerprint = sha256(&[&self.fingerprint, id.as_bytes()].concat());
        Self { fingerprint, ..self }
    }
}

/// Does `run` once for its key; whoever asks the same meanwhile waits for that answer.
pub(super) async fn whole<F>(
    api: &Api,
    keyed: Option<Keyed>,
    run: impl FnOnce() -> F,
) -> Result<Response, ApiError>
where
    F: Future<Output = Result<Response, ApiError>>,
{
    let Some(Keyed { scope, fingerprint }) = keyed else { return run().await };
    let now = || api.runtime.clock().now_millis();
    loop {
        match api.idempotency.take(&scope, fingerprint, now()) {
            Found::Mine(holding) => {
                let (parts, body) = run().await?.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
                if parts.status.is_success() {
                    holding.keep(body.clone(), now());
                }
                return Ok(Response::from_parts(parts, Body::from(body)));
            }
            Found::Running(waiting) => waiting.ended().await,
            Found::Done(answer) => return Ok(again(answer)),
            Found::OtherBody => return Err(other_body()),
        }
    }
}

/// Takes the key for a stream; what is returned is to be held until the stream ends.
pub(super) fn stream(api: &Api, keyed: Option<Keyed>) -> Result<Option<Holding>, ApiError> {
    let Some(Keyed { scope, fingerprint }) = keyed else { return Ok(None) };
    match api.idempotency.take(&scope, fingerprint, api.runtime.clock().now_millis()) {
        Found::Mine(holding) => Ok(Some(holding)),
        Found::OtherBody => Err(other_body()),
        Found::Running(_) => {
            let message =
                "a request with this X-Muxi-Idempotency-Key is under way, and a stream cannot be shared";
            Err(ApiError::new(StatusCode::CONFLICT, "REQUEST_IN_PROGRESS", message))
        }
        // Only whole answers are kept, and whether it is to be whole is part of the body.
        Found::Done(_) => Ok(None),
    }
}

fn again(answer: Bytes) -> Response {
    let json = HeaderValue::from_static("application/json");
    let headers = [(header::CONTENT_TYPE, json), (REPLAYED, HeaderValue::from_static("true"))];
    (headers, answer).into_response()
}

fn other_body() -> ApiError {
    let message = "this X-Muxi-Idempotency-Key came with another body or session before: use a new key for a new request";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_KEY_REUSED", message)
}

//! The Formation API over HTTP.

mod auth;
mod chat;
mod envelope;
mod info;
mod listen;
mod network;
mod overlord;
mod sessions;
mod tls;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::Runtime;

pub use auth::Keys;
pub use listen::{Guard, Listener, serve};
pub use network::Network;
pub use tls::{Tls, TlsError};

/// The largest request body, in bytes.
pub const MAX_BODY: usize = 8 << 20;

/// What every handler can reach.
#[derive(Clone)]
struct Api {
    runtime: Runtime,
    keys: Arc<Keys>,
}

/// The routes of `runtime`, guarded by `keys`.
pub fn router(runtime: Runtime, keys: Keys) -> Router {
    let api = Api { runtime, keys: Arc::new(keys) };
    Router::new()
        .route("/health", get(info::health))
        .route("/v1/health", get(info::health))
        .route("/v1/status", get(info::status))
        .route("/v1/formation", get(info::formation))
        .route("/v1/agents", get(info::agents))
        .route("/v1/agents/{id}", get(info::agent))
        .route("/v1/overlord", get(overlord::overlord))
        .route("/v1/overlord/soul", get(overlord::soul))
        .route("/v1/llm/settings", get(overlord::llm))
        .route("/v1/sessions", get(sessions::list))
        .route("/v1/sessions/{id}", get(sessions::one))
        .route("/v1/sessions/{id}/messages", get(sessions::messages))
        .route("/v1/chat", post(chat::chat))
        .fallback(envelope::unknown_path)
        .method_not_allowed_fallback(envelope::unknown_method)
        .layer(from_fn_with_state(api.clone(), envelope::around))
        .with_state(api)
}

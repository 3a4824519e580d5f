//! The Formation API over HTTP.

mod agents;
mod approvals;
mod artifacts;
mod audio;
mod audit;
mod auth;
mod body;
mod buffers;
mod chat;
mod credentials;
mod distilleries;
mod envelope;
mod events;
mod info;
mod listen;
mod logs;
mod mcp;
mod memories;
mod memory;
mod network;
mod once;
mod openai;
mod overlord;
mod requests;
mod servers;
mod sessions;
mod stream;
mod tls;
mod uploads;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, patch, post};

use super::Runtime;
use super::idempotency;
use super::mcp_server::Hosts;

pub use auth::Keys;
pub(crate) use auth::Peer;
pub use body::MAX_BODY;
pub use listen::{Garbled, Guard, Listener, OnGarbled, serve};
pub use mcp::stdio as mcp_stdio;
pub use network::Network;
pub(crate) use stream::{one_line_each, sent as event_stream};
pub use tls::{Tls, TlsError};

/// What every handler can reach.
#[derive(Clone)]
struct Api {
    runtime: Runtime,
    keys: Arc<Keys>,
    room: body::Room,
    idempotency: Arc<idempotency::Keys>,
    mcp: Arc<mcp::Server>,
}

impl Api {
    fn new(runtime: Runtime, keys: Keys, hosts: Hosts) -> Self {
        Self {
            runtime,
            keys: Arc::new(keys),
            room: body::Room::default(),
            idempotency: Arc::default(),
            mcp: Arc::new(mcp::Server::new(hosts)),
        }
    }
}

/// The routes of `runtime`, guarded by `keys`; MCP clients reach it under the names of `hosts`.
pub fn router(runtime: Runtime, keys: Keys, hosts: Hosts) -> Router {
    let api = Api::new(runtime, keys, hosts);
    Router::new()
        .route("/health", get(info::health))
        .route("/v1/health", get(info::health))
        .route("/v1/status", get(info::status))
        .route("/v1/formation", get(info::formation))
        .route("/v1/agents", get(agents::list))
        .route("/v1/agents/{id}", get(agents::one))
        .route("/v1/agents/{id}/logs", get(agents::logs))
        .route("/v1/agents/{id}/restart", post(agents::restart))
        .route("/v1/agents/{id}/resume", post(agents::start))
        .route("/v1/agents/{id}/start", post(agents::start))
        .route("/v1/agents/{id}/stop", post(agents::stop))
        .route("/v1/overlord", get(overlord::overlord))
        .route("/v1/overlord/soul", get(overlord::soul))
        .route("/v1/llm/settings", get(overlord::llm))
        .route("/v1/sessions", get(sessions::list))
        .route("/v1/sessions/{id}", get(sessions::one))
        .route("/v1/sessions/{id}/messages", get(sessions::messages))
        .route("/v1/artifacts", get(artifacts::list))
        .route("/v1/artifacts/{id}", get(artifacts::one).delete(artifacts::delete))
        .route("/v1/artifacts/{id}/content", get(artifacts::content))
        .route("/v1/artifacts/{id}/versions", get(artifacts::versions))
        .route("/v1/memories", get(memories::list).post(memories::create))
        .route("/v1/memories/{id}", get(memories::one).delete(memories::delete))
        .route("/v1/memories/batch", post(memories::batch))
        .route("/v1/memories/ingestion/{id}", get(memories::ingestion))
        .route("/v1/memories/provenance", get(memories::provenance))
        .route("/v1/memories/distilled", post(distilleries::ingest))
        .route("/v1/memories/distilled/{id}", get(distilleries::status))
        .route("/v1/memory", get(memory::settings))
        .route("/v1/memory/stats", get(memory::stats))
        .route("/v1/memory/buffer", get(buffers::one).delete(buffers::clear))
        .route("/v1/memory/buffer/{session}", delete(buffers::clear_session))
        .route("/v1/memory/buffers", get(buffers::all).delete(buffers::clear_all))
        .route("/v1/memory/distilleries", get(distilleries::list).post(distilleries::register))
        .route("/v1/memory/distilleries/{id}", delete(distilleries::revoke))
        .route("/v1/memory/backfill", post(memory::backfill))
        .route("/v1/memory/forget", post(memory::forget))
        .route("/v1/memory/forget/{id}", get(memory::forget_job))
        .route("/v1/memory/lint", post(memory::lint))
        .route("/v1/memory/rebuild", post(memory::rebuild))
        .route("/v1/memory/rebuild/{id}", get(memory::rebuild_job))
        .route("/v1/history", get(buffers::history))
        .route("/v1/chat", post(chat::chat))
        .route("/v1/audiochat", post(audio::audiochat))
        .route("/v1/approvals", get(approvals::list))
        .route("/v1/approvals/{id}", get(approvals::one).post(approvals::decide))
        .route("/v1/audit", get(audit::list).delete(audit::clear))
        .route("/v1/events", get(events::all))
        .route("/v1/events/{session}", get(events::of_session))
        .route("/v1/events/{session}/{request}", get(events::of_request))
        .route("/v1/logging", get(logs::settings))
        .route("/v1/logging/destinations", get(logs::destinations))
        .route("/v1/logs", get(logs::logs))
        .route("/v1/mcp", get(servers::summary))
        .route("/v1/mcp/servers", get(servers::servers))
        .route("/v1/mcp/servers/{id}", get(servers::server))
        .route("/v1/mcp/servers/{id}/call", post(servers::call))
        .route("/v1/mcp/servers/{id}/prompts", get(servers::prompts))
        .route("/v1/mcp/servers/{id}/resources", get(servers::resources))
        .route("/v1/mcp/tools", get(servers::tools))
        .route("/v1/requests", get(requests::list))
        .route("/v1/requests/{id}", get(requests::one).delete(requests::cancel))
        .route("/v1/chat/completions", post(openai::completions))
        .route("/v1/models", get(openai::models))
        .route("/v1/models/{id}", get(openai::model))
        .merge(of_users())
        .route("/mcp", get(mcp::serve).post(mcp::serve).delete(mcp::serve))
        .route("/mcp/", get(mcp::serve).post(mcp::serve).delete(mcp::serve))
        .fallback(envelope::unknown_path)
        .method_not_allowed_fallback(envelope::unknown_method)
        .layer(from_fn_with_state(api.clone(), envelope::around))
        .with_state(api)
}

/// Who users are, and what they bring of their own.
fn of_users() -> Router<Api> {
    Router::new()
        .route("/v1/users/identifiers", post(users::link))
        .route("/v1/users/identifiers/{id}", get(users::identifiers).delete(users::unlink))
        .route("/v1/users/resolve", post(users::resolve))
        .route("/v1/users/merge", post(users::merge))
        .route("/v1/users", get(users::list))
        .route("/v1/users/{id}/export", get(users::export))
        .route("/v1/users/{id}", get(users::one).delete(users::erase))
        .route("/v1/credentials", get(credentials::list).post(credentials::create))
        .route("/v1/credentials/services", get(credentials::services))
        .route("/v1/credentials/{id}", get(credentials::one).delete(credentials::delete))
        .route("/v1/credentials/{id}", patch(credentials::amend))
}

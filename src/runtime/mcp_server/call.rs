//! A call of a tool, and what it can say before its answer.
#![expect(
    deprecated,
    reason = "logging is deprecated in 2026-07-28, and clients of earlier versions ask for it"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rmcp::model::{
    JsonObject, LoggingLevel, LoggingMessageNotificationParam, ProgressNotificationParam, ProgressToken,
};
use rmcp::service::RequestContext;
use rmcp::{Peer, RoleServer};
use serde_json::Value;
use tokio::sync::Notify;

use crate::runtime::principal::Principal;

/// Told by a call that its stream may end; the door that holds the stream listens.
#[derive(Clone, Default)]
pub(super) struct LetGo(Arc<Notify>);

impl LetGo {
    /// Returns when the call has said so.
    pub(super) fn said(&self) -> impl Future<Output = ()> + Send + use<> {
        let said = Arc::clone(&self.0);
        async move { said.notified().await }
    }
}

/// A call of a tool or prompt.
pub struct Call {
    /// For whom.
    pub who: Principal,
    /// What was given.
    pub arguments: JsonObject,
    context: RequestContext<RoleServer>,
    token: Option<ProgressToken>,
    /// The rank of the least important level that the client wants.
    level: u8,
    said: AtomicU64,
}

impl Call {
    pub(super) fn new(
        who: Principal,
        arguments: Option<JsonObject>,
        context: RequestContext<RoleServer>,
        level: u8,
    ) -> Self {
        let token = context.meta.get_progress_token();
        let arguments = arguments.unwrap_or_default();
        // What a client of 2026-07-28 says with each call counts more than what it set.
        let level = context.meta.log_level().map_or(level, rank);
        Self { who, arguments, context, token, level, said: AtomicU64::new(0) }
    }

    /// Whether the caller hears of progress.
    pub fn wants_progress(&self) -> bool {
        self.token.is_some()
    }

    /// Tells of progress: one more step than the last time, and what it was. A step without words says that it is not
    /// forgotten.
    pub async fn step(&self, message: Option<String>) {
        let done = self.said.fetch_add(1, Ordering::Relaxed) + 1;
        #[expect(clippy::cast_precision_loss, reason = "nobody counts 2^53 steps")]
        self.progress(done as f64, None, message).await;
    }

    /// Tells how far it is, where the caller hears of it. A client that is gone does not matter here.
    pub async fn progress(&self, done: f64, total: Option<f64>, message: Option<String>) {
        let Some(token) = self.token.clone() else { return };
        let mut told = ProgressNotificationParam::new(token, done);
        (told.total, told.message) = (total, message);
        drop(self.context.peer.notify_progress(told).await);
    }

    /// Writes a log message to the client, where it wants that level.
    pub async fn log(&self, level: LoggingLevel, data: Value) {
        if rank(level) >= self.level {
            let message = LoggingMessageNotificationParam::new(level, data);
            drop(self.context.peer.notify_logging_message(message).await);
        }
    }

    /// Ends the stream on which the answer would come, in a session over HTTP; elsewhere it does nothing. The client
    /// comes back for the answer (SEP-1699): nobody has to hold a connection for a long call.
    pub fn let_go(&self) {
        let parts = self.context.extensions.get::<axum::http::request::Parts>();
        if let Some(LetGo(stream)) = parts.and_then(|parts| parts.extensions.get::<LetGo>()) {
            stream.notify_one();
        }
    }

    /// The client, to ask it something.
    pub fn client(&self) -> &Peer<RoleServer> {
        &self.context.peer
    }

    /// The head of the request that it came in; nothing where it came over no network.
    pub(in crate::runtime) fn parts(&self) -> Option<&axum::http::request::Parts> {
        self.context.extensions.get::<axum::http::request::Parts>()
    }

    /// Whether nobody but this client can hear a question: it started this process, and speaks to it alone.
    pub fn is_alone(&self) -> bool {
        self.context.extensions.get::<axum::http::request::Parts>().is_none()
    }

    pub(super) fn context(&self) -> &RequestContext<RoleServer> {
        &self.context
    }
}

/// RFC 5424, the most important last.
pub(super) fn rank(level: LoggingLevel) -> u8 {
    match level {
        LoggingLevel::Debug => 0,
        LoggingLevel::Info => 1,
        LoggingLevel::Notice => 2,
        LoggingLevel::Warning => 3,
        LoggingLevel::Error => 4,
        LoggingLevel::Critical => 5,
        LoggingLevel::Alert => 6,
        LoggingLevel::Emergency => 7,
    }
}

//! What went wrong with a connection, where the SDK only says that it is closed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rmcp::model::RequestId;
use tokio::sync::Notify;

use super::McpError;

/// Faults of one connection, told by its transport and asked for by its callers.
#[derive(Default)]
pub(super) struct Faults {
    whole: Mutex<Option<McpError>>,
    single: Mutex<HashMap<RequestId, McpError>>,
    broken: Notify,
}

impl Faults {
    /// The connection is of no use any more. The first reason stays.
    pub(super) fn end(&self, why: McpError) {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        self.broken.notify_one();
    }

    /// The other side hangs up; who looks after it will see why.
    pub(super) fn hang_up(&self) {
        self.broken.notify_one();
    }

    /// Why the connection is of no use.
    pub(super) fn why(&self) -> Option<McpError> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns when somebody said that it is of no use.
    pub(super) async fn broken(&self) {
        self.broken.notified().await;
    }

    /// What came for the request `id` is of no use.
    pub(super) fn of(&self, id: RequestId, why: McpError) {
        self.single.lock().unwrap_or_else(PoisonError::into_inner).insert(id, why);
    }

    /// Why what came for the request `id` was of no use; told once.
    pub(super) fn take(&self, id: &RequestId) -> Option<McpError> {
        self.single.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }
}

//! What went wrong with a connection, where the SDK only says that it is closed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rmcp::model::RequestId;
use tokio::sync::Notify;

use super::McpError;

/// So many single faults wait to be asked for: a server could tell of requests that nobody made.
const MOST: usize = 1024;

/// Faults of one connection, told by its transport and asked for by its callers.
#[derive(Default)]
pub(super) struct Faults {
    whole: Mutex<Option<McpError>>,
    single: Mutex<BTreeMap<i64, McpError>>,
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

    /// What came for the request `id` is of no use. Our ids are numbers that grow, so of too many the oldest goes.
    pub(super) fn of(&self, id: i64, why: McpError) {
        let mut single = self.single.lock().unwrap_or_else(PoisonError::into_inner);
        single.insert(id, why);
        if single.len() > MOST {
            single.pop_first();
        }
    }

    /// Why what came for the request `id` was of no use; told once.
    pub(super) fn take(&self, id: &RequestId) -> Option<McpError> {
        let RequestId::Number(id) = id else { return None };
        self.single.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_nobody_asks_for_are_bounded() {
        let faults = Faults::default();
        for id in 0..5000 {
            faults.of(id, McpError::Cancelled);
        }
        assert_eq!(faults.single.lock().unwrap().len(), MOST);
        assert_eq!(faults.take(&RequestId::Number(4999)), Some(McpError::Cancelled));
        assert_eq!(faults.take(&RequestId::Number(0)), None);
    }
}

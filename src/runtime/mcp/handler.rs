//! What a server may ask and tell us. It is given nothing beyond the directory that its declaration names.

#![expect(deprecated, reason = "roots are on their way out of the protocol, and servers use them")]

use std::collections::HashMap;
use std::sync::Arc;

use rmcp::ClientHandler;
use rmcp::model::{
    ClientCapabilities, ClientConfig, Implementation, ListRootsResult, ProgressNotificationParam,
    ProgressToken, ProtocolVersion, Root,
};
use rmcp::service::{NotificationContext, RequestContext, RoleClient};
use tokio::sync::{Mutex, Notify};

use super::call::{Progress, ProgressSink};
use super::tail::plain;
use crate::support::redact::Redactor;

/// The longest text of a server that is told to people, in bytes.
const LONGEST: usize = 4096;

/// Who waits for news of a call, and how far it was when last heard of.
pub(super) type Sinks = Arc<Mutex<HashMap<ProgressToken, (ProgressSink, f64)>>>;

/// Our side of one connection.
pub(super) struct Handler {
    /// A `file:` URL.
    pub(super) root: Option<String>,
    pub(super) sinks: Sinks,
    /// The list of tools is another one.
    pub(super) changed: Arc<Notify>,
    pub(super) redactor: Redactor,
}

impl ClientHandler for Handler {
    async fn list_roots(&self, _: RequestContext<RoleClient>) -> Result<ListRootsResult, rmcp::ErrorData> {
        Ok(ListRootsResult::new(self.root.iter().map(Root::new).collect()))
    }

    async fn on_progress(&self, told: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        let mut sinks = self.sinks.lock().await;
        // It has to grow; what came in another order is old.
        let Some((sink, far)) = sinks.get_mut(&told.progress_token).filter(|(_, far)| told.progress > *far)
        else {
            return;
        };
        *far = told.progress;
        let message = told.message.map(|text| shortened(&self.redactor, &text));
        sink(Progress { progress: told.progress, total: told.total, message });
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.changed.notify_one();
    }

    fn get_info(&self) -> ClientConfig {
        let capabilities = match &self.root {
            Some(_) => ClientCapabilities::builder().enable_roots().build(),
            None => ClientCapabilities::default(),
        };
        let mut config =
            ClientConfig::new(capabilities, Implementation::new("muxi", env!("CARGO_PKG_VERSION")));
        config.protocol_version = ProtocolVersion::LATEST_WITH_INITIALIZE;
        config
    }
}

/// `text` for people: without secrets and control characters, and not too long.
pub(super) fn shortened(redactor: &Redactor, text: &str) -> String {
    let clean = redactor.redact(text);
    plain(&clean[..clean.floor_char_boundary(LONGEST)])
}

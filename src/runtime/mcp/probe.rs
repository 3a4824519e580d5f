//! Finding out which protocol a server speaks, where it does not say.
//!
//! The SDK asks `server/discover` first and goes on with `initialize` when that is refused. Servers that do not know
//! the question may also never answer it; they must not cost ten seconds each time.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::RoleClient;
use rmcp::model::{
    ClientJsonRpcMessage, ClientRequest, ErrorData, RequestId, ServerJsonRpcMessage, ServerResult,
};
use rmcp::transport::Transport;
use tokio::time::Instant;

/// What was found out on the way, to be asked when starting failed.
#[derive(Default)]
pub(super) struct Found {
    /// `server/discover` was asked and nothing came.
    pub(super) unanswered: AtomicBool,
    /// An answer came when nobody waited for it any more: the server was only slow.
    pub(super) late: AtomicBool,
}

/// A transport that waits a bounded time for the answer to `server/discover`.
pub(super) struct Probe<T> {
    inner: T,
    /// `None`: the transport cannot go on beside an open question, so it ends.
    goes_on: bool,
    within: Duration,
    asked: Option<(RequestId, Instant)>,
    given_up: Option<RequestId>,
    found: Arc<Found>,
}

impl<T> Probe<T> {
    /// Around `inner`. If `goes_on`, the question counts as refused after `within`; else the transport ends then.
    pub(super) fn new(inner: T, goes_on: bool, within: Duration, found: Arc<Found>) -> Self {
        Self { inner, goes_on, within, asked: None, given_up: None, found }
    }

    /// What is made of a message from the server; `None` where it is for nobody.
    fn judge(&mut self, message: ServerJsonRpcMessage) -> Option<ServerJsonRpcMessage> {
        let (id, good) = match &message {
            ServerJsonRpcMessage::Response(response) => (Some(&response.id), true),
            ServerJsonRpcMessage::Error(error) => (error.id.as_ref(), false),
            _ => return Some(message),
        };
        if self.given_up.is_some() && self.given_up.as_ref() == id {
            self.given_up = None;
            self.found.late.store(good, Ordering::Relaxed);
            return None;
        }
        if let Some((asked, _)) = self.asked.take() {
            self.found.unanswered.store(false, Ordering::Relaxed);
            // Some servers answer every question that they do not know with nothing.
            if let ServerJsonRpcMessage::Response(response) = &message
                && response.id == asked
                && !matches!(response.result, ServerResult::DiscoverResult(_))
            {
                let error =
                    ErrorData::invalid_request("server/discover was answered with something else", None);
                return Some(ServerJsonRpcMessage::error(error, Some(asked)));
            }
        }
        Some(message)
    }

    /// The question counts as refused.
    fn refuse(&mut self) -> Option<ServerJsonRpcMessage> {
        let (id, _) = self.asked.take()?;
        if !self.goes_on {
            return None;
        }
        self.given_up = Some(id.clone());
        let error = ErrorData::invalid_request("server/discover was not answered", None);
        Some(ServerJsonRpcMessage::error(error, Some(id)))
    }
}

impl<T: Transport<RoleClient>> Transport<RoleClient> for Probe<T> {
    type Error = T::Error;

    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn send(
        &mut self,
        message: ClientJsonRpcMessage,
    ) -> impl Future<Output = Result<(), T::Error>> + Send + 'static {
        if let ClientJsonRpcMessage::Request(asked) = &message
            && matches!(asked.request, ClientRequest::DiscoverRequest(_))
        {
            self.asked = Some((asked.id.clone(), Instant::now() + self.within));
            self.found.unanswered.store(true, Ordering::Relaxed);
        }
        self.inner.send(message)
    }

    async fn receive(&mut self) -> Option<ServerJsonRpcMessage> {
        loop {
            let message = match &self.asked {
                None => self.inner.receive().await,
                Some((_, until)) => tokio::select! {
                    message = self.inner.receive() => message,
                    () = tokio::time::sleep_until(*until) => return self.refuse(),
                },
            };
            if let Some(message) = self.judge(message?) {
                return Some(message);
            }
        }
    }

    async fn close(&mut self) -> Result<(), T::Error> {
        self.inner.close().await
    }
}

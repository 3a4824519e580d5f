//! The transport of an HTTP server of MCP, whichever of the two it speaks.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use rmcp::RoleClient;
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, ServerJsonRpcMessage};
use rmcp::transport::Transport;
use rmcp::transport::common::client_side_sse::ExponentialBackoff;
use rmcp::transport::streamable_http_client::{
    StreamableHttpClientTransport, StreamableHttpClientTransportConfig, StreamableHttpError,
};
use tokio::sync::watch;

use super::client::Egress;
use super::error::EgressError;
use super::sse::SseTransport;
use super::streamable::Client;

/// How often a stream that is lost is looked for again, the waits doubling.
const TRIES: usize = 8;
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A transport of MCP over HTTP: the streamable one, and where `initialize` is answered with 400, 404 or 405, the one
/// of 2024-11-05. To be made inside of a Tokio runtime.
pub struct HttpTransport {
    egress: Egress,
    current: Option<StreamableHttpClientTransport<Client>>,
    old: Option<SseTransport>,
    switch: Arc<Switch>,
}

/// The transport to the server of `egress`. Nothing is sent before the first message.
pub fn http_transport(egress: &Egress) -> HttpTransport {
    let mut backoff = ExponentialBackoff::default();
    backoff.max_times = Some(TRIES);
    backoff.base_duration = FIRST_WAIT;
    backoff.max_delay = Some(LONGEST_WAIT);
    let mut config = StreamableHttpClientTransportConfig::with_uri(egress.url());
    config.retry_config = Arc::new(backoff);
    HttpTransport {
        egress: egress.clone(),
        current: Some(StreamableHttpClientTransport::with_client(Client::new(egress.clone()), config)),
        old: None,
        switch: Arc::default(),
    }
}

/// How the old transport gets from where a message is sent to where messages are received.
#[derive(Default)]
struct Switch {
    found: Mutex<Option<SseTransport>>,
    /// How many messages are under way that may find it.
    open: watch::Sender<usize>,
}

/// One message that may find the old transport; it counts until it is dropped.
struct Attempt(Arc<Switch>);

impl Attempt {
    fn begin(switch: &Arc<Switch>) -> Self {
        switch.open.send_modify(|open| *open += 1);
        Self(Arc::clone(switch))
    }

    fn found(self, old: SseTransport) {
        *self.0.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(old);
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open -= 1);
    }
}

impl Switch {
    fn take(&self) -> Option<SseTransport> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl HttpTransport {
    fn settle(&mut self) {
        if let Some(old) = self.switch.take() {
            self.old = Some(old);
            self.current = None;
        }
    }
}

impl Transport<RoleClient> for HttpTransport {
    type Error = EgressError;

    fn name() -> Cow<'static, str> {
        "http".into()
    }

    fn send(
        &mut self,
        message: ClientJsonRpcMessage,
    ) -> impl Future<Output = Result<(), EgressError>> + Send + 'static {
        self.settle();
        let sent: BoxFuture<'static, Result<(), EgressError>> = match (&mut self.old, &mut self.current) {
            (Some(old), _) => Box::pin(old.send(message)),
            (None, Some(current)) => {
                let asked = is_initialize(&message).then(|| (message.clone(), Attempt::begin(&self.switch)));
                let sent = current.send(message);
                let egress = self.egress.clone();
                Box::pin(async move {
                    match (sent.await.map_err(|error| plain(error, &egress)), asked) {
                        (Err(error), Some((message, attempt))) if may_be_old(&error) => {
                            attempt.found(old_way(&egress, error, message).await?);
                            Ok(())
                        }
                        (sent, _) => sent,
                    }
                })
            }
            (None, None) => Box::pin(std::future::ready(Err(closed(&self.egress)))),
        };
        sent
    }

    async fn receive(&mut self) -> Option<ServerJsonRpcMessage> {
        let mut open = self.switch.open.subscribe();
        loop {
            self.settle();
            if let Some(old) = &mut self.old {
                return old.receive().await;
            }
            tokio::select! {
                message = self.current.as_mut()?.receive() => {
                    if message.is_some() {
                        return message;
                    }
                    // The current transport ends with a refused `initialize`, which may still find the old one.
                    drop(open.wait_for(|open| *open == 0).await);
                    self.settle();
                    self.old.as_ref()?;
                }
                // Whoever sent the message holds the other end as long as this does.
                _ = open.changed() => {}
            }
        }
    }

    async fn close(&mut self) -> Result<(), EgressError> {
        self.settle();
        if let Some(mut old) = self.old.take() {
            old.close().await?;
        }
        match self.current.take() {
            Some(mut current) => current.close().await.map_err(|error| plain(error, &self.egress)),
            None => Ok(()),
        }
    }
}

/// Whether `message` is the first of a session.
fn is_initialize(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, ClientJsonRpcMessage::Request(asked)
        if matches!(asked.request, ClientRequest::InitializeRequest(_)))
}

/// What a server of the old transport says to the first message of the current one.
fn may_be_old(error: &EgressError) -> bool {
    matches!(error, EgressError::Status { status: 400 | 404 | 405, .. })
}

/// Opens the old transport and sends `message` there.
async fn old_way(
    egress: &Egress,
    first: EgressError,
    message: ClientJsonRpcMessage,
) -> Result<SseTransport, EgressError> {
    let neither = |events: EgressError| match events {
        // These say more of what to do than that nothing is spoken.
        EgressError::Refused { .. } | EgressError::Unauthorised { .. } | EgressError::Forbidden { .. } => {
            events
        }
        events => EgressError::NeitherTransport {
            host: egress.host(),
            streamable: said(&first),
            events: said(&events),
        },
    };
    let mut old = SseTransport::connect(egress).await.map_err(neither)?;
    old.send(message).await?;
    Ok(old)
}

/// An error inside of another, which names the host itself.
fn said(error: &EgressError) -> String {
    match error {
        EgressError::Status { status, said, .. } => format!("{status}: {said}"),
        EgressError::BadAnswer { what, .. } => what.clone(),
        other => other.to_string(),
    }
}

/// The SDK's errors in ours.
pub(super) fn plain(error: StreamableHttpError<EgressError>, egress: &Egress) -> EgressError {
    let host = egress.host();
    match error {
        StreamableHttpError::Client(own) => own,
        StreamableHttpError::SessionExpired => EgressError::SessionExpired { host },
        StreamableHttpError::AuthRequired(error) => {
            EgressError::Unauthorised { host, challenge: error.www_authenticate_header }
        }
        StreamableHttpError::InsufficientScope(error) => {
            EgressError::Forbidden { host, said: error.www_authenticate_header }
        }
        StreamableHttpError::TransportChannelClosed | StreamableHttpError::UnexpectedEndOfStream => {
            closed(egress)
        }
        other => EgressError::Closed { host, detail: egress.said(&other.to_string()) },
    }
}

fn closed(egress: &Egress) -> EgressError {
    EgressError::Closed { host: egress.host(), detail: "the session is over".to_owned() }
}

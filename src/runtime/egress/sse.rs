//! The transport of MCP 2024-11-05: one stream of events for all that a server says, the first of which names the
//! address that takes messages.

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use rmcp::RoleClient;
use rmcp::model::{ClientJsonRpcMessage, ServerJsonRpcMessage};
use rmcp::transport::Transport;
use tokio::time::timeout;

use super::client::{Ask, Egress};
use super::error::EgressError;
use super::redirect::shown;
use super::reply::Events;
use super::streamable::{EVENTS, JSON};

/// A longer address is none, in bytes.
const LONGEST_ADDRESS: usize = 8 << 10;

/// The old transport with an open stream. When the stream ends it is over; coming back is the caller's.
pub struct SseTransport {
    poster: Poster,
    events: Option<Events>,
}

/// Sends messages to the address that the stream named.
#[derive(Clone)]
struct Poster {
    egress: Egress,
    to: Url,
}

impl SseTransport {
    /// Opens the stream and waits for the address.
    pub async fn connect(egress: &Egress) -> Result<Self, EgressError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(EVENTS));
        let ask = Ask {
            method: Method::GET,
            url: egress.home().clone(),
            headers,
            private: HeaderMap::new(),
            body: None,
        };
        let reply = egress.send(ask).await?;
        if !reply.status().is_success() {
            return Err(reply.refusal().await.0);
        }
        if !reply.is(EVENTS) {
            return Err(reply.unexpected().await);
        }
        let from = reply.url().clone();
        let mut events = reply.events(false)?;
        // It comes at once, or this is a stream of the current transport, where it never does.
        let within = egress.limits().connect;
        let named = timeout(within, address(egress, &from, &mut events)).await;
        let late = |_| EgressError::late(egress.host(), "name the address for messages", within);
        let to = named.map_err(late)??;
        Ok(Self { poster: Poster { egress: egress.clone(), to }, events: Some(events) })
    }
}

/// The address in the first event.
async fn address(egress: &Egress, from: &Url, events: &mut Events) -> Result<Url, EgressError> {
    let host = egress.host();
    let bad = |what: String| EgressError::BadAnswer { host: host.clone(), what };
    let Some(first) = events.next().await.transpose()? else {
        return Err(bad("a stream that ends before it names the address for messages".to_owned()));
    };
    if first.name != "endpoint" || first.data.len() > LONGEST_ADDRESS {
        return Err(bad("a stream whose first event does not name the address for messages".to_owned()));
    }
    let to = from
        .join(first.data.trim())
        .map_err(|_| bad("an address for messages that cannot be read".into()))?;
    // Else the messages, with what signs in, would go to whom the stream likes.
    if to.origin() != from.origin() {
        return Err(bad(format!("an address for messages on another host: {}", egress.said(&shown(&to)))));
    }
    Ok(to)
}

impl Poster {
    async fn post(self, message: ClientJsonRpcMessage) -> Result<(), EgressError> {
        let body = serde_json::to_vec(&message).map_err(|error| EgressError::BadAnswer {
            host: self.egress.host(),
            what: format!("nothing: the message cannot be written: {error}"),
        })?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        let ask = Ask {
            method: Method::POST,
            url: self.to,
            headers,
            private: HeaderMap::new(),
            body: Some(Bytes::from(body)),
        };
        let reply = self.egress.send(ask).await?;
        if !reply.status().is_success() {
            return Err(reply.refusal().await.0);
        }
        // A word such as `Accepted`, read so that the connection can be used again.
        reply.drain().await;
        Ok(())
    }
}

impl Transport<RoleClient> for SseTransport {
    type Error = EgressError;

    fn send(
        &mut self,
        message: ClientJsonRpcMessage,
    ) -> impl Future<Output = Result<(), EgressError>> + Send + 'static {
        let poster = self.poster.clone();
        let open = self.events.is_some();
        async move {
            if !open {
                let detail = "the stream of events has ended".to_owned();
                return Err(EgressError::Closed { host: poster.egress.host(), detail });
            }
            poster.post(message).await
        }
    }

    async fn receive(&mut self) -> Option<ServerJsonRpcMessage> {
        loop {
            match self.events.as_mut()?.next().await {
                Some(Ok(event)) => {
                    let message = matches!(event.name.as_str(), "" | "message");
                    // What is no message is left out, as the other transport does.
                    if let Some(message) = message.then(|| serde_json::from_str(&event.data).ok()).flatten() {
                        return Some(message);
                    }
                }
                Some(Err(error)) => {
                    self.poster.egress.keep_fault(error);
                    self.events = None;
                }
                None => self.events = None,
            }
        }
    }

    async fn close(&mut self) -> Result<(), EgressError> {
        self.events = None;
        Ok(())
    }
}

//! The streamable HTTP transport of MCP: what the SDK wants sent, sent by [`Egress`].

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::{Stream, stream};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use rmcp::model::{ClientJsonRpcMessage, ClientRequest, ErrorData, ServerJsonRpcMessage};
use rmcp::transport::common::client_side_sse::BoxedSseResponse;
use rmcp::transport::streamable_http_client::{
    AuthRequiredError, InsufficientScopeError, StreamableHttpClient, StreamableHttpError,
    StreamableHttpPostResponse,
};

use super::client::{Ask, Egress};
use super::error::EgressError;
use super::reply::{Events, Reply};
use crate::support::sse::SseEvent;

pub(super) const JSON: &str = "application/json";
pub(super) const EVENTS: &str = "text/event-stream";
pub(super) const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");
const LAST_EVENT: HeaderName = HeaderName::from_static("last-event-id");

/// A longer id of a session is none, in bytes.
const LONGEST_SESSION: usize = 1024;

/// How long a server may have a client wait before it comes back, in milliseconds. None at all would be a storm.
const RETRY: std::ops::RangeInclusive<u64> = 500..=60_000;

type Fault = StreamableHttpError<EgressError>;

/// What the SDK sends with. One for each connection: what one stream did wrong is forgotten with it.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) egress: Egress,
    hopeless: Arc<AtomicBool>,
}

impl Client {
    pub(super) fn new(egress: Egress) -> Self {
        Self { egress, hopeless: Arc::default() }
    }

    fn ask(
        &self,
        method: Method,
        own: HashMap<HeaderName, HeaderValue>,
        session: Option<&str>,
    ) -> Result<Ask, Fault> {
        let mut headers: HeaderMap = own.into_iter().collect();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
        let mut private = HeaderMap::new();
        if let Some(session) = session {
            private.insert(SESSION, sendable("Mcp-Session-Id", session)?);
        }
        Ok(Ask { method, url: self.egress.home().clone(), headers, private, body: None })
    }

    /// An error ends the stream instead of being one: at an error the SDK comes back at once, and a server that
    /// breaks each stream would be asked without a pause.
    fn stream(&self, events: Events) -> BoxedSseResponse {
        let client = self.clone();
        Box::pin(stream::unfold((events, client), |(mut events, client)| async move {
            match events.next().await? {
                Ok(event) => Some((Ok(in_the_sdks_words(event)), (events, client))),
                Err(error) => {
                    // What was too much once would be so again.
                    if matches!(error, EgressError::TooLong { .. } | EgressError::BadAnswer { .. }) {
                        client.hopeless.store(true, Ordering::Relaxed);
                    }
                    client.egress.keep_fault(error);
                    None
                }
            }
        }))
    }
}

fn sendable(name: &str, value: &str) -> Result<HeaderValue, Fault> {
    let bad =
        EgressError::BadHeader { name: name.to_owned(), why: "the server gave it no value that can be sent" };
    HeaderValue::from_str(value).map_err(|_| Fault::Client(bad))
}

impl StreamableHttpClient for Client {
    type Error = EgressError;

    async fn post_message(
        &self,
        _: Arc<str>,
        message: ClientJsonRpcMessage,
        session: Option<Arc<str>>,
        _: Option<String>,
        own: HashMap<HeaderName, HeaderValue>,
    ) -> Result<StreamableHttpPostResponse, Fault> {
        let mut ask = self.ask(Method::POST, own, session.as_deref())?;
        ask.headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        ask.body = Some(Bytes::from(serde_json::to_vec(&message)?));
        let reply = self.egress.send(ask).await.map_err(Fault::Client)?;
        let status = reply.status();
        if status == StatusCode::NOT_FOUND && session.is_some() {
            return Err(Fault::SessionExpired);
        }
        if !status.is_success() {
            return refused(reply, &message, session.is_some()).await;
        }
        self.answered(reply, matches!(message, ClientJsonRpcMessage::Request(_))).await
    }

    async fn delete_session(
        &self,
        _: Arc<str>,
        session: Arc<str>,
        _: Option<String>,
        own: HashMap<HeaderName, HeaderValue>,
    ) -> Result<(), Fault> {
        let ask = self.ask(Method::DELETE, own, Some(&session))?;
        let reply = self.egress.send(ask).await.map_err(Fault::Client)?;
        let status = reply.status();
        // Who has no sessions to end, or has ended this one, is asked nothing more.
        if status.is_success() || matches!(status, StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_FOUND) {
            return Ok(());
        }
        Err(Fault::Client(reply.refusal().await.0))
    }

    async fn get_stream(
        &self,
        _: Arc<str>,
        session: Option<Arc<str>>,
        last_event: Option<String>,
        _: Option<String>,
        own: HashMap<HeaderName, HeaderValue>,
    ) -> Result<BoxedSseResponse, Fault> {
        // The one word that keeps the SDK from coming back.
        let never = Fault::ServerDoesNotSupportSse;
        if self.hopeless.load(Ordering::Relaxed) {
            return Err(never);
        }
        let mut ask = self.ask(Method::GET, own, session.as_deref())?;
        if let Some(last) = &last_event {
            ask.private.insert(LAST_EVENT, sendable("Last-Event-ID", last)?);
        }
        let reply = self.egress.send(ask).await.map_err(Fault::Client)?;
        let status = reply.status();
        if status.is_success() {
            if !reply.is(EVENTS) {
                return Err(never);
            }
            return Ok(self.stream(reply.events(false).map_err(Fault::Client)?));
        }
        let challenge = reply.challenge().unwrap_or_default();
        Err(match status.as_u16() {
            401 => Fault::AuthRequired(AuthRequiredError::new(challenge)),
            403 => Fault::InsufficientScope(InsufficientScopeError::new(challenge, None)),
            404 | 408 | 429 | 500.. => Fault::Client(reply.refusal().await.0),
            _ => never,
        })
    }
}

impl Client {
    async fn answered(&self, reply: Reply, awaited: bool) -> Result<StreamableHttpPostResponse, Fault> {
        let none = matches!(reply.status(), StatusCode::ACCEPTED | StatusCode::NO_CONTENT);
        if none || (reply.is_empty() && !awaited) {
            return Ok(StreamableHttpPostResponse::Accepted);
        }
        let session = reply.headers().get(SESSION).and_then(|v| v.to_str().ok());
        let session = session.filter(|id| id.len() <= LONGEST_SESSION).map(str::to_owned);
        if reply.is(EVENTS) {
            let events = reply.events(true).map_err(Fault::Client)?;
            return Ok(StreamableHttpPostResponse::Sse(self.stream(events), session));
        }
        if !reply.is(JSON) {
            // Nobody waits for it.
            return if awaited {
                Err(Fault::Client(reply.unexpected().await))
            } else {
                Ok(StreamableHttpPostResponse::Accepted)
            };
        }
        let (host, redactor) = (self.egress.host(), reply.redactor());
        let body = reply.message().await.map_err(Fault::Client)?;
        match serde_json::from_slice(&body) {
            Ok(message) => Ok(StreamableHttpPostResponse::Json(message, session)),
            Err(_) if !awaited => Ok(StreamableHttpPostResponse::Accepted),
            Err(_) => Err(Fault::Client(Reply::no_message(host, &redactor, &body))),
        }
    }
}

/// A status that is no success may still carry the protocol's own error.
async fn refused(
    reply: Reply,
    message: &ClientJsonRpcMessage,
    in_session: bool,
) -> Result<StreamableHttpPostResponse, Fault> {
    let status = reply.status();
    let json = reply.is(JSON);
    let (error, body) = reply.refusal().await;
    if !matches!(error, EgressError::Status { .. }) {
        return Err(Fault::Client(error));
    }
    let own = if json { serde_json::from_slice::<ServerJsonRpcMessage>(&body).ok() } else { None };
    let own = match own {
        Some(ServerJsonRpcMessage::Error(own)) => Some(own),
        _ => None,
    };
    // A server from before 2026-07-28 does not know the question for its versions, and whoever stands before it may
    // answer without an id. The SDK waits for an error with the id of the question, and goes on with `initialize`.
    let discover = match message {
        ClientJsonRpcMessage::Request(asked)
            if matches!(asked.request, ClientRequest::DiscoverRequest(_)) =>
        {
            Some(asked.id.clone())
        }
        _ => None,
    };
    if let Some(id) = discover.filter(|_| status.is_client_error() && !in_session) {
        let data = own.map_or_else(|| ErrorData::invalid_request(error.to_string(), None), |own| own.error);
        return Ok(StreamableHttpPostResponse::Json(ServerJsonRpcMessage::error(data, Some(id)), None));
    }
    match own {
        Some(own) => Ok(StreamableHttpPostResponse::Json(ServerJsonRpcMessage::Error(own), None)),
        None => Err(Fault::Client(error)),
    }
}

/// The SDK's event. It is of a crate that is no dependency of ours; the SDK names it in this alias.
type SdkEvent = <<BoxedSseResponse as Stream>::Item as Fine>::Value;

trait Fine {
    type Value;
}

impl<T, E> Fine for Result<T, E> {
    type Value = T;
}

fn in_the_sdks_words(event: SseEvent) -> SdkEvent {
    let SseEvent { name, data, id, retry } = event;
    SdkEvent {
        event: Some(name).filter(|name| !name.is_empty()),
        data: Some(data).filter(|data| !data.is_empty()),
        id,
        retry: retry.map(|wait| wait.clamp(*RETRY.start(), *RETRY.end())),
    }
}

//! The client of the Formation API.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::support::secret::SecretBytes;
use crate::support::sse::{SseDecoder, SseEvent};
use crate::support::text::innermost;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The server sends a comment each second of silence; so long without one means that it is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// The longest event that is read, in bytes.
const MAX_EVENT: usize = 32 << 20;

/// A formation at a URL, called with its client key for one user.
pub struct FormationClient {
    http: reqwest::Client,
    base: String,
    key: HeaderValue,
    user: Option<String>,
}

/// A message to a formation.
#[derive(Clone, Debug, Serialize)]
pub struct ChatAsk {
    /// The message.
    pub message: String,
    /// The session to go on with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The agent to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// Whether the answer is to be streamed.
    pub stream: bool,
}

/// What a stream says.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatEvent {
    /// A piece of the answer.
    Text(String),
    /// The end: the session and what the server tells of the answer.
    Done {
        /// The session, to go on with.
        session_id: String,
        /// Tokens, agent, reason of the end.
        metadata: Value,
    },
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// Nobody answers.
    #[error("{url} does not answer: {detail}")]
    Unreachable {
        /// The server.
        url: String,
        /// The reason.
        detail: String,
    },
    /// The key is not the formation's.
    #[error("{url} does not accept the key: {message}")]
    Unauthorized {
        /// The server.
        url: String,
        /// The server's words.
        message: String,
    },
    /// The server says no, with its code and words.
    #[error("{message}")]
    Refused {
        /// The server's code.
        code: String,
        /// The server's words.
        message: String,
    },
    /// The answer broke off, or is not one of the Formation API.
    #[error("the answer of {url} broke off: {detail}")]
    Broken {
        /// The server.
        url: String,
        /// How.
        detail: String,
    },
    /// The key cannot be sent.
    #[error("the client key holds a byte that an HTTP header cannot carry")]
    BadKey,
}

#[derive(Deserialize)]
struct TokenEvent {
    token: Token,
}

#[derive(Deserialize)]
struct Token {
    r#type: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    session_id: String,
    #[serde(default)]
    metadata: Value,
}

impl FormationClient {
    /// The formation at `base` (no path), with its client key, for `user` (its local user without one).
    pub fn new(base: &str, client_key: &SecretBytes, user: Option<String>) -> Result<Self, RemoteError> {
        let mut key = HeaderValue::from_bytes(client_key.expose()).map_err(|_| RemoteError::BadKey)?;
        key.set_sensitive(true);
        let builder = reqwest::Client::builder()
            .user_agent(concat!("muxi/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        let builder = if base.starts_with("http:") { builder.tls_certs_only([]).no_proxy() } else { builder };
        // A server of this machine shows a certificate for its public name. That it is ours is known
        // from the private file that its address was read from, as it is without TLS.
        let builder = if on_loopback(base) {
            builder.no_proxy().tls_danger_accept_invalid_certs(true)
        } else {
            builder
        };
        let base = base.trim_end_matches('/').to_owned();
        let http = builder
            .build()
            .map_err(|e| RemoteError::Unreachable { url: base.clone(), detail: e.to_string() })?;
        Ok(Self { http, base, key, user })
    }

    /// Asks and waits; the `data` of the answer's envelope.
    pub async fn chat(&self, ask: &ChatAsk) -> Result<Value, RemoteError> {
        let response = self.post_chat(ask).await?;
        let body = response.bytes().await.map_err(|e| self.broken(&e))?;
        let mut envelope: Value = serde_json::from_slice(&body).map_err(|e| self.broken(&e))?;
        Ok(envelope["data"].take())
    }

    /// Asks and hands each event to `on_event`, which may end it by an error of its own.
    pub async fn stream<E: From<RemoteError>>(
        &self,
        ask: &ChatAsk,
        mut on_event: impl FnMut(ChatEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let response = self.post_chat(ask).await?;
        let mut body = response.bytes_stream();
        let mut decoder = SseDecoder::new(MAX_EVENT);
        loop {
            let next = tokio::time::timeout(SILENCE, body.next())
                .await
                .map_err(|_| self.broken(&format!("nothing came for {} s", SILENCE.as_secs())))?;
            let Some(bytes) = next else { return Err(self.broken(&"the connection was closed").into()) };
            let bytes = bytes.map_err(|e| self.broken(&e))?;
            let mut events = Vec::new();
            decoder.feed(&bytes, |e| events.push(e)).map_err(|e| self.broken(&e))?;
            for event in events {
                match self.read_event(&event)? {
                    Some(ChatEvent::Text(text)) => on_event(ChatEvent::Text(text))?,
                    Some(done) => return on_event(done),
                    None => {}
                }
            }
        }
    }

    async fn post_chat(&self, ask: &ChatAsk) -> Result<reqwest::Response, RemoteError> {
        let mut request = self
            .http
            .post(format!("{}/v1/chat", self.base))
            .header("X-Muxi-Client-Key", self.key.clone())
            .header("X-Muxi-Client", concat!("muxi/", env!("CARGO_PKG_VERSION")))
            .json(ask);
        if let Some(user) = &self.user {
            request = request.header("X-Muxi-User-ID", user);
        }
        let response = request
            .send()
            .await
            .map_err(|e| RemoteError::Unreachable { url: self.base.clone(), detail: innermost(&e) })?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response).await) }
    }

    async fn refusal(&self, response: reqwest::Response) -> RemoteError {
        let status = response.status();
        let body: Value = response.json().await.unwrap_or_default();
        let text = |name: &str| body.get(name).or_else(|| body["error"].get(name)).and_then(Value::as_str);
        let message = text("message").map_or_else(|| format!("the server answered {status}"), str::to_owned);
        if status == reqwest::StatusCode::UNAUTHORIZED {
            return RemoteError::Unauthorized { url: self.base.clone(), message };
        }
        RemoteError::Refused { code: text("code").unwrap_or("INTERNAL_ERROR").to_owned(), message }
    }

    fn read_event(&self, event: &SseEvent) -> Result<Option<ChatEvent>, RemoteError> {
        if event.name == "error" {
            let body: Value = serde_json::from_str(&event.data).unwrap_or_default();
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            let code = text("type").unwrap_or_else(|| "INTERNAL_ERROR".to_owned());
            return Err(RemoteError::Refused {
                code,
                message: text("error").unwrap_or_else(|| event.data.clone()),
            });
        }
        if !event.name.is_empty() {
            return Ok(None);
        }
        let token = serde_json::from_str::<TokenEvent>(&event.data).map_err(|e| self.broken(&e))?.token;
        Ok(match token.r#type.as_str() {
            "content" | "text" | "response" => Some(ChatEvent::Text(token.content)),
            "completed" => Some(ChatEvent::Done { session_id: token.session_id, metadata: token.metadata }),
            _ => None,
        })
    }

    fn broken(&self, detail: &dyn std::fmt::Display) -> RemoteError {
        RemoteError::Broken { url: self.base.clone(), detail: detail.to_string() }
    }
}

fn on_loopback(base: &str) -> bool {
    let host = base.strip_prefix("https://").unwrap_or_default();
    host.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
}

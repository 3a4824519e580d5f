//! The client of the Formation API.

mod agents;
mod approvals;
mod artifacts;
mod credentials;
mod events;
mod logs;
mod mcp;
mod memory;
mod tools;
mod users;

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::crypto::rng;
use crate::support::secret::SecretBytes;
use crate::support::sse::SseEvent;
use crate::support::text::innermost;

/// The server sends a comment each second of silence; so long without one means that it is gone.
const SILENCE: Duration = Duration::from_secs(30);

/// A formation at a URL, called with its keys for one user.
pub struct FormationClient {
    http: reqwest::Client,
    base: String,
    key: HeaderValue,
    admin_key: Option<HeaderValue>,
    user: Option<String>,
    /// Whether a MUXI server passes on what is asked.
    far: bool,
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
    /// The id of the request; the server makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Whether the answer is to be streamed.
    pub stream: bool,
    /// Whether each step is to be told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub trace: bool,
    /// Files that come with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ChatFile>,
}

/// A file of a message.
#[derive(Clone, Debug, Serialize)]
pub struct ChatFile {
    /// Its name, without a path.
    pub filename: String,
    /// The file in base64.
    pub content: String,
}

impl ChatFile {
    /// A file with its name.
    pub fn new(filename: String, bytes: &[u8]) -> Self {
        Self { filename, content: STANDARD.encode(bytes) }
    }
}

/// An agent of the formation.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct AgentInfo {
    /// Its id.
    pub id: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The model that answers for it.
    #[serde(default)]
    pub model: String,
}

/// A session of the user.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    #[serde(rename = "session_id")]
    pub id: String,
    /// How many messages it holds.
    #[serde(default)]
    pub message_count: u64,
    /// When it was touched last, in the form of RFC 3339.
    #[serde(default)]
    pub last_activity: String,
}

/// A message of a session.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Said {
    /// Its id, which grows with time.
    pub id: i64,
    /// `user` or `assistant`.
    pub role: String,
    /// What was said.
    pub content: String,
    /// Who answered, for an answer.
    pub agent_id: Option<String>,
}

/// The most messages that are asked for at once.
pub const PAGE: u32 = 1000;

pub use approvals::UserAnswer;
pub use artifacts::ArtifactInfo;
use events::Events;
pub use mcp::Find;
pub use tools::ToolCall;

/// What a stream says.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatEvent {
    /// A piece of the answer.
    Text(String),
    /// What is being done while there is no answer yet, for people.
    Progress(String),
    /// A step that was done: `kind`, `at_ms` and what belongs to the kind.
    Step(Value),
    /// Elements of a user interface: a list.
    Ui(Value),
    /// A call of a tool waits for an answer, or (by its `status`) does not any more: its `id`, `server`, `tool`, ….
    Approval(Value),
    /// A server of tools has none now: its `server`, `state`, `error`.
    Missing(Value),
    /// A file was made: its `id`, `name`, `version`, `size`, ….
    Artifact(Value),
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
        /// Whether a MUXI server is to pass on what is asked.
        far: bool,
    },
    /// The MUXI server in front of the formation says no.
    #[error("{message}")]
    Server {
        /// The status of its answer.
        status: u16,
        /// Its words.
        message: String,
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
        /// What it says to do next.
        hint: Option<String>,
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
        Self::made(base, client_key, user, false)
    }

    fn made(
        base: &str,
        client_key: &SecretBytes,
        user: Option<String>,
        far: bool,
    ) -> Result<Self, RemoteError> {
        let key = key_header(client_key)?;
        let builder = super::http::builder(base);
        // A server of this machine shows a certificate for its public name. That it is ours is known
        // from the private file that its address was read from, as it is without TLS.
        let builder = if on_loopback(base) && !far {
            builder.no_proxy().tls_danger_accept_invalid_certs(true)
        } else {
            builder
        };
        let base = base.trim_end_matches('/').to_owned();
        let http = builder.build().map_err(|e| RemoteError::Unreachable {
            url: base.clone(),
            detail: e.to_string(),
            far,
        })?;
        Ok(Self { http, base, key, admin_key: None, user, far })
    }

    /// The same for one that a MUXI server runs, which passes on what is asked at `base`.
    pub fn behind_server(
        base: &str,
        client_key: &SecretBytes,
        user: Option<String>,
    ) -> Result<Self, RemoteError> {
        Self::made(base, client_key, user, true)
    }

    /// The same with the admin key, for what the client key does not show.
    pub fn with_admin(mut self, key: &SecretBytes) -> Result<Self, RemoteError> {
        self.admin_key = Some(key_header(key)?);
        Ok(self)
    }

    /// Calls for another user from now on; the local one without an id.
    pub fn set_user(&mut self, user: Option<String>) {
        self.user = user;
    }

    /// The formation's agents, the default one first. It needs the admin key.
    pub async fn agents(&self) -> Result<Vec<AgentInfo>, RemoteError> {
        self.list(self.admin_get(&["agents"])?, "agents").await
    }

    /// The user's last sessions, the latest first.
    pub async fn sessions(&self, limit: u32) -> Result<Vec<SessionInfo>, RemoteError> {
        let request = self.http.get(self.url(&["sessions"], &[("limit", limit.into())])?);
        self.list(self.for_user(request), "sessions").await
    }

    /// At most [`PAGE`] messages of a session of the user, the oldest first: the last ones, or those before an id.
    pub async fn messages(&self, session: &str, before: Option<i64>) -> Result<Vec<Said>, RemoteError> {
        let mut query = vec![("limit", i64::from(PAGE))];
        query.extend(before.map(|before| ("before", before)));
        let request = self.http.get(self.url(&["sessions", session, "messages"], &query)?);
        self.list(self.for_user(request), "messages").await
    }

    /// The URL of `/v1/` and what follows, each part as it is.
    fn url(&self, parts: &[&str], query: &[(&str, i64)]) -> Result<reqwest::Url, RemoteError> {
        let mut url = reqwest::Url::parse(&self.base).map_err(|e| self.broken(&e))?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("v1").extend(parts);
        }
        for (name, value) in query {
            url.query_pairs_mut().append_pair(name, &value.to_string());
        }
        Ok(url)
    }

    async fn list<T: serde::de::DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
        name: &str,
    ) -> Result<Vec<T>, RemoteError> {
        let mut data = self.data(request).await?;
        serde_json::from_value(data[name].take()).map_err(|e| self.broken(&e))
    }

    /// The `data` of the envelope that is answered, soon.
    async fn data(&self, request: reqwest::RequestBuilder) -> Result<Value, RemoteError> {
        self.envelope(request.timeout(SILENCE)).await
    }

    /// The same of a request that has its own time, or none.
    async fn envelope(&self, request: reqwest::RequestBuilder) -> Result<Value, RemoteError> {
        let response = self.send(request).await?;
        let body = response.bytes().await.map_err(|e| self.broken(&e))?;
        let mut envelope: Value = serde_json::from_slice(&body).map_err(|e| self.broken(&e))?;
        Ok(envelope["data"].take())
    }

    /// Asks and waits; the `data` of the answer's envelope.
    pub async fn chat(&self, ask: &ChatAsk) -> Result<Value, RemoteError> {
        self.envelope(self.asking(ask)).await
    }

    /// Asks and hands each event to `on_event`, which may end it by an error of its own.
    pub async fn stream<E: From<RemoteError>>(
        &self,
        ask: &ChatAsk,
        mut on_event: impl FnMut(ChatEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let response = self.send(self.asking(ask)).await?;
        let mut events = Events::of(self, response, Some(SILENCE));
        loop {
            let event = events.next().await?.ok_or_else(|| self.broken(&"the connection was closed"))?;
            match self.read_event(&event)? {
                Some(done @ ChatEvent::Done { .. }) => return on_event(done),
                Some(event) => on_event(event)?,
                None => {}
            }
        }
    }

    fn asking(&self, ask: &ChatAsk) -> reqwest::RequestBuilder {
        self.for_user(self.http.post(format!("{}/v1/chat", self.base))).json(ask)
    }

    /// With the client key, for the user.
    fn for_user(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let request = request
            .header("X-Muxi-Client-Key", self.key.clone())
            .header("X-Muxi-Client", concat!("muxi/", env!("CARGO_PKG_VERSION")));
        match &self.user {
            Some(user) => request.header("X-Muxi-User-ID", user),
            None => request,
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<reqwest::Response, RemoteError> {
        let response = request.send().await.map_err(|e| RemoteError::Unreachable {
            url: self.base.clone(),
            detail: innermost(&e),
            far: self.far,
        })?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response).await) }
    }

    async fn refusal(&self, response: reqwest::Response) -> RemoteError {
        let status = response.status();
        let body: Value = response.json().await.unwrap_or_default();
        let text = |name: &str| body.get(name).or_else(|| body["error"].get(name)).and_then(Value::as_str);
        let message = text("message").map_or_else(|| format!("the server answered {status}"), str::to_owned);
        // Its codes are numbers, those of formations are words.
        if self.far && body["code"].is_u64() {
            return RemoteError::Server { status: status.as_u16(), message };
        }
        if status == reqwest::StatusCode::UNAUTHORIZED {
            return RemoteError::Unauthorized { url: self.base.clone(), message };
        }
        let hint = body["error"]["data"]["hint"].as_str().map(str::to_owned);
        RemoteError::Refused { code: text("code").unwrap_or("INTERNAL_ERROR").to_owned(), message, hint }
    }

    fn read_event(&self, event: &SseEvent) -> Result<Option<ChatEvent>, RemoteError> {
        if event.name == "error" {
            let body: Value = serde_json::from_str(&event.data).unwrap_or_default();
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            let code = text("type").unwrap_or_else(|| "INTERNAL_ERROR".to_owned());
            return Err(RemoteError::Refused {
                code,
                message: text("error").unwrap_or_else(|| event.data.clone()),
                hint: text("hint"),
            });
        }
        if event.name == "step" {
            let mut body: Value = serde_json::from_str(&event.data).map_err(|e| self.broken(&e))?;
            return Ok(Some(ChatEvent::Step(body["step"].take())));
        }
        if let name @ ("ui" | "artifact" | "approval" | "missing") = event.name.as_str() {
            let mut body: Value = serde_json::from_str(&event.data).map_err(|e| self.broken(&e))?;
            let body = body[name].take();
            return Ok(Some(match name {
                "ui" => ChatEvent::Ui(body),
                "artifact" => ChatEvent::Artifact(body),
                "approval" => ChatEvent::Approval(body),
                _ => ChatEvent::Missing(body),
            }));
        }
        if !event.name.is_empty() {
            return Ok(None);
        }
        let token = serde_json::from_str::<TokenEvent>(&event.data).map_err(|e| self.broken(&e))?.token;
        Ok(match token.r#type.as_str() {
            "progress" | "thinking" | "planning" => Some(ChatEvent::Progress(token.content)),
            "content" | "text" | "response" => Some(ChatEvent::Text(token.content)),
            "completed" => Some(ChatEvent::Done { session_id: token.session_id, metadata: token.metadata }),
            _ => None,
        })
    }

    fn broken(&self, detail: &dyn std::fmt::Display) -> RemoteError {
        RemoteError::Broken { url: self.base.clone(), detail: detail.to_string() }
    }
}

fn key_header(key: &SecretBytes) -> Result<HeaderValue, RemoteError> {
    let mut key = HeaderValue::from_bytes(key.expose()).map_err(|_| RemoteError::BadKey)?;
    key.set_sensitive(true);
    Ok(key)
}

/// An id for a session that begins here, so that it is known before anything is answered. `None` where the system has
/// no random numbers; the server then makes one.
pub fn new_session_id() -> Option<String> {
    new_id("sess_")
}

/// The same for a request.
pub fn new_request_id() -> Option<String> {
    new_id("req_")
}

fn new_id(prefix: &str) -> Option<String> {
    let random: [u8; 12] = rng::array().ok()?;
    Some(random.iter().fold(prefix.to_owned(), |id, byte| id + &format!("{byte:02x}")))
}

fn on_loopback(base: &str) -> bool {
    let host = base.strip_prefix("https://").unwrap_or_default();
    host.parse::<SocketAddr>().is_ok_and(|address| address.ip().is_loopback())
}

//! A bridge from a client of the Model Context Protocol over stdio to `/mcp` of the running formation (streamable HTTP
//! of 2025-11-25 and 2026-07-28). It reads no more of a message than it needs to pass it on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use serde_json::{Value, json};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{Notify, mpsc};
use tokio::task::{AbortHandle, JoinSet};

use super::{Events, FormationClient, RemoteError};
use crate::support::redact::Redactor;
use crate::support::text::innermost;

/// The longest message of the client, in bytes; the server reads no longer one.
const MAX_LINE: u64 = 48 << 20;
/// Messages that may wait for a client that does not read.
const WAITING: usize = 64;
/// The first version without sessions, whose requests name method and target in headers.
const WITHOUT_SESSIONS: &str = "2026-07-28";
/// What a client says when it begins.
const INITIALIZED: &str = "notifications/initialized";
/// A stream that ended is asked for again after so long.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
const SESSION: &str = "Mcp-Session-Id";
const VERSION: &str = "Mcp-Protocol-Version";

/// JSON-RPC: what came is no JSON.
const PARSE_ERROR: i32 = -32700;
/// JSON-RPC: an error of the bridge itself.
const INTERNAL_ERROR: i32 = -32603;

/// What the server knows of the client.
#[derive(Clone, Default)]
struct Session {
    id: Option<HeaderValue>,
    version: Option<HeaderValue>,
    /// How it began, to begin it again where the server has forgotten it.
    opening: Option<Value>,
    /// The client has said that it begins.
    ready: bool,
}

/// One client and its server.
struct Bridge {
    server: FormationClient,
    /// Where the server was last.
    base: Mutex<String>,
    find: Find,
    session: Mutex<Session>,
    /// Held by whoever begins a session anew: the others wait for it.
    beginning: tokio::sync::Mutex<()>,
    /// Told when a session is ready.
    ready: Notify,
    /// Requests under way that are not part of a session: the server hears of their cancel by the end of the connection.
    alone: Mutex<HashMap<String, AbortHandle>>,
    out: mpsc::Sender<Value>,
}

/// Where the server runs now, if it does.
pub type Find = Box<dyn Fn() -> Option<String> + Send + Sync>;

impl FormationClient {
    /// Passes messages on between `input` and `/mcp`, and the answers to `output`, until `input` ends. Values that
    /// `redactor` knows are taken out of the answers. Where the server does not answer any more, `find` says where it is.
    pub async fn bridge_mcp<R, W>(self, mut input: R, output: W, redactor: Redactor, find: Find)
    where
        R: AsyncBufRead + Unpin,
        W: AsyncWrite + Unpin + Send + 'static,
    {
        let (out, answers) = mpsc::channel(WAITING);
        let writer = tokio::spawn(write(answers, output, redactor));
        let base = Mutex::new(self.base.clone());
        let (session, beginning, alone) = (Mutex::default(), tokio::sync::Mutex::default(), Mutex::default());
        let ready = Notify::new();
        let bridge = Arc::new(Bridge { server: self, base, find, session, beginning, ready, alone, out });
        let mut requests = JoinSet::new();
        let listening = Arc::clone(&bridge);
        requests.spawn(async move { listening.listen().await });
        while let Some(line) = next_line(&mut input).await {
            while requests.try_join_next().is_some() {}
            match serde_json::from_slice::<Value>(&line) {
                Ok(message) => bridge.take(message, &mut requests).await,
                Err(_) if line.trim_ascii().is_empty() => {}
                Err(error) => bridge.fail(Value::Null, PARSE_ERROR, &format!("no JSON: {error}")).await,
            }
            if writer.is_finished() {
                break;
            }
        }
        // Whoever closed its end hears no more.
        requests.shutdown().await;
        bridge.leave().await;
        drop(bridge);
        drop(writer.await);
    }
}

/// The next line, nothing at the end; a line that is too long is an end too.
async fn next_line(input: &mut (impl AsyncBufRead + Unpin)) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = input.take(MAX_LINE).read_until(b'\n', &mut line).await.ok()?;
    let whole = line.last() == Some(&b'\n') || (read as u64) < MAX_LINE;
    (read > 0 && whole).then_some(line)
}

async fn write(
    mut answers: mpsc::Receiver<Value>,
    mut output: impl AsyncWrite + Unpin,
    redactor: Redactor,
) -> std::io::Result<()> {
    while let Some(mut answer) = answers.recv().await {
        redactor.redact_json(&mut answer);
        output.write_all(format!("{answer}\n").as_bytes()).await?;
        output.flush().await?;
    }
    Ok(())
}

impl Bridge {
    async fn take(self: &Arc<Self>, message: Value, requests: &mut JoinSet<()>) {
        let method = message["method"].as_str();
        match (method, message.get("id")) {
            // Before a session there is nobody to pass it on to.
            (Some("ping"), Some(id)) if version_of(&message).is_none() && self.has_no_session() => {
                drop(self.out.send(json!({"jsonrpc": "2.0", "id": id, "result": {}})).await);
            }
            // All that follows depends on its answer.
            (Some("initialize"), Some(_)) => self.pass(message).await,
            (Some(_), Some(id)) => {
                let id = id.to_string();
                self.begin(message, id, requests);
            }
            (Some("notifications/cancelled"), None) => {
                let id = message["params"]["requestId"].to_string();
                let alone = lock(&self.alone).remove(&id);
                match alone {
                    Some(running) => running.abort(),
                    None => self.pass(message).await,
                }
            }
            _ => self.pass(message).await,
        }
    }

    fn has_no_session(&self) -> bool {
        lock(&self.session).opening.is_none()
    }

    /// Hears what the server says of its own accord, while there is a session: a question that it takes back, for one.
    async fn listen(&self) {
        loop {
            let session = lock(&self.session).clone();
            if session.ready && self.hear(&session).await {
                tokio::time::sleep(LOOK_AGAIN).await;
            } else {
                self.ready.notified().await;
            }
        }
    }

    /// Hears it until the stream ends; whether another one may be had for this session.
    async fn hear(&self, session: &Session) -> bool {
        let base = lock(&self.base).clone();
        let request = self.server.for_user(self.server.http.get(format!("{base}/mcp")));
        let request = within(request.header(ACCEPT, "text/event-stream"), session);
        // Where it is not there any more, the next request finds out.
        let Ok(response) = request.send().await else { return false };
        if !response.status().is_success() {
            return false;
        }
        let mut events = Events::of(&self.server, response, None);
        while let Ok(Some(event)) = events.next().await {
            if !event.data.is_empty() && self.hand_on(event.data.as_bytes(), &Value::Null).await.is_err() {
                break;
            }
        }
        true
    }

    /// Begins to pass a request on.
    fn begin(self: &Arc<Self>, message: Value, id: String, requests: &mut JoinSet<()>) {
        let bridge = Arc::clone(self);
        let key = version_of(&message).is_some().then(|| id.clone());
        // Held until its handle is entered: it may have ended by then, and nobody would take the handle out.
        let mut alone = lock(&self.alone);
        let running = requests.spawn(async move {
            bridge.pass(message).await;
            lock(&bridge.alone).remove(&id);
        });
        if let Some(key) = key {
            alone.insert(key, running);
        }
    }

    /// Sends one message, and hands on what is answered.
    async fn pass(&self, message: Value) {
        let id = message.get("id").filter(|_| message.get("method").is_some()).cloned();
        match self.post(&message).await {
            Ok(answered) if answered || id.is_none() => {}
            Ok(_) => {
                self.fail(id.unwrap_or_default(), INTERNAL_ERROR, "the connection to the server broke off")
                    .await;
            }
            Err(error) => {
                if let Some(id) = id {
                    self.fail(id, INTERNAL_ERROR, &error.to_string()).await;
                }
            }
        }
    }

    /// Whether the message was answered with its own id.
    async fn post(&self, message: &Value) -> Result<bool, RemoteError> {
        let session = lock(&self.session).clone();
        let mut response = self.send(message, &session).await?;
        if response.status() == StatusCode::NOT_FOUND && self.begin_again(message, &session).await? {
            let session = lock(&self.session).clone();
            response = self.send(message, &session).await?;
        }
        if !response.status().is_success() {
            return Err(self.refused(response).await);
        }
        if message["method"] == "initialize" {
            let mut session = lock(&self.session);
            session.id = response.headers().get(SESSION).cloned();
            session.opening = Some(message.clone());
            session.ready = false;
        }
        if message["method"] == INITIALIZED {
            self.is_ready();
        }
        self.read(response, message).await
    }

    /// Sends it to where the server was last; where nobody answers there, to where it is now.
    async fn send(&self, message: &Value, session: &Session) -> Result<reqwest::Response, RemoteError> {
        let base = lock(&self.base).clone();
        let sent = self.send_to(&base, message, session).await;
        let Err(RemoteError::Unreachable { .. }) = &sent else { return sent };
        let Some(now) = (self.find)().filter(|now| *now != base) else { return sent };
        lock(&self.base).clone_from(&now);
        self.send_to(&now, message, session).await
    }

    async fn send_to(
        &self,
        base: &str,
        message: &Value,
        session: &Session,
    ) -> Result<reqwest::Response, RemoteError> {
        let request = self.server.http.post(format!("{base}/mcp"));
        let request = self.server.for_user(request);
        let mut request = request
            .header(ACCEPT, "application/json, text/event-stream")
            .header(CONTENT_TYPE, "application/json");
        if let Some(version) = version_of(message) {
            request = request.header(VERSION, version);
            if version >= WITHOUT_SESSIONS {
                request = named(request, message);
            }
        } else if message["method"] != "initialize" {
            request = within(request, session);
        }
        let sent = request.body(message.to_string()).send().await;
        sent.map_err(|e| RemoteError::Unreachable { url: base.to_owned(), detail: innermost(&e), far: false })
    }

    /// Begins the session that the server has forgotten once more: it was started again, or the client was quiet long.
    /// Of several whose message was sent in that session, one does so, and the others wait for it.
    async fn begin_again(&self, message: &Value, forgotten: &Session) -> Result<bool, RemoteError> {
        if forgotten.id.is_none() || message["method"] == "initialize" {
            return Ok(false);
        }
        let _one = self.beginning.lock().await;
        let opening = {
            let session = lock(&self.session);
            if session.id != forgotten.id {
                return Ok(true);
            }
            session.opening.clone()
        };
        let Some(opening) = opening else { return Ok(false) };
        let response = self.send(&opening, &Session::default()).await?;
        if !response.status().is_success() {
            return Err(self.refused(response).await);
        }
        let session = {
            let mut session = lock(&self.session);
            session.id = response.headers().get(SESSION).cloned();
            session.clone()
        };
        drop(response);
        self.send(&json!({"jsonrpc": "2.0", "method": INITIALIZED}), &session).await?;
        self.is_ready();
        Ok(true)
    }

    fn is_ready(&self) {
        let mut session = lock(&self.session);
        session.ready = session.id.is_some();
        drop(session);
        self.ready.notify_one();
    }

    async fn refused(&self, response: reqwest::Response) -> RemoteError {
        let status = response.status();
        let body: Value = response.json().await.unwrap_or_default();
        let said = body["error"]["message"].as_str();
        let message = said.map_or_else(|| format!("the server answered {status}"), str::to_owned);
        if status == StatusCode::UNAUTHORIZED {
            return RemoteError::Unauthorized { url: self.server.base.clone(), message };
        }
        RemoteError::Refused { code: "MCP".to_owned(), message, hint: None }
    }

    async fn read(&self, response: reqwest::Response, message: &Value) -> Result<bool, RemoteError> {
        let kind =
            response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/json") {
            let body = response.bytes().await.map_err(|e| self.server.broken(&e))?;
            return self.hand_on(&body, message).await;
        }
        let mut answered = false;
        let mut events = Events::of(&self.server, response, None);
        loop {
            match events.next().await {
                Ok(Some(event)) if event.data.is_empty() => {}
                Ok(Some(event)) => answered |= self.hand_on(event.data.as_bytes(), message).await?,
                // What was answered is not told as failed, too.
                Err(error) if !answered => return Err(error),
                Ok(None) | Err(_) => return Ok(answered),
            }
        }
    }

    /// Whether it was the answer to `message`.
    async fn hand_on(&self, text: &[u8], message: &Value) -> Result<bool, RemoteError> {
        let answer: Value = serde_json::from_slice(text).map_err(|e| self.server.broken(&e))?;
        let own = answer.get("method").is_none() && answer.get("id") == message.get("id");
        if own && message["method"] == "initialize" {
            let version = answer["result"]["protocolVersion"].as_str();
            lock(&self.session).version = version.and_then(|version| HeaderValue::from_str(version).ok());
        }
        drop(self.out.send(answer).await);
        Ok(own)
    }

    async fn fail(&self, id: Value, code: i32, message: &str) {
        let error = json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}});
        drop(self.out.send(error).await);
    }

    /// Ends the session, if there is one.
    async fn leave(&self) {
        let Some(id) = lock(&self.session).id.take() else { return };
        let base = lock(&self.base).clone();
        let request = self.server.http.delete(format!("{base}/mcp"));
        let ended = self
            .server
            .for_user(request)
            .header(SESSION, id)
            .timeout(crate::remote::http::CONNECT_TIMEOUT)
            .send();
        drop(ended.await);
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A request of a session.
fn within(request: reqwest::RequestBuilder, session: &Session) -> reqwest::RequestBuilder {
    let headers = [(SESSION, &session.id), (VERSION, &session.version)];
    headers.into_iter().fold(request, |request, (name, value)| {
        value.iter().fold(request, |request, value| request.header(name, value))
    })
}

/// The version that a request names for itself.
fn version_of(message: &Value) -> Option<&str> {
    message["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"].as_str()
}

/// Method and target in headers, as 2026-07-28 wants them.
fn named(request: reqwest::RequestBuilder, message: &Value) -> reqwest::RequestBuilder {
    let Some(method) = message["method"].as_str() else { return request };
    let request = request.header("Mcp-Method", method);
    let target = match method {
        "tools/call" | "prompts/get" => &message["params"]["name"],
        "resources/read" | "resources/subscribe" | "resources/unsubscribe" => &message["params"]["uri"],
        _ => &Value::Null,
    };
    match target.as_str() {
        Some(target) => request.header("Mcp-Name", header_text(target)),
        None => request,
    }
}

/// A value as it can stand in a header (SEP-2243): plain ASCII, or base64 in a frame.
fn header_text(value: &str) -> String {
    use base64::Engine as _;
    let plain = value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) && value.trim() == value;
    if plain && !value.starts_with("=?base64?") {
        return value.to_owned();
    }
    format!("=?base64?{}?=", base64::engine::general_purpose::STANDARD.encode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_header_can_carry_is_framed() {
        assert_eq!(header_text("chat"), "chat");
        assert_eq!(header_text("über"), "=?base64?w7xiZXI=?=");
        assert_eq!(header_text(" a"), "=?base64?IGE=?=");
    }

    #[tokio::test]
    async fn lines_are_read_one_by_one_and_the_last_needs_no_end() {
        let mut input = tokio::io::BufReader::new(&b"{}\n\n[1]"[..]);
        assert_eq!(next_line(&mut input).await.as_deref(), Some(&b"{}\n"[..]));
        assert_eq!(next_line(&mut input).await.as_deref(), Some(&b"\n"[..]));
        assert_eq!(next_line(&mut input).await.as_deref(), Some(&b"[1]"[..]));
        assert_eq!(next_line(&mut input).await, None);
    }
}

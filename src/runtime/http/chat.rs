//! `POST /v1/chat`: a whole answer in an envelope, or a stream of events.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc::Receiver;
use tokio::time::Instant;

use super::auth::Client;
use super::envelope::{ApiError, Meta};
use super::{Api, MAX_BODY};
use crate::runtime::Runtime;
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Ask, Ticket, TurnError, TurnEvent};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

/// After so long a silence a comment is sent, so that proxies and clients do not give up.
const KEEP_ALIVE: Duration = Duration::from_secs(1);
/// The most events that go to the client in one write, when it is slower than the model.
const BATCH: usize = 16;

/// A client has so long to send its body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The fields that are read; all others are let pass.
#[derive(Deserialize)]
struct ChatRequest {
    message: String,
    user_id: Option<String>,
    agent_id: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    mode: Option<String>,
    stream: Option<bool>,
    files: Option<Vec<serde_json::Value>>,
    trace: Option<bool>,
}

pub(super) async fn chat(
    Client(who): Client,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let named_in_header = request.headers().contains_key("x-muxi-user-id");
    let body: ChatRequest = read_json(request).await?;
    refuse_what_is_not_there(&body)?;
    let who = match &body.user_id {
        Some(id) if !named_in_header => {
            Principal::parse(id).map_err(|e| ApiError::field("user_id", &e.to_string(), "value_error"))?
        }
        _ => who,
    };
    let stream = body.stream.unwrap_or(true);
    let ask = Ask {
        who: who.clone(),
        message: body.message,
        session_id: body.session_id.filter(|id| !id.is_empty()),
        agent_id: body.agent_id.filter(|id| !id.is_empty()),
        request_id: body.request_id.filter(|id| !id.is_empty()).unwrap_or_else(|| meta.request_id.clone()),
        stream,
        trace: body.trace.unwrap_or(false),
    };
    let request_id = ask.request_id.clone();
    let ticket = api.runtime.ask(ask)?;
    if stream {
        let writer = EventWriter::new(&request_id, &who, &ticket, &api.runtime);
        return Ok(event_stream(ticket.events, writer));
    }
    whole_answer(&meta, &request_id, &who, ticket).await
}

fn refuse_what_is_not_there(body: &ChatRequest) -> Result<(), ApiError> {
    let not_implemented =
        |what: &str| Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "METHOD_NOT_FOUND", what));
    match body.mode.as_deref() {
        None | Some("sync") => {}
        Some("async") => return not_implemented("the mode async is not there yet: send mode sync"),
        Some(_) => return Err(ApiError::field("mode", "is sync or async", "enum")),
    }
    if body.files.as_ref().is_some_and(|files| !files.is_empty()) {
        return not_implemented("files are not taken yet: send text only");
    }
    Ok(())
}

/// The body as JSON of the wanted form; too large, no JSON and a wrong field each say so.
async fn read_json<T: serde::de::DeserializeOwned>(request: Request) -> Result<T, ApiError> {
    let too_large = || {
        let message = format!("the body is larger than {} MiB", MAX_BODY >> 20);
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "INVALID_REQUEST", message)
    };
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(too_large());
    }
    let body = tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), MAX_BODY)).await;
    let body = body.map_err(|_| {
        let message = format!("the body did not come within {} s", BODY_TIMEOUT.as_secs());
        ApiError::new(StatusCode::REQUEST_TIMEOUT, "INVALID_REQUEST", message)
    })?;
    let body = body.map_err(|error| {
        let source = std::error::Error::source(&error);
        if source.is_some_and(|s| s.to_string().contains("length limit")) {
            return too_large();
        }
        ApiError::invalid("the body ended before it was whole")
    })?;
    let mut json = serde_json::Deserializer::from_slice(&body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            let field = if path == "." { "body" } else { path.as_str() };
            ApiError::field(field, &without_place(&inner), "value_error")
        } else {
            ApiError::field("body", &format!("is no JSON: {inner}"), "json_invalid")
        }
    })?;
    json.end().map_err(|e| ApiError::field("body", &format!("is no JSON: {e}"), "json_invalid"))?;
    Ok(value)
}

/// serde's words without their `at line 1 column 2`, which says nothing about one line of JSON.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(words, _)| words.to_owned())
}

async fn whole_answer(
    meta: &Meta,
    request_id: &str,
    who: &Principal,
    mut ticket: Ticket,
) -> Result<Response, ApiError> {
    let mut trace = Vec::new();
    let outcome = loop {
        match ticket.events.recv().await {
            Some(TurnEvent::Done(outcome)) => break outcome,
            Some(TurnEvent::Failed(error)) => return Err(error.into()),
            Some(TurnEvent::Step(step)) => trace.push(step.to_json()),
            Some(TurnEvent::Text(_) | TurnEvent::Ui(_) | TurnEvent::Progress { .. }) => {}
            None => return Err(TurnError::Stopping.into()),
        }
    };
    let mut data = json!({
        "message": {
            "role": "assistant",
            "content": outcome.content,
            "artifacts": [],
            "metadata": outcome.metadata(),
        },
        "user_id": who.to_string(),
        "session_id": ticket.session_id,
        "request_id": request_id,
    });
    if !trace.is_empty() {
        data["trace"] = trace.into();
    }
    Ok(meta.ok("chat_response", "chat.completed", data))
}

fn event_stream(mut events: Receiver<TurnEvent>, writer: EventWriter) -> Response {
    let body = Body::from_stream(async_stream::stream! {
        // The question goes to the model before the head of the answer goes to the client.
        tokio::task::yield_now().await;
        yield Ok::<_, std::convert::Infallible>(Bytes::from_static(b": keepalive\n\n"));
        let mut silence = Box::pin(tokio::time::sleep(KEEP_ALIVE));
        let mut batch = Vec::new();
        loop {
            let count = tokio::select! {
                count = events.recv_many(&mut batch, BATCH) => count,
                () = &mut silence => {
                    silence.as_mut().reset(Instant::now() + KEEP_ALIVE);
                    yield Ok(Bytes::from_static(b": keepalive\n\n"));
                    continue;
                }
            };
            if count == 0 {
                batch.push(TurnEvent::Failed(TurnError::Stopping));
            }
            let last = batch.last().is_some_and(|event| matches!(event, TurnEvent::Done(_) | TurnEvent::Failed(_)));
            yield Ok(writer.write(&batch));
            if last {
                break;
            }
            batch.clear();
            silence.as_mut().reset(Instant::now() + KEEP_ALIVE);
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        // nginx would gather the events otherwise.
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// Writes the events of one turn; what they all share is serialized once.
struct EventWriter {
    /// Up to the type of the event.
    head: String,
    clock: Clock,
    redactor: Redactor,
}

impl EventWriter {
    fn new(request_id: &str, who: &Principal, ticket: &Ticket, runtime: &Runtime) -> Self {
        let shared =
            json!({"request_id": request_id, "user_id": who.to_string(), "session_id": ticket.session_id});
        let shared = shared.to_string();
        let head = format!("data: {{\"token\":{},\"type\":\"", &shared[..shared.len() - 1]);
        let (clock, redactor) = (runtime.clock().clone(), runtime.redactor().clone());
        Self { head, clock, redactor }
    }

    fn write(&self, events: &[TurnEvent]) -> Bytes {
        let texts =
            events.iter().map(|event| if let TurnEvent::Text(texts) = event { texts.len() } else { 1 });
        let mut out = Vec::with_capacity(texts.sum::<usize>() * (self.head.len() + 192));
        for event in events {
            self.event(&mut out, event);
        }
        Bytes::from(out)
    }

    fn event(&self, out: &mut Vec<u8>, event: &TurnEvent) {
        match event {
            TurnEvent::Text(texts) => {
                let end =
                    format!(",\"timestamp\":{},\"stage\":\"responding\"}}}}\n\n", self.clock.now_millis());
                for text in texts {
                    out.extend_from_slice(self.head.as_bytes());
                    out.extend_from_slice(b"content\",\"content\":");
                    serde_json::to_writer(&mut *out, text).expect("text is always JSON");
                    out.extend_from_slice(end.as_bytes());
                }
            }
            TurnEvent::Progress { stage, text } => {
                let (head, at, text) = (&self.head, self.clock.now_millis(), json!(text));
                let event = format!(
                    "{head}progress\",\"content\":{text},\"timestamp\":{at},\"stage\":\"{stage}\"}}}}\n\n"
                );
                out.extend_from_slice(event.as_bytes());
            }
            TurnEvent::Step(step) => named(out, "step", &json!({"step": step.to_json()})),
            TurnEvent::Ui(elements) => named(out, "ui", &json!({"ui": elements})),
            TurnEvent::Done(outcome) => {
                let (head, at, metadata) = (&self.head, outcome.answered_at, outcome.metadata());
                let end = format!(
                    "{head}completed\",\"content\":\"\",\"timestamp\":{at},\"stage\":\"completed\",\"metadata\":{metadata}}}}}\n\n\
                     event: done\ndata: {{\"finished\":true}}\n\n"
                );
                out.extend_from_slice(end.as_bytes());
            }
            TurnEvent::Failed(error) => {
                let text = error.to_string();
                let body =
                    json!({"error": self.redactor.redact(&text), "type": error.code(), "hint": error.hint()});
                named(out, "error", &body);
            }
        }
    }
}

fn named(out: &mut Vec<u8>, name: &str, data: &serde_json::Value) {
    out.extend_from_slice(format!("event: {name}\ndata: {data}\n\n").as_bytes());
}

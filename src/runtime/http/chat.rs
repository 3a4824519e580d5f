//! `POST /v1/chat`: a whole answer in an envelope, or a stream of events.

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::Api;
use super::auth::Named;
use super::body;
use super::envelope::{ApiError, Meta};
use super::once::{self, Keyed};
use super::stream;
use super::uploads::{self, Upload};
use crate::runtime::Runtime;
use crate::runtime::overlord::widgets::response_words;
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Ask, Ticket, TurnError, TurnEvent};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

/// The fields that are read; all others are let pass.
#[derive(Deserialize)]
pub(super) struct ChatRequest<'a> {
    message: String,
    user_id: Option<String>,
    agent_id: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    mode: Option<String>,
    stream: Option<bool>,
    #[serde(borrow)]
    files: Option<Vec<Upload<'a>>>,
    trace: Option<bool>,
    ui_response: Option<UiResponse>,
}

impl ChatRequest<'_> {
    /// What it asks of the runtime; `own_id` is for requests that bring none.
    pub(super) fn into_ask(self, runtime: &Runtime, who: Principal, own_id: &str) -> Result<Ask, ApiError> {
        refuse_what_is_not_there(self.mode.as_deref())?;
        let attachments = uploads::attachments(self.files.unwrap_or_default(), runtime.file_limits())?;
        let message = with_response(self.message, self.ui_response.as_ref())?;
        Ok(Ask {
            session_id: self.session_id.filter(|id| !id.is_empty()),
            agent_id: self.agent_id.filter(|id| !id.is_empty()),
            stream: self.stream.unwrap_or(runtime.rules().streaming),
            trace: self.trace.unwrap_or(false),
            attachments,
            ..Ask::new(who, message, request_id(own_id, self.request_id))
        })
    }
}

/// What the user did with an element that was shown.
#[derive(Deserialize)]
struct UiResponse {
    id: String,
    value: Value,
}

pub(super) async fn chat(
    named: Named,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let body::Read { bytes, room } = body::read(&api, request).await?;
    let body: ChatRequest<'_> = body::parse(&bytes)?;
    let who = named.meet(&api, body.user_id.as_deref()).await?;
    let keyed = Keyed::new(&meta, "POST /v1/chat", &who, &bytes);
    let ask = body.into_ask(&api.runtime, who, &meta.request_id)?;
    drop(bytes);
    answer(&api, &meta, ask, keyed, room).await
}

/// The id that the client gave, else our own.
pub(super) fn request_id(own: &str, given: Option<String>) -> String {
    given.filter(|id| !id.is_empty()).unwrap_or_else(|| own.to_owned())
}

/// Begins the turn and answers as it was asked to: whole or in pieces.
pub(super) async fn answer(
    api: &Api,
    meta: &Meta,
    ask: Ask,
    keyed: Option<Keyed>,
    room: Option<OwnedSemaphorePermit>,
) -> Result<Response, ApiError> {
    let ask = Ask { private: meta.private, ..ask };
    if ask.stream {
        let holding = once::stream(api, keyed)?;
        let (request_id, who) = (ask.request_id.clone(), ask.who.clone());
        let ticket = api.runtime.ask(ask)?;
        let writer = EventWriter::new(&request_id, &who, &ticket, &api.runtime);
        return Ok(stream::respond(ticket.events, stream::SILENCE, None, writer, (holding, room)));
    }
    once::whole(api, keyed, async || {
        let (request_id, who) = (ask.request_id.clone(), ask.who.clone());
        let ticket = api.runtime.ask(ask)?;
        let data = whole_answer(&request_id, &who, ticket).await?;
        Ok(meta.ok("chat_response", "chat.completed", data))
    })
    .await
}

/// The user's words; what was done with an element comes after them, as words too.
fn with_response(message: String, response: Option<&UiResponse>) -> Result<String, ApiError> {
    let Some(UiResponse { id, value }) = response else { return Ok(message) };
    let words =
        response_words(id, value).map_err(|fault| ApiError::field("ui_response", fault, "value_error"))?;
    Ok(if message.trim().is_empty() { words } else { format!("{message}\n\n{words}") })
}

fn refuse_what_is_not_there(mode: Option<&str>) -> Result<(), ApiError> {
    match mode {
        None | Some("sync") => Ok(()),
        Some("async") => Err(ApiError::new(
            StatusCode::NOT_IMPLEMENTED,
            "METHOD_NOT_FOUND",
            "the mode async is not there yet: send mode sync",
        )),
        Some(_) => Err(ApiError::field("mode", "is sync or async", "enum")),
    }
}

/// Waits for the whole answer; the `data` of it.
async fn whole_answer(request_id: &str, who: &Principal, mut ticket: Ticket) -> Result<Value, ApiError> {
    let mut whole = Whole::new(request_id, who, &ticket);
    loop {
        if let Some(ended) = whole.take(ticket.events.recv().await) {
            return ended;
        }
    }
}

/// A whole answer that is gathered from the events of a turn.
pub(super) struct Whole {
    /// User, session, request; and what comes beside the answer.
    data: Value,
    trace: Vec<Value>,
    missing: Vec<Value>,
}

impl Whole {
    pub(super) fn new(request_id: &str, who: &Principal, ticket: &Ticket) -> Self {
        let data = json!({
            "message": null,
            "user_id": who.to_string(),
            "session_id": ticket.session_id,
            "request_id": request_id,
        });
        Self { data, trace: Vec::new(), missing: Vec::new() }
    }

    /// Takes the next event, or that there is none any more; the `data` or the fault at the end.
    pub(super) fn take(&mut self, event: Option<TurnEvent>) -> Option<Result<Value, ApiError>> {
        match event {
            Some(TurnEvent::Done(outcome)) => {
                let mut data = std::mem::take(&mut self.data);
                data["message"] = outcome.message();
                for (name, list) in [("missing", &mut self.missing), ("trace", &mut self.trace)] {
                    if !list.is_empty() {
                        data[name] = std::mem::take(list).into();
                    }
                }
                return Some(Ok(data));
            }
            Some(TurnEvent::Failed(error)) => return Some(Err((*error).into())),
            None => return Some(Err(TurnError::Stopping.into())),
            Some(TurnEvent::Step(step)) => self.trace.push(step.to_json()),
            Some(TurnEvent::Transcribed(text)) => self.data["transcription"] = text.into(),
            Some(TurnEvent::Missing(server)) => self.missing.push(server.to_json()),
            // They are in the whole answer too, or only for who listens.
            Some(
                TurnEvent::Text(_)
                | TurnEvent::Progress { .. }
                | TurnEvent::Approval(_)
                | TurnEvent::Ui(_)
                | TurnEvent::Artifact(_),
            ) => {}
        }
        None
    }
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
            TurnEvent::Transcribed(heard) => named(out, "transcription", &json!({"transcription": heard})),
            TurnEvent::Ui(elements) => named(out, "ui", &json!({"ui": elements})),
            TurnEvent::Artifact(artifact) => named(out, "artifact", &json!({"artifact": artifact})),
            TurnEvent::Approval(approval) => {
                named(out, "approval", &json!({"approval": approval.to_json()}));
            }
            TurnEvent::Missing(missing) => {
                let mut body = missing.to_json();
                self.redactor.redact_json(&mut body);
                named(out, "missing", &json!({"missing": body}));
            }
            TurnEvent::Done(outcome) => {
                let (head, at, metadata) = (&self.head, outcome.answered_at, outcome.metadata());
                let artifacts = match outcome.artifacts.as_slice() {
                    [] => String::new(),
                    made => format!(",\"artifacts\":{}", json!(made)),
                };
                let end = format!(
                    "{head}completed\",\"content\":\"\",\"timestamp\":{at},\"stage\":\"completed\",\"metadata\":{metadata}{artifacts}}}}}\n\n\
                     event: done\ndata: {{\"finished\":true}}\n\n"
                );
                out.extend_from_slice(end.as_bytes());
            }
            TurnEvent::Failed(error) => {
                let mut body =
                    json!({"error": error.to_string(), "type": error.code(), "hint": error.hint()});
                self.redactor.redact_json(&mut body);
                named(out, "error", &body);
            }
        }
    }
}

impl stream::Writer for EventWriter {
    fn write(&self, events: &[TurnEvent]) -> Bytes {
        let texts =
            events.iter().map(|event| if let TurnEvent::Text(texts) = event { texts.len() } else { 1 });
        let mut out = Vec::with_capacity(texts.sum::<usize>() * (self.head.len() + 192));
        for event in events {
            self.event(&mut out, event);
        }
        Bytes::from(out)
    }
}

fn named(out: &mut Vec<u8>, name: &str, data: &Value) {
    out.extend_from_slice(format!("event: {name}\ndata: {data}\n\n").as_bytes());
}

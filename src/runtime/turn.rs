//! One turn: recall, ask, answer, keep. It runs in a task of its own and speaks through a
//! bounded channel, so that a slow client slows the model and a client that leaves ends it.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::StreamExt;
use serde_json::json;
use tokio::sync::mpsc;

use super::clean::Clean;
use super::llm::{Finish, MAX_ANSWER, Message, ModelError, Request, Role};
use super::principal::Principal;
use super::store::{HistoryLimit, Status, StoreError, Turn};
use super::{Agent, Core, GENERALIST, Notice, Runtime, id};

/// Pieces that may wait for a slow client before the model is made to wait.
const WAITING_PIECES: usize = 64;
/// The most bytes of earlier messages that go to the model.
const HISTORY_BYTES: usize = 256 << 10;
/// The longest message, in bytes.
pub const MAX_MESSAGE: usize = 1 << 20;
/// The longest id of a session or request, in bytes.
const MAX_ID: usize = 128;

/// What a client asks.
#[derive(Clone, Debug)]
pub struct Ask {
    /// For whom.
    pub who: Principal,
    /// The message.
    pub message: String,
    /// The session to go on with; a new one is begun without it.
    pub session_id: Option<String>,
    /// The agent to ask; the default one without it.
    pub agent_id: Option<String>,
    /// The request's id.
    pub request_id: String,
    /// Whether the answer comes in pieces.
    pub stream: bool,
}

/// What a turn says while it runs. `Done` or `Failed` is the last.
#[derive(Clone, Debug)]
pub enum TurnEvent {
    /// New pieces of the answer, in order (only when it was asked to stream).
    Text(Vec<String>),
    /// The answer is whole and kept.
    Done(Outcome),
    /// There will be no more.
    Failed(TurnError),
}

/// A finished answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The whole answer.
    pub content: String,
    /// How the model ended it.
    pub finish: Finish,
    /// When, in milliseconds since the Unix epoch.
    pub answered_at: u64,
}

impl Outcome {
    /// Who answered, how it ended, what it cost: the `metadata` of the API.
    pub fn metadata(&self, agent_id: &str) -> serde_json::Value {
        let usage = self.finish.usage.map(|usage| {
            json!({
                "prompt_tokens": usage.prompt_tokens,
                "completion_tokens": usage.completion_tokens,
                "total_tokens": usage.prompt_tokens.saturating_add(usage.completion_tokens),
            })
        });
        json!({"agent_id": agent_id, "finish_reason": self.finish.reason, "usage": usage})
    }
}

/// A turn that has begun. Dropping it cancels the turn.
#[derive(Debug)]
pub struct Ticket {
    /// The session that it belongs to.
    pub session_id: String,
    /// The agent that answers.
    pub agent_id: String,
    /// What it says.
    pub events: mpsc::Receiver<TurnEvent>,
}

/// Why a turn did not begin or did not end well.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TurnError {
    /// There is nothing to answer.
    #[error("the message is empty")]
    EmptyMessage,
    /// The message is over [`MAX_MESSAGE`].
    #[error("the message has {0} bytes; at most {MAX_MESSAGE} are taken")]
    LongMessage(usize),
    /// The session id or the request id cannot be used.
    #[error("a {0} has 1 to {MAX_ID} bytes and no control characters")]
    BadId(&'static str),
    /// No such agent.
    #[error("there is no agent {asked}; there is {known}")]
    UnknownAgent {
        /// The id that was asked for.
        asked: String,
        /// The ids that there are.
        known: String,
    },
    /// The server ends.
    #[error("the server is stopping")]
    Stopping,
    /// The client went away.
    #[error("the client left")]
    ClientLeft,
    /// The model failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The answer could not be kept, or the session not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TurnError {
    /// Stable code, as API and JSON errors carry it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyMessage | Self::LongMessage(_) | Self::BadId(_) => "INVALID_PARAMS",
            Self::UnknownAgent { .. } => "AGENT_NOT_FOUND",
            Self::Stopping => "SYSTEM_OVERLOAD",
            Self::ClientLeft => "CLIENT_LEFT",
            Self::Model(error) => error.code(),
            Self::Store(_) => "STORE_FAILED",
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::Stopping | Self::ClientLeft => Status::Cancelled,
            _ => Status::Failed,
        }
    }
}

impl Runtime {
    /// Begins a turn. What is wrong with the question itself is said here, before any answer.
    pub fn ask(&self, ask: Ask) -> Result<Ticket, TurnError> {
        let core = Arc::clone(&self.core);
        if core.stop.is_draining() {
            return Err(TurnError::Stopping);
        }
        check(&ask)?;
        let agent = core.agent(ask.agent_id.as_deref())?;
        let (session_id, new) = match &ask.session_id {
            Some(session_id) => (session_id.clone(), false),
            None => (id::new("sess_"), true),
        };
        let (events, receiver) = mpsc::channel(WAITING_PIECES);
        let ticket = Ticket {
            session_id: session_id.clone(),
            agent_id: core.parts.agents[agent].id.clone(),
            events: receiver,
        };
        core.turns.fetch_add(1, Ordering::Relaxed);
        let active = Active::begin(&core);
        tokio::spawn(async move {
            let running = Running {
                core: &core,
                agent: &core.parts.agents[agent],
                ask,
                session_id,
                new,
                answer: String::new(),
                clean: Clean::new(&core.parts.redactor),
            };
            running.run(events).await;
            drop(active);
        });
        Ok(ticket)
    }
}

/// Counts as a turn under way until it is dropped, by a panic too.
struct Active(Arc<Core>);

impl Active {
    fn begin(core: &Arc<Core>) -> Self {
        core.active.send_modify(|active| *active += 1);
        Self(Arc::clone(core))
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        self.0.active.send_modify(|active| *active -= 1);
    }
}

fn check(ask: &Ask) -> Result<(), TurnError> {
    if ask.message.trim().is_empty() {
        return Err(TurnError::EmptyMessage);
    }
    if ask.message.len() > MAX_MESSAGE {
        return Err(TurnError::LongMessage(ask.message.len()));
    }
    let good = |id: &String| (1..=MAX_ID).contains(&id.len()) && !id.chars().any(char::is_control);
    if !ask.session_id.as_ref().is_none_or(good) {
        return Err(TurnError::BadId("session_id"));
    }
    if !good(&ask.request_id) {
        return Err(TurnError::BadId("request_id"));
    }
    Ok(())
}

impl Core {
    fn agent(&self, asked: Option<&str>) -> Result<usize, TurnError> {
        let Some(asked) = asked else { return Ok(0) };
        self.parts.agents.iter().position(|a| a.id == asked).ok_or_else(|| {
            let known: Vec<&str> =
                self.parts.agents.iter().map(|a| a.id.as_str()).filter(|id| *id != GENERALIST).collect();
            TurnError::UnknownAgent { asked: asked.to_owned(), known: known.join(", ") }
        })
    }
}

struct Running<'a> {
    core: &'a Core,
    agent: &'a Agent,
    ask: Ask,
    session_id: String,
    new: bool,
    /// As much of the answer as has come, without values of secrets.
    answer: String,
    clean: Clean,
}

impl Running<'_> {
    async fn run(mut self, events: mpsc::Sender<TurnEvent>) {
        let core = self.core;
        let asked_at = core.parts.clock.now_millis();
        let mut end = tokio::select! {
            end = self.answer(&events) => end,
            () = events.closed() => Err(TurnError::ClientLeft),
            () = core.stop.cancelled() => Err(TurnError::Stopping),
        };
        self.end_text(&mut end, &events).await;
        let last = match self.keep(asked_at, &end).await {
            Ok(answered_at) => match end {
                Ok(finish) => TurnEvent::Done(Outcome { content: self.answer, finish, answered_at }),
                Err(error) => TurnEvent::Failed(error),
            },
            Err(error) => TurnEvent::Failed(end.err().unwrap_or(TurnError::Store(error))),
        };
        if let TurnEvent::Failed(error) = &last
            && !matches!(error, TurnError::ClientLeft)
        {
            (core.parts.observer)(&Notice {
                request_id: &self.ask.request_id,
                agent_id: &self.agent.id,
                error,
            });
        }
        // Nobody may be there to hear it; and who does not listen must not hold up the end.
        tokio::select! {
            _ = events.send(last) => {}
            () = core.stop.told() => {}
        }
    }

    async fn answer(&mut self, events: &mpsc::Sender<TurnEvent>) -> Result<Finish, TurnError> {
        let request = Request {
            model: self.agent.model.name.clone(),
            messages: self.context().await?,
            settings: self.agent.model.settings.clone(),
        };
        let provider = &self.agent.model.provider;
        if !self.ask.stream {
            let (answer, finish) = provider.complete(&request).await?;
            self.answer = self.clean.pieces(vec![answer]).concat();
            return Ok(finish);
        }
        let mut pieces = provider.stream(&request).await?;
        while let Some(piece) = pieces.next().await {
            let mut piece = piece?;
            piece.texts = self.clean.pieces(piece.texts);
            piece.texts.iter().for_each(|text| self.answer.push_str(text));
            if self.answer.len() > MAX_ANSWER {
                return Err(self.cut_off(&format!("it is longer than {MAX_ANSWER} bytes")).into());
            }
            if !piece.texts.is_empty() && events.send(TurnEvent::Text(piece.texts)).await.is_err() {
                return Err(TurnError::ClientLeft);
            }
            if let Some(finish) = piece.finish {
                return Ok(finish);
            }
        }
        Err(self.cut_off(&"it ended without an end").into())
    }

    /// The text that was held back comes before the end.
    async fn end_text(&mut self, end: &mut Result<Finish, TurnError>, events: &mpsc::Sender<TurnEvent>) {
        if let Ok(Finish { reason: Some(reason), .. }) = end
            && let Cow::Owned(clean) = self.core.parts.redactor.redact(reason)
        {
            *reason = clean;
        }
        let whole = matches!(end, Ok(finish) if finish.reason.as_deref() != Some("length"));
        let rest = self.clean.rest(!whole);
        if rest.is_empty() {
            return;
        }
        self.answer.push_str(&rest);
        if self.ask.stream {
            // As with the end itself: nobody may be there, and who does not listen must not hold it up.
            tokio::select! {
                _ = events.send(TurnEvent::Text(vec![rest])) => {}
                () = self.core.stop.told() => {}
            }
        }
    }

    fn cut_off(&self, how: &dyn std::fmt::Display) -> ModelError {
        ModelError::CutOff { provider: self.agent.model.id.clone(), detail: how.to_string() }
    }

    /// What the model is told: the agent's instructions, the session so far, the question.
    async fn context(&self) -> Result<Vec<Message>, TurnError> {
        let mut messages = Vec::new();
        if !self.agent.system_prompt.is_empty() {
            messages.push(Message { role: Role::System, content: self.agent.system_prompt.clone() });
        }
        if !self.new && self.core.parts.history > 0 {
            let parts = &self.core.parts;
            let most = HistoryLimit { messages: parts.history, bytes: HISTORY_BYTES };
            let earlier = parts.store.history(&self.ask.who, &self.session_id, most).await?;
            messages.extend(within_budget(earlier));
        }
        messages.push(Message { role: Role::User, content: self.ask.message.clone() });
        Ok(alternating(messages))
    }

    /// Keeps the question and as much of the answer as came; returns the time that it ended.
    async fn keep(&mut self, asked_at: u64, end: &Result<Finish, TurnError>) -> Result<u64, StoreError> {
        let parts = &self.core.parts;
        let answered_at = parts.clock.now_millis();
        let turn = Turn {
            session_id: self.session_id.clone(),
            request_id: self.ask.request_id.clone(),
            agent_id: self.agent.id.clone(),
            question: parts.redactor.redact(&std::mem::take(&mut self.ask.message)).into_owned(),
            answer: self.answer.clone(),
            status: end.as_ref().map_or_else(TurnError::status, |_| Status::Complete),
            asked_at,
            answered_at,
        };
        parts.store.keep_turn(&self.ask.who, turn).await?;
        Ok(answered_at)
    }
}

/// Joins what the same side said in a row, as after a turn without an answer: many models refuse
/// roles that do not alternate.
fn alternating(messages: Vec<Message>) -> Vec<Message> {
    let mut joined: Vec<Message> = Vec::with_capacity(messages.len());
    for message in messages {
        match joined.last_mut().filter(|last| last.role == message.role) {
            Some(last) => {
                last.content.push_str("\n\n");
                last.content.push_str(&message.content);
            }
            None => joined.push(message),
        }
    }
    joined
}

/// The latest messages that fit into [`HISTORY_BYTES`], oldest first, beginning with the user.
fn within_budget(messages: Vec<Message>) -> impl Iterator<Item = Message> {
    let mut room = HISTORY_BYTES;
    let fitting = messages
        .iter()
        .rev()
        .take_while(|m| {
            let fits = m.content.len() <= room;
            room = room.saturating_sub(m.content.len());
            fits
        })
        .count();
    let skip = messages.len() - fitting;
    messages.into_iter().skip(skip).skip_while(|m| m.role != Role::User)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(role: Role, bytes: usize) -> Message {
        Message { role, content: "x".repeat(bytes) }
    }

    #[test]
    fn the_latest_messages_fit_and_the_first_is_the_users() {
        let half = HISTORY_BYTES / 2;
        let messages = vec![
            said(Role::User, half),
            said(Role::Assistant, half),
            said(Role::User, 10),
            said(Role::Assistant, 10),
        ];
        let lengths: Vec<usize> = within_budget(messages).map(|m| m.content.len()).collect();
        assert_eq!(lengths, [10, 10]);
        assert_eq!(within_budget(Vec::new()).count(), 0);
    }

    #[test]
    fn roles_alternate_after_a_turn_without_an_answer() {
        let roles = [Role::System, Role::User, Role::User, Role::Assistant, Role::User];
        let joined = alternating(roles.map(|role| said(role, 1)).to_vec());
        let seen: Vec<_> = joined.iter().map(|m| (m.role, m.content.as_str())).collect();
        let expected =
            [(Role::System, "x"), (Role::User, "x\n\nx"), (Role::Assistant, "x"), (Role::User, "x")];
        assert_eq!(seen, expected);
    }
}

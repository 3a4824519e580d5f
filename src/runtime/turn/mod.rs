//! One turn: recall, ask, answer, keep. It runs in a task of its own and speaks through a
//! bounded channel, so that a slow client slows the model and a client that leaves ends it.

mod act;
mod budget;
mod choose;
mod context;
mod error;
mod event;
mod run;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::mpsc;

use super::principal::Principal;
use super::{Core, GENERALIST, Runtime, id};
use run::Running;

pub use error::{Limit, TurnError};
pub use event::{Outcome, Step, StepKind, TurnEvent, TurnInfo};

/// Pieces that may wait for a slow client before the model is made to wait.
const WAITING_PIECES: usize = 64;
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
    /// The agent to ask; without it one is chosen.
    pub agent_id: Option<String>,
    /// The request's id.
    pub request_id: String,
    /// Whether the answer comes in pieces.
    pub stream: bool,
    /// Whether the client hears of each step.
    pub trace: bool,
}

/// A turn that has begun. Dropping it cancels the turn.
#[derive(Debug)]
pub struct Ticket {
    /// The session that it belongs to.
    pub session_id: String,
    /// What it says.
    pub events: mpsc::Receiver<TurnEvent>,
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
        let ticket = Ticket { session_id: session_id.clone(), events: receiver };
        core.turns.fetch_add(1, Ordering::Relaxed);
        let active = Active::begin(&core);
        tokio::spawn(async move {
            Running::new(&core, ask, session_id, new, agent, events).run().await;
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
    /// The agent that was asked for; nothing where none was.
    fn agent(&self, asked: Option<&str>) -> Result<Option<usize>, TurnError> {
        let Some(asked) = asked else { return Ok(None) };
        self.parts.agents.iter().position(|a| a.id == asked).map(Some).ok_or_else(|| {
            let known: Vec<&str> =
                self.parts.agents.iter().map(|a| a.id.as_str()).filter(|id| *id != GENERALIST).collect();
            TurnError::UnknownAgent { asked: asked.to_owned(), known: known.join(", ") }
        })
    }
}

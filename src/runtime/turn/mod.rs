//! One turn: recall, ask, answer, keep. It runs in a task of its own and speaks through a
//! bounded channel, so that a slow client slows the model and a client that leaves ends it.

mod act;
mod answer;
mod audit;
mod budget;
mod choose;
mod context;
mod error;
mod event;
mod form;
mod given;
mod inline;
mod keep;
mod listen;
mod prune;
mod recall;
mod remote;
mod run;
mod tell;
mod wanting;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::FutureExt;
use tokio::sync::mpsc;

use super::files::{Attachment, note};
use super::inline as credentials;
use super::llm::{Format, Media, Message, Part, Settings, ToolChoice, ToolSpec};
use super::principal::Principal;
use super::requests;
use super::{Core, GENERALIST, Runtime, id, remember};
use crate::crypto::hash;
use crate::support::keys;
use crate::support::redact::Redactor;
use run::Running;

pub(in crate::runtime) use budget::text_tokens;
pub(in crate::runtime) use context::{HISTORY_BYTES, window_room};
pub use error::{Limit, TurnError};
pub use event::{Outcome, Step, StepKind, TurnEvent, TurnInfo, usage_json};
pub use prune::Pruning;
pub(in crate::runtime) use wanting::Paused;

/// Pieces that may wait for a slow client before the model is made to wait.
const WAITING_PIECES: usize = 64;
/// The longest message, in bytes.
pub const MAX_MESSAGE: usize = 1 << 20;
/// The longest id of a session or request, in bytes.
const MAX_ID: usize = 128;

/// What a client asks.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of the question, and none excludes another"
)]
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
    /// Files that come with the message.
    pub attachments: Vec<Attachment>,
    /// Recordings, which are written down first and are the message then.
    pub recordings: Vec<Media>,
    /// What the caller brings for this turn alone.
    pub wishes: Option<Box<Wishes>>,
    /// Nobody can be asked about calls of tools: those that need a yes are denied at once.
    pub unattended: bool,
    /// Nobody on the way from the client could read it.
    pub private: bool,
}

/// What a caller can bring along for one turn: whoever keeps the conversation itself, and says how
/// the answer is to be.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The conversation, where the caller has it: the turn is then kept nowhere.
    pub conversation: Option<Conversation>,
    /// Instructions behind the agent's own.
    pub instructions: String,
    /// How to answer; what is not set is as the formation says.
    pub settings: Settings,
    /// The form of the answer.
    pub format: Format,
    /// Tools that the caller calls itself: when the model wants one, the turn ends with the call.
    pub tools: Vec<ToolSpec>,
    /// Whether a tool must be called.
    pub choice: ToolChoice,
}

/// A conversation around the question.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    /// What was said before it.
    pub earlier: Vec<Message>,
    /// The question with its files in their places; without it, the message of the [`Ask`].
    pub question: Option<Message>,
    /// What came after it: calls of the caller's tools, and what they gave.
    pub later: Vec<Message>,
    /// What the user has said up to each of the user's messages, the question too: by that it is known when more of it comes, and
    /// another one that only begins alike is not taken for it.
    pub so_far: Vec<[u8; 32]>,
}

impl Conversation {
    /// A conversation of these.
    pub fn new(earlier: Vec<Message>, question: Message, later: Vec<Message>) -> Self {
        let said = earlier.iter().chain([&question]).filter_map(|message| match message {
            Message::User(parts) => Some(parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n")),
            _ => None,
        });
        let so_far = said.scan([0; 32], |so_far, text| {
            *so_far = hash::sha256(&[so_far.as_slice(), text.as_bytes()].concat());
            Some(*so_far)
        });
        let so_far = so_far.collect();
        Self { earlier, question: Some(question), later, so_far }
    }

    /// What the user had said before the question.
    pub fn before(&self) -> [u8; 32] {
        self.so_far.iter().rev().nth(1).copied().unwrap_or_default()
    }
}

impl Ask {
    /// A plain question: in a new session, to an agent that is chosen, answered whole.
    pub fn new(who: Principal, message: String, request_id: String) -> Self {
        Self {
            who,
            message,
            session_id: None,
            agent_id: None,
            request_id,
            stream: false,
            trace: false,
            attachments: Vec::new(),
            recordings: Vec::new(),
            wishes: None,
            unattended: false,
            private: true,
        }
    }

    /// The conversation that the caller brought.
    pub(super) fn conversation(&self) -> Option<&Conversation> {
        self.wishes.as_ref()?.conversation.as_ref()
    }

    /// What the model is told of the question: the words and the files.
    pub(super) fn question(&self) -> Message {
        if let Some(question) = self.conversation().and_then(|c| c.question.clone()) {
            return question;
        }
        let files = self.attachments.iter().map(|file| file.part.clone());
        let words = Some(&self.message).filter(|m| !m.is_empty()).map(|m| Part::Text(m.clone()));
        Message::User(files.chain(words).collect())
    }

    /// What is kept of the question: the words, what the files were, and recordings that were not heard.
    pub(super) fn take_kept(&mut self) -> String {
        let mut kept = std::mem::take(&mut self.message);
        let unheard = self.recordings.iter().map(|file| note(&file.name, &file.media_type, file.data.len()));
        for note in self.attachments.iter().map(Attachment::note).chain(unheard) {
            if !kept.is_empty() {
                kept.push('\n');
            }
            kept.push_str(&note);
        }
        // Files have names, too.
        keys::without_pasted(&kept, credentials::texts::REMOVED).map_or(kept, |(clean, _)| clean)
    }

    fn has_nothing_to_say(&self) -> bool {
        let brought = self.conversation().is_some_and(|c| c.question.is_some());
        !brought
            && self.message.trim().is_empty()
            && self.attachments.is_empty()
            && self.recordings.is_empty()
    }

    fn bytes_of_text(&self) -> usize {
        let files = self.attachments.iter().filter_map(|file| file.part.text()).map(str::len);
        self.message.len() + files.sum::<usize>()
    }
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
    pub fn ask(&self, mut ask: Ask) -> Result<Ticket, TurnError> {
        let core = Arc::clone(&self.core);
        if core.stop.is_draining() {
            return Err(TurnError::Stopping);
        }
        check(&ask)?;
        no_secret_in_ids(&ask, &core.parts.redactor)?;
        let agent = core.agent(ask.agent_id.as_deref())?;
        if !ask.recordings.is_empty() && core.parts.audio.is_none() {
            return Err(TurnError::NoAudioModel);
        }
        let (session_id, new) = match &ask.session_id {
            Some(session_id) => (session_id.clone(), false),
            None => (id::new("sess_"), true),
        };
        let kept = ask.conversation().is_none().then_some(session_id.as_str());
        let now = core.parts.clock.now_millis();
        let request = core.requests.begin(&ask.who, &ask.request_id, kept, now)?;
        // Nothing has seen what was said so far; from here on no credential is in it.
        let rules = &core.parts.credential_rules;
        let heard = Box::new(credentials::hear(&mut ask, &session_id, &core.inline, rules, now));
        let (events, receiver) = mpsc::channel(WAITING_PIECES);
        let ticket = Ticket { session_id: session_id.clone(), events: receiver };
        core.turns.fetch_add(1, Ordering::Relaxed);
        let active = Active::begin(&core);
        // In a box: a task has room for all that is moved into it, again for where it is moved to, until it ends.
        let begun = Box::new(Begun { ask, session_id, new, agent, events, request, heard });
        tokio::spawn(turn(core, begun, active));
        Ok(ticket)
    }
}

/// What a turn begins with.
struct Begun {
    ask: Ask,
    session_id: String,
    new: bool,
    agent: Option<usize>,
    events: mpsc::Sender<TurnEvent>,
    request: requests::Request,
    heard: Box<credentials::Heard<Paused>>,
}

/// The task of a turn. It is small, as a thousand of them may wait for their models at once.
async fn turn(core: Arc<Core>, begun: Box<Begun>, active: Active) {
    let told = begun.events.clone();
    let running = running(&core, begun);
    match AssertUnwindSafe(running.run()).catch_unwind().await {
        // In a task of its own, for which this one keeps no room. The turn is under way until it is taken on.
        Ok(Some(job)) => {
            let core = Arc::clone(&core);
            tokio::spawn(async move {
                remember::after(&core, job).await;
                drop(active);
            });
            return;
        }
        Ok(None) => {}
        // Without the last event the client would take the silence for the end of the server.
        Err(_) => drop(told.try_send(TurnEvent::Failed(Box::new(TurnError::Internal)))),
    }
    drop(active);
}

/// Not in the task itself, which would keep the room of what is moved out of it.
fn running(core: &Core, begun: Box<Begun>) -> Box<Running<'_>> {
    let Begun { ask, session_id, new, agent, events, request, heard } = *begun;
    Box::new(Running::new(core, ask, session_id, new, agent, events, request, heard))
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
    if ask.has_nothing_to_say() {
        return Err(TurnError::EmptyMessage);
    }
    let bytes = ask.bytes_of_text();
    if bytes > MAX_MESSAGE {
        return Err(TurnError::LongMessage(bytes));
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

/// Ids are kept, logged and told as they are: without the value, two of them could become one.
fn no_secret_in_ids(ask: &Ask, redactor: &Redactor) -> Result<(), TurnError> {
    let holds = |id: &str| redactor.holds(id);
    if ask.session_id.as_deref().is_some_and(holds) {
        return Err(TurnError::SecretId("session_id"));
    }
    if holds(&ask.request_id) {
        return Err(TurnError::SecretId("request_id"));
    }
    if holds(&ask.who.to_string()) {
        return Err(TurnError::SecretId("user_id"));
    }
    Ok(())
}

impl Core {
    /// The agent that was asked for; nothing where none was.
    fn agent(&self, asked: Option<&str>) -> Result<Option<usize>, TurnError> {
        let Some(asked) = asked else { return Ok(None) };
        let found = self.parts.agents.iter().position(|a| a.id == asked);
        if found.is_some_and(|at| self.lives[at].is_stopped()) {
            return Err(TurnError::AgentStopped(asked.to_owned()));
        }
        found.map(Some).ok_or_else(|| {
            let known: Vec<&str> =
                self.parts.agents.iter().map(|a| a.id.as_str()).filter(|id| *id != GENERALIST).collect();
            TurnError::UnknownAgent { asked: asked.to_owned(), known: known.join(", ") }
        })
    }
}

#[cfg(test)]
mod tests;

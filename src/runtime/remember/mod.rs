//! Memory around the turn: what is remembered of a user goes in beside the question, and after the answer a model says, in
//! the background, what of the message is to be remembered.
//!
//! A turn waits for one look into the store and for nothing else. Whatever fails here costs a memory and no answer.

mod bell;
mod compact;
mod extract;
mod learn;
mod notice;
mod queue;
mod settle;
mod synopsis;
mod told;

use std::sync::Arc;
use std::time::Duration;

use super::Core;
use super::llm::Model;
use super::memory::{Question, Recollection, Sight};
use super::principal::Principal;
use super::turn::TurnInfo;

pub(in crate::runtime) use bell::Bell;
pub use compact::Compaction;
pub(in crate::runtime) use compact::is_long;
pub(in crate::runtime) use learn::holds_secret;
pub(in crate::runtime) use queue::Queue;
pub(in crate::runtime) use settle::{Settled, settle};
pub(in crate::runtime) use told::{earlier, lift_summary, summary};

/// How many facts go in beside a question.
const RECALLED: u32 = 8;
/// The most bytes of a question that facts are looked for by.
const MOST_ASKED: usize = 4 << 10;
/// How long a turn waits for the store where the formation does not say.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a formation says of remembering its users.
#[derive(Clone)]
pub struct Settings {
    /// The model that says what is to be remembered; without it, the one of the agent that answered.
    pub model: Option<Model>,
    /// The longest answer of it, in tokens.
    pub max_tokens: Option<u64>,
    /// How long a turn waits for what is remembered.
    pub patience: Duration,
    /// How long a short text about each user counts; none is written where nothing is said.
    pub synopsis: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { model: None, max_tokens: None, patience: PATIENCE, synopsis: None }
    }
}

/// A turn that is over, with something left to do: its message may hold something to remember, or its session is long.
pub(in crate::runtime) struct Job {
    /// Which turn.
    pub(in crate::runtime) info: TurnInfo,
    /// Who answered.
    pub(in crate::runtime) agent: usize,
    /// The user's own words, where somebody could be asked what of them is to be remembered.
    pub(in crate::runtime) message: Option<String>,
    /// Whether the session may have to be made shorter.
    pub(in crate::runtime) long: bool,
}

impl Job {
    /// The job of a turn, in a session that is `long` or not; nothing where nothing is left to do. The message is not looked
    /// at yet: somebody waits for the end of the turn.
    pub(in crate::runtime) fn of(
        core: &Core,
        info: &TurnInfo,
        agent: usize,
        message: &str,
        long: bool,
    ) -> Option<Self> {
        let settings = core.parts.remember.as_ref();
        let asks =
            settings.and_then(|settings| extract::model(settings, &core.parts.agents[agent])).is_some();
        let message = asks.then(|| message.to_owned());
        (message.is_some() || long).then(|| Self { info: info.clone(), agent, message, long })
    }

    /// Whether something is left to do, with words in which there may be something to remember, and no secret.
    fn judge(&mut self, core: &Core) -> bool {
        // What comes with a secret is not sent about once more.
        let holds = |said: &String| learn::holds_secret(said, &core.parts.redactor);
        self.message = self.message.take().filter(|said| notice::notices(said) && !holds(said));
        self.message.is_some() || self.long
    }
}

/// What is remembered for one question.
pub(in crate::runtime) struct Remembered {
    /// As the model is told it.
    pub(in crate::runtime) block: String,
    /// How many facts are in it.
    pub(in crate::runtime) facts: u32,
}

/// What is remembered of the user that fits the message, in at most `most` bytes.
pub(in crate::runtime) async fn remembered(
    core: &Core,
    who: &Principal,
    sight: Sight,
    message: &str,
    most: usize,
) -> Option<Remembered> {
    let settings = core.parts.remember.as_ref()?;
    let text = message[..message.floor_char_boundary(MOST_ASKED)].to_owned();
    let synopsis = settings.synopsis.is_some();
    let question = Question { text, sight, limit: RECALLED, synopsis, ..Question::default() };
    // Most users have nothing yet, and that is known without a look.
    let look = core.memory.recall_within(who, question, settings.patience / 2);
    let Recollection { found: facts, synopsis, .. } =
        core.patience.within(settings.patience, look).await?.ok()?;
    if facts.is_empty() && synopsis.is_none() {
        return None;
    }
    // What was kept before a value became a secret.
    let redactor = &core.parts.redactor;
    let facts: Vec<_> = facts.iter().map(|found| redactor.redact(&found.memory.content)).collect();
    let facts: Vec<&str> = facts.iter().map(AsRef::as_ref).collect();
    let synopsis = synopsis.as_ref().map(|synopsis| redactor.redact(&synopsis.text));
    let (block, facts) = told::block(synopsis.as_deref(), &facts, most)?;
    Some(Remembered { block, facts })
}

/// Takes a turn on whose end was told. Whoever hears of it goes first.
pub(in crate::runtime) async fn after(core: &Arc<Core>, mut job: Box<Job>) {
    tokio::task::yield_now().await;
    if job.judge(core) {
        queue::take(core, *job);
    }
}

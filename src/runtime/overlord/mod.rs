//! Who answers. A message goes to the agent that was asked for, to the only one there is, to the one
//! that its words point to; only where they do not tell, a model is asked, once.

mod cache;
pub mod clarify;
mod question;
mod route;
#[cfg(test)]
mod tests;
pub mod widgets;
mod words;

use std::time::Duration;

use super::Agent;
use super::format::AnswerFormat;
use super::llm::{Model, Request};
use cache::Cache;
use question::Question;
use route::Router;

pub(super) use question::about;
pub use route::ByWords;

/// What a formation says of its overlord.
#[derive(Clone, Default)]
pub struct OverlordSettings {
    /// The model that chooses; without it nobody is asked.
    pub model: Option<Model>,
    /// The persona, as it is written: for showing.
    pub soul: Option<String>,
    /// Whether a message that points to nobody stays with the session's last agent.
    pub affinity: bool,
    /// Whether users hear of what is done on the way.
    pub progress: bool,
    /// Whether agents may give tasks to each other.
    pub delegation: bool,
    /// How long a choice of the model is kept; 0 keeps none.
    pub cached_for: Duration,
}

/// Chooses among the agents of a formation.
pub struct Overlord {
    /// What the formation says.
    pub settings: OverlordSettings,
    router: Router,
    question: Question,
    cache: Cache,
    choices: usize,
}

impl Overlord {
    /// For a formation with these `agents`, without the built-in one.
    pub fn new(agents: &[Agent], settings: OverlordSettings) -> Self {
        Self {
            router: Router::new(agents),
            question: Question::new(agents),
            cache: Cache::new(settings.cached_for),
            choices: agents.len(),
            settings,
        }
    }

    /// How long choices are kept where a formation does not say.
    pub const CACHED_FOR: Duration = cache::TTL;

    /// How many agents there are to choose among; they are the first of all.
    pub fn choices(&self) -> usize {
        self.choices
    }

    /// What the words of the message say.
    pub fn by_words(&self, message: &str) -> ByWords {
        self.router.by_words(message)
    }

    /// The question to the model.
    pub fn question(&self, model: &Model, message: &str, last: Option<&Agent>) -> Request {
        self.question.request(model, message, last.map(|agent| agent.id.as_str()))
    }

    /// The agent that the model's answer names, if it is one of `agents`.
    pub fn read(answer: &str, agents: &[Agent]) -> Option<usize> {
        question::read(answer, agents)
    }

    /// What the model said about the same message after the same agent, at `now` (milliseconds).
    pub fn known(&self, message: &str, last: Option<usize>, now: u64) -> Option<usize> {
        self.cache.get(message, last, now)
    }

    /// Keeps what the model said.
    pub fn learn(&self, message: &str, last: Option<usize>, agent: usize, now: u64) {
        self.cache.put(message, last, agent, now);
    }
}

/// What holds for all answers of a formation.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Their form.
    pub format: AnswerFormat,
    /// Whether they are streamed where the client does not say.
    pub streaming: bool,
    /// How often in a row a user is asked back; 0 where users are not.
    pub max_rounds: u32,
}

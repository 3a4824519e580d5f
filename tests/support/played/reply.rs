//! What a played provider is told to do.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Asked;

/// What to do with the next request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answer with these pieces: streamed when asked so, else joined.
    Text(&'static [&'static str]),
    /// The same, each piece after a pause.
    Slow(&'static [&'static str], Duration),
    /// Answer with this: words, calls of tools, usage, the reason of the end.
    Said(Said),
    /// Answer 200 with this body of JSON, whatever was asked.
    Body(String),
    /// Stream these events as they are (each with its `data:`, without the empty line), and close.
    Events(&'static [&'static str]),
    /// Stream these pieces, then cut the connection.
    Cut(&'static [&'static str]),
    /// Refuse with a status, further headers and a body.
    Status(u16, &'static str, &'static str),
    /// Answer 200 with something that is not the dialect.
    Garbage,
    /// Take the request and never answer.
    Silence,
    /// Do what is made of the request.
    Check(Check),
}

impl Reply {
    /// An answer that depends on the question.
    pub fn check(make: impl Fn(&Asked) -> Self + Send + Sync + 'static) -> Self {
        Self::Check(Check(Arc::new(make)))
    }

    /// A model that wants one tool called.
    pub fn call(name: &str, arguments: &str) -> Self {
        Self::Said(Said::default().call(name, arguments))
    }
}

/// Makes a reply of a request.
#[derive(Clone)]
pub struct Check(pub(super) Arc<dyn Fn(&Asked) -> Reply + Send + Sync>);

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Check")
    }
}

/// What a model says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The words, in the pieces in which they are streamed.
    pub pieces: Vec<String>,
    /// The tools it wants called.
    pub calls: Vec<Called>,
    /// Why it stops, in the word of the API; else the usual one.
    pub reason: Option<&'static str>,
    /// What it cost; else 7 tokens of question and 3 of answer.
    pub usage: Tokens,
}

/// A tool that a played model wants called.
#[derive(Clone, Debug)]
pub struct Called {
    /// The id of the call.
    pub id: String,
    /// The tool.
    pub name: String,
    /// The arguments, as text.
    pub arguments: String,
}

/// What a played model counts.
#[derive(Clone, Copy, Debug)]
pub struct Tokens {
    /// Of the question.
    pub prompt: u64,
    /// Of the answer.
    pub completion: u64,
    /// Of the question, read from a cache.
    pub cached: u64,
    /// Of the answer, reasoning.
    pub reasoning: u64,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { prompt: 7, completion: 3, cached: 0, reasoning: 0 }
    }
}

impl Said {
    /// Words.
    pub fn text(pieces: &[&str]) -> Self {
        Self { pieces: pieces.iter().map(|piece| (*piece).to_owned()).collect(), ..Self::default() }
    }

    /// One more tool to call; the calls are numbered from `call_1` on.
    #[must_use]
    pub fn call(mut self, name: &str, arguments: &str) -> Self {
        let id = format!("call_{}", self.calls.len() + 1);
        self.calls.push(Called { id, name: name.to_owned(), arguments: arguments.to_owned() });
        self
    }

    /// Why it stops.
    #[must_use]
    pub fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// What it costs.
    #[must_use]
    pub fn costing(mut self, usage: Tokens) -> Self {
        self.usage = usage;
        self
    }
}

//! Why a turn did not begin or did not end well, and what to do then.

use super::{MAX_ID, MAX_MESSAGE};
use crate::runtime::llm::ModelError;
use crate::runtime::store::{Status, StoreError};

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
    /// The session id, the request id or the user id would be kept and shown, and must not be.
    #[error("the {0} holds the value of a secret; choose another one")]
    SecretId(&'static str),
    /// No such agent.
    #[error("there is no agent {asked}; there is {known}")]
    UnknownAgent {
        /// The id that was asked for.
        asked: String,
        /// The ids that there are.
        known: String,
    },
    /// Somebody stopped the agent.
    #[error("the agent {0} is stopped")]
    AgentStopped(String),
    /// Another turn of the user with the request's id is under way.
    #[error("a request {0} is under way already")]
    RequestTaken(String),
    /// Recordings came, and nobody can write them down.
    #[error("the formation has no audio model, so recordings cannot be written down")]
    NoAudioModel,
    /// There are no words in the recordings.
    #[error("no words were heard in the recording")]
    NothingHeard,
    /// The server ends.
    #[error("the server is stopping")]
    Stopping,
    /// The client went away.
    #[error("the client left")]
    ClientLeft,
    /// Somebody cancelled it.
    #[error("the request was cancelled")]
    Cancelled,
    /// The model calls tools and never answers.
    #[error("the agent {agent} {limit} and gave no answer")]
    Endless {
        /// Who.
        agent: String,
        /// What it came to.
        limit: Limit,
    },
    /// A fault of the runtime itself.
    #[error("the server made a mistake; its log says more")]
    Internal,
    /// The model failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The answer could not be kept, or the session not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a turn without an end comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Its model was asked so often in a row.
    Rounds(u32),
    /// So many tools were called in the turn.
    Calls(u32),
    /// So many calls in a row failed in the same way.
    Errors(u32),
    /// Calls took so many seconds.
    Time(u64),
    /// Agents give the task on to each other, in this order.
    Loop(String),
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rounds(rounds) => write!(f, "called tools {rounds} times in a row"),
            Self::Calls(calls) => write!(f, "came to the {calls} calls of tools that a turn may have"),
            Self::Errors(errors) => write!(f, "had the same failure of a tool {errors} times in a row"),
            Self::Time(seconds) => write!(f, "came to the {seconds} s that the calls of a turn may take"),
            Self::Loop(agents) => write!(f, "goes on giving the task away ({agents})"),
        }
    }
}

impl TurnError {
    /// Stable code, as API and JSON errors carry it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyMessage | Self::LongMessage(_) | Self::BadId(_) | Self::SecretId(_) => {
                "INVALID_PARAMS"
            }
            Self::UnknownAgent { .. } => "AGENT_NOT_FOUND",
            Self::AgentStopped(_) => "AGENT_STOPPED",
            Self::RequestTaken(_) => "REQUEST_IN_PROGRESS",
            Self::NoAudioModel => "NO_AUDIO_MODEL",
            Self::NothingHeard => "NOTHING_HEARD",
            Self::Stopping => "SYSTEM_OVERLOAD",
            Self::ClientLeft => "CLIENT_LEFT",
            Self::Cancelled => "REQUEST_CANCELLED",
            Self::Endless { .. } => "TURN_ENDLESS",
            Self::Internal => "INTERNAL_ERROR",
            Self::Model(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    /// What to do next, where there is something.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::LongMessage(_) => "send less text, or in parts",
            Self::RequestTaken(_) => "wait for it, cancel it, or send another request_id",
            Self::AgentStopped(id) => return Some(format!("let it answer again: muxi agents resume {id}")),
            Self::NoAudioModel => "add `- audio: openai/whisper-1` under llm.models",
            Self::NothingHeard => "record it again, or write the message",
            Self::Stopping => "ask again when the server is up",
            Self::Endless { limit: Limit::Loop(_), .. } => {
                "say in the agents' instructions who does what, or ask one with agent_id"
            }
            Self::Endless { .. } => "ask for less at once, or say in the agent's instructions when to stop",
            Self::Internal => "ask again; if it stays so, report it with the line of the log",
            Self::Store(error) if error.is_busy() => "ask again in a moment",
            Self::Store(_) => "look whether the disk of the server is full or read-only",
            Self::Model(error) => return error.hint(),
            Self::EmptyMessage
            | Self::BadId(_)
            | Self::SecretId(_)
            | Self::UnknownAgent { .. }
            | Self::ClientLeft
            | Self::Cancelled => return None,
        };
        Some(hint.to_owned())
    }

    pub(super) fn status(&self) -> Status {
        if self.is_cancelled() { Status::Cancelled } else { Status::Failed }
    }

    /// Whether somebody ended it, rather than a fault.
    pub(in crate::runtime) fn is_cancelled(&self) -> bool {
        matches!(self, Self::Stopping | Self::ClientLeft | Self::Cancelled)
    }
}

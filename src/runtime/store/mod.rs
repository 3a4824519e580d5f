//! Sessions and messages, behind one trait. No method works without a principal, so that no
//! query can reach another user's rows.

mod artifacts;
mod buffers;
pub mod care;
mod log;
mod migrations;
pub(in crate::runtime) mod numbers;
mod readers;
mod recent;
mod sqlite;
mod summaries;
mod tables;
mod turns;
mod users;
mod waiting;
mod writer;

#[cfg(test)]
mod contract;
#[cfg(test)]
mod migrations_tests;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::distilleries::Distilleries;
use super::memory::Memories;
use super::principal::Principal;
use crate::runtime::llm::{Message, Role};

pub use artifacts::{
    Artifact, ArtifactError, MAX_ARTIFACT, MAX_ARTIFACTS, MAX_USER_BYTES, MAX_VERSIONS, NewArtifact,
};
#[cfg(test)]
pub(in crate::runtime) use buffers::{IN_ALL, IN_ONE};
pub(in crate::runtime) use care::wipe;
pub(in crate::runtime) use sqlite::Hands;
pub use sqlite::SqliteStore;
pub use users::{Identifier, MAX_IDENTIFIERS, MAX_TYPE, Merged, User, UserError, Users, may_have};

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Whole.
    Complete,
    /// The model or the connection to it failed in the middle.
    Failed,
    /// The client left or the server was stopped.
    Cancelled,
}

impl Status {
    /// The name in the store and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_str(name: &str) -> Self {
        match name {
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            _ => Self::Complete,
        }
    }
}

/// One turn to be kept: the question and as much of the answer as there was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Turn {
    /// The session, made if it is new.
    pub session_id: String,
    /// The request that it answers.
    pub request_id: String,
    /// Who answered.
    pub agent_id: String,
    /// The user's words.
    pub question: String,
    /// The model's words; empty keeps the question alone.
    pub answer: String,
    /// How the answer ended.
    pub status: Status,
    /// The answer asks the user back.
    #[serde(default)]
    pub asks_back: bool,
    /// When the question came, in milliseconds since the Unix epoch.
    pub asked_at: u64,
    /// When the answer ended, in milliseconds since the Unix epoch.
    pub answered_at: u64,
}

/// A message as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Its place in the whole store; grows with time.
    pub seq: i64,
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub content: String,
    /// Who answered, for the model's messages.
    pub agent_id: Option<String>,
    /// The request that it belongs to.
    pub request_id: String,
    /// How it ended.
    pub status: Status,
    /// It asks the user back.
    pub asks_back: bool,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
}

/// A session as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id, unique for the user.
    pub id: String,
    /// How many messages it holds.
    pub message_count: u64,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
    /// Milliseconds since the Unix epoch.
    pub updated_at: u64,
}

/// What of a session goes to the model with its next turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// The session.
    pub session_id: String,
    /// How many messages.
    pub messages: u64,
    /// When it was touched last, in milliseconds since the Unix epoch.
    pub updated_at: u64,
}

/// The same of all users together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffers {
    /// Users that have any.
    pub users: u64,
    /// Sessions.
    pub sessions: u64,
    /// Messages.
    pub messages: u64,
}

/// Which messages of a user are wanted, of all sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// From then on, in milliseconds since the Unix epoch.
    pub from: u64,
    /// Until then.
    pub to: u64,
    /// Of this session only.
    pub session_id: Option<String>,
    /// Of this request only.
    pub request_id: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// How much of a session is wanted; the latest message counts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryLimit {
    /// Messages.
    pub messages: u32,
    /// Bytes of text in them.
    pub bytes: usize,
}

/// What was said in a session, as its next turn is told it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// What stands in the place of all that was said before the messages.
    pub summary: Option<Arc<str>>,
    /// The last messages, oldest first.
    pub messages: Vec<Message>,
    /// When the last of them was said, in milliseconds since the Unix epoch; 0 where there is none.
    pub last_at: u64,
}

/// What was said in a session before what a turn is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// The message up to which the session was cleared: nothing up to there is told to anybody.
    pub cleared_to: i64,
    /// Messages, oldest first.
    pub messages: Vec<StoredMessage>,
}

/// What stands in the place of the older messages of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The last message that it stands for, by its `seq`.
    pub upto: i64,
    /// What was said, in short.
    pub text: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// The store failed; the turn's answer is not lost to the client, but was not kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the store failed: {text}")]
pub struct StoreError {
    text: String,
    busy: bool,
}

impl StoreError {
    /// It failed, and how.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), busy: false }
    }

    /// Somebody else wrote to it for longer than was waited.
    pub(in crate::runtime) fn busy() -> Self {
        Self { text: "it is busy, another program has been writing to it for long".to_owned(), busy: true }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        if self.busy { "STORE_BUSY" } else { "STORE_FAILED" }
    }

    /// What to do next, where that is known.
    pub fn hint(&self) -> Option<&'static str> {
        self.busy.then_some("try again in a moment; nothing was changed")
    }

    /// Whether it only was busy: the same may go well a little later.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// What went wrong.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same with where that was in front.
    fn at(self, place: &std::path::Path) -> Self {
        Self { text: format!("{}: {}", place.display(), self.text), ..self }
    }
}

/// Where sessions and messages are kept. Times are milliseconds since the Unix epoch.
pub trait Store: Memories + Distilleries + Send + Sync {
    /// Its users, and the identifiers under which they ask.
    fn users(&self) -> &dyn Users;

    /// Taking one user out of it.
    fn erasure(&self) -> &dyn care::Erasure;

    /// Keeps a turn. When it returns, the turn survives a kill of this process.
    fn keep_turn(&self, who: &Principal, turn: Turn) -> BoxFuture<'static, Result<(), StoreError>>;

    /// What was said last in a session, oldest first, within `most`, and the summary of what was said before. Empty
    /// where there is no such session.
    fn history(
        &self,
        who: &Principal,
        session_id: &str,
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Earlier, StoreError>>;

    /// The summary of a session, if there is one.
    fn summary(
        &self,
        who: &Principal,
        session_id: &str,
    ) -> BoxFuture<'static, Result<Option<Summary>, StoreError>>;

    /// Keeps a summary in the place of the one before. False where it is not kept: one that stands for as much is there, or
    /// the last message that it stands for is not.
    fn set_summary(
        &self,
        who: &Principal,
        session_id: &str,
        summary: Summary,
    ) -> BoxFuture<'static, Result<bool, StoreError>>;

    /// The first messages of a session between two (by `seq`, both left out), oldest first, within `most`.
    fn messages_between(
        &self,
        who: &Principal,
        session_id: &str,
        between: (i64, i64),
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>>;

    /// What is not told word for word any more to a turn that is shown `view` of the session: of those messages after
    /// `after` (by `seq`), the last within `most`.
    fn left(
        &self,
        who: &Principal,
        session_id: &str,
        after: i64,
        view: HistoryLimit,
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Left, StoreError>>;

    /// Those messages of a session, oldest first, that are there and behind where it was cleared.
    fn messages_at(
        &self,
        who: &Principal,
        session_id: &str,
        seqs: Vec<i64>,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>>;

    /// The last `limit` messages of a session, fewer where they are long, before message `before` (by `seq`), oldest first.
    /// Empty where there is no such session.
    fn messages(
        &self,
        who: &Principal,
        session_id: &str,
        limit: u32,
        before: Option<i64>,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>>;

    /// Messages of all sessions of the user with their sessions, the latest first.
    fn said(
        &self,
        who: &Principal,
        wanted: Said,
    ) -> BoxFuture<'static, Result<Vec<(String, StoredMessage)>, StoreError>>;

    /// The sessions of the user of which something goes to the model, at most `most` messages of each, the latest first.
    fn buffers(&self, who: &Principal, most: u32) -> BoxFuture<'static, Result<Vec<Buffer>, StoreError>>;

    /// The sums of the same for all users.
    fn all_buffers(&self, most: u32) -> BoxFuture<'static, Result<Buffers, StoreError>>;

    /// Lets no earlier message go to the model any more: of everybody, of one user, or of one session of the user. The
    /// messages stay. In how many sessions there were any.
    fn clear_buffers(
        &self,
        who: Option<&Principal>,
        session_id: Option<&str>,
    ) -> BoxFuture<'static, Result<u64, StoreError>>;

    /// One session, if this user has it.
    fn session(
        &self,
        who: &Principal,
        session_id: &str,
    ) -> BoxFuture<'static, Result<Option<Session>, StoreError>>;

    /// The user's sessions touched at or after `since`, the latest first.
    fn sessions(
        &self,
        who: &Principal,
        limit: u32,
        since: u64,
    ) -> BoxFuture<'static, Result<Vec<Session>, StoreError>>;

    /// How many answers at the end of a session asked the user back, one after the other; those that
    /// did not become whole do not count.
    fn asked_back(&self, who: &Principal, session_id: &str) -> BoxFuture<'static, Result<u32, StoreError>>;

    /// Keeps a file as a new version of the user's artifact of that name in that session, made if it
    /// is new. When it returns, the file survives a kill of this process.
    fn keep_artifact(
        &self,
        who: &Principal,
        new: NewArtifact,
    ) -> BoxFuture<'static, Result<Artifact, ArtifactError>>;

    /// The latest versions of the user's artifacts, at most `limit`, the latest first.
    fn artifacts(&self, who: &Principal, limit: u32)
    -> BoxFuture<'static, Result<Vec<Artifact>, StoreError>>;

    /// The versions of one artifact of the user, the latest first; none where there is no such one.
    fn artifact(&self, who: &Principal, id: &str) -> BoxFuture<'static, Result<Vec<Artifact>, StoreError>>;

    /// The content of a version of an artifact.
    fn artifact_content(&self, artifact: &Artifact) -> BoxFuture<'static, Result<Bytes, StoreError>>;

    /// Deletes an artifact of the user with all its versions; false where there is no such one.
    fn delete_artifact(&self, who: &Principal, id: &str) -> BoxFuture<'static, Result<bool, StoreError>>;
}

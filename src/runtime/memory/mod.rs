//! What is remembered of users: kept for one of them, found again for the same one. Like the store that
//! it is in, it does nothing without a principal.

mod care;
mod error;
mod fuse;
mod jobs;
mod json;
mod keeper;
mod nothing;
mod recall;
mod rows;
mod sqlite;
mod sums;
mod vectors;
mod words;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_gone;
#[cfg(test)]
mod tests_rows;

use futures_util::future::BoxFuture;

use super::principal::Principal;

pub use care::{Finding, Projection};
pub use error::MemoryError;
pub use keeper::{Keeper, Meanings, Rules};
pub(in crate::runtime) use nothing::Nothing;
pub(in crate::runtime) use rows::keep_within;
pub(in crate::runtime) use sqlite::{change, look};
pub(in crate::runtime) use sums::{faults, filled_in, hand_over};
pub use vectors::As;
pub(in crate::runtime) use vectors::{Cache, dot};

/// The longest memory, in bytes.
pub const MAX_MEMORY: usize = 64 << 10;
/// The most memories of one user that hold; as many may be superseded, the oldest of which make room.
pub const MAX_MEMORIES: u64 = 10_000;
/// The most that the memories of one user may take, in bytes of text and of what came with it.
pub const MAX_USER_BYTES: u64 = 16 << 20;
/// The longest name of a kind, a source, a subject or a scope, in bytes.
pub const MAX_NAME: usize = 255;
/// The longest vector, in numbers.
pub const MAX_DIMENSION: usize = 8192;
/// The most that are recalled at once.
pub const MAX_RECALLED: u32 = 100;
/// The source of what was noticed in what users said.
pub const EXTRACTION: &str = "extraction";

/// Where a memory of a user holds. It is that user's alone in each case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    #[default]
    User,
    /// In one session, by its id.
    Session(String),
    /// For one agent, by its id.
    Agent(String),
    /// Everywhere, as something that the formation says of the user.
    Formation,
}

impl Scope {
    /// The scope of this name and id; nothing where there is no such one, or the id is missing or too much.
    pub fn of(name: &str, id: Option<&str>) -> Option<Self> {
        let id = id.filter(|id| !id.is_empty());
        match (name, id) {
            ("user", None) => Some(Self::User),
            ("formation", None) => Some(Self::Formation),
            ("session", Some(id)) => Some(Self::Session(id.to_owned())),
            ("agent", Some(id)) => Some(Self::Agent(id.to_owned())),
            _ => None,
        }
    }

    /// The name in the store and in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Session(_) => "session",
            Self::Agent(_) => "agent",
            Self::Formation => "formation",
        }
    }

    /// The session or agent; empty for the others.
    pub fn id(&self) -> &str {
        match self {
            Self::User | Self::Formation => "",
            Self::Session(id) | Self::Agent(id) => id,
        }
    }
}

/// What a memory came from, as far as it came from a turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The session.
    pub session_id: Option<String>,
    /// The request.
    pub request_id: Option<String>,
    /// The message, by its place in the store.
    pub message_seq: Option<i64>,
}

/// A memory that is to be kept.
#[derive(Clone, Debug, Default)]
pub struct NewMemory {
    /// What is remembered, in words.
    pub content: String,
    /// What sort of thing it is, such as `fact` or `preference`.
    pub kind: String,
    /// Where it holds.
    pub scope: Scope,
    /// Whom or what it is about.
    pub subject: Option<String>,
    /// What came with it: JSON that is not looked at.
    pub metadata: Option<String>,
    /// Who said so, such as `api` or `extraction`.
    pub source: String,
    /// Its name there.
    pub source_id: Option<String>,
    /// The turn that it came from.
    pub origin: Origin,
    /// When the words were said in which it was noticed, in milliseconds since the Unix epoch: who had all forgotten since
    /// is not reminded of it.
    pub said_at: Option<u64>,
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// A memory as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// `mem_` and 21 characters.
    pub id: String,
    /// What is remembered.
    pub content: String,
    /// What sort of thing it is.
    pub kind: String,
    /// Where it holds.
    pub scope: Scope,
    /// Whom or what it is about.
    pub subject: Option<String>,
    /// What came with it, as JSON.
    pub metadata: Option<String>,
    /// Who said so.
    pub source: String,
    /// Its name there.
    pub source_id: Option<String>,
    /// The turn that it came from.
    pub origin: Origin,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
    /// When it was said last, in milliseconds since the Unix epoch.
    pub updated_at: u64,
    /// When it was recalled last, to the hour.
    pub recalled_at: Option<u64>,
    /// The memory that holds in its place.
    pub superseded_by: Option<String>,
}

/// What came of keeping a memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The memory: the new one, or the one that said the same before.
    pub memory: Memory,
    /// Whether it is new.
    pub is_new: bool,
}

/// What a memory means to one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    /// `provider/name` of the model. Vectors of two models are never compared.
    pub model: String,
    /// The numbers; all of one model are equally long.
    pub values: Vec<f32>,
}

/// From where somebody looks: memories of other sessions and agents are not seen from there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// All memories of the user.
    #[default]
    All,
    /// Those that hold in this session for this agent.
    Turn {
        /// The session.
        session_id: String,
        /// The agent.
        agent_id: String,
    },
    /// Those of these scopes only, by their names.
    Scopes(Vec<String>),
}

impl Sight {
    /// Whether a memory of `scope` is seen.
    pub fn sees(&self, scope: &Scope) -> bool {
        match (self, scope) {
            (Self::All, _) | (Self::Turn { .. }, Scope::User | Scope::Formation) => true,
            (Self::Turn { session_id, .. }, Scope::Session(id)) => id == session_id,
            (Self::Turn { agent_id, .. }, Scope::Agent(id)) => id == agent_id,
            (Self::Scopes(names), scope) => names.iter().any(|name| name == scope.as_str()),
        }
    }
}

/// Which memories are listed, the latest first.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// From where.
    pub sight: Sight,
    /// Only those of this source.
    pub source: Option<String>,
    /// Those too that do not hold any more.
    pub superseded: bool,
    /// How many at most.
    pub limit: u32,
    /// How many are passed over.
    pub offset: u32,
}

/// Where memories came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whence {
    /// What they are about, or the id of one of them.
    Entity(String),
    /// The request, or the name that their source gave them.
    Event(String),
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// In words; any text.
    pub text: String,
    /// What these words mean to the formation's model, where there is one.
    pub vector: Option<Vector>,
    /// Without a vector: whether the words are looked up in the table of the program (see
    /// [`static_vectors`](super::static_vectors)).
    pub by_table: bool,
    /// From where.
    pub sight: Sight,
    /// How many at most, up to [`MAX_RECALLED`].
    pub limit: u32,
    /// Whether what is said of the user in short is wanted, too.
    pub synopsis: bool,
}

/// What came back, and what did not.
#[derive(Clone, Debug, Default)]
pub struct Recollection {
    /// Whether anything is remembered of the user.
    pub any: bool,
    /// The best first.
    pub found: Vec<Recalled>,
    /// What is said of the user in short, where it was asked for.
    pub synopsis: Option<Synopsis>,
    /// Why meaning was not looked at, where there is a model for it.
    pub words_only: Option<String>,
}

/// What there is of a user to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// As it is now.
    pub at: As,
    /// There are vectors of the model.
    pub vectors: bool,
    /// There are memories that have none.
    pub bare: bool,
}

/// A memory that was found, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    /// The memory.
    pub memory: Memory,
    /// The sum of what its places are worth (see `fuse.rs`); to be compared within one answer only.
    pub score: f64,
    /// Its place among those that share words, from 1.
    pub text_rank: Option<u32>,
    /// The cosine between its vector and that of the question, where it is near enough to have a place.
    pub similarity: Option<f32>,
}

/// Numbers of memories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryStats {
    /// Users that have any.
    pub users: u64,
    /// Memories that hold.
    pub memories: u64,
    /// Memories that others hold in the place of.
    pub superseded: u64,
    /// Bytes of text in both, and of what came with it.
    pub bytes: u64,
    /// Memories that have a vector of some model.
    pub vectors: u64,
}

/// A memory for which a vector is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bare {
    /// The memory's id.
    pub id: String,
    /// Its text.
    pub content: String,
}

/// A short text about a user, and when it was written (milliseconds since the Unix epoch).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synopsis {
    /// The text.
    pub text: String,
    /// When.
    pub at: u64,
}

/// The answer of a [`Memories`].
pub type Later<T> = BoxFuture<'static, Result<T, MemoryError>>;

/// Where memories are kept. Whatever changes something has survived a kill of the process when it returns.
pub trait Memories: Send + Sync {
    /// Keeps a memory. One that says the same in the same scope is there once; its time becomes the new one's.
    fn keep_memory(&self, who: &Principal, new: NewMemory) -> Later<Kept>;

    /// Keeps a memory that holds in the place of `old` from now on.
    fn supersede_memory(&self, who: &Principal, old: &str, new: NewMemory) -> Later<Kept>;

    /// Lets the memory `by` hold in the place of `old`; false where one of them is gone or does not hold any more.
    fn give_way(&self, who: &Principal, old: &str, by: &str) -> Later<bool>;

    /// Deletes a memory with all that it holds in the place of; false where there is no such one.
    fn delete_memory(&self, who: &Principal, id: &str) -> Later<bool>;

    /// Deletes all memories of the user that came from `source`, or all, and the synopsis with them. How many. Where these
    /// are those that were noticed, what was said until `now` is not noticed any more.
    fn forget_memories(&self, who: &Principal, source: Option<&str>, now: u64) -> Later<u64>;

    /// One memory, superseded ones too.
    fn memory(&self, who: &Principal, id: &str) -> Later<Option<Memory>>;

    /// Memories, the latest first.
    fn memories(&self, who: &Principal, listing: Listing) -> Later<Vec<Memory>>;

    /// What there is of the user to find by vectors of `model`; nothing where nothing is remembered. Nothing is asked to find
    /// that out twice, until something is kept, by another process too. Where it is as it was when it was `seen`, there is
    /// no look for memories without a vector.
    fn outlook(&self, who: &Principal, model: &str, seen: Option<As>) -> Later<Option<Outlook>>;

    /// Memories that fit the question, the best first, in one look, or in none as with [`outlook`](Self::outlook). It
    /// changes nothing but when they were recalled.
    fn recall(&self, who: &Principal, question: Question, now: u64) -> Later<Recollection>;

    /// Numbers of one user's memories.
    fn memory_stats(&self, who: &Principal) -> Later<MemoryStats>;

    /// The same for all users together: nothing of anybody's but how much there is.
    fn all_memory_stats(&self) -> Later<MemoryStats>;

    /// The user's memories that have no vector of `model`, the oldest first, at most `limit`.
    fn bare_memories(&self, who: &Principal, model: &str, limit: u32) -> Later<Vec<Bare>>;

    /// Keeps vectors of the user's memories, by their ids, in the place of any other. Those of memories that
    /// are gone or superseded meanwhile are dropped.
    fn keep_vectors(&self, who: &Principal, vectors: Vec<(String, Vector)>) -> Later<()>;

    /// Notes that `model` has no vector for these memories of the user, so that none is wanted any more.
    fn keep_no_vectors(&self, who: &Principal, model: &str, ids: Vec<String>) -> Later<()>;

    /// Drops all vectors of the user's memories, to be made anew.
    fn drop_vectors(&self, who: &Principal) -> Later<()>;

    /// What is wrong with the memories of one user, or of all: at most `limit` findings. Vectors are wanted of `model`,
    /// and none where it is empty.
    fn lint_memories(&self, who: Option<&Principal>, model: &str, limit: u32) -> Later<Vec<Finding>>;

    /// Memories of the user by where they came from, superseded ones too, the latest first.
    fn memories_from(&self, who: &Principal, from: Whence, limit: u32) -> Later<Vec<Memory>>;

    /// Makes the full-text index of the user's memories anew. How many are in it.
    fn reindex_memories(&self, who: &Principal) -> Later<u64>;

    /// What is said of the user in short.
    fn synopsis(&self, who: &Principal) -> Later<Option<Synopsis>>;

    /// Sets what is said of the user in short, made `from` these memories, by their ids: false where one of them does not
    /// hold any more. It is gone with the first of the user's memories that is.
    fn set_synopsis(&self, who: &Principal, synopsis: Synopsis, from: Vec<String>) -> Later<bool>;
}

/// The store failed.
fn failed(error: rusqlite::Error) -> MemoryError {
    MemoryError::Store(error.into())
}

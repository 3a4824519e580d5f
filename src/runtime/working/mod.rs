//! The working memory: what a session has said before all that its next turn is told word for word is found again by what
//! it means, and goes in beside the question.
//!
//! - It is there where the formation wants it (`memory.working`, or `memory.buffer.vector_search: true`). A turn looks only
//!   when its session has outgrown what it is told: all else costs nothing, and asks nobody for a vector.
//! - Held are vectors and the places of messages, by user and session, and no words. What is found is read from the store,
//!   for the same user and session, behind where it was cleared: what is gone there is found by nobody.
//! - The turn that looks also takes up what has left its view since, so one question to the embedding model does both. It
//!   waits for [`PATIENCE`] and no longer; the work goes on without it, for the next one.
//! - Vectors come from where those of memories come from. Where their model cannot be asked, nothing is found.
//! - All sessions together have a bound, beyond which the oldest message goes. Nothing is kept over a restart: the first
//!   turn that looks takes the last [`PART`] up again.
//! - Clearing a buffer, and erasing or merging a user, drops the vectors too.

mod shelves;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shelves::{Key, Shelves};

use super::memory::Keeper;
use super::principal::Principal;
use super::store::{HistoryLimit, Store, StoredMessage};

/// How long a turn waits for what is found.
const PATIENCE: Duration = Duration::from_millis(500);
/// How much of what left the view is taken up at once: the last of it, so many messages and bytes.
const PART: HistoryLimit = HistoryLimit { messages: 500, bytes: 512 << 10 };
/// How many messages are found at most.
const FOUND: usize = 6;
/// What all sessions may take where the formation says `auto`, in MB.
const USUAL_MB: u64 = 64;

/// What a formation says of its working memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What all sessions together may take, in bytes.
    pub most: usize,
}

impl Settings {
    /// At most so many MB, or as many as is usual.
    pub fn of(max_memory_mb: Option<u64>) -> Self {
        let bytes = max_memory_mb.unwrap_or(USUAL_MB).saturating_mul(1 << 20);
        Self { most: usize::try_from(bytes).unwrap_or(usize::MAX) }
    }
}

/// How much is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Sessions.
    pub sessions: usize,
    /// Messages of them.
    pub messages: usize,
    /// Bytes.
    pub bytes: usize,
}

/// The working memory of a running formation.
pub struct Working {
    settings: Settings,
    /// What a turn is told of its session word for word.
    view: HistoryLimit,
    store: Arc<dyn Store>,
    keeper: Arc<Keeper>,
    shelves: Mutex<Shelves>,
}

impl Working {
    /// For turns that are told `view` of their sessions in `store`; `keeper` makes the vectors.
    pub fn new(
        settings: Settings,
        view: HistoryLimit,
        store: Arc<dyn Store>,
        keeper: Arc<Keeper>,
    ) -> Arc<Self> {
        Arc::new(Self { settings, view, store, keeper, shelves: Mutex::default() })
    }

    /// What was said in the session before its view and fits the question, oldest first.
    pub async fn found(
        self: &Arc<Self>,
        who: &Principal,
        session_id: &str,
        question: &str,
    ) -> Vec<StoredMessage> {
        let key = (who.clone(), session_id.to_owned());
        let looking = tokio::spawn(Arc::clone(self).look(key, question.to_owned()));
        let found = tokio::time::timeout(PATIENCE, looking).await;
        found.ok().and_then(Result::ok).flatten().unwrap_or_default()
    }

    /// What the formation says.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// How much is held now.
    pub fn held(&self) -> Held {
        self.shelves().held()
    }

    /// Drops what is held: of everybody, of one user, or of one session of the user.
    pub fn forget(&self, who: Option<&Principal>, session_id: Option<&str>) {
        self.shelves().forget(who, session_id);
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        // What a panic left is only vectors; they are made again.
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn look(self: Arc<Self>, key: Key, question: String) -> Option<Vec<StoredMessage>> {
        let (who, session_id) = (&key.0, key.1.as_str());
        let Some(begun) = self.shelves().begin(&key) else {
            // Another turn takes up what is new.
            let asked = self.keeper.meanings(&[question]).await?;
            let seqs = self.nearest(&key, asked.vectors.into_iter().next()??.as_slice(), asked.floor);
            return self.store.messages_at(who, session_id, seqs).await.ok();
        };
        let taking = Taking { working: &self, key: &key, begun: begun.number };
        let left = self.store.left(who, session_id, begun.after, self.view, PART).await.ok()?;
        self.shelves().cleared(&key, left.cleared_to);
        if left.messages.is_empty() && self.shelves().is_empty(&key) {
            return None;
        }
        let mut texts = Vec::with_capacity(left.messages.len() + 1);
        texts.push(question);
        texts.extend(left.messages.iter().map(|message| message.content.clone()));
        let made = self.keeper.meanings(&texts).await?;
        let mut vectors = made.vectors.into_iter();
        let asked = vectors.next()?;
        let rows = left.messages.iter().map(|message| message.seq).zip(vectors);
        self.shelves().add(&key, begun.number, rows.collect(), self.settings.most);
        drop(taking);
        let seqs = self.nearest(&key, asked?.as_slice(), made.floor);
        self.store.messages_at(who, session_id, seqs).await.ok()
    }

    fn nearest(&self, key: &Key, asked: &[f32], floor: f32) -> Vec<i64> {
        self.shelves().nearest(key, asked, FOUND, floor)
    }
}

/// One turn takes up what is new in a session; whatever comes of it, the next one may.
struct Taking<'a> {
    working: &'a Working,
    key: &'a Key,
    begun: u64,
}

impl Drop for Taking<'_> {
    fn drop(&mut self) {
        self.working.shelves().end(self.key, self.begun);
    }
}

#[cfg(test)]
mod tests;

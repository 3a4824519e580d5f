//! Memories in the file of the SQLite store, written by its one writer and read by its readers.

use std::sync::Arc;

use rusqlite::Connection;

use super::nothing::Begun;
use super::recall::{self, Answer};
use super::{
    As, Bare, Finding, Kept, Later, Listing, Memories, Memory, MemoryError, MemoryStats, NewMemory, Outlook,
    Question, Recalled, Recollection, Synopsis, Vector, Whence, care, rows,
};
use crate::runtime::principal::Principal;
use crate::runtime::store::{Hands, SqliteStore, wipe};

/// A time of recall is noted when the one before is so old, in milliseconds: not each turn is to write.
const NOTED: u64 = 60 * 60 * 1000;

pub(in crate::runtime) fn look<T: Send + 'static>(
    hands: &Hands,
    query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Later<T> {
    let answer = hands.read(query);
    Box::pin(async move { Ok(answer.await?) })
}

/// Writes what is remembered of a user; who knew that there is nothing knows it no more when this is done.
pub(in crate::runtime) fn change<T: Send + 'static>(
    hands: &Hands,
    who: &Principal,
    work: impl FnOnce(&mut Connection, &Principal) -> Result<T, MemoryError> + Send + 'static,
) -> Later<T> {
    let (who, nothing, tell) = (who.clone(), Arc::clone(&hands.nothing), hands.teller());
    let vectors = Arc::clone(&hands.vectors);
    hands.write(move |connection| {
        let done = work(connection, &who);
        nothing.changed(&who);
        vectors.forget(&who);
        tell();
        done
    })
}

/// The same where something is deleted: it goes out of the log of the database, too.
fn remove<T: Send + 'static>(
    hands: &Hands,
    who: &Principal,
    work: impl FnOnce(&mut Connection, &Principal) -> Result<T, MemoryError> + Send + 'static,
) -> Later<T> {
    change(hands, who, move |connection, who| {
        let done = work(connection, who)?;
        wipe(connection);
        Ok(done)
    })
}

/// Begins an answer that is known without a look where nothing is remembered of the user.
enum Look {
    Known,
    Needed(Option<Begun>),
}

fn begin(hands: &Hands, who: &Principal) -> Look {
    match hands.others().map(|others| hands.nothing.look(who, others)) {
        Some(None) => Look::Known,
        Some(begun) => Look::Needed(begun),
        None => Look::Needed(None),
    }
}

/// What is there of the user to find, or nothing.
async fn outlook(
    hands: Hands,
    who: Principal,
    model: String,
    seen: Option<As>,
) -> Result<Option<Outlook>, MemoryError> {
    let Look::Needed(begun) = begin(&hands, &who) else { return Ok(None) };
    let whose = who.clone();
    let outlook = look(&hands, move |connection| recall::outlook(connection, &whose, &model, seen)).await?;
    if let (None, Some(begun)) = (&outlook, begun) {
        hands.nothing.found_none(&who, begun);
    }
    Ok(outlook)
}

/// Recalls, after the index was brought up to date where that is needed.
async fn recalled(
    hands: Hands,
    who: Principal,
    question: Question,
    now: u64,
) -> Result<Recollection, MemoryError> {
    let Look::Needed(begun) = begin(&hands, &who) else { return Ok(Recollection::default()) };
    let question = Arc::new(question);
    let ask = || {
        let (who, question, cache) = (who.clone(), Arc::clone(&question), Arc::clone(&hands.vectors));
        look(&hands, move |connection| recall::recall(connection, &cache, &who, &question))
    };
    let mut answer = ask().await?;
    if matches!(answer, Answer::NotIndexed) {
        let who = who.clone();
        hands.write(move |connection| rows::reindex(connection, &who, false)).await?;
        answer = ask().await?;
    }
    let Answer::Found(recollection) = answer else { return Ok(Recollection::default()) };
    if let (false, Some(begun)) = (recollection.any, begun) {
        hands.nothing.found_none(&who, begun);
    }
    let due = |found: &&Recalled| found.memory.recalled_at.is_none_or(|at| at.saturating_add(NOTED) < now);
    let ids: Vec<String> =
        recollection.found.iter().filter(due).map(|found| found.memory.id.clone()).collect();
    if !ids.is_empty() {
        // It is done by the writer whether or not anybody waits; nobody does.
        drop(hands.write(move |connection| rows::touch(connection, &who, &ids, now)));
    }
    Ok(recollection)
}

impl Memories for SqliteStore {
    fn keep_memory(&self, who: &Principal, new: NewMemory) -> Later<Kept> {
        change(&self.hands(), who, move |connection, who| rows::keep(connection, who, None, new))
    }

    fn supersede_memory(&self, who: &Principal, old: &str, new: NewMemory) -> Later<Kept> {
        let old = old.to_owned();
        change(&self.hands(), who, move |connection, who| rows::keep(connection, who, Some(&old), new))
    }

    fn give_way(&self, who: &Principal, old: &str, by: &str) -> Later<bool> {
        let (old, by) = (old.to_owned(), by.to_owned());
        change(&self.hands(), who, move |connection, who| rows::give_way(connection, who, &old, &by))
    }

    fn delete_memory(&self, who: &Principal, id: &str) -> Later<bool> {
        let id = id.to_owned();
        remove(&self.hands(), who, move |connection, who| rows::delete(connection, who, &id))
    }

    fn forget_memories(&self, who: &Principal, source: Option<&str>, now: u64) -> Later<u64> {
        let source = source.map(str::to_owned);
        remove(&self.hands(), who, move |connection, who| {
            rows::forget(connection, who, source.as_deref(), now)
        })
    }

    fn memory(&self, who: &Principal, id: &str) -> Later<Option<Memory>> {
        let (who, id) = (who.clone(), id.to_owned());
        let found = look(&self.hands(), move |connection| Ok(rows::find(connection, &who, &id)));
        Box::pin(async move { found.await? })
    }

    fn memories(&self, who: &Principal, listing: Listing) -> Later<Vec<Memory>> {
        let who = who.clone();
        look(&self.hands(), move |connection| recall::list(connection, &who, &listing))
    }

    fn outlook(&self, who: &Principal, model: &str, seen: Option<As>) -> Later<Option<Outlook>> {
        Box::pin(outlook(self.hands(), who.clone(), model.to_owned(), seen))
    }

    fn recall(&self, who: &Principal, question: Question, now: u64) -> Later<Recollection> {
        Box::pin(recalled(self.hands(), who.clone(), question, now))
    }

    fn memory_stats(&self, who: &Principal) -> Later<MemoryStats> {
        let who = who.clone();
        look(&self.hands(), move |connection| recall::stats(connection, Some(&who)))
    }

    fn all_memory_stats(&self) -> Later<MemoryStats> {
        look(&self.hands(), |connection| recall::stats(connection, None))
    }

    fn bare_memories(&self, who: &Principal, model: &str, limit: u32) -> Later<Vec<Bare>> {
        let (who, model) = (who.clone(), model.to_owned());
        look(&self.hands(), move |connection| recall::bare(connection, &who, &model, limit))
    }

    fn keep_vectors(&self, who: &Principal, vectors: Vec<(String, Vector)>) -> Later<()> {
        let who = who.clone();
        self.hands().write(move |connection| rows::keep_vectors(connection, &who, &vectors))
    }

    fn keep_no_vectors(&self, who: &Principal, model: &str, ids: Vec<String>) -> Later<()> {
        let (who, model) = (who.clone(), model.to_owned());
        self.hands().write(move |connection| rows::keep_no_vectors(connection, &who, &model, &ids))
    }

    fn drop_vectors(&self, who: &Principal) -> Later<()> {
        let who = who.clone();
        self.hands().write(move |connection| rows::drop_vectors(connection, &who))
    }

    fn lint_memories(&self, who: Option<&Principal>, model: &str, limit: u32) -> Later<Vec<Finding>> {
        let (who, model) = (who.cloned(), model.to_owned());
        look(&self.hands(), move |connection| care::lint(connection, who.as_ref(), &model, limit))
    }

    fn memories_from(&self, who: &Principal, from: Whence, limit: u32) -> Later<Vec<Memory>> {
        let who = who.clone();
        look(&self.hands(), move |connection| recall::from(connection, &who, &from, limit))
    }

    fn reindex_memories(&self, who: &Principal) -> Later<u64> {
        let who = who.clone();
        self.hands().write(move |connection| rows::reindex(connection, &who, true))
    }

    fn synopsis(&self, who: &Principal) -> Later<Option<Synopsis>> {
        let who = who.clone();
        look(&self.hands(), move |connection| recall::synopsis(connection, &who))
    }

    fn set_synopsis(&self, who: &Principal, synopsis: Synopsis, from: Vec<String>) -> Later<bool> {
        change(&self.hands(), who, move |connection, who| {
            rows::set_synopsis(connection, who, &synopsis, &from)
        })
    }
}

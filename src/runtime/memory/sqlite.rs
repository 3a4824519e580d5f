//! Memories in the file of the SQLite store, written by its one writer and read by its readers.

use std::sync::Arc;

use rusqlite::Connection;

use super::recall::{self, Answer};
use super::{
    Bare, Finding, Kept, Later, Listing, Memories, Memory, MemoryError, MemoryStats, NewMemory, Question,
    Recalled, Synopsis, Vector, Whence, care, rows,
};
use crate::runtime::principal::Principal;
use crate::runtime::store::{Hands, SqliteStore};

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
    hands.write(move |connection| {
        let done = work(connection, &who);
        nothing.changed(&who);
        tell();
        done
    })
}

/// Recalls, after the index was brought up to date where that is needed.
async fn recalled(
    hands: Hands,
    who: Principal,
    question: Question,
    now: u64,
) -> Result<Vec<Recalled>, MemoryError> {
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
    let Answer::Found(found) = answer else { return Ok(Vec::new()) };
    let due = |found: &&Recalled| found.memory.recalled_at.is_none_or(|at| at.saturating_add(NOTED) < now);
    let ids: Vec<String> = found.iter().filter(due).map(|found| found.memory.id.clone()).collect();
    if !ids.is_empty() {
        // It is done by the writer whether or not anybody waits; nobody does.
        drop(hands.write(move |connection| rows::touch(connection, &who, &ids, now)));
    }
    Ok(found)
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
        change(&self.hands(), who, move |connection, who| rows::delete(connection, who, &id))
    }

    fn forget_memories(&self, who: &Principal, source: Option<&str>) -> Later<u64> {
        let source = source.map(str::to_owned);
        change(&self.hands(), who, move |connection, who| rows::forget(connection, who, source.as_deref()))
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

    fn has_memories(&self, who: &Principal) -> Later<bool> {
        let hands = self.hands();
        let others = hands.others();
        let begun = match others.map(|others| hands.nothing.look(who, others)) {
            Some(None) => return Box::pin(std::future::ready(Ok(false))),
            Some(begun) => begun,
            None => None,
        };
        let who = who.clone();
        Box::pin(async move {
            let asked = who.clone();
            let any = look(&hands, move |connection| recall::any(connection, &asked)).await?;
            if let (false, Some(begun)) = (any, begun) {
                hands.nothing.found_none(&who, begun);
            }
            Ok(any)
        })
    }

    fn recall(&self, who: &Principal, question: Question, now: u64) -> Later<Vec<Recalled>> {
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

    fn bare_users(&self, model: &str, limit: u32) -> Later<Vec<Principal>> {
        let model = model.to_owned();
        look(&self.hands(), move |connection| recall::bare_users(connection, &model, limit))
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

    fn set_synopsis(&self, who: &Principal, synopsis: Option<Synopsis>) -> Later<()> {
        change(&self.hands(), who, move |connection, who| {
            rows::set_synopsis(connection, who, synopsis.as_ref())
        })
    }
}

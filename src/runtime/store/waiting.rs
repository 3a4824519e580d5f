//! Turns that are in the log and not yet in the database, by their sessions: who reads another session need not wait for
//! them, however long another process writes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Turn;
use super::recent::Key;
use crate::runtime::principal::Principal;

/// How many wait.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    all: usize,
    sessions: HashMap<Key, usize>,
    /// Users were merged meanwhile: whose session a turn comes to is not known before it is there.
    mixed: bool,
    /// How often other processes had written when none waited.
    others: u64,
}

impl Waiting {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more.
    pub(super) fn add(&self, who: &Principal, turn: &Turn) {
        let mut inner = self.inner();
        inner.all += 1;
        *inner.sessions.entry((who.clone(), turn.session_id.clone())).or_default() += 1;
    }

    /// One is in the database.
    pub(super) fn remove(&self, who: &Principal, turn: &Turn) {
        let mut inner = self.inner();
        inner.all = inner.all.saturating_sub(1);
        let key = (who.clone(), turn.session_id.clone());
        if let Some(left) = inner.sessions.get_mut(&key) {
            *left -= 1;
            if *left == 0 {
                inner.sessions.remove(&key);
            }
        }
        inner.mixed &= inner.all > 0;
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.inner().all == 0
    }

    /// Whether one may be of this session, other processes having written so often, which may have merged users.
    pub(super) fn has(&self, key: &Key, others: u64) -> bool {
        let mut inner = self.inner();
        if inner.all == 0 {
            inner.others = others;
        }
        inner.mixed || inner.sessions.contains_key(key) || inner.others != others
    }

    /// Users become others.
    pub(super) fn mix(&self) {
        let mut inner = self.inner();
        inner.mixed = inner.all > 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::store::contract::{turn, who};

    #[test]
    fn a_session_waits_for_its_own_turns_and_for_all_where_users_were_merged() {
        let (waiting, alice) = (Waiting::default(), who("alice"));
        let (first, key) = (turn("s", "q", "a", 1), |session: &str| (who("alice"), session.to_owned()));
        waiting.mix();
        assert!(!waiting.has(&key("s"), 7));
        waiting.add(&alice, &first);
        waiting.add(&alice, &first);
        let others = (who("bob"), "s".to_owned());
        assert!(waiting.has(&key("s"), 7) && !waiting.has(&key("t"), 7) && !waiting.has(&others, 7));
        assert!(waiting.has(&others, 8), "another process may have merged them");
        waiting.remove(&alice, &first);
        assert!(waiting.has(&key("s"), 7) && !waiting.is_empty());
        waiting.mix();
        assert!(waiting.has(&others, 7));
        waiting.remove(&alice, &first);
        assert!(!waiting.has(&key("s"), 8) && waiting.is_empty());
    }
}

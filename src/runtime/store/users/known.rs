//! Who is behind the identifiers that asked last, so that a turn does not ask the database for it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::runtime::principal::{Caller, Principal};

/// The most identifiers here: a few MB.
const MAX: usize = 10_000;

/// A bounded map of identifiers to users.
#[derive(Default)]
pub(in crate::runtime::store) struct Known(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    users: HashMap<Caller, Principal>,
    /// Grows when somebody's identifiers change: what was read before may be wrong.
    changes: u64,
    /// How often other processes had written when it was last looked at.
    others: u64,
}

impl Known {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The user, if it is here. All is forgotten when other processes have written since.
    pub(super) fn get(&self, caller: &Caller, others: u64) -> Option<Principal> {
        let mut inner = self.inner();
        if inner.others != others {
            inner.others = others;
            inner.forget();
        }
        inner.users.get(caller).cloned()
    }

    /// To be called before the database is asked.
    pub(super) fn begin_read(&self) -> u64 {
        self.inner().changes
    }

    /// What the database told, unless something has changed since `begun`.
    pub(super) fn remember(&self, begun: u64, caller: &Caller, who: &Principal) {
        let mut inner = self.inner();
        if inner.changes != begun {
            return;
        }
        if inner.users.len() >= MAX {
            // Finding out whom to keep would cost more than asking again.
            inner.users.clear();
        }
        inner.users.insert(caller.clone(), who.clone());
    }

    /// Identifiers have changed.
    pub(in crate::runtime::store) fn forget(&self) {
        self.inner().forget();
    }
}

impl Inner {
    fn forget(&mut self) {
        self.users.clear();
        self.changes += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_remembered_and_the_map_is_bounded() {
        let (known, bob) = (Known::default(), Caller::parse("bob").unwrap());
        let who = Principal::of("", "usr_1");
        let begun = known.begin_read();
        known.forget();
        known.remember(begun, &bob, &who);
        assert_eq!(known.get(&bob, 0), None);
        known.remember(known.begin_read(), &bob, &who);
        assert_eq!(known.get(&bob, 0), Some(who.clone()));
        assert_eq!(known.get(&bob, 1), None, "another process has written");
        for n in 0..=MAX {
            known.remember(known.begin_read(), &Caller::parse(&format!("u{n}")).unwrap(), &who);
        }
        assert!(known.inner().users.len() <= MAX);
    }
}

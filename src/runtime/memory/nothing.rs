//! Users of whom nothing is remembered: a turn of theirs asks the database nothing.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::runtime::principal::Principal;

/// The most users here. What is not here is asked.
const MOST: usize = 16 << 10;

/// Who is known to have no memories.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Nothing(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    users: HashSet<Principal>,
    /// Grows with each change: what was read before one is not known after it.
    changes: u64,
    /// How often other processes had written when it was last looked at.
    others: u64,
}

/// When somebody began to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun(u64);

impl Nothing {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Each change of it is one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing where it is known that there is nothing; else it is to be read from now on. Other processes have written
    /// `others` times.
    pub(super) fn look(&self, who: &Principal, others: u64) -> Option<Begun> {
        let mut inner = self.inner();
        if std::mem::replace(&mut inner.others, others) != others {
            inner.clear();
        }
        (!inner.users.contains(who)).then_some(Begun(inner.changes))
    }

    /// Nothing was found. It is remembered where nothing has changed since.
    pub(super) fn found_none(&self, who: &Principal, begun: Begun) {
        let mut inner = self.inner();
        if inner.changes == begun.0 {
            if inner.users.len() >= MOST {
                inner.users.clear();
            }
            inner.users.insert(who.clone());
        }
    }

    /// Something was kept of the user, or forgotten.
    pub(super) fn changed(&self, who: &Principal) {
        let mut inner = self.inner();
        inner.changes += 1;
        inner.users.remove(who);
    }

    /// Users became others.
    pub(in crate::runtime) fn forget_all(&self) {
        self.inner().clear();
    }
}

impl Inner {
    fn clear(&mut self) {
        self.changes += 1;
        self.users.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(id: &str) -> Principal {
        Principal::parse(id).unwrap()
    }

    #[test]
    fn who_has_nothing_is_known_until_something_changes_here_or_elsewhere() {
        let nothing = Nothing::default();
        let (ann, bob) = (who("ann"), who("bob"));
        let known = |who: &Principal, others| nothing.look(who, others).is_none();
        let begun = nothing.look(&ann, 0).unwrap();
        nothing.found_none(&ann, begun);
        assert!(known(&ann, 0) && !known(&bob, 0));
        nothing.changed(&bob);
        assert!(known(&ann, 0), "another user's memories are none of hers");
        nothing.changed(&ann);
        assert!(!known(&ann, 0));
        // What was read before a change is not believed after it.
        let begun = nothing.look(&ann, 0).unwrap();
        nothing.changed(&ann);
        nothing.found_none(&ann, begun);
        assert!(!known(&ann, 0));
        let learn = || {
            let begun = nothing.look(&ann, 0).unwrap();
            nothing.found_none(&ann, begun);
            assert!(known(&ann, 0));
        };
        learn();
        nothing.forget_all();
        assert!(!known(&ann, 0));
        learn();
        assert!(!known(&ann, 1), "another process has written");
    }

    #[test]
    fn it_stays_within_its_bound() {
        let nothing = Nothing::default();
        for n in 0..=MOST {
            let who = who(&format!("u{n}"));
            let begun = nothing.look(&who, 0).unwrap();
            nothing.found_none(&who, begun);
        }
        assert_eq!(nothing.inner().users.len(), 1);
    }
}

//! Who began which session, and how many there may be. What a session holds is with the SDK.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::runtime::principal::Principal;

/// The most sessions at once; the one that was quiet longest makes room.
const MAX_ALL: usize = 512;
/// The most sessions of one user.
const MAX_USER: usize = 32;
/// A session that was quiet for so long is over.
pub(super) const MAX_QUIET: Duration = Duration::from_hours(1);
/// No session is older.
const MAX_AGE: Duration = Duration::from_hours(24);

type Id = Arc<str>;

/// The sessions that are known, each its user's alone.
#[derive(Default)]
pub(super) struct Sessions(Mutex<HashMap<Id, Entry>>);

struct Entry {
    who: Principal,
    begun: Instant,
    used: Instant,
}

impl Sessions {
    /// Whether `who` may speak in this session. One that is too old is over; it is in the second place then.
    pub(super) fn enter(&self, id: &str, who: &Principal, now: Instant) -> (bool, Option<Id>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get_mut(id) {
            Some(entry) if entry.who != *who => (false, None),
            Some(entry) if now.duration_since(entry.begun) > MAX_AGE => {
                (false, known.remove_entry(id).map(|(id, _)| id))
            }
            Some(entry) => {
                entry.used = now;
                (true, None)
            }
            None => (false, None),
        }
    }

    /// A session was begun by `who`. What is returned has to be closed to make room for it.
    pub(super) fn begin(&self, id: &str, who: &Principal, now: Instant) -> Vec<Id> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut over = Vec::new();
        known.retain(|id, entry| {
            let stays =
                now.duration_since(entry.used) <= MAX_QUIET && now.duration_since(entry.begun) <= MAX_AGE;
            if !stays {
                over.push(Arc::clone(id));
            }
            stays
        });
        let mine = known.values().filter(|entry| entry.who == *who).count();
        let full = if mine >= MAX_USER {
            quietest(&known, |entry| entry.who == *who)
        } else if known.len() >= MAX_ALL {
            quietest(&known, |_| true)
        } else {
            None
        };
        if let Some(full) = full {
            known.remove(&full);
            over.push(full);
        }
        known.insert(id.into(), Entry { who: who.clone(), begun: now, used: now });
        over
    }

    /// A session has ended.
    pub(super) fn end(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

fn quietest(known: &HashMap<Id, Entry>, which: impl Fn(&Entry) -> bool) -> Option<Id> {
    let found = known.iter().filter(|(_, entry)| which(entry)).min_by_key(|(_, entry)| entry.used);
    found.map(|(id, _)| Arc::clone(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> Principal {
        Principal::parse(name).unwrap()
    }

    #[test]
    fn a_session_is_its_users_alone_and_ends_with_its_age() {
        let (sessions, start) = (Sessions::default(), Instant::now());
        assert!(sessions.begin("s", &user("alice"), start).is_empty());
        assert_eq!(sessions.enter("s", &user("alice"), start), (true, None));
        assert_eq!(sessions.enter("s", &user("bob"), start), (false, None));
        assert_eq!(sessions.enter("t", &user("alice"), start), (false, None));
        let late = start + MAX_AGE + Duration::from_secs(1);
        assert_eq!(sessions.enter("s", &user("bob"), late), (false, None), "a stranger ends nothing");
        assert_eq!(sessions.enter("s", &user("alice"), late), (false, Some("s".into())));
        sessions.begin("s", &user("alice"), late);
        sessions.end("s");
        assert_eq!(sessions.enter("s", &user("alice"), late), (false, None));
    }

    #[test]
    fn a_user_with_too_many_loses_the_quietest_of_its_own() {
        let (sessions, start) = (Sessions::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        sessions.begin("of bob", &user("bob"), start);
        for n in 0..MAX_USER as u64 {
            assert!(sessions.begin(&format!("s{n}"), &user("alice"), at(n + 1)).is_empty());
        }
        assert!(sessions.enter("s0", &user("alice"), at(100)).0);
        assert_eq!(sessions.begin("more", &user("alice"), at(101)), [Id::from("s1")]);
        assert!(sessions.enter("of bob", &user("bob"), at(102)).0);
    }

    #[test]
    fn all_together_are_bounded_and_the_quiet_ones_go_first() {
        let (sessions, start) = (Sessions::default(), Instant::now());
        for n in 0..MAX_ALL {
            sessions.begin(
                &format!("s{n}"),
                &user(&format!("u{n}")),
                start + Duration::from_millis(n as u64),
            );
        }
        let next = start + Duration::from_secs(10);
        assert_eq!(sessions.begin("one more", &user("new"), next), [Id::from("s0")]);
        let over = sessions.begin("later", &user("new"), start + MAX_QUIET + Duration::from_secs(5));
        assert_eq!(over.len(), MAX_ALL - 1, "all that were quiet for an hour");
    }
}

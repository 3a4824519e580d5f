//! The keys of users: derived when they are needed, kept for a while, cleared when dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::ring::Master;
use crate::crypto::mac::Key;
use crate::crypto::{Key256, bound, kdf};

/// How many users' keys are kept: about half a megabyte.
const MOST: usize = 4096;

/// What is made of a user's key.
pub(super) struct UserKey {
    /// Seals what the user keeps.
    pub(super) seal: Key256,
    /// Counts it.
    pub(super) tally: Key,
}

/// The keys that were used last. Threads that want the same one wait for one derivation.
#[derive(Default)]
pub(super) struct UserKeys(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    slots: HashMap<(String, String), Slot>,
    /// Grows with each use.
    uses: u64,
    /// How many were derived.
    #[cfg(test)]
    derived: usize,
}

struct Slot {
    key: Arc<OnceLock<UserKey>>,
    used: u64,
}

impl UserKeys {
    /// The key of a user under that master key: at once where it is kept, else after its rounds of PBKDF2.
    pub(super) fn of(&self, master: &Master, user: &str) -> Arc<OnceLock<UserKey>> {
        let slot = self.slot(master, user);
        slot.get_or_init(|| {
            #[cfg(test)]
            self.count();
            derive(master, user)
        });
        slot
    }

    /// How many were derived.
    #[cfg(test)]
    pub(super) fn derived(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).derived
    }

    #[cfg(test)]
    fn count(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).derived += 1;
    }

    /// Forgets the user's.
    pub(super) fn forget(&self, user: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).slots.retain(|(_, kept), _| kept != user);
    }

    fn slot(&self, master: &Master, user: &str) -> Arc<OnceLock<UserKey>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let name = (master.id.clone(), user.to_owned());
        if let Some(slot) = kept.slots.get_mut(&name) {
            slot.used = now;
            return slot.key.clone();
        }
        if kept.slots.len() >= MOST {
            kept.forget_half();
        }
        let key = Arc::<OnceLock<UserKey>>::default();
        kept.slots.insert(name, Slot { key: key.clone(), used: now });
        key
    }
}

impl Kept {
    /// The half that was used longest ago: at once, so that it costs each new one next to nothing.
    fn forget_half(&mut self) {
        let mut uses: Vec<u64> = self.slots.values().map(|slot| slot.used).collect();
        let (_, middle, _) = uses.select_nth_unstable(MOST / 2);
        let middle = *middle;
        self.slots.retain(|_, slot| slot.used > middle);
    }
}

fn derive(master: &Master, user: &str) -> UserKey {
    let salt = bound(&[&master.salt, user.as_bytes()]);
    let key = kdf::pbkdf2(&*master.key, &salt, master.rounds);
    let tally: Key256 = kdf::hkdf(&*key, b"", b"muxi/credentials/1/tally");
    UserKey { seal: kdf::hkdf(&*key, b"", b"muxi/credentials/1/seal"), tally: Key::new(&*tally) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(id: &str, rounds: u32) -> Master {
        Master { id: id.to_owned(), key: Key256::from([3; 32]), rounds, salt: b"salt".to_vec() }
    }

    #[test]
    fn each_user_key_salt_and_number_of_rounds_gives_another_key() {
        let seal = |master: &Master, user: &str| derive(master, user).seal;
        let one = seal(&master("a", 2), "u1");
        assert_eq!(one, seal(&master("b", 2), "u1"), "the id is a name only");
        assert_ne!(one, seal(&master("a", 2), "u2"));
        assert_ne!(one, seal(&master("a", 3), "u1"));
        assert_ne!(one, seal(&Master { salt: b"salt2".to_vec(), ..master("a", 2) }, "u1"));
        assert_ne!(one, seal(&Master { key: Key256::from([4; 32]), ..master("a", 2) }, "u1"));
        // What is between them cannot move from one to the other.
        let moved = Master { salt: b"saltu".to_vec(), ..master("a", 2) };
        assert_ne!(one, seal(&moved, "1"));
    }

    #[test]
    fn a_key_is_derived_once_and_the_ones_used_last_are_kept() {
        let keys = UserKeys::default();
        let master = master("a", 1);
        let first = keys.of(&master, "u0");
        for number in 1..=MOST {
            keys.of(&master, &format!("u{number}"));
            if number % 100 == 0 {
                assert!(Arc::ptr_eq(&first, &keys.of(&master, "u0")), "it is used all the time");
            }
        }
        let left = keys.0.lock().unwrap().slots.len();
        assert!((MOST / 2 - 1..=MOST).contains(&left), "{left}");
        keys.forget("u0");
        assert!(!Arc::ptr_eq(&first, &keys.of(&master, "u0")));
    }

    #[test]
    fn threads_that_want_one_key_derive_it_once() {
        let (keys, master) = (UserKeys::default(), master("a", 20_000));
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..8).map(|_| scope.spawn(|| keys.of(&master, "u"))).collect();
            let all: Vec<_> = all.into_iter().map(|thread| thread.join().unwrap()).collect();
            assert!(all.iter().all(|key| Arc::ptr_eq(key, &all[0]) && key.get().is_some()));
        });
    }
}

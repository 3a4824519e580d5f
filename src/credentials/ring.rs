//! The file of the master keys.
//!
//! ```text
//! muxi-credentials-key 1 STORE
//! key ID CREATED ROUNDS SALT
//! wrap ID BY WRAPPED
//! ```
//! STORE is the id of the store, 16 bytes, and ID of the key, 4 bytes, both in hexadecimal; CREATED is RFC 3339, ROUNDS and
//! SALT are those of its users' keys, BY names what wraps it; SALT and WRAPPED are base64 without padding. The first key
//! seals, the others only open. A key may be wrapped more than once: whoever changes the root key wraps by both first.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::Wrapping;
use super::wrapping::Wrapped;
use crate::crypto::hash::{hex, unhex};
use crate::crypto::rng::{self, RngError};
use crate::crypto::{Key256, kdf};
use crate::support::clock;

const MAGIC: &str = "muxi-credentials-key 1 ";
/// The least rounds for a user's key.
pub(super) const LEAST_ROUNDS: u32 = 100_000;
/// The most: a file must not hang its reader.
pub(super) const MOST_ROUNDS: u32 = 10_000_000;
/// The longest salt, in bytes.
const LONGEST_SALT: usize = 256;
/// The most keys, and wraps of each.
const MOST: usize = 64;

/// The master keys of a store, as they are written: wrapped.
#[derive(Clone)]
pub struct Ring {
    store: [u8; 16],
    keys: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    id: String,
    created: String,
    rounds: u32,
    salt: Vec<u8>,
    wraps: Vec<(String, Wrapped)>,
}

/// A master key that is open.
#[derive(Clone)]
pub(super) struct Master {
    pub(super) id: String,
    pub(super) key: Key256,
    pub(super) rounds: u32,
    pub(super) salt: Vec<u8>,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// The file is not one, or was changed.
    #[error("line {0} of the file of the users' master keys is not as muxi writes it")]
    Line(usize),
    /// Rounds or a salt that are not allowed.
    #[error(
        "users' keys take {LEAST_ROUNDS} to {MOST_ROUNDS} rounds and a salt of 1 to {LONGEST_SALT} bytes"
    )]
    Settings,
    /// Too many keys are still in use.
    #[error("there are {MOST} master keys, and something is sealed under each: no more are made")]
    Full,
    /// What wraps the key is not at hand.
    #[error("the users' master key {id} is wrapped by {by}, which is not here or does not open it")]
    Locked {
        /// The master key.
        id: String,
        /// What wraps it, as the file says.
        by: String,
    },
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RngError),
}

impl Ring {
    /// A store's first key. `now` is in milliseconds since the Unix epoch.
    pub fn make(
        store: [u8; 16],
        by: &Wrapping,
        rounds: u32,
        salt: &str,
        now: u64,
    ) -> Result<Self, RingError> {
        let mut ring = Self { store, keys: Vec::new() };
        ring.renew(std::slice::from_ref(by), rounds, salt, now)?;
        Ok(ring)
    }

    /// A new first key, wrapped by each of `by`. The ones before it go on opening what they sealed.
    pub fn renew(&mut self, by: &[Wrapping], rounds: u32, salt: &str, now: u64) -> Result<(), RingError> {
        if !(LEAST_ROUNDS..=MOST_ROUNDS).contains(&rounds) || !(1..=LONGEST_SALT).contains(&salt.len()) {
            return Err(RingError::Settings);
        }
        if self.keys.len() >= MOST {
            return Err(RingError::Full);
        }
        let mut key = Key256::default();
        rng::fill(&mut *key)?;
        let mut entry = Entry {
            id: id_of(&key),
            created: clock::rfc3339(now),
            rounds,
            salt: salt.as_bytes().to_vec(),
            wraps: Vec::new(),
        };
        entry.wrap(&self.store, &key, by)?;
        self.keys.insert(0, entry);
        Ok(())
    }

    /// Which store they are for.
    pub fn store(&self) -> &[u8; 16] {
        &self.store
    }

    /// The rounds and the salt of the key that seals. What the formation asks for now may be something else: that takes
    /// effect with a new key.
    pub fn settings(&self) -> (u32, &[u8]) {
        self.keys.first().map_or((0, &[]), |entry| (entry.rounds, &entry.salt))
    }

    /// The ids of all keys, the one that seals first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|entry| entry.id.as_str())
    }

    /// Forgets the keys under which nothing is sealed any more: all but the first one and those `in_use`, by their ids.
    pub fn retire(&mut self, in_use: &[String]) {
        let mut first = true;
        self.keys.retain(|entry| std::mem::take(&mut first) || in_use.contains(&entry.id));
    }

    /// Wraps by the root key `to` what a root key wraps now, and leaves what something else does. `from` are the root keys at
    /// hand. True if that changed anything.
    pub fn follow(&mut self, from: &[Wrapping], to: &Wrapping) -> Result<bool, RingError> {
        let is_root = |(name, _): &(String, Wrapped)| name.starts_with("root:");
        let mut changed = false;
        for entry in &mut self.keys {
            let mut roots = entry.wraps.iter().filter(|wrap| is_root(wrap));
            if roots.next().is_none_or(|(name, _)| name == to.name() && roots.next().is_none()) {
                continue;
            }
            let key = entry.open(&self.store, from)?;
            let kept: Vec<(String, Wrapped)> =
                entry.wraps.iter().filter(|wrap| !is_root(wrap)).cloned().collect();
            entry.wrap(&self.store, &key, std::slice::from_ref(to))?;
            entry.wraps.extend(kept);
            changed = true;
        }
        Ok(changed)
    }

    /// Whether each key is wrapped by each of `by`, and by nothing else.
    pub fn is_wrapped_by(&self, by: &[Wrapping]) -> bool {
        self.keys
            .iter()
            .all(|entry| entry.wraps.iter().map(|(name, _)| name.as_str()).eq(by.iter().map(Wrapping::name)))
    }

    /// Makes that so. True if that changed anything.
    pub fn wrap(&mut self, from: &[Wrapping], by: &[Wrapping]) -> Result<bool, RingError> {
        if self.is_wrapped_by(by) {
            return Ok(false);
        }
        for entry in &mut self.keys {
            let key = entry.open(&self.store, from)?;
            entry.wrap(&self.store, &key, by)?;
        }
        Ok(true)
    }

    /// The keys that `by` opens. The first one has to be among them.
    pub(super) fn open(&self, by: &[Wrapping]) -> Result<Vec<Master>, RingError> {
        let mut masters = Vec::with_capacity(self.keys.len());
        for (at, entry) in self.keys.iter().enumerate() {
            match entry.open(&self.store, by) {
                Ok(key) => masters.push(Master {
                    id: entry.id.clone(),
                    key,
                    rounds: entry.rounds,
                    salt: entry.salt.clone(),
                }),
                Err(fault) if at == 0 => return Err(fault),
                Err(_) => {}
            }
        }
        Ok(masters)
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut text = format!("{MAGIC}{}\n", hex(&self.store));
        for Entry { id, created, rounds, salt, wraps } in &self.keys {
            let salt = STANDARD_NO_PAD.encode(salt);
            let _ = writeln!(text, "key {id} {created} {rounds} {salt}");
            for (by, wrapped) in wraps {
                let _ = writeln!(text, "wrap {id} {by} {}", STANDARD_NO_PAD.encode(wrapped));
            }
        }
        text
    }

    /// Reads it; nothing is opened.
    pub fn parse(text: &str) -> Result<Self, RingError> {
        let mut lines = text.lines().zip(1..);
        let first = lines.next().and_then(|(line, _)| line.strip_prefix(MAGIC));
        let mut ring = Self { store: first.and_then(unhex).ok_or(RingError::Line(1))?, keys: Vec::new() };
        for (line, number) in lines {
            ring.take(line).ok_or(RingError::Line(number))?;
        }
        let whole = text.ends_with('\n') && ring.keys.iter().all(|entry| !entry.wraps.is_empty());
        if whole && !ring.keys.is_empty() {
            Ok(ring)
        } else {
            Err(RingError::Line(text.lines().count().max(1)))
        }
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["key", id, created, rounds, salt] if self.keys.len() < MOST => {
                unhex::<4>(id)?;
                clock::parse_rfc3339(created)?;
                let rounds =
                    rounds.parse().ok().filter(|rounds| (LEAST_ROUNDS..=MOST_ROUNDS).contains(rounds))?;
                let salt = STANDARD_NO_PAD.decode(salt).ok()?;
                (1..=LONGEST_SALT).contains(&salt.len()).then_some(())?;
                let (id, created) = (id.to_owned(), created.to_owned());
                self.keys.iter().all(|entry| entry.id != id).then_some(())?;
                self.keys.push(Entry { id, created, rounds, salt, wraps: Vec::new() });
            }
            ["wrap", id, by, wrapped] => {
                let entry =
                    self.keys.last_mut().filter(|entry| entry.id == id && entry.wraps.len() < MOST)?;
                let (kind, name) = by.split_once(':')?;
                (["root", "own"].contains(&kind) && unhex::<4>(name).is_some()).then_some(())?;
                let wrapped = STANDARD_NO_PAD.decode(wrapped).ok()?.try_into().ok()?;
                entry.wraps.push((by.to_owned(), wrapped));
            }
            _ => return None,
        }
        Some(())
    }
}

impl Entry {
    fn open(&self, store: &[u8; 16], by: &[Wrapping]) -> Result<Key256, RingError> {
        let rounds = self.rounds.to_be_bytes();
        let what: [&[u8]; 4] = [store, self.id.as_bytes(), &rounds, &self.salt];
        let pairs = self.wraps.iter().flat_map(|(name, wrapped)| {
            by.iter().filter(move |by| by.name() == name).map(move |by| (by, wrapped))
        });
        let mut keys = pairs.filter_map(|(by, wrapped)| by.open(wrapped, &what));
        keys.find(|key| id_of(key) == self.id).ok_or_else(|| RingError::Locked {
            id: self.id.clone(),
            by: self.wraps.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "),
        })
    }

    fn wrap(&mut self, store: &[u8; 16], key: &Key256, by: &[Wrapping]) -> Result<(), RingError> {
        let rounds = self.rounds.to_be_bytes();
        let what: [&[u8]; 4] = [store, self.id.as_bytes(), &rounds, &self.salt];
        let wraps = by.iter().map(|by| Ok((by.name().to_owned(), by.wrap(key, &what)?)));
        self.wraps = wraps.collect::<Result<_, RngError>>()?;
        Ok(())
    }
}

fn id_of(key: &Key256) -> String {
    let id: zeroize::Zeroizing<[u8; 4]> = kdf::hkdf(&**key, b"", b"muxi/credentials/1/id");
    hex(&*id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::secret::SecretBytes;

    const SALT: &str = "muxi-user-credentials-salt-v1";

    fn root(byte: u8) -> Wrapping {
        Wrapping::of_root(&format!("{byte:08x}"), &Key256::from([byte; 32]))
    }

    fn ring(by: &Wrapping) -> Ring {
        Ring::make([7; 16], by, LEAST_ROUNDS, SALT, 1_700_000_000_000).unwrap()
    }

    fn keys(ring: &Ring, by: &[Wrapping]) -> Option<Vec<Key256>> {
        ring.open(by).ok().map(|masters| masters.into_iter().map(|master| master.key).collect())
    }

    #[test]
    fn a_ring_is_read_back_as_it_was_written_and_opened_by_its_wrapping_alone() {
        let ring = ring(&root(1));
        let back = Ring::parse(&ring.to_text()).unwrap();
        assert_eq!(back.to_text(), ring.to_text());
        assert_eq!(keys(&back, &[root(1)]), keys(&ring, &[root(1)]));
        assert!(keys(&ring, &[root(1)]).is_some());
        let fault = back.open(&[root(2)]).err().unwrap().to_string();
        assert!(
            fault.contains("wrapped by root:01010101") || fault.contains("wrapped by root:00000001"),
            "{fault}"
        );
        // Another key under the same name.
        let impostor = Wrapping::of_root("00000001", &Key256::from([9; 32]));
        assert!(back.open(&[impostor]).is_err());
        assert!(
            !ring
                .to_text()
                .contains(&STANDARD_NO_PAD.encode(**keys(&ring, &[root(1)]).unwrap().first().unwrap()))
        );
    }

    #[test]
    fn every_changed_byte_is_refused_or_changes_no_key() {
        let text = ring(&root(1)).to_text();
        let good = keys(&Ring::parse(&text).unwrap(), &[root(1)]).unwrap();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let opened = String::from_utf8(bytes).ok().and_then(|text| Ring::parse(&text).ok());
            if let Some(ring) = opened
                && let Ok(masters) = ring.open(&[root(1)])
            {
                // Only when it was made may be said wrongly.
                let first = &masters[0];
                assert!(
                    first.key == good[0] && first.rounds == LEAST_ROUNDS && first.salt == SALT.as_bytes()
                );
                assert_eq!(
                    (ring.store(), text.lines().nth(1).unwrap().len() > 20),
                    (&[7; 16], true),
                    "byte {at}"
                );
            }
        }
        for cut in 0..text.len() {
            assert!(Ring::parse(&text[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_new_root_key_opens_after_it_was_wrapped_by_both_and_the_old_one_not_after_that() {
        let mut ring = ring(&root(1));
        let good = keys(&ring, &[root(1)]);
        assert!(ring.wrap(&[root(1)], &[root(2), root(1)]).unwrap());
        for one in [root(1), root(2)] {
            assert_eq!(keys(&Ring::parse(&ring.to_text()).unwrap(), &[one]), good);
        }
        assert!(!ring.wrap(&[root(1)], &[root(2), root(1)]).unwrap());
        assert!(ring.wrap(&[root(2)], &[root(2)]).unwrap());
        assert!(ring.open(&[root(1)]).is_err());
        assert!(ring.wrap(&[root(1)], &[root(1)]).is_err(), "and what is not open is not wrapped");
        assert_eq!(keys(&ring, &[root(2)]), good);
    }

    #[test]
    fn a_ring_follows_the_root_key_and_what_else_wraps_it_stays() {
        let own = Wrapping::of_own(&SecretBytes::from("correct horse"), &[7; 16]);
        let mut both = ring(&root(1));
        both.wrap(&[root(1)], &[root(1), own.clone()]).unwrap();
        let good = keys(&both, &[root(1)]);
        assert!(both.follow(&[root(2), root(1)], &root(2)).unwrap());
        assert!(!both.follow(&[root(2), root(1)], &root(2)).unwrap());
        assert_eq!((keys(&both, &[root(2)]), keys(&both, std::slice::from_ref(&own))), (good.clone(), good));
        assert!(both.open(&[root(1)]).is_err());
        let mut alone = ring(&own);
        assert!(!alone.follow(&[root(1)], &root(1)).unwrap(), "no root key wraps it");
        assert!(ring(&root(1)).follow(&[root(2)], &root(2)).is_err());
    }

    #[test]
    fn a_ring_takes_no_more_keys_than_are_read() {
        let mut ring = ring(&root(1));
        while ring.ids().count() < MOST {
            ring.renew(&[root(1)], LEAST_ROUNDS, SALT, 0).unwrap();
        }
        assert!(matches!(ring.renew(&[root(1)], LEAST_ROUNDS, SALT, 0), Err(RingError::Full)));
        assert!(Ring::parse(&ring.to_text()).is_ok());
    }

    #[test]
    fn a_passphrase_wraps_for_its_store_only() {
        let own = SecretBytes::from("correct horse");
        let ring = ring(&Wrapping::of_own(&own, &[7; 16]));
        assert!(ring.open(&[Wrapping::of_own(&own, &[7; 16])]).is_ok());
        assert!(ring.open(&[Wrapping::of_own(&own, &[8; 16])]).is_err());
        assert!(ring.open(&[Wrapping::of_own(&SecretBytes::from("Correct horse"), &[7; 16])]).is_err());
    }

    #[test]
    fn an_older_key_opens_until_it_is_retired() {
        let mut ring = ring(&root(1));
        ring.renew(&[root(1)], 200_000, "other", 1_800_000_000_000).unwrap();
        assert_eq!(ring.settings(), (200_000, b"other".as_slice()));
        assert_eq!(ring.open(&[root(1)]).unwrap().len(), 2);
        let older = ring.ids().nth(1).unwrap().to_owned();
        ring.retire(std::slice::from_ref(&older));
        assert_eq!(ring.ids().count(), 2, "something is sealed under it");
        ring.retire(&[]);
        assert_eq!(ring.ids().count(), 1);
        assert_eq!(ring.settings().0, 200_000);
    }

    #[test]
    fn too_little_work_and_no_salt_are_refused() {
        for (rounds, salt) in [(99_999, SALT), (MOST_ROUNDS + 1, SALT), (LEAST_ROUNDS, "")] {
            assert!(matches!(Ring::make([7; 16], &root(1), rounds, salt, 0), Err(RingError::Settings)));
        }
        let weak = ring(&root(1)).to_text().replace(" 100000 ", " 1 ");
        assert!(matches!(Ring::parse(&weak), Err(RingError::Line(2))));
    }
}

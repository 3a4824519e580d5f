//! Writing: everything is read, checked and computed first; `plan` then writes it.

use std::path::PathBuf;
use std::time::Duration;

use super::format1;
use super::format2::{Document, Entry};
use super::key::{self, RootKey, Status, StoredKey};
use super::plan::Plan;
use super::seal::Seal;
use super::sources::{self, Candidate};
use super::store::{Content, Format, Opened1, Opened2};
use super::{Error, KeyInfo, KeySources, Location, MAX_VALUE, Origin, SecretName, git, value};
use crate::crypto::rng;
use crate::support::clock::{Clock, rfc3339};
use crate::support::fs::{self, Lock, Mode};
use crate::support::secret::SecretBytes;

/// How long a writer waits for another one.
const LOCK_WAIT: Duration = Duration::from_secs(30);

/// What is to be changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds a secret, or overwrites it.
    Set {
        /// Its name.
        name: SecretName,
        /// Its value, at most 1 MiB.
        value: SecretBytes,
    },
    /// Removes a secret.
    Delete {
        /// Its name.
        name: SecretName,
    },
}

impl Change {
    fn name(&self) -> &str {
        match self {
            Self::Set { name, .. } | Self::Delete { name } => name.as_str(),
        }
    }
}

/// What a change did to the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is new.
    Added,
    /// It had another value before.
    Overwrote,
    /// It had this value already; the secrets file was not written.
    Unchanged,
    /// It is gone.
    Deleted,
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What became of the secret.
    pub effect: Effect,
    /// The format of the secrets file.
    pub format: Format,
    /// Whether the secrets file is new.
    pub new_file: bool,
    /// The key file, if one was made: its owner must keep it, and give it to colleagues.
    pub new_key: Option<PathBuf>,
    /// The key in use.
    pub key: KeyInfo,
    /// What else was written: the template, `.gitignore`, `.gitattributes`.
    pub also_wrote: Vec<PathBuf>,
}

/// Changes one secret. Refuses before anything is written; killed anywhere, the old or the new state opens.
pub fn update(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    change: &Change,
) -> Result<Outcome, Error> {
    update_within(location, sources, clock, change, LOCK_WAIT)
}

pub(super) fn update_within(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    change: &Change,
    wait: Duration,
) -> Result<Outcome, Error> {
    check_size(change)?;
    refuse_tracked_key(location)?;
    let _lock = lock(location, wait)?;
    let (plan, mut outcome) = match Content::read(location, sources)? {
        Content::Nothing => start(location, sources, clock, change)?,
        Content::One(opened) => change_one(location, opened, clock, change)?,
        Content::Two(opened) => change_two(location, opened, change)?,
    };
    outcome.also_wrote = plan.write(location, change)?;
    Ok(outcome)
}

/// Seals a file of format 2 as it is now, after each of its values was opened; says what the seal was before.
///
/// A seal that fits is left alone. Two values for one name are refused.
pub fn reseal(location: &Location, sources: &KeySources) -> Result<Seal, Error> {
    refuse_tracked_key(location)?;
    let _lock = lock(location, LOCK_WAIT)?;
    let Content::Two(opened) = Content::read(location, sources)? else {
        return Ok(Seal::NotNeeded);
    };
    let path = location.secrets_file();
    if opened.seal.is_good() {
        return Ok(opened.seal);
    }
    if !opened.document.conflicts.is_empty() {
        let names = opened.document.conflicts;
        return Err(Error::Conflict { path, names });
    }
    for name in opened.document.names() {
        opened.get(name, &path)?;
    }
    location.check_link(&path)?;
    let text = opened.document.encode(writing_key(&opened));
    fs::write_atomic(&path, text.as_bytes(), Mode::Keep(0o600))?;
    Ok(opened.seal)
}

/// Whether git tracks the key in the formation: then everyone with the repository has the secrets.
pub fn key_is_tracked(location: &Location) -> bool {
    let path = location.key_file();
    path.exists() && git::tracks(&path)
}

fn check_size(change: &Change) -> Result<(), Error> {
    match change {
        Change::Set { name, value } if value.len() > MAX_VALUE => {
            Err(Error::TooLarge { name: name.to_string(), size: value.len() })
        }
        _ => Ok(()),
    }
}

fn refuse_tracked_key(location: &Location) -> Result<(), Error> {
    if key_is_tracked(location) {
        return Err(Error::KeyTracked(location.key_file()));
    }
    Ok(())
}

fn lock(location: &Location, wait: Duration) -> Result<Lock, Error> {
    let lock = Lock::acquire(&location.lock_file(), wait)?;
    fs::remove_stale_temps(&location.secrets_file());
    fs::remove_stale_temps(&location.key_file());
    Ok(lock)
}

fn outcome(effect: Effect, format: Format, key: KeyInfo) -> Outcome {
    Outcome { effect, format, new_file: false, new_key: None, key, also_wrote: Vec::new() }
}

fn not_found(location: &Location, name: &SecretName) -> Error {
    Error::NotFound { name: name.to_string(), path: location.secrets_file() }
}

/// The first secret: with the key that is there, or a new one.
fn start(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    change: &Change,
) -> Result<(Plan, Outcome), Error> {
    if let Change::Delete { name } = change {
        return Err(not_found(location, name));
    }
    let mut new_key = None;
    let present = present_key(location, sources)?;
    let (key, info, bare) = if let Some(present) = present {
        present
    } else {
        let key = RootKey::generate()?;
        let created = rfc3339(clock.now_millis());
        let candidate = Candidate {
            origin: Origin::Formation(location.key_file()),
            stored: StoredKey::plain(&key, created),
        };
        let info = candidate.info();
        new_key = Some(key::encode(&[candidate.stored]));
        (key, info, false)
    };
    let (mut plan, mut outcome) = if bare {
        // The deployed programs made this key, and will want to read what it encrypts.
        let map = format1::Map::default();
        change_one(location, Opened1 { map, key, info }, clock, change)?
    } else {
        let opened = Opened2 {
            document: Document::new(rng::array()?, &key),
            keys: vec![key],
            seal: Seal::NotNeeded,
            info,
        };
        change_two(location, opened, change)?
    };
    outcome.new_file = true;
    outcome.new_key = new_key.is_some().then(|| location.key_file());
    plan.key = new_key;
    Ok((plan, outcome))
}

/// The active key of the first source that is there, and whether it is a bare one.
fn present_key(location: &Location, sources: &KeySources) -> Result<Option<(RootKey, KeyInfo, bool)>, Error> {
    for candidates in sources::each(location, sources) {
        for candidate in candidates? {
            if candidate.stored.status == Status::Active {
                let key = candidate.unlock(sources)?;
                return Ok(Some((key, candidate.info(), candidate.stored.is_bare())));
            }
        }
    }
    Ok(None)
}

fn change_one(
    location: &Location,
    mut opened: Opened1,
    clock: &Clock,
    change: &Change,
) -> Result<(Plan, Outcome), Error> {
    let had = opened.map.contains(change.name());
    let effect = match change {
        Change::Delete { name } => {
            if !opened.map.remove(name.as_str()) {
                return Err(not_found(location, name));
            }
            Effect::Deleted
        }
        Change::Set { name, value } => {
            let text = value
                .expose_str()
                .ok_or_else(|| Error::NotText { name: name.to_string(), path: location.secrets_file() })?;
            let before = opened.map.encode();
            opened.map.set(name.as_str(), text);
            match had {
                true if before == opened.map.encode() => Effect::Unchanged,
                true => Effect::Overwrote,
                false => Effect::Added,
            }
        }
    };
    let mut plan = Plan::default();
    if effect != Effect::Unchanged {
        plan.secrets = Some(format1::seal(&opened.key, clock.now_secs(), &opened.map)?);
    }
    Ok((plan, outcome(effect, Format::One, opened.info)))
}

fn change_two(location: &Location, mut opened: Opened2, change: &Change) -> Result<(Plan, Outcome), Error> {
    let path = location.secrets_file();
    if !opened.seal.is_good() {
        // Sealing over it would make the change of a stranger our own.
        return Err(Error::Unsealed { path, what: opened.seal.to_string() });
    }
    let key = writing_key(&opened).clone();
    let effect = match change {
        Change::Delete { name } => {
            let at = opened.document.find(name.as_str()).ok();
            let entry = at.map(|at| &mut opened.document.entries[at]);
            let Some(entry) = entry.filter(|e| e.sealed.is_some()) else {
                return Err(not_found(location, name));
            };
            entry.sealed = None;
            entry.key = key.id;
            entry.version = entry.version.saturating_add(1);
            Effect::Deleted
        }
        Change::Set { name, value } => set(&mut opened, &key, name, value)?,
    };
    let mut plan = Plan::default();
    if effect != Effect::Unchanged {
        plan.secrets = Some(opened.document.encode(&key));
    }
    Ok((plan, outcome(effect, Format::Two, opened.info)))
}

fn set(opened: &mut Opened2, key: &RootKey, name: &SecretName, value: &SecretBytes) -> Result<Effect, Error> {
    let document = &opened.document;
    let (at, old) = match document.find(name.as_str()) {
        Ok(at) => (at, Some(&document.entries[at])),
        Err(at) => (at, None),
    };
    let had = old.is_some_and(|e| e.sealed.is_some());
    if old.is_some_and(|old| holds(opened, old, value)) {
        return Ok(Effect::Unchanged);
    }
    let mut entry = Entry {
        name: name.to_string(),
        key: key.id,
        version: old.map_or(0, |e| e.version).saturating_add(1),
        sealed: None,
    };
    entry.sealed = Some(value::seal(key, entry.place(&document.store), value.expose())?);
    let replaced = usize::from(old.is_some());
    opened.document.entries.splice(at..at + replaced, [entry]);
    Ok(if had { Effect::Overwrote } else { Effect::Added })
}

/// Whether the line holds this value already: then its bytes stay, and git sees no change.
fn holds(opened: &Opened2, entry: &Entry, value: &SecretBytes) -> bool {
    match (&entry.sealed, opened.key(entry.key)) {
        (Some(sealed), Some(key)) => {
            value::open(key, entry.place(&opened.document.store), sealed).is_ok_and(|old| old == *value)
        }
        _ => false,
    }
}

/// The active key if there is one, else the first: at least one opened the file.
fn writing_key(opened: &Opened2) -> &RootKey {
    let active = opened.keys.iter().find(|k| k.status == Status::Active);
    active.unwrap_or(&opened.keys[0])
}

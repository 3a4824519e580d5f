//! Writing: everything is read, checked and computed first; `plan` then writes it.

use std::path::PathBuf;
use std::time::Duration;

use super::apply;
use super::error::GitError;
use super::seal::Seal;
use super::store::{Content, Format};
use super::{
    Error, KeyInfo, KeySources, Location, MAX_VALUE, Origin, SecretName, WentBack, format2, git, journal,
    keyring, resolve, seen,
};
use crate::support::clock::Clock;
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
    /// The secret that is changed.
    pub fn name(&self) -> &SecretName {
        match self {
            Self::Set { name, .. } | Self::Delete { name } => name,
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
    /// What became of each secret, in the order of the changes.
    pub effects: Vec<Effect>,
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
    /// Secrets that were seen in a higher version than the file had.
    pub older: Vec<WentBack>,
}

impl Outcome {
    /// What became of the first secret.
    pub fn effect(&self) -> Effect {
        self.effects.first().copied().unwrap_or(Effect::Unchanged)
    }
}

/// Changes one secret. Refuses before anything is written; killed anywhere, the old or the new state opens.
pub fn update(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    change: &Change,
) -> Result<Outcome, Error> {
    update_all(location, sources, clock, std::slice::from_ref(change))
}

/// Makes all changes in one write, or none of them: the secrets file goes from the old to the new state.
///
/// Each name stands at most once in `changes`.
pub fn update_all(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    changes: &[Change],
) -> Result<Outcome, Error> {
    update_within(location, sources, clock, changes, LOCK_WAIT)
}

pub(super) fn update_within(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    changes: &[Change],
    wait: Duration,
) -> Result<Outcome, Error> {
    for change in changes {
        if let Change::Set { name, value } = change {
            sources.redactor.add(name.as_str(), value);
        }
    }
    changes.iter().try_for_each(check_size)?;
    refuse_tracked_key(location)?;
    let lock = lock_within(location, wait)?;
    update_locked(&lock, location, sources, clock, changes)
}

/// The same for one who has the writer's lock, and so knows what is there.
pub(super) fn update_locked(
    _: &Lock,
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    changes: &[Change],
) -> Result<Outcome, Error> {
    let (plan, mut outcome) = apply::apply(location, sources, clock, changes)?;
    outcome.also_wrote = plan.write(location, changes)?;
    if outcome.key.origin == Origin::Formation(location.pending_key_file()) {
        // A rotation was killed between its last writes; the secrets are the pending key's already.
        keyring::promote_pending(location)?;
    }
    Ok(outcome)
}

/// Seals a file of format 2 as it is now, after each of its values was opened; says what the seal was before.
///
/// A seal that fits is left alone. Two values for one name are refused, and a file of which the seal does not say
/// any more what it did when `seen` was shown.
pub fn reseal(location: &Location, sources: &KeySources, seen: Option<&Seal>) -> Result<Seal, Error> {
    seal_again(location, sources, seen, false).map(|(seal, _)| seal)
}

/// The same, and drops the lines of deleted secrets; says their names.
///
/// Refused while a merge is not finished: the other side may still need to be told of the deletion.
pub fn prune(
    location: &Location,
    sources: &KeySources,
    seen: Option<&Seal>,
) -> Result<(Seal, Vec<String>), Error> {
    seal_again(location, sources, seen, true)
}

fn seal_again(
    location: &Location,
    sources: &KeySources,
    seen: Option<&Seal>,
    prune: bool,
) -> Result<(Seal, Vec<String>), Error> {
    refuse_tracked_key(location)?;
    let _lock = lock(location)?;
    let Content::Two(mut opened) = Content::read(location, sources)? else {
        return Ok((Seal::NotNeeded, Vec::new()));
    };
    let path = location.secrets_file();
    let mut pruned = Vec::new();
    if prune {
        if matches!(opened.seal, Seal::Merged { .. }) || resolve::merge_is_open(location)? {
            return Err(GitError::Unfinished(path).into());
        }
        let gone = opened.document.entries.iter().filter(|e| e.sealed.is_none());
        pruned.extend(gone.map(|e| e.name.clone()));
    }
    if opened.seal.is_good() && pruned.is_empty() {
        // An older file is then the one that is meant.
        seen::wrote(location, &opened.document, true);
        return Ok((opened.seal, pruned));
    }
    if seen.is_some_and(|seen| *seen != opened.seal) && !opened.seal.is_good() {
        return Err(Error::ChangedMeanwhile { path, what: opened.seal.to_string() });
    }
    if !opened.document.conflicts.is_empty() {
        let names = opened.document.conflicts;
        return Err(Error::Conflict { path, names });
    }
    for name in opened.document.names() {
        opened.get(name, &path)?;
    }
    location.check_link(&path)?;
    if prune {
        opened.document.entries.retain(|e| e.sealed.is_some());
    }
    write_as_meant(location, &opened.document.encode(opened.writing_key()), true)?;
    Ok((opened.seal, pruned))
}

/// Replaces the secrets file, and only then remembers what it holds.
pub(super) fn write(location: &Location, text: &str) -> Result<(), Error> {
    write_as_meant(location, text, false)
}

/// The same; `exactly` forgets the higher versions that were seen before.
pub(super) fn write_as_meant(location: &Location, text: &str, exactly: bool) -> Result<(), Error> {
    let path = location.secrets_file();
    fs::write_atomic(&path, text.as_bytes(), Mode::Keep(0o600))?;
    if text.starts_with(format2::MAGIC_PREFIX) && location.memory().is_some() {
        seen::wrote(location, &format2::parse(text.as_bytes(), &path)?, exactly);
    }
    Ok(())
}

/// A key file in the formation that git tracks: then everyone with the repository has the secrets, or
/// somebody who could write to it but has no key gave us one that we would encrypt with.
pub fn tracked_key(location: &Location) -> Option<PathBuf> {
    let files = [location.key_file(), location.pending_key_file(), location.retired_key_file()];
    files.into_iter().find(|path| path.exists() && git::tracks(path))
}

pub(super) fn check_size(change: &Change) -> Result<(), Error> {
    match change {
        Change::Set { name, value } if value.len() > MAX_VALUE => {
            Err(Error::TooLarge { name: name.to_string(), size: value.len() })
        }
        _ => Ok(()),
    }
}

pub(super) fn refuse_tracked_key(location: &Location) -> Result<(), Error> {
    tracked_key(location).map_or(Ok(()), |path| Err(Error::KeyTracked(path)))
}

/// The writer's lock, waited for; what killed writers left behind is cleared up.
pub(super) fn lock(location: &Location) -> Result<Lock, Error> {
    lock_within(location, LOCK_WAIT)
}

/// The same, but a rename that was cut short is left to the caller.
pub(super) fn lock_only(location: &Location) -> Result<Lock, Error> {
    Ok(Lock::acquire(&location.lock_file(), LOCK_WAIT)?)
}

fn lock_within(location: &Location, wait: Duration) -> Result<Lock, Error> {
    let lock = Lock::acquire(&location.lock_file(), wait)?;
    journal::recover(location)?;
    for file in [
        location.secrets_file(),
        location.key_file(),
        location.pending_key_file(),
        location.retired_key_file(),
        location.template_file(),
        journal::path(location),
        location.dir().join(".gitignore"),
        location.dir().join(".gitattributes"),
    ] {
        fs::remove_stale_temps(&file);
    }
    Ok(lock)
}

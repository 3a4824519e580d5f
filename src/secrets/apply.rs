//! Changes in memory: from what is there and what is asked for to what will be written.

use std::collections::BTreeMap;

use super::format1;
use super::format2::{Document, Entry};
use super::key::{self, RootKey, Status, StoredKey};
use super::plan::Plan;
use super::seal::Seal;
use super::sources::{self, Candidate};
use super::store::{Content, Format, Opened1, Opened2};
use super::update::{Change, Effect, Outcome};
use super::{Error, KeyInfo, KeySources, Location, Origin, SecretName, value};
use crate::crypto::rng;
use crate::support::clock::{Clock, rfc3339};
use crate::support::secret::SecretBytes;

/// What is to be written for `changes`, and what they come to. Nothing is written.
pub(super) fn apply(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    changes: &[Change],
) -> Result<(Plan, Outcome), Error> {
    match Content::read(location, sources)? {
        Content::Nothing => start(location, sources, clock, changes),
        Content::One(opened) => change_one(location, opened, clock, changes),
        Content::Two(opened) => change_two(location, opened, changes),
    }
}

fn outcome(effects: Vec<Effect>, format: Format, key: KeyInfo) -> Outcome {
    Outcome {
        effects,
        format,
        new_file: false,
        new_key: None,
        key,
        also_wrote: Vec::new(),
        older: Vec::new(),
    }
}

fn not_found(location: &Location, name: &SecretName) -> Error {
    Error::NotFound { name: name.to_string(), path: location.secrets_file() }
}

/// The first secrets: with the key that is there, or a new one.
fn start(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    changes: &[Change],
) -> Result<(Plan, Outcome), Error> {
    let mut new_key = None;
    let present = present_key(location, sources)?;
    let (key, info, bare) = if let Some(present) = present {
        present
    } else {
        let key = sources.know(RootKey::generate()?);
        let created = rfc3339(clock.now_millis());
        let candidate = Candidate {
            origin: Origin::Formation(location.key_file()),
            stored: StoredKey::plain(&key, Some(created)),
        };
        let info = candidate.info();
        new_key = Some(key::encode(&[candidate.stored]));
        (key, info, false)
    };
    let (mut plan, mut outcome) = if bare {
        // The deployed programs made this key, and will want to read what it encrypts.
        let map = format1::Map::default();
        change_one(location, Opened1 { map, key, info }, clock, changes)?
    } else {
        let opened = Opened2 {
            document: Document::new(rng::array()?, &key),
            keys: vec![key],
            seal: Seal::NotNeeded,
            info,
            older: Vec::new(),
        };
        change_two(location, opened, changes)?
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
    changes: &[Change],
) -> Result<(Plan, Outcome), Error> {
    let mut effects = Vec::with_capacity(changes.len());
    for change in changes {
        effects.push(match change {
            Change::Delete { name } => {
                if !opened.map.remove(name.as_str()) {
                    return Err(not_found(location, name));
                }
                Effect::Deleted
            }
            Change::Set { name, value } => {
                let text = value.expose_str().ok_or_else(|| Error::NotText {
                    name: name.to_string(),
                    path: location.secrets_file(),
                })?;
                opened.map.set(name.as_str(), text)
            }
        });
    }
    let mut plan = Plan::default();
    if effects.iter().any(|e| *e != Effect::Unchanged) {
        plan.secrets = Some(format1::seal(&opened.key, clock.now_secs(), &opened.map)?);
    }
    Ok((plan, outcome(effects, Format::One, opened.info)))
}

fn change_two(
    location: &Location,
    mut opened: Opened2,
    changes: &[Change],
) -> Result<(Plan, Outcome), Error> {
    let path = location.secrets_file();
    if !opened.seal.is_good() {
        // Sealing over it would make the change of a stranger our own.
        return Err(Error::Unsealed { path, what: opened.seal.to_string() });
    }
    let key = opened.writing_key().clone();
    let mut effects = Vec::with_capacity(changes.len());
    let mut new = BTreeMap::new();
    for change in changes {
        effects.push(match change {
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
            Change::Set { name, value } => set(&mut opened, &mut new, &key, name, value)?,
        });
    }
    // All at once: one by one would move the rest of the file for each.
    let document = &mut opened.document;
    document.entries.extend(new.into_values());
    document.entries.sort_by(|a, b| a.name.cmp(&b.name));
    let mut plan = Plan::default();
    if effects.iter().any(|e| *e != Effect::Unchanged) {
        plan.secrets = Some(opened.document.encode(&key));
    }
    let older = opened.older;
    Ok((plan, Outcome { older, ..outcome(effects, Format::Two, opened.info) }))
}

/// Overwrites the line of `name`, or puts one among the new ones.
fn set(
    opened: &mut Opened2,
    new: &mut BTreeMap<String, Entry>,
    key: &RootKey,
    name: &SecretName,
    value: &SecretBytes,
) -> Result<Effect, Error> {
    let document = &opened.document;
    let at = document.find(name.as_str()).ok();
    let old = at.map_or_else(|| new.get(name.as_str()), |at| Some(&document.entries[at]));
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
    match at {
        Some(at) => opened.document.entries[at] = entry,
        None => drop(new.insert(name.to_string(), entry)),
    }
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

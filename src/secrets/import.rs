//! Many secrets at once, all of them or none.

use std::collections::BTreeSet;

use super::exchange::Named;
use super::store::{Store, template_names};
use super::update::{check_size, lock, refuse_tracked_key, update_locked};
use super::{Change, Effect, Error, KeySources, Location, Outcome, apply};
use crate::support::clock::Clock;

/// What becomes of a secret that is there with another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Nothing is imported.
    Refuse,
    /// It stays as it is.
    Skip,
    /// It gets the new value.
    Overwrite,
}

/// What became of one of the secrets that were to be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    Added,
    /// It had another value before.
    Updated,
    /// It had this value already.
    Unchanged,
    /// It has another value, and keeps it.
    Skipped,
}

impl Fate {
    /// `added`, `updated`, `unchanged` or `skipped`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
        }
    }
}

/// What was imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// What became of each, in the order in which they were given.
    pub fates: Vec<Fate>,
    /// What was written; nothing where all were skipped, or unchanged and in the template.
    pub outcome: Option<Outcome>,
}

/// What [`import`] would do; nothing is written. Refuses what it would refuse.
pub fn preview(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    secrets: &[Named],
    existing: Existing,
) -> Result<Vec<Fate>, Error> {
    let (fates, changes) = decide(location, sources, secrets, existing)?;
    changes.iter().try_for_each(check_size)?;
    refuse_tracked_key(location)?;
    if !changes.is_empty() {
        apply::apply(location, sources, clock, &changes)?;
    }
    Ok(fates)
}

/// Adds all secrets in one write. Each name stands at most once in `secrets`.
pub fn import(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    secrets: &[Named],
    existing: Existing,
) -> Result<Imported, Error> {
    // What is refused is refused before there is even a lock.
    let (fates, changes) = decide(location, sources, secrets, existing)?;
    changes.iter().try_for_each(check_size)?;
    refuse_tracked_key(location)?;
    if changes.is_empty() {
        return Ok(Imported { fates, outcome: None });
    }
    let lock = lock(location)?;
    // Somebody may have written since.
    let (mut fates, changes) = decide(location, sources, secrets, existing)?;
    if changes.is_empty() {
        return Ok(Imported { fates, outcome: None });
    }
    let outcome = update_locked(&lock, location, sources, clock, &changes)?;
    let asked: BTreeSet<_> = changes.iter().map(Change::name).collect();
    let written = fates.iter_mut().zip(secrets).filter(|(_, one)| asked.contains(&one.name));
    for ((fate, _), effect) in written.zip(&outcome.effects) {
        *fate = match effect {
            Effect::Added => Fate::Added,
            Effect::Overwrote | Effect::Deleted => Fate::Updated,
            Effect::Unchanged => Fate::Unchanged,
        };
    }
    Ok(Imported { fates, outcome: Some(outcome) })
}

/// What becomes of each, and the changes that make it so.
fn decide(
    location: &Location,
    sources: &KeySources,
    secrets: &[Named],
    existing: Existing,
) -> Result<(Vec<Fate>, Vec<Change>), Error> {
    for one in secrets {
        sources.redactor.add(one.name.as_str(), &one.value);
    }
    let store = Store::open(location, sources)?;
    let template: BTreeSet<_> = template_names(location)?.into_iter().collect();
    let mut fates = Vec::with_capacity(secrets.len());
    let mut changes = Vec::new();
    let mut differ = Vec::new();
    for Named { name, value, .. } in secrets {
        let fate = match store.get(name) {
            Ok(None) => Fate::Added,
            Ok(Some(old)) if old == *value => Fate::Unchanged,
            // A value that does not open is another one, too.
            Ok(Some(_)) | Err(_) if existing == Existing::Overwrite => Fate::Updated,
            Ok(Some(_)) | Err(_) => {
                differ.push(name.to_string());
                Fate::Skipped
            }
        };
        // An import that was killed may have kept the values, and the template lacks the names.
        let unlisted = fate == Fate::Unchanged && !template.contains(name.as_str());
        if matches!(fate, Fate::Added | Fate::Updated) || unlisted {
            changes.push(Change::Set { name: name.clone(), value: value.clone() });
        }
        fates.push(fate);
    }
    if existing == Existing::Refuse && !differ.is_empty() {
        return Err(Error::Differs { names: differ });
    }
    Ok((fates, changes))
}

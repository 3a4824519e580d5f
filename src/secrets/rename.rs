//! Renaming a secret in every environment's file, in the template, and wherever the formation refers to it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::apply;
use super::journal::{self, Journal, StoreChange};
use super::template::Template;
use super::update::{lock, refuse_tracked_key};
use super::{Change, Error, KeySources, Location, SecretName, Store, WentBack, list};
use crate::crypto::hash::sha256;
use crate::formation::reference;
use crate::support::clock::Clock;
use crate::support::fs::{self, FsError};

/// What a rename changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The secrets files.
    pub stores: Vec<PathBuf>,
    /// Each file with references, and how many were rewritten in it.
    pub places: Vec<(PathBuf, usize)>,
    /// Each secrets file that was older than what was seen here, and what went back in it.
    pub older: Vec<(PathBuf, Vec<WentBack>)>,
}

/// Renames `from` to `to` in all environments, the template and `files` (paths below the formation's directory).
///
/// Refuses before anything is written. Killed anywhere, [`recover`] finishes it.
pub fn rename(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    (from, to): (&SecretName, &SecretName),
    files: &[PathBuf],
) -> Result<Renamed, Error> {
    let _lock = lock(location)?;
    let (journal, renamed) = decide(location, sources, clock, from, to, files)?;
    journal.run(location)?;
    Ok(renamed)
}

/// What [`rename`] would do; nothing is written.
pub fn plan_rename(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    (from, to): (&SecretName, &SecretName),
    files: &[PathBuf],
) -> Result<Renamed, Error> {
    decide(location, sources, clock, from, to, files).map(|(_, renamed)| renamed)
}

fn decide(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    from: &SecretName,
    to: &SecretName,
    files: &[PathBuf],
) -> Result<(Journal, Renamed), Error> {
    if from == to {
        return Err(Error::SameName(from.to_string()));
    }
    let mut renamed = Renamed { stores: Vec::new(), places: Vec::new(), older: Vec::new() };
    let mut journal = Journal { from: from.clone(), to: to.clone(), stores: Vec::new(), texts: Vec::new() };
    for one in location.environments()? {
        if let Some((change, older)) = store_change(&one, sources, clock, from, to)? {
            renamed.stores.push(one.secrets_file());
            if !older.is_empty() {
                renamed.older.push((one.secrets_file(), older));
            }
            journal.stores.push(change);
        }
    }
    if journal.stores.is_empty() {
        return Err(Error::NotFound { name: from.to_string(), path: location.secrets_file() });
    }
    let template = location.template_file();
    let text = fs::read_to_string_if_exists(&template)?.unwrap_or_default();
    if Template::parse(&text).renamed(from.as_str(), to.as_str()).is_some() {
        journal.texts.push(relative(location, &template)?);
    }
    for file in files {
        let text = fs::read_to_string(file)?;
        if let Some((_, count)) = with_renamed(&text, from, to) {
            location.check_link(file)?;
            let path = relative(location, file)?;
            if !journal::may_name(&path) {
                return Err(Error::NotRenamedIn(file.clone()));
            }
            journal.texts.push(path);
            renamed.places.push((file.clone(), count));
        }
    }
    // Each file is replaced by a new one in its directory.
    for dir in journal.texts.iter().filter_map(|text| text.parent()).collect::<BTreeSet<_>>() {
        fs::check_writable(&location.dir().join(dir))?;
    }
    Ok((journal, renamed))
}

/// Finishes a rename that was cut short, if there is one; says which name became which.
///
/// Where there is none, this is one look into the directory.
pub fn recover(location: &Location) -> Result<Option<(SecretName, SecretName)>, Error> {
    if !journal::path(location).exists() {
        return Ok(None);
    }
    let _lock = super::update::lock_only(location)?;
    journal::recover(location)
}

/// What becomes of one environment's file; `None` where it does not have the secret.
fn store_change(
    location: &Location,
    sources: &KeySources,
    clock: &Clock,
    from: &SecretName,
    to: &SecretName,
) -> Result<Option<(StoreChange, Vec<WentBack>)>, Error> {
    let path = location.secrets_file();
    let listing = list(location)?;
    // The names of format 2 need no key.
    if !listing.from_template && !listing.names.iter().any(|name| name == from.as_str()) {
        return taken(&listing.names, to, &path).map(|()| None);
    }
    refuse_tracked_key(location)?;
    location.check_link(&path)?;
    let bytes = fs::read(&path)?;
    let store = Store::open(location, sources)?;
    let names: Vec<String> = store.names().into_iter().map(Into::into).collect();
    taken(&names, to, &path)?;
    let Some(value) = store.get(from)? else {
        return Ok(None);
    };
    let changes = [Change::Delete { name: from.clone() }, Change::Set { name: to.clone(), value }];
    let (plan, outcome) = apply::apply(location, sources, clock, &changes)?;
    let content = plan.secrets.expect("a deleted secret changes the file");
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Some((StoreChange { file, old: sha256(&bytes), content }, outcome.older)))
}

fn taken(names: &[String], to: &SecretName, path: &Path) -> Result<(), Error> {
    if names.iter().any(|name| name == to.as_str()) {
        return Err(Error::NameTaken { name: to.to_string(), path: path.into() });
    }
    Ok(())
}

fn relative(location: &Location, file: &Path) -> Result<PathBuf, Error> {
    let outside = || Error::LinkOutside { path: file.into(), target: file.into() };
    let real = std::fs::canonicalize(file).map_err(|e| FsError::io("read", file, e))?;
    let dir = std::fs::canonicalize(location.dir()).map_err(|e| FsError::io("read", location.dir(), e))?;
    let path = file.strip_prefix(location.dir()).or_else(|_| real.strip_prefix(&dir));
    let path = path.map_err(|_| outside())?;
    path.to_str().ok_or_else(outside)?;
    Ok(path.into())
}

/// `text` with every reference to `from` made one to `to`, and how many there were; `None` where there are none.
///
/// Letter by letter where they stand, in comments too: all else stays as it is. A reference that means the secret
/// counts, in lower case or with `secret.` too.
pub(super) fn with_renamed(text: &str, from: &SecretName, to: &SecretName) -> Option<(String, usize)> {
    let mut new = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for found in reference::scan(text) {
        let start = match found {
            Ok(reference) => reference.range.start,
            Err(bad) => bad.range.start,
        };
        let Some((name, secret)) = reference::secret_at(text, start) else { continue };
        if secret == from.as_str() && name.start >= at {
            new.push_str(&text[at..name.start]);
            new.push_str(to.as_str());
            at = name.end;
            count += 1;
        }
    }
    new.push_str(&text[at..]);
    (count > 0).then_some((new, count))
}

#[cfg(test)]
#[path = "rename_tests.rs"]
mod tests;

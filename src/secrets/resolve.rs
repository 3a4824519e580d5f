//! Secrets that have two values since a merge: which they are, and the one that is to hold.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::GitError;
use super::format2::{self, Document, Entry};
use super::git::{Repo, Sides, Unmerged};
use super::merge::{self, Candidate, Conflict, Merged, Side, Versions, writing};
use super::seal::Seal;
use super::store::{Content, Opened2};
use super::update::{lock, refuse_tracked_key};
use super::{Error, KeySources, Location, MAX_VALUE, update, value};
use crate::support::fs::{self, Mode};
use crate::support::secret::SecretBytes;

/// What is in conflict in a secrets file.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// By name.
    pub list: Vec<Conflict>,
    /// What none of the merged seals accounts for besides, if there is something: somebody without the key
    /// changed it.
    pub unaccounted: Option<String>,
    /// What ours and theirs are, where git tells.
    pub labels: Option<[String; 2]>,
    /// Whether git itself waits for this file: then `git add` ends it.
    pub unmerged: bool,
}

/// What a secret in conflict is to have.
#[derive(Clone, Debug)]
pub enum Choice {
    /// One of the values that it has.
    Take(Candidate),
    /// Another one.
    Value(SecretBytes),
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Whether the file is sealed now.
    pub sealed: bool,
    /// The names that are still in conflict.
    pub remaining: Vec<String>,
}

/// The secrets of a file of format 2 that have two values.
pub fn conflicts(location: &Location, sources: &KeySources) -> Result<Conflicts, Error> {
    let path = location.secrets_file();
    let unmerged = unmerged(location)?.is_some();
    let Content::Two(opened) = Content::read(location, sources)? else {
        return Ok(Conflicts { unmerged, ..Conflicts::default() });
    };
    let document = &opened.document;
    if document.conflicts.is_empty() {
        return Ok(Conflicts { unmerged, ..Conflicts::default() });
    }
    let sides = sides(location, &path, document)?;
    let conflict = |name: &String| {
        let candidate = |entry: &Entry| {
            let side = sides.as_ref().and_then(|(ours, theirs, _)| side_of(entry, ours, theirs));
            Candidate::of_entry(entry, side, &document.store, &opened.keys)
        };
        Conflict { name: name.clone(), lines: document.lines_of(name).map(candidate).collect() }
    };
    let list = document.conflicts.iter().map(conflict).collect();
    let labels = sides.map(|(_, _, labels)| labels);
    Ok(Conflicts { list, unaccounted: unaccounted(&opened.seal), labels, unmerged })
}

fn unaccounted(seal: &Seal) -> Option<String> {
    match seal {
        Seal::Merged { difference, .. } if difference.is_empty() => None,
        Seal::Merged { difference, .. } | Seal::Broken(difference) => Some(difference.to_string()),
        other => Some(other.to_string()),
    }
}

/// Gives secrets in conflict the values that `choices` says, each with a version over all that it had;
/// seals the file if no conflict is left. All in one write.
///
/// Refused where no seal accounts for something that is not `agreed`: see [`Conflicts::unaccounted`].
pub fn resolve(
    location: &Location,
    sources: &KeySources,
    choices: &BTreeMap<String, Choice>,
    agreed: Option<&str>,
) -> Result<Resolved, Error> {
    for (name, choice) in choices {
        if let Choice::Value(value) = choice
            && value.len() > MAX_VALUE
        {
            return Err(Error::TooLarge { name: name.clone(), size: value.len() });
        }
    }
    refuse_tracked_key(location)?;
    let _lock = lock(location)?;
    let path = location.secrets_file();
    let Content::Two(mut opened) = Content::read(location, sources)? else {
        return Ok(Resolved { sealed: true, remaining: Vec::new() });
    };
    if let Some(what) = unaccounted(&opened.seal).filter(|what| Some(&**what) != agreed)
        && !opened.seal.is_good()
    {
        return Err(Error::ChangedMeanwhile { path, what });
    }
    let mut anew = Vec::new();
    for (name, choice) in choices {
        anew.push(settle(&mut opened, name, choice, &path)?);
    }
    let document = &mut opened.document;
    // All at once: one by one would look through the rest for each.
    document.others.retain(|line| !choices.contains_key(&line.name));
    document.conflicts.retain(|name| !choices.contains_key(name));
    let document = &opened.document;
    let remaining = document.conflicts.clone();
    let text = if remaining.is_empty() {
        for name in document.names() {
            opened.get(name, &path)?;
        }
        document.encode(opened.writing_key())
    } else {
        let seals = format2::seal_texts(&fs::read(&path)?);
        document.encode_unsealed(&seals, Some((opened.writing_key(), &anew)))
    };
    location.check_link(&path)?;
    update::write(location, &text)?;
    Ok(Resolved { sealed: remaining.is_empty(), remaining })
}

/// Puts the chosen value in the place of the first line of `name`; the others are left to the caller.
fn settle(opened: &mut Opened2, name: &str, choice: &Choice, path: &Path) -> Result<Entry, Error> {
    let document = &opened.document;
    let none = || Error::from(GitError::NoConflict { name: name.into(), path: path.into() });
    let highest = document.lines_of(name).map(|line| line.version).max().ok_or_else(none)?;
    if !document.is_in_conflict(name) {
        return Err(none());
    }
    let entry = match choice {
        Choice::Take(chosen) => {
            // Somebody else may have settled it since it was shown.
            let line = document.lines_of(name).find(|line| line.line() == chosen.line).ok_or_else(none)?;
            if line.sealed.is_some() {
                check_opens(opened, line, path)?;
            }
            merge::rewrite(&document.store, &opened.keys, line, highest)?
        }
        Choice::Value(value) => {
            let key = writing(&opened.keys);
            let version = highest.saturating_add(1);
            let mut entry = Entry { name: name.into(), key: key.id, version, sealed: None };
            entry.sealed = Some(value::seal(key, entry.place(&document.store), value.expose())?);
            entry
        }
    };
    let document = &mut opened.document;
    let at = document.find(name).map_err(|_| none())?;
    document.entries[at] = entry.clone();
    Ok(entry)
}

fn check_opens(opened: &Opened2, line: &Entry, path: &Path) -> Result<(), Error> {
    if opened.key(line.key).is_none() {
        return Err(Error::WrongKey {
            path: path.into(),
            wanted: vec![line.key],
            found: vec![(opened.info.origin.to_string(), opened.info.id)],
        });
    }
    if merge::open_entry(&opened.document.store, &opened.keys, line).is_some() {
        return Ok(());
    }
    let why = "the chosen line does not open; choose the other one, or give a new value".to_owned();
    Err(Error::Tampered { name: line.name.clone(), path: path.into(), why })
}

/// The merge that git waits for, where our version stayed as it was: again, with `choices`. Nothing is written.
///
/// Nothing where git waits for nothing, or the file is not our version any more.
pub fn merge_again(
    location: &Location,
    sources: &KeySources,
    choices: &BTreeMap<String, Side>,
) -> Result<Option<(Merged, [String; 2])>, Error> {
    let Some(found) = unmerged(location)? else { return Ok(None) };
    let path = location.secrets_file();
    let Sides { ours, theirs, labels } = &found.sides;
    if fs::read_if_exists(&path)?.as_ref() != Some(ours) {
        return Ok(None);
    }
    let versions = Versions { base: &found.base, ours, theirs, for_comparison: false };
    Ok(Some((merge::merge(location, sources, versions, choices, &path)?, labels.clone())))
}

/// The same, and writes the file, unless our version has to stay as it is.
pub fn finish_merge(
    location: &Location,
    sources: &KeySources,
    choices: &BTreeMap<String, Side>,
) -> Result<Option<Merged>, Error> {
    refuse_tracked_key(location)?;
    let _lock = lock(location)?;
    let Some((merged, _)) = merge_again(location, sources, choices)? else { return Ok(None) };
    if let Some(file) = &merged.file {
        let path = location.secrets_file();
        location.check_link(&path)?;
        fs::write_atomic(&path, file, Mode::Keep(0o600))?;
    }
    Ok(Some(merged))
}

/// Whether a merge of the secrets file is not finished.
pub(super) fn merge_is_open(location: &Location) -> Result<bool, Error> {
    let Ok(repo) = Repo::find(location.dir()) else { return Ok(false) };
    Ok(repo.is_merging() || Unmerged::find(&repo, &repo.path_of(location))?.is_some())
}

fn unmerged(location: &Location) -> Result<Option<Unmerged>, Error> {
    match Repo::find(location.dir()) {
        Ok(repo) => Unmerged::find(&repo, &repo.path_of(location)),
        Err(_) => Ok(None),
    }
}

type BothSides = (Document, Document, [String; 2]);

/// The pair of versions that accounts for most lines in conflict, each on one side.
fn sides(location: &Location, path: &Path, document: &Document) -> Result<Option<BothSides>, Error> {
    let Ok(repo) = Repo::find(location.dir()) else { return Ok(None) };
    let mut best: Option<(usize, BothSides)> = None;
    for Sides { ours, theirs, labels } in Sides::candidates(&repo, &repo.path_of(location))? {
        let (Ok(ours), Ok(theirs)) = (format2::parse(&ours, path), format2::parse(&theirs, path)) else {
            continue;
        };
        let lines = document.conflicts.iter().flat_map(|name| document.lines_of(name));
        let told = lines.filter(|line| side_of(line, &ours, &theirs).is_some()).count();
        if told > best.as_ref().map_or(0, |(best, _)| *best) {
            best = Some((told, (ours, theirs, labels)));
        }
    }
    Ok(best.map(|(_, sides)| sides))
}

fn side_of(line: &Entry, ours: &Document, theirs: &Document) -> Option<Side> {
    // A line that only says deleted stands for one that is not there.
    let has = |side: &Document| {
        let mut lines = side.lines_of(&line.name).peekable();
        (line.sealed.is_none() && lines.peek().is_none()) || lines.any(|l| l == line)
    };
    match (has(ours), has(theirs)) {
        (true, false) => Some(Side::Ours),
        (false, true) => Some(Side::Theirs),
        _ => None,
    }
}

//! Two versions of a secrets file made into one, by secret and not by line.
//!
//! The base only decides who changed what; nothing is taken from it. The result is sealed when the key
//! is there, both sides carry good seals, theirs is not older than the base, and no secret is in conflict. Else the lines and the seals of both sides stand in it, as git's union merge leaves them:
//! never a mark of a conflict, never a value.

mod entries;
mod one;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use super::error::GitError;
use super::format2::{self, Document, Entry, Seals};
use super::key::{KeyId, RootKey};
use super::seal::{self, Seal};
use super::store::{Content, Format, Opened2, detect};
use super::{Error, KeySources, Location, mask, value};
use entries::{Merger, Verdict};
pub(super) use entries::{open as open_entry, rewrite};

/// One of the two sides of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The version that is merged into.
    Ours,
    /// The version that is merged.
    Theirs,
}

/// What is merged, as git has it.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'a> {
    /// What both sides come from; empty where there is none.
    pub base: &'a [u8],
    /// The version that is merged into.
    pub ours: &'a [u8],
    /// The version that is merged.
    pub theirs: &'a [u8],
    /// Whether the result is only what a later merge compares with: then no key is used, and no seal made.
    pub for_comparison: bool,
}

/// The result of a merge.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The file; nothing where our version has to stay as it is.
    pub file: Option<Vec<u8>>,
    /// What could not be decided.
    pub conflicts: Vec<Conflict>,
    /// Whether the file may be relied on as it is; format 1 always may.
    pub sealed: bool,
    /// Why it is not sealed though no secret is in conflict.
    pub unsealed_because: Option<&'static str>,
    /// Whether choices are followed.
    pub can_choose: bool,
}

/// A secret with more than one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Its name.
    pub name: String,
    /// Its values, in the order of the file; ours before theirs.
    pub lines: Vec<Candidate>,
}

/// A value that a secret in conflict may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Whose it is, where that is known.
    pub side: Option<Side>,
    /// Its version; none in format 1.
    pub version: Option<u32>,
    /// The key that encrypts it; none in format 1.
    pub key: Option<KeyId>,
    /// Whether this side deleted the secret.
    pub deleted: bool,
    /// The value, masked; none without its key, or where it does not open.
    pub masked: Option<String>,
    /// Which line of the file it is.
    pub(super) line: String,
}

impl Candidate {
    pub(super) fn of_entry(entry: &Entry, side: Option<Side>, store: &[u8; 16], keys: &[RootKey]) -> Self {
        let open = |sealed: &Vec<u8>| {
            let key = keys.iter().find(|k| k.id == entry.key)?;
            value::open(key, entry.place(store), sealed).ok()
        };
        Self {
            side,
            version: Some(entry.version),
            key: Some(entry.key),
            deleted: entry.sealed.is_none(),
            masked: entry.sealed.as_ref().and_then(open).map(|value| mask(value.expose())),
            line: entry.line(),
        }
    }
}

/// Merges two versions of the secrets file of `location`; `path` is for errors.
///
/// A conflict is settled by what `choices` says for its name. Without a key, or where a seal does not fit,
/// choices are not followed: they stay in conflict. Nothing is written.
pub fn merge(
    location: &Location,
    sources: &KeySources,
    versions: Versions<'_>,
    choices: &BTreeMap<String, Side>,
    path: &Path,
) -> Result<Merged, Error> {
    let Versions { base, ours, theirs, .. } = versions;
    // What git settles by itself, should it ask all the same.
    if ours == theirs || theirs == base {
        return Ok(as_it_is(ours));
    }
    if ours == base {
        return Ok(as_it_is(theirs));
    }
    match (detect(ours, path)?, detect(theirs, path)?) {
        (Format::One, Format::One) => one::merge(location, sources, versions, choices, path),
        (Format::Two, Format::Two) => merge_two(location, sources, versions, choices, path),
        _ => Err(GitError::TwoFormats(path.into()).into()),
    }
}

fn as_it_is(file: &[u8]) -> Merged {
    let file = Some(file.to_vec());
    Merged { file, conflicts: Vec::new(), sealed: true, unsealed_because: None, can_choose: false }
}

fn merge_two(
    location: &Location,
    sources: &KeySources,
    versions: Versions<'_>,
    choices: &BTreeMap<String, Side>,
    path: &Path,
) -> Result<Merged, Error> {
    let ours = format2::parse(versions.ours, path)?;
    let theirs = format2::parse(versions.theirs, path)?;
    if ours.store != theirs.store {
        return Err(GitError::TwoStores(path.into()).into());
    }
    // A base that cannot be read, or is of another store, decides nothing.
    let base = format2::parse(versions.base, path).ok().filter(|base| base.store == ours.store);
    let opened = [versions.ours, versions.theirs].map(|side| open_side(location, sources, side, path));
    let mut trust = trust(base.as_ref(), &theirs, &opened);
    let keys = all_keys(opened);
    if versions.for_comparison || keys.is_empty() {
        trust = Err("there is no key at hand");
    }
    let merger = Merger {
        store: ours.store,
        base: base.as_ref(),
        ours: &ours,
        theirs: &theirs,
        // What a stranger may have changed decides nothing.
        keys: if trust.is_ok() { &keys } else { &[] },
        choices,
    };
    let outcome = collect(&merger)?;
    let seals = [format2::seal_texts(versions.ours), format2::seal_texts(versions.theirs)].concat();
    write_two(outcome, seals, trust, &keys, path)
}

/// The merged document, what was encrypted anew, and the conflicts.
struct Outcome {
    document: Document,
    anew: Vec<Entry>,
    conflicts: Vec<Conflict>,
}

fn collect(merger: &Merger<'_>) -> Result<Outcome, Error> {
    let (ours, theirs) = (merger.ours, merger.theirs);
    let seals = [ours, theirs].into_iter().flat_map(|d| match &d.seals {
        Seals::Missing => Vec::new(),
        Seals::One(seal) => vec![(**seal).clone()],
        Seals::Several(seals) => seals.clone(),
    });
    let mut document = Document {
        store: ours.store,
        keys: format2::unique([&ours.keys[..], &theirs.keys[..]].concat()),
        entries: Vec::new(),
        conflicts: Vec::new(),
        others: Vec::new(),
        // Only for their counters.
        seals: Seals::Several(seals.collect()),
    };
    let mut outcome = (Vec::new(), Vec::new());
    for name in merger.names() {
        match merger.decide(&name)? {
            Verdict::Nothing => {}
            Verdict::Line(entry) => document.entries.push(entry),
            Verdict::Anew(entry) => {
                outcome.0.push(entry.clone());
                document.entries.push(entry);
            }
            Verdict::Conflict(lines) => {
                let candidate = |(entry, side): &(Entry, Option<Side>)| {
                    Candidate::of_entry(entry, *side, &ours.store, merger.keys)
                };
                let candidates = lines.iter().map(candidate).collect();
                outcome.1.push(Conflict { name: name.clone(), lines: candidates });
                let mut lines = lines.into_iter().map(|(entry, _)| entry);
                document.entries.extend(lines.next());
                document.others.extend(lines);
                document.conflicts.push(name);
            }
        }
    }
    Ok(Outcome { document, anew: outcome.0, conflicts: outcome.1 })
}

fn write_two(
    outcome: Outcome,
    mut seals: Vec<String>,
    trust: Result<(), &'static str>,
    keys: &[RootKey],
    path: &Path,
) -> Result<Merged, Error> {
    let Outcome { document, anew, conflicts } = outcome;
    let sealed = trust.is_ok() && conflicts.is_empty();
    let file = if sealed {
        document.encode(writing(keys))
    } else {
        dedup(&mut seals);
        let vouched = (!anew.is_empty()).then(|| (writing(keys), &anew[..]));
        if seals.len() + usize::from(vouched.is_some()) < 2 {
            return Err(GitError::SideWithoutSeal(path.into()).into());
        }
        document.encode_unsealed(&seals, vouched)
    };
    let good = format2::parse(file.as_bytes(), path).is_ok_and(|written| {
        let names: Vec<&String> = conflicts.iter().map(|c| &c.name).collect();
        let same = written.entries == document.entries && written.others == document.others;
        let seal = sealed.then(|| seal::check(&written, file.as_bytes(), keys, Vec::new));
        same && written.conflicts.iter().eq(names) && seal.is_none_or(|seal| seal.is_good())
    });
    if !good {
        return Err(GitError::BadResult(path.into()).into());
    }
    let unsealed_because = if conflicts.is_empty() { trust.err() } else { None };
    let can_choose = trust.is_ok();
    Ok(Merged { file: Some(file.into_bytes()), conflicts, sealed, unsealed_because, can_choose })
}

/// Twins once, but never so that fewer than two are left: two tell that this is a merge.
fn dedup(seals: &mut Vec<String>) {
    let all = std::mem::take(seals);
    for seal in &all {
        if !seals.contains(seal) {
            seals.push(seal.clone());
        }
    }
    if seals.len() < 2 {
        *seals = all;
    }
}

/// The active key if there is one; `keys` is not empty.
pub(super) fn writing(keys: &[RootKey]) -> &RootKey {
    keys.iter().find(|k| k.status == super::Status::Active).unwrap_or(&keys[0])
}

fn open_side(location: &Location, sources: &KeySources, bytes: &[u8], path: &Path) -> Option<Opened2> {
    match Content::of(location, sources, bytes, path) {
        Ok(Content::Two(opened)) => Some(opened),
        _ => None,
    }
}

fn all_keys(opened: [Option<Opened2>; 2]) -> Vec<RootKey> {
    let mut keys: Vec<RootKey> = Vec::new();
    for key in opened.into_iter().flatten().flat_map(|o| o.keys) {
        if !keys.iter().any(|k| k.id == key.id) {
            keys.push(key);
        }
    }
    keys
}

/// Whether the result may be sealed without asking anybody.
fn trust(
    base: Option<&Document>,
    theirs: &Document,
    opened: &[Option<Opened2>; 2],
) -> Result<(), &'static str> {
    for opened in opened {
        match opened {
            None => return Err("there is no key at hand"),
            Some(opened) if matches!(opened.seal, Seal::Verified { .. }) => {}
            Some(_) => return Err("a side was changed without the key, or is a merge that nobody sealed"),
        }
    }
    // Every write raises the counter. A version below its base is an old file that came back: its seal
    // is good, and proves nothing. Ours may be below: so is what a cherry-pick is put on.
    let older = base.is_some_and(|base| theirs.counter() <= base.counter());
    if older { Err("their version is older than what both come from") } else { Ok(()) }
}

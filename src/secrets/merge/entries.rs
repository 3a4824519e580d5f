//! Three lines of one secret, and which of them the merged file has.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use crate::secrets::format2::{Document, Entry};
use crate::secrets::key::RootKey;
use crate::secrets::{Error, value};
use crate::support::secret::SecretBytes;

/// What becomes of a secret.
pub(super) enum Verdict {
    /// It has no line.
    Nothing,
    /// This line, as it stands on a side.
    Line(Entry),
    /// A new line, of a version above those of both sides.
    Anew(Entry),
    /// More than one line: ours first.
    Conflict(Vec<(Entry, Option<Side>)>),
}

pub(super) struct Merger<'a> {
    pub(super) store: [u8; 16],
    pub(super) base: Option<&'a Document>,
    pub(super) ours: &'a Document,
    pub(super) theirs: &'a Document,
    /// Empty where nothing may be decided by values.
    pub(super) keys: &'a [RootKey],
    pub(super) choices: &'a BTreeMap<String, Side>,
}

impl Merger<'_> {
    /// Every name of a side, sorted.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let entries = self.ours.entries.iter().chain(&self.theirs.entries);
        entries.map(|e| e.name.clone()).collect()
    }

    pub(super) fn decide(&self, name: &str) -> Result<Verdict, Error> {
        let base: Vec<&Entry> = self.base.map(|d| d.lines_of(name).collect()).unwrap_or_default();
        let ours: Vec<&Entry> = self.ours.lines_of(name).collect();
        let theirs: Vec<&Entry> = self.theirs.lines_of(name).collect();
        match (&ours[..], &theirs[..]) {
            ([], []) => Ok(Verdict::Nothing),
            ([one], []) => self.one_line(&base, one, Side::Ours),
            ([], [one]) => self.one_line(&base, one, Side::Theirs),
            ([o], [t]) if o == t => Ok(Verdict::Line((*o).clone())),
            ([o], [t]) => self.two_lines(&base, o, t),
            _ => Ok(many_lines(&base, &ours, &theirs)),
        }
    }

    /// The other side has no line of this name.
    fn one_line(&self, base: &[&Entry], line: &Entry, side: Side) -> Result<Verdict, Error> {
        // New; or deleted, which has to stay known; or added again after its old line was pruned.
        let added = base.is_empty() || (base.iter().all(|b| b.sealed.is_none()) && advances(base, line));
        if added || line.sealed.is_none() {
            return Ok(Verdict::Line(line.clone()));
        }
        // They did not touch it, and we do not have it: a cherry-pick from a branch that goes further.
        if side == Side::Theirs && base.contains(&line) {
            return Ok(Verdict::Nothing);
        }
        // Whoever deletes leaves a line: one that is just gone is shown as deleted, and asked for.
        let highest = base.iter().map(|b| b.version).max().unwrap_or(0).max(line.version);
        let gone = Entry { version: highest.saturating_add(1), sealed: None, ..line.clone() };
        match side {
            Side::Ours => self.conflict(line, &gone),
            Side::Theirs => self.conflict(&gone, line),
        }
    }

    fn two_lines(&self, base: &[&Entry], o: &Entry, t: &Entry) -> Result<Verdict, Error> {
        // They did not touch it: ours stays, though it may be the older one (a cherry-pick).
        if base.contains(&t) {
            return Ok(Verdict::Line(o.clone()));
        }
        // A version of theirs that does not go up is an old line that came back.
        if base.contains(&o) && t.version > o.version {
            return Ok(Verdict::Line(t.clone()));
        }
        if o.sealed.is_none() && t.sealed.is_none() {
            return Ok(Verdict::Line(higher(o, t).clone()));
        }
        let (our_value, their_value) = (self.open(o), self.open(t));
        if our_value.is_some() && our_value == their_value {
            return Ok(Verdict::Line(higher(o, t).clone()));
        }
        // A side that only encrypted the same value anew did not change it.
        let same = |value: &Option<SecretBytes>, line: &Entry| {
            let base_value = |b: &&Entry| self.open(b);
            value.is_some() && advances(base, line) && base.iter().all(|b| base_value(b) == *value)
        };
        if !base.is_empty() && same(&our_value, o) && advances(base, t) {
            return self.take(t, o);
        }
        if !base.is_empty() && same(&their_value, t) && advances(base, o) {
            return self.take(o, t);
        }
        self.conflict(o, t)
    }

    /// `line` as it is if it is the newer one, else again above both.
    fn take(&self, line: &Entry, other: &Entry) -> Result<Verdict, Error> {
        if line.version > other.version {
            return Ok(Verdict::Line(line.clone()));
        }
        self.anew(line, line.version.max(other.version))
    }

    fn conflict(&self, o: &Entry, t: &Entry) -> Result<Verdict, Error> {
        let highest = o.version.max(t.version);
        match self.choices.get(&o.name).filter(|_| !self.keys.is_empty()) {
            Some(Side::Ours) => self.anew(o, highest),
            Some(Side::Theirs) => self.anew(t, highest),
            None => {
                Ok(Verdict::Conflict(vec![(o.clone(), Some(Side::Ours)), (t.clone(), Some(Side::Theirs))]))
            }
        }
    }

    fn anew(&self, line: &Entry, above: u32) -> Result<Verdict, Error> {
        Ok(Verdict::Anew(rewrite(&self.store, self.keys, line, above)?))
    }

    fn open(&self, entry: &Entry) -> Option<SecretBytes> {
        open(&self.store, self.keys, entry)
    }
}

/// The value of a line; nothing without its key, for a deleted secret, or where it does not open.
pub(in crate::secrets) fn open(store: &[u8; 16], keys: &[RootKey], entry: &Entry) -> Option<SecretBytes> {
    let key = keys.iter().find(|k| k.id == entry.key)?;
    value::open(key, entry.place(store), entry.sealed.as_ref()?).ok()
}

/// What `line` says, as a line of its own with a version over `above`.
pub(in crate::secrets) fn rewrite(
    store: &[u8; 16],
    keys: &[RootKey],
    line: &Entry,
    above: u32,
) -> Result<Entry, Error> {
    let key = super::writing(keys);
    let mut entry =
        Entry { name: line.name.clone(), key: key.id, version: above.saturating_add(1), sealed: None };
    if line.sealed.is_some() {
        let value = open(store, keys, line).ok_or_else(|| Error::Tampered {
            name: line.name.clone(),
            path: "the chosen version".into(),
            why: "it does not open with the key at hand".into(),
        })?;
        entry.sealed = Some(value::seal(key, entry.place(store), value.expose())?);
    }
    Ok(entry)
}

/// The line of the higher version; of two of one version the same one, whoever merges.
fn higher<'a>(o: &'a Entry, t: &'a Entry) -> &'a Entry {
    let rank = |e: &Entry| (e.version, e.key, e.sealed.clone());
    if rank(o) >= rank(t) { o } else { t }
}

fn advances(base: &[&Entry], line: &Entry) -> bool {
    base.iter().all(|b| line.version > b.version)
}

/// A side is a merge that was not settled: what both have, and what one of them added.
fn many_lines(base: &[&Entry], ours: &[&Entry], theirs: &[&Entry]) -> Verdict {
    let mut lines: Vec<(Entry, Option<Side>)> = Vec::new();
    for (side, own, other) in [(Side::Ours, ours, theirs), (Side::Theirs, theirs, ours)] {
        for line in own {
            let kept = other.contains(line) || !base.contains(line);
            if kept && !lines.iter().any(|(known, _)| known == *line) {
                lines.push(((*line).clone(), (!other.contains(line)).then_some(side)));
            }
        }
    }
    match lines.len() {
        // Each side took the other's line out.
        0 => {
            let all = ours.iter().chain(theirs).map(|line| ((*line).clone(), None));
            Verdict::Conflict(all.collect())
        }
        1 => Verdict::Line(lines.remove(0).0),
        _ => Verdict::Conflict(lines),
    }
}

//! Which values have to change at their providers, because somebody could read them: from git's history.
//!
//! Whoever had the repository and the key up to a moment has every value that was in the file until then.
//! A value counts as changed when the one of now is none of those. With the key, values are compared (by a
//! MAC under a key that lives as long as this process); without it, versions are.

mod moment;
mod ticks;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use zeroize::Zeroizing;

use super::error::GitError;
use super::format1::{self, Found};
use super::format2::{self, Entry};
use super::git::{Commit, History, Reach, Repo, Sighting};
use super::key::{KeyId, RootKey};
use super::store::{Content, Format, detect};
use super::{Error, KeySources, Location, SecretName, merge, sources};
use crate::crypto::{mac, rng};
use crate::support::clock::rfc3339;
use crate::support::fs;
pub use ticks::Ticks;

/// A commit, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// Its id.
    pub id: String,
    /// When it was made, in RFC 3339.
    pub date: String,
}

impl From<&Commit> for CommitInfo {
    fn from(commit: &Commit) -> Self {
        Self { id: commit.id.clone(), date: rfc3339(commit.time.saturating_mul(1000)) }
    }
}

/// Whether a value that somebody could read is still of use to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The secret has another value now.
    Rotated,
    /// The secret still has a value that could be read.
    Same,
    /// It has a higher version under another key: only with both keys is it known whether the value changed.
    Unknown,
    /// It was deleted here; nobody said that it was revoked at its provider.
    Deleted,
    /// It was deleted, and revoked at its provider.
    Revoked,
}

impl State {
    /// Whether nothing is left to do.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Rotated | Self::Revoked)
    }
}

/// A secret of which a value could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// Its name.
    pub name: String,
    /// What is left to do.
    pub state: State,
    /// The highest version that could be read; none in format 1.
    pub seen_version: Option<u32>,
    /// The version of now; none in format 1, and for a secret without a line.
    pub version: Option<u32>,
    /// How many values could be read; without the key, how many versions.
    pub values: usize,
    /// Where the value of now came in, if it is one that could be read; else where the first one did.
    pub since: CommitInfo,
    /// The store that it was in, for the ticks.
    store: Option<[u8; 16]>,
    /// When it was last seen, in seconds since the Unix epoch.
    last_seen: u64,
}

/// The checklist.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Up to when, in RFC 3339; none means until now.
    pub before: Option<String>,
    /// By name.
    pub secrets: Vec<Exposed>,
    /// How many commits have a version of the file.
    pub commits: usize,
    /// Whether every value was compared; else versions were.
    pub by_value: bool,
    /// Secrets whose old values are also in the stash or the reflog of this machine only.
    pub hidden: Vec<String>,
}

/// The checklist for the secrets file of `location`, as somebody could read it until `before`: a revision,
/// or a day or moment in UTC (a whole day counts to its end).
///
/// `progress` is told how many versions of the file are read, of how many.
pub fn plan(
    location: &Location,
    sources: &KeySources,
    before: Option<&str>,
    ticks: &Ticks,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Plan, Error> {
    let repo = Repo::find(location.dir())?;
    if repo.is_shallow() {
        return Err(GitError::Shallow.into());
    }
    let path = repo.path_of(location);
    let now = fs::read_if_exists(&location.secrets_file())?.unwrap_or_default();
    let reader = Values::new(location, sources)?;
    let current = reader.current(&now, &location.secrets_file())?;
    if !now.is_empty() && detect(&now, &location.secrets_file())? == Format::One {
        // It shows nothing without its key: this says why.
        Content::of(location, sources, &now, &location.secrets_file())?;
    }
    let until = before.map(|text| moment::Until::parse(&repo, text)).transpose()?;
    let keep = |commit: &Commit| until.as_ref().is_none_or(|until| until.holds(commit));
    let store = format2::store_of(&now);
    let history = History::read(&repo, &path, store, &Reach::Refs, &keep, progress)?;
    let (seen, blind) = reader.values(&history);
    let mut secrets: Vec<Exposed> = Vec::new();
    for (name, values) in by_name(&seen) {
        secrets.push(exposed(&name, &values, current.get(&name), &history, ticks));
    }
    let hidden = hidden(&repo, &path, store, &reader, &current)?;
    Ok(Plan {
        before: until.map(|until| rfc3339(until.time.saturating_mul(1000))),
        secrets,
        commits: history.commits.len(),
        by_value: !blind && current.values().all(|v| v.digest.is_some()),
        hidden,
    })
}

/// Ticks a deleted secret off: it was revoked at its provider.
pub fn tick_revoked(
    location: &Location,
    sources: &KeySources,
    name: &SecretName,
    now_secs: u64,
    ticks: &mut Ticks,
) -> Result<(), Error> {
    let plan = plan(location, sources, None, ticks, &mut |_, _| ())?;
    let path = location.secrets_file();
    let found = plan.secrets.iter().find(|s| s.name == name.as_str());
    let found = found.ok_or_else(|| Error::NotFound { name: name.to_string(), path })?;
    match found.state {
        State::Revoked => Ok(()),
        State::Deleted => ticks.add(name.as_str(), found.store, found.seen_version, now_secs),
        State::Rotated | State::Same | State::Unknown => Err(GitError::NotDeleted(name.to_string()).into()),
    }
}

/// In which commit on the way to HEAD each secret got the value that it has now, by name.
///
/// Names whose value is in no commit yet are left out, and all where the clone has only the last commits. Of format 1 only what the key shows.
pub fn last_changed(
    location: &Location,
    sources: &KeySources,
) -> Result<BTreeMap<String, CommitInfo>, Error> {
    let repo = Repo::find(location.dir())?;
    if repo.is_shallow() {
        return Ok(BTreeMap::new());
    }
    let path = repo.path_of(location);
    let now = fs::read_if_exists(&location.secrets_file())?.unwrap_or_default();
    let reader = Values::new(location, sources)?;
    let current = reader.current(&now, &location.secrets_file())?;
    let store = format2::store_of(&now);
    let history = History::read(&repo, &path, store, &Reach::Head, &|_| true, &mut |_, _| ())?;
    let (seen, _) = reader.values(&history);
    let mut found = BTreeMap::new();
    for (name, values) in by_name(&seen) {
        let Some(now) = current.get(&name) else { continue };
        let same = values.iter().filter(|seen| seen.what.is(now)).map(|seen| seen.first).min();
        found.extend(same.map(|first| (name, CommitInfo::from(&history.commits[first]))));
    }
    Ok(found)
}

/// A value, as far as it can be told from others.
#[derive(Clone, Debug)]
struct Value {
    name: String,
    /// MAC of the value; none without its key.
    digest: Option<[u8; 32]>,
    /// Store, key, version and line; none in format 1.
    line: Option<([u8; 16], KeyId, u32, String)>,
}

impl Value {
    /// Whether it is the same, as far as can be told; two lines that are the same have the same value.
    fn is(&self, other: &Self) -> bool {
        match (&self.digest, &other.digest) {
            (Some(a), Some(b)) => mac::equal(a, b),
            _ => self.line.is_some() && self.line == other.line,
        }
    }

    fn version(&self) -> Option<u32> {
        self.line.as_ref().map(|line| line.2)
    }
}

/// Opens values and turns each into a MAC at once.
struct Values {
    keys: Vec<RootKey>,
    /// Made for this run.
    secret: Zeroizing<[u8; 32]>,
}

impl Values {
    fn new(location: &Location, from: &KeySources) -> Result<Self, Error> {
        Ok(Self { keys: sources::at_hand(location, from), secret: Zeroizing::new(rng::array()?) })
    }

    fn digest(&self, value: &[u8]) -> [u8; 32] {
        mac::hmac_sha256(&*self.secret, &[value])
    }

    fn of_line(&self, store: &[u8; 16], entry: &Entry) -> Value {
        let opened = merge::open_entry(store, &self.keys, entry);
        Value {
            name: entry.name.clone(),
            digest: opened.map(|value| self.digest(value.expose())),
            line: Some((*store, entry.key, entry.version, entry.line())),
        }
    }

    /// The values of a file of format 1; none if no key opens it.
    fn of_token(&self, token: &[u8]) -> Option<Vec<Value>> {
        let map = self.keys.iter().find_map(|key| format1::open(key, token).ok().flatten())?;
        let value = |name: &str| {
            let digest = match map.get(name) {
                Some(Found::Value(value)) => Some(self.digest(value.expose())),
                Some(Found::Unreadable) | None => None,
            };
            Value { name: name.to_owned(), digest, line: None }
        };
        Some(map.names().map(value).collect())
    }

    /// What the file has now, by name.
    fn current(&self, file: &[u8], path: &Path) -> Result<BTreeMap<String, Value>, Error> {
        let by_name = |values: Vec<Value>| values.into_iter().map(|v| (v.name.clone(), v)).collect();
        if file.is_empty() {
            return Ok(BTreeMap::new());
        }
        match detect(file, path)? {
            Format::One => Ok(by_name(self.of_token(file).unwrap_or_default())),
            Format::Two => {
                let document = format2::parse(file, path)?;
                if !document.conflicts.is_empty() {
                    return Err(Error::Conflict { path: path.into(), names: document.conflicts });
                }
                let live = document.entries.iter().filter(|e| e.sealed.is_some());
                Ok(by_name(live.map(|e| self.of_line(&document.store, e)).collect()))
            }
        }
    }

    /// The values that the history has; and whether some of them could not be looked at.
    fn values(&self, history: &History) -> (Vec<Sighting<Value>>, bool) {
        let line = |seen: &Sighting<([u8; 16], Entry)>| Sighting {
            what: self.of_line(&seen.what.0, &seen.what.1),
            first: seen.first,
            last: seen.last,
        };
        let mut all: Vec<Sighting<Value>> = history.lines.iter().map(line).collect();
        let mut blind = all.iter().any(|seen| seen.what.digest.is_none());
        let mut known: HashMap<(String, Option<[u8; 32]>), usize> = HashMap::new();
        for token in &history.tokens {
            let Some(values) = self.of_token(&token.what) else {
                blind = true;
                continue;
            };
            for value in values {
                let at = *known.entry((value.name.clone(), value.digest)).or_insert_with(|| {
                    all.push(Sighting { what: value, first: token.first, last: token.last });
                    all.len() - 1
                });
                all[at].first = all[at].first.min(token.first);
                all[at].last = all[at].last.max(token.last);
            }
        }
        (all, blind)
    }
}

fn by_name(seen: &[Sighting<Value>]) -> BTreeMap<String, Vec<&Sighting<Value>>> {
    let mut names: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for sighting in seen {
        names.entry(sighting.what.name.clone()).or_default().push(sighting);
    }
    names
}

/// `seen` is not empty.
fn exposed(
    name: &str,
    seen: &[&Sighting<Value>],
    now: Option<&Value>,
    history: &History,
    ticks: &Ticks,
) -> Exposed {
    let newest = seen.iter().max_by_key(|s| (s.what.version(), s.last));
    let (store, seen_version) =
        newest.and_then(|s| s.what.line.as_ref()).map_or((None, None), |line| (Some(line.0), Some(line.2)));
    let last = seen.iter().map(|s| s.last).max().unwrap_or(0);
    let last_seen = history.commits.get(last).map_or(0, |commit| commit.time);
    let state = match now {
        None if ticks.has(name, store, seen_version, last_seen) => State::Revoked,
        None => State::Deleted,
        Some(now) => state(seen, now),
    };
    let same = |s: &&&Sighting<Value>| state != State::Same || now.is_some_and(|now| might_be(&s.what, now));
    let since = seen.iter().filter(same).map(|s| s.first).min().unwrap_or(last);
    let mut values: Vec<&[u8]> = Vec::new();
    for sighting in seen {
        let mark = match (&sighting.what.digest, &sighting.what.line) {
            (Some(digest), _) => &digest[..],
            (None, Some(line)) => line.3.as_bytes(),
            (None, None) => b"",
        };
        values.push(mark);
    }
    values.sort_unstable();
    values.dedup();
    Exposed {
        name: name.to_owned(),
        state,
        seen_version,
        version: now.and_then(Value::version),
        values: values.len(),
        since: CommitInfo::from(&history.commits[since]),
        store,
        last_seen,
    }
}

/// Whether the value of now may be this one.
fn might_be(seen: &Value, now: &Value) -> bool {
    match (&seen.digest, &now.digest, &seen.line, &now.line) {
        (Some(a), Some(b), ..) => mac::equal(a, b),
        (_, _, Some(a), Some(b)) => a.0 == b.0 && b.2 <= a.2,
        _ => true,
    }
}

fn state(seen: &[&Sighting<Value>], now: &Value) -> State {
    if seen.iter().any(|s| s.what.is(now)) {
        return State::Same;
    }
    let mut state = State::Rotated;
    for sighting in seen {
        match (&sighting.what.digest, &now.digest, &sighting.what.line, &now.line) {
            // Compared above, and another one.
            (Some(_), Some(_), ..) => {}
            (_, _, Some(seen), Some(now)) if seen.0 == now.0 => {
                if now.2 <= seen.2 {
                    return State::Same;
                }
                if now.1 != seen.1 {
                    state = State::Unknown;
                }
            }
            _ => state = State::Unknown,
        }
    }
    state
}

/// Names of which the stash or a reflog has values that no branch, tag or remote has any more, and that
/// are not those of now.
fn hidden(
    repo: &Repo,
    path: &[u8],
    store: Option<[u8; 16]>,
    reader: &Values,
    current: &BTreeMap<String, Value>,
) -> Result<Vec<String>, Error> {
    let history = History::read(repo, path, store, &Reach::Hidden, &|_| true, &mut |_, _| ())?;
    let (seen, _) = reader.values(&history);
    let mut names: Vec<String> = seen
        .iter()
        .filter(|s| current.get(&s.what.name).is_none_or(|now| !s.what.is(now)))
        .map(|s| s.what.name.clone())
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

#[cfg(test)]
#[path = "rotation_tests.rs"]
mod tests;

//! What differs between two versions of a secrets file, by secret.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::error::GitError;
use super::format1::{Found, Map};
use super::format2::{self, Document, Entry};
use super::git::{Objects, Repo, spec};
use super::key::RootKey;
use super::seal::Seal;
use super::store::{Content, Format, detect};
use super::{Error, KeySources, Location, mask, merge};
use crate::support::fs;
use crate::support::secret::SecretBytes;

/// What happened to a secret from one version to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has a value now, and had none.
    Added,
    /// It has another line; `same_value` tells whether also another value.
    Changed,
    /// It was deleted.
    Deleted,
    /// It had a value, and its line is gone.
    Removed,
    /// The line of a deleted secret was dropped.
    Pruned,
    /// It has two values since a merge.
    Conflict,
}

/// A secret in one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its version; none in format 1, or where it has no line.
    pub version: Option<u32>,
    /// The value, masked; none without the key.
    pub masked: Option<String>,
}

/// A secret that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its name.
    pub name: String,
    /// What happened.
    pub change: Change,
    /// Before.
    pub from: State,
    /// After.
    pub to: State,
    /// Whether both values are the same; unknown without the key.
    pub same_value: Option<bool>,
}

/// One of the two versions.
#[derive(Clone, Debug)]
pub struct Version {
    /// `HEAD`, a commit, or the path of the file.
    pub label: String,
    /// Its format; none where there is no such file.
    pub format: Option<Format>,
    /// What its seal says; none without the key.
    pub seal: Option<Seal>,
}

/// What differs.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The older version.
    pub from: Version,
    /// The newer version.
    pub to: Version,
    /// By name; empty if nothing differs.
    pub changes: Vec<Changed>,
    /// Why values are not shown.
    pub no_key: Option<String>,
}

/// Compares the file in the revision `from` with the one in `to`, or with the one on the disk.
///
/// Without the key of a file of format 2, names and versions are compared.
pub fn compare(
    location: &Location,
    sources: &KeySources,
    from: &str,
    to: Option<&str>,
) -> Result<Comparison, Error> {
    let repo = Repo::find(location.dir())?;
    let path = repo.path_of(location);
    let old = at_revision(&repo, &path, from, to.is_none())?;
    let (new, new_label) = match to {
        Some(revision) => (at_revision(&repo, &path, revision, false)?, revision.to_owned()),
        None => {
            (fs::read_if_exists(&location.secrets_file())?, location.secrets_file().display().to_string())
        }
    };
    let read = |bytes: Option<Vec<u8>>, label: &str, at: PathBuf| {
        Snapshot::read(location, sources, bytes, label, &at)
    };
    let name = String::from_utf8_lossy(&path).into_owned();
    let shown = |revision: &str| PathBuf::from(format!("{revision}:{name}"));
    let old = read(old, from, shown(from))?;
    let new = read(new, &new_label, to.map_or_else(|| location.secrets_file(), shown))?;
    let no_key = [&old, &new].into_iter().find_map(|side| side.no_key.as_ref().map(ToString::to_string));
    let changes = differences(old.content, new.content)?;
    Ok(Comparison { from: old.version, to: new.version, changes, no_key })
}

/// The file in a revision; where it may be new since, none is an empty one.
fn at_revision(repo: &Repo, path: &[u8], revision: &str, may_be_new: bool) -> Result<Option<Vec<u8>>, Error> {
    let Some(commit) = repo.commit(revision) else {
        // Nothing was committed yet.
        if revision == "HEAD" {
            return Ok(None);
        }
        return Err(GitError::NoRevision(revision.into()).into());
    };
    let spec = spec(&commit, path);
    let mut objects = Objects::open(repo)?;
    let mut found = objects.blob(&spec)?;
    // None, or one that was not fetched?
    let parse = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
    if found.is_none()
        && let Some(id) = repo.ask(&[&parse[..], &[OsStr::from_bytes(&spec)]].concat())
    {
        found = Some(objects.known(String::from_utf8_lossy(&id).trim())?);
    }
    if found.is_none() && !may_be_new {
        let path = String::from_utf8_lossy(path).into_owned();
        return Err(GitError::NotInRevision { path, revision: revision.into() }.into());
    }
    Ok(found)
}

/// A version as far as it can be read.
struct Snapshot {
    version: Version,
    content: Read,
    no_key: Option<Error>,
}

enum Read {
    Nothing,
    One(Map),
    /// With the keys at hand; without any, only its lines can be compared.
    Two(Document, Vec<RootKey>),
    /// Format 1 without its key, as it stands; and why it does not open.
    Closed(Vec<u8>, Box<Error>),
}

impl Snapshot {
    fn read(
        location: &Location,
        sources: &KeySources,
        bytes: Option<Vec<u8>>,
        label: &str,
        path: &Path,
    ) -> Result<Self, Error> {
        let label = label.to_owned();
        let Some(bytes) = bytes else {
            let version = Version { label, format: None, seal: None };
            return Ok(Self { version, content: Read::Nothing, no_key: None });
        };
        let format = detect(&bytes, path)?;
        let mut version = Version { label, format: Some(format), seal: None };
        let (content, no_key) = match (Content::of(location, sources, &bytes, path), format) {
            (Ok(Content::Two(opened)), _) => {
                version.seal = Some(opened.seal);
                (Read::Two(opened.document, opened.keys), None)
            }
            (Ok(Content::One(opened)), _) => (Read::One(opened.map), None),
            (Ok(Content::Nothing), _) => (Read::Nothing, None),
            (Err(error), Format::One) => (Read::Closed(bytes, Box::new(error)), None),
            (Err(error), Format::Two) => (Read::Two(format2::parse(&bytes, path)?, Vec::new()), Some(error)),
        };
        Ok(Self { version, content, no_key })
    }
}

impl Read {
    fn names(&self) -> Vec<&str> {
        match self {
            Self::Nothing | Self::Closed(..) => Vec::new(),
            Self::One(map) => map.names().collect(),
            Self::Two(document, _) => document.entries.iter().map(|e| e.name.as_str()).collect(),
        }
    }

    fn line(&self, name: &str) -> Line {
        match self {
            Self::Nothing | Self::Closed(..) => Line::default(),
            Self::One(map) => match map.get(name) {
                Some(Found::Value(value)) => Line { live: true, value: Some(value), ..Line::default() },
                Some(Found::Unreadable) => Line { live: true, ..Line::default() },
                None => Line::default(),
            },
            Self::Two(document, keys) => {
                let lines: Vec<&Entry> = document.lines_of(name).collect();
                let Some(first) = lines.first() else { return Line::default() };
                Line {
                    live: lines.iter().any(|l| l.sealed.is_some()),
                    conflict: lines.len() > 1,
                    version: lines.iter().map(|l| l.version).max(),
                    value: if lines.len() == 1 {
                        merge::open_entry(&document.store, keys, first)
                    } else {
                        None
                    },
                    text: lines.iter().map(|line| line.line()).collect(),
                }
            }
        }
    }
}

/// A secret in one version, with its value.
#[derive(Default)]
struct Line {
    live: bool,
    conflict: bool,
    version: Option<u32>,
    value: Option<SecretBytes>,
    text: String,
}

impl Line {
    fn state(&self) -> State {
        State { version: self.version, masked: self.value.as_ref().map(|value| mask(value.expose())) }
    }
}

fn differences(from: Read, to: Read) -> Result<Vec<Changed>, Error> {
    match (from, to) {
        (Read::Closed(a, _), Read::Closed(b, _)) if a == b => Ok(Vec::new()),
        (Read::Closed(_, error), _) | (_, Read::Closed(_, error)) => Err(*error),
        (from, to) => {
            let names: BTreeSet<&str> = from.names().into_iter().chain(to.names()).collect();
            Ok(names
                .into_iter()
                .filter_map(|name| difference(name, &from.line(name), &to.line(name)))
                .collect())
        }
    }
}

fn difference(name: &str, from: &Line, to: &Line) -> Option<Changed> {
    let same_value = match (&from.value, &to.value) {
        (Some(a), Some(b)) => Some(a == b),
        _ => None,
    };
    let change = match (from.live, to.live) {
        _ if to.conflict && from.text != to.text => Change::Conflict,
        (false, true) => Change::Added,
        (true, false) if to.version.is_some() => Change::Deleted,
        (true, false) => Change::Removed,
        (false, false) if from.version.is_some() && to.version.is_none() => Change::Pruned,
        (true, true) if from.text != to.text || (from.text.is_empty() && same_value != Some(true)) => {
            Change::Changed
        }
        _ => return None,
    };
    let both = change == Change::Changed;
    Some(Changed {
        name: name.to_owned(),
        change,
        from: from.state(),
        to: to.state(),
        same_value: same_value.filter(|_| both),
    })
}

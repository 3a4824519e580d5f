//! The highest versions that were seen: what tells an older file from the newest.
//!
//! A seal says that somebody with the key wrote the file, not when. So after a seal was verified, the version of
//! each secret is kept in the user's state directory, in a file for each store, directory and git branch:
//!
//! ```text
//! muxi-seen 1 TAG                          TAG: hexadecimal, of the seal that was seen last
//! NAME VERSION SINCE [deleted]             sorted; SINCE: when this version was first seen, Unix seconds
//! ```
//! The file holds nothing secret. One that is missing or broken says nothing.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Location;
use super::format2::{Document, Seals};
use crate::crypto::hash::hex;
use crate::support::clock::Clock;
use crate::support::fs::{self, Lock, Mode};
use crate::support::text::stable_hash;

const MAGIC: &str = "muxi-seen 1";
/// What is seen is remembered where that can be done at once; nobody waits long for it.
const LOCK_WAIT: Duration = Duration::from_secs(2);

/// Where versions are remembered, and what an older file means.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The directory; it is made when there is something to remember.
    pub dir: PathBuf,
    /// The time.
    pub clock: Clock,
    /// An older file is an error, not a warning.
    pub strict: bool,
}

/// A secret that went back: the file is older than one that was seen here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentBack {
    /// The secret.
    pub name: String,
    /// The highest version that was seen.
    pub seen: u32,
    /// The version in the file; `None` where it has no such line.
    pub found: Option<u32>,
}

impl fmt::Display for WentBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            Some(found) => write!(f, "{} (version {}, now {found})", self.name, self.seen),
            None => write!(f, "{} (version {}, now gone)", self.name, self.seen),
        }
    }
}

/// What is remembered of one secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    version: u32,
    since: u64,
    deleted: bool,
}

type Marks = BTreeMap<String, Mark>;

/// Compares a document with what was seen; one whose seal was verified is remembered if nothing went back.
pub(super) fn look(location: &Location, document: &Document, sealed: bool) -> Vec<WentBack> {
    let Some((memory, path)) = place(location, document) else {
        return Vec::new();
    };
    // A seal that does not fit says nothing about the lines above it.
    let tag = tag(document).filter(|_| sealed);
    if tag.as_ref().is_some_and(|tag| is_last(&path, tag)) {
        return Vec::new();
    }
    let mut back = went_back(&read(&path), document);
    // Of two lines it is not known yet which one holds.
    back.retain(|one| !document.conflicts.contains(&one.name));
    if back.is_empty()
        && let Some(tag) = tag
    {
        // Only a warning depends on it: what cannot be kept is not kept.
        let _ = remember(memory, &path, &tag, document, false);
    }
    back
}

/// Remembers a document that was just written; `exactly` forgets what was higher.
pub(super) fn wrote(location: &Location, document: &Document, exactly: bool) {
    if let (Some((memory, path)), Some(tag)) = (place(location, document), tag(document)) {
        let _ = remember(memory, &path, &tag, document, exactly);
    }
}

/// When the current version of each secret was first seen here, in Unix seconds.
pub(super) fn since(location: &Location, document: &Document) -> BTreeMap<String, u64> {
    let Some((_, path)) = place(location, document) else {
        return BTreeMap::new();
    };
    let marks = read(&path);
    let current = |name: &str, mark: &Mark| {
        document.find(name).is_ok_and(|at| document.entries[at].version == mark.version)
    };
    marks.into_iter().filter(|(name, mark)| current(name, mark)).map(|(n, m)| (n, m.since)).collect()
}

/// What tells the seal of a document from every other.
fn tag(document: &Document) -> Option<String> {
    match &document.seals {
        Seals::One(seal) => Some(hex(seal.tag())),
        _ => None,
    }
}

fn place<'a>(location: &'a Location, document: &Document) -> Option<(&'a Memory, PathBuf)> {
    let memory = location.memory()?;
    let dir = std::fs::canonicalize(location.dir()).ok()?;
    let branch = branch(&dir).unwrap_or_default();
    let env = location.env().unwrap_or_default();
    let key = [dir.as_os_str().as_encoded_bytes(), b"\0", env.as_bytes(), b"\0", branch.as_bytes()].concat();
    let name = format!("{}-{:016x}", hex(&document.store), stable_hash(&key));
    Some((memory, memory.dir.join(name)))
}

/// The branch of the git tree around `dir`, or the commit where no branch is checked out.
fn branch(dir: &Path) -> Option<String> {
    let dot_git = dir.ancestors().map(|d| d.join(".git")).find(|d| d.exists())?;
    // In a second working tree `.git` is a file that names the directory.
    let git = if dot_git.is_file() {
        let text = fs::read_to_string(&dot_git).ok()?;
        dot_git.parent()?.join(text.strip_prefix("gitdir:")?.trim())
    } else {
        dot_git
    };
    Some(fs::read_to_string(&git.join("HEAD")).ok()?.trim().to_owned())
}

/// Whether the seal was the last one seen; the rest of the file is then not read.
fn is_last(path: &Path, tag: &str) -> bool {
    let wanted = format!("{MAGIC} {tag}\n");
    let mut head = vec![0; wanted.len()];
    std::fs::File::open(path).is_ok_and(|mut f| f.read_exact(&mut head).is_ok()) && head == wanted.as_bytes()
}

fn read(path: &Path) -> Marks {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines();
    if !lines.next().is_some_and(|line| line.starts_with(MAGIC)) {
        return Marks::new();
    }
    lines.filter_map(parse).collect()
}

fn parse(line: &str) -> Option<(String, Mark)> {
    let mut fields = line.split(' ');
    let name = fields.next()?.to_owned();
    let (version, since) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((name, Mark { version, since, deleted: fields.next() == Some("deleted") }))
}

fn went_back(marks: &Marks, document: &Document) -> Vec<WentBack> {
    let back = |(name, mark): (&String, &Mark)| {
        let found = document.find(name).ok().map(|at| document.entries[at].version);
        let older = match found {
            Some(version) => version < mark.version,
            // The line of a deleted secret may be pruned.
            None => !mark.deleted,
        };
        older.then(|| WentBack { name: name.clone(), seen: mark.version, found })
    };
    marks.iter().filter_map(back).collect()
}

fn remember(
    memory: &Memory,
    path: &Path,
    tag: &str,
    document: &Document,
    exactly: bool,
) -> Result<(), fs::FsError> {
    fs::create_private_dir(&memory.dir)?;
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    let _lock = Lock::acquire(Path::new(&lock), LOCK_WAIT)?;
    fs::remove_stale_temps(path);
    // Again, now that nobody else writes.
    let old = read(path);
    let mut marks = if exactly { Marks::new() } else { old.clone() };
    let now = memory.clock.now_secs();
    for entry in &document.entries {
        let before = old.get(&entry.name).filter(|mark| mark.version == entry.version);
        let since = before.map_or(now, |mark| mark.since);
        let mark = Mark { version: entry.version, since, deleted: entry.sealed.is_none() };
        let kept = marks.entry(entry.name.clone()).or_insert(mark);
        if kept.version <= mark.version {
            *kept = mark;
        }
    }
    fs::write_atomic(path, encode(&marks, tag).as_bytes(), Mode::PRIVATE)
}

fn encode(marks: &Marks, tag: &str) -> String {
    let mut text = format!("{MAGIC} {tag}\n");
    for (name, mark) in marks {
        let deleted = if mark.deleted { " deleted" } else { "" };
        writeln!(text, "{name} {} {}{deleted}", mark.version, mark.since).expect("a String takes everything");
    }
    text
}

#[cfg(test)]
#[path = "seen_tests.rs"]
mod tests;

//! The directory of a formation on the server, and the order in which it is changed.
//!
//! `versions/N` are never changed once they have that name; `version.json` says which of them is live, and is replaced as
//! one. `current` and `previous` are links for people, and made anew from it. So a kill anywhere leaves the old or the new
//! state, and [`Place::settle`] takes away what belongs to neither.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::OFlags;

use super::id::FormationId;
use super::record::Record;
use crate::support::fs::fault::step;
use crate::support::fs::{self as files, FsError, Mode, remove_all};

/// Below the server's data.
pub(super) const FORMATIONS: &str = "formations";
/// How directories begin that are on their way out.
const DELETED: &str = ".deleted-";
const KEY: &str = ".key";
const RECORD: &str = "version.json";
const VERSIONS: &str = "versions";
const STAGING: &str = "staging";
const DRAFT: &str = "draft";
/// What a formation writes itself, and keeps over updates; the database only where the bundle brings none.
const OWN: [(&str, bool); 4] =
    [("memory.db", false), ("memory.db-wal", false), ("MUXI.md", true), ("PENDING-MUXI.md", true)];

/// Where a formation is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    root: PathBuf,
}

impl Place {
    pub(super) fn new(data: &Path, id: &FormationId) -> Self {
        Self { root: data.join(FORMATIONS).join(id.as_str()) }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The directory of the deployment `counter`.
    pub(super) fn version(&self, counter: u64) -> PathBuf {
        self.root.join(VERSIONS).join(counter.to_string())
    }

    /// Where a bundle is unpacked.
    pub(super) fn staging(&self) -> PathBuf {
        self.root.join(STAGING)
    }

    /// What is tried out.
    pub(super) fn draft(&self) -> PathBuf {
        self.root.join(DRAFT)
    }

    /// The sessions, memories and made keys of all its versions.
    pub(super) fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    /// Makes the directory, and takes an unfinished bundle away.
    pub(super) fn prepare(&self) -> Result<(), FsError> {
        files::create_private_dir(&self.root.join(VERSIONS))?;
        files::create_private_dir(&self.state())?;
        remove_all(&self.staging())
    }

    /// What is live; nothing where nothing was ever.
    pub(super) fn read(&self) -> Result<Option<Record>, String> {
        let path = self.root.join(RECORD);
        let Some(bytes) = files::read_if_exists(&path).map_err(|e| e.to_string())? else { return Ok(None) };
        let id = self.root.file_name().unwrap_or_default().to_string_lossy();
        Record::parse(&bytes, &id).map(Some).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Makes `record` what is live. From here on it is, whatever happens.
    pub(super) fn write(&self, record: &Record) -> Result<(), FsError> {
        let bytes = serde_json::to_vec_pretty(record).expect("names and numbers");
        files::write_atomic(&self.root.join(RECORD), &bytes, Mode::PRIVATE)
    }

    /// Gives what was unpacked its number, on the disk.
    pub(super) fn promote(&self, counter: u64) -> Result<(), FsError> {
        let (staging, version) = (self.staging(), self.version(counter));
        // What a change left that failed.
        remove_all(&version)?;
        files::sync_directory(&staging)?;
        let moved = step().and_then(|()| fs::rename(&staging, &version));
        moved.map_err(|e| FsError::io("move", &staging, e))?;
        files::sync_directory(&self.root.join(VERSIONS))?;
        files::sync_directory(&self.root)?;
        // It may be the first one of the formation.
        self.root.parent().map_or(Ok(()), files::sync_directory)
    }

    /// Brings what the live version wrote itself into `to`.
    pub(super) fn keep_own(live: &Path, to: &Path) -> Result<(), FsError> {
        // The files of a database belong together.
        let brought = to.join("memory.db").symlink_metadata().is_ok();
        for (name, always) in OWN {
            if always || !brought {
                copy(&live.join(name), &to.join(name))?;
            }
        }
        Ok(())
    }

    /// Brings the key of the live version into `to`, unless one came with the bundle.
    pub(super) fn keep_key(live: &Path, to: &Path) -> Result<(), FsError> {
        let key = to.join(KEY);
        if key.symlink_metadata().is_ok() { Ok(()) } else { copy(&live.join(KEY), &key) }
    }

    /// Takes away all that `record` and `in_use` do not name, and makes the links anew. What cannot be done is tried again
    /// the next time.
    pub(super) fn settle(&self, record: &Record, in_use: &[u64]) {
        let previous = record.previous.as_ref().map(|version| version.counter);
        for (name, counter) in [("current", Some(record.current.counter)), ("previous", previous)] {
            drop(self.link(name, counter));
        }
        let used = record.used();
        for entry in fs::read_dir(self.root.join(VERSIONS)).into_iter().flatten().flatten() {
            let counter = entry.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
            if !counter.is_some_and(|n| used.contains(&n) || in_use.contains(&n)) {
                drop(remove_all(&entry.path()));
            }
        }
    }

    fn link(&self, name: &str, counter: Option<u64>) -> io::Result<()> {
        let path = self.root.join(name);
        let Some(counter) = counter else { return gone(fs::remove_file(path)) };
        let target = Path::new(VERSIONS).join(counter.to_string());
        if fs::read_link(&path).is_ok_and(|there| there == target) {
            return Ok(());
        }
        let temp = self.root.join(format!("{}{name}", files::TEMP_PREFIX));
        gone(fs::remove_file(&temp))?;
        step()?;
        symlink(&target, &temp)?;
        step()?;
        fs::rename(&temp, &path)
    }

    /// Takes all of it away. It is gone from the moment on in which it has another name.
    pub(super) fn delete(&self) -> Result<(), FsError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = self.root.file_name().unwrap_or_default().to_string_lossy();
        let away = self.root.with_file_name(format!("{DELETED}{name}-{}-{n}", std::process::id()));
        let moved = step().and_then(|()| fs::rename(&self.root, &away));
        moved.map_err(|e| FsError::io("remove", &self.root, e))?;
        files::sync_directory(self.root.parent().unwrap_or(&self.root))?;
        remove_all(&away)
    }

    /// Whether something else than ours is in it, where no record says what it is.
    pub(super) fn is_foreign(&self) -> bool {
        let ours = |entry: fs::DirEntry| {
            let Ok(name) = entry.file_name().into_string() else { return false };
            match name.as_str() {
                VERSIONS | STAGING | DRAFT | "state" => true,
                // A deployed server has directories of these names.
                "current" | "previous" => entry.path().is_symlink(),
                name => name.starts_with(files::TEMP_PREFIX),
            }
        };
        !fs::read_dir(&self.root).into_iter().flatten().flatten().all(ours)
    }

    /// Takes away all of one that never was live, but for its draft.
    pub(super) fn abandon(&self) -> Result<(), FsError> {
        if !self.root.exists() {
            return Ok(());
        }
        if !self.draft().exists() {
            return self.delete();
        }
        // The record first: without it nothing of the rest counts.
        let all = [RECORD, "current", "previous", STAGING, VERSIONS, "state"];
        all.iter().try_for_each(|name| remove_all(&self.root.join(name)))
    }
}

/// What was found at the start.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) formations: Vec<(FormationId, Record)>,
    /// What is there and cannot be used, in words.
    pub(super) broken: Vec<String>,
}

/// Reads what is live of all formations below `data`, and takes away what kills left.
pub(super) fn recover(data: &Path) -> Result<Found, FsError> {
    let all = data.join(FORMATIONS);
    files::create_private_dir(&all)?;
    let mut found = Found::default();
    let entries = fs::read_dir(&all).map_err(|e| FsError::io("read", &all, e))?;
    let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort();
    for name in names {
        if name.starts_with(DELETED) {
            drop(remove_all(&all.join(&name)));
            continue;
        }
        let Ok(id) = name.parse::<FormationId>() else { continue };
        let place = Place::new(data, &id);
        match place.read() {
            Ok(Some(record)) if place.version(record.current.counter).is_dir() => {
                drop(remove_all(&place.staging()));
                place.settle(&record, &[]);
                found.formations.push((id, record));
            }
            Ok(Some(record)) => {
                let missing = place.version(record.current.counter);
                found.broken.push(format!("{id}: {} is missing", missing.display()));
            }
            Ok(None) if !place.is_foreign() => drop(place.abandon()),
            Ok(None) => found.broken.push(format!("{id}: there is no {RECORD}, and it is not touched")),
            Err(why) => found.broken.push(format!("{id}: {why}")),
        }
    }
    Ok(found)
}

fn gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Copies a plain file onto the disk; none there is fine, and a link is none.
fn copy(from: &Path, to: &Path) -> Result<(), FsError> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let Ok(mut source) = OpenOptions::new().read(true).custom_flags(flags).open(from) else { return Ok(()) };
    if !source.metadata().is_ok_and(|meta| meta.is_file()) {
        return Ok(());
    }
    remove_all(to)?;
    let mut copied = || -> io::Result<()> {
        step()?;
        let mut target: File = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(to)?;
        io::copy(&mut source, &mut target)?;
        target.sync_all()
    };
    copied().map_err(|e| FsError::io("write", to, e))
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;

//! Where the files of an audit are.

use std::path::{Path, PathBuf};

use super::AuditError;
use super::record::LAST;
use crate::config::DataDir;
use crate::support::fs::FsError;

const DIR: &str = "audit";
/// Beside `formations`, so that a copy of the last checkpoint is in no directory of a formation.
const HEADS: &str = "audit-heads";
const ACTIVE: &str = "audit.log";

/// Where the audit of one formation is.
#[derive(Clone, Debug)]
pub struct Place {
    dir: PathBuf,
    head: Option<PathBuf>,
}

impl Place {
    /// The audit of the formation whose state is in the directory `state` below `data`.
    pub fn new(data: &DataDir, state: &Path) -> Self {
        let head = state.file_name().map(|name| data.path().join(HEADS).join(name));
        Self { dir: state.join(DIR), head }
    }

    /// The audit in `dir` itself; `head` is the file outside of it that has a copy of the last checkpoint.
    pub fn at(dir: impl Into<PathBuf>, head: Option<PathBuf>) -> Self {
        Self { dir: dir.into(), head }
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn head(&self) -> Option<&Path> {
        self.head.as_deref()
    }

    pub(super) fn active(&self) -> PathBuf {
        self.dir.join(ACTIVE)
    }

    pub(super) fn closed(&self, first: u64) -> PathBuf {
        self.dir.join(format!("audit-{first:012}.log"))
    }

    /// There while a server runs: one that finds it was not ended by the one before.
    pub fn running(&self) -> PathBuf {
        self.dir.join("running")
    }

    pub(super) fn checkpoints(&self) -> PathBuf {
        self.dir.join("checkpoints")
    }

    pub(super) fn key(&self) -> PathBuf {
        self.dir.join("key")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    /// The files with records that are there, in the order of the records.
    pub(super) fn segments(&self) -> Result<Vec<PathBuf>, AuditError> {
        let mut closed = self.closed_segments()?;
        let active = self.active();
        if active.symlink_metadata().is_ok() {
            closed.push(active);
        }
        Ok(closed)
    }

    /// Those that nothing is appended to any more.
    pub(super) fn closed_segments(&self) -> Result<Vec<PathBuf>, AuditError> {
        let entries = match std::fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => {
                return Err(FsError::Io { doing: "read", path: self.dir.clone(), source }.into());
            }
        };
        let mut closed: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(|path| first_of(path).is_some()).collect();
        closed.sort_by_key(|path| (path.as_os_str().len(), path.clone()));
        Ok(closed)
    }
}

/// The number of the first record in a closed file, which its name has.
pub(super) fn first_of(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?;
    let number = name.strip_prefix("audit-")?.strip_suffix(".log")?;
    let digits = number.len() >= 12 && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| number.parse().ok()).flatten().filter(|first| *first <= LAST)
}

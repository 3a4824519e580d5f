//! All files of an audit as they were at one moment, to be read while others append.

use std::fs::File;
use std::path::PathBuf;

use super::checkpoint;
use super::place::{Place, first_of};
use super::trail::{first_seq, held, private};
use super::{AuditError, keys};

/// A file with records, of which so many bytes were there.
pub(super) struct Segment {
    pub(super) path: PathBuf,
    pub(super) file: File,
    pub(super) len: u64,
}

/// What was there.
pub(super) struct Snapshot {
    pub(super) segments: Vec<Segment>,
    pub(super) checkpoints: Vec<u8>,
    pub(super) head: Vec<u8>,
}

impl Snapshot {
    /// Takes one. Where the lock cannot be opened, as on a read-only disk, nobody appends either.
    pub(super) fn take(place: &Place) -> Result<Self, AuditError> {
        Self::behind(place, 0)
    }

    /// The same without the files that end before the record behind `after`.
    pub(super) fn behind(place: &Place, after: u64) -> Result<Self, AuditError> {
        let lock = private().write(true).open(place.lock()).ok();
        let _held = lock.as_ref().map(|lock| held(lock, place)).transpose()?;
        let mut segments = Vec::new();
        let paths = place.segments()?;
        let begins = |path: &PathBuf| first_of(path).or_else(|| first_seq(path));
        let begin = if after == 0 {
            0
        } else {
            paths
                .iter()
                .rposition(|path| begins(path).is_some_and(|first| first <= after.saturating_add(1)))
                .unwrap_or(0)
        };
        for path in paths.into_iter().skip(begin) {
            let failed = |e| AuditError::io("read", &path, e);
            let file = private().open(&path).map_err(failed)?;
            let len = file.metadata().map_err(failed)?.len();
            segments.push(Segment { path, file, len });
        }
        Ok(Self {
            segments,
            checkpoints: checkpoint::text(&place.checkpoints()),
            head: place.head().map(checkpoint::text).unwrap_or_default(),
        })
    }

    /// Whether there is anything of an audit.
    pub(super) fn is_empty(&self, place: &Place) -> bool {
        self.segments.is_empty()
            && self.checkpoints.is_empty()
            && self.head.is_empty()
            && place.before().is_empty()
            && !keys::is_there(&place.key())
    }
}

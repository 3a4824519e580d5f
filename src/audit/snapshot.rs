//! All files of an audit as they were at one moment, to be read while others append.

use std::fs::File;
use std::path::PathBuf;

use super::checkpoint;
use super::place::Place;
use super::trail::{held, private};
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
        let lock = private().write(true).open(place.lock()).ok();
        let _held = lock.as_ref().map(|lock| held(lock, place)).transpose()?;
        let mut segments = Vec::new();
        for path in place.segments()? {
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

//! Whether a file is another one than it was.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// By what a file is known to be another one, or to have been changed: where it is, its size, its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    place: (u64, u64),
    size: u64,
    written: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// That of the file that `path` leads to, links followed; none where there is none.
    pub fn of(path: &Path) -> Option<Self> {
        path.metadata().ok().map(Self::from)
    }

    /// That of what `path` names, a link itself where it is one.
    pub fn of_name(path: &Path) -> Option<Self> {
        path.symlink_metadata().ok().map(Self::from)
    }
}

impl From<Metadata> for Stamp {
    fn from(of: Metadata) -> Self {
        Self {
            place: (of.dev(), of.ino()),
            size: of.size(),
            written: (of.mtime(), of.mtime_nsec()),
            changed: (of.ctime(), of.ctime_nsec()),
        }
    }
}

//! Room on a disk that is taken before it is known what goes there: what is put in needs none then.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Seek, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::FsError;
use super::write::{parent, sync_dir};

/// A file with room. It stays when this is dropped.
#[derive(Debug)]
pub struct Room {
    path: PathBuf,
    file: File,
}

impl Room {
    /// Makes the file (0600) with so many zeros, on the disk. What was there goes; a link is refused.
    pub fn take(path: &Path, bytes: usize) -> Result<Self, FsError> {
        let made = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
                .open(path)?;
            // One that was there keeps its own bits otherwise.
            file.set_permissions(Permissions::from_mode(0o600))?;
            file.write_all(&vec![0; bytes])?;
            file.sync_all()?;
            // The name too.
            sync_dir(parent(path))?;
            Ok(file)
        };
        let made = made().map_err(|error: io::Error| FsError::io("write", path, error));
        made.map(|file| Self { path: path.to_owned(), file })
    }

    /// Puts `bytes` in, at the beginning; they are on the disk then.
    pub fn fill(&mut self, bytes: &[u8]) -> Result<(), FsError> {
        let mut fill = || {
            self.file.rewind()?;
            self.file.write_all(bytes)?;
            self.file.sync_all()
        };
        fill().map_err(|error| FsError::io("write", &self.path, error))
    }
}

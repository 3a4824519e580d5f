//! One writer at a time, among threads and among processes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::FsError;

/// A held lock; dropping it releases it and removes its file.
///
/// The system's own file lock is what counts, so a file left by a killed process locks nobody out.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Waits up to `timeout` for the lock file at `path` (made 0600), then says which process holds it.
    pub fn acquire(path: &Path, timeout: Duration) -> Result<Self, FsError> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(1);
        loop {
            if let Some(lock) = Self::attempt(path)? {
                return Ok(lock);
            }
            let waited = start.elapsed();
            if waited >= timeout {
                return Err(FsError::Locked { path: path.to_path_buf(), holder: holder(path), waited });
            }
            std::thread::sleep(pause.min(timeout.saturating_sub(waited)));
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }

    /// Takes it if nobody holds it; nothing is waited for.
    pub fn attempt(path: &Path) -> Result<Option<Self>, FsError> {
        Self::taken(path).map_err(|error| FsError::io("lock", path, error))
    }

    /// Whether somebody holds the lock at `path`; nothing is written.
    pub fn is_held(path: &Path) -> bool {
        let Ok(file) = File::open(path) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    fn taken(path: &Path) -> io::Result<Option<Self>> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(e)) => return Err(e),
        }
        // The last holder may have removed the file between our open and our lock: then we hold a
        // lock on a file without a name, and somebody else may hold the one that has it.
        if !same_file(&file, path)? {
            return Ok(None);
        }
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Some(Self { path: path.to_path_buf(), file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held, so nobody can hold the file that goes.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

fn same_file(file: &File, path: &Path) -> io::Result<bool> {
    let ours = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(theirs) => Ok(ours.ino() == theirs.ino() && ours.dev() == theirs.dev()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

fn holder(path: &Path) -> String {
    let said = super::read_to_string(path).unwrap_or_default();
    match said.trim().parse::<u32>() {
        Ok(pid) => format!("process {pid}"),
        Err(_) => "another process".into(),
    }
}

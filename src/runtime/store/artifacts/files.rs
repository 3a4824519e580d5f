//! The contents of artifacts, each under the name of its hash: `artifacts/ab/abcd…`, 0600.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::StoreError;
use crate::crypto::hash;
use crate::support::clock::Clock;
use crate::support::fs::{self, Mode};

/// Who writes a file names it within this time; a younger one without a name is left alone.
const GRACE: Duration = Duration::from_mins(10);

/// The time of the file system, which no test sets.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(Clock::default().now_millis())
}

/// Where the contents are. The directory is made with the first one.
#[derive(Clone, Debug)]
pub(in crate::runtime::store) struct Files(PathBuf);

impl Files {
    /// The directory `artifacts` beside the database.
    pub(in crate::runtime::store) fn beside(database: &Path) -> Self {
        Self(database.with_file_name("artifacts"))
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.0.join(&sha256[..2]).join(sha256)
    }

    /// Writes a content. Where it is there already, it is young again: nobody must take it away now.
    pub(in crate::runtime::store) fn write(&self, sha256: &str, content: &[u8]) -> Result<(), StoreError> {
        let path = self.path(sha256);
        if path.metadata().is_ok_and(|there| there.is_file() && there.len() == content.len() as u64) {
            let file = std::fs::File::options().write(true).open(&path);
            if file.and_then(|file| file.set_modified(now())).is_ok() {
                return Ok(());
            }
        }
        let dir = path.parent().expect("two levels");
        fs::create_private_dir(dir)
            .and_then(|()| fs::write_atomic(&path, content, Mode::PRIVATE))
            .map_err(|e| StoreError::new(e.to_string()))
    }

    pub(in crate::runtime::store) fn has(&self, sha256: &str) -> bool {
        self.path(sha256).is_file()
    }

    /// Reads a content, and looks whether it is still what was written.
    pub(in crate::runtime::store) fn read(&self, sha256: &str) -> Result<Bytes, StoreError> {
        let bytes = fs::read(&self.path(sha256)).map_err(|e| StoreError::new(e.to_string()))?;
        if hash::hex(&hash::sha256(&bytes)) != sha256 {
            let path = self.path(sha256);
            return Err(StoreError::new(format!("{} is not what was written there", path.display())));
        }
        Ok(Bytes::from(bytes))
    }

    pub(in crate::runtime::store) fn remove(&self, sha256: &str) -> Result<bool, StoreError> {
        fs::remove_if_exists(&self.path(sha256)).map_err(|e| StoreError::new(e.to_string()))
    }

    /// Takes away what is neither named nor so young that it may be soon: contents whose row was never
    /// written, and half-written files. What cannot be looked at stays.
    pub(super) fn sweep(&self, named: impl Fn(&str) -> bool) {
        let now = now();
        for dir in std::fs::read_dir(&self.0).into_iter().flatten().flatten() {
            for file in std::fs::read_dir(dir.path()).into_iter().flatten().flatten() {
                let age = file.metadata().and_then(|m| m.modified()).map(|at| now.duration_since(at));
                let old = matches!(age, Ok(Ok(age)) if age > GRACE);
                if old && !file.file_name().to_str().is_some_and(&named) {
                    drop(fs::remove_if_exists(&file.path()));
                }
            }
        }
    }

    /// How many contents there are, and what they take in bytes.
    pub(in crate::runtime::store) fn size(&self) -> (u64, u64) {
        let (mut count, mut bytes) = (0, 0);
        for dir in std::fs::read_dir(&self.0).into_iter().flatten().flatten() {
            for file in std::fs::read_dir(dir.path()).into_iter().flatten().flatten() {
                count += 1;
                bytes += file.metadata().map_or(0, |file| file.len());
            }
        }
        (count, bytes)
    }

    /// Whether there is anything to look at.
    pub(super) fn is_there(&self) -> bool {
        self.0.is_dir()
    }
}

//! Why something cannot be recorded, or looked up.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::crypto::rng::RngError;
use crate::support::fs::FsError;

/// What went wrong with the audit.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// A file of it.
    #[error("the audit: {0}")]
    File(#[from] FsError),
    /// Another process holds its lock.
    #[error("the audit in {} is held by another process (waited {} s)", path.display(), waited.as_secs())]
    Locked {
        /// The directory.
        path: PathBuf,
        /// How long this process waited.
        waited: Duration,
    },
    /// There are records, and no key that they were made with.
    #[error("the audit has records, but its key {} is gone", .0.display())]
    KeyGone(PathBuf),
    /// The key file holds no key.
    #[error("the key of the audit {} is damaged", .0.display())]
    KeyBroken(PathBuf),
    /// No random bytes for a key.
    #[error("the audit has no key: {0}")]
    Random(#[from] RngError),
    /// Whoever writes the records is not there any more.
    #[error("the writer of the audit has ended")]
    Ended,
    /// The writer could not write; its own error was told before.
    #[error("{0}")]
    Failed(String),
}

impl AuditError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File(FsError::Io { doing, path: path.to_path_buf(), source })
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(_) | Self::Random(_) | Self::Ended | Self::Failed(_) => "audit_failed",
            Self::Locked { .. } => "audit_locked",
            Self::KeyGone(_) => "audit_key_gone",
            Self::KeyBroken(_) => "audit_key_broken",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::File(_) | Self::Random(_) | Self::Failed(_) => Some(
                "what cannot be recorded is not done; name a directory that can be written with --data-dir DIR or MUXI_STATE_DIR"
                    .to_owned(),
            ),
            Self::Locked { .. } => Some("end that process, or try again".to_owned()),
            Self::KeyGone(path) | Self::KeyBroken(path) => {
                let dir = path.parent().unwrap_or(path).display();
                Some(format!(
                    "put the key back from a backup; or keep what is there as evidence and begin anew: mv {dir} {dir}.old"
                ))
            }
            Self::Ended => None,
        }
    }
}

//! What can go wrong with a file.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file operation that failed; every variant names the path.
#[derive(Debug, thiserror::Error)]
pub enum FsError {
    /// The system refused.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// A verb: "read", "write", "lock".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A symbolic link where none is followed.
    #[error("{} is a symbolic link", .0.display())]
    Symlink(PathBuf),
    /// A directory, a device, a pipe.
    #[error("{} is not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// Other users of this computer may read it.
    #[error("{} can be read by others (mode {mode:04o})", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// More bytes than are read.
    #[error("{} is larger than {limit} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// Bytes where text was expected.
    #[error("{} is not UTF-8 text", .0.display())]
    NotText(PathBuf),
    /// Something of that name is already there.
    #[error("{} already exists", .0.display())]
    Exists(PathBuf),
    /// Another process holds the lock.
    #[error("{} is held by {holder} (waited {} s)", path.display(), waited.as_secs())]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// "process 4711", or "another process" where it did not say.
        holder: String,
        /// How long this process waited.
        waited: Duration,
    },
}

impl FsError {
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_path_buf(), source }
    }

    /// Whether the file is simply not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => "file_not_found",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "file_not_permitted",
                io::ErrorKind::StorageFull => "disk_full",
                _ => "file_failed",
            },
            Self::Symlink(_) => "file_is_symlink",
            Self::NotAFile(_) => "not_a_file",
            Self::Exposed { .. } => "file_exposed",
            Self::TooLarge { .. } => "file_too_large",
            Self::NotText(_) => "file_not_text",
            Self::Exists(_) => "file_exists",
            Self::Locked { .. } => "file_locked",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { doing, path, source } => match source.kind() {
                io::ErrorKind::PermissionDenied if *doing == "read" => {
                    Some(format!("check who may read it: ls -l {}", path.display()))
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("nothing was changed; make the directory writable, or work on a copy".into())
                }
                io::ErrorKind::StorageFull => Some("nothing was changed; free some space".into()),
                _ => None,
            },
            Self::Symlink(path) => Some(format!("put the file itself at {}, not a link", path.display())),
            Self::Exposed { path, .. } => Some(format!("run: chmod 600 {}", path.display())),
            Self::Locked { .. } => {
                Some("wait until it has finished, or end that process, then try again".into())
            }
            Self::NotText(path) => Some(format!("save {} as UTF-8 text", path.display())),
            Self::NotAFile(_) | Self::TooLarge { .. } | Self::Exists(_) => None,
        }
    }
}

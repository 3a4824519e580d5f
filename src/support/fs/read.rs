//! Reading, with a bound and with the path in every error.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::FsError;
use crate::support::secret::SecretBytes;

/// The most that [`read`] takes, in bytes: more is a mistake or an attack.
const LIMIT: u64 = 1 << 30;

/// Whether a symbolic link is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// As usual.
    Follow,
    /// A link is an error (`O_NOFOLLOW`).
    Refuse,
}

/// Whether the permission bits of a secret file are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Only the owner may have rights on it (mode & 077 is 0), and it is a regular file.
    Required,
    /// Any mode, and pipes too.
    Any,
}

/// The whole file.
pub fn read(path: &Path) -> Result<Vec<u8>, FsError> {
    let file = File::open(path).map_err(|e| FsError::io("read", path, e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(LIMIT)).unwrap_or(0) + 1);
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|e| FsError::io("read", path, e))?;
    within(path, bytes.len(), LIMIT)?;
    Ok(bytes)
}

/// The whole file as UTF-8 text.
pub fn read_to_string(path: &Path) -> Result<String, FsError> {
    String::from_utf8(read(path)?).map_err(|_| FsError::NotText(path.to_path_buf()))
}

/// The whole file, or `None` where there is none.
pub fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>, FsError> {
    absent(read(path))
}

/// The whole file as UTF-8 text, or `None` where there is none.
pub fn read_to_string_if_exists(path: &Path) -> Result<Option<String>, FsError> {
    absent(read_to_string(path))
}

/// A small secret file of at most `limit` bytes, into memory that is cleared after use.
pub fn read_secret(path: &Path, links: Links, privacy: Privacy, limit: u64) -> Result<SecretBytes, FsError> {
    let mut flags = OFlags::empty();
    if links == Links::Refuse {
        flags |= OFlags::NOFOLLOW;
    }
    if privacy == Privacy::Required {
        // A pipe left in the place of the file must not hang us before its kind is looked at.
        flags |= OFlags::NONBLOCK;
    }
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|e| open_error(path, links, e))?;
    if privacy == Privacy::Required {
        check_private(path, &file)?;
    }
    secret_from(file, path, limit)
}

/// The same from a descriptor that this process was started with, from its start where it has one.
pub fn read_descriptor(fd: u32, limit: u64) -> Result<SecretBytes, FsError> {
    let linux = PathBuf::from(format!("/proc/self/fd/{fd}"));
    let path = if linux.exists() { linux } else { PathBuf::from(format!("/dev/fd/{fd}")) };
    // Opening the path asks for the rights of its file again, which its opener had and we may not have.
    let mut file = match duplicate(fd) {
        Some(file) => file,
        None => File::open(&path).map_err(|e| FsError::io("read", &path, e))?,
    };
    // A pipe has no start.
    drop(file.seek(SeekFrom::Start(0)));
    secret_from(file, &path, limit)
}

#[cfg(target_os = "linux")]
fn duplicate(fd: u32) -> Option<File> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    let this = pidfd_open(getpid(), PidfdFlags::empty()).ok()?;
    Some(pidfd_getfd(this, i32::try_from(fd).ok()?, PidfdGetfdFlags::empty()).ok()?.into())
}

#[cfg(not(target_os = "linux"))]
fn duplicate(_: u32) -> Option<File> {
    None
}

fn secret_from(file: File, path: &Path, limit: u64) -> Result<SecretBytes, FsError> {
    let secret = SecretBytes::read(file, limit + 1).map_err(|e| FsError::io("read", path, e))?;
    within(path, secret.len(), limit)?;
    Ok(secret)
}

fn check_private(path: &Path, file: &File) -> Result<(), FsError> {
    let meta = file.metadata().map_err(|e| FsError::io("read", path, e))?;
    if !meta.is_file() {
        return Err(FsError::NotAFile(path.to_path_buf()));
    }
    let mode = meta.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(FsError::Exposed { path: path.to_path_buf(), mode });
    }
    Ok(())
}

fn open_error(path: &Path, links: Links, error: io::Error) -> FsError {
    if links == Links::Refuse && path.is_symlink() {
        return FsError::Symlink(path.to_path_buf());
    }
    FsError::io("read", path, error)
}

fn within(path: &Path, len: usize, limit: u64) -> Result<(), FsError> {
    if len as u64 > limit {
        return Err(FsError::TooLarge { path: path.to_path_buf(), limit });
    }
    Ok(())
}

fn absent<T>(result: Result<T, FsError>) -> Result<Option<T>, FsError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.is_not_found() => Ok(None),
        Err(e) => Err(e),
    }
}

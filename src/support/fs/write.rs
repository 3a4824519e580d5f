//! Writing: all or nothing, durable, and with the mode that was asked for whatever the umask.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::fs::{Access, AtFlags, CWD, OFlags, accessat};

use super::fault::step;
use super::{FsError, TEMP_PREFIX};

/// The permission bits of a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// These bits, also where the file had others.
    Exactly(u32),
    /// Those of the file that is replaced; these for a new one.
    Keep(u32),
}

impl Mode {
    /// 0600: for the owner only.
    pub const PRIVATE: Self = Self::Exactly(0o600);
}

/// Replaces `path` by `bytes`: whoever looks, also after a crash, sees the old file or the new one.
///
/// A symbolic link at `path` stays one; the file that it points to is replaced.
pub fn write_atomic(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), FsError> {
    let target = if path.is_symlink() {
        fs::canonicalize(path).map_err(|e| FsError::io("write", path, e))?
    } else {
        path.to_path_buf()
    };
    let bits = match mode {
        Mode::Exactly(bits) => bits,
        Mode::Keep(new) => fs::metadata(&target).map_or(new, |m| m.permissions().mode() & 0o777),
    };
    let temp = write_temp(&target, bytes, bits)?;
    let moved = step().and_then(|()| fs::rename(&temp, &target));
    finish(&target, &temp, moved, false)
}

/// Makes `path` with `bytes` and mode 0600; an error if anything of that name is there (`O_EXCL`).
///
/// The name appears only when all bytes are on the disk, so a crash leaves no half of a key.
pub fn create_new_private(path: &Path, bytes: &[u8]) -> Result<(), FsError> {
    create_new(path, bytes, 0o600)
}

/// The same with these permission bits.
pub(super) fn create_new(path: &Path, bytes: &[u8], bits: u32) -> Result<(), FsError> {
    let temp = write_temp(path, bytes, bits)?;
    let linked = step().and_then(|()| fs::hard_link(&temp, path));
    match linked {
        Err(e) if matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported) => {
            // A file system without hard links: the plain way is the best there is.
            let made = create_excl(path);
            // Half a key would stand in the way of a whole one.
            let made = made.and_then(|file| fill(file, bytes, bits).inspect_err(|_| discard(path)));
            finish(path, &temp, made, true)
        }
        other => finish(path, &temp, other, true),
    }
}

/// Sets the permission bits of a file that is there, and no link.
pub fn set_mode(path: &Path, mode: u32) -> Result<(), FsError> {
    let opened = OpenOptions::new().read(true).custom_flags(OFlags::NOFOLLOW.bits().cast_signed()).open(path);
    opened
        .and_then(|file| file.set_permissions(Permissions::from_mode(mode)))
        .map_err(|e| FsError::io("change the mode of", path, e))
}

/// Makes a directory (and its parents) that only the owner may enter: 0700. One that exists is left as it is.
pub fn create_private_dir(path: &Path) -> Result<(), FsError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|e| FsError::io("make the directory", path, e))
}

/// An error where no file can be made in the directory `dir`; nothing is made.
pub fn check_writable(dir: &Path) -> Result<(), FsError> {
    let access = Access::WRITE_OK | Access::EXEC_OK;
    accessat(CWD, dir, access, AtFlags::EACCESS).map_err(|e| FsError::io("write", dir, e.into()))
}

/// Whether the file at `path` may be written: replacing one would pass over a mode that says no.
pub fn check_file_writable(path: &Path) -> Result<(), FsError> {
    accessat(CWD, path, Access::WRITE_OK, AtFlags::EACCESS).map_err(|e| FsError::io("write", path, e.into()))
}

/// Removes a file; none there is fine. True if there was one.
pub fn remove_if_exists(path: &Path) -> Result<bool, FsError> {
    match step().and_then(|()| fs::remove_file(path)) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(FsError::io("remove", path, e)),
    }
}

/// Removes a file, or a directory with all that is in it, also where some of that was made read-only; none there is fine.
pub fn remove_all(path: &Path) -> Result<(), FsError> {
    let remove = || match path.symlink_metadata()? {
        meta if meta.is_dir() => fs::remove_dir_all(path),
        _ => fs::remove_file(path),
    };
    let removed = step().and_then(|()| remove()).or_else(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            make_writable(path);
            remove()
        }
        _ => Err(error),
    });
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FsError::io("remove", path, error)),
        _ => Ok(()),
    }
}

/// A link is not followed: it may lead anywhere.
pub(super) fn make_writable(directory: &Path) {
    if !directory.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        return;
    }
    drop(fs::set_permissions(directory, Permissions::from_mode(0o700)));
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        make_writable(&entry.path());
    }
}

/// Removes what killed writers of `path` left behind. Only for files whose writers all hold one lock.
pub fn remove_stale_temps(path: &Path) {
    let Ok(entries) = fs::read_dir(parent(path)) else {
        return;
    };
    let prefix = temp_prefix(path);
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // Best effort: a temp file that stays harms nobody and is in .gitignore.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn write_temp(target: &Path, bytes: &[u8], mode: u32) -> Result<PathBuf, FsError> {
    let (file, temp) = create_temp(target).map_err(|e| FsError::io("write", target, e))?;
    if let Err(e) = fill(file, bytes, mode) {
        discard(&temp);
        return Err(FsError::io("write", target, e));
    }
    Ok(temp)
}

pub(super) fn create_temp(target: &Path) -> io::Result<(File, PathBuf)> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let prefix = temp_prefix(target);
    loop {
        let n = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temp = parent(target).join(format!("{prefix}{}-{n}", std::process::id()));
        step()?;
        match create_excl(&temp) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|file| (file, temp)),
        }
    }
}

fn create_excl(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
}

fn fill(mut file: File, bytes: &[u8], mode: u32) -> io::Result<()> {
    step()?;
    file.write_all(bytes)?;
    step()?;
    // After the open: that one's mode was cut by the umask.
    file.set_permissions(Permissions::from_mode(mode))?;
    step()?;
    file.sync_all()
}

/// After the rename or link: clears up, makes the new name durable, and names the path in an error.
pub(super) fn finish(
    target: &Path,
    temp: &Path,
    moved: io::Result<()>,
    temp_remains: bool,
) -> Result<(), FsError> {
    if moved.is_err() || temp_remains {
        discard(temp);
    }
    match moved {
        Ok(()) => sync_dir(parent(target)).map_err(|e| FsError::io("write", target, e)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(FsError::Exists(target.to_path_buf())),
        Err(e) => Err(FsError::io("write", target, e)),
    }
}

pub(super) fn discard(temp: &Path) {
    if step().is_ok() {
        // The first error is the one to report.
        let _ = fs::remove_file(temp);
    }
}

pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    step()?;
    File::open(dir)?.sync_all()
}

/// Sees to it that the names in the directory `dir` are on the disk.
pub fn sync_directory(dir: &Path) -> Result<(), FsError> {
    sync_dir(dir).map_err(|e| FsError::io("write", dir, e))
}

fn temp_prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!("{TEMP_PREFIX}{name}-")
}

/// The directory of a file; "." for a bare name.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

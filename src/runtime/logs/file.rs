//! The log file: whole lines appended, 0600 unless others are said to; moved aside at a size, and deleted after a time. Any number of processes
//! may write to one.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::sink::Out;
use crate::support::clock::Clock;

/// A process that holds the lock and does not go on is waited for so long.
const PATIENCE: Duration = Duration::from_secs(1);
/// The permission bits of a file that nobody else reads.
const PRIVATE: u32 = 0o600;
/// How often old files are looked for.
const LOOK: Duration = Duration::from_hours(1);

/// When a file is moved aside, and how long such ones are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// The most bytes in one file.
    pub bytes: u64,
    /// How many files that were moved aside are kept.
    pub kept: u32,
    /// How long they are kept, in milliseconds after their last line.
    pub age: u64,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { bytes: 100 << 20, kept: 5, age: 30 * 24 * 60 * 60 * 1000 }
    }
}

/// A log file that is written to.
pub struct LogFile {
    path: PathBuf,
    mode: u32,
    limits: FileLimits,
    clock: Clock,
    open: Option<Open>,
    looked: Option<Instant>,
}

/// The file that has the name, as far as is known.
struct Open {
    file: File,
    inode: (u64, u64),
}

impl LogFile {
    /// A file at `path`, whose directory is made with its first line.
    pub fn new(path: PathBuf, limits: FileLimits, clock: Clock) -> Self {
        Self { path, mode: PRIVATE, limits, clock, open: None, looked: None }
    }

    /// The same with these permission bits for the files.
    #[must_use]
    pub fn with_mode(self, mode: u32) -> Self {
        Self { mode, ..self }
    }

    fn lock(&self) -> io::Result<File> {
        if let Some(dir) = self.path.parent().filter(|dir| !dir.exists()) {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        locked(&self.path)
    }

    /// The file that has the name now: another process may have moved the one that was open.
    fn current(&mut self) -> io::Result<&mut File> {
        let named = fs::symlink_metadata(&self.path).map(|meta| (meta.dev(), meta.ino()));
        let same = matches!((&self.open, &named), (Some(open), Ok(inode)) if open.inode == *inode);
        if !same {
            let mut file = private(OpenOptions::new().read(true).append(true)).open(&self.path)?;
            let meta = file.metadata()?;
            if meta.len() == 0 && self.mode != PRIVATE {
                file.set_permissions(Permissions::from_mode(self.mode))?;
            }
            // A process that was killed while it wrote may have left half a line.
            if meta.len() > 0 && last_byte(&mut file)? != b'\n' {
                file.write_all(b"\n")?;
            }
            self.open = Some(Open { file, inode: (meta.dev(), meta.ino()) });
        }
        self.open.as_mut().map(|open| &mut open.file).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Moves each file one place on, the oldest out. Killed anywhere in between, each line is in one file still.
    fn rotate(&mut self) -> io::Result<()> {
        self.open = None;
        if self.limits.kept == 0 {
            return gone(fs::remove_file(&self.path));
        }
        // Up to the first free place only: a gap that a kill left is filled before anything is dropped.
        let free = (1..self.limits.kept).find(|n| !numbered(&self.path, *n).exists());
        let last = free.unwrap_or(self.limits.kept);
        for n in (1..last).rev() {
            gone(fs::rename(numbered(&self.path, n), numbered(&self.path, n + 1)))?;
        }
        gone(fs::rename(&self.path, numbered(&self.path, 1)))
    }

    fn drop_old(&mut self) {
        if self.looked.is_some_and(|at| at.elapsed() < LOOK) {
            return;
        }
        self.looked = Some(Instant::now());
        let oldest = self.clock.now_millis().saturating_sub(self.limits.age) / 1000;
        for path in moved(&self.path) {
            let old = fs::metadata(&path).is_ok_and(|meta| meta.mtime().cast_unsigned() < oldest);
            if old {
                // It is tried again in an hour.
                drop(fs::remove_file(&path));
            }
        }
    }
}

impl Out for LogFile {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        let size: usize = lines.iter().map(|line| line.len() + 1).sum();
        let mut bytes = Vec::with_capacity(size);
        let lock = self.lock()?;
        self.drop_old();
        let limit = self.limits.bytes;
        let mut length = self.current()?.metadata()?.len();
        for line in lines {
            let after = length + bytes.len() as u64 + line.len() as u64 + 1;
            if after > limit && length + bytes.len() as u64 > 0 {
                append(self.current()?, length, &bytes)?;
                bytes.clear();
                self.rotate()?;
                length = self.current()?.metadata()?.len();
            }
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        append(self.current()?, length, &bytes)?;
        drop(lock);
        Ok(())
    }
}

/// The lock that all writers hold while they write or move. It is a file of its own, as the log changes its name.
pub(super) fn locked(path: &Path) -> io::Result<File> {
    let file = private(OpenOptions::new().write(true)).open(beside(path, "lock"))?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "another process holds its lock"));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// The same lock for who only reads, beside other readers: no file moves meanwhile. Nothing is made for it, and without it
/// is read where there is none, or a writer does not go on.
pub(super) fn unmoved(path: &Path) -> Option<File> {
    let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(beside(path, "lock")).ok()?;
    let start = Instant::now();
    while file.try_lock_shared().is_err() {
        if start.elapsed() > PATIENCE {
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Some(file)
}

/// Appends all of it or nothing: half a line would spoil the next one.
fn append(file: &mut File, length: u64, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes).inspect_err(|_| {
        drop(file.set_len(length));
    })
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.create(true).mode(PRIVATE).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
}

fn last_byte(file: &mut File) -> io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    PathBuf::from(name)
}

pub(super) fn numbered(path: &Path, n: u32) -> PathBuf {
    beside(path, &n.to_string())
}

/// Takes a log away with all that was moved aside of it and with its lock; none there is fine. Nobody may write to it.
pub fn remove(path: &Path) -> io::Result<()> {
    let all = moved(path).into_iter().chain([path.to_path_buf(), beside(path, "lock")]);
    all.into_iter().try_for_each(|path| gone(fs::remove_file(path)))
}

/// The files that were moved aside, the newest first, whatever their number was meant to be.
pub(super) fn moved(path: &Path) -> Vec<PathBuf> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Vec::new();
    };
    let number = |file: &fs::DirEntry| {
        file.file_name().to_str()?.strip_prefix(name)?.strip_prefix('.')?.parse::<u32>().ok()
    };
    let files = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    let mut found: Vec<(u32, PathBuf)> =
        files.filter_map(|file| Some((number(&file)?, file.path()))).collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

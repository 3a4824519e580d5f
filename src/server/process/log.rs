//! What a process says, in a file that is moved aside when it is full.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::support::fs as files;

/// The group may read it: who looks after the server.
const MODE: u32 = 0o640;
/// A line that is longer may be cut where the file is full.
const LONGEST: u64 = 64 << 10;

/// A log that is written to.
pub(crate) struct ChildLog {
    path: PathBuf,
    most: u64,
    kept: u32,
    open: Option<(File, u64)>,
}

impl ChildLog {
    /// A log at `path`, with files of so many bytes, of which so many are kept.
    pub(crate) fn new(path: PathBuf, most: u64, kept: u32) -> Self {
        Self { path, most, kept, open: None }
    }

    /// Appends what was said, moving files between two lines where that can be. What cannot be written is lost: a full disk
    /// must not stop the process.
    pub(crate) fn write(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |end| end + 1);
            let (line, rest) = bytes.split_at(end);
            if self.append(line).is_err() {
                self.open = None;
                return;
            }
            bytes = rest;
        }
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let ended = line.ends_with(b"\n");
        let (file, size) = self.file()?;
        file.write_all(line)?;
        *size += line.len() as u64;
        let size = *size;
        if size >= self.most && (ended || size >= self.most + LONGEST) {
            self.rotate()?;
        }
        Ok(())
    }

    fn file(&mut self) -> io::Result<&mut (File, u64)> {
        if self.open.is_none() {
            let mut options = OpenOptions::new();
            options.append(true).create(true).mode(MODE).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
            let file = options.open(&self.path)?;
            // The open's own mode was cut by the umask.
            file.set_permissions(Permissions::from_mode(MODE))?;
            let size = file.metadata()?.len();
            self.open = Some((file, size));
        }
        self.open.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn rotate(&mut self) -> io::Result<()> {
        self.open = None;
        if self.kept == 0 {
            return fs::remove_file(&self.path);
        }
        for n in (1..self.kept).rev() {
            let from = numbered(&self.path, n);
            if from.exists() {
                fs::rename(from, numbered(&self.path, n + 1))?;
            }
        }
        fs::rename(&self.path, numbered(&self.path, 1))
    }
}

fn numbered(path: &Path, n: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{n}"));
    PathBuf::from(name)
}

/// The last `most` lines of the log at `path` and of the file before it, the oldest first, and how many there are in both.
pub(crate) fn last_lines(path: &Path, most: usize) -> (Vec<String>, usize) {
    let mut lines = Vec::new();
    for file in [numbered(path, 1), path.to_owned()] {
        let Ok(Some(bytes)) = files::read_if_exists(&file) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        lines.extend(text.lines().map(str::to_owned));
    }
    let total = lines.len();
    (lines.split_off(total.saturating_sub(most)), total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_log_is_moved_aside_between_two_lines() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a-out.log");
        let mut log = ChildLog::new(path.clone(), 20, 2);
        for n in 0..10 {
            log.write(format!("line {n:04}\nli").as_bytes());
            log.write(b"ne 0000\n");
        }
        assert_eq!(fs::metadata(&path).map_or(0o640, |m| m.permissions().mode() & 0o7777), 0o640);
        assert!(numbered(&path, 2).exists() && !numbered(&path, 3).exists());
        let (lines, total) = last_lines(&path, 3);
        assert!(total >= 2, "{total}");
        assert!(lines.iter().all(|line| line.len() == 9 && line.starts_with("line ")), "{lines:?}");
        // Another run goes on behind it.
        drop(log);
        ChildLog::new(path.clone(), 20, 2).write(b"again\n");
        assert_eq!(last_lines(&path, 1).0, ["again"]);
    }

    #[test]
    fn a_line_without_an_end_does_not_fill_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a-out.log");
        let mut log = ChildLog::new(path.clone(), 100, 1);
        for _ in 0..100 {
            log.write(&[b'x'; 8192]);
        }
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        assert!(size(&path) + size(&numbered(&path, 1)) < 3 * (LONGEST + 8192));
        assert_eq!(last_lines(&dir.path().join("none"), 5), (Vec::new(), 0));
    }
}

//! What a process says, in a file that is moved aside when it is full. Two processes of a formation may write to one.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::runtime::logs::{FileLimits, LogFile, Out as _, newest};
use crate::support::clock::Clock;

/// The group may read it: who looks after the server.
const MODE: u32 = 0o640;
/// A line that is longer becomes two.
const LONGEST: usize = 64 << 10;
/// The most bytes of lines that are given at once; of more, the oldest are left out.
const MOST_BYTES: u64 = 8 << 20;

/// A log that is written to.
pub(crate) struct ChildLog {
    file: LogFile,
    /// The beginning of a line: another process must not write into it.
    half: Vec<u8>,
}

impl ChildLog {
    /// A log at `path`, with files of so many bytes, of which so many are kept.
    pub(crate) fn new(path: PathBuf, bytes: u64, kept: u32) -> Self {
        let limits = FileLimits { bytes, kept, age: u64::MAX };
        Self { file: LogFile::new(path, limits, Clock::default()).with_mode(MODE), half: Vec::new() }
    }

    /// Appends what was said, in whole lines. What cannot be written is lost: a full disk must not stop the process.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.half.extend_from_slice(bytes);
        if let Some(end) = self.half.iter().rposition(|b| *b == b'\n') {
            self.append(end);
            self.half.drain(..=end);
        }
        if self.half.len() >= LONGEST {
            self.append(self.half.len());
            self.half.clear();
        }
    }

    /// The lines up to there.
    fn append(&mut self, end: usize) {
        let text = String::from_utf8_lossy(&self.half[..end]);
        drop(self.file.write(&text.split('\n').collect::<Vec<_>>()));
    }
}

impl Drop for ChildLog {
    fn drop(&mut self) {
        if !self.half.is_empty() {
            self.append(self.half.len());
        }
    }
}

/// The last `most` lines of the log at `path` and of the file before it, the oldest first, and how many there are in both.
pub(crate) fn last_lines(path: &Path, most: usize) -> (Vec<String>, usize) {
    let (mut lines, mut total, mut room) = (Vec::new(), 0, MOST_BYTES);
    for file in newest(path, 2).unwrap_or_default() {
        let Ok((mut older, count)) = tail(file, most - lines.len(), &mut room) else { continue };
        older.append(&mut lines);
        (lines, total) = (older, total + count);
    }
    (lines, total)
}

/// The last `most` lines of a file, in at most `room` bytes, of which they take theirs; and how many it has.
fn tail(mut file: File, most: usize, room: &mut u64) -> io::Result<(Vec<String>, usize)> {
    let (mut starts, mut total, mut at, mut in_line) = (VecDeque::new(), 0, 0, false);
    let mut block = vec![0; 64 << 10];
    loop {
        let n = file.read(&mut block)?;
        if n == 0 {
            break;
        }
        for (offset, byte) in (at..).zip(&block[..n]) {
            if !in_line {
                total += 1;
                starts.push_back(offset);
                if starts.len() > most {
                    starts.pop_front();
                }
            }
            in_line = *byte != b'\n';
        }
        at += n as u64;
    }
    let first = starts.front().copied();
    let start = starts.into_iter().find(|start| at - start <= *room);
    // Where some have no room, those before them are not wanted either.
    *room = if start == first { *room - (at - start.unwrap_or(at)) } else { 0 };
    let Some(start) = start else { return Ok((Vec::new(), total)) };
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(at - start).read_to_end(&mut bytes)?;
    Ok((String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect(), total))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn log(dir: &Path, bytes: u64, kept: u32) -> (ChildLog, PathBuf) {
        let path = dir.join("a-out.log");
        (ChildLog::new(path.clone(), bytes, kept), path)
    }

    fn moved(path: &Path, n: u32) -> PathBuf {
        path.with_extension(format!("log.{n}"))
    }

    #[test]
    fn a_full_log_is_moved_aside_between_two_lines() {
        let dir = tempfile::tempdir().unwrap();
        let (mut log, path) = log(dir.path(), 20, 2);
        for n in 0..10 {
            log.write(format!("line {n:04}\nli").as_bytes());
            log.write(b"ne 0000\n");
        }
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
        assert!(moved(&path, 2).exists() && !moved(&path, 3).exists());
        let (lines, total) = last_lines(&path, 3);
        assert_eq!((lines, total), (["line 0000", "line 0009", "line 0000"].map(String::from).to_vec(), 4));
        // Another run goes on behind it; what it did not end is a line too.
        log.write(b"and the rest");
        drop(log);
        ChildLog::new(path.clone(), 20, 2).write(b"again\n");
        assert_eq!(last_lines(&path, 2).0, ["and the rest", "again"]);
    }

    #[test]
    fn two_processes_write_whole_lines_into_one_log() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a-out.log");
        let mut all = [0, 1].map(|_| ChildLog::new(path.clone(), 1000, 200));
        for n in 0..1000 {
            for (of, log) in all.iter_mut().enumerate() {
                log.write(b"half ");
                log.write(format!("{of} {n:03}\nhalf ").as_bytes());
                log.write(format!("{of} {n:03}\n").as_bytes());
            }
        }
        let files: Vec<File> = newest(&path, usize::MAX).unwrap();
        assert!(files.iter().skip(1).all(|file| file.metadata().unwrap().len() > 980), "each was full");
        let texts = files.into_iter().rev().map(|mut file| {
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            text
        });
        let text: String = texts.collect();
        for of in 0..2 {
            let own: Vec<_> = text.lines().filter(|line| line.starts_with(&format!("half {of}"))).collect();
            let said: Vec<_> = (0..2000).map(|n| format!("half {of} {:03}", n / 2)).collect();
            assert!(own == said, "all of it, in its order: {:?}", own.first());
        }
        assert_eq!(text.lines().count(), 4000);
    }

    #[test]
    fn a_line_without_an_end_does_not_fill_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let (mut log, path) = log(dir.path(), 100, 1);
        for _ in 0..100 {
            log.write(&[b'x'; 8192]);
        }
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        assert!(size(&path) > 0 && size(&moved(&path, 1)) >= LONGEST as u64);
        assert!(size(&path) + size(&moved(&path, 1)) < 3 * (LONGEST as u64 + 8192));
        assert_eq!(last_lines(&dir.path().join("none"), 5), (Vec::new(), 0));
    }

    #[test]
    fn the_last_lines_are_few_enough_and_all_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let (mut log, path) = log(dir.path(), 64 << 20, 1);
        let words = "y".repeat(50_000);
        for n in 0..200 {
            log.write(format!("{n:04}{words}\n").as_bytes());
        }
        let (lines, total) = last_lines(&path, 1000);
        assert_eq!(total, 200);
        assert!(lines.len() as u64 == MOST_BYTES / 50_005 && lines.last().unwrap().starts_with("0199"));
        assert_eq!(last_lines(&path, 0), (Vec::new(), 200));
    }
}

//! Reading the log back: its last lines from the end on, and what comes.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Filter;
use super::file::{moved, unmoved};

/// So many bytes are read at once.
const BLOCK: u64 = 256 << 10;
/// The most that is looked through for one answer, in bytes.
const MOST: u64 = 256 << 20;
/// A line that is longer is none of ours.
const LONGEST: usize = 4 << 20;

/// The last `limit` lines of the log at `path`, and of those that were moved aside, that `filter` takes; the oldest
/// first. Lines that are no JSON are left out. None where there is no log.
pub fn last(path: &Path, filter: &Filter, limit: usize) -> io::Result<Vec<Value>> {
    let mut found = Vec::new();
    let mut budget = MOST;
    for (file, _) in all(path, |_| false)? {
        if !backwards(file, filter, limit, &mut budget, &mut found)? {
            break;
        }
    }
    found.reverse();
    Ok(found)
}

/// A file that is open, and which one it is.
type Open = (File, (u64, u64));

/// The `most` newest files of the log at `path` as they were at one moment, the newest first.
pub fn newest(path: &Path, most: usize) -> io::Result<Vec<File>> {
    Ok(all(path, |_| false)?.into_iter().take(most).map(|(file, _)| file).collect())
}

/// All files of the log as they were at one moment, the newest first, up to the one that is the `last`, without that.
fn all(path: &Path, last: impl Fn((u64, u64)) -> bool) -> io::Result<Vec<Open>> {
    let _unmoved = unmoved(path);
    let mut files: Vec<Open> = Vec::new();
    for path in std::iter::once(path.to_path_buf()).chain(moved(path)) {
        // One that has two names is being moved by somebody who takes no lock.
        match opened(&path)? {
            Some((_, inode)) if last(inode) => break,
            Some(open) if !files.iter().any(|(_, inode)| *inode == open.1) => files.push(open),
            _ => {}
        }
    }
    Ok(files)
}

/// Takes lines from the end on, the last first; whether older ones are wanted too.
fn backwards(
    mut file: File,
    filter: &Filter,
    limit: usize,
    budget: &mut u64,
    found: &mut Vec<Value>,
) -> io::Result<bool> {
    let mut at = file.metadata()?.len();
    // The beginning of the lines that were read, whose first is not whole yet.
    let mut rest: Vec<u8> = Vec::new();
    while at > 0 {
        let size = BLOCK.min(at);
        if *budget < size || found.len() >= limit {
            return Ok(false);
        }
        *budget -= size;
        at -= size;
        file.seek(SeekFrom::Start(at))?;
        let mut block = vec![0; usize::try_from(size).unwrap_or_default()];
        file.read_exact(&mut block)?;
        block.extend_from_slice(&rest);
        let whole =
            if at == 0 { 0 } else { block.iter().position(|b| *b == b'\n').map_or(block.len(), |p| p + 1) };
        for line in block[whole..].split(|byte| *byte == b'\n').rev() {
            let Ok(line) = serde_json::from_slice::<Value>(line) else { continue };
            if filter.is_before(&line) {
                return Ok(false);
            }
            if filter.takes(&line) {
                found.push(line);
                if found.len() >= limit {
                    return Ok(false);
                }
            }
        }
        block.truncate(whole);
        rest = if block.len() > LONGEST { Vec::new() } else { block };
    }
    Ok(found.len() < limit)
}

/// Reads what is appended to a log from now on, through its moves.
pub struct Follower {
    path: PathBuf,
    open: Option<Open>,
    half: Vec<u8>,
}

impl Follower {
    /// Begins at the end that the log has now.
    pub fn new(path: &Path) -> io::Result<Self> {
        let mut open = opened(path)?;
        if let Some((file, _)) = &mut open {
            file.seek(SeekFrom::End(0))?;
        }
        Ok(Self { path: path.to_path_buf(), open, half: Vec::new() })
    }

    /// The lines that came since, whole ones only.
    pub fn read(&mut self) -> io::Result<Vec<Value>> {
        let mut lines = Vec::new();
        loop {
            if let Some((file, _)) = &mut self.open {
                if file.metadata()?.len() < file.stream_position()? {
                    // Somebody copied it and cut it short.
                    file.rewind()?;
                    self.half.clear();
                }
                let mut bytes = Vec::new();
                file.by_ref().take(MOST).read_to_end(&mut bytes)?;
                self.half.extend_from_slice(&bytes);
                self.cut(&mut lines);
            }
            let now = opened(&self.path)?;
            match (&self.open, now) {
                (Some((_, was)), Some((_, is))) if *was == is => return Ok(lines),
                // Moved aside, and no new one yet: more may come to the old one's end until there is one.
                (_, None) => return Ok(lines),
                (None, Some(next)) => self.open = Some(next),
                (Some(_), Some(_)) => {
                    // Moved, once or more often: those that came after it, the oldest first.
                    let newer = self.newer()?;
                    if newer.is_empty() {
                        return Ok(lines);
                    }
                    for next in newer.into_iter().rev() {
                        self.rest_of_old(&mut lines)?;
                        self.open = Some(next);
                    }
                }
            }
        }
    }

    /// The files that were begun after the one that is read, the newest first.
    fn newer(&self) -> io::Result<Vec<Open>> {
        let Some((read, inode)) = &self.open else { return Ok(Vec::new()) };
        let is_there = std::cell::Cell::new(false);
        let mut files = all(&self.path, |other| {
            is_there.set(is_there.get() || other == *inode);
            other == *inode
        })?;
        if !is_there.get() {
            // It is deleted. Of those that were moved aside, some may be older: they were written last before it was.
            let written = read.metadata()?.modified()?;
            let newer = |(file, _): &Open| {
                file.metadata().and_then(|meta| meta.modified()).is_ok_and(|at| at >= written)
            };
            let named = opened(&self.path)?.map(|(_, inode)| inode);
            files.retain(|open| named == Some(open.1) || newer(open));
        }
        Ok(files)
    }

    fn rest_of_old(&mut self, lines: &mut Vec<Value>) -> io::Result<()> {
        if let Some((file, _)) = &mut self.open {
            file.read_to_end(&mut self.half)?;
        }
        self.cut(lines);
        self.half.clear();
        Ok(())
    }

    fn cut(&mut self, lines: &mut Vec<Value>) {
        let Some(end) = self.half.iter().rposition(|byte| *byte == b'\n') else {
            if self.half.len() > LONGEST {
                self.half.clear();
            }
            return;
        };
        let whole = self.half[..end].split(|byte| *byte == b'\n');
        lines.extend(whole.filter_map(|line| serde_json::from_slice(line).ok()));
        self.half.drain(..=end);
    }
}

fn opened(path: &Path) -> io::Result<Option<Open>> {
    match File::open(path) {
        Ok(file) => {
            let meta = file.metadata()?;
            Ok(Some((file, (meta.dev(), meta.ino()))))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

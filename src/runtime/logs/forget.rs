//! Taking one user out of the log: its lines are blanked where they stand, so that whoever follows the log, or moves it
//! aside, finds all other lines in their place.
//!
//! Who writes waits for none of the reading: what is written once does not change, and a file that is moved aside stays
//! the same file. So the lock is held to open the files and to see how long they are, and again for the little that was
//! appended meanwhile.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::Deserialize;

use super::file::{locked, moved};

/// Whether a line is one of these users'.
type IsOf = fn(&[u8], &[String]) -> bool;

/// So many bytes are looked through with the lock held.
const LITTLE: u64 = 1 << 20;
/// Where others append faster than lines are looked through, so often it is tried to catch up with them.
const PASSES: u32 = 20;

/// Of a line, whose it is.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    request: Option<Request<'a>>,
}

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    muxi_user_id: Option<&'a str>,
}

/// A file of the log. While it is open, no other one has its number.
struct Seen {
    file: File,
    inode: (u64, u64),
    /// Up to here it was looked through.
    done: u64,
    /// Up to here it is written.
    end: u64,
    /// When it was written, where lines were blanked that are not on the disk yet.
    written: Option<SystemTime>,
}

/// Blanks the lines of the users with these internal ids, in the log at `path`, in those that were moved aside, and in
/// all other logs below its directory; how many they were. None where there is no log.
pub fn forget(path: &Path, users: &[String]) -> io::Result<u64> {
    forget_all(Some(path), &[], users)
}

/// The same, and in the further logs `others`, wherever they are. Each is read once, for all users together.
pub(super) fn forget_all(path: Option<&Path>, others: &[PathBuf], users: &[String]) -> io::Result<u64> {
    let mut blanked = 0;
    for (log, is_of) in logs(path, others)? {
        blanked += blank_all(&log, users, is_of)?;
    }
    Ok(blanked)
}

/// All logs, each once, and how a line of it is known.
fn logs(path: Option<&Path>, others: &[PathBuf]) -> io::Result<BTreeMap<PathBuf, IsOf>> {
    let dir = path.and_then(Path::parent).filter(|dir| dir.exists());
    let below = dir.map_or_else(|| Ok(Vec::new()), streams)?;
    // Whatever another format makes of a record, the id is in the line.
    let mut all: BTreeMap<PathBuf, IsOf> =
        below.into_iter().chain(others.iter().cloned()).map(|log| (log, has_id as IsOf)).collect();
    all.extend(path.map(|path| (path.to_owned(), is_of as IsOf)));
    Ok(all)
}

/// The logs below a directory: each has a lock beside it.
fn streams(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(streams(&entry.path())?);
        } else if entry.path().extension().is_some_and(|end| end == "lock") {
            found.push(entry.path().with_extension(""));
        }
    }
    Ok(found)
}

fn blank_all(path: &Path, users: &[String], is_of: IsOf) -> io::Result<u64> {
    if !path.parent().is_some_and(Path::exists) {
        return Ok(0);
    }
    let (mut files, mut blanked) = (Vec::new(), 0);
    for pass in 0.. {
        let lock = locked(path)?;
        look(path, &mut files)?;
        let left: u64 = files.iter().map(|seen| seen.end - seen.done).sum();
        let last = left <= LITTLE || pass == PASSES;
        let held = last.then_some(lock);
        for seen in &mut files {
            blanked += seen.blank(users, is_of)?;
        }
        // A slow disk takes longer than writers wait.
        drop(held);
        files.iter_mut().try_for_each(Seen::keep)?;
        if last {
            break;
        }
    }
    Ok(blanked)
}

/// Opens the files that are new, and sees how long all are.
fn look(path: &Path, files: &mut Vec<Seen>) -> io::Result<()> {
    let flags = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    for path in std::iter::once(path.to_path_buf()).chain(moved(path)) {
        let file = match OpenOptions::new().read(true).write(true).custom_flags(flags).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let meta = file.metadata()?;
        let inode = (meta.dev(), meta.ino());
        if !files.iter().any(|seen| seen.inode == inode) {
            files.push(Seen { file, inode, done: 0, end: 0, written: None });
        }
    }
    for seen in files {
        // One that was cut short is looked through up to its end and no further.
        seen.end = seen.file.metadata()?.len().max(seen.done);
    }
    Ok(())
}

impl Seen {
    /// Looks through what was not yet, and blanks; how many lines.
    fn blank(&mut self, users: &[String], is_of: IsOf) -> io::Result<u64> {
        let (file, mut at) = (&self.file, self.done);
        let written = file.metadata()?.modified()?;
        let mut reader = file;
        reader.seek(SeekFrom::Start(at))?;
        let mut lines = BufReader::with_capacity(256 << 10, reader.take(self.end - at));
        let (mut line, mut blanked) = (Vec::new(), 0);
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            if is_of(&line, users) {
                let end = line.len() - usize::from(line.ends_with(b"\n"));
                file.write_all_at(&vec![b' '; end], at)?;
                blanked += 1;
            }
            at += length as u64;
        }
        self.done = self.end;
        if blanked > 0 {
            self.written = Some(written);
        }
        Ok(blanked)
    }

    /// Brings what was blanked to the disk.
    fn keep(&mut self) -> io::Result<()> {
        let Some(written) = self.written.take() else { return Ok(()) };
        self.file.sync_data()?;
        // It is not younger for that.
        if self.file.metadata()?.len() == self.end {
            self.file.set_modified(written)?;
        }
        Ok(())
    }
}

fn has_id(line: &[u8], users: &[String]) -> bool {
    users.iter().any(|user| holds(line, user.as_bytes()))
}

fn is_of(line: &[u8], users: &[String]) -> bool {
    // Reading the JSON of each line would take many times as long.
    if !has_id(line, users) {
        return false;
    }
    let Ok(line) = serde_json::from_slice::<Line<'_>>(line) else { return false };
    let user = line.request.and_then(|request| request.muxi_user_id);
    user.is_some_and(|user| users.iter().any(|one| one == user))
}

fn holds(line: &[u8], id: &[u8]) -> bool {
    let Some((first, rest)) = id.split_first() else { return false };
    line.iter().enumerate().any(|(at, byte)| byte == first && line[at + 1..].starts_with(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::fs;

    #[test]
    fn each_log_is_read_once_however_it_is_named_and_for_however_many_users() {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("logs");
        std::fs::create_dir_all(own.join("more")).unwrap();
        let (log, stream, far) =
            (own.join("formation.jsonl"), own.join("more/x.txt"), dir.path().join("far.log"));
        let text = "a of usr_1\nb of usr_2\nc of usr_3\n";
        for path in [&log, &stream, &far] {
            fs::create_new_private(path, text.as_bytes()).unwrap();
            fs::create_new_private(&PathBuf::from(format!("{}.lock", path.display())), b"").unwrap();
        }
        let others = [log.clone(), stream.clone(), far.clone()];
        let found: Vec<PathBuf> = logs(Some(&log), &others).unwrap().into_keys().collect();
        assert_eq!(found, [far, log.clone(), stream]);
        // In the log itself a line is somebody's by its field alone.
        let users = ["usr_1".to_owned(), "usr_2".to_owned()];
        assert_eq!(forget_all(Some(&log), &others, &users).unwrap(), 4);
        assert_eq!(fs::read_to_string(&log).unwrap(), text);
        assert!(logs(Some(&dir.path().join("none/x")), &[]).unwrap().len() == 1);
    }
}

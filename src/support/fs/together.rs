//! Several files as one change: all of them, or as if nothing had been done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::write::{Mode, check_file_writable, create_new, remove_if_exists, write_atomic};
use super::{FsError, read_if_exists};

/// A file of a change.
#[derive(Clone, Debug)]
pub struct ChangedFile {
    /// Where it goes; directories on the way are made.
    pub path: PathBuf,
    /// All of it.
    pub bytes: Vec<u8>,
    /// Whether one that is there is replaced; else it is an error.
    pub replace: bool,
}

/// What a change has done, so that it can be undone.
#[derive(Debug, Default)]
pub struct Change {
    made: Vec<PathBuf>,
    directories: Vec<PathBuf>,
    replaced: Vec<(PathBuf, Vec<u8>)>,
}

/// Writes the files in their order, new ones with mode 0644. If one fails, those before it are undone.
///
/// A kill between two leaves the earlier ones: the file that makes the others count goes last.
pub fn write_together(files: &[ChangedFile]) -> Result<Change, FsError> {
    let mut change = Change::default();
    for file in files {
        if let Err(error) = change.write(file) {
            change.undo();
            return Err(error);
        }
    }
    Ok(change)
}

impl Change {
    fn write(&mut self, file: &ChangedFile) -> Result<(), FsError> {
        if let Some(directory) = file.path.parent() {
            self.directory(directory)?;
        }
        let before = if file.replace { read_if_exists(&file.path)? } else { None };
        if let Some(before) = before {
            check_file_writable(&file.path)?;
            // Noted first: a write can fail after the file is in its place.
            self.replaced.push((file.path.clone(), before));
            write_atomic(&file.path, &file.bytes, Mode::Keep(0o644))?;
        } else {
            let made = create_new(&file.path, &file.bytes, 0o644);
            if !matches!(made, Err(FsError::Exists(_))) {
                self.made.push(file.path.clone());
            }
            made?;
        }
        Ok(())
    }

    fn directory(&mut self, path: &Path) -> Result<(), FsError> {
        let absent: Vec<_> =
            path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        for directory in absent.into_iter().rev() {
            match fs::create_dir(directory) {
                Ok(()) => self.directories.push(directory.to_owned()),
                // Somebody else made it at the same time.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(FsError::io("make the directory", directory, error)),
            }
        }
        Ok(())
    }

    /// Puts everything back, as far as the system lets it.
    pub fn undo(self) {
        // The first error is the one to report; these would only hide it.
        for (path, bytes) in self.replaced.iter().rev() {
            drop(write_atomic(path, bytes, Mode::Keep(0o644)));
        }
        for path in self.made.iter().rev() {
            drop(remove_if_exists(path));
        }
        for directory in self.directories.iter().rev() {
            drop(fs::remove_dir(directory));
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use super::*;
    use crate::support::fs::fault::hook::{Fault, with};

    fn file(path: PathBuf, text: &str, replace: bool) -> ChangedFile {
        ChangedFile { path, bytes: text.as_bytes().to_vec(), replace }
    }

    #[test]
    fn a_change_that_fails_anywhere_leaves_everything_as_it_was() {
        for at in 0.. {
            let dir = tempfile::tempdir().unwrap();
            let manifest = dir.path().join("formation.afs");
            fs::write(&manifest, "old").unwrap();
            let files =
                [file(dir.path().join("agents/new/a.afs"), "a", false), file(manifest.clone(), "new", true)];
            let (done, calls) = with(at, Fault::Full, || write_together(&files).is_ok());
            if at >= calls {
                assert!(done && fs::read(&manifest).unwrap() == b"new");
                break;
            }
            // A call that only clears up may fail without harm.
            if !done {
                assert_eq!(fs::read(&manifest).unwrap(), b"old", "at {at}");
                assert!(!dir.path().join("agents").exists(), "at {at}");
            }
        }
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_that_is_meant() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.afs");
        fs::write(&path, "mine").unwrap();
        let error = write_together(&[
            file(dir.path().join("b.afs"), "b", false),
            file(path.clone(), "theirs", false),
        ]);
        assert_eq!(error.unwrap_err().code(), "file_exists");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert!(!dir.path().join("b.afs").exists());
        write_together(&[file(path.clone(), "theirs", true)]).unwrap().undo();
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}

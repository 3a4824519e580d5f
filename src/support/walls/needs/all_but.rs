//! A directory without what is hidden in it.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use super::super::plan::Access;

/// How many levels of directories are looked through.
const LEVELS: usize = 64;

/// How many entries are looked at in all: a start should not take long.
const ENTRIES: usize = 100_000;

/// Every entry of `directory` but those that are hidden, to be given instead of the directory itself. A directory
/// with something hidden below it is opened up in the same way. One that lies too deep to be looked through, or
/// after too many entries, may hide something: of it only the names are given.
///
/// What is made in such a directory later is seen by its name only. `hidden` is asked with the path of each entry.
pub fn all_but(directory: &Path, hidden: &dyn Fn(&Path) -> bool) -> Vec<(PathBuf, Access)> {
    all_but_within(directory, hidden, LEVELS, ENTRIES)
}

/// The same with bounds of the caller's.
pub(super) fn all_but_within(
    directory: &Path,
    hidden: &dyn Fn(&Path) -> bool,
    levels: usize,
    entries: usize,
) -> Vec<(PathBuf, Access)> {
    let mut search = Search { hidden, left: entries, given: vec![(directory.to_path_buf(), Access::List)] };
    search.open_up(directory, levels);
    search.given
}

struct Search<'a> {
    hidden: &'a dyn Fn(&Path) -> bool,
    /// How many entries may still be looked at.
    left: usize,
    given: Vec<(PathBuf, Access)>,
}

impl Search<'_> {
    /// Whether something in it is kept back; what is not is added to what is given.
    fn open_up(&mut self, directory: &Path, levels: usize) -> bool {
        let Some(entries) = (levels > 0).then(|| self.entries(directory)).flatten() else {
            let names = (directory.to_path_buf(), Access::List);
            // The names of the first are given already.
            if self.given.first() != Some(&names) {
                self.given.push(names);
            }
            return true;
        };
        let mut any = false;
        for entry in entries {
            let path = entry.path();
            // A link is given by what it points to, which is somewhere else: not ours to give. What cannot be told
            // is not given either.
            let kind = entry.file_type().ok().filter(|kind| !kind.is_symlink());
            let Some(kind) = kind.filter(|_| !(self.hidden)(&path)) else {
                any = true;
                continue;
            };
            if kind.is_dir() {
                let before = self.given.len();
                if self.open_up(&path, levels - 1) {
                    any = true;
                    continue;
                }
                self.given.truncate(before);
            }
            self.given.push((path, Access::Read));
        }
        any
    }

    /// What is in it, by name; nothing where it cannot be read or has more than may be looked at.
    fn entries(&mut self, directory: &Path) -> Option<Vec<DirEntry>> {
        let found = std::fs::read_dir(directory).ok()?.take(self.left.saturating_add(1));
        let mut entries = found.collect::<Result<Vec<_>, _>>().ok()?;
        let left = self.left.checked_sub(entries.len());
        // After one that is too big, no other is begun: each would take its time.
        self.left = left.unwrap_or(0);
        left?;
        entries.sort_by_key(DirEntry::file_name);
        Some(entries)
    }
}

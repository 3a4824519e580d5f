//! Texts that stand in for files: what an editor has not saved yet, what a fix would write.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Bytes by path. A file that is not there yet can have some too.
#[derive(Clone, Debug, Default)]
pub struct Overlay(BTreeMap<PathBuf, Vec<u8>>);

impl Overlay {
    /// Lets `bytes` stand in for the file at `path`, which is absolute.
    pub fn insert(&mut self, path: &Path, bytes: Vec<u8>) {
        self.0.insert(real(path), bytes);
    }

    /// What stands in for the file at `path`.
    pub(super) fn get(&self, path: &Path) -> Option<&[u8]> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&real(path)).map(Vec::as_slice)
    }

    /// The files of `directory` that something stands in for and that are not there themselves.
    pub(super) fn only_here(&self, directory: &Path) -> Vec<PathBuf> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let directory = real(directory);
        let new = |path: &&PathBuf| path.parent() == Some(directory.as_path()) && !path.exists();
        self.0.keys().filter(new).cloned().collect()
    }
}

/// The path without links; of what is not there, that of the directory around it that is, and the rest.
pub fn real(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (there.canonicalize(), path.strip_prefix(there)) {
            // Joined with nothing, a path would end in a slash.
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path.to_owned()
}

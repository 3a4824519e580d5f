//! What is in a directory of the formation, and whether a file of it is the formation's own.

use std::io;
use std::path::{Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::discover::{has_extension, is_hidden, is_markdown};
use super::files::Reader;

/// A file or directory.
pub(super) struct Entry {
    /// Its path.
    pub(super) path: PathBuf,
    /// Its name.
    pub(super) name: String,
    /// Whether it is a directory, links followed.
    pub(super) is_dir: bool,
}

impl Entry {
    /// The name without its ending.
    pub(super) fn stem(&self) -> String {
        self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Whether the name ends in `.md`.
    pub(super) fn is_markdown(&self) -> bool {
        !self.is_dir && is_markdown(&self.path)
    }

    /// Whether it ends like a component.
    pub(super) fn is_component(&self) -> bool {
        !self.is_dir && has_extension(&self.path)
    }
}

/// What is in `directory` and not hidden, by path; nothing where there is no such directory.
pub(super) fn entries(directory: &Path) -> io::Result<Vec<Entry>> {
    let found = match std::fs::read_dir(directory) {
        Ok(found) => found.collect::<Result<Vec<_>, _>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let entry = |entry: std::fs::DirEntry| {
        let is_dir = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => entry.path().is_dir(),
        };
        Entry { path: entry.path(), name: entry.file_name().to_string_lossy().into_owned(), is_dir }
    };
    let mut entries: Vec<_> = found.into_iter().map(entry).filter(|entry| !is_hidden(&entry.path)).collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// The files in `directory` that end like components, by path; nothing where there is no such directory.
pub(super) fn components_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let files = entries(directory)?.into_iter().filter(Entry::is_component);
    Ok(files.map(|entry| entry.path).collect())
}

impl Reader {
    /// What is in `directory` and not hidden, by name; nothing where there is no such directory.
    pub(super) fn list(&mut self, directory: &Path) -> Vec<Entry> {
        let mut entries = entries(directory).unwrap_or_else(|error| {
            let shown = self.shown(directory);
            let span = self.nowhere(&shown);
            let message = format!("cannot read this directory: {error}");
            let diagnostic = Diagnostic::error(Code::FileUnreadable, span, message);
            self.diagnostics.push(diagnostic.help("check its mode and owner"));
            Vec::new()
        });
        for path in self.overlay.only_here(directory) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            entries.push(Entry { path, name, is_dir: false });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// `path` with its links followed, if that is inside the formation; else it is reported.
    pub(super) fn own(&mut self, path: &Path) -> Option<PathBuf> {
        let real = self.real(path);
        if self.is_inside(&real) {
            return Some(real);
        }
        let shown = self.shown(path);
        let span = self.nowhere(&shown);
        let message = "this link leads out of the formation";
        let diagnostic =
            Diagnostic::error(Code::IncludeOutside, span, message).help("copy the file into the formation");
        self.diagnostics.push(diagnostic);
        None
    }
}

//! The files below a directory of the formation.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::code::Code;
use super::super::diagnostic::Diagnostic;
use super::super::discover::{has_extension, is_hidden, is_markdown};
use super::super::files::Reader;

/// How many files are looked at; a formation with more holds something else.
const MAX_FILES: usize = 10_000;

/// Every file of a kind that may refer to secrets, in the order of their paths. Hidden ones and links that
/// lead out of the formation are left out; each directory is entered once, however many links lead to it.
pub(in crate::formation) fn below(reader: &mut Reader, directory: &Path) -> Vec<PathBuf> {
    let mut walk = Walk { reader, entered: BTreeSet::new(), files: Vec::new() };
    if directory.is_dir() {
        walk.directory(directory);
    }
    let mut files = walk.files;
    if files.len() >= MAX_FILES {
        let shown = reader.shown(directory);
        trouble(reader, &shown, format!("there are more than {MAX_FILES} files in this directory"));
    }
    files.sort();
    files
}

struct Walk<'a> {
    reader: &'a mut Reader,
    entered: BTreeSet<PathBuf>,
    files: Vec<PathBuf>,
}

impl Walk<'_> {
    fn directory(&mut self, first: &Path) {
        let mut open = vec![first.to_owned()];
        while let Some(directory) = open.pop() {
            // A link to nothing is no file of the formation.
            let Ok(real) = directory.canonicalize() else { continue };
            if !self.reader.is_inside(&real) || !self.entered.insert(real) {
                continue;
            }
            let entries = std::fs::read_dir(&directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            let entries = match entries {
                Ok(entries) => entries,
                Err(error) => {
                    let shown = self.reader.shown(&directory);
                    trouble(self.reader, &shown, format!("cannot read this directory: {error}"));
                    continue;
                }
            };
            for path in entries.into_iter().map(|entry| entry.path()) {
                if is_hidden(&path) || self.files.len() >= MAX_FILES {
                    continue;
                }
                if path.is_dir() {
                    open.push(path);
                } else if is_read(&path) && self.is_inside(&path) {
                    self.files.push(path);
                }
            }
        }
    }

    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| self.reader.is_inside(&real))
    }
}

fn is_read(path: &Path) -> bool {
    has_extension(path) || is_markdown(path)
}

fn trouble(reader: &mut Reader, shown: &Path, message: String) {
    let span = reader.nowhere(shown);
    let diagnostic = Diagnostic::error(Code::FileUnreadable, span, message);
    reader.diagnostics.push(diagnostic.help("check its mode and owner, and what is in it"));
}

//! The files below a directory of the formation.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::code::Code;
use super::super::diagnostic::Diagnostic;
use super::super::files::Reader;
use super::super::listing::{Entry, entries};

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
            let entries = match entries(&directory) {
                Ok(entries) => entries,
                Err(error) => {
                    let shown = self.reader.shown(&directory);
                    trouble(self.reader, &shown, format!("cannot read this directory: {error}"));
                    continue;
                }
            };
            for entry in entries {
                if self.files.len() >= MAX_FILES {
                    break;
                }
                if entry.is_dir {
                    open.push(entry.path);
                } else if is_read(&entry) && self.is_inside(&entry.path) {
                    self.files.push(entry.path);
                }
            }
        }
    }

    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| self.reader.is_inside(&real))
    }
}

fn is_read(entry: &Entry) -> bool {
    entry.is_component() || entry.is_markdown()
}

fn trouble(reader: &mut Reader, shown: &Path, message: String) {
    let span = reader.nowhere(shown);
    let diagnostic = Diagnostic::error(Code::FileUnreadable, span, message);
    reader.diagnostics.push(diagnostic.help("check its mode and owner, and what is in it"));
}

//! Which files of a formation are formatted.

use std::path::{Path, PathBuf};

use super::super::discover::{Location, has_extension, is_markdown};
use super::super::listing::entries;
use super::super::load;
use super::super::schema::{FILE_KINDS, Shape};

/// Files in one directory are not more than this; one with more holds something else.
const MAX_FILES: usize = 10_000;

/// The formation's file, what it includes, and its components, SOPs, triggers and skills, by path.
pub fn files(location: &Location) -> Vec<PathBuf> {
    // Whatever has been read as YAML is of the formation, wherever it is included from.
    let loaded = load::load(location, &load::Context::default());
    let mut files: Vec<_> = loaded.sources.iter().map(|source| source.path().to_owned()).collect();
    files.retain(|path| has_extension(path) && !is_beside_prose(location, path));
    for kind in &FILE_KINDS {
        for directory in kind.directories {
            let directory = location.root.join(directory);
            match (kind.shape, kind.name) {
                (Shape::Yaml, _) => files.extend(listed(&directory, has_extension)),
                (Shape::Markdown, "skill") => {
                    let skills = listed(&directory, Path::is_dir);
                    files.extend(
                        skills.into_iter().map(|skill| skill.join("SKILL.md")).filter(|p| p.is_file()),
                    );
                }
                (Shape::Markdown, _) => files.extend(listed(&directory, is_markdown)),
            }
        }
    }
    let root = location.root.canonicalize().unwrap_or_else(|_| location.root.clone());
    let inside = |path: &Path| path.canonicalize().is_ok_and(|real| real.starts_with(&root));
    files.retain(|path| path.is_file() && inside(path) && *path != location.file);
    files.sort();
    files.dedup();
    files.insert(0, location.file.clone());
    files
}

/// Whether it lies in a directory of Markdown, whose other files are not the formation's own.
fn is_beside_prose(location: &Location, path: &Path) -> bool {
    let below = path.strip_prefix(&location.root).unwrap_or(path);
    FILE_KINDS
        .iter()
        .filter(|kind| kind.shape == Shape::Markdown)
        .any(|kind| kind.directories.iter().any(|directory| below.starts_with(directory)))
}

/// The files below `directory`, which is no formation: YAML and Markdown, hidden ones left out, links not followed.
pub fn under(directory: &Path) -> Vec<PathBuf> {
    let mut open = vec![directory.to_owned()];
    let mut files = Vec::new();
    while let Some(directory) = open.pop() {
        let below = |path: &Path| !path.is_symlink() && (path.is_dir() || is_formatted(path));
        for path in listed(&directory, below) {
            if path.is_dir() {
                open.push(path);
            } else if files.len() < MAX_FILES {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Whether a file of this name is one that can be formatted.
pub fn is_formatted(path: &Path) -> bool {
    has_extension(path) || is_markdown(path)
}

fn listed(directory: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = entries(directory).unwrap_or_default();
    entries.into_iter().map(|entry| entry.path).filter(|path| wanted(path)).collect()
}

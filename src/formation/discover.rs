//! Finding the formation that a directory belongs to.

use std::path::{Path, PathBuf};

/// The names of a formation's file, the first one found counts.
pub const FILE_NAMES: [&str; 3] = ["formation.afs", "formation.yaml", "formation.yml"];

/// The endings of component files.
pub const EXTENSIONS: [&str; 3] = ["afs", "yaml", "yml"];

/// How many directories are looked into, the first one included.
pub const MAX_LEVELS: usize = 5;

/// Where a formation is; both paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The directory that holds the formation.
    pub root: PathBuf,
    /// Its file.
    pub file: PathBuf,
}

/// The formation at `start`: the file itself (`.afs`, `.yaml`, `.yml`), or the first of [`FILE_NAMES`] in the
/// directory or one of its parents, [`MAX_LEVELS`] directories in all. The search ends at `home`.
pub fn find(start: &Path, home: Option<&Path>) -> Option<Location> {
    let start = absolute(start)?;
    if start.is_file() {
        return has_extension(&start)
            .then(|| Location { root: start.parent().unwrap_or(&start).to_owned(), file: start.clone() });
    }
    for directory in start.ancestors().take(MAX_LEVELS) {
        if let Some(location) = in_directory(directory) {
            return Some(location);
        }
        if home == Some(directory) {
            break;
        }
    }
    None
}

/// The formation in `directory` itself.
pub fn in_directory(directory: &Path) -> Option<Location> {
    FILE_NAMES
        .iter()
        .map(|name| directory.join(name))
        .find(|file| file.is_file())
        .map(|file| Location { root: directory.to_owned(), file })
}

/// The formation that the file at `path`, which is absolute, may be a part of: the first one in its directory or
/// above, as [`find`] looks. `None` for the formation's own file.
pub fn around(path: &Path, home: Option<&Path>) -> Option<Location> {
    let found = find(path.parent()?, home)?;
    let own = super::overlay::real(&found.file) == super::overlay::real(path);
    (!own).then_some(found)
}

/// Whether `path` ends like a component file.
pub(crate) fn has_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// Whether `path` ends like an SOP, a trigger or a skill.
pub(crate) fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// Whether the last part of `path` begins with a full stop.
pub(crate) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Links are followed only where `..` is in the path, for then the parent's name is not in it.
fn absolute(path: &Path) -> Option<PathBuf> {
    let climbs = path.components().any(|part| part == std::path::Component::ParentDir);
    if climbs {
        path.canonicalize().ok()
    } else {
        // `.` and other plain parts are dropped, so that `ancestors` are directories.
        Some(std::path::absolute(path).ok()?.components().collect())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write their own files")]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        dir
    }

    #[test]
    fn afs_wins_over_yaml_and_yaml_over_yml() {
        let dir = tree(&["formation.yml", "formation.yaml", "formation.afs"]);
        for name in FILE_NAMES {
            let found = find(dir.path(), None).unwrap();
            assert_eq!(found.file, dir.path().join(name));
            assert_eq!(found.root, dir.path());
            fs::remove_file(found.file).unwrap();
        }
        assert_eq!(find(dir.path(), Some(dir.path())), None);
    }

    #[test]
    fn five_directories_are_looked_into_and_none_above_home() {
        let dir = tree(&["formation.afs", "1/2/3/4/5/x"]);
        let at = |path: &str| find(&dir.path().join(path), None);
        assert!(at("1/2/3/4").is_some());
        assert!(at("1/2/3/4/5/..").is_some());
        assert_eq!(at("1/2/3/4/5"), None);
        let home = dir.path().join("1");
        assert_eq!(find(&home.join("2"), Some(&home)), None);
    }

    #[test]
    fn a_file_of_any_name_is_a_formation_if_it_ends_like_one() {
        let dir = tree(&["other.yaml", "notes.txt"]);
        let file = dir.path().join("other.yaml");
        let found = find(&file, None).unwrap();
        assert_eq!((found.root.as_path(), found.file), (dir.path(), file));
        assert_eq!(find(&dir.path().join("notes.txt"), None), None);
        assert_eq!(find(&dir.path().join("missing.afs"), Some(dir.path())), None);
    }
}

//! Putting what a server handed out over a directory: what would change is known first, and every file is whole before the
//! first one is moved. Files that are only in the directory stay.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::names::{self, Refusal};
use super::tree::Tree;
use super::unpack::UnpackError;
use super::zip::Archive;
use crate::crypto::rng;
use crate::formation::bundle::{ENDINGS, LEFT_OUT, MEMORY};
use crate::formation::discover::FILE_NAMES;
use crate::support::fs::{self as files, FsError};

/// In the directory: what is on its way there.
pub(super) const STAGING: &str = ".muxi-download";
/// The most files that are named as being only in the directory.
const MOST: usize = 1000;
/// How deep they are looked for.
const DEPTH: usize = 16;

/// What becomes of the files of a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are not there yet.
    pub added: Vec<String>,
    /// Files that are there, and are other ones.
    pub changed: Vec<String>,
    /// How many are there as they are.
    pub same: usize,
    /// Files that are only there. They stay.
    pub only_here: Vec<String>,
}

impl Changes {
    /// The files that are written.
    pub fn written(&self) -> BTreeSet<&str> {
        self.added.iter().chain(&self.changed).map(String::as_str).collect()
    }
}

/// What would change in `root`, which may not be there, if the files of `archive` that `takes` is true for were put over it.
/// A file to which a link of the directory leads is none of it: nothing is written through a link.
pub fn compare(root: &Path, archive: &Archive, takes: impl Fn(&str) -> bool) -> Result<Changes, UnpackError> {
    let mut changes = Changes::default();
    for file in archive.files().iter().filter(|file| takes(&file.name)) {
        let at = |why| UnpackError::Entry { name: names::shown(file.name.as_bytes()), why };
        match there(root, &file.name)?.map_err(at)? {
            None => changes.added.push(file.name.clone()),
            Some((path, about)) => {
                let same = about.is_file()
                    && about.len() == file.size
                    && files::read(&path)? == archive.read(file)?;
                if same { changes.same += 1 } else { changes.changed.push(file.name.clone()) }
            }
        }
    }
    let known: BTreeSet<&str> = archive.files().iter().map(|file| file.name.as_str()).collect();
    only_here(root, "", 0, &known, &mut changes.only_here);
    Ok(changes)
}

/// What has this name; an inner error where nothing can be put in its place.
fn there(root: &Path, name: &str) -> Result<Result<Option<(PathBuf, Metadata)>, Refusal>, FsError> {
    let mut path = root.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let about = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ok(None)),
            about => about.map_err(|error| FsError::io("read", &path, error))?,
        };
        let is_last = parts.peek().is_none();
        match (is_last, about.is_dir(), about.is_symlink(), about.is_file()) {
            (false, true, ..) => {}
            (true, _, true, _) | (true, _, _, true) => return Ok(Ok(Some((path, about)))),
            (_, true, ..) => return Ok(Err(Refusal::InTheWay("a directory"))),
            (_, _, true, _) => return Ok(Err(Refusal::InTheWay("a link"))),
            _ => return Ok(Err(Refusal::InTheWay("something else"))),
        }
    }
    Ok(Ok(None))
}

/// Files that a bundle would have, and the archive has not. What cannot be read is no reason to stop.
fn only_here(directory: &Path, below: &str, depth: usize, known: &BTreeSet<&str>, found: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(directory).into_iter().flatten().flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let ending = Path::new(&name).extension().and_then(|ending| ending.to_str());
        let stays = name.starts_with('.')
            || LEFT_OUT.contains(&&*name)
            || name.starts_with(MEMORY)
            || ending.is_some_and(|ending| ENDINGS.contains(&ending));
        if stays || found.len() >= MOST {
            continue;
        }
        let whole = format!("{below}{name}");
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            if depth < DEPTH {
                only_here(&entry.path(), &format!("{whole}/"), depth + 1, known, found);
            }
        } else if !known.contains(&*whole) {
            found.push(whole);
        }
    }
}

/// Writes these files of the archive below `root`. Whoever calls holds the lock of the directory, where there is one; where
/// there is none, it is made with all of them in one step.
pub fn put(root: &Path, archive: &Archive, names: &BTreeSet<&str>) -> Result<(), UnpackError> {
    if !root.exists() {
        return make(root, archive, names);
    }
    let root = root.canonicalize().map_err(|error| FsError::io("open", root, error))?;
    let staging = root.join(STAGING);
    // Of one that was killed: the lock is ours.
    files::remove_all(&staging)?;
    let tree = Tree::make(&staging)?;
    unpacked(&tree, archive, names)?;
    let target = Tree::at(&root)?;
    // What names the others comes last.
    let (first, last): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| !is_formation(name));
    for name in first.into_iter().chain(last) {
        target.take(&tree, &name.split('/').collect::<Vec<_>>())?;
    }
    Ok(())
}

/// Whether this is the file of a formation.
pub fn is_formation(name: &str) -> bool {
    FILE_NAMES.contains(&name)
}

fn make(root: &Path, archive: &Archive, names: &BTreeSet<&str>) -> Result<(), UnpackError> {
    let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| FsError::io("make the directory", parent, error))?;
    let random: [u8; 4] =
        rng::array().map_err(|e| FsError::io("write", root, io::Error::other(e.to_string())))?;
    let staging = parent.join(format!("{STAGING}-{:08x}", u32::from_be_bytes(random)));
    let tree = Tree::make(&staging)?;
    unpacked(&tree, archive, names)?;
    // What came there meanwhile is only replaced if it is an empty directory.
    fs::rename(&staging, root).map_err(|error| match error.kind() {
        io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory => FsError::Exists(root.to_owned()),
        _ => FsError::io("write", root, error),
    })?;
    // It has another name by now, and stays.
    let directories: BTreeSet<&str> =
        names.iter().flat_map(|name| name.match_indices('/').map(|(end, _)| &name[..end])).collect();
    tree.keep(directories.into_iter())?;
    Ok(files::sync_directory(parent)?)
}

fn unpacked(tree: &Tree, archive: &Archive, names: &BTreeSet<&str>) -> Result<(), UnpackError> {
    for file in archive.files().iter().filter(|file| names.contains(&*file.name)) {
        let parts: Vec<&str> = file.name.split('/').collect();
        let written = tree.file(&parts, file.mode, &mut archive.reader(file))?;
        let shown = || names::shown(file.name.as_bytes());
        written.map_err(|error| UnpackError::NoZip(format!("`{}`: {error}", shown())))?;
    }
    Ok(())
}

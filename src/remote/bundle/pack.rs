//! Packing a formation: what of it goes into a bundle, and the same bytes for the same files wherever they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::meter::within;
use super::names::{self, Names, Refusal};
use super::over::STAGING;
use super::unpack::{Limits, UnpackError, mode};
use crate::crypto::hash::{hex, sha256};
use crate::formation::bundle::{ENDINGS, LEFT_OUT, MEMORY};
use crate::support::fs::{self as files, FsError};
use crate::support::secret::SecretBytes;

/// Our own lock; it stays here like what deployed command lines leave out.
const LOCK: &str = ".muxi-lock";
/// The most bytes of a name in a header of tar.
const LONGEST_IN_HEADER: usize = 100;
/// How hard it is compressed: the same everywhere, for the same bytes.
const LEVEL: u32 = 6;

/// What of a formation is to be packed.
#[derive(Debug)]
pub struct Packing<'a> {
    /// Its directory.
    pub root: &'a Path,
    /// Its id: the directory in the bundle that all is below.
    pub id: &'a str,
    /// Files that stay here, their paths without links.
    pub left_out: &'a [PathBuf],
    /// Whether `memory.db` goes too.
    pub with_db: bool,
    /// What is put in beside the files of the directory: `secrets.enc` and `.key`, by name.
    pub added: &'a [(&'static str, SecretBytes)],
}

/// A file in a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name below the formation's directory.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A bundle.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The tar.gz.
    pub bytes: Vec<u8>,
    /// Its files, by name.
    pub files: Vec<PackedFile>,
    /// Where they came from, links followed.
    pub sources: BTreeSet<PathBuf>,
}

impl Packed {
    /// The SHA-256 of the tar.gz, in hex.
    pub fn hash(&self) -> String {
        hex(&sha256(&self.bytes))
    }

    /// The files with their bytes, by name.
    pub fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&self.bytes[..]));
        let entries = archive.entries().into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.header().entry_type() == EntryType::Regular);
        let read = files.filter_map(|mut entry| {
            // Everything is below the directory of the id.
            let name = entry.path().ok()?.to_str()?.split_once('/')?.1.to_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).ok()?;
            Some((name, bytes))
        });
        read.collect()
    }

    /// The bytes of all files together.
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// Why a formation is not packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FsError),
    /// A name that no bundle may have, or that is two files on some disk.
    #[error("`{name}` cannot go into a bundle: it {why}")]
    Entry {
        /// Its name, made fit to be shown.
        name: String,
        /// What is wrong with it.
        why: Refusal,
    },
    /// A link that is not followed.
    #[error("`{name}` is a link {why}")]
    Link {
        /// Its name, made fit to be shown.
        name: String,
        /// Where it leads.
        why: &'static str,
    },
    /// A bound of those who unpack it.
    #[error("the bundle would have more than {limit} {what}")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// The most that is taken.
        limit: u64,
    },
}

impl PackError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Entry { .. } => "bundle_refused",
            Self::Link { .. } => "bundle_link",
            Self::TooMuch { .. } => "bundle_too_large",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::File(_) => None,
            Self::Entry { .. } => Some("give it another name, or move it out of the formation"),
            Self::Link { .. } => Some("put a copy of what it leads to in its place, or remove it"),
            Self::TooMuch { .. } => {
                Some("see what is in it with muxi deploy --dry-run, and move it elsewhere")
            }
        }
    }
}

/// Whether what is called `name` stays here. Keys and secrets do always; where they travel, they are put in by hand.
fn stays(name: &str, with_db: bool) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    let is_key = name == ".key" || name.starts_with(".key.");
    let is_encrypted = ending == Some("enc") && (name.starts_with("secrets.") || name == "secrets.enc");
    let behind = name.strip_prefix(MEMORY);
    let is_memory = matches!(behind, Some("" | "-wal" | "-shm" | "-journal"));
    // What is not yet in the database itself is in the second.
    let memory_goes = with_db && matches!(behind, Some("" | "-wal"));
    LEFT_OUT.contains(&name)
        || name == LOCK
        || name == STAGING
        || name.starts_with(".env.")
        || ending.is_some_and(|ending| ENDINGS.contains(&ending))
        || is_key
        || is_encrypted
        || (is_memory && !memory_goes)
}

/// Packs a formation within `limits`. Modes are those that [`unpack`](super::unpack()) gives, times and owners none.
pub fn pack(packing: &Packing<'_>, limits: &Limits) -> Result<Packed, PackError> {
    let root = real(packing.root)?;
    let mut found = Found { packing, limits, root: &root, names: Names::default(), files: BTreeMap::new() };
    found.directory(&root, "", &mut vec![root.clone()])?;
    let mut files: BTreeMap<&str, Source<'_>> =
        found.files.iter().map(|(name, path)| (name.as_str(), Source::File(path))).collect();
    for (name, bytes) in packing.added {
        files.insert(name, Source::Bytes(bytes));
    }
    let mut tar = Tar {
        limits,
        id: packing.id,
        out: Builder::new(GzEncoder::new(Vec::new(), Compression::new(LEVEL))),
        files: Vec::new(),
        made: BTreeSet::new(),
        size: 0,
        entries: 0,
    };
    tar.directory("")?;
    files.iter().try_for_each(|(name, source)| tar.source(name, source))?;
    let Tar { out, files, .. } = tar;
    let bytes = out.into_inner().and_then(GzEncoder::finish).map_err(in_memory)?;
    within(&bytes, limits).map_err(|error| match error {
        UnpackError::TooMuch { what, limit } => PackError::TooMuch { what, limit },
        error => in_memory(io::Error::other(error)),
    })?;
    Ok(Packed { bytes, files, sources: found.files.into_values().collect() })
}

fn real(path: &Path) -> Result<PathBuf, FsError> {
    path.canonicalize().map_err(|error| FsError::io("read", path, error))
}

fn in_memory(error: io::Error) -> PackError {
    PackError::File(FsError::io("pack", Path::new("the bundle"), error))
}

/// Where a file of the bundle comes from.
enum Source<'a> {
    File(&'a Path),
    Bytes(&'a SecretBytes),
}

/// All files that go, by their names in the bundle.
struct Found<'a> {
    packing: &'a Packing<'a>,
    limits: &'a Limits,
    root: &'a Path,
    names: Names,
    files: BTreeMap<String, PathBuf>,
}

impl Found<'_> {
    /// What is in a directory; `way` has the real paths of those around it, so that links do not lead in circles.
    fn directory(&mut self, directory: &Path, below: &str, way: &mut Vec<PathBuf>) -> Result<(), PackError> {
        let read = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = read.map_err(|error| FsError::io("read", directory, error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str() else {
                let name = names::shown(file_name.as_encoded_bytes());
                return Err(PackError::Entry { name, why: Refusal::Encoding });
            };
            if !stays(name, self.packing.with_db) {
                self.entry(&entry.path(), &format!("{below}{name}"), way)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, path: &Path, name: &str, way: &mut Vec<PathBuf>) -> Result<(), PackError> {
        let unread = |error| FsError::io("read", path, error);
        let mut path = path.to_owned();
        let mut about = path.symlink_metadata().map_err(unread)?;
        if about.is_symlink() {
            (path, about) = self.followed(&path, name, way)?;
        }
        if self.packing.left_out.contains(&path) {
            return Ok(());
        }
        let at = |why| PackError::Entry { name: names::shown(name.as_bytes()), why };
        if about.is_dir() {
            way.push(path.clone());
            let done = self.directory(&path, &format!("{name}/"), way);
            way.pop();
            return done;
        }
        if !about.is_file() {
            return Err(at(Refusal::Kind("neither a file nor a directory")));
        }
        let whole = format!("{}/{name}", self.packing.id);
        let parts = names::parts(whole.as_bytes(), self.packing.id, self.limits).map_err(at)?;
        self.names.file(&parts).map_err(at)?;
        self.files.insert(name.to_owned(), path);
        if self.files.len() >= self.limits.entries {
            return Err(PackError::TooMuch { what: "files", limit: self.limits.entries as u64 });
        }
        Ok(())
    }

    /// Where a link leads: somewhere in the formation, and to nothing that would stay here.
    fn followed(&self, path: &Path, name: &str, way: &[PathBuf]) -> Result<(PathBuf, Metadata), PackError> {
        let link = |why| PackError::Link { name: names::shown(name.as_bytes()), why };
        let to = path.canonicalize().map_err(|_| link("to nothing"))?;
        let Ok(inner) = to.strip_prefix(self.root) else { return Err(link("out of the formation")) };
        let hidden = |part: std::path::Component<'_>| {
            part.as_os_str().to_str().is_none_or(|name| stays(name, self.packing.with_db))
        };
        if inner.components().any(hidden) {
            return Err(link("to something that does not go into a bundle"));
        }
        if way.contains(&to) {
            return Err(link("to a directory that it is in"));
        }
        let about = to.metadata().map_err(|error| FsError::io("read", &to, error))?;
        Ok((to, about))
    }
}

/// The bundle as it is written.
struct Tar<'a> {
    limits: &'a Limits,
    id: &'a str,
    out: Builder<GzEncoder<Vec<u8>>>,
    files: Vec<PackedFile>,
    /// Directories that have an entry.
    made: BTreeSet<String>,
    size: u64,
    entries: usize,
}

impl Tar<'_> {
    fn source(&mut self, name: &str, source: &Source<'_>) -> Result<(), PackError> {
        for (end, _) in name.match_indices('/') {
            let directory = &name[..end];
            if self.made.insert(directory.to_owned()) {
                self.directory(directory)?;
            }
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        match source {
            Source::Bytes(bytes) => self.file(name, mode(last, 0), bytes.expose()),
            Source::File(path) => {
                let about = path.metadata().map_err(|error| FsError::io("read", path, error))?;
                self.fits(about.len())?;
                let bytes = files::read(path)?;
                self.file(name, mode(last, about.permissions().mode()), &bytes)
            }
        }
    }

    fn fits(&self, more: u64) -> Result<(), PackError> {
        let limit = self.limits.unpacked;
        if self.size.saturating_add(more) > limit {
            return Err(PackError::TooMuch { what: "bytes when it is unpacked", limit });
        }
        Ok(())
    }

    fn file(&mut self, name: &str, mode: u32, bytes: &[u8]) -> Result<(), PackError> {
        let size = bytes.len() as u64;
        self.fits(size)?;
        self.size += size;
        self.append(&format!("{}/{name}", self.id), EntryType::Regular, mode, bytes)?;
        self.files.push(PackedFile { name: name.to_owned(), size });
        Ok(())
    }

    fn directory(&mut self, name: &str) -> Result<(), PackError> {
        let whole = if name.is_empty() { format!("{}/", self.id) } else { format!("{}/{name}/", self.id) };
        self.append(&whole, EntryType::Directory, 0o755, &[])
    }

    fn append(&mut self, name: &str, kind: EntryType, mode: u32, bytes: &[u8]) -> Result<(), PackError> {
        // A name that its header has no room for has an entry of its own.
        self.entries += if name.len() > LONGEST_IN_HEADER { 2 } else { 1 };
        if self.entries > self.limits.entries {
            let limit = self.limits.entries as u64;
            return Err(PackError::TooMuch { what: "files and directories", limit });
        }
        let mut header = Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_size(bytes.len() as u64);
        self.out.append_data(&mut header, name, bytes).map_err(in_memory)
    }
}

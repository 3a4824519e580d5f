//! Unpacking a bundle that a stranger may have made: bounds on all of it, and nothing is left where it is refused.

use std::io::{self, BufRead, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use tar::{Archive, Entry, EntryType};

use super::extended::{self, Said};
use super::meter::{Count, Packed, Plain};
use super::names::{self, Names, Refusal};
use super::tree::Tree;
use crate::support::fs::FsError;

/// How much a bundle may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of the tar.gz.
    pub packed: u64,
    /// The most bytes of the tar in it.
    pub unpacked: u64,
    /// How many times larger the tar may be, once it has 1 MiB.
    pub ratio: u64,
    /// The most entries, headers of other entries among them.
    pub entries: usize,
    /// The most bytes of a name, the formation's directory included.
    pub path: usize,
    /// The most parts of a name, the formation's directory included.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { packed: 256 << 20, unpacked: 1 << 30, ratio: 200, entries: 20_000, path: 1024, depth: 32 }
    }
}

/// What was unpacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// How many files.
    pub files: usize,
    /// How many bytes they have together.
    pub bytes: u64,
}

/// Why a bundle was not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// Our own disk.
    #[error(transparent)]
    File(#[from] FsError),
    /// It cannot be read as a tar.gz.
    #[error("the bundle is no whole tar.gz: {0}")]
    Broken(String),
    /// It cannot be read as a ZIP archive.
    #[error("the archive cannot be read: {0}")]
    NoZip(String),
    /// A bound.
    #[error("the bundle has more than {limit} {what}")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// The most that is taken.
        limit: u64,
    },
    /// An entry that is not taken.
    #[error("`{name}` in the bundle {why}")]
    Entry {
        /// Its name, made fit to be shown.
        name: String,
        /// What is wrong with it.
        why: Refusal,
    },
    /// No file at all.
    #[error("the bundle holds no files")]
    Empty,
}

impl UnpackError {
    /// Whether it is our own disk that fails, and not the bundle.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Whether it is only too large.
    pub fn is_too_much(&self) -> bool {
        matches!(self, Self::TooMuch { .. })
    }

    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Broken(_) | Self::NoZip(_) => "bundle_broken",
            Self::TooMuch { .. } => "bundle_too_large",
            Self::Entry { .. } => "bundle_refused",
            Self::Empty => "bundle_empty",
        }
    }
}

/// Unpacks the tar.gz `from` into the directory `into`, which is made (0700); every entry has to be below `id/`, which is
/// left out. Modes are 0600 for keys and secrets, 0755 for programs, 0644 for the rest; times and owners do not count.
///
/// All is on the disk when this comes back. Where it fails, there is no directory.
pub fn unpack(from: impl BufRead, id: &str, into: &Path, limits: &Limits) -> Result<Unpacked, UnpackError> {
    let count = Rc::new(Count::default());
    let packed = Packed { inner: from, count: Rc::clone(&count), most: limits.packed };
    let plain = Plain { inner: GzDecoder::new(packed), count: Rc::clone(&count), limits: *limits };
    let mut archive = Archive::new(plain);
    let mut unpacking = Unpacking {
        id,
        limits,
        tree: Tree::make(into)?,
        names: Names::default(),
        said: Said::default(),
        done: Unpacked::default(),
    };
    let all = unpacking.entries(&mut archive).and_then(|()| ended(archive.into_inner()));
    // The bound that was passed is the reason, whatever the readers made of it.
    all.map_err(|error| count.passed().unwrap_or(error))?;
    let Unpacking { tree, names, done, .. } = unpacking;
    if done.files == 0 {
        return Err(UnpackError::Empty);
    }
    tree.keep(names.directories().into_iter())?;
    Ok(done)
}

/// Behind the last entry there is padding, and nothing behind the compressed part.
fn ended<R: BufRead>(mut rest: Plain<GzDecoder<Packed<R>>>) -> Result<(), UnpackError> {
    let mut buffer = [0; 4096];
    loop {
        match rest.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) if buffer[..n].iter().all(|b| *b == 0) => {}
            Ok(_) => return Err(UnpackError::Broken("something is behind its end".into())),
            Err(error) => return Err(broken(&error)),
        }
    }
    let mut packed = rest.inner.into_inner();
    match packed.fill_buf() {
        Ok([]) => Ok(()),
        Ok(_) => Err(UnpackError::Broken("something is behind its compressed part".into())),
        Err(error) => Err(broken(&error)),
    }
}

fn broken(error: &io::Error) -> UnpackError {
    UnpackError::Broken(error.to_string())
}

struct Unpacking<'a> {
    id: &'a str,
    limits: &'a Limits,
    tree: Tree,
    names: Names,
    /// What the headers before the next entry said of it.
    said: Said,
    done: Unpacked,
}

impl Unpacking<'_> {
    fn entries<R: Read>(&mut self, archive: &mut Archive<R>) -> Result<(), UnpackError> {
        // Raw: the headers that speak of other entries come to us, who bound them.
        let entries = archive.entries().map_err(|e| broken(&e))?.raw(true);
        for (n, entry) in entries.enumerate() {
            if n >= self.limits.entries {
                return Err(UnpackError::TooMuch { what: "entries", limit: self.limits.entries as u64 });
            }
            self.entry(&mut entry.map_err(|e| broken(&e))?)?;
        }
        match self.said {
            Said { name: None, size: None } => Ok(()),
            _ => Err(UnpackError::Broken("it ends behind the header of an entry".into())),
        }
    }

    fn entry<R: Read>(&mut self, entry: &mut Entry<'_, R>) -> Result<(), UnpackError> {
        let kind = entry.header().entry_type();
        let own = entry.header().path_bytes().into_owned();
        let at = |why| UnpackError::Entry { name: names::shown(&own), why };
        match kind {
            EntryType::XHeader | EntryType::XGlobalHeader | EntryType::GNULongName => {
                let size = entry.size();
                let bytes = extended::whole(entry, size).map_err(|e| broken(&e))?.map_err(at)?;
                match kind {
                    EntryType::XHeader => extended::posix(&bytes, &mut self.said).map_err(at),
                    EntryType::XGlobalHeader => extended::global(&bytes).map_err(at),
                    _ => {
                        self.said.name = Some(extended::gnu_name(bytes));
                        Ok(())
                    }
                }
            }
            _ => {
                let said = std::mem::take(&mut self.said);
                let name = said.name.unwrap_or(own);
                self.part(entry, kind, &name, said.size)
            }
        }
    }

    /// A file or a directory, or what is refused.
    fn part<R: Read>(
        &mut self,
        entry: &mut Entry<'_, R>,
        kind: EntryType,
        name: &[u8],
        said_size: Option<u64>,
    ) -> Result<(), UnpackError> {
        let at = |why| UnpackError::Entry { name: names::shown(name), why };
        let size = entry.size();
        // Before tar had a kind for directories, the slash said it.
        let is_directory =
            kind == EntryType::Directory || (kind == EntryType::Regular && name.ends_with(b"/"));
        if let Some(what) = refused(kind) {
            return Err(at(Refusal::Kind(what)));
        }
        if said_size.is_some_and(|said| said != size) || (is_directory && size != 0) {
            return Err(at(Refusal::Size));
        }
        if size > self.limits.unpacked {
            return Err(UnpackError::TooMuch {
                what: "bytes when it is unpacked",
                limit: self.limits.unpacked,
            });
        }
        let parts = names::parts(name, self.id, self.limits).map_err(at)?;
        if is_directory {
            self.names.directory(&parts).map_err(at)?;
            self.names.few_enough(self.limits)?;
            return Ok(self.tree.directory(&parts)?);
        }
        let Some(last) = parts.last() else { return Err(at(Refusal::Twice)) };
        self.names.file(&parts).map_err(at)?;
        self.names.few_enough(self.limits)?;
        let mode = mode(last, entry.header().mode().unwrap_or(0));
        let written = self.tree.file(&parts, mode, entry)?.map_err(|e| broken(&e))?;
        if written != size {
            return Err(UnpackError::Broken(format!("`{}` is cut off", names::shown(name))));
        }
        self.done.files += 1;
        self.done.bytes += written;
        Ok(())
    }
}

/// What an entry is that is not taken.
fn refused(kind: EntryType) -> Option<&'static str> {
    Some(match kind {
        EntryType::Regular | EntryType::Directory => return None,
        EntryType::Link | EntryType::Symlink | EntryType::GNULongLink => "a link",
        EntryType::Char | EntryType::Block => "a device",
        EntryType::Fifo => "a pipe",
        EntryType::GNUSparse => "a file with holes",
        _ => "of a kind of its own",
    })
}

/// The bits of a file, whatever the bundle says but that it is a program.
pub(super) fn mode(name: &str, said: u32) -> u32 {
    let encrypted = name.starts_with("secrets.") && Path::new(name).extension().is_some_and(|e| e == "enc");
    let is_private = encrypted
        || [".key", ".env"]
            .iter()
            .any(|own| name.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
    match (is_private, said & 0o100 != 0) {
        (true, _) => 0o600,
        (false, true) => 0o755,
        (false, false) => 0o644,
    }
}

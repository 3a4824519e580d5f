//! Reading: the names without a key, values with one. Nothing here writes, or makes a key.

use std::path::{Path, PathBuf};

use super::format1::{self, Found};
use super::format2::{self, Document, Entry};
use super::key::{KeyId, RootKey, Status};
use super::seal::{self, Seal};
use super::sources::{self, Candidate};
use super::template::Template;
use super::{Error, KeyInfo, KeySources, Location, SecretName, WentBack, seen, value};
use crate::crypto::fernet;
use crate::support::fs;
use crate::support::secret::SecretBytes;

/// The two formats of a secrets file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One Fernet token.
    One,
    /// Each value sealed alone.
    Two,
}

/// What can be said without a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The secrets file.
    pub path: PathBuf,
    /// Its format; `None` where there is no file.
    pub format: Option<Format>,
    /// The names: those in a file of format 2, those of the template for format 1, whose own are encrypted.
    pub names: Vec<String>,
    /// Whether `names` is from the template, so that only a key tells which have a value.
    pub from_template: bool,
    /// The names that the template wants, in its order; none where it cannot be read beside format 2.
    pub template: Vec<String>,
}

/// The names of the secrets, without a key.
pub fn list(location: &Location) -> Result<Listing, Error> {
    let path = location.secrets_file();
    let (format, names, template) = match fs::read_if_exists(&path)? {
        None => (None, Vec::new(), template_names(location)?),
        Some(bytes) => match detect(&bytes, &path)? {
            Format::One => {
                let template = template_names(location)?;
                (Some(Format::One), template.clone(), template)
            }
            Format::Two => {
                let document = format2::parse(&bytes, &path)?;
                let names = document.names().map(Into::into).collect();
                // The file has its own names: a template that cannot be read must not hide them.
                (Some(Format::Two), names, template_names(location).unwrap_or_default())
            }
        },
    };
    Ok(Listing { path, format, names, from_template: format == Some(Format::One), template })
}

/// The names in the template; none where there is no template.
pub(super) fn template_names(location: &Location) -> Result<Vec<String>, Error> {
    let text = fs::read_to_string_if_exists(&location.template_file())?;
    Ok(Template::parse(&text.unwrap_or_default()).names())
}

/// The secrets of a formation, open for reading. Each value is decrypted when it is asked for.
pub struct Store {
    path: PathBuf,
    content: Content,
}

pub(super) enum Content {
    Nothing,
    One(Opened1),
    Two(Opened2),
}

/// A file of format 1 and the key that opened it.
pub(super) struct Opened1 {
    pub(super) map: format1::Map,
    pub(super) key: RootKey,
    pub(super) info: KeyInfo,
}

/// A file of format 2, the keys at hand that it uses, and what its seal says.
pub(super) struct Opened2 {
    pub(super) document: Document,
    pub(super) keys: Vec<RootKey>,
    pub(super) seal: Seal,
    pub(super) info: KeyInfo,
    /// Secrets that were seen in a higher version.
    pub(super) older: Vec<WentBack>,
}

impl Store {
    /// Opens the secrets of `location`; where there is no file, the store is empty and needs no key.
    pub fn open(location: &Location, sources: &KeySources) -> Result<Self, Error> {
        Ok(Self { path: location.secrets_file(), content: Content::read(location, sources)? })
    }

    /// The secrets file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the secrets, in the order of the file.
    pub fn names(&self) -> Vec<&str> {
        match &self.content {
            Content::Nothing => Vec::new(),
            Content::One(opened) => opened.map.names().collect(),
            Content::Two(opened) => opened.document.names().collect(),
        }
    }

    /// The value of a secret, or `None` if there is none of that name. Opens this value only.
    ///
    /// From then on it is taken out of all that is printed.
    pub fn get(&self, name: &SecretName) -> Result<Option<SecretBytes>, Error> {
        let name = name.as_str();
        match &self.content {
            Content::Nothing => Ok(None),
            Content::One(opened) => match opened.map.get(name) {
                None => Ok(None),
                Some(Found::Value(value)) => Ok(Some(value)),
                Some(Found::Unreadable) => {
                    Err(Error::Unreadable { name: name.into(), path: self.path.clone() })
                }
            },
            Content::Two(opened) => opened.get(name, &self.path),
        }
    }

    /// Opens every value, so that none of them is printed; one that does not open is passed over.
    pub fn know_all(&self) {
        for name in self.names() {
            if let Ok(name) = SecretName::normalise(name) {
                drop(self.get(&name.name));
            }
        }
    }

    /// The same for who keeps or shows what others wrote, and so has to know them all: the first that does not open is
    /// the error.
    pub fn know_each(&self) -> Result<(), Error> {
        for name in self.names() {
            if let Ok(name) = SecretName::normalise(name) {
                self.get(&name.name)?;
            }
        }
        Ok(())
    }

    pub(super) fn content(&self) -> &Content {
        &self.content
    }

    /// What the seal says; a seal that does not fit hides no value that opens.
    pub fn seal(&self) -> &Seal {
        match &self.content {
            Content::Two(opened) => &opened.seal,
            Content::Nothing | Content::One(_) => &Seal::NotNeeded,
        }
    }

    /// The secrets that were seen in a higher version: the file is an older one.
    pub fn older(&self) -> &[WentBack] {
        match &self.content {
            Content::Two(opened) => &opened.older,
            Content::Nothing | Content::One(_) => &[],
        }
    }

    /// The format of the file; `None` where there is no file.
    pub fn format(&self) -> Option<Format> {
        self.content.format()
    }

    /// Which key opened the file; `None` where there is no file.
    pub fn key_info(&self) -> Option<&KeyInfo> {
        match &self.content {
            Content::Nothing => None,
            Content::One(opened) => Some(&opened.info),
            Content::Two(opened) => Some(&opened.info),
        }
    }
}

impl Content {
    pub(super) fn read(location: &Location, sources: &KeySources) -> Result<Self, Error> {
        let path = location.secrets_file();
        let mut now = fs::read_if_exists(&path)?;
        loop {
            let Some(bytes) = now else { return Ok(Self::Nothing) };
            let content = Self::of(location, sources, &bytes, &path);
            let older = match &content {
                Ok(Self::Two(opened)) => !opened.older.is_empty(),
                other => matches!(other, Err(Error::Older { .. })),
            };
            if !older {
                return content;
            }
            // A file is older only if it still is what was read: another process may have written it meanwhile,
            // and remembered what it wrote.
            now = fs::read_if_exists(&path)?;
            if now.as_deref() == Some(&*bytes) {
                return content;
            }
        }
    }

    /// The content of a file of `location` as it is or was; `path` is for errors.
    pub(super) fn of(
        location: &Location,
        sources: &KeySources,
        bytes: &[u8],
        path: &Path,
    ) -> Result<Self, Error> {
        Ok(match detect(bytes, path)? {
            Format::One => Self::One(open_one(location, sources, bytes, path)?),
            Format::Two => Self::Two(open_two(location, sources, bytes, path)?),
        })
    }
}

impl Content {
    /// The format of the file; none where there is no file.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Nothing => None,
            Self::One(_) => Some(Format::One),
            Self::Two(_) => Some(Format::Two),
        }
    }

    /// The keys that the file is encrypted with.
    pub(super) fn key_ids(&self) -> Vec<KeyId> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(opened) => vec![opened.key.id],
            Self::Two(opened) => opened.document.keys.iter().map(|k| k.id).collect(),
        }
    }
}

impl Opened2 {
    pub(super) fn get(&self, name: &str, path: &Path) -> Result<Option<SecretBytes>, Error> {
        if self.document.is_in_conflict(name) {
            return Err(Error::Conflict { path: path.into(), names: vec![name.into()] });
        }
        let Ok(at) = self.document.find(name) else {
            return Ok(None);
        };
        let entry = &self.document.entries[at];
        let Some(sealed) = &entry.sealed else {
            return Ok(None);
        };
        let key = self.key(entry.key).ok_or_else(|| Error::WrongKey {
            path: path.into(),
            wanted: vec![entry.key],
            found: vec![(self.info.origin.to_string(), self.info.id)],
        })?;
        match value::open(key, entry.place(&self.document.store), sealed) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Error::Tampered {
                name: name.into(),
                path: path.into(),
                why: self.diagnose(key, entry, sealed),
            }),
        }
    }

    /// The active key if there is one, else the first: at least one opened the file.
    pub(super) fn writing_key(&self) -> &RootKey {
        let active = self.keys.iter().find(|k| k.status == Status::Active);
        active.unwrap_or(&self.keys[0])
    }

    pub(super) fn key(&self, id: KeyId) -> Option<&RootKey> {
        self.keys.iter().find(|k| k.id == id)
    }

    /// Why a value does not open, as far as trying tells: is it another one's, or of another version?
    fn diagnose(&self, key: &RootKey, entry: &Entry, sealed: &[u8]) -> String {
        let store = &self.document.store;
        // Each try decrypts all of it, so a large value gets fewer.
        let tries = (1 << 24) / sealed.len();
        let versions = (1..=entry.version.saturating_add(16)).take(64);
        for version in versions {
            let other = Entry { version, ..entry.clone() };
            if value::open(key, other.place(store), sealed).is_ok() {
                return format!("it is of version {version}, and its line says {}", entry.version);
            }
        }
        let others = self.document.entries.iter().filter(|e| e.name != entry.name);
        for other in others.take(tries) {
            for version in [other.version, entry.version] {
                let place = Entry { version, key: entry.key, name: other.name.clone(), sealed: None };
                if value::open(key, place.place(store), sealed).is_ok() {
                    return format!("it is the value of {}", other.name);
                }
            }
        }
        "it was changed, renamed, or taken from another store".into()
    }
}

/// Which format the content is of; an error that says what it looks like otherwise.
pub(super) fn detect(bytes: &[u8], path: &Path) -> Result<Format, Error> {
    if bytes.starts_with(format2::MAGIC_PREFIX.as_bytes()) {
        return Ok(Format::Two);
    }
    if fernet::looks_like_token(bytes) {
        return Ok(Format::One);
    }
    let why = if bytes.is_empty() {
        "it is empty"
    } else if bytes.starts_with(b"gAAAAA") {
        "it begins like one of format 1, and is cut short or changed"
    } else if bytes.starts_with(b"muxi-") || format2::MAGIC_PREFIX.as_bytes().starts_with(bytes) {
        "its first line is cut short or changed"
    } else if bytes.starts_with(b"<<<<<<<") {
        "it holds the marks of a merge conflict"
    } else {
        "it is of neither format"
    };
    Err(Error::Foreign { path: path.into(), why })
}

/// Format 1 does not say which key it needs: the first that opens it is taken.
fn open_one(location: &Location, sources: &KeySources, token: &[u8], path: &Path) -> Result<Opened1, Error> {
    let mut found = Vec::new();
    for candidates in sources::each(location, sources) {
        for candidate in candidates? {
            let key = candidate.unlock(sources)?;
            match format1::open(&key, token) {
                Ok(Some(map)) => {
                    let info = candidate.info();
                    return Ok(Opened1 { map, key, info });
                }
                Ok(None) => return Err(Error::BadMap(path.into())),
                Err(_) => found.push(candidate.named()),
            }
        }
    }
    if found.is_empty() {
        return Err(no_key(location, path, Vec::new()));
    }
    Err(Error::DoesNotOpen { path: path.into(), found })
}

/// The first source with a key that the file names is taken.
fn open_two(location: &Location, sources: &KeySources, bytes: &[u8], path: &Path) -> Result<Opened2, Error> {
    let document = format2::parse(bytes, path)?;
    let wanted: Vec<_> = document.keys.iter().map(|k| k.id).collect();
    let mut found = Vec::new();
    for candidates in sources::each(location, sources) {
        let (fitting, others): (Vec<_>, Vec<_>) =
            candidates?.into_iter().partition(|c| wanted.contains(&c.stored.id));
        if let Some(first) = fitting.first() {
            let info = first.info();
            let keys = unlock_all(&fitting, sources, &document, path)?;
            let names = || template_names(location).unwrap_or_default();
            let seal = seal::check(&document, bytes, &keys, names);
            let older = seen::look(location, &document, matches!(seal, Seal::Verified { .. }));
            if !older.is_empty() && location.memory().is_some_and(|m| m.strict) {
                return Err(Error::Older { path: path.into(), names: older });
            }
            return Ok(Opened2 { document, keys, seal, info, older });
        }
        found.extend(others.iter().map(Candidate::named));
    }
    if found.is_empty() {
        return Err(no_key(location, path, wanted));
    }
    Err(Error::WrongKey { path: path.into(), wanted, found })
}

fn unlock_all(
    candidates: &[Candidate],
    sources: &KeySources,
    document: &Document,
    path: &Path,
) -> Result<Vec<RootKey>, Error> {
    let mut keys = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let key = candidate.unlock(sources)?;
        let commitment = key.commitment();
        let header = document.keys.iter().position(|k| k.id == key.id && k.commitment != commitment);
        if let Some(at) = header {
            return Err(Error::Line {
                path: path.into(),
                // After the magic and the store.
                line: at + 3,
                why: format!("the commitment to key {} does not fit that key", key.id),
            });
        }
        keys.push(key);
    }
    Ok(keys)
}

fn no_key(location: &Location, path: &Path, wanted: Vec<KeyId>) -> Error {
    Error::NoKey { path: path.into(), wanted, key_path: location.key_file() }
}

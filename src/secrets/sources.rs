//! Where a key may come from, and which one is taken.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::key::{self, KeyId, RootKey, Status, StoredKey};
use super::{Error, Keychain, Location, Passphrase, keychain};
use crate::crypto::Key256;
use crate::support::clock::{Clock, parse_rfc3339};
use crate::support::fs::{self, FsError, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The most bytes that a key file may have.
pub(super) const KEY_LIMIT: u64 = super::MAX_KEY_TEXT as u64;

/// What may hold the key besides `.key`, in the order in which it is tried.
#[derive(Clone, Debug, Default)]
pub struct KeySources {
    /// `--key-file`.
    pub option_file: Option<PathBuf>,
    /// `MUXI_SECRETS_KEY_FILE`.
    pub env_file: Option<PathBuf>,
    /// `MUXI_SECRETS_KEY_FD`: an open file descriptor.
    pub env_fd: Option<Descriptor>,
    /// `MUXI_SECRETS_KEY`: the key itself.
    pub env_key: Option<SecretBytes>,
    /// The system's keychain.
    pub keychain: Keychain,
    /// Opens a key that is wrapped, wherever it was found.
    pub passphrase: Passphrase,
    /// Hears of every key that is read and every value that is opened.
    pub redactor: Redactor,
}

/// What keys are called where they are taken out of text.
const KEY_NAME: &str = "SECRETS_KEY";

impl KeySources {
    /// Sees to it that neither this key nor any value that it opens is in a text that is printed.
    pub(super) fn know(&self, mut key: RootKey) -> RootKey {
        self.redactor.add(KEY_NAME, &SecretBytes::new(key.material.to_vec()));
        key.redactor = self.redactor.clone();
        key
    }

    /// The same for those of `keys` that no passphrase protects.
    pub(super) fn know_plain(&self, keys: &[StoredKey]) {
        for material in keys.iter().filter_map(StoredKey::plain_material) {
            self.redactor.add(KEY_NAME, &SecretBytes::new(material.to_vec()));
        }
    }
}

/// An open file descriptor, read once: a pipe gives what it has a single time. Clones share what was read.
#[derive(Clone, Debug)]
pub struct Descriptor {
    fd: u32,
    text: Arc<OnceLock<SecretBytes>>,
}

impl Descriptor {
    /// The descriptor of this number, not yet read.
    pub fn new(fd: u32) -> Self {
        Self { fd, text: Arc::default() }
    }

    /// All that it has, at most `limit` bytes.
    pub(super) fn read(&self, limit: u64) -> Result<SecretBytes, Error> {
        if let Some(text) = self.text.get() {
            return Ok(text.clone());
        }
        let text = fs::read_descriptor(self.fd, limit)?;
        Ok(self.text.get_or_init(|| text).clone())
    }
}

/// Where a key was found; `Display` is for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file named by `--key-file`.
    Option(PathBuf),
    /// The file named by `MUXI_SECRETS_KEY_FILE`.
    EnvFile(PathBuf),
    /// The descriptor named by `MUXI_SECRETS_KEY_FD`.
    EnvFd(u32),
    /// `MUXI_SECRETS_KEY`.
    EnvKey,
    /// The system's keychain, in the account of this name.
    Keychain(String),
    /// `.key` in the formation, or one that a rotation puts there or has put aside.
    Formation(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(path) | Self::EnvFile(path) | Self::Formation(path) => {
                write!(f, "{}", path.display())
            }
            Self::EnvFd(fd) => write!(f, "file descriptor {fd} (MUXI_SECRETS_KEY_FD)"),
            Self::EnvKey => f.write_str("MUXI_SECRETS_KEY"),
            Self::Keychain(_) => f.write_str("the system's keychain"),
        }
    }
}

/// Which key is in use; for `--explain` and `doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// Its id.
    pub id: KeyId,
    /// Where it was found.
    pub origin: Origin,
    /// When it was made (RFC 3339); a bare key does not say.
    pub created: Option<String>,
    /// Whether it still encrypts.
    pub status: Status,
    /// Whether a passphrase protects it.
    pub wrapped: bool,
}

impl KeyInfo {
    /// Its age in whole days; none where it does not say when it was made.
    pub fn age_days(&self, clock: &Clock) -> Option<u64> {
        let made = parse_rfc3339(self.created.as_deref()?)?;
        Some(clock.now_millis().saturating_sub(made) / 86_400_000)
    }
}

/// A key in the place where it was found.
pub(super) struct Candidate {
    pub(super) origin: Origin,
    pub(super) stored: StoredKey,
}

impl Candidate {
    pub(super) fn unlock(&self, sources: &KeySources) -> Result<RootKey, Error> {
        Ok(sources.know(self.stored.unlock(&sources.passphrase, &self.origin.to_string())?))
    }

    pub(super) fn info(&self) -> KeyInfo {
        KeyInfo {
            id: self.stored.id,
            origin: self.origin.clone(),
            created: self.stored.created.clone(),
            status: self.stored.status,
            wrapped: self.stored.is_wrapped(),
        }
    }

    pub(super) fn named(&self) -> (String, KeyId) {
        (self.origin.to_string(), self.stored.id)
    }
}

/// The places where a key may be, in the order in which they are tried.
pub(super) fn places(location: &Location, sources: &KeySources) -> Vec<Origin> {
    let named = [
        sources.option_file.clone().map(Origin::Option),
        sources.env_file.clone().map(Origin::EnvFile),
        sources.env_fd.as_ref().map(|d| Origin::EnvFd(d.fd)),
        sources.env_key.as_ref().map(|_| Origin::EnvKey),
        keychain(location, sources),
        Some(Origin::Formation(location.key_file())),
        Some(Origin::Formation(location.pending_key_file())),
        Some(Origin::Formation(location.retired_key_file())),
    ];
    named.into_iter().flatten().collect()
}

fn keychain(location: &Location, sources: &KeySources) -> Option<Origin> {
    sources.keychain.is_on().then(|| keychain::account(location)).flatten().map(Origin::Keychain)
}

/// The sources that are there, one after the other: a later one is not touched unless it is needed.
pub(super) fn each<'a>(
    location: &Location,
    sources: &'a KeySources,
) -> impl Iterator<Item = Result<Vec<Candidate>, Error>> + use<'a> {
    let places = places(location, sources);
    places.into_iter().filter_map(|origin| load(&origin, sources).transpose())
}

/// Every key that can be had without asking; a source that fails has none.
pub(super) fn at_hand(location: &Location, sources: &KeySources) -> Vec<RootKey> {
    let silent = KeySources { passphrase: sources.passphrase.without_asking(), ..sources.clone() };
    let mut keys: Vec<RootKey> = Vec::new();
    for candidate in each(location, &silent).flatten().flatten() {
        if !keys.iter().any(|k| k.id == candidate.stored.id) {
            keys.extend(candidate.unlock(&silent));
        }
    }
    keys
}

/// Keys to sign the audit with, derived from the root keys in the formation's `.key` that no passphrase protects: those
/// that every process on this machine finds, without a question. The one that encrypts is the first.
pub fn audit_keys(location: &Location, redactor: &Redactor) -> Vec<(KeyId, Key256)> {
    let sources = KeySources { redactor: redactor.clone(), ..KeySources::default() };
    let here = [location.key_file(), location.pending_key_file(), location.retired_key_file()];
    let found = here.into_iter().filter_map(|path| load(&Origin::Formation(path), &sources).ok().flatten());
    let plain = found.flatten().filter(|candidate| !candidate.stored.is_wrapped());
    let mut keys: Vec<RootKey> = plain.filter_map(|candidate| candidate.unlock(&sources).ok()).collect();
    keys.sort_by_key(|key| key.status == Status::Retired);
    keys.iter().map(|key| (key.id, key.audit_key())).collect()
}

/// The keys in one place; nothing where there are none.
pub(super) fn load(origin: &Origin, sources: &KeySources) -> Result<Option<Vec<Candidate>>, Error> {
    let Some(text) = fetch(origin, sources)? else {
        return Ok(None);
    };
    let keys = key::parse(text.expose(), &origin.to_string()).inspect_err(|_| {
        // A text that is no key may be most of one.
        sources.redactor.add(KEY_NAME, &text);
    })?;
    sources.know_plain(&keys);
    let candidate = |stored| Candidate { origin: origin.clone(), stored };
    Ok(Some(keys.into_iter().map(candidate).collect()))
}

fn fetch(origin: &Origin, sources: &KeySources) -> Result<Option<SecretBytes>, Error> {
    match origin {
        Origin::EnvKey => Ok(sources.env_key.clone()),
        // A keychain that does not answer is passed over, as one without the key.
        Origin::Keychain(account) => Ok(sources.keychain.read(account).unwrap_or_default()),
        Origin::EnvFd(_) => sources.env_fd.as_ref().map(|fd| fd.read(KEY_LIMIT)).transpose(),
        Origin::Option(path) | Origin::EnvFile(path) => named(path).map(Some),
        Origin::Formation(path) => in_formation(path),
    }
}

/// A file that somebody named may be a link or readable by others: containers mount them so.
fn named(path: &Path) -> Result<SecretBytes, Error> {
    Ok(fs::read_secret(path, Links::Follow, Privacy::Any, KEY_LIMIT)?)
}

fn in_formation(path: &Path) -> Result<Option<SecretBytes>, Error> {
    match fs::read_secret(path, Links::Refuse, Privacy::Required, KEY_LIMIT) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.is_not_found() => Ok(None),
        Err(e @ (FsError::Symlink(_) | FsError::Exposed { .. } | FsError::NotAFile(_))) => {
            Err(Error::KeyNotPrivate(e))
        }
        Err(e) => Err(e.into()),
    }
}

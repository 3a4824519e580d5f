//! All keys of the place whose key opens the secrets, and writing them back.

use std::path::Path;

use crate::secrets::key::{self, KeyId, RootKey, Status, StoredKey};
use crate::secrets::store::Content;
use crate::secrets::{Error, KeyFault, KeySources, Location, Origin, sources};
use crate::support::fs::{self, Mode};
use crate::support::secret::SecretBytes;

/// The keys of one place.
pub(in crate::secrets) struct Ring {
    pub(in crate::secrets) origin: Origin,
    pub(in crate::secrets) keys: Vec<StoredKey>,
}

impl Ring {
    /// Those at the place that opened `content`; where there are no secrets, the first place with any.
    pub(in crate::secrets) fn of(
        content: &Content,
        location: &Location,
        sources: &KeySources,
    ) -> Result<Self, Error> {
        let places = match content {
            Content::Nothing => sources::places(location, sources),
            Content::One(opened) => vec![opened.info.origin.clone()],
            Content::Two(opened) => vec![opened.info.origin.clone()],
        };
        for origin in places {
            if let Some(ring) = Self::at(&origin, sources)? {
                return Ok(ring);
            }
        }
        let (path, key_path) = (location.secrets_file(), location.key_file());
        Err(Error::NoKey { path, wanted: Vec::new(), key_path })
    }

    /// The keys at this place; none if there are none.
    pub(in crate::secrets) fn at(origin: &Origin, sources: &KeySources) -> Result<Option<Self>, Error> {
        let found = sources::load(origin, sources)?;
        Ok(found.map(|candidates| {
            let keys = candidates.into_iter().map(|c| c.stored).collect();
            Self { origin: origin.clone(), keys }
        }))
    }

    /// The key file's keys where this is a file beside it: that is where keys are changed.
    pub(super) fn at_home(self, location: &Location, sources: &KeySources) -> Result<Self, Error> {
        let home = Origin::Formation(location.key_file());
        if !matches!(self.origin, Origin::Formation(_)) || self.origin == home {
            return Ok(self);
        }
        Ok(Self::at(&home, sources)?.unwrap_or(Self { origin: home, keys: self.keys }))
    }

    pub(in crate::secrets) fn is_bare(&self) -> bool {
        self.keys.iter().any(StoredKey::is_bare)
    }

    pub(in crate::secrets) fn is_wrapped(&self) -> bool {
        self.keys.iter().any(StoredKey::is_wrapped)
    }

    /// The key that encrypts.
    pub(super) fn active(&self) -> Option<&StoredKey> {
        self.keys.iter().find(|k| k.status == Status::Active)
    }

    pub(in crate::secrets) fn retired(&self) -> Vec<KeyId> {
        let retired = self.keys.iter().filter(|k| k.status == Status::Retired);
        retired.map(|k| k.id).collect()
    }

    pub(super) fn unlock(&self, key: &StoredKey, sources: &KeySources) -> Result<RootKey, Error> {
        Ok(sources.know(key.unlock(&sources.passphrase, &self.origin.to_string())?))
    }

    /// The new key as its line, wrapped where the active one is, by the same passphrase.
    pub(super) fn line_for(
        &self,
        new: &RootKey,
        created: String,
        sources: &KeySources,
    ) -> Result<StoredKey, Error> {
        let wrapped = self.active().or(self.keys.first()).filter(|k| k.is_wrapped());
        let Some(wrapped) = wrapped else {
            return Ok(StoredKey::plain(new, Some(created)));
        };
        self.unlock(wrapped, sources)?;
        let passphrase = wrapped.opened_by(&sources.passphrase);
        let origin = || self.origin.to_string();
        StoredKey::wrap(
            new,
            Some(created),
            &passphrase.ok_or_else(|| Error::PassphraseNeeded { origin: origin() })?,
        )
    }

    /// Refuses where the keys cannot be written back, as into a pipe or a variable.
    pub(super) fn check_writable(&self) -> Result<(), Error> {
        match &self.origin {
            Origin::Formation(_) | Origin::Keychain(_) => Ok(()),
            Origin::Option(path) | Origin::EnvFile(path) if path.is_file() => Ok(()),
            origin => Err(KeyFault::NotAFile { origin: origin.to_string() }.into()),
        }
    }

    /// Puts this text in the place of the keys.
    pub(super) fn write_back(&self, text: &str, sources: &KeySources) -> Result<(), Error> {
        self.check_writable()?;
        match &self.origin {
            Origin::Keychain(account) => sources.keychain.write(account, text),
            Origin::Formation(path) | Origin::Option(path) | Origin::EnvFile(path) => replace_key(path, text),
            origin @ (Origin::EnvFd(_) | Origin::EnvKey) => {
                Err(KeyFault::NotAFile { origin: origin.to_string() }.into())
            }
        }
    }
}

/// Opens every key where a person may be asked for it: before the lock, which others wait for.
pub(in crate::secrets) fn unlock_first(location: &Location, sources: &KeySources) -> Result<Ring, Error> {
    let ring = Ring::of(&Content::read(location, sources)?, location, sources)?;
    let ring = ring.at_home(location, sources)?;
    for key in ring.keys.iter().filter(|k| k.is_wrapped()) {
        ring.unlock(key, sources)?;
    }
    Ok(ring)
}

/// Writes a key file again; its mode stays.
pub(in crate::secrets) fn replace_key(path: &Path, text: &str) -> Result<(), Error> {
    Ok(fs::write_atomic(path, text.as_bytes(), Mode::Keep(0o600))?)
}

/// The last step of rotating a bare key: the old one is put aside, the pending one takes its place.
/// Needs the lock. May be killed anywhere and be done again; nothing to do is fine.
pub(in crate::secrets) fn promote_pending(location: &Location) -> Result<(), Error> {
    let none = KeySources::default();
    let (pending, file) = (location.pending_key_file(), location.key_file());
    let Some(new) = Ring::at(&Origin::Formation(pending.clone()), &none)? else {
        return Ok(());
    };
    if let Some(old) = Ring::at(&Origin::Formation(file.clone()), &none)? {
        let old: Vec<_> = old.keys.into_iter().filter(|k| new.keys.iter().all(|n| n.id != k.id)).collect();
        put_aside(location, &old)?;
    }
    if let [key] = &new.keys[..] {
        let key = key.unlock(&none.passphrase, &pending.display().to_string())?;
        replace_key(&file, &key::encode_bare(&key))?;
        fs::remove_if_exists(&pending)?;
    }
    Ok(())
}

/// Adds keys to those that are retired beside a bare key; false where they are there.
pub(super) fn put_aside(location: &Location, keys: &[StoredKey]) -> Result<bool, Error> {
    let path = location.retired_key_file();
    let there = Ring::at(&Origin::Formation(path.clone()), &KeySources::default())?;
    let mut all = there.map_or_else(Vec::new, |ring| ring.keys);
    let before = all.len();
    for key in keys {
        if all.iter().all(|k| k.id != key.id) {
            all.push(key.as_line(Status::Retired));
        }
    }
    if all.len() > before {
        replace_key(&path, &key::encode(&all))?;
    }
    Ok(all.len() > before)
}

/// A new file for the keys; nothing may be there yet.
pub(super) fn new_file(path: &Path, text: &str) -> Result<(), Error> {
    // Its writers hold the lock, so what lies there is of one that was killed.
    fs::remove_stale_temps(path);
    Ok(fs::create_new_private(path, text.as_bytes())?)
}

/// The key in a text that somebody gave, such as an import.
pub(super) fn parse(text: &SecretBytes, origin: &str) -> Result<Vec<StoredKey>, Error> {
    key::parse(text.expose(), origin)
}

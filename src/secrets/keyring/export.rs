//! The key as a text for a colleague or for the store of a CI.

use std::path::Path;

use super::ring::Ring;
use crate::secrets::key::{self, KeyId, Status, StoredKey};
use crate::secrets::store::Content;
use crate::secrets::{Error, KeySources, Location, check_new_passphrase};
use crate::support::fs;
use crate::support::secret::SecretBytes;

/// The text of a key.
#[derive(Clone, Debug)]
pub struct Exported {
    /// A key file's text, or a bare key.
    pub text: SecretBytes,
    /// The keys in it; the first is the one that encrypts.
    pub keys: Vec<KeyId>,
    /// Keys that the secrets still need and that are not in it.
    pub lacks: Vec<KeyId>,
}

impl Exported {
    /// Keeps it in a new file, mode 0600; an error where something of that name is.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        Ok(fs::create_new_private(path, self.text.expose())?)
    }
}

/// All keys of the place in use, wrapped by `passphrase`; without one, the bare key that encrypts.
pub fn export_key(
    location: &Location,
    sources: &KeySources,
    passphrase: Option<&SecretBytes>,
) -> Result<Exported, Error> {
    passphrase.map_or(Ok(()), check_new_passphrase)?;
    let content = Content::read(location, sources)?;
    let ring = Ring::of(&content, location, sources)?;
    let used = content.key_ids();
    let encrypts = |k: &&StoredKey| k.status == Status::Active && (used.is_empty() || used.contains(&k.id));
    let first = ring.keys.iter().find(encrypts);
    let first = first.or_else(|| ring.keys.iter().find(|k| used.contains(&k.id))).unwrap_or(&ring.keys[0]);
    let Some(passphrase) = passphrase else {
        let text = key::encode_bare(&ring.unlock(first, sources)?);
        let lacks = used.into_iter().filter(|id| *id != first.id).collect();
        return Ok(Exported { text: SecretBytes::from(text.as_str()), keys: vec![first.id], lacks });
    };
    let mut keys = Vec::with_capacity(ring.keys.len());
    for stored in [first].into_iter().chain(ring.keys.iter().filter(|k| k.id != first.id)) {
        let root = ring.unlock(stored, sources)?;
        keys.push(StoredKey::wrap(&root, stored.created.clone(), passphrase)?);
    }
    let ids: Vec<_> = keys.iter().map(|k| k.id).collect();
    let lacks = used.into_iter().filter(|id| !ids.contains(id)).collect();
    Ok(Exported { text: SecretBytes::from(key::encode(&keys).as_str()), keys: ids, lacks })
}

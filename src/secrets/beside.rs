//! Keys for what a formation keeps beside its secrets: sealed by the same root key, and never in the file that is
//! committed.

use super::key::{RootKey, Status};
use super::sources::{self, Candidate};
use super::{Error, KeySources, Location};
use crate::crypto::{Key256, kdf};

/// A key for one purpose, made of a root key, of which it says nothing.
#[derive(Clone)]
pub struct DerivedKey {
    /// The id of the root key: 8 hexadecimal digits.
    pub id: String,
    /// The key.
    pub key: Key256,
}

impl DerivedKey {
    fn of(root: &RootKey, purpose: &str) -> Self {
        let info = format!("muxi/2/beside/{purpose}");
        Self { id: root.id.to_string(), key: kdf::hkdf(&*root.material, b"", info.as_bytes()) }
    }
}

/// A key for `purpose` from each root key at hand, the one that new things are sealed with first; none where the
/// formation has no key, and an error where there is one that cannot be had. With `asking`, a passphrase may be asked for.
/// Nothing is made and nothing is written.
pub fn derived_keys(
    location: &Location,
    sources: &KeySources,
    purpose: &str,
    asking: bool,
) -> Result<Vec<DerivedKey>, Error> {
    let mut roots = Vec::new();
    if asking {
        roots.extend(active(location, sources)?);
    }
    roots.extend(sources::at_hand(location, sources));
    if roots.is_empty() && !asking {
        // No key is something else than one that cannot be read.
        let passphrase = sources.passphrase.without_asking();
        roots.extend(active(location, &KeySources { passphrase, ..sources.clone() })?);
    }
    // Stable: the first that encrypts is the one that the secrets are encrypted with.
    roots.sort_by_key(|root| root.status != Status::Active);
    let mut keys: Vec<DerivedKey> = Vec::new();
    for root in &roots {
        if !keys.iter().any(|key| key.id == root.id.to_string()) {
            keys.push(DerivedKey::of(root, purpose));
        }
    }
    Ok(keys)
}

fn active(location: &Location, sources: &KeySources) -> Result<Option<RootKey>, Error> {
    for candidates in sources::each(location, sources) {
        let is_active = |candidate: &Candidate| candidate.stored.status == Status::Active;
        if let Some(candidate) = candidates?.into_iter().find(is_active) {
            return candidate.unlock(sources).map(Some);
        }
    }
    Ok(None)
}

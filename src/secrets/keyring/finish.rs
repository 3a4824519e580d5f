//! The end of a rotation: the retired keys go, once nothing needs them.

use std::path::Path;

use super::ring::{self, Ring};
use super::rotate::{require_secrets, values};
use crate::secrets::key::{self, KeyId, Status};
use crate::secrets::store::Content;
use crate::secrets::{Error, KeyFault, KeySources, Location, Origin, update};
use crate::support::fs;

/// Removes the retired keys and says which; none is fine. Refuses while the secrets need one of them.
pub fn finish_rotation(location: &Location, sources: &KeySources) -> Result<Vec<KeyId>, Error> {
    update::refuse_tracked_key(location)?;
    require_secrets(location)?;
    ring::unlock_first(location, sources)?;
    let _lock = update::lock(location)?;
    let pending = location.pending_key_file();
    if pending.exists() {
        return Err(KeyFault::Unfinished(pending).into());
    }
    let content = Content::read(location, sources)?;
    let path = location.secrets_file();
    let used = all_open(&content, &path)?;
    let ring = Ring::of(&content, location, sources)?.at_home(location, sources)?;
    let aside_file = location.retired_key_file();
    let aside = Ring::at(&Origin::Formation(aside_file.clone()), sources)?;
    let in_ring = ring.retired();
    let mut removed = in_ring.clone();
    removed.extend(aside.iter().flat_map(|aside| aside.keys.iter().map(|k| k.id)));
    let needed: Vec<_> = used.iter().copied().filter(|id| removed.contains(id)).collect();
    if !needed.is_empty() {
        return Err(KeyFault::InUse { path, keys: needed }.into());
    }
    if !in_ring.is_empty() {
        let kept: Vec<_> = ring.keys.iter().filter(|k| k.status == Status::Active).cloned().collect();
        ring.write_back(&key::encode(&kept), sources)?;
    }
    if aside.is_some() {
        fs::remove_if_exists(&aside_file)?;
    }
    removed.sort_unstable();
    removed.dedup();
    Ok(removed)
}

/// The keys that the secrets name, after each value was opened.
fn all_open(content: &Content, path: &Path) -> Result<Vec<KeyId>, Error> {
    match content {
        Content::Nothing => Err(KeyFault::NoSecrets(path.into()).into()),
        Content::One(opened) => Ok(vec![opened.key.id]),
        Content::Two(opened) => {
            if !opened.seal.is_good() {
                return Err(Error::Unsealed { path: path.into(), what: opened.seal.to_string() });
            }
            values(opened, path)?;
            Ok(opened.document.keys.iter().map(|k| k.id).collect())
        }
    }
}

//! Putting a passphrase on the key, changing it, taking it off: the secrets stay as they are.

use super::ring::{self, Ring};
use crate::secrets::key::{self, StoredKey};
use crate::secrets::store::Content;
use crate::secrets::{
    Error, Format, KeyFault, KeySources, Location, Passphrase, PassphraseAt, check_new_passphrase, update,
};
use crate::support::secret::SecretBytes;

/// Opens every key of the place in use, asking for the passphrase where one is wrapped; whether one was.
///
/// For a command that has another question to ask after it.
pub fn unlock_keys(location: &Location, sources: &KeySources) -> Result<bool, Error> {
    Ok(ring::unlock_first(location, sources)?.is_wrapped())
}

/// Wraps every key by `new`, or unwraps them; false where nothing was to be done.
///
/// One write of the key file, so that the old or the new passphrase opens at any moment.
pub fn key_passphrase(
    location: &Location,
    sources: &KeySources,
    new: Option<&SecretBytes>,
) -> Result<bool, Error> {
    new.map_or(Ok(()), check_new_passphrase)?;
    update::refuse_tracked_key(location)?;
    ring::unlock_first(location, sources)?;
    let _lock = update::lock(location)?;
    let content = Content::read(location, sources)?;
    let ring = Ring::of(&content, location, sources)?.at_home(location, sources)?;
    if new.is_none() && !ring.is_wrapped() {
        return Ok(false);
    }
    if ring.is_bare() && content.format() != Some(Format::Two) {
        return Err(KeyFault::Bare { origin: ring.origin.to_string() }.into());
    }
    ring.check_writable()?;
    let mut keys = Vec::with_capacity(ring.keys.len());
    for stored in &ring.keys {
        let key = ring.unlock(stored, sources)?;
        let created = stored.created.clone();
        keys.push(match new {
            Some(new) => StoredKey::wrap(&key, created, new)?,
            None => StoredKey::plain(&key, created),
        });
    }
    let text = key::encode(&keys);
    let by = Passphrase::new(new.cloned().map(PassphraseAt::Text), None);
    for (stored, back) in ring.keys.iter().zip(key::parse(text.as_bytes(), "the new text")?) {
        let back = back.unlock(&by, "the new text")?;
        if back.material != ring.unlock(stored, sources)?.material {
            return Err(
                KeyFault::Unverified { path: ring.origin.to_string().into(), name: String::new() }.into()
            );
        }
    }
    ring.write_back(&text, sources)?;
    Ok(true)
}

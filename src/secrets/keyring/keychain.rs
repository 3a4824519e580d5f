//! The key in the system's keychain, and out of it again.

use super::ring::{self, Ring};
use super::rotate::require_secrets;
use crate::secrets::key;
use crate::secrets::keychain::{self, Keychain};
use crate::secrets::store::Content;
use crate::secrets::{Error, KeyFault, KeySources, Location, Origin, update};

/// Puts the keys of the place in use into the system's keychain; false where they are there.
pub fn key_to_keychain(location: &Location, sources: &KeySources) -> Result<bool, Error> {
    let account = account(location, sources)?;
    ring::unlock_first(location, sources)?;
    let _lock = update::lock(location)?;
    let ring = Ring::of(&Content::read(location, sources)?, location, sources)?;
    if matches!(ring.origin, Origin::Keychain(_)) {
        return Ok(false);
    }
    // As it stands: what a passphrase protects stays protected there too.
    sources.keychain.write(&account, &ring.text(sources)?)?;
    Ok(true)
}

/// Takes them out of it; false where there are none.
///
/// Unless `force`, another place has to have a key that opens the secrets.
pub fn key_from_keychain(location: &Location, sources: &KeySources, force: bool) -> Result<bool, Error> {
    let account = account(location, sources)?;
    let _lock = update::lock(location)?;
    if !force && sources.keychain.read(&account).map_err(KeyFault::Keychain)?.is_some() {
        let others = KeySources { keychain: Keychain::default(), ..sources.clone() };
        let opened = Content::read(location, &others);
        opened.map_err(|_| KeyFault::NowhereElse(location.secrets_file()))?;
    }
    sources.keychain.remove(&account)
}

fn account(location: &Location, sources: &KeySources) -> Result<String, Error> {
    if !sources.keychain.is_on() {
        return Err(KeyFault::NoKeychain.into());
    }
    require_secrets(location)?;
    keychain::account(location).ok_or_else(|| KeyFault::NoSecrets(location.secrets_file()).into())
}

impl Ring {
    /// The text that holds these keys, in the form that they have.
    pub(in crate::secrets) fn text(&self, sources: &KeySources) -> Result<zeroize::Zeroizing<String>, Error> {
        match &self.keys[..] {
            [bare] if bare.is_bare() => Ok(key::encode_bare(&self.unlock(bare, sources)?)),
            keys => Ok(key::encode(keys)),
        }
    }
}

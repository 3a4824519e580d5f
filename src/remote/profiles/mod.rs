//! The servers that a user knows, and their keys: the files of the command line, as the deployed one writes them.
//!
//! `~/.muxi/cli/profiles.yaml` has the servers (see [`Profiles`]), `.muxi` at the root of a formation says which one that
//! formation goes to (see [`Local`]). Both are changed in place: what others wrote into them stays.

mod error;
mod file;
mod known;
mod local;
mod pick;
mod sealed;
#[cfg(test)]
mod tests;
mod url;

use crate::secrets::Keychain;
use crate::support::secret::SecretBytes;
use crate::support::text::stable_hash;

use super::sign::Dialect;
pub use error::ProfileError;
pub use file::Profiles;
pub use known::Known;
pub use local::{LOCAL_FILE, Local};
pub use pick::{By, Given, Picked, dialect_of, pick};
pub use sealed::Sealed;
pub use url::ServerUrl;

/// What secrets of keys are called where they are taken out of text.
pub const SECRET_NAME: &str = "SECRET_KEY";

/// A server and the key that calls of it are signed with.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name in the file.
    pub name: String,
    /// Where the server is.
    pub url: ServerUrl,
    /// The id of the key.
    pub key_id: String,
    /// How calls are signed.
    pub dialect: Dialect,
    /// The secret of the key, or where it is.
    pub secret: Kept,
    /// When it was added (RFC 3339), if the file says so.
    pub added_at: Option<String>,
}

/// Where the secret of a key is kept.
#[derive(Clone, Debug)]
pub enum Kept {
    /// Nowhere: the environment has it.
    Nowhere,
    /// In the file, as it is.
    Plain(SecretBytes),
    /// In the file, under a passphrase.
    Sealed(Sealed),
    /// In the system's keychain.
    Keychain,
}

impl Kept {
    /// Its word, on command lines and in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Nowhere => "none",
            Self::Plain(_) => "plain",
            Self::Sealed(_) => "encrypted",
            Self::Keychain => "keychain",
        }
    }
}

impl Profile {
    /// What a sealed secret is bound to, so that nobody can have it used for another server or key.
    pub fn bound_to(&self) -> [&[u8]; 2] {
        [self.url.as_str().as_bytes(), self.key_id.as_bytes()]
    }

    /// The account of the keychain that has its secret.
    fn account(&self) -> String {
        let [url, key] = self.bound_to();
        format!("profile-{}-{:016x}", self.name, stable_hash(&[url, b"\n", key].concat()))
    }

    /// Its secret in the keychain.
    pub fn keychain_secret(&self, keychain: &Keychain) -> Result<SecretBytes, ProfileError> {
        let failed = |why: String| ProfileError::Keychain { name: self.name.clone(), why };
        let found = keychain.read(&self.account()).map_err(failed)?;
        found.ok_or_else(|| failed("it has no secret for this name, URL and key id".into()))
    }

    /// Keeps its secret in the keychain, and reads it back.
    pub fn keep_in_keychain(&self, keychain: &Keychain, secret: &SecretBytes) -> Result<(), ProfileError> {
        let failed = |why: String| ProfileError::Keychain { name: self.name.clone(), why };
        let text = secret.expose_str().ok_or_else(|| failed("the secret is not text".into()))?;
        keychain.write(&self.account(), text).map_err(|error| failed(error.to_string()))
    }

    /// Takes its secret out of the keychain; false where there was none.
    pub fn forget_in_keychain(&self, keychain: &Keychain) -> Result<bool, ProfileError> {
        let failed = |why: String| ProfileError::Keychain { name: self.name.clone(), why };
        keychain.remove(&self.account()).map_err(|error| failed(error.to_string()))
    }
}

/// Whether a profile may have this name: letters, digits, `.`, `_` and `-`, at most 64, a letter or digit first.
pub fn check_name(name: &str) -> Result<(), ProfileError> {
    if super::is_plain(name) { Ok(()) } else { Err(ProfileError::BadName(name.to_owned())) }
}

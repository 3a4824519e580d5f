//! What a master key is wrapped by.

use zeroize::Zeroizing;

use crate::crypto::aead::{self, NONCE_LEN, TAG_LEN};
use crate::crypto::hash::hex;
use crate::crypto::rng::{self, RngError};
use crate::crypto::{Key256, bound, kdf};
use crate::support::secret::SecretBytes;

/// How much work a guess at `user_credentials.encryption.key` is: it may be a passphrase.
const ROUNDS: u32 = 600_000;

/// A key from elsewhere that opens master keys, and its name in the ring.
#[derive(Clone)]
pub struct Wrapping {
    name: String,
    key: Key256,
}

/// A master key as the ring has it.
pub(super) type Wrapped = [u8; NONCE_LEN + 32 + TAG_LEN];

impl Wrapping {
    /// By a key that was made of the formation's root key for this alone; `id` is the root key's.
    pub fn of_root(id: &str, key: &Key256) -> Self {
        Self { name: format!("root:{id}"), key: key.clone() }
    }

    /// By the formation's own `user_credentials.encryption.key`, for the store with that id. Takes a moment.
    pub fn of_own(own: &SecretBytes, store: &[u8; 16]) -> Self {
        let key = kdf::pbkdf2(own.expose(), &bound(&[b"muxi/credentials/1/own", store]), ROUNDS);
        let id: Zeroizing<[u8; 4]> = kdf::hkdf(&*key, b"", b"muxi/credentials/1/id");
        Self { name: format!("own:{}", hex(&*id)), key }
    }

    /// Which key it is; says nothing about the key itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn wrap(&self, master: &Key256, what: &[&[u8]]) -> Result<Wrapped, RngError> {
        let nonce: [u8; NONCE_LEN] = rng::array()?;
        let sealed = aead::seal(&self.key, &nonce, &self.aad(what), &**master);
        let mut wrapped = [0; NONCE_LEN + 32 + TAG_LEN];
        wrapped[..NONCE_LEN].copy_from_slice(&nonce);
        wrapped[NONCE_LEN..].copy_from_slice(&sealed);
        Ok(wrapped)
    }

    /// None where it was wrapped by another key, for something else, or changed.
    pub(super) fn open(&self, wrapped: &Wrapped, what: &[&[u8]]) -> Option<Key256> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_LEN>()?;
        let plain = aead::open(&self.key, nonce, &self.aad(what), sealed).ok()?;
        let mut master = Key256::default();
        master.copy_from_slice(&plain);
        Some(master)
    }

    fn aad(&self, what: &[&[u8]]) -> Vec<u8> {
        let mut parts: Vec<&[u8]> = vec![b"muxi/credentials/1/wrap", self.name.as_bytes()];
        parts.extend_from_slice(what);
        bound(&parts)
    }
}

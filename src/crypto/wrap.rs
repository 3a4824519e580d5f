//! A key wrapped by a passphrase: PBKDF2-HMAC-SHA256, then AES-256-GCM.

use super::aead::{self, NONCE_LEN, TAG_LEN};
use super::rng::{self, RngError};
use super::{Key256, kdf};

/// The least number of rounds, and what [`WrappedKey::wrap`] is given unless told otherwise.
pub const MIN_ROUNDS: u32 = 600_000;
/// The most rounds that are worked through: a key file must not hang its reader.
pub const MAX_ROUNDS: u32 = 20_000_000;

/// Length of the sealed key in bytes.
pub const SEALED_LEN: usize = 32 + TAG_LEN;

/// A 256-bit key that opens with a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// PBKDF2 rounds, [`MIN_ROUNDS`] to [`MAX_ROUNDS`].
    pub rounds: u32,
    /// Salt of PBKDF2.
    pub salt: [u8; 16],
    /// Nonce of GCM.
    pub nonce: [u8; NONCE_LEN],
    /// The key, encrypted, and the tag.
    pub sealed: [u8; SEALED_LEN],
}

/// Why a wrapped key did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrapError {
    /// Cheaper than allowed, or dearer than is worked through.
    #[error("{0} rounds are outside of {MIN_ROUNDS} to {MAX_ROUNDS}")]
    Rounds(u32),
    /// Another passphrase, or changed bytes.
    #[error("the passphrase does not open the key")]
    Rejected,
}

impl WrappedKey {
    /// Whether the rounds are within the bounds.
    pub fn cost_is_allowed(&self) -> bool {
        (least()..=MAX_ROUNDS).contains(&self.rounds)
    }

    /// Wraps `key` with [`MIN_ROUNDS`]; `context` (the key's id) must be given again to open it.
    pub fn wrap(passphrase: &[u8], key: &Key256, context: &[u8]) -> Result<Self, RngError> {
        let mut wrapped =
            Self { rounds: least(), salt: rng::array()?, nonce: rng::array()?, sealed: [0; SEALED_LEN] };
        let wrapping = kdf::pbkdf2(passphrase, &wrapped.salt, wrapped.rounds);
        let sealed = aead::seal(&wrapping, &wrapped.nonce, &wrapped.aad(context), &**key);
        wrapped.sealed.copy_from_slice(&sealed);
        Ok(wrapped)
    }

    /// Opens the key; the cost is looked at before any work is done.
    pub fn open(&self, passphrase: &[u8], context: &[u8]) -> Result<Key256, WrapError> {
        if !self.cost_is_allowed() {
            return Err(WrapError::Rounds(self.rounds));
        }
        let wrapping = kdf::pbkdf2(passphrase, &self.salt, self.rounds);
        let plain = aead::open(&wrapping, &self.nonce, &self.aad(context), &self.sealed)
            .map_err(|_| WrapError::Rejected)?;
        let mut key = Key256::default();
        key.copy_from_slice(&plain);
        Ok(key)
    }

    fn aad(&self, context: &[u8]) -> Vec<u8> {
        [b"muxi/2/wrap".as_slice(), &self.rounds.to_be_bytes(), context].concat()
    }
}

/// [`MIN_ROUNDS`], but for tests that wrap a key hundreds of times.
fn least() -> u32 {
    #[cfg(test)]
    if let Some(rounds) = hook::ROUNDS.get() {
        return rounds;
    }
    MIN_ROUNDS
}

#[cfg(test)]
pub(crate) mod hook {
    use std::cell::Cell;

    thread_local! {
        pub(super) static ROUNDS: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// Makes wrapping cheap in this thread from now on.
    pub(crate) fn cheap() {
        ROUNDS.set(Some(2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_and_the_context_open_the_key() {
        let key = Key256::new([5; 32]);
        let wrapped = WrappedKey::wrap(b"correct horse", &key, b"id").unwrap();
        assert_eq!(wrapped.open(b"correct horse", b"id").unwrap(), key);
        assert_eq!(wrapped.open(b"Correct horse", b"id"), Err(WrapError::Rejected));
        assert_eq!(wrapped.open(b"correct horse", b"no"), Err(WrapError::Rejected));
    }

    #[test]
    fn a_cost_out_of_bounds_is_refused_before_any_work() {
        let mut wrapped =
            WrappedKey { rounds: MIN_ROUNDS - 1, salt: [0; 16], nonce: [0; 12], sealed: [0; SEALED_LEN] };
        assert_eq!(wrapped.open(b"p", b""), Err(WrapError::Rounds(599_999)));
        wrapped.rounds = u32::MAX;
        assert_eq!(wrapped.open(b"p", b""), Err(WrapError::Rounds(u32::MAX)));
    }
}

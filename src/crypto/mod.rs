//! Primitives over bytes: no files, no names, no messages for people.
//!
//! The only room that names the `RustCrypto` crates, so one place decides how they are used.
#![expect(clippy::missing_panics_doc, reason = "every expect here holds for every input, and says why")]

pub mod aead;
pub mod fernet;
pub mod hash;
pub mod kdf;
pub mod mac;
pub mod rng;
#[cfg(feature = "serve")]
pub mod sign;
pub mod wrap;

/// A secret key of 256 bits, cleared when dropped.
pub type Key256 = zeroize::Zeroizing<[u8; 32]>;

/// The bytes did not authenticate: another key, other associated data, or changed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the data does not fit the key")]
pub struct AuthError;

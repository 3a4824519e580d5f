//! One value of format 2, sealed so that it opens alone and only where it belongs.
//!
//! The sealed bytes are a random salt (16), then AES-256-GCM of the padded value. The key is HKDF of
//! the root key with that salt and is used for this one value, so the nonce is all zero. The
//! associated data name the place: every part with its length (4 bytes, big endian) before it.

use super::key::{KeyId, RootKey};
use super::padding;
use crate::crypto::aead::{self, NONCE_LEN, TAG_LEN};
use crate::crypto::{AuthError, kdf, rng};
use crate::support::secret::SecretBytes;

const SALT: usize = 16;
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];

/// The fewest bytes that a sealed value has: salt, smallest bucket, tag.
pub(super) const MIN_SEALED: usize = SALT + 32 + TAG_LEN;

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) store: &'a [u8; 16],
    pub(super) name: &'a str,
    pub(super) key: KeyId,
    pub(super) version: u32,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        let parts: [&[u8]; 6] = [
            b"muxi-secrets",
            &[2],
            self.store,
            self.name.as_bytes(),
            &self.key.0,
            &self.version.to_be_bytes(),
        ];
        let mut aad = Vec::with_capacity(80 + self.name.len());
        for part in parts {
            let length = u32::try_from(part.len()).expect("a name is far shorter than 4 GiB");
            aad.extend_from_slice(&length.to_be_bytes());
            aad.extend_from_slice(part);
        }
        aad
    }
}

/// How many bytes a value of `len` bytes has once it is sealed.
pub(super) fn sealed_len(len: usize) -> usize {
    SALT + padding::padded_len(len) + TAG_LEN
}

/// Seals `value` for `place`, with a fresh salt.
pub(super) fn seal(key: &RootKey, place: Place<'_>, value: &[u8]) -> Result<Vec<u8>, rng::RngError> {
    Ok(seal_with_salt(key, place, value, rng::array()?))
}

pub(super) fn seal_with_salt(key: &RootKey, place: Place<'_>, value: &[u8], salt: [u8; SALT]) -> Vec<u8> {
    let once = kdf::hkdf(&*key.material, &salt, b"muxi/2/value");
    let ciphertext = aead::seal(&once, &NONCE, &place.associated_data(), &padding::pad(value));
    [&salt[..], &ciphertext].concat()
}

/// Opens what [`seal`] made for the same place.
pub(super) fn open(key: &RootKey, place: Place<'_>, sealed: &[u8]) -> Result<SecretBytes, AuthError> {
    let (salt, ciphertext) = sealed.split_first_chunk::<SALT>().ok_or(AuthError)?;
    let once = kdf::hkdf(&*key.material, salt, b"muxi/2/value");
    let padded = aead::open(&once, &NONCE, &place.associated_data(), ciphertext)?;
    let value = padding::unpad(&padded).ok_or(AuthError)?;
    key.redactor.add(place.name, &value);
    Ok(value)
}

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

/// What a tag or a seal is over: each part behind its length (8 bytes, the highest first), so that no two lists of parts give
/// the same bytes.
pub fn bound(parts: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part);
    }
    all
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_part_moves_into_the_next_one() {
        assert_eq!(super::bound(&[b"ab", b""]), b"\0\0\0\0\0\0\0\x02ab\0\0\0\0\0\0\0\0");
        assert_ne!(super::bound(&[b"ab", b"c"]), super::bound(&[b"a", b"bc"]));
    }
}

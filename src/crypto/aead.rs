//! AES-256-GCM (NIST SP 800-38D): 96-bit nonce, 128-bit tag at the end.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use zeroize::Zeroizing;

use super::AuthError;

/// Length of a nonce in bytes.
pub const NONCE_LEN: usize = 12;
/// Length of the tag that a ciphertext ends with, in bytes.
pub const TAG_LEN: usize = 16;

/// Encrypts and authenticates `plain`, and authenticates `aad`. One key must never see a nonce twice.
pub fn seal(key: &[u8; 32], nonce: &[u8; NONCE_LEN], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    // With room for the tag: growing would leave a copy of the plaintext behind.
    let mut buffer = Vec::with_capacity(plain.len() + TAG_LEN);
    buffer.extend_from_slice(plain);
    Aes256Gcm::new(key.into())
        .encrypt_in_place(nonce.into(), aad, &mut buffer)
        .expect("GCM takes up to 64 GiB and a Vec grows");
    buffer
}

/// Undoes [`seal`]; nothing of the plaintext is given out unless all of it and `aad` authenticate.
pub fn open(
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, AuthError> {
    let mut buffer = Zeroizing::new(sealed.to_vec());
    Aes256Gcm::new(key.into()).decrypt_in_place(nonce.into(), aad, &mut *buffer).map_err(|_| AuthError)?;
    Ok(buffer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::hex;

    #[test]
    fn the_published_test_case_14_comes_out() {
        // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test case 14.
        let sealed = seal(&[0; 32], &[0; 12], b"", &[0; 16]);
        assert_eq!(hex(&sealed), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let sealed = seal(&[7; 32], &[1; 12], b"aad", b"value");
        assert_eq!(*open(&[7; 32], &[1; 12], b"aad", &sealed).unwrap(), b"value");
        for i in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[i] ^= 1;
            assert_eq!(open(&[7; 32], &[1; 12], b"aad", &bad), Err(AuthError));
        }
        assert!(open(&[7; 32], &[1; 12], b"aae", &sealed).is_err());
        assert!(open(&[8; 32], &[1; 12], b"aad", &sealed).is_err());
        assert!(open(&[7; 32], &[1; 12], b"aad", b"short").is_err());
    }
}

//! Fernet tokens (the Fernet specification, version 0x80): AES-128-CBC, then HMAC-SHA256.
//!
//! A token is 0x80, the time (8 bytes, big endian, Unix seconds), the IV (16), the ciphertext, the
//! MAC (32), all in URL-safe base64. The time is written and never judged.

use aes::Aes128;
use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use zeroize::Zeroizing;

use super::rng::{self, RngError};
use super::{Key256, mac};

const VERSION: u8 = 0x80;
const HEAD: usize = 1 + 8 + 16;
const MAC: usize = 32;

/// URL-safe, with or without padding, as other writers of Fernet leave it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a token was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FernetError {
    /// Not base64, or not laid out as a token.
    #[error("this is not a Fernet token")]
    Malformed,
    /// The MAC does not fit: another key, or a changed token.
    #[error("the token does not fit the key")]
    Rejected,
}

/// A token for `plain` made at `unix_secs`, with a fresh IV. `key` is 16 bytes for the MAC, 16 to encrypt.
pub fn encrypt(key: &Key256, unix_secs: u64, plain: &[u8]) -> Result<String, RngError> {
    Ok(encrypt_with_iv(key, unix_secs, &rng::array()?, plain))
}

/// [`encrypt`] with a given IV, for known answers; an IV must never be used twice with one key.
pub fn encrypt_with_iv(key: &Key256, unix_secs: u64, iv: &[u8; 16], plain: &[u8]) -> String {
    let (mac_key, cipher_key) = halves(key);
    let ciphertext =
        cbc::Encryptor::<Aes128>::new(cipher_key.into(), iv.into()).encrypt_padded_vec::<Pkcs7>(plain);
    let mut token = vec![VERSION];
    token.extend_from_slice(&unix_secs.to_be_bytes());
    token.extend_from_slice(iv);
    token.extend_from_slice(&ciphertext);
    let tag = mac::hmac_sha256(mac_key, &[&token]);
    token.extend_from_slice(&tag);
    URL_SAFE.encode(token)
}

/// Opens a token of either base64 alphabet; white space around it is ignored, its age too.
pub fn decrypt(key: &Key256, token: &[u8]) -> Result<Zeroizing<Vec<u8>>, FernetError> {
    let token = decode(token)?;
    let (mac_key, cipher_key) = halves(key);
    let (signed, tag) = token.split_at(token.len() - MAC);
    if !mac::verify(mac_key, &[signed], tag) {
        return Err(FernetError::Rejected);
    }
    let (head, ciphertext) = signed.split_at(HEAD);
    let iv: &[u8; 16] = head[9..].try_into().expect("HEAD is 9 bytes and the IV");
    // After the MAC, so that a wrong padding tells an attacker nothing.
    cbc::Decryptor::<Aes128>::new(cipher_key.into(), iv.into())
        .decrypt_padded_vec::<Pkcs7>(ciphertext)
        .map(Zeroizing::new)
        .map_err(|_| FernetError::Malformed)
}

/// Whether the bytes are laid out as a token, whatever the key.
pub fn looks_like_token(token: &[u8]) -> bool {
    decode(token).is_ok()
}

fn decode(token: &[u8]) -> Result<Vec<u8>, FernetError> {
    let mut text = token.trim_ascii().to_vec();
    for byte in &mut text {
        *byte = match *byte {
            b'+' => b'-',
            b'/' => b'_',
            other => other,
        };
    }
    let token = LENIENT.decode(text).map_err(|_| FernetError::Malformed)?;
    let body = token.len().saturating_sub(HEAD + MAC);
    if body == 0 || body % 16 != 0 || token[0] != VERSION {
        return Err(FernetError::Malformed);
    }
    Ok(token)
}

/// (key of the MAC, key of the cipher)
fn halves(key: &Key256) -> (&[u8; 16], &[u8; 16]) {
    let (mac_key, cipher_key) = key.split_first_chunk().expect("32 bytes hold 16");
    (mac_key, cipher_key.try_into().expect("the other 16"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IV: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    fn key(text: &str) -> Key256 {
        Zeroizing::new(URL_SAFE.decode(text).unwrap().try_into().unwrap())
    }

    #[test]
    fn the_vector_of_the_fernet_specification_comes_out_and_opens() {
        let key = key("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
        let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
        assert_eq!(encrypt_with_iv(&key, 499_162_800, &IV, b"hello"), token);
        assert_eq!(*decrypt(&key, token.as_bytes()).unwrap(), b"hello");
    }

    #[test]
    fn a_token_made_by_python_from_a_map_of_secrets_opens() {
        let key = key("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        let token = "gAAAAABlU_EAAAECAwQFBgcICQoLDA0ODyS40X-YUYHZEuVDmlVr45igwTKh_S-u5Xg3HZ9uwf-a6xUp8skLR7srTtD8penHd7knG-_gKwE6hZQ7t3MWVmaR5Lvo8EIs3sV5i2zxYw4in3uthrXtmlt6BWm6AyQfYw==";
        let plain = "{\n  \"OPENAI_API_KEY\": \"sk-test\",\n  \"TOKEN\": \"a<b>&\\u00e9\"\n}";
        assert_eq!(*decrypt(&key, token.as_bytes()).unwrap(), plain.as_bytes());
        assert_eq!(encrypt_with_iv(&key, 1_700_000_000, &IV, plain.as_bytes()), token);
    }

    #[test]
    fn both_alphabets_white_space_and_missing_padding_are_taken() {
        let key = Zeroizing::new([9; 32]);
        let token = encrypt(&key, 1, &[0xff; 40]).unwrap();
        let standard = token.replace('-', "+").replace('_', "/");
        let loose = format!(" {}\r\n", standard.trim_end_matches('='));
        assert_eq!(*decrypt(&key, loose.as_bytes()).unwrap(), [0xff; 40]);
    }

    #[test]
    fn changed_and_foreign_tokens_are_told_from_no_token_at_all() {
        let key = Zeroizing::new([9; 32]);
        let token = encrypt(&key, 1, b"x").unwrap();
        let mut bytes = URL_SAFE.decode(&token).unwrap();
        bytes[30] ^= 1;
        let changed = URL_SAFE.encode(&bytes);
        assert_eq!(decrypt(&key, changed.as_bytes()), Err(FernetError::Rejected));
        let other = Zeroizing::new([8; 32]);
        assert_eq!(decrypt(&other, token.as_bytes()), Err(FernetError::Rejected));
        for bad in ["", "gAAAAA", "hello", "....", &token[..40]] {
            assert_eq!(decrypt(&key, bad.as_bytes()), Err(FernetError::Malformed));
        }
    }
}

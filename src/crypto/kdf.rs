//! Keys out of keys (HKDF, RFC 5869) and out of passphrases (PBKDF2, RFC 8018), both with SHA-256.

use sha2::Sha256;
use zeroize::Zeroizing;

use super::Key256;

/// `N` bytes (at most 8160) from the strong secret `ikm`; other `info`, other bytes.
pub fn hkdf<const N: usize>(ikm: &[u8], salt: &[u8], info: &[u8]) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32, "RFC 5869 section 2.3") };
    let mut out = Zeroizing::new([0; N]);
    hkdf::Hkdf::<Sha256>::new(Some(salt), ikm).expand(info, &mut *out).expect("the length was checked above");
    out
}

/// A key from a passphrase: `rounds` (at least 1) of HMAC-SHA256 for each guess.
pub fn pbkdf2(passphrase: &[u8], salt: &[u8], rounds: u32) -> Key256 {
    let mut out = Key256::default();
    pbkdf2::pbkdf2::<hmac::Hmac<Sha256>>(passphrase, salt, rounds, &mut *out)
        .expect("HMAC takes a key of any length");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::hex;

    #[test]
    fn hkdf_gives_the_first_answer_of_rfc_5869() {
        let salt: Vec<u8> = (0..=12).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        assert_eq!(
            hex(&*hkdf::<42>(&[0x0b; 22], &salt, &info)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
    }

    #[test]
    fn pbkdf2_gives_the_known_answers_for_sha_256() {
        assert_eq!(
            hex(&*pbkdf2(b"password", b"salt", 1)),
            "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"
        );
        assert_eq!(
            hex(&*pbkdf2(b"password", b"salt", 4096)),
            "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"
        );
    }
}

//! Signatures that others made: Ed25519 (RFC 8032), looked at by the library that TLS is made of.

use tokio_rustls::rustls::SignatureScheme;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;

use super::AuthError;

/// A public key of Ed25519.
pub type PublicKey = [u8; 32];

/// Whether the owner of `key` signed `message`.
///
/// # Errors
/// Where the signature is not one of that key over that message.
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<(), AuthError> {
    let all = default_provider().signature_verification_algorithms.mapping;
    let (_, ed25519) =
        all.iter().find(|(scheme, _)| *scheme == SignatureScheme::ED25519).expect("the provider has it");
    let algorithm = ed25519.first().expect("each scheme has one");
    algorithm.verify_signature(key, message, signature).map_err(|_| AuthError)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    #[test]
    fn the_vectors_of_rfc_8032_fit_and_nothing_else_does() {
        // Section 7.1, tests 2 and 3.
        for (key, message, signature) in [
            (
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                &[0x72][..],
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                &[0xaf, 0x82],
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ] {
            let (key, signature) = (bytes(key), bytes::<64>(signature));
            verify(&key, message, &signature).unwrap();
            for at in 0..64 {
                let mut other = signature;
                other[at] ^= 1;
                assert!(verify(&key, message, &other).is_err(), "byte {at}");
            }
            assert!(verify(&key, b"another", &signature).is_err());
            assert!(verify(&[7; 32], message, &signature).is_err());
            for short in [&signature[..63], &[]] {
                assert!(verify(&key, message, short).is_err());
            }
        }
    }
}

//! The public key of a distillery, and what it signs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::sign::{self, PublicKey};

/// What may be before the key, and says which kind it is.
const KIND: &str = "ed25519:";
/// What is before the key's 32 bytes in the form of X.509 (RFC 8410).
const DER: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What a signature is over begins with this, so that it is one over nothing else.
const DOMAIN: &str = "muxi-distillery-v1";

/// The text is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no public key of Ed25519: write `ed25519:` and its base64, of 32 bytes or as DER")]
pub struct BadKey;

/// A public key of Ed25519, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    written: String,
    key: PublicKey,
}

impl Key {
    /// Reads `ed25519:` and base64, or base64 alone: of the 32 bytes, or of them in the form of X.509.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        let encoded = match text.split_at_checked(KIND.len()) {
            Some((kind, encoded)) if kind.eq_ignore_ascii_case(KIND) => encoded,
            _ => text,
        };
        let bytes = STANDARD.decode(encoded).map_err(|_| BadKey)?;
        let raw = bytes.strip_prefix(&DER).unwrap_or(&bytes);
        Ok(Self { written: text.to_owned(), key: raw.try_into().map_err(|_| BadKey)? })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether its owner signed `body` as the distillery `id` at `timestamp`, both as they were sent.
    pub fn signed(&self, id: &str, timestamp: &str, body: &[u8], signature: &str) -> bool {
        let mut message = format!("{DOMAIN}\n{timestamp}\n{id}\n").into_bytes();
        message.extend_from_slice(body);
        let signature = STANDARD.decode(signature.trim());
        signature.is_ok_and(|signature| sign::verify(&self.key, &message, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_in_each_form_and_nothing_else_is_one() {
        let raw = [7_u8; 32];
        let der = [&DER[..], &raw].concat();
        for bytes in [&raw[..], &der] {
            let encoded = STANDARD.encode(bytes);
            for text in [encoded.clone(), format!("ed25519:{encoded}"), format!(" ED25519:{encoded}\n")] {
                assert_eq!(Key::parse(&text).unwrap().key, raw, "{text}");
            }
        }
        let rsa = [&[0x30, 0x2b][..], &DER[2..], &raw].concat();
        for bad in ["", "ed25519:", "ed25519:x", "rsa:AAAA", &STANDARD.encode([7; 31]), &STANDARD.encode(rsa)]
        {
            assert_eq!(Key::parse(bad), Err(BadKey), "{bad}");
        }
    }
}

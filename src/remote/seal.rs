//! Secrets that travel beside a bundle: sealed for one request, under the secret of the key that signs it.
//!
//! The body is of the type [`MEDIA_TYPE`]:
//!
//! ```text
//! MUXI-BUNDLE/1\n          14 bytes
//! length of the envelope   4 bytes, the highest first; at most 1 MiB
//! envelope                 nonce (12 bytes), ciphertext, tag (16 bytes)
//! bundle                   the tar.gz, to the end of the body
//! ```
//! The envelope is AES-256-GCM under HKDF-SHA256(secret of the key, salt X-MUXI-Nonce, `muxi/seal/2`); associated data are key
//! id, X-MUXI-Nonce, X-Formation-ID and X-Formation-Version, each behind its length ([`crypto::bound`](crate::crypto::bound)).
//! Its nonce of the request is that of v2, as bytes. Inside is a JSON object of names and values in base64.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::crypto::{Key256, aead, bound, kdf, rng};
use crate::support::secret::SecretBytes;

/// The type of a body with an envelope before the bundle.
pub const MEDIA_TYPE: &str = "application/vnd.muxi.bundle";
/// The largest envelope, in bytes.
pub const MOST: usize = 1 << 20;
const MAGIC: &[u8; 14] = b"MUXI-BUNDLE/1\n";
const HEAD: usize = MAGIC.len() + 4;
const INFO: &[u8] = b"muxi/seal/2";

/// What an envelope is bound to: the request that carries it.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// The id of the key that signs the request.
    pub key_id: &'a str,
    /// `X-MUXI-Nonce`, as bytes.
    pub nonce: &'a [u8; 16],
    /// `X-Formation-ID`.
    pub formation_id: &'a str,
    /// `X-Formation-Version`, empty without.
    pub formation_version: &'a str,
}

/// Why there is no envelope, or it does not open. Nothing of it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The body does not begin as such a body does.
    #[error("the body does not begin with the secrets that its type promises")]
    NoEnvelope,
    /// It is larger than they are taken.
    #[error("the secrets beside the bundle have more than 1 MiB")]
    TooLarge,
    /// Another key or request, or changed.
    #[error(
        "the secrets beside the bundle do not open: they were sealed for another request or key, or changed"
    )]
    NotOpened,
    /// What is inside is not of the form.
    #[error("the secrets beside the bundle are not of their form")]
    Malformed,
    /// The system gave no random numbers.
    #[error("there are no random numbers")]
    Random,
}

impl Bound<'_> {
    fn key(&self, secret: &SecretBytes) -> Key256 {
        kdf::hkdf::<32>(secret.expose(), self.nonce, INFO)
    }

    fn associated(&self) -> Vec<u8> {
        let Self { key_id, nonce, formation_id, formation_version } = self;
        bound(&[key_id.as_bytes(), *nonce, formation_id.as_bytes(), formation_version.as_bytes()])
    }
}

/// What the body begins with, before the bundle.
pub fn seal(
    secret: &SecretBytes,
    to: &Bound<'_>,
    secrets: &BTreeMap<String, SecretBytes>,
) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; aead::NONCE_LEN] = rng::array().map_err(|_| SealError::Random)?;
    let text = |value: &SecretBytes| Zeroizing::new(STANDARD.encode(value.expose()));
    let all: BTreeMap<&str, Zeroizing<String>> =
        secrets.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    let plain = Zeroizing::new(serde_json::to_vec(&all).expect("texts"));
    let sealed = aead::seal(&to.key(secret), &nonce, &to.associated(), &plain);
    let length = nonce.len() + sealed.len();
    if length > MOST {
        return Err(SealError::TooLarge);
    }
    let length = u32::try_from(length).expect("at most 1 MiB").to_be_bytes();
    Ok([&MAGIC[..], &length, &nonce, &sealed].concat())
}

/// Opens an envelope.
pub fn open(
    secret: &SecretBytes,
    to: &Bound<'_>,
    envelope: &[u8],
) -> Result<BTreeMap<String, SecretBytes>, SealError> {
    let (nonce, sealed) = envelope.split_first_chunk::<{ aead::NONCE_LEN }>().ok_or(SealError::NotOpened)?;
    let plain =
        aead::open(&to.key(secret), nonce, &to.associated(), sealed).map_err(|_| SealError::NotOpened)?;
    let all: BTreeMap<String, Zeroizing<String>> =
        serde_json::from_slice(&plain).map_err(|_| SealError::Malformed)?;
    let value = |(name, text): (String, Zeroizing<String>)| {
        let value = STANDARD.decode(text.as_bytes()).map_err(|_| SealError::Malformed)?;
        Ok((name, SecretBytes::new(value)))
    };
    all.into_iter().map(value).collect()
}

/// Parts a body into envelope and bundle as it comes.
#[derive(Debug, Default)]
pub struct Splitter {
    head: Vec<u8>,
    /// How long head and envelope are, once that is known.
    whole: Option<usize>,
}

impl Splitter {
    /// What of the next piece is of the bundle.
    pub fn push<'p>(&mut self, mut piece: &'p [u8]) -> Result<&'p [u8], SealError> {
        loop {
            let wanted = self.whole.unwrap_or(HEAD);
            let (first, rest) = piece.split_at(piece.len().min(wanted - self.head.len()));
            self.head.extend_from_slice(first);
            piece = rest;
            if self.head.len() < wanted || self.whole.is_some() {
                return Ok(piece);
            }
            let (magic, length) = self.head.split_at(MAGIC.len());
            if magic != MAGIC {
                return Err(SealError::NoEnvelope);
            }
            let length = u32::from_be_bytes(length.try_into().expect("four bytes")) as usize;
            if length > MOST {
                return Err(SealError::TooLarge);
            }
            self.whole = Some(HEAD + length);
        }
    }

    /// The envelope, once all of the body has come.
    pub fn envelope(mut self) -> Result<Vec<u8>, SealError> {
        if self.whole != Some(self.head.len()) {
            return Err(SealError::NoEnvelope);
        }
        Ok(self.head.split_off(HEAD))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: [u8; 16] = [7; 16];

    fn to() -> Bound<'static> {
        Bound { key_id: "k", nonce: &NONCE, formation_id: "bot", formation_version: "1.0.0" }
    }

    fn secrets() -> BTreeMap<String, SecretBytes> {
        BTreeMap::from([
            ("ONE".to_owned(), SecretBytes::new(vec![0, 255, 1])),
            ("TWO".to_owned(), SecretBytes::from("é")),
        ])
    }

    fn parted(body: &[u8], piece: usize) -> Result<(Vec<u8>, Vec<u8>), SealError> {
        let (mut splitter, mut bundle) = (Splitter::default(), Vec::new());
        for piece in body.chunks(piece) {
            bundle.extend_from_slice(splitter.push(piece)?);
        }
        Ok((splitter.envelope()?, bundle))
    }

    #[test]
    fn what_is_sealed_opens_for_its_request_and_for_no_other() {
        let key = SecretBytes::from("muxi_sk_1");
        let body = [seal(&key, &to(), &secrets()).unwrap(), b"tar".to_vec()].concat();
        for piece in [1, 3, 17, 18, 19, 1000] {
            let (envelope, bundle) = parted(&body, piece).unwrap();
            assert_eq!(bundle, b"tar");
            assert!(open(&key, &to(), &envelope).unwrap() == secrets());
        }
        let (envelope, _) = parted(&body, 10).unwrap();
        let refused = |key: &str, to: &Bound<'_>, envelope: &[u8]| {
            open(&SecretBytes::from(key), to, envelope).err() == Some(SealError::NotOpened)
        };
        assert!(refused("muxi_sk_2", &to(), &envelope));
        assert!(refused("muxi_sk_1", &Bound { key_id: "l", ..to() }, &envelope));
        assert!(refused("muxi_sk_1", &Bound { nonce: &[8; 16], ..to() }, &envelope));
        assert!(refused(
            "muxi_sk_1",
            &Bound { formation_id: "bo", formation_version: "t1.0.0", ..to() },
            &envelope
        ));
        assert!(refused("muxi_sk_1", &Bound { formation_version: "1.0.1", ..to() }, &envelope));
        for at in 0..envelope.len() {
            let mut changed = envelope.clone();
            changed[at] ^= 1;
            assert!(refused("muxi_sk_1", &to(), &changed), "{at}");
        }
        assert!(refused("muxi_sk_1", &to(), b""));
    }

    #[test]
    fn a_body_without_an_envelope_is_seen() {
        assert_eq!(parted(&[0x1f; 40], 40), Err(SealError::NoEnvelope));
        assert_eq!(parted(b"MUXI-BUN", 40), Err(SealError::NoEnvelope));
        assert_eq!(parted(b"MUXI-BUNDLE/1\n\0\0\0\x20short", 40), Err(SealError::NoEnvelope));
        assert_eq!(parted(b"MUXI-BUNDLE/1\n\x7f\0\0\0", 40), Err(SealError::TooLarge));
    }
}

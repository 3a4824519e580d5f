//! The secret of a key under a passphrase: `muxi-sealed-1:` and base64 of rounds, salt, nonce and sealed key
//! ([`WrappedKey`]), then the nonce and ciphertext of AES-256-GCM under that key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::aead::{self, NONCE_LEN, TAG_LEN};
use crate::crypto::wrap::{SEALED_LEN, WrappedKey};
use crate::crypto::{Key256, bound, rng};
use crate::support::secret::SecretBytes;

const MARK: &str = "muxi-sealed-1:";
/// What wrapped keys of profiles are bound to: one of the secrets does not open here.
const CONTEXT: &[u8] = b"muxi/profile/1";
const SALT_LEN: usize = 16;
/// Rounds, salt, nonce, sealed key.
const HEAD: usize = 4 + SALT_LEN + NONCE_LEN + SEALED_LEN;
/// The longest sealed text that is read.
const MAX_TEXT: usize = 16 << 10;

/// A secret under a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    wrapped: WrappedKey,
    nonce: [u8; NONCE_LEN],
    /// Sealed.
    secret: Vec<u8>,
}

impl Sealed {
    /// Seals `secret`, bound to `to`.
    pub fn new(passphrase: &SecretBytes, to: &[&[u8]], secret: &SecretBytes) -> Result<Self, rng::RngError> {
        let mut key = Key256::default();
        rng::fill(&mut *key)?;
        let wrapped = WrappedKey::wrap(passphrase.expose(), &key, CONTEXT)?;
        let nonce = rng::array()?;
        let secret = aead::seal(&key, &nonce, &bound(to), secret.expose());
        Ok(Self { wrapped, nonce, secret })
    }

    /// Opens it; nothing where the passphrase is another one, or it was bound to something else.
    pub fn open(&self, passphrase: &SecretBytes, to: &[&[u8]]) -> Option<SecretBytes> {
        let key = self.wrapped.open(passphrase.expose(), CONTEXT).ok()?;
        let plain = aead::open(&key, &self.nonce, &bound(to), &self.secret).ok()?;
        Some(SecretBytes::new(plain.to_vec()))
    }

    /// As it stands in the file.
    pub fn text(&self) -> String {
        let WrappedKey { rounds, salt, nonce, sealed } = &self.wrapped;
        let all = [&rounds.to_be_bytes()[..], salt, nonce, sealed, &self.nonce, &self.secret].concat();
        format!("{MARK}{}", STANDARD.encode(all))
    }

    /// Undoes [`Self::text`].
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(MARK).filter(|text| text.len() <= MAX_TEXT)?;
        let bytes = STANDARD.decode(text).ok()?;
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let (rounds, head) = head.split_first_chunk::<4>()?;
        let (salt, head) = head.split_first_chunk::<SALT_LEN>()?;
        let (nonce, sealed) = head.split_first_chunk::<NONCE_LEN>()?;
        let wrapped = WrappedKey {
            rounds: u32::from_be_bytes(*rounds),
            salt: *salt,
            nonce: *nonce,
            sealed: sealed.try_into().ok()?,
        };
        let (nonce, secret) = rest.split_first_chunk::<NONCE_LEN>()?;
        (secret.len() >= TAG_LEN && wrapped.cost_is_allowed()).then(|| Self {
            wrapped,
            nonce: *nonce,
            secret: secret.to_vec(),
        })
    }
}

//! Keys, and the text of a key file.
//!
//! ```text
//! muxi-key 2
//! key ID CREATED active|retired plain KEY SUM
//! key ID CREATED active|retired wrapped ROUNDS SALT NONCE SEALED SUM
//! ```
//! ID is 4 bytes of HKDF over the key, SUM the first 4 bytes of SHA-256 over the line before it, both
//! in hexadecimal; the rest is base64 without padding. A bare key (44 characters of base64 in either
//! alphabet, or 64 hexadecimal digits) is what the deployed programs write.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD_NO_PAD, URL_SAFE};
use zeroize::Zeroizing;

use super::{Error, Passphrase};
use crate::crypto::hash::{hex, sha256, unhex};
use crate::crypto::wrap::WrappedKey;
use crate::crypto::{Key256, kdf, rng};
use crate::support::clock::parse_rfc3339;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

const MAGIC: &str = "muxi-key 2";
/// How every version of a key file begins.
const MAGIC_PREFIX: &str = "muxi-key ";

/// Which key: 4 bytes derived from it, shown as 8 hexadecimal digits. Says nothing about the key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(super) [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// Whether a key still encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// New values are encrypted with it.
    Active,
    /// Kept to read what it encrypted.
    Retired,
}

/// The root key of a store, and what is derived from it.
#[derive(Clone)]
pub(super) struct RootKey {
    pub(super) material: Key256,
    pub(super) id: KeyId,
    pub(super) status: Status,
    /// Hears of every value that this key opens.
    pub(super) redactor: Redactor,
}

impl RootKey {
    pub(super) fn new(material: Key256, status: Status) -> Self {
        let id = KeyId(*kdf::hkdf(&*material, b"", b"muxi/2/id"));
        Self { material, id, status, redactor: Redactor::default() }
    }

    pub(super) fn generate() -> Result<Self, Error> {
        let mut material = Key256::default();
        rng::fill(&mut *material)?;
        Ok(Self::new(material, Status::Active))
    }

    /// Tells two keys of one id apart.
    pub(super) fn commitment(&self) -> [u8; 8] {
        *kdf::hkdf(&*self.material, b"", b"muxi/2/commit")
    }

    pub(super) fn seal_key(&self) -> Key256 {
        kdf::hkdf(&*self.material, b"", b"muxi/2/seal")
    }

    /// For digests that tell equal values; they are never stored.
    pub(super) fn same_key(&self) -> Key256 {
        kdf::hkdf(&*self.material, b"", b"muxi/2/same")
    }

    /// For checkpoints of the audit.
    pub(super) fn audit_key(&self) -> Key256 {
        kdf::hkdf(&*self.material, b"", b"muxi/2/audit")
    }

    pub(super) fn name_key(&self) -> Key256 {
        kdf::hkdf(&*self.material, b"", b"muxi/2/name")
    }
}

/// A key as it stands in a source, perhaps still wrapped.
#[derive(Clone)]
pub(super) struct StoredKey {
    pub(super) id: KeyId,
    /// RFC 3339; none where it is not known, as for a bare key.
    pub(super) created: Option<String>,
    pub(super) status: Status,
    body: Body,
    bare: bool,
}

#[derive(Clone)]
enum Body {
    Plain(Key256),
    Wrapped(Box<WrappedKey>),
}

impl StoredKey {
    /// `created` is RFC 3339, or none where it is not known.
    pub(super) fn plain(key: &RootKey, created: Option<String>) -> Self {
        let body = Body::Plain(key.material.clone());
        Self { id: key.id, created, status: key.status, body, bare: false }
    }

    /// The key wrapped by `passphrase`; takes a moment.
    pub(super) fn wrap(key: &RootKey, created: Option<String>, by: &SecretBytes) -> Result<Self, Error> {
        let body = Body::Wrapped(Box::new(WrappedKey::wrap(by.expose(), &key.material, &key.id.0)?));
        Ok(Self { id: key.id, created, status: key.status, body, bare: false })
    }

    /// Whether this is how the deployed programs keep their key.
    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }

    pub(super) fn is_wrapped(&self) -> bool {
        matches!(self.body, Body::Wrapped(_))
    }

    /// As a line of a key file, also where it was a bare key.
    pub(super) fn as_line(&self, status: Status) -> Self {
        Self { status, bare: false, ..self.clone() }
    }

    /// The key itself; `origin` goes into the error.
    pub(super) fn unlock(&self, passphrase: &Passphrase, origin: &str) -> Result<RootKey, Error> {
        let material = match &self.body {
            Body::Plain(material) => material.clone(),
            Body::Wrapped(wrapped) => passphrase.open(wrapped, self.id, origin)?,
        };
        let key = RootKey::new(material, self.status);
        if key.id == self.id {
            Ok(key)
        } else {
            Err(malformed(origin, 0, "the key's id does not belong to it"))
        }
    }

    /// The key itself where no passphrase protects it.
    pub(super) fn plain_material(&self) -> Option<&Key256> {
        match &self.body {
            Body::Plain(material) => Some(material),
            Body::Wrapped(_) => None,
        }
    }

    /// The passphrase that opened it before.
    pub(super) fn opened_by(&self, passphrase: &Passphrase) -> Option<SecretBytes> {
        match &self.body {
            Body::Plain(_) => None,
            Body::Wrapped(wrapped) => passphrase.that_opened(wrapped),
        }
    }

    #[cfg(test)]
    pub(super) fn with_body(key: &RootKey, created: &str, wrapped: WrappedKey) -> Self {
        let body = Body::Wrapped(Box::new(wrapped));
        Self { id: key.id, created: Some(created.into()), status: key.status, body, bare: false }
    }
}

/// The text of a bare key: 44 characters and no line end, as the deployed programs write it.
pub(super) fn encode_bare(key: &RootKey) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(48));
    URL_SAFE.encode_string(*key.material, &mut text);
    text
}

/// The text of a key file that holds `keys`.
pub(super) fn encode(keys: &[StoredKey]) -> Zeroizing<String> {
    let lines: Vec<_> = keys.iter().map(encode_line).collect();
    let room = MAGIC.len() + 1 + lines.iter().map(|l| l.len() + 10).sum::<usize>();
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str(MAGIC);
    text.push('\n');
    for line in lines {
        text.push_str(&line);
        text.push(' ');
        text.push_str(&checksum(&line));
        text.push('\n');
    }
    text
}

fn encode_line(key: &StoredKey) -> Zeroizing<String> {
    let created = key.created.as_deref().unwrap_or("-");
    let status = match key.status {
        Status::Active => "active",
        Status::Retired => "retired",
    };
    let mut line = Zeroizing::new(String::with_capacity(300));
    for part in ["key ", &key.id.to_string(), " ", created, " ", status, " "] {
        line.push_str(part);
    }
    match &key.body {
        Body::Plain(material) => {
            line.push_str("plain ");
            STANDARD_NO_PAD.encode_string(**material, &mut line);
        }
        Body::Wrapped(w) => {
            line.push_str("wrapped ");
            line.push_str(&w.rounds.to_string());
            for part in [&w.salt[..], &w.nonce, &w.sealed] {
                line.push(' ');
                STANDARD_NO_PAD.encode_string(part, &mut line);
            }
        }
    }
    line
}

fn checksum(line: &str) -> String {
    hex(&sha256(line.as_bytes())[..4])
}

/// The keys in `text`, at least one; `origin` is where it came from, for errors.
pub(super) fn parse(text: &[u8], origin: &str) -> Result<Vec<StoredKey>, Error> {
    let text = std::str::from_utf8(text).map_err(|_| malformed(origin, 0, "it is not text"))?.trim();
    if text.is_empty() {
        return Err(malformed(origin, 0, "it is empty"));
    }
    let Some(lines) = text.strip_prefix(MAGIC) else {
        if MAGIC.starts_with(text) {
            return Err(truncated(origin, 1));
        }
        if text.starts_with(MAGIC_PREFIX) {
            return Err(malformed(origin, 1, "its format is not known"));
        }
        return Ok(vec![parse_bare(text, origin)?]);
    };
    if !lines.is_empty() && !lines.starts_with(['\n', '\r']) {
        return Err(malformed(origin, 1, "its format is not known"));
    }
    let mut keys = Vec::new();
    for (i, line) in text.lines().enumerate().skip(1) {
        keys.push(parse_line(line.trim_end(), origin, i + 1)?);
    }
    if keys.is_empty() {
        return Err(truncated(origin, 1));
    }
    Ok(keys)
}

fn parse_line(line: &str, origin: &str, number: usize) -> Result<StoredKey, Error> {
    let (line, sum) = line.rsplit_once(' ').ok_or_else(|| truncated(origin, number))?;
    if checksum(line) != sum {
        return Err(truncated(origin, number));
    }
    let fields: Vec<_> = line.split(' ').collect();
    let [word, id, created, status, kind, body @ ..] = &fields[..] else {
        return Err(malformed(origin, number, "the line has too few fields"));
    };
    let status = match *status {
        "active" => Status::Active,
        "retired" => Status::Retired,
        _ => return Err(malformed(origin, number, "its status is not known")),
    };
    let body = match *kind {
        "plain" => parse_plain(body).map(Body::Plain),
        "wrapped" => parse_wrapped(body).map(|w| Body::Wrapped(Box::new(w))),
        _ => None,
    };
    let created = (*created != "-").then(|| (*created).to_owned());
    // It is shown, and says which of two keys is the newer one: the sum is one that anybody can make.
    if created.as_deref().is_some_and(|time| parse_rfc3339(time).is_none()) {
        return Err(malformed(origin, number, "it does not say when the key was made"));
    }
    match (*word, unhex(id), body) {
        ("key", Some(id), Some(body)) => Ok(StoredKey { id: KeyId(id), created, status, body, bare: false }),
        _ => Err(malformed(origin, number, "the line is not one of a key")),
    }
}

fn parse_plain(fields: &[&str]) -> Option<Key256> {
    let [key] = fields else { return None };
    let mut bytes = Zeroizing::new([0; 48]);
    let len = decode_into(&STANDARD_NO_PAD, key, &mut bytes)?;
    take_key(&bytes[..len])
}

fn parse_wrapped(fields: &[&str]) -> Option<WrappedKey> {
    let [rounds, salt, nonce, sealed] = fields else {
        return None;
    };
    let decode = |text: &str| STANDARD_NO_PAD.decode(text).ok();
    Some(WrappedKey {
        rounds: rounds.parse().ok()?,
        salt: decode(salt)?.try_into().ok()?,
        nonce: decode(nonce)?.try_into().ok()?,
        sealed: decode(sealed)?.try_into().ok()?,
    })
}

fn parse_bare(text: &str, origin: &str) -> Result<StoredKey, Error> {
    let material = if text.len() == 64 {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        unhex(&lower).map(Zeroizing::new)
    } else {
        [alphabet::URL_SAFE, alphabet::STANDARD].iter().find_map(|alphabet| {
            let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
            let mut bytes = Zeroizing::new([0; 48]);
            let len = decode_into(&GeneralPurpose::new(alphabet, config), text, &mut bytes)?;
            take_key(&bytes[..len])
        })
    };
    let Some(material) = material else {
        let key_like = |b: u8| b.is_ascii_alphanumeric() || b"-_+/=".contains(&b);
        return Err(if text.len() < 64 && text.bytes().all(key_like) {
            truncated(origin, 0)
        } else {
            malformed(origin, 0, "it is neither a key file nor a bare key")
        });
    };
    let key = RootKey::new(material, Status::Active);
    let body = Body::Plain(key.material);
    Ok(StoredKey { id: key.id, created: None, status: Status::Active, body, bare: true })
}

fn decode_into(engine: &GeneralPurpose, text: &str, out: &mut [u8; 48]) -> Option<usize> {
    engine.decode_slice(text, out).ok()
}

fn take_key(bytes: &[u8]) -> Option<Key256> {
    let mut key = Key256::default();
    if bytes.len() != key.len() {
        return None;
    }
    key.copy_from_slice(bytes);
    Some(key)
}

fn truncated(origin: &str, line: usize) -> Error {
    Error::KeyTruncated { origin: origin.into(), line }
}

fn malformed(origin: &str, line: usize, why: &'static str) -> Error {
    Error::KeyMalformed { origin: origin.into(), line, why }
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;

//! What a request brings to show who sent it: read strictly, compared in constant time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;

use super::{
    AUTHORIZATION, CONTENT_SHA256, Dialect, FORMATION_ID, FORMATION_VERSION, KEY_ID, MAX_NAME, NONCE,
    PartError, Parts, SCHEME, SIGNATURE, TIMESTAMP, V2, check_key_id, signed_text,
};
use crate::crypto::hash::unhex;
use crate::crypto::mac;

/// The longest timestamp, in digits: enough for 300 centuries.
const MAX_DIGITS: usize = 12;
/// The longest header that is read, in bytes.
const MAX_HEADER: usize = 512;

/// What a request brings. Nothing of it is believed before [`Presented::fits`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// How it says that it is signed.
    pub dialect: Dialect,
    /// The key that it says it is signed with.
    pub key_id: String,
    /// When it says that it was signed, in seconds since the Unix epoch.
    pub timestamp: u64,
    /// The nonce, of v2 only.
    pub nonce: Option<[u8; 16]>,
    /// What the body has to hash to, of v2 only: there it is signed, and can be looked at before the body is read.
    pub content_sha256: Option<[u8; 32]>,
    /// The signature. Two spellings of one are refused, so that this names the request in a replay cache.
    pub mac: [u8; 32],
    /// `X-Formation-ID`, empty without; only v2 signs it.
    pub formation_id: String,
    /// `X-Formation-Version`, empty without; only v2 signs it.
    pub formation_version: String,
}

/// What the server knows of the request by itself.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The method.
    pub method: &'a str,
    /// The target as it came, with its query.
    pub target: &'a str,
    /// The `Host` as it came.
    pub host: &'a str,
    /// Of the body, once all of it is there. Without it a documented signature cannot be compared.
    pub content_sha256: Option<[u8; 32]>,
}

/// What is brought is not a signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresentedError {
    /// There is none.
    #[error("the request is not signed")]
    Missing,
    /// A header that has to be there is not.
    #[error("there is no header {0}")]
    Without(&'static str),
    /// A header stands twice.
    #[error("the header {0} stands more than once")]
    Twice(&'static str),
    /// Headers of two dialects.
    #[error("the request is signed in two dialects at once")]
    Mixed,
    /// A header is not of its form.
    #[error("the header {0} is not of its form")]
    Malformed(&'static str),
}

impl PresentedError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "not_signed",
            Self::Without(_) | Self::Twice(_) | Self::Mixed | Self::Malformed(_) => "bad_signature_headers",
        }
    }
}

/// The clocks are too far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("clock differs by {} s", ahead.unsigned_abs())]
pub struct OffClock {
    /// By how much the clock of the client is ahead of that of the server, in seconds.
    pub ahead: i64,
}

impl Presented {
    /// Reads the headers of a request: one of each, of their form, of one dialect.
    pub fn of(headers: &HeaderMap) -> Result<Self, PresentedError> {
        let text = |name| one(headers, name);
        let authorization = text(AUTHORIZATION)?.filter(|text| is_ours(text));
        let formation_id = name(FORMATION_ID, text(FORMATION_ID)?)?;
        let formation_version = name(FORMATION_VERSION, text(FORMATION_VERSION)?)?;
        let ours = [KEY_ID, TIMESTAMP, NONCE, CONTENT_SHA256, SIGNATURE];
        let any = ours.iter().any(|name| headers.contains_key(*name));
        let read = match (authorization, any) {
            (Some(_), true) => return Err(PresentedError::Mixed),
            (None, false) => return Err(PresentedError::Missing),
            (Some(line), false) => legacy(line)?,
            (None, true) => newer(headers)?,
        };
        Ok(Self { formation_id, formation_version, ..read })
    }

    /// Whether the signature is that of `secret` for what came. An error is a part that nobody can have signed.
    pub fn fits(&self, secret: &[u8], received: &Received<'_>) -> Result<bool, PartError> {
        let body = match self.dialect {
            Dialect::V2 => self.content_sha256,
            Dialect::Documented => received.content_sha256,
            Dialect::Legacy => Some([0; 32]),
        };
        let Some(content_sha256) = body else { return Ok(false) };
        let parts = Parts {
            timestamp: self.timestamp,
            nonce: self.nonce.unwrap_or_default(),
            method: received.method,
            target: received.target,
            host: received.host,
            content_sha256,
            formation_id: &self.formation_id,
            formation_version: &self.formation_version,
        };
        let text = signed_text(self.dialect, &parts)?;
        Ok(mac::verify(secret, &[text.as_bytes()], &self.mac))
    }

    /// Whether it was signed within `window` seconds of `now`, either way; exactly that many are within.
    pub fn within(&self, now: u64, window: u64) -> Result<(), OffClock> {
        if self.timestamp.abs_diff(now) <= window {
            return Ok(());
        }
        let ahead = i128::from(self.timestamp) - i128::from(now);
        Err(OffClock { ahead: i64::try_from(ahead).unwrap_or(i64::MAX) })
    }
}

/// Whether an `Authorization` is one of ours; of another scheme it is somebody else's business.
fn is_ours(text: &str) -> bool {
    let scheme = SCHEME.trim_end();
    text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
}

/// The one header of this name, as text.
fn one<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<Option<&'h str>, PresentedError> {
    let mut all = headers.get_all(name).iter();
    let Some(first) = all.next() else { return Ok(None) };
    if all.next().is_some() {
        return Err(PresentedError::Twice(name));
    }
    let text = first.to_str().map_err(|_| PresentedError::Malformed(name))?;
    if text.len() > MAX_HEADER && name != AUTHORIZATION {
        return Err(PresentedError::Malformed(name));
    }
    Ok(Some(text))
}

fn needed<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<&'h str, PresentedError> {
    one(headers, name)?.ok_or(PresentedError::Without(name))
}

fn name(header: &'static str, text: Option<&str>) -> Result<String, PresentedError> {
    let text = text.unwrap_or_default();
    let fine = text.len() <= MAX_NAME && text.bytes().all(|b| b.is_ascii_graphic());
    if fine { Ok(text.to_owned()) } else { Err(PresentedError::Malformed(header)) }
}

fn legacy(line: &str) -> Result<Presented, PresentedError> {
    let bad = || PresentedError::Malformed(AUTHORIZATION);
    if line.len() > MAX_HEADER {
        return Err(bad());
    }
    let rest = line.strip_prefix(SCHEME).ok_or_else(bad)?;
    let mut fields = rest.split(", ");
    let mut field = |name: &str| {
        let (found, value) = fields.next()?.split_once('=')?;
        (found == name).then_some(value)
    };
    let (key, timestamp) = (field("key").ok_or_else(bad)?, field("timestamp").ok_or_else(bad)?);
    let signature = field("signature").ok_or_else(bad)?;
    if fields.next().is_some() {
        return Err(bad());
    }
    Ok(Presented {
        dialect: Dialect::Legacy,
        key_id: key_id(key).ok_or_else(bad)?,
        timestamp: seconds(timestamp).ok_or_else(bad)?,
        nonce: None,
        content_sha256: None,
        mac: tag(signature).ok_or_else(bad)?,
        formation_id: String::new(),
        formation_version: String::new(),
    })
}

/// Of v2, or documented: the signature says which.
fn newer(headers: &HeaderMap) -> Result<Presented, PresentedError> {
    let bad = PresentedError::Malformed;
    let key = needed(headers, KEY_ID)?;
    let timestamp = needed(headers, TIMESTAMP)?;
    let signature = needed(headers, SIGNATURE)?;
    let second = signature.strip_prefix(V2);
    let (dialect, nonce, content_sha256) = if second.is_some() {
        let nonce = unhex(needed(headers, NONCE)?).ok_or(bad(NONCE))?;
        let content = unhex(needed(headers, CONTENT_SHA256)?).ok_or(bad(CONTENT_SHA256))?;
        (Dialect::V2, Some(nonce), Some(content))
    } else if headers.contains_key(NONCE) || headers.contains_key(CONTENT_SHA256) {
        return Err(PresentedError::Mixed);
    } else {
        (Dialect::Documented, None, None)
    };
    Ok(Presented {
        dialect,
        key_id: key_id(key).ok_or(bad(KEY_ID))?,
        timestamp: seconds(timestamp).ok_or(bad(TIMESTAMP))?,
        nonce,
        content_sha256,
        mac: tag(second.unwrap_or(signature)).ok_or(bad(SIGNATURE))?,
        formation_id: String::new(),
        formation_version: String::new(),
    })
}

fn key_id(text: &str) -> Option<String> {
    check_key_id(text).is_ok().then(|| text.to_owned())
}

/// Digits only, in the one way in which a number is written: the text is signed.
fn seconds(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= MAX_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u64>().ok().filter(|_| plain)?;
    (number.to_string() == text).then_some(number)
}

/// In standard base64 with padding, and in no other spelling.
fn tag(text: &str) -> Option<[u8; 32]> {
    let bytes: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
    (STANDARD.encode(bytes) == text).then_some(bytes)
}

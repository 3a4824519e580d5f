//! Signed requests to a MUXI server: the three dialects, as pure functions of what is signed.
//!
//! The client signs with [`sign`]; the server reads what came with [`Presented::of`] and compares with
//! [`Presented::fits`]. Nothing here reads a clock or draws a number, and nothing is chosen by what the other side says: a
//! dialect is pinned, so nobody can talk a client down.
//!
//! | dialect | signed text | headers |
//! |---|---|---|
//! | [`Dialect::V2`] | nine lines, see [`signed_text`] | `X-MUXI-Key-ID`, `-Timestamp`, `-Nonce`, `-Content-SHA256`, `-Signature: v2=…` |
//! | [`Dialect::Documented`] | `timestamp;METHOD;path;sha256hex(body)` | `X-MUXI-Key-ID`, `-Timestamp`, `-Signature` |
//! | [`Dialect::Legacy`] | `timestamp;METHOD;path` | `Authorization: MUXI-HMAC key=…, timestamp=…, signature=…` |
//!
//! All are HMAC-SHA256 under the bytes of the secret, in standard base64 with padding.

mod presented;
#[cfg(test)]
mod tests;
mod text;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::hash::hex;
use crate::crypto::mac;
use crate::support::secret::SecretBytes;
pub use presented::{OffClock, Presented, PresentedError, Received};
pub use text::{PartError, check_key_id, signed_text};

/// How far the clocks of client and server may be apart, in seconds.
pub const WINDOW: u64 = 300;
/// The longest id of a key, in bytes.
pub const MAX_KEY_ID: usize = 128;
/// The longest id or version of a formation in a header, in bytes.
pub const MAX_NAME: usize = 128;

/// The header with the id of the formation that a call is about.
pub const FORMATION_ID: &str = "X-Formation-ID";
/// The header with the version of a formation that is sent.
pub const FORMATION_VERSION: &str = "X-Formation-Version";

const KEY_ID: &str = "X-MUXI-Key-ID";
const TIMESTAMP: &str = "X-MUXI-Timestamp";
const NONCE: &str = "X-MUXI-Nonce";
const CONTENT_SHA256: &str = "X-MUXI-Content-SHA256";
const SIGNATURE: &str = "X-MUXI-Signature";
const AUTHORIZATION: &str = "Authorization";
/// What a signature of the second version begins with.
const V2: &str = "v2=";
/// What the header of the legacy dialect begins with.
const SCHEME: &str = "MUXI-HMAC ";

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Ours: all that matters is signed, and no call can be sent twice.
    #[default]
    V2,
    /// That of the published security document: target and body, but no nonce and no host.
    Documented,
    /// That of the deployed programs: method and path only.
    Legacy,
}

impl Dialect {
    /// All of them, the strongest first.
    pub const ALL: [Self; 3] = [Self::V2, Self::Documented, Self::Legacy];

    /// Its name, on command lines and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2 => "v2",
            Self::Documented => "documented",
            Self::Legacy => "legacy",
        }
    }

    /// The dialect of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.as_str() == name)
    }

    /// Whether the signature is over the body too.
    pub fn covers_body(self) -> bool {
        self != Self::Legacy
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a request consists of, as far as signatures go.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// Seconds since the Unix epoch.
    pub timestamp: u64,
    /// Random, new for each request; only v2 has it.
    pub nonce: [u8; 16],
    /// `GET`, `POST`, …, in capitals.
    pub method: &'a str,
    /// The path as it is sent, percent-encoded, with its query if there is one.
    pub target: &'a str,
    /// The `Host` as it is sent: with its port unless that is the scheme's own; only v2 signs it.
    pub host: &'a str,
    /// Of the body, of an empty one too; legacy does not sign it.
    pub content_sha256: [u8; 32],
    /// `X-Formation-ID`, empty where it is not sent; only v2 signs it.
    pub formation_id: &'a str,
    /// `X-Formation-Version`, empty where it is not sent; only v2 signs it.
    pub formation_version: &'a str,
}

/// A request that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The headers to send beside `Host`, in their order.
    pub headers: Vec<(&'static str, String)>,
    /// What was signed.
    pub text: String,
}

/// Signs `parts` as the key `key_id`, whose secret is `secret`.
pub fn sign(
    dialect: Dialect,
    parts: &Parts<'_>,
    key_id: &str,
    secret: &SecretBytes,
) -> Result<Signed, PartError> {
    check_key_id(key_id)?;
    let text = signed_text(dialect, parts)?;
    let mac = STANDARD.encode(mac::hmac_sha256(secret.expose(), &[text.as_bytes()]));
    let (key_id, timestamp) = (key_id.to_owned(), parts.timestamp.to_string());
    let mut headers = match dialect {
        Dialect::V2 => vec![
            (KEY_ID, key_id),
            (TIMESTAMP, timestamp),
            (NONCE, hex(&parts.nonce)),
            (CONTENT_SHA256, hex(&parts.content_sha256)),
            (SIGNATURE, format!("{V2}{mac}")),
        ],
        Dialect::Documented => vec![(KEY_ID, key_id), (TIMESTAMP, timestamp), (SIGNATURE, mac)],
        Dialect::Legacy => {
            vec![(AUTHORIZATION, format!("{SCHEME}key={key_id}, timestamp={timestamp}, signature={mac}"))]
        }
    };
    let about = [(FORMATION_ID, parts.formation_id), (FORMATION_VERSION, parts.formation_version)];
    headers.extend(about.into_iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| (n, v.to_owned())));
    Ok(Signed { headers, text })
}

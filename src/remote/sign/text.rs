//! The texts that are signed.

use super::{Dialect, MAX_KEY_ID, MAX_NAME, Parts};
use crate::crypto::hash::hex;

/// What a text of the second version begins with: no text of another dialect does, as those begin with a digit.
const HEADING: &str = "MUXI-HMAC-V2";
/// The longest target, in bytes.
const MAX_TARGET: usize = 8192;
/// The longest host, in bytes: a name of 253 and a port.
const MAX_HOST: usize = 260;

/// A part that cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// A new line would make two parts of one.
    #[error("the {part} holds a new line or another control character")]
    Control {
        /// Which one.
        part: &'static str,
    },
    /// It is not what such a part looks like.
    #[error("the {part} {what}")]
    Bad {
        /// Which one.
        part: &'static str,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A semicolon separates the parts of the documented dialect.
    #[error("the target holds a `;`, which the documented dialect cannot sign")]
    Semicolon,
}

impl PartError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        "cannot_sign"
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Semicolon => Some("write it as %3B"),
            Self::Bad { part: "target", .. } => {
                Some("write the path as it is sent: it begins with /, and blanks are %20")
            }
            _ => None,
        }
    }
}

/// The text that `dialect` signs. For v2 its lines are, joined by one line feed each and without one at the end:
/// `MUXI-HMAC-V2`, timestamp, nonce (hex), method, target with its query, host, SHA-256 of the body (hex), id of the formation
/// or nothing, its version or nothing.
///
/// Documented: `timestamp;METHOD;target;sha256hex(body)`. Legacy: `timestamp;METHOD;path`, where the path has no query and no
/// escapes, as the deployed server has it.
pub fn signed_text(dialect: Dialect, parts: &Parts<'_>) -> Result<String, PartError> {
    check(parts)?;
    let Parts { timestamp, method, target, .. } = parts;
    Ok(match dialect {
        Dialect::V2 => {
            check_host(parts.host)?;
            [
                HEADING,
                &timestamp.to_string(),
                &hex(&parts.nonce),
                method,
                target,
                parts.host,
                &hex(&parts.content_sha256),
                parts.formation_id,
                parts.formation_version,
            ]
            .join("\n")
        }
        Dialect::Documented if target.contains(';') => return Err(PartError::Semicolon),
        Dialect::Documented => format!("{timestamp};{method};{target};{}", hex(&parts.content_sha256)),
        Dialect::Legacy => format!("{timestamp};{method};{}", plain_path(target)?),
    })
}

/// Whether a key may have this id: visible ASCII without what separates things in the legacy header.
pub fn check_key_id(id: &str) -> Result<(), PartError> {
    const PART: &str = "key id";
    let bad = |what| Err(PartError::Bad { part: PART, what });
    no_control(PART, id)?;
    if id.is_empty() {
        return bad("is empty");
    }
    if id.len() > MAX_KEY_ID {
        return bad("is longer than 128 bytes");
    }
    if !id.bytes().all(|b| b.is_ascii_graphic()) || id.contains([',', ';', '=', '"']) {
        return bad("holds something else than letters, digits and signs such as _ and -");
    }
    Ok(())
}

/// What holds for every dialect: the headers are sent whichever it is.
fn check(parts: &Parts<'_>) -> Result<(), PartError> {
    let bad = |part, what| Err(PartError::Bad { part, what });
    let names = [("formation id", parts.formation_id), ("formation version", parts.formation_version)];
    for (part, text) in [("method", parts.method), ("target", parts.target)].into_iter().chain(names) {
        no_control(part, text)?;
    }
    if parts.method.is_empty()
        || parts.method.len() > 16
        || !parts.method.bytes().all(|b| b.is_ascii_uppercase())
    {
        return bad("method", "is no method of HTTP such as GET");
    }
    if !parts.target.starts_with('/') {
        return bad("target", "does not begin with `/`");
    }
    if parts.target.len() > MAX_TARGET {
        return bad("target", "is longer than 8192 bytes");
    }
    if !parts.target.bytes().all(|b| b.is_ascii_graphic() && b != b'#') {
        return bad("target", "holds a character that has to be percent-encoded");
    }
    for (part, text) in names {
        // A blank at an end would be lost on the way.
        if text.len() > MAX_NAME || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return bad(part, "is longer than 128 bytes, or not plain ASCII without blanks");
        }
    }
    Ok(())
}

fn check_host(host: &str) -> Result<(), PartError> {
    no_control("host", host)?;
    let fine = |b: u8| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b);
    if host.is_empty() || host.len() > MAX_HOST || !host.bytes().all(fine) {
        return Err(PartError::Bad {
            part: "host",
            what: "is no host such as example.com or 127.0.0.1:7890",
        });
    }
    Ok(())
}

fn no_control(part: &'static str, text: &str) -> Result<(), PartError> {
    if text.chars().any(char::is_control) { Err(PartError::Control { part }) } else { Ok(()) }
}

/// The path of `target` without its query and its escapes: the deployed server signs what it has decoded.
///
/// An escape that would make another path, or another text, of it is refused, so that two targets that mean different things
/// never have one text.
fn plain_path(target: &str) -> Result<String, PartError> {
    let bad = |what| PartError::Bad { part: "target", what };
    let path = target.split('?').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        let byte = byte.ok_or_else(|| bad("holds a `%` that begins no escape"))?;
        if byte.is_ascii_control() || b"/%?#;".contains(&byte) {
            return Err(bad("holds an escape that the legacy dialect cannot sign"));
        }
        bytes.push(byte);
        rest = &after[2..];
    }
    String::from_utf8(bytes).map_err(|_| bad("is not UTF-8 when it is decoded"))
}

//! The headers that a server's declaration gives to all requests.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::error::EgressError;
use crate::support::secret::SecretBytes;

/// How to sign in at a server.
#[derive(Clone, Copy)]
pub enum Login<'a> {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer(&'a SecretBytes),
    /// `Authorization: Basic …` (RFC 7617).
    Basic {
        /// The name; it has no colon.
        user: &'a SecretBytes,
        /// The password.
        password: &'a SecretBytes,
    },
    /// A key in a header of its own.
    ApiKey {
        /// The header, such as `X-API-Key`.
        header: &'a str,
        /// The key.
        key: &'a SecretBytes,
    },
}

/// What the transport says itself, or what would change where a message begins and ends.
const KEPT: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "last-event-id",
    "mcp-protocol-version",
    "mcp-session-id",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers of `login` and of `extra` (name and value), all marked as secret. What is named in `extra` wins.
pub fn headers<'a>(
    login: Option<Login<'_>>,
    extra: impl IntoIterator<Item = (&'a str, &'a SecretBytes)>,
) -> Result<HeaderMap, EgressError> {
    let mut all = HeaderMap::new();
    match login {
        None => {}
        Some(Login::Bearer(token)) => {
            let line = joined(&[b"Bearer ", token.expose()]);
            all.insert(AUTHORIZATION, value("Authorization", &line)?);
        }
        Some(Login::Basic { user, password }) => {
            if user.expose().contains(&b':') {
                return Err(bad("Authorization", "the user's name has a colon, which ends it"));
            }
            all.insert(AUTHORIZATION, basic(user.expose(), password.expose())?);
        }
        Some(Login::ApiKey { header, key }) => {
            all.insert(name(header)?, value(header, key.expose())?);
        }
    }
    for (header, text) in extra {
        all.insert(name(header)?, value(header, text.expose())?);
    }
    Ok(all)
}

/// Takes the login out of `url`, for requests that have no other one.
pub(super) fn take_login(url: &mut Url) -> Result<Option<HeaderValue>, EgressError> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let user = Zeroizing::new(decoded(url.username()));
    let password = Zeroizing::new(decoded(url.password().unwrap_or_default()));
    let _ = url.set_username("");
    let _ = url.set_password(None);
    basic(&user, &password).map(Some)
}

fn basic(user: &[u8], password: &[u8]) -> Result<HeaderValue, EgressError> {
    let both = joined(&[user, b":", password]);
    let encoded = Zeroizing::new(STANDARD.encode(&*both));
    value("Authorization", &joined(&[b"Basic ", encoded.as_bytes()]))
}

/// All parts in one piece of memory that is cleared and never moves.
fn joined(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| part.len()).sum()));
    for part in parts {
        whole.extend_from_slice(part);
    }
    whole
}

fn name(header: &str) -> Result<HeaderName, EgressError> {
    let name =
        HeaderName::from_bytes(header.as_bytes()).map_err(|_| bad(header, "that is no name of a header"))?;
    if KEPT.contains(&name.as_str()) {
        return Err(bad(header, "the transport sets it itself"));
    }
    Ok(name)
}

fn value(header: &str, text: &[u8]) -> Result<HeaderValue, EgressError> {
    let mut value = HeaderValue::from_bytes(text)
        .map_err(|_| bad(header, "its value holds a line break or another byte that no header may"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn bad(header: &str, why: &'static str) -> EgressError {
    EgressError::BadHeader { name: header.chars().take(64).collect(), why }
}

/// Percent-encoding undone.
fn decoded(text: &str) -> Vec<u8> {
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::with_capacity(text.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        // `from_str_radix` alone takes `+f`.
        let hex = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let hex = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(login: Login<'_>) -> String {
        let all = headers(Some(login), []).unwrap();
        let (name, value) = all.iter().next().unwrap();
        assert!(value.is_sensitive());
        format!("{name}: {}", value.to_str().unwrap())
    }

    #[test]
    fn each_way_to_sign_in_is_one_header_that_is_never_shown() {
        let (user, key): (SecretBytes, SecretBytes) = ("ann".into(), "s3:cret".into());
        assert_eq!(one(Login::Bearer(&key)), "authorization: Bearer s3:cret");
        assert_eq!(
            one(Login::Basic { user: &user, password: &key }),
            "authorization: Basic YW5uOnMzOmNyZXQ="
        );
        assert_eq!(one(Login::ApiKey { header: "X-API-Key", key: &key }), "x-api-key: s3:cret");
        let all = headers(Some(Login::Bearer(&key)), []).unwrap();
        assert!(!format!("{all:?}").contains("s3:cret"));
    }

    #[test]
    fn a_header_that_would_change_the_message_is_refused_by_its_name() {
        let value: SecretBytes = "1".into();
        for name in ["Content-Length", "Mcp-Session-Id", "HOST", "a b", "", "x\r\ny"] {
            let error = headers(None, [(name, &value)]).unwrap_err();
            assert_eq!(error.code(), "egress_bad_header", "{name:?}");
        }
        let split: SecretBytes = "secret-one\r\nX-Evil: 1".into();
        let error = headers(None, [("X-Key", &split)]).unwrap_err();
        assert!(error.to_string().contains("X-Key") && !error.to_string().contains("secret-one"), "{error}");
    }

    #[test]
    fn a_login_in_the_address_becomes_a_header() {
        let mut url = Url::parse("https://an%3An:p%40ss@tools.example/mcp").unwrap();
        let header = take_login(&mut url).unwrap().unwrap();
        assert_eq!(header.to_str().unwrap(), format!("Basic {}", STANDARD.encode("an:n:p@ss")));
        assert_eq!(url.as_str(), "https://tools.example/mcp");
        assert!(take_login(&mut url).unwrap().is_none());
        for (text, bytes) in [("%2f%2F", "//"), ("%+f", "%+f"), ("%f", "%f"), ("%%41%zz%", "%A%zz%")] {
            assert_eq!(decoded(text), bytes.as_bytes(), "{text}");
        }
    }
}

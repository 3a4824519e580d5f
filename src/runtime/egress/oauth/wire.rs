//! What is asked of authorization servers: small questions and small answers, each judged and bounded.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use reqwest::{Method, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::metadata::Challenge;
use crate::runtime::egress::client::{Ask, Egress, Endpoint, host_of};
use crate::runtime::egress::error::EgressError;
use crate::runtime::egress::limits::Limits;
use crate::runtime::egress::reach::{Reach, address};
use crate::runtime::egress::reply::{Reply, said};
use crate::runtime::egress::resolve::Resolver;
use crate::runtime::egress::streamable::{JSON, SESSION};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::text::is_sealed;

/// The longest answer that is read, in bytes: documents of metadata have a few thousand.
const MOST: usize = 256 << 10;

/// The most values in one.
const PARTS: usize = 20_000;

/// A shorter value is in many a word by chance, in bytes.
const LEAST: usize = 4;

const FORM: &str = "application/x-www-form-urlencoded";

/// The bytes of a form, cleared when they are sent.
struct Form(Zeroizing<String>);

impl AsRef<[u8]> for Form {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How a client says at the token endpoint that it is itself.
pub(super) struct Own<'a> {
    pub(super) id: &'a str,
    pub(super) secret: Option<&'a str>,
    pub(super) by: super::register::Method,
}

/// A client for the questions about signing in at one server. It sends none of the server's own headers.
pub(super) struct Wire {
    egress: Egress,
    redactor: Redactor,
}

impl Wire {
    /// With the reach of the server at `endpoint`.
    pub(super) fn new(
        endpoint: &str,
        reach: Reach,
        redactor: &Redactor,
        resolver: std::sync::Arc<dyn Resolver>,
    ) -> Result<Self, EgressError> {
        let mut home = address(endpoint)?;
        // A login in the address is the server's, and nobody's here.
        let _ = home.set_username("");
        let _ = home.set_password(None);
        let limits = Limits {
            head: Duration::from_secs(20),
            body: Duration::from_secs(20),
            message: MOST,
            parts: PARTS,
            ..Limits::default()
        };
        let headers = HeaderMap::new();
        let redactor = redactor.clone();
        let endpoint =
            Endpoint { url: home.as_str(), headers, reach, limits, redactor: redactor.clone(), oauth: None };
        Ok(Self { egress: Egress::with_resolver(endpoint, resolver)?, redactor })
    }

    /// The server itself.
    pub(super) fn home(&self) -> &Url {
        self.egress.home()
    }

    /// An address that somebody else wrote, if tokens may travel there: encrypted, or on this machine.
    pub(super) fn trusted(&self, what: &'static str, text: &str) -> Result<Url, EgressError> {
        let bad = |why| EgressError::SignIn {
            host: self.egress.host(),
            why: format!("the {what} that is named for it {why}"),
        };
        let url = Url::parse(text).map_err(|_| bad("is no address"))?;
        let sealed = is_sealed(url.scheme(), url.host_str().unwrap_or_default());
        if sealed { Ok(url) } else { Err(bad("is not encrypted with https")) }
    }

    /// A document; nothing where there is none.
    pub(super) async fn document<T: DeserializeOwned>(&self, url: &Url) -> Result<Option<T>, EgressError> {
        let reply = self.egress.send_plain(Self::ask(Method::GET, url.clone())).await?;
        let status = reply.status();
        if status.is_client_error() {
            reply.drain().await;
            return Ok(None);
        }
        if !status.is_success() {
            return Err(reply.refusal().await.0);
        }
        let body = reply.message().await.map_err(at_sign_in)?;
        // Pages that say in HTML that there is nothing are common.
        Ok(serde_json::from_slice(&body).ok())
    }

    /// What the server itself says to somebody who is not signed in.
    pub(super) async fn challenge(&self) -> Result<Challenge, EgressError> {
        let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "muxi", "version": env!("CARGO_PKG_VERSION")},
        }});
        let reply = self.message(&hello, None).await?;
        if !reply.status().is_success() {
            return Ok(challenge_of(&reply));
        }
        // Some let everybody say hello, and no more.
        let session = reply.headers().get(SESSION).cloned();
        let more = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
        Ok(challenge_of(&self.message(&more, session).await?))
    }

    async fn message(&self, message: &Value, session: Option<HeaderValue>) -> Result<Reply, EgressError> {
        let mut ask = Self::ask(Method::POST, self.home().clone());
        ask.headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
        ask.headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        ask.headers.insert("mcp-protocol-version", HeaderValue::from_static("2025-11-25"));
        if let Some(session) = session {
            ask.private.insert(SESSION, session);
        }
        ask.body = Some(Bytes::from(message.to_string()));
        self.egress.send_plain(ask).await
    }

    /// Sends a form as the client `own`; the status and what came. Nothing is sent on by a redirect.
    pub(super) async fn form(
        &self,
        url: &Url,
        mut pairs: Vec<(&str, &str)>,
        own: &Own<'_>,
    ) -> Result<(StatusCode, Zeroizing<Vec<u8>>), EgressError> {
        let mut ask = Self::ask(Method::POST, url.clone());
        ask.headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        match (own.by, own.secret) {
            (super::register::Method::Basic, Some(secret)) => {
                ask.headers.insert(AUTHORIZATION, basic(own.id, secret));
            }
            (super::register::Method::Post, Some(secret)) => {
                pairs.extend([("client_id", own.id), ("client_secret", secret)]);
            }
            _ => pairs.push(("client_id", own.id)),
        }
        ask.body = Some(Bytes::from_owner(Form(encoded(&pairs))));
        let reply = self.egress.send_once(ask).await?;
        Self::whole(reply).await
    }

    /// What is said at home to who has this token; the status and what came. Nothing is sent on by a redirect.
    pub(super) async fn as_bearer(
        &self,
        token: &str,
    ) -> Result<(StatusCode, Zeroizing<Vec<u8>>), EgressError> {
        let mut ask = Self::ask(Method::GET, self.home().clone());
        let line = Zeroizing::new(format!("Bearer {token}"));
        let mut value = HeaderValue::from_str(&line).map_err(|_| EgressError::BadHeader {
            name: "Authorization".to_owned(),
            why: "the token has a character that no header may have",
        })?;
        value.set_sensitive(true);
        ask.private.insert(AUTHORIZATION, value);
        Self::whole(self.egress.send_once(ask).await?).await
    }

    /// Sends JSON; what came, if it is a success.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        url: &Url,
        body: &Value,
        what: &'static str,
    ) -> Result<T, EgressError> {
        let mut ask = Self::ask(Method::POST, url.clone());
        ask.headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        ask.body = Some(Bytes::from(body.to_string()));
        let (status, body) = Self::whole(self.egress.send_once(ask).await?).await?;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|_| self.garbage(url, what));
        }
        Err(self.refused(url, what, status, &body))
    }

    /// What an authorization server means that says no.
    pub(super) fn refused(
        &self,
        url: &Url,
        what: &'static str,
        status: StatusCode,
        body: &[u8],
    ) -> EgressError {
        self.refused_but(url, what, status, body, &[])
    }

    /// The same without these values, however it says them back: they are one user's, and so in no registry.
    pub(super) fn refused_but(
        &self,
        url: &Url,
        what: &'static str,
        status: StatusCode,
        body: &[u8],
        values: &[&str],
    ) -> EgressError {
        let body = &blanked(body, values);
        // It knows more forms of them than `blanked`, which knows short ones.
        let redactor = self.redactor.layer();
        for value in values {
            redactor.add("token", &SecretBytes::from(*value));
        }
        let why = match error_of(body) {
            Some((code, text)) => {
                format!("{code}{}", if text.is_empty() { text } else { format!(": {text}") })
            }
            None => format!("{}: {}", status.as_u16(), String::from_utf8_lossy(body)),
        };
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            let (host, said) = (host_of(url), said(&redactor, why.as_bytes()));
            return EgressError::Status { host, status: status.as_u16(), said, retry_after: None };
        }
        let why = said(&redactor, format!("refuses {what}: {why}").as_bytes());
        EgressError::SignIn { host: host_of(url), why }
    }

    /// Something else than was asked for; none of it is shown, for it may be half of a token.
    #[expect(clippy::unused_self, reason = "beside the other faults")]
    pub(super) fn garbage(&self, url: &Url, what: &str) -> EgressError {
        EgressError::SignIn { host: host_of(url), why: format!("answers {what} with something else") }
    }

    /// The client that was registered has a secret that is over.
    #[expect(clippy::unused_self, reason = "beside the other faults")]
    pub(super) fn ended(&self, url: &Url) -> EgressError {
        EgressError::SignIn { host: host_of(url), why: "knows a client whose secret has ended".to_owned() }
    }

    fn ask(method: Method, url: Url) -> Ask {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        Ask { method, url, headers, private: HeaderMap::new(), body: None }
    }

    async fn whole(reply: Reply) -> Result<(StatusCode, Zeroizing<Vec<u8>>), EgressError> {
        let status = reply.status();
        Ok((status, Zeroizing::new(reply.message().await.map_err(at_sign_in)?)))
    }
}

/// What is too much, in the words of a login.
fn at_sign_in(error: EgressError) -> EgressError {
    match error {
        EgressError::TooLong { host, limit, .. } => {
            EgressError::SignIn { host, why: format!("answers with more than {limit} bytes") }
        }
        EgressError::BadAnswer { host, what } => EgressError::SignIn { host, why: format!("answers {what}") },
        other => other,
    }
}

fn challenge_of(reply: &Reply) -> Challenge {
    if reply.status() == StatusCode::UNAUTHORIZED {
        Challenge::of(reply.headers().get_all(WWW_AUTHENTICATE))
    } else {
        Challenge::default()
    }
}

/// `error` and `error_description` of a refusal (RFC 6749, 5.2).
pub(super) fn error_of(body: &[u8]) -> Option<(String, String)> {
    /// Nothing else of the body is copied: it may be tokens.
    #[derive(Deserialize)]
    struct No {
        #[serde(default)]
        error: Value,
        #[serde(default)]
        error_description: Value,
    }
    let no: No = serde_json::from_slice(body).ok()?;
    let text = |said: &Value| said.as_str().map(str::to_owned);
    Some((text(&no.error)?, text(&no.error_description).unwrap_or_default()))
}

/// What somebody says who says no, without these values, however it says them back: they are one user's, and so in no registry.
fn blanked(body: &[u8], values: &[&str]) -> Vec<u8> {
    let blank = |text: &str| {
        let forms = values.iter().filter(|value| value.len() >= LEAST).flat_map(|value| {
            let pair = encoded(&[("", *value)]);
            [(*value).to_owned(), pair.strip_prefix('=').unwrap_or(&pair).to_owned()]
        });
        forms.fold(text.to_owned(), |text, value| text.replace(&value, "****"))
    };
    match error_of(body) {
        Some((code, about)) => {
            json!({"error": blank(&code), "error_description": blank(&about)}).to_string().into_bytes()
        }
        None => blank(&String::from_utf8_lossy(body)).into_bytes(),
    }
}

/// The name and the secret of a client, each encoded before they are joined (RFC 6749, 2.3.1).
fn basic(id: &str, secret: &str) -> HeaderValue {
    let encode = |text: &str| {
        let pair = encoded(&[("", text)]);
        Zeroizing::new(pair.strip_prefix('=').unwrap_or(&pair).to_owned())
    };
    let both = Zeroizing::new(format!("{}:{}", *encode(id), *encode(secret)));
    let line = Zeroizing::new(format!("Basic {}", STANDARD.encode(both.as_bytes())));
    let mut value = HeaderValue::from_str(&line).expect("base64 is ASCII");
    value.set_sensitive(true);
    value
}

/// As a form has it. Long enough from the start: growing would leave a copy behind.
pub(super) fn encoded(pairs: &[(&str, &str)]) -> Zeroizing<String> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let most = pairs.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let mut text = Zeroizing::new(String::with_capacity(most));
    let put = |text: &mut String, part: &str| {
        for byte in part.bytes() {
            match byte {
                b' ' => text.push('+'),
                b'*' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
                _ => text.extend([
                    '%',
                    char::from(HEX[usize::from(byte >> 4)]),
                    char::from(HEX[usize::from(byte & 15)]),
                ]),
            }
        }
    };
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            text.push('&');
        }
        put(&mut text, name);
        text.push('=');
        put(&mut text, value);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::egress::resolve::SystemResolver;

    #[test]
    fn a_form_is_written_as_browsers_write_it() {
        let form = encoded(&[("a b", "c&d=e+\u{e9}"), ("x", "~*-._")]);
        assert_eq!(form.as_str(), "a+b=c%26d%3De%2B%C3%A9&x=%7E*-._");
    }

    #[test]
    fn whoever_says_no_does_not_say_back_what_it_was_asked_with() {
        let values = ["rt/1+canary==", "abc"];
        for body in [
            r#"{"error":"invalid_grant","error_description":"rt\/1+canary== is spent"}"#,
            r#"{"error":"rt/1+canary==","error_description":"see ?token=rt%2F1%2Bcanary%3D%3D"}"#,
            "<p>rt/1+canary==</p>",
        ] {
            let said = String::from_utf8(blanked(body.as_bytes(), &values)).unwrap();
            assert!(said.contains("****") && !said.contains("canary"), "{said}");
        }
        let wire = Wire::new(
            "https://bank.example.com/token",
            Reach::new("https://bank.example.com/token", []).unwrap(),
            &Redactor::default(),
            Arc::new(SystemResolver),
        );
        // In forms that only a body has which is not read: JSON in JSON, and base64.
        for body in [
            r#"{"error":{"message":"rt\/1+canary== is spent"}}"#.to_owned(),
            format!("what is {}?", STANDARD.encode(values[0])),
        ] {
            let wire = wire.as_ref().unwrap();
            let error = wire.refused_but(
                wire.home(),
                "to give a token",
                StatusCode::BAD_REQUEST,
                body.as_bytes(),
                &values,
            );
            let said = error.to_string();
            let plain = said.contains("canary") || said.contains(&STANDARD.encode(values[0]));
            assert!(!plain && said.contains("[REDACTED:token]"), "{said}");
        }
        let said = blanked(br#"{"error":"abcde"}"#, &values);
        assert_eq!(error_of(&said).unwrap().0, "abcde", "a short one is in many a word");
    }
}

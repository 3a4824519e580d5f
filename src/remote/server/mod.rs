//! The client of a MUXI server: every call signed as the profile says, and what the server says handed on.
//!
//! It speaks to the deployed server and to `muxi server` alike. Nothing is chosen by what the server answers: one that
//! refuses the dialect is told of, and whoever knows it says so in the profile.

mod answer;
mod deploy;
mod error;
mod formations;
mod progress;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;

use super::profiles::{Profile, ServerUrl};
use super::seal::{Bound, MEDIA_TYPE, seal};
use super::sign::{Dialect, Parts, sign};
use crate::crypto::hash::sha256;
use crate::crypto::rng;
use crate::support::clock::Clock;
use crate::support::secret::SecretBytes;
use crate::support::text::innermost;
pub use deploy::{GZIP, Shipment, TAKING_BACK};
pub use error::ServerError;
pub use formations::{LogStream, checked};
pub use progress::{Ended, Progress};

/// How long a plain answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// What this program says that it is, as the deployed one does.
const SDK: (&str, &str) = ("X-Muxi-SDK", concat!("cli/", env!("CARGO_PKG_VERSION")));
const EVENTS: &str = "text/event-stream";
const JSON: &str = "application/json";

/// A server at a URL, called with a key.
pub struct ServerClient {
    http: reqwest::Client,
    url: ServerUrl,
    key_id: String,
    secret: SecretBytes,
    dialect: Dialect,
    clock: Clock,
}

/// A call to make.
#[derive(Clone, Debug)]
pub struct Call<'c> {
    method: Method,
    parts: Vec<&'c str>,
    query: Vec<(&'c str, String)>,
    body: Option<(&'static str, Bytes)>,
    formation_id: &'c str,
    formation_version: &'c str,
    accept: &'static str,
    patience: Option<Duration>,
    secrets: Option<&'c BTreeMap<String, SecretBytes>>,
}

impl<'c> Call<'c> {
    /// A call of the path that these parts make, each percent-encoded as one part.
    pub fn new(method: Method, parts: impl IntoIterator<Item = &'c str>) -> Self {
        Self {
            method,
            parts: parts.into_iter().collect(),
            query: Vec::new(),
            body: None,
            formation_id: "",
            formation_version: "",
            accept: JSON,
            patience: Some(PATIENCE),
            secrets: None,
        }
    }

    /// With this in its query.
    #[must_use]
    pub fn query(mut self, name: &'c str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// With this body of this type.
    #[must_use]
    pub fn body(mut self, media_type: &'static str, body: impl Into<Bytes>) -> Self {
        self.body = Some((media_type, body.into()));
        self
    }

    /// About this formation and version, in headers; the version may be empty.
    #[must_use]
    pub fn about(mut self, formation_id: &'c str, formation_version: &'c str) -> Self {
        (self.formation_id, self.formation_version) = (formation_id, formation_version);
        self
    }

    /// Answered by events, where the server can.
    #[must_use]
    pub fn streamed(mut self) -> Self {
        self.accept = EVENTS;
        self
    }

    /// Answered by this type.
    #[must_use]
    fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    /// With these secrets before its body, sealed for this one call; see [`super::seal`]. It has to be signed in v2.
    #[must_use]
    pub fn sealed(mut self, secrets: &'c BTreeMap<String, SecretBytes>) -> Self {
        self.secrets = Some(secrets);
        self
    }

    /// Its answer may take so long; for ever without a bound.
    #[must_use]
    pub fn patience(mut self, patience: Option<Duration>) -> Self {
        self.patience = patience;
        self
    }
}

impl ServerClient {
    /// The server of a profile, with the secret of its key. `clock` says when calls are signed.
    pub fn new(profile: &Profile, secret: SecretBytes, clock: Clock) -> Result<Self, ServerError> {
        let url = profile.url.clone();
        let builder = super::http::builder(url.as_str());
        let builder = if url.is_here() { builder.no_proxy() } else { builder };
        let http = builder
            .build()
            .map_err(|e| ServerError::Unreachable { url: url.as_str().to_owned(), detail: e.to_string() })?;
        let (key_id, dialect) = (profile.key_id.clone(), profile.dialect);
        Ok(Self { http, url, key_id, secret, dialect, clock })
    }

    /// Makes a call; the `data` of the envelope that is answered, or all of an answer that has none.
    pub async fn call(&self, call: &Call<'_>) -> Result<Value, ServerError> {
        let response = self.send(call).await?;
        self.data(response).await
    }

    /// Makes a call; the answer once its head is there, if the server did not refuse.
    async fn send(&self, call: &Call<'_>) -> Result<reqwest::Response, ServerError> {
        let request = self.request(call)?;
        let sent = self.http.execute(request).await;
        let response = sent.map_err(|error| {
            let url = self.url.as_str().to_owned();
            ServerError::Unreachable { url, detail: innermost(&error) }
        })?;
        if response.status().is_success() { Ok(response) } else { Err(self.refusal(response).await) }
    }

    /// The request, signed.
    fn request(&self, call: &Call<'_>) -> Result<reqwest::Request, ServerError> {
        // Whoever reads a legacy signature on the way can send another body with it.
        if call.body.is_some() && !self.dialect.covers_body() && self.url.is_open() {
            return Err(ServerError::OpenBody { url: self.url.as_str().to_owned() });
        }
        let mut url = self.url.below(&call.parts);
        // The documented dialect parts what it signs by it.
        if url.path().contains(';') {
            let path = url.path().replace(';', "%3B");
            url.set_path(&path);
        }
        for (name, value) in &call.query {
            url.query_pairs_mut().append_pair(name, value);
        }
        let target =
            url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let nonce = rng::array().map_err(|error| ServerError::Random(error.to_string()))?;
        let body = self.body(call, &nonce)?;
        let parts = Parts {
            timestamp: self.clock.now_secs(),
            nonce,
            method: call.method.as_str(),
            target: &target,
            host: &self.url.host(),
            content_sha256: sha256(body.as_ref().map_or(&b""[..], |(_, body)| body)),
            formation_id: call.formation_id,
            formation_version: call.formation_version,
        };
        let signed = sign(self.dialect, &parts, &self.key_id, &self.secret)?;
        let mut request = self.http.request(call.method.clone(), url).header(SDK.0, SDK.1);
        for (name, value) in signed.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("names of headers are ours");
            let mut value = HeaderValue::from_str(&value).expect("what is signed is plain ASCII");
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        request = request.header(ACCEPT, call.accept);
        if let Some((media_type, body)) = body {
            request = request.header(CONTENT_TYPE, media_type).body(body);
        }
        if let Some(patience) = call.patience {
            request = request.timeout(patience);
        }
        request.build().map_err(|error| self.broken(innermost(&error)))
    }

    /// What is sent, behind its sealed secrets if it has some.
    fn body(&self, call: &Call<'_>, nonce: &[u8; 16]) -> Result<Option<(&'static str, Bytes)>, ServerError> {
        let Some((secrets, (_, body))) = call.secrets.zip(call.body.as_ref()) else {
            return Ok(call.body.clone());
        };
        if self.dialect != Dialect::V2 {
            return Err(ServerError::Unsealed(self.dialect));
        }
        let to = Bound {
            key_id: &self.key_id,
            nonce,
            formation_id: call.formation_id,
            formation_version: call.formation_version,
        };
        let envelope = seal(&self.secret, &to, secrets)?;
        Ok(Some((MEDIA_TYPE, [&envelope[..], body].concat().into())))
    }

    fn broken(&self, detail: impl Into<String>) -> ServerError {
        ServerError::Broken { url: self.url.as_str().to_owned(), detail: detail.into() }
    }
}

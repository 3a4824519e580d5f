//! Where a server is.

use reqwest::Url;

use super::ProfileError;
use crate::support::text::{is_loopback, is_sealed};

/// The URL of a server: `http` or `https`, a host, perhaps a path in front of the server's own; nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUrl {
    url: Url,
    text: String,
}

impl ServerUrl {
    /// Reads it; a slash at its end is left out.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let bad = ProfileError::BadUrl;
        let url = Url::parse(text.trim()).map_err(|_| bad("is none"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("begins with neither http:// nor https://"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(bad("has no host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("holds a name or a password, which do not belong there"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("has a `?` or a `#`, which it cannot have"));
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    /// Without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of the path made of `parts` below it, each percent-encoded as one part.
    pub fn below(&self, parts: &[&str]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        url
    }

    /// What goes into `Host`: with the port unless it is the scheme's own.
    pub fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Whether the server is on this machine, by its address.
    pub fn is_here(&self) -> bool {
        is_loopback(self.url.host_str().unwrap_or_default().trim_matches(['[', ']']))
    }

    /// Whether what is sent can be read on the way: no TLS, and another machine.
    pub fn is_open(&self) -> bool {
        !is_sealed(self.url.scheme(), self.url.host_str().unwrap_or_default())
    }
}

impl std::fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

//! Attacks on the network of tools. All servers are on loopback: an address that stands for a public one is listed,
//! and whatever must not be reached is a listener that must see no connection.

mod addresses;
mod answers;
mod named;
mod old;
mod played;
mod real;
mod redirects;

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};

use super::client::Ask;
use super::reply::Reply;
use super::{Egress, EgressError, Endpoint, Limits, Login, Reach, Resolver, SystemResolver, headers};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// What signs in, in all of these tests.
const KEY: &str = "key-0123456789abcdef";

/// Bounds that a test can wait for.
fn short() -> Limits {
    Limits {
        connect: Duration::from_secs(1),
        head: Duration::from_secs(2),
        body: Duration::from_secs(1),
        message: 64 << 10,
        parts: 5000,
        stream: 256 << 10,
    }
}

fn egress_with(
    url: &str,
    allowed: &[&str],
    resolver: Arc<dyn Resolver>,
    headers: HeaderMap,
) -> Result<Egress, EgressError> {
    let reach = Reach::new(url, allowed.iter().copied())?;
    let redactor = Redactor::default();
    redactor.add("KEY", &KEY.into());
    Egress::with_resolver(Endpoint { url, headers, reach, limits: short(), redactor, oauth: None }, resolver)
}

/// A client for `url` with the addresses that its declaration lists.
fn egress(url: &str, allowed: &[&str]) -> Result<Egress, EgressError> {
    egress_with(url, allowed, Arc::new(SystemResolver), key())
}

fn key() -> HeaderMap {
    let key: SecretBytes = KEY.into();
    headers(Some(Login::Bearer(&key)), [("X-API-Key", &key)]).unwrap()
}

impl Egress {
    async fn ask(&self, method: Method, url: Url) -> Result<Reply, EgressError> {
        let mut private = HeaderMap::new();
        private.insert("mcp-session-id", "one".parse().unwrap());
        let body = (method == Method::POST).then(|| "{}".into());
        self.send(Ask { method, url, headers: HeaderMap::new(), private, body }).await
    }

    async fn get(&self) -> Result<Reply, EgressError> {
        self.ask(Method::GET, self.home().clone()).await
    }

    async fn post(&self) -> Result<Reply, EgressError> {
        self.ask(Method::POST, self.home().clone()).await
    }
}

fn refused<T>(result: Result<T, EgressError>) -> EgressError {
    result.err().expect("it was let through")
}

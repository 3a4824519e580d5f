//! Names to addresses, and the guard that stands between them and the connector.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::error::EgressError;
use super::reach::Reach;

/// More addresses of one name are not tried.
const MOST: usize = 32;

/// Who knows the addresses of names.
pub trait Resolver: Send + Sync {
    /// The addresses of `host` now.
    fn lookup(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The system's own resolver.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn lookup(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let host = host.to_owned();
        Box::pin(async move {
            Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
        })
    }
}

/// Gives the connector only addresses that were judged. It connects to one of exactly these, so that a name cannot
/// turn between the judgement and the connection; each new connection is judged anew.
pub(super) struct Guard {
    pub(super) reach: Arc<Reach>,
    pub(super) resolver: Arc<dyn Resolver>,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = Arc::clone(&self.reach);
        let host = name.as_str().to_ascii_lowercase();
        let lookup = self.resolver.lookup(&host);
        Box::pin(async move {
            let found = lookup
                .await
                .map_err(|error| EgressError::Unresolved { host: host.clone(), detail: error.to_string() })?;
            let judged = judged(&reach, &host, found)?;
            Ok(Box::new(judged.into_iter().map(|ip| SocketAddr::new(ip, 0))) as Addrs)
        })
    }
}

/// The addresses that may be connected; where there is none, why the first one may not.
pub(super) fn judged(reach: &Reach, host: &str, found: Vec<IpAddr>) -> Result<Vec<IpAddr>, EgressError> {
    let mut refused = None;
    let mut fine = Vec::new();
    for address in found.into_iter().take(MOST) {
        match reach.resolved(host, address) {
            Ok(()) => fine.push(address),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    if !fine.is_empty() {
        return Ok(fine);
    }
    let nothing =
        || EgressError::Unresolved { host: host.to_owned(), detail: "it has no address".to_owned() };
    Err(refused.unwrap_or_else(nothing))
}

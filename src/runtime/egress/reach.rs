//! What a tool may reach.

use std::net::IpAddr;

use reqwest::Url;

use super::class::{Class, is_metadata_name};
use super::error::EgressError;
use crate::runtime::http::Network;

/// What the tools of one server may reach: public addresses, what its declaration lists in `allowed_addresses`, and
/// this machine at the one host and port that its `endpoint` writes as such.
#[derive(Clone, Debug)]
pub struct Reach {
    allowed: Vec<Network>,
    here: Option<Here>,
}

/// A place on this machine that was written out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Here {
    host: String,
    port: u16,
}

/// The spellings that say "this machine" so that nobody can misread them.
const WRITTEN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Reach {
    /// The reach of a server at `endpoint` with the addresses and networks of its `allowed_addresses`.
    pub fn new<'a>(endpoint: &str, allowed: impl IntoIterator<Item = &'a str>) -> Result<Self, EgressError> {
        let url = address(endpoint)?;
        let allowed = allowed
            .into_iter()
            .map(|text| text.parse().map_err(|_| EgressError::BadNetwork { text: text.to_owned() }))
            .collect::<Result<_, _>>()?;
        let host = written_host(endpoint);
        let here = WRITTEN
            .iter()
            .find(|known| known.eq_ignore_ascii_case(host) && url.host_str() == Some(known))
            .zip(url.port_or_known_default())
            .map(|(host, port)| Here { host: (*host).to_owned(), port });
        Ok(Self { allowed, here })
    }

    /// Whether `url` may be asked at all. A name is judged later, by each address that it leads to.
    pub(super) fn check(&self, url: &Url) -> Result<(), EgressError> {
        let host = url.host_str().unwrap_or_default();
        if let Some(address) = literal(host) {
            let here = self
                .here
                .as_ref()
                .is_some_and(|h| h.host == host && Some(h.port) == url.port_or_known_default());
            return if here { Ok(()) } else { self.judge(host, address) };
        }
        let other_port = self
            .here
            .as_ref()
            .is_some_and(|here| here.host == host && Some(here.port) != url.port_or_known_default());
        // The resolver hears no port: a name that is this machine's at one port would be so at all of them.
        if other_port && self.judge(host, IpAddr::from([127, 0, 0, 1])).is_err() {
            let address = IpAddr::from([127, 0, 0, 1]);
            return Err(EgressError::Refused { host: host.to_owned(), address, class: Class::Loopback });
        }
        Ok(())
    }

    /// Whether `address` may be connected for `host`.
    pub(super) fn resolved(&self, host: &str, address: IpAddr) -> Result<(), EgressError> {
        let here = self.here.as_ref().is_some_and(|here| here.host == host);
        if here && Class::of(address) == Class::Loopback { Ok(()) } else { self.judge(host, address) }
    }

    fn judge(&self, host: &str, address: IpAddr) -> Result<(), EgressError> {
        let class = if is_metadata_name(host) { Class::Metadata } else { Class::of(address) };
        let listed = |network: &Network| {
            network.contains(address) && (network.is_single() || !class.wants_its_own_line())
        };
        if class == Class::Public || self.allowed.iter().any(listed) {
            return Ok(());
        }
        Err(EgressError::Refused { host: host.trim_matches(['[', ']']).to_owned(), address, class })
    }
}

/// The URL of an endpoint: HTTP or HTTPS, with a host.
pub(super) fn address(endpoint: &str) -> Result<Url, EgressError> {
    let bad = |why: &str| EgressError::BadEndpoint { endpoint: shown(endpoint), why: why.to_owned() };
    let url = Url::parse(endpoint).map_err(|error| bad(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("only http and https are spoken"));
    }
    if url.host_str().is_none_or(str::is_empty) || url.port() == Some(0) {
        return Err(bad("it names no host and port that could be connected"));
    }
    Ok(url)
}

/// The address that a host of a URL is, where it is one. URLs know all spellings (octal, hexadecimal, one number) and
/// write each address in one way.
pub(super) fn literal(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}

/// The host as it is written, before anything is made of it.
fn written_host(endpoint: &str) -> &str {
    let rest = endpoint.trim().split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.split_once(']') {
        Some((address, _)) => &host[..=address.len()],
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// An endpoint as errors show it: no login, no query.
fn shown(endpoint: &str) -> String {
    let whole = endpoint.split(['?', '#']).next().unwrap_or_default();
    match whole.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            format!("{scheme}://{host}{path}")
        }
        None => whole.to_owned(),
    }
}

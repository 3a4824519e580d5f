//! Under which names a server may be called: a page in a browser whose name was made to point at this machine must
//! not reach it (DNS rebinding).

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header, uri::Authority};
use axum::response::Response;

use super::refusal;
use crate::runtime::http::{Guard, Peer, Tls};
use crate::support::text::is_loopback;

/// The names under which a server may be called, besides those of this machine and its own address.
#[derive(Clone, Default)]
pub struct Hosts {
    names: Vec<String>,
    tls: Option<Tls>,
}

/// A request that was made under another name, or by a page of another one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::runtime) enum Refused {
    /// No `Host`, two of them, or none that can be read.
    #[error("the header Host names no host")]
    NoHost,
    /// Not one of ours.
    #[error("this server is not called {0}")]
    Host(String),
    /// Not one of ours.
    #[error("a page of {0} may not call this server")]
    Origin(String),
}

impl Hosts {
    /// What a listener with this guard is called.
    pub fn of(guard: &Guard) -> Self {
        let names = guard.names.iter().map(|name| name.trim_matches(['[', ']']).to_ascii_lowercase());
        Self { names: names.collect(), tls: guard.tls.clone() }
    }

    /// That a request may be answered: it was made under one of our names, and by no page of another place. Else the
    /// answer to it.
    pub fn admit(&self, request: &Request) -> Result<(), Box<Response>> {
        let checked = self.check(request.uri(), request.headers(), request.extensions().get::<Peer>());
        checked.map_err(|refused| Box::new(refusal(StatusCode::FORBIDDEN, &refused.to_string(), None)))
    }

    /// The same. `peer` is where it came from.
    pub(in crate::runtime) fn check(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<&Peer>,
    ) -> Result<(), Refused> {
        let host = host(uri, headers).ok_or(Refused::NoHost)?;
        if !self.knows(&host, peer) && !self.vouched(peer) {
            return Err(Refused::Host(host));
        }
        let mut origins = headers.get_all(header::ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => Ok(()),
            (Some(origin), None) => {
                let text = String::from_utf8_lossy(origin.as_bytes()).into_owned();
                let known = self.knows_origin(&text, peer, Some(&host).filter(|_| self.vouched(peer)));
                if known { Ok(()) } else { Err(Refused::Origin(text)) }
            }
            (Some(_), Some(_)) => Err(Refused::Origin("two places at once".to_owned())),
        }
    }

    /// `http://localhost:6274`; with another port than ours as well, which is how local tools are served.
    fn knows_origin(&self, origin: &str, peer: Option<&Peer>, same: Option<&String>) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        let Ok(authority) = authority.parse::<Authority>() else { return false };
        let host = bare(authority.host());
        matches!(scheme, "http" | "https") && (self.knows(&host, peer) || same == Some(&host))
    }

    fn knows(&self, host: &str, peer: Option<&Peer>) -> bool {
        let own = || {
            let called = peer.and_then(|peer| peer.called)?.ip().to_canonical();
            Some(host.parse::<IpAddr>().ok()?.to_canonical() == called)
        };
        is_loopback(host)
            || self.names.iter().any(|name| name == host)
            || own().unwrap_or(false)
            || self.tls.as_ref().is_some_and(|tls| tls.is_for(host))
    }

    /// A declared proxy on another machine vouches for the names that it passes on, where none are declared. One on
    /// this machine cannot be told from a browser.
    fn vouched(&self, peer: Option<&Peer>) -> bool {
        let elsewhere =
            peer.is_some_and(|peer| peer.proxied && !peer.address.ip().to_canonical().is_loopback());
        elsewhere && self.names.is_empty()
    }
}

/// The host that a request names, in lower case, without port and brackets.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let mut named = headers.get_all(header::HOST).iter();
    match (named.next(), named.next()) {
        (Some(host), None) => host.to_str().ok()?.parse::<Authority>().ok().map(|host| bare(host.host())),
        // HTTP/2 says it in the address.
        (None, _) => uri.authority().map(|authority| bare(authority.host())),
        (Some(_), Some(_)) => None,
    }
}

fn bare(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hosts: &Hosts, peer: Option<&Peer>, host: &str, origin: Option<&str>) -> Result<(), Refused> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        hosts.check(&Uri::from_static("/mcp"), &headers, peer)
    }

    fn peer(address: &str, proxied: bool) -> Peer {
        let called = Some("192.0.2.1:8271".parse().unwrap());
        Peer { address: address.parse().unwrap(), proxied, called, tls: false }
    }

    #[test]
    fn names_of_this_machine_and_its_own_address_are_known_and_others_are_not() {
        let (hosts, here) = (Hosts::default(), peer("127.0.0.1:9", false));
        for host in
            ["localhost", "LOCALHOST:8271", "127.0.0.1:1", "[::1]:8271", "192.0.2.1:8271", "localhost."]
        {
            assert_eq!(check(&hosts, Some(&here), host, None), Ok(()), "{host}");
        }
        for host in
            ["evil.example", "evil.example:8271", "192.0.2.2", "localhost.evil.example", "127.0.0.1.nip.io"]
        {
            assert!(check(&hosts, Some(&here), host, None).is_err(), "{host}");
        }
        assert_eq!(hosts.check(&Uri::from_static("/mcp"), &HeaderMap::new(), None), Err(Refused::NoHost));
    }

    #[test]
    fn a_page_of_another_place_is_refused_though_the_host_is_ours() {
        let (hosts, here) = (Hosts::default(), peer("127.0.0.1:9", false));
        for origin in ["http://localhost:6274", "https://127.0.0.1", "http://[::1]:1"] {
            assert_eq!(check(&hosts, Some(&here), "localhost", Some(origin)), Ok(()), "{origin}");
        }
        for origin in ["http://evil.example", "null", "file://localhost", "http://localhost.evil.example", ""]
        {
            assert!(check(&hosts, Some(&here), "localhost", Some(origin)).is_err(), "{origin}");
        }
    }

    #[test]
    fn a_declared_name_is_known_and_a_proxy_elsewhere_vouches_where_none_is_declared() {
        let declared = Hosts { names: vec!["muxi.example".to_owned()], tls: None };
        let (near, far) = (peer("127.0.0.1:9", true), peer("10.0.0.7:9", true));
        let page = Some("https://muxi.example");
        assert_eq!(check(&declared, Some(&near), "muxi.example", page), Ok(()));
        assert_eq!(check(&declared, Some(&far), "muxi.example", page), Ok(()));
        assert!(check(&declared, Some(&far), "other.example", None).is_err());
        let open = Hosts::default();
        assert_eq!(check(&open, Some(&far), "muxi.example", page), Ok(()));
        assert!(check(&open, Some(&far), "muxi.example", Some("https://evil.example")).is_err());
        assert!(check(&open, Some(&near), "muxi.example", None).is_err());
        assert!(check(&open, Some(&peer("10.0.0.7:9", false)), "muxi.example", None).is_err());
    }
}

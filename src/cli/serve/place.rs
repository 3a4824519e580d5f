//! Where to listen: on loopback, unless the person at the command line says otherwise.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use clap::Args;

use super::super::context::Context;
use crate::config::Var;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure};
use crate::runtime::http::{Guard, Network, Tls};
use crate::support::text::is_loopback;

/// The Formation API's port.
const PORT: u16 = 8271;

/// Where to listen
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The port; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address, HOST[:PORT] [env: MUXI_LISTEN]
    #[arg(long, value_name = "HOST[:PORT]")]
    listen: Option<String>,
    /// The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may
    /// connect. Needed to listen beyond loopback
    #[arg(long, value_name = "ADDRESSES", value_delimiter = ',')]
    behind_proxy: Vec<Network>,
    /// The names under which clients reach it (separated by commas), where a proxy in front passes them on; MCP clients
    /// may use these, those of the certificate and of this machine
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = host_name)]
    public_host: Vec<String>,
    /// The certificate chain for TLS, in PEM form
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM form, readable by its owner only
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl Place {
    /// What stands between the network and the API.
    pub(super) fn guard(&self, context: &Context) -> Result<Guard, Failure> {
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => {
                Some(Tls::load(&context.env.absolute(cert), &context.env.absolute(key), &context.redactor))
            }
            _ => None,
        };
        let tls = tls.transpose().map_err(|e| {
            Failure::failed("tls", &e).hint(
                "--tls-cert takes the chain and --tls-key its key, both in PEM form; the key's mode is 0600",
            )
        })?;
        Ok(Guard { tls, proxies: self.behind_proxy.clone(), names: self.public_host.clone() })
    }

    /// The private key of the certificate.
    pub(super) fn tls_key(&self, context: &Context) -> Option<PathBuf> {
        self.tls_key.as_ref().map(|key| context.env.absolute(key))
    }

    /// The address to listen on. A formation alone cannot open the machine to the network, and
    /// neither can `--listen` without TLS or a declared proxy: then it is loopback, and that is said.
    pub(super) fn resolve(
        &self,
        context: &mut Context,
        formation: &Formation,
        guard: &Guard,
    ) -> Result<SocketAddr, Failure> {
        let wanted = self.wanted(context, formation)?;
        if wanted.ip().is_loopback() || guard.opens_network() {
            return Ok(wanted);
        }
        context.out.warn(&format!(
            "not listening on {}: beyond loopback the API keys would travel in the clear; give --tls-cert and --tls-key, or name the proxies that end TLS with --behind-proxy",
            wanted.ip()
        ));
        Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), wanted.port()))
    }

    fn wanted(&self, context: &mut Context, formation: &Formation) -> Result<SocketAddr, Failure> {
        let port = self.port.or(formation.server.port);
        let listen = self.listen.as_deref().or_else(|| context.env.text(Var::Listen));
        if let Some(listen) = listen {
            let mut address = parse(listen, port.unwrap_or(PORT))?;
            // A port of its own option counts more than the one in the address.
            if let Some(port) = self.port {
                address.set_port(port);
            }
            return Ok(address);
        }
        let port = port.unwrap_or(PORT);
        let host = formation.server.host.as_ref().map(|host| host.raw.clone());
        if let Some(host) = host.filter(|host| !is_loopback(host)) {
            context.out.warn(&format!(
                "server.host is {host}, but only loopback is listened on; `--listen {host}` with --tls-cert and --tls-key, or with --behind-proxy, opens it"
            ));
        }
        Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port))
    }
}

/// The name or address of a host, without a scheme and a port.
fn host_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let is_name = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    if is_name || bare.parse::<IpAddr>().is_ok() {
        Ok(text.to_owned())
    } else {
        Err("write a name such as muxi.example, without https:// and without a port".to_owned())
    }
}

/// `HOST`, `HOST:PORT`, `[V6]:PORT`, `:PORT`.
pub(in crate::cli) fn parse(listen: &str, default_port: u16) -> Result<SocketAddr, Failure> {
    let bad = || {
        Failure::usage(format!("{listen} is not an address to listen on"))
            .hint("write it as HOST or HOST:PORT")
    };
    if let Ok(address) = listen.parse::<SocketAddr>() {
        return Ok(address);
    }
    if let Ok(ip) = listen.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, default_port));
    }
    let (host, port) = match listen.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| bad())?),
        None => (listen, default_port),
    };
    let host = if host.is_empty() { "127.0.0.1" } else { host };
    (host, port).to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(bad)
}

/// The port cannot be had.
pub(in crate::cli) fn bind_failure(address: SocketAddr, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AddrInUse {
        return Failure::new(
            ExitCode::Failed,
            "port_in_use",
            format!("another program listens on {address} already"),
        )
        .hint("choose another port with --port PORT (0 takes a free one)");
    }
    Failure::new(ExitCode::Failed, "cannot_listen", format!("cannot listen on {address}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_with_and_without_a_port() {
        for (text, address) in [
            ("127.0.0.1", "127.0.0.1:8271"),
            ("127.0.0.1:9", "127.0.0.1:9"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:80", "[::1]:80"),
            ("::1", "[::1]:8271"),
            (":80", "127.0.0.1:80"),
        ] {
            assert_eq!(parse(text, PORT).unwrap().to_string(), address, "{text}");
        }
        assert!(parse("127.0.0.1:http", PORT).is_err());
    }

    #[test]
    fn a_public_host_is_a_name_alone() {
        for good in ["muxi.example", "localhost", "10.0.0.1", "[fd00::1]", "fd00::1", " a "] {
            assert!(host_name(good).is_ok(), "{good:?}");
        }
        for bad in ["", "https://muxi.example", "muxi.example:443", "muxi.example/mcp", "*"] {
            assert!(host_name(bad).is_err(), "{bad:?}");
        }
    }
}

//! Where the server listens: on loopback, unless there is TLS or a declared proxy.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::cli::serve::parse_address;
use crate::output::Failure;
use crate::runtime::http::{Guard, Network, Tls};
use crate::server::config::Config;

/// Where to listen; each of it counts more than what the configuration says
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// The port; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address, HOST[:PORT]
    #[arg(long = "listen", value_name = "HOST[:PORT]")]
    address: Option<String>,
    /// The proxies in front that end TLS (addresses or networks, separated by commas): only they and this machine may
    /// connect. Needed to listen beyond loopback without TLS
    #[arg(long, value_name = "ADDRESSES", value_delimiter = ',')]
    behind_proxy: Vec<Network>,
    /// The certificate chain for TLS, in PEM form; read again when it changes, and on HUP
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM form, readable by its owner only
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The certificates, in PEM form, of those that sign clients' certificates: connections without one are refused
    #[arg(long, value_name = "FILE")]
    client_ca: Option<PathBuf>,
}

impl Listen {
    /// The files of TLS, if there is any: certificate and key.
    fn tls_files(&self, context: &Context, config: &Config, dir: &Path) -> Option<(PathBuf, PathBuf)> {
        if let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) {
            return Some((context.env.absolute(cert), context.env.absolute(key)));
        }
        config.tls.as_ref().map(|(cert, key)| (dir.join(cert), dir.join(key)))
    }

    /// What stands between the network and the server. `dir` is where the configuration is.
    pub(super) fn guard(&self, context: &Context, config: &Config, dir: &Path) -> Result<Guard, Failure> {
        let ca = self.client_ca.as_ref().map(|ca| context.env.absolute(ca));
        let ca = ca.or_else(|| config.client_ca.as_ref().map(|ca| dir.join(ca)));
        let files = self.tls_files(context, config, dir);
        if ca.is_some() && files.is_none() {
            return Err(Failure::usage("--client-ca needs TLS").hint("give --tls-cert and --tls-key"));
        }
        let tls =
            files.map(|(cert, key)| Tls::load_for(&cert, &key, ca.as_deref(), &context.redactor)).transpose();
        let tls = tls.map_err(|e| {
            Failure::failed("tls", &e)
                .hint("the files are PEM; the key's mode is 0600 and it belongs to the certificate")
        })?;
        let mut proxies = self.behind_proxy.clone();
        if proxies.is_empty() {
            for text in &config.behind_proxy {
                let network =
                    text.parse::<Network>().map_err(|e| Failure::failed("server_config_invalid", &e));
                proxies.push(network?);
            }
        }
        Ok(Guard { tls, proxies, names: config.public_host.clone() })
    }

    /// The address. Beyond loopback only where that is safe: else it is loopback, and that is said.
    pub(super) fn address(
        &self,
        context: &Context,
        config: &Config,
        guard: &Guard,
    ) -> Result<SocketAddr, Failure> {
        let port = self.port.unwrap_or(config.port);
        let mut wanted = match &self.address {
            Some(text) => parse_address(text, port)?,
            None => SocketAddr::new(config.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), port),
        };
        if let Some(port) = self.port {
            wanted.set_port(port);
        }
        if wanted.ip().is_loopback() || guard.opens_network() {
            return Ok(wanted);
        }
        context.out.warn(&format!(
            "not listening on {}: beyond loopback what is sent could be read and changed on the way; give --tls-cert and --tls-key, or name the proxies that end TLS with --behind-proxy",
            wanted.ip()
        ));
        Ok(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), wanted.port()))
    }
}

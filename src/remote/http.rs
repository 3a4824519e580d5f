//! What all clients of this room have in common.

use std::time::Duration;

/// How long a server may take to accept a connection.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client for what is at `base`: no redirects are followed, and for plain HTTP no roots of TLS are read.
pub(super) fn builder(base: &str) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("muxi/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none());
    if base.starts_with("http:") { builder.tls_certs_only([]).no_proxy() } else { builder }
}

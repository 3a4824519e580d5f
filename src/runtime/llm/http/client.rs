//! The HTTP clients that all providers share.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::support::text::is_loopback;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The HTTP clients that all providers share: connections are kept, TLS roots are read once and
/// only when the first request leaves this machine.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<Clients>);

#[derive(Default)]
struct Clients {
    remote: OnceLock<reqwest::Client>,
    local: OnceLock<reqwest::Client>,
}

impl HttpClient {
    /// The client for `url`: one for this machine, one for all others.
    pub(in crate::runtime) fn get(&self, url: &str) -> Result<&reqwest::Client, reqwest::Error> {
        let local = on_loopback(url);
        let cell = if local { &self.0.local } else { &self.0.remote };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let builder = reqwest::Client::builder()
            .user_agent(concat!("muxi/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_nodelay(true)
            // A redirect would carry the key to another host.
            .redirect(reqwest::redirect::Policy::none());
        let builder = if local { without_what_only_networks_need(builder) } else { builder };
        let client = builder.build()?;
        Ok(cell.get_or_init(|| client))
    }
}

/// A model on this machine needs neither a proxy nor the system's certificates, and no copy of each request in case a
/// server of HTTP/2 sends it back.
fn without_what_only_networks_need(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.no_proxy().tls_certs_only([]).retry(reqwest::retry::never().max_retries_per_request(0))
}

/// A URL as it may be shown: a name and password in it are for the server only.
pub fn without_login(url: &str) -> String {
    let Ok(mut shown) = reqwest::Url::parse(url) else { return "a base URL that cannot be read".to_owned() };
    if shown.username().is_empty() && shown.password().is_none() && shown.query().is_none() {
        return url.to_owned();
    }
    // What cannot have a login has none to hide.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.to_string()
}

/// Whether `url` is plain HTTP to this machine.
fn on_loopback(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    url.scheme() == "http" && is_loopback(host)
}

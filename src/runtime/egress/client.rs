//! One server's HTTP client: it reaches what its [`Reach`] says and nothing else.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, HeaderMap, HeaderValue, LOCATION, WWW_AUTHENTICATE,
};
use reqwest::{Method, StatusCode, Url};
use tokio::time::timeout;

use super::error::EgressError;
use super::headers::take_login;
use super::limits::Limits;
use super::oauth::{Challenge, OAuth};
use super::reach::{Reach, address};
use super::redirect;
use super::reply::{Reply, said};
use super::resolve::{Guard, Resolver, SystemResolver};
use crate::support::redact::Redactor;
use crate::support::text::{innermost, is_sealed};

/// How often one message is sent with another token each time.
const TRIES: usize = 3;

/// One server that tools ask over HTTP. Clones are handles to the same one, with the same connections. No two
/// servers share connections: what one may reach, another may not.
#[derive(Clone)]
pub struct Egress(Arc<Inner>);

struct Inner {
    home: Url,
    headers: HeaderMap,
    reach: Arc<Reach>,
    resolver: Arc<dyn Resolver>,
    limits: Limits,
    redactor: Redactor,
    fault: Mutex<Option<EgressError>>,
    oauth: Option<OAuth>,
    plain: OnceLock<reqwest::Client>,
    encrypted: OnceLock<reqwest::Client>,
}

/// A server as its declaration has it.
pub struct Endpoint<'a> {
    /// Where it is.
    pub url: &'a str,
    /// What goes with each request to it, and to no other origin; see [`super::headers()`].
    pub headers: HeaderMap,
    /// What may be reached.
    pub reach: Reach,
    /// How long, how much.
    pub limits: Limits,
    /// Live secret values, which a server may say back.
    pub redactor: Redactor,
    /// What signs requests to it in where that are tokens; they win over a header of the same name.
    pub oauth: Option<OAuth>,
}

/// One request.
#[derive(Clone)]
pub(super) struct Ask {
    pub(super) method: Method,
    pub(super) url: Url,
    /// What may be told to whoever a redirect leads to.
    pub(super) headers: HeaderMap,
    /// What only the server's own origin hears, besides the headers of its declaration.
    pub(super) private: HeaderMap,
    pub(super) body: Option<Bytes>,
}

impl Egress {
    /// A client for one server, which asks the system for addresses. Nothing is sent yet.
    pub fn new(endpoint: Endpoint<'_>) -> Result<Self, EgressError> {
        Self::with_resolver(endpoint, Arc::new(SystemResolver))
    }

    /// The same with another resolver.
    pub fn with_resolver(endpoint: Endpoint<'_>, resolver: Arc<dyn Resolver>) -> Result<Self, EgressError> {
        let Endpoint { url, mut headers, reach, limits, redactor, oauth } = endpoint;
        let mut home = address(url)?;
        home.set_fragment(None);
        if let Some(login) = take_login(&mut home)? {
            headers.entry(AUTHORIZATION).or_insert(login);
        }
        reach.check(&home)?;
        let reach = Arc::new(reach);
        Ok(Self(Arc::new(Inner {
            home,
            headers,
            reach,
            resolver,
            limits,
            redactor,
            fault: Mutex::default(),
            oauth,
            plain: OnceLock::new(),
            encrypted: OnceLock::new(),
        })))
    }

    /// Where the server is, without a login.
    pub fn url(&self) -> &str {
        self.0.home.as_str()
    }

    /// Its host and port, as errors name it.
    pub fn host(&self) -> String {
        host_of(&self.0.home)
    }

    /// How the last stream broke that did; taken, so that it is told once. The SDK ends the requests of a stream
    /// without saying why.
    pub fn take_fault(&self) -> Option<EgressError> {
        self.0.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn keep_fault(&self, error: EgressError) {
        *self.0.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    pub(super) fn home(&self) -> &Url {
        &self.0.home
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Sends, signed in, and follows redirects that keep the message, each judged anew.
    pub(super) async fn send(&self, ask: Ask) -> Result<Reply, EgressError> {
        let Some(oauth) = &self.0.oauth else { return self.follow(ask, redirect::MOST).await };
        let mut held = oauth.bearer().await?;
        for left in (0..TRIES).rev() {
            let mut signed = ask.clone();
            signed.private.insert(AUTHORIZATION, held.header.clone());
            let reply = self.follow(signed, redirect::MOST).await?;
            // Whoever else answers knows nothing of the token.
            let at_home = reply.url().origin() == self.0.home.origin();
            let challenge = || Challenge::of(reply.headers().get_all(WWW_AUTHENTICATE));
            held = match reply.status() {
                StatusCode::UNAUTHORIZED if at_home => {
                    reply.drain().await;
                    oauth.instead(held).await?
                }
                StatusCode::FORBIDDEN if at_home && left > 0 && challenge().wants_more() => {
                    let challenge = challenge();
                    reply.drain().await;
                    oauth.with_more(held, challenge).await?
                }
                _ => return Ok(reply),
            };
        }
        Err(EgressError::SignIn {
            host: self.host(),
            why: "takes none of the tokens given for it".to_owned(),
        })
    }

    /// Sends without tokens, and follows as [`Egress::send`] does.
    pub(super) async fn send_plain(&self, ask: Ask) -> Result<Reply, EgressError> {
        self.follow(ask, redirect::MOST).await
    }

    /// The same, and follows nothing.
    pub(super) async fn send_once(&self, ask: Ask) -> Result<Reply, EgressError> {
        self.follow(ask, 0).await
    }

    /// Asks the server itself for its document, over HTTPS or on this machine, and follows nothing: the status and the body.
    pub(in crate::runtime) async fn get_trusted(&self) -> Result<(u16, Vec<u8>), EgressError> {
        let url = self.home().clone();
        if !is_sealed(url.scheme(), url.host_str().unwrap_or_default()) {
            let why = "is not encrypted with https".to_owned();
            return Err(EgressError::SignIn { host: self.host(), why });
        }
        let (method, mut headers, private) = (Method::GET, HeaderMap::new(), HeaderMap::new());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let reply = self.send_once(Ask { method, url, headers, private, body: None }).await?;
        let status = reply.status().as_u16();
        if reply.status().is_success() {
            return Ok((status, reply.message().await?));
        }
        reply.drain().await;
        Ok((status, Vec::new()))
    }

    async fn follow(&self, ask: Ask, most: usize) -> Result<Reply, EgressError> {
        let Ask { method, mut url, headers, private, body } = ask;
        let mut at_home = true;
        for hops in redirect::MOST - most.. {
            self.0.reach.check(&url)?;
            // Once away, always away: who was sent to may send back to any path of the server's.
            at_home = at_home && url.origin() == self.0.home.origin();
            let mut request =
                self.client(&url).await?.request(method.clone(), url.clone()).headers(headers.clone());
            request = request.header(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            if at_home {
                request = request.headers(self.0.headers.clone()).headers(private.clone());
            }
            if let Some(body) = &body {
                request = request.body(body.clone());
            }
            let response = timeout(self.0.limits.head, request.send())
                .await
                .map_err(|_| EgressError::late(host_of(&url), "answer", self.0.limits.head))?
                .map_err(|error| self.failed(&url, &error))?;
            if !redirect::is_redirect(response.status()) {
                return Ok(Reply::new(response, url, self.0.limits, self.0.redactor.clone()));
            }
            let location = response.headers().get(LOCATION).map(HeaderValue::as_bytes);
            url =
                redirect::target(&method, response.status(), &url, location, hops).map_err(|(to, why)| {
                    let why = if most == 0 { "what was sent is for nobody else" } else { why };
                    EgressError::Redirect { host: host_of(&url), to: self.said(&to), why }
                })?;
        }
        unreachable!("redirects are counted")
    }

    /// Words that come from outside, as an error may hold them.
    pub(super) fn said(&self, words: &str) -> String {
        said(&self.0.redactor, words.as_bytes())
    }

    fn failed(&self, url: &Url, error: &reqwest::Error) -> EgressError {
        let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
        while let Some(this) = cause {
            if let Some(own) = this.downcast_ref::<EgressError>() {
                return own.clone();
            }
            cause = this.source();
        }
        if error.is_timeout() {
            return EgressError::late(host_of(url), "connect", self.0.limits.connect);
        }
        let detail = self.said(&innermost(error));
        EgressError::Unreachable { host: host_of(url), detail }
    }

    /// The client for `url`, made at its first use. One without encryption reads no roots, which takes milliseconds
    /// and memory; one with it reads them where nobody waits for a turn.
    async fn client(&self, url: &Url) -> Result<&reqwest::Client, EgressError> {
        let plain = url.scheme() == "http";
        let cell = if plain { &self.0.plain } else { &self.0.encrypted };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let builder = self.builder();
        let built = if plain {
            let never = reqwest::retry::never().max_retries_per_request(0);
            builder.tls_certs_only([]).retry(never).build()
        } else {
            let built = tokio::task::spawn_blocking(|| builder.build()).await;
            built
                .map_err(|error| EgressError::Unreachable { host: host_of(url), detail: error.to_string() })?
        };
        let client = built.map_err(|error| self.failed(url, &error))?;
        Ok(cell.get_or_init(|| client))
    }

    fn builder(&self) -> reqwest::ClientBuilder {
        let guard = Guard { reach: Arc::clone(&self.0.reach), resolver: Arc::clone(&self.0.resolver) };
        reqwest::Client::builder()
            .user_agent(concat!("muxi/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.0.limits.connect)
            .tcp_nodelay(true)
            // A proxy would hide the address, and a redirect of the client's own is judged by nobody.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(guard)
    }
}

/// Host and port of a URL; the port only where it is not the scheme's own.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

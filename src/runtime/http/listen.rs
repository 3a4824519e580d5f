//! Accepting connections: no delay for small packets, slow handshakes and heads cut off, a graceful end.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use futures_util::FutureExt as _;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use super::auth::Peer;
use super::network::Network;
use super::tls::Tls;
use crate::runtime::stop::Stop;

/// A client has so long to send its request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// A client has so long for its TLS handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// The wait after an accept that failed, for example for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// An open port.
pub struct Listener {
    tcp: TcpListener,
    address: SocketAddr,
    guard: Guard,
    on_garbled: Option<OnGarbled>,
}

/// What came over a connection and is no request, so that no route hears of it. The connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Garbled {
    /// No handshake of TLS, or without the certificate that is asked for.
    Handshake,
    /// No message of HTTP, or one that could be read in two ways.
    Message,
}

/// Hears of it, and from where it came.
pub type OnGarbled = Arc<dyn Fn(SocketAddr, Garbled) + Send + Sync>;

/// What stands between the network and the API.
#[derive(Clone, Default)]
pub struct Guard {
    /// TLS of our own.
    pub tls: Option<Tls>,
    /// Without TLS: who may connect besides this machine, namely the proxies that end TLS.
    pub proxies: Vec<Network>,
    /// The names under which clients reach it, as `https://NAME/`; those of this machine are known.
    pub names: Vec<String>,
}

impl Guard {
    /// Whether it is safe to listen beyond loopback.
    pub fn opens_network(&self) -> bool {
        self.tls.is_some() || !self.proxies.is_empty()
    }

    fn is_proxy(&self, peer: SocketAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(peer.ip()))
    }

    /// A caller whose address is the one it called is on this machine.
    fn admits(&self, peer: SocketAddr, called: Option<SocketAddr>) -> bool {
        let ip = peer.ip().to_canonical();
        self.tls.is_some()
            || ip.is_loopback()
            || called.is_some_and(|called| called.ip().to_canonical() == ip)
            || self.is_proxy(peer)
    }
}

impl Listener {
    /// Opens `address`; port 0 takes a free one.
    pub async fn bind(address: SocketAddr, guard: Guard) -> io::Result<Self> {
        let tcp = TcpListener::bind(address).await?;
        let address = tcp.local_addr()?;
        Ok(Self { tcp, address, guard, on_garbled: None })
    }

    /// The same; `on_garbled` hears of what is no request.
    #[must_use]
    pub fn telling(self, on_garbled: OnGarbled) -> Self {
        Self { on_garbled: Some(on_garbled), ..self }
    }

    /// The base URL, with the port that was taken.
    pub fn url(&self) -> String {
        self.url_at(self.address)
    }

    /// The base URL for callers on this machine.
    pub fn local_url(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        self.url_at(SocketAddr::new(ip, self.address.port()))
    }

    fn url_at(&self, address: SocketAddr) -> String {
        let scheme = if self.guard.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{address}")
    }
}

/// Serves until `stop` drains, then waits for the requests under way to end (which
/// [`Stop::cancel`] hastens).
pub async fn serve(listener: Listener, router: Router, stop: &Stop) {
    let connections = GracefulShutdown::new();
    let Listener { tcp, guard, on_garbled, .. } = listener;
    loop {
        let accepted = tokio::select! {
            accepted = tcp.accept() => accepted,
            () = stop.draining() => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let called = stream.local_addr().ok();
        if guard.admits(peer, called) {
            let (proxied, tls) = (guard.is_proxy(peer), guard.tls.is_some());
            let peer = Peer { address: peer, proxied, called, tls };
            let (router, watcher) = (router.clone(), connections.watcher());
            let connection = Connection { peer, router, watcher, on_garbled: on_garbled.clone() };
            connection.spawn(stream, guard.tls.clone());
        }
    }
    drop(tcp);
    // A client that neither reads nor writes must not hold up the end.
    tokio::select! {
        () = connections.shutdown() => {}
        () = stop.told() => {}
    }
}

struct Connection {
    peer: Peer,
    router: Router,
    watcher: Watcher,
    on_garbled: Option<OnGarbled>,
}

impl Connection {
    /// In a task of its own, one kind for each way: that of a plain connection, of which many may wait, has no room
    /// for a handshake and HTTP/2.
    fn spawn(self, stream: TcpStream, tls: Option<Tls>) {
        // Without it each small event would wait for the last one's acknowledgement. A failure only costs time.
        drop(stream.set_nodelay(true));
        match tls {
            Some(tls) => tokio::spawn(self.shake_hands(stream, tls)),
            // The wait for a protocol to show has no limit; without TLS there is only one.
            None => tokio::spawn(self.http1(stream)),
        };
    }

    async fn shake_hands(self, stream: TcpStream, tls: Tls) {
        let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.acceptor().accept(stream)).await;
        let Ok(Ok(stream)) = handshake else {
            return self.tell(Garbled::Handshake);
        };
        if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
            self.http2(stream).await;
        } else {
            self.http1(stream).await;
        }
    }

    fn http1(self, stream: impl Stream) -> impl Future<Output = ()> + Send {
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
        let service = service(self.router, self.peer);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let (on_garbled, peer) = (self.on_garbled, self.peer.address);
        // An async block would have room for the connection twice. One that breaks off concerns nobody but its client.
        self.watcher.watch(connection).map(move |ended| {
            if let (Err(error), Some(hear)) = (ended, on_garbled)
                && error.is_parse()
            {
                hear(peer, Garbled::Message);
            }
        })
    }

    fn http2(self, stream: impl Stream) -> impl Future<Output = ()> + Send {
        let service = service(self.router, self.peer);
        let builder = http2::Builder::new(TokioExecutor::new());
        self.watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).map(drop)
    }

    fn tell(&self, what: Garbled) {
        if let Some(hear) = &self.on_garbled {
            hear(self.peer.address, what);
        }
    }
}

/// What bytes come from and go to.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for S {}

type Incoming = hyper::Request<hyper::body::Incoming>;

/// The API for one connection, which knows who calls.
fn service(
    router: Router,
    peer: Peer,
) -> TowerToHyperService<
    impl tower::Service<Incoming, Response = Response, Error = Infallible, Future: Send> + Clone + Send,
> {
    TowerToHyperService::new(router.map_request(move |mut request: Incoming| {
        request.extensions_mut().insert(peer);
        request
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_that_waits_is_small() {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let stream = TcpStream::connect(tcp.local_addr().unwrap()).await.unwrap();
        let peer = Peer { address: stream.peer_addr().unwrap(), proxied: false, called: None, tls: false };
        let watcher = GracefulShutdown::new().watcher();
        let running = Connection { peer, router: Router::new(), watcher, on_garbled: None }.http1(stream);
        assert!(size_of_val(&running) <= 3 << 10, "{}", size_of_val(&running));
    }
}

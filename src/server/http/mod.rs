//! What is answered over HTTP: the routes of the deployed server, and the way to formations.

mod answer;
mod body;
mod change;
mod cors;
mod deploy;
mod dev;
mod download;
mod draft;
mod events;
mod follow;
mod info;
mod look;
mod record;
mod route;
mod rpc;
mod zip;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::audit::Recorder;
use crate::runtime::http::Peer;
use crate::server::auth::Gate;
use crate::server::fleet::Fleet;
use crate::server::proxy::{Origin, forward, refusal};
use crate::support::clock::Clock;

pub use record::on_garbled;

use answer::{Refused, plain};
use cors::Cors;

/// So many bodies of signed requests may come at once.
const UPLOADS: usize = 16;
/// So many may come of requests that are judged only when all of their body is there.
const UNVERIFIED: usize = 4;

/// What a server answers with.
pub struct Setup {
    /// The formations.
    pub fleet: Fleet,
    /// Who may call.
    pub gate: Gate,
    /// Who records.
    pub recorder: Recorder,
    /// Its name.
    pub id: String,
    /// The origins whose pages may call formations.
    pub cors: Vec<String>,
    /// A body may stand still for so long.
    pub body_timeout: Duration,
    /// The time.
    pub clock: Clock,
}

/// What every answer is made with.
struct Server {
    fleet: Fleet,
    gate: Gate,
    recorder: Recorder,
    id: String,
    cors: Cors,
    body_timeout: Duration,
    clock: Clock,
    began: u64,
    uploads: Arc<Semaphore>,
    unverified: Arc<Semaphore>,
}

/// All that a server answers.
pub fn router(setup: Setup) -> Router {
    let Setup { fleet, gate, recorder, id, cors, body_timeout, clock } = setup;
    let server = Server {
        fleet,
        gate,
        recorder,
        id,
        cors: Cors::new(cors),
        body_timeout,
        began: clock.now_secs(),
        clock,
        uploads: Arc::new(Semaphore::new(UPLOADS)),
        unverified: Arc::new(Semaphore::new(UNVERIFIED)),
    };
    Router::new().fallback(respond).with_state(Arc::new(server))
}

async fn respond(State(server): State<Arc<Server>>, request: Request) -> Response {
    if names_two_hosts(&request) {
        let refused = Refused::bad("two_hosts", "the request names more than one host");
        // Without the query: it may be meant for a formation, whose secrets are not known here.
        server.refused(&refused, &record::shown(request.method(), request.uri().path()));
        return refused.response();
    }
    let path = request.uri().path();
    let below =
        |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if below("/rpc") {
        return rpc::respond(server, request).await;
    }
    let open = ["/api", "/draft", "/mcp"].into_iter().any(below);
    let origin = request.headers().get(header::ORIGIN).cloned();
    if open && let Some(preflight) = server.cors.preflight(&request) {
        return preflight;
    }
    let mut response = if open { proxied(&server, request).await } else { public(&request) };
    server.cors.allow(origin.as_ref(), response.headers_mut());
    response
}

/// Whoever stands between may have gone by the other one.
fn names_two_hosts(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next();
    let named = request.uri().authority().map(|authority| authority.as_str().as_bytes());
    let differs =
        |host: &HeaderValue| named.is_some_and(|named| !named.eq_ignore_ascii_case(host.as_bytes()));
    hosts.next().is_some() || host.is_some_and(differs)
}

/// What anybody may ask.
fn public(request: &Request) -> Response {
    let known = matches!(request.uri().path(), "/health" | "/ping" | "/docs");
    if known && !matches!(*request.method(), Method::GET | Method::HEAD) {
        return answer::not_allowed("GET, HEAD");
    }
    match request.uri().path() {
        "/health" => {
            let health = json!({"success": true, "status": "ok", "version": env!("CARGO_PKG_VERSION")});
            plain(StatusCode::OK, &health)
        }
        "/ping" => "pong".into_response(),
        "/docs" => info::DOCS.into_response(),
        _ => refusal(StatusCode::NOT_FOUND, "there is nothing at this path"),
    }
}

async fn proxied(server: &Server, request: Request) -> Response {
    let origin = origin(&request);
    forward(&server.fleet, request, &origin).await
}

/// From whom a request came: a declared proxy says whose it is, and nobody else is believed.
fn origin(request: &Request<Body>) -> Origin {
    let peer = request.extensions().get::<Peer>().copied();
    let client = peer.map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.address.ip().to_canonical());
    let proxied = peer.is_some_and(|peer| peer.proxied);
    // What the nearest proxy added is the last one; those before it may be anybody's words.
    let last = |name: &str| {
        let value = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        value.rsplit(',').next().map(|part| part.trim().to_owned())
    };
    let said = if proxied { last("x-forwarded-for").and_then(|said| said.parse().ok()) } else { None };
    let tls = peer.is_some_and(|peer| peer.tls)
        || (proxied && last("x-forwarded-proto").is_none_or(|scheme| scheme.eq_ignore_ascii_case("https")));
    let host = request.uri().authority().map(ToString::to_string);
    Origin { client: said.unwrap_or(client), tls, host }
}

/// Whether somebody between may have passed it on.
fn was_forwarded(headers: &HeaderMap) -> bool {
    let names = ["forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip"];
    names.iter().any(|name| headers.contains_key(*name))
}

/// Whether it came from this machine itself.
fn is_here(request: &axum::http::request::Parts) -> bool {
    let peer = request.extensions.get::<Peer>();
    let loopback = peer.is_some_and(|peer| !peer.proxied && peer.address.ip().to_canonical().is_loopback());
    loopback && !was_forwarded(&request.headers)
}

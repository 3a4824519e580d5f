//! A signed request: judged, its body taken, done.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::answer::{self, Refused};
use super::body::{self, How, INLINE, Kind, Received, SMALL, What};
use super::events::Work;
use super::record::{event, shown};
use super::route::{Action, Route, route};
use super::{Server, change, deploy, dev, download, draft, info, is_here, look};
use crate::remote::seal;
use crate::remote::sign::{Dialect, FORMATION_ID};
use crate::runtime::http::Peer;
use crate::server::auth::{Admitted, Call, Denied};
use crate::server::config::Level;

/// A request whose sender is known and whose body is there.
pub(super) struct Asked {
    pub(super) route: Route,
    pub(super) parts: Parts,
    pub(super) admitted: Admitted,
    pub(super) what: What,
}

impl Asked {
    /// The header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The first value of a name in the query; `true` where it has none.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let pairs = self.parts.uri.query()?.split('&');
        let mut pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "true")));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether it is to be answered by events.
    pub(super) fn wants_events(&self) -> bool {
        self.route.stream || self.header("accept").is_some_and(|accept| accept.contains("text/event-stream"))
    }

    /// The body in memory.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.what {
            What::Memory(bytes) => bytes,
            What::Bundle { .. } => b"",
        }
    }
}

pub(super) async fn respond(server: Arc<Server>, request: Request) -> Response {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let shown = shown(request.method(), target);
    let (parts, body) = request.into_parts();
    let head = parts.method == axum::http::Method::HEAD;
    let waits = parts.headers.contains_key(header::EXPECT);
    let mut body = Some(body);
    let mut response = match received(&server, parts, &mut body).await {
        Ok(asked) => dispatch(&server, asked, &shown).await,
        Err(refused) => {
            server.refused(&refused, &shown);
            if let Some(body) = body.filter(|_| !waits) {
                body::drain(body).await;
            }
            let mut response = refused.response();
            // What is left of its body is not waited for.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    };
    if head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Judges it and takes its body.
async fn received(server: &Server, parts: Parts, body: &mut Option<Body>) -> Result<Asked, Refused> {
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let method = parts.method.as_str().to_owned();
    let denied = |denied: Denied| Refused::from(&denied);
    let found = route(&parts.method, parts.uri.path());
    let host = host(&parts);
    let known = found.as_ref().ok();
    let formation = known.and_then(|route| route.id.clone()).or_else(|| {
        let new = known.is_some_and(|route| route.action == Action::Deploy);
        let header = parts.headers.get(FORMATION_ID)?.to_str().ok()?.to_owned();
        new.then_some(header)
    });
    let call = Call {
        method: &method,
        target: &target,
        host: &host,
        private: parts.extensions.get::<Peer>().is_some_and(|peer| peer.tls) || is_here(&parts),
        has_body: body.as_ref().is_some_and(body::has_body),
        level: known.map_or(Level::Read, |route| route.action.level()),
        formation: formation.as_deref(),
    };
    let presented = server.gate.look(&parts.headers, &host).map_err(denied)?;
    let waits = presented.dialect == Dialect::Documented;
    let slots = if waits { &server.unverified } else { &server.uploads };
    let (admitted, presented) = if waits {
        (None, Some(presented))
    } else {
        (Some(server.gate.admit(&call, presented, None).await.map_err(denied)?), None)
    };
    let who = |refused: Refused| match &admitted {
        Some(admitted) => refused.of(&admitted.key.id),
        None => refused,
    };
    // What has no body holds no room for one, or those who send bodies could shut all others out.
    let slot = call.has_body.then(|| slots.try_acquire()).transpose();
    let _slot = slot.map_err(|_| {
        who(Refused::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too_many_uploads",
            "too many bodies come at once: try again",
        ))
    })?;
    // Nobody is believed yet: it may come for as long as its signature could count.
    let within = presented.as_ref().map(|presented| server.gate.left(presented));
    let how = How { kind: kind(known, &parts), within };
    let Received { sha256, what } =
        server.receive(how, &parts.headers, body.take().unwrap_or_default()).await.map_err(who)?;
    let admitted = match (admitted, presented) {
        (Some(admitted), _) => {
            if admitted.presented.content_sha256.is_some_and(|said| said != sha256) {
                return Err(denied(Denied::of(
                    &admitted.key,
                    "body_changed",
                    "the body is not the one that was signed",
                )));
            }
            admitted
        }
        (None, Some(presented)) => server.gate.admit(&call, presented, Some(sha256)).await.map_err(denied)?,
        (None, None) => unreachable!("one of the two is there"),
    };
    let route = found.map_err(|allowed| match allowed {
        Some(allowed) => {
            let message = format!("this path is asked with {allowed}");
            Refused::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
        }
        None => Refused::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path"),
    });
    let route = route.map_err(|refused| refused.of(&admitted.key.id))?;
    Ok(Asked { route, parts, admitted, what })
}

/// The host as it came: with HTTP/2 it is part of the target.
fn host(parts: &Parts) -> String {
    let header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    header.or_else(|| parts.uri.authority().map(ToString::to_string)).unwrap_or_default()
}

/// How the body is taken.
fn kind(route: Option<&Route>, parts: &Parts) -> Kind {
    let deploys = route.is_some_and(|route| matches!(route.action, Action::Deploy | Action::Update));
    if !deploys {
        let writes = route.is_some_and(|route| route.action == Action::Draft);
        return Kind::Memory(if writes { INLINE } else { SMALL });
    }
    match deploy::media_type(&parts.headers) {
        Some(seal::MEDIA_TYPE) => Kind::Sealed,
        Some("application/gzip" | "application/x-gzip" | "application/octet-stream") => Kind::Bundle,
        _ => Kind::Memory(INLINE),
    }
}

async fn dispatch(server: &Arc<Server>, asked: Asked, shown: &str) -> Response {
    let action = asked.route.action;
    let key_id = asked.admitted.key.id.clone();
    let done = match action {
        Action::Deploy | Action::Update => deploy::respond(server, asked).await,
        Action::Start
        | Action::Stop
        | Action::Restart
        | Action::Rollback
        | Action::Delete
        | Action::CancelUpdate => change::respond(server, &asked).await,
        Action::List => Ok(look::list(server)),
        Action::Get => look::get(server, &asked),
        Action::Logs => look::logs(server, &asked).await,
        Action::Status => Ok(info::status(server)),
        Action::Info => Ok(info::info(server, &asked)),
        Action::ServerLogs => info::logs(server, &asked).await,
        Action::Download => download::respond(server, &asked).await,
        Action::Draft => draft::respond(server, &asked).await,
        Action::DevRun => dev::run(server, &asked).await,
        Action::DevStop => dev::stop(server, &asked).await,
    };
    done.unwrap_or_else(|refused| {
        let refused = refused.of(&key_id);
        // A look at what is not there is no attempt at anything.
        if action.recorded().is_some() && !refused.recorded {
            server.refused(&refused, shown);
        }
        if matches!(action, Action::DevRun | Action::DevStop) {
            dev::refused(&refused)
        } else {
            refused.response()
        }
    })
}

/// Does what is recorded, to its end whether the client stays or not, and gives what comes of it.
pub(super) async fn recorded<T: Send + 'static>(
    server: &Arc<Server>,
    asked: &Asked,
    what: &str,
    work: impl Future<Output = Result<T, Refused>> + Send + 'static,
) -> Result<T, Refused> {
    let action = asked.route.action.recorded().expect("a change is recorded");
    let failure = |done: &Result<T, Refused>| {
        let refused = done.as_ref().err()?;
        Some((refused.reason.clone(), refused.message.as_str().into()))
    };
    let work = Work::spawn(server, event(action, &asked.admitted.key.id, what), work, failure);
    match work.begun().await?.await {
        Ok(done) => done.map_err(Refused::once_recorded),
        Err(_) => Err(Refused::broken()),
    }
}

/// For a path that has to have one.
pub(super) fn id(asked: &Asked) -> Result<crate::server::fleet::FormationId, Refused> {
    let text = asked.route.id.as_deref().unwrap_or_default();
    text.parse()
        .map_err(|error: crate::server::fleet::BadId| Refused::bad("InvalidFormationID", error.to_string()))
}

/// An answer of data.
pub(super) fn data(data: &impl serde::Serialize, message: Option<&str>) -> Response {
    answer::ok(StatusCode::OK, data, message)
}

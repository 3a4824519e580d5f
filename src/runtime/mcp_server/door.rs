//! Streamable HTTP, and whose session it is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use rmcp::model::ProtocolVersion;
use rmcp::transport::streamable_http_server::session::SessionManager as _;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::{Value, json};

use super::call::LetGo;
use super::handler::Handler;
use super::sessions::{MAX_QUIET, Sessions};
use super::{Offer, Until};
use crate::runtime::http::MAX_BODY;
use crate::runtime::principal::Principal;

const SESSION: &str = "mcp-session-id";
/// The last answers are on their way when nothing is under way any more.
const LAST_WORDS: Duration = Duration::from_millis(100);
/// An error of the door itself; the number is free for servers (JSON-RPC 2.0, section 5.1).
const NOT_ADMITTED: i32 = -32001;

/// A server over streamable HTTP. Whoever comes in is known by then: `answer` is told for whom a request is.
pub struct Door {
    sessions: Sessions,
    manager: Arc<LocalSessionManager>,
    service: StreamableHttpService<Handler, LocalSessionManager>,
}

impl Door {
    /// A server of `offer`, for requests that [`super::Hosts`] let in. Within a tokio runtime.
    pub fn new(offer: Offer, until: Until) -> Self {
        let mut manager = LocalSessionManager::default();
        manager.session_config.keep_alive = Some(MAX_QUIET);
        let manager = Arc::new(manager);
        let mut config =
            StreamableHttpServerConfig::default().disable_allowed_hosts().with_json_response(true);
        config.max_request_body_bytes = MAX_BODY;
        let token = config.cancellation_token.clone();
        tokio::spawn(async move {
            until.await;
            tokio::time::sleep(LAST_WORDS).await;
            token.cancel();
        });
        let offer = Arc::new(offer);
        let make = move || Ok(Handler::new(Arc::clone(&offer), None));
        let service = StreamableHttpService::new(make, Arc::clone(&manager), config);
        Self { sessions: Sessions::default(), manager, service }
    }

    /// Answers a request of `who`.
    pub async fn answer(&self, who: Principal, mut request: Request) -> Response {
        let now = Instant::now();
        let session = named(request.headers());
        if let Some(id) = session.as_deref().filter(|_| has_sessions(request.headers())) {
            let (mine, over) = self.sessions.enter(id, &who, now);
            if let Some(over) = over {
                drop(self.manager.close_session(&over).await);
            }
            if !mine {
                return refusal(StatusCode::NOT_FOUND, "there is no such session: begin a new one", None);
            }
        }
        request.extensions_mut().insert(who.clone());
        let held = session.as_ref().map(|_| LetGo::default());
        if let Some(held) = &held {
            request.extensions_mut().insert(held.clone());
        }
        let ends = request.method() == Method::DELETE;
        let response = self.service.handle(request).await;
        match (session, named(response.headers())) {
            (Some(id), _) if ends && response.status().is_success() => self.sessions.end(&id),
            (None, Some(id)) => {
                for over in self.sessions.begin(&id, &who, now) {
                    drop(self.manager.close_session(&over).await);
                }
            }
            _ => {}
        }
        let Some(held) = held else { return response.map(Body::new) };
        response.map(|body| {
            Body::from_stream(Body::new(body).into_data_stream().take_until(Box::pin(held.said())))
        })
    }
}

fn named(headers: &HeaderMap) -> Option<String> {
    headers.get(SESSION)?.to_str().ok().map(str::to_owned)
}

/// Whether the protocol that a request says it speaks has sessions; later ones ignore them.
fn has_sessions(headers: &HeaderMap) -> bool {
    let version = headers.get("mcp-protocol-version").and_then(|version| version.to_str().ok());
    version.is_none_or(|version| version < ProtocolVersion::V_2026_07_28.as_str())
}

/// A refusal before any method is known: JSON-RPC without an id.
pub(in crate::runtime) fn refusal(status: StatusCode, message: &str, data: Option<Value>) -> Response {
    let mut error = json!({"code": NOT_ADMITTED, "message": message});
    if let Some(data) = data {
        error["data"] = data;
    }
    let body = json!({"jsonrpc": "2.0", "id": null, "error": error}).to_string();
    let json = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, json)], body).into_response()
}

//! `/mcp`: the client operations of a formation as tools of the Model Context Protocol, over streamable HTTP; and the
//! same over stdio. The tools call what the routes of the Formation API call.

mod complete;
mod credentials;
mod listen;
mod memories;
mod operations;
mod resources;
mod schema;
mod tables;
mod talk;
mod users;

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures_util::TryStreamExt as _;
use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};

use super::auth::{Bearer, Peer};
use super::envelope::{ApiError, Meta};
use super::stream::one_line_each;
use super::{Api, body};
use crate::runtime::Runtime;
use crate::runtime::mcp_server::{Door, Hosts, Offer, Until, refusal, serve_stdio};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;
use resources::Kept;

/// What may be on its way to a client over stdio that does not read, in bytes.
const PIPE: usize = 64 << 10;
/// The longest refusal of the SDK that is passed on, in bytes.
const MAX_REFUSAL: usize = 64 << 10;

const INSTRUCTIONS: &str = "\
Ask the agents of this formation with the tool chat; its answer names the session_id to go on with. The files that they \
make are artifacts; earlier conversations are sessions, which can be read as resources too.";

/// What answers at `/mcp`; made when somebody asks for the first time.
pub(super) struct Server {
    hosts: Hosts,
    door: OnceLock<Door>,
}

impl Server {
    pub(super) fn new(hosts: Hosts) -> Self {
        Self { hosts, door: OnceLock::new() }
    }
}

/// Whether a path is this one, and its errors have the form of JSON-RPC.
pub(super) fn is_door(path: &str) -> bool {
    matches!(path, "/mcp" | "/mcp/")
}

/// A refusal in the form of JSON-RPC. The code of the API is in its data.
pub(super) fn refuse(_: &Meta, error: &ApiError) -> Response {
    let mut data = serde_json::json!({"code": error.code});
    if let Some(hint) = error.data.get("hint") {
        data["hint"] = hint.clone();
    }
    let mut response = refusal(error.status, &error.message, Some(data));
    if error.status == StatusCode::UNAUTHORIZED {
        let how = HeaderValue::from_static("Bearer realm=\"muxi\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
    }
    error.tell_wait(&mut response);
    response
}

pub(super) async fn serve(State(api): State<Api>, request: Request) -> Result<Response, ApiError> {
    let peer = request.extensions().get::<Peer>();
    api.mcp.hosts.check(request.uri(), request.headers(), peer).map_err(|refused| {
        let message = format!("{refused}; `muxi serve --public-host NAME` makes a name known");
        ApiError::new(StatusCode::FORBIDDEN, "FORBIDDEN", message)
    })?;
    let (mut parts, sent) = request.into_parts();
    let who = Bearer::from_request_parts(&mut parts, &api).await?.principal(&api).await?;
    // What follows keeps the head of the request for a while.
    parts.headers.remove(header::AUTHORIZATION);
    parts.headers.remove("x-muxi-client-key");
    let read = body::read(&api, Request::from_parts(parts.clone(), sent)).await?;
    // Until the call has ended, as it is part of what the call knows.
    parts.extensions.insert(read.room.map(Arc::new));
    let door = api.mcp.door.get_or_init(|| Door::new(offer(&api.runtime), quiet(&api.runtime)));
    let response = door.answer(who, Request::from_parts(parts, Body::from(read.bytes))).await;
    if !response.status().is_success() {
        return Ok(without_secrets(&api.runtime, response).await);
    }
    // Each piece is a whole event. What the SDK itself says can repeat what it was sent, too.
    let redactor = api.runtime.redactor().clone();
    let said = move |event: Bytes| {
        let event = if redactor.is_empty() { event } else { Bytes::from(redactor.redact_bytes(&event)) };
        one_line_each(event)
    };
    Ok(response.map(|body| Body::from_stream(body.into_data_stream().map_ok(said))))
}

/// A refusal of the SDK can repeat what it was sent.
async fn without_secrets(runtime: &Runtime, response: Response) -> Response {
    let (mut parts, said) = response.into_parts();
    let said = to_bytes(said, MAX_REFUSAL).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(runtime.redactor().redact_bytes(&said)))
}

/// Serves `runtime` to one client over two streams, until `input` ends or the runtime stops. All calls are for `who`.
pub async fn stdio<R, W>(runtime: &Runtime, who: Principal, input: R, output: W)
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let (said, heard) = tokio::io::duplex(PIPE);
    let passing = tokio::spawn(pass_on(BufReader::new(heard), output, runtime.redactor().clone()));
    serve_stdio(offer(runtime), who, input, said, quiet(runtime)).await;
    drop(passing.await);
}

/// Passes messages on, each a line, without the values of secrets.
async fn pass_on<R, W>(mut heard: R, mut output: W, redactor: Redactor) -> std::io::Result<()>
where
    R: AsyncBufRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut line = Vec::new();
    while heard.read_until(b'\n', &mut line).await? > 0 {
        output.write_all(&redactor.redact_bytes(&line)).await?;
        output.flush().await?;
        line.clear();
    }
    Ok(())
}

/// The client operations of a formation.
fn offer(runtime: &Runtime) -> Offer {
    let formation = runtime.formation();
    let mut offer = Offer::new("muxi", env!("CARGO_PKG_VERSION"));
    offer.title = Some(formation.id.clone()).filter(|id| !id.is_empty());
    let mut about = INSTRUCTIONS.to_owned();
    if !formation.description.is_empty() {
        about = format!("{}\n\n{about}", formation.description.trim());
    }
    offer.instructions = Some(runtime.redactor().redact(&about).into_owned());
    offer.tools = operations::tools(runtime);
    offer.resources = Some(Arc::new(Kept(runtime.clone())));
    offer.complete = Some(complete::of(runtime));
    offer
}

/// Returns when nothing new begins and nothing is under way.
fn quiet(runtime: &Runtime) -> Until {
    let runtime = runtime.clone();
    Box::pin(async move {
        runtime.stopping().draining().await;
        runtime.idle().await;
    })
}

/// `data` of an answer without the values of secrets.
fn clean(runtime: &Runtime, mut data: Value) -> Value {
    runtime.redactor().redact_json(&mut data);
    data
}

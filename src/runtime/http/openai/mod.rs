//! The OpenAI-compatible front door (OpenAI API reference, Chat Completions and Models): agents
//! are models. The caller keeps the conversation, unless `X-Muxi-Session-ID` names a session.

mod answer;
mod content;
mod error;
mod messages;
mod request;
mod tools;

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::{Value, json};

use super::auth::Bearer;
use super::envelope::{ApiError, Id, Meta, json_response};
use super::once::{self, Keyed};
use super::{Api, body, stream};
use crate::runtime::Runtime;
use crate::runtime::principal::Caller;
use crate::runtime::turn::{Ask, TurnError, TurnEvent};
use answer::{ChunkWriter, Reply};
use request::Completion;

pub(super) use error::refusal;

/// The published clients show it with errors.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A fault that shows within this time has a status of its own; later it is an event of the stream.
const FIRST_EVENT: Duration = Duration::from_secs(10);

/// Whether a path is one of these, and its errors have OpenAI's form.
pub(super) fn is_door(path: &str) -> bool {
    path == "/v1/chat/completions" || path == "/v1/models" || path.starts_with("/v1/models/")
}

pub(super) async fn models(_: Bearer, State(api): State<Api>, meta: Meta) -> Response {
    let data: Vec<Value> = ids(&api.runtime).map(|id| model_json(&api.runtime, id)).collect();
    let response = json_response(axum::http::StatusCode::OK, &json!({"object": "list", "data": data}));
    with_id(response, &meta.request_id)
}

pub(super) async fn model(
    _: Bearer,
    State(api): State<Api>,
    meta: Meta,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let known = ids(&api.runtime).find(|known| *known == id).ok_or_else(|| unknown(&api.runtime, &id))?;
    let response = json_response(axum::http::StatusCode::OK, &model_json(&api.runtime, known));
    Ok(with_id(response, &meta.request_id))
}

pub(super) async fn completions(
    caller: Bearer,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let session_id = session(&request)?;
    let body::Read { bytes, room } = body::read(&api, request).await?;
    let body: Completion<'_> = body::parse(&bytes)?;
    let who = api.runtime.meet(&user(caller, body.user.as_deref())?).await?;
    let keyed = Keyed::new(&meta, "POST /v1/chat/completions", &who, &bytes);
    let keyed = match &session_id {
        Some(id) => keyed.map(|keyed| keyed.in_session(id)),
        None => keyed,
    };
    let agent_id = agent(&api.runtime, &body.model)?;
    let reply = Reply {
        id: meta.request_id.replacen("req_", "chatcmpl-", 1),
        created: meta.timestamp / 1000,
        model: body.model.clone(),
        usage: body.stream_options.as_ref().is_some_and(|options| options.include_usage),
    };
    let ask = body.into_ask(&api, who, meta.request_id.clone(), session_id)?;
    let ask = Ask { agent_id, private: meta.private, ..ask };
    drop(bytes);
    let response = if ask.stream {
        let held = (once::stream(&api, keyed)?, room);
        streamed(&api, ask, reply, held).await?
    } else {
        once::whole(&api, keyed, async || whole(&api, ask, &reply).await).await?
    };
    Ok(with_id(response, &meta.request_id))
}

async fn whole(api: &Api, ask: Ask, reply: &Reply) -> Result<Response, ApiError> {
    let mut ticket = api.runtime.ask(ask)?;
    loop {
        match ticket.events.recv().await {
            Some(TurnEvent::Done(outcome)) => return Ok(reply.whole(&outcome)),
            Some(TurnEvent::Failed(error)) => return Err((*error).into()),
            Some(_) => {}
            None => return Err(TurnError::Stopping.into()),
        }
    }
}

async fn streamed(
    api: &Api,
    ask: Ask,
    reply: Reply,
    held: impl Send + 'static,
) -> Result<Response, ApiError> {
    let mut ticket = api.runtime.ask(ask)?;
    let first = match tokio::time::timeout(FIRST_EVENT, ticket.events.recv()).await {
        Ok(Some(TurnEvent::Failed(error))) => return Err((*error).into()),
        Ok(None) => return Err(TurnError::Stopping.into()),
        Ok(event) => event,
        Err(_) => None,
    };
    let writer = ChunkWriter::new(&reply, api.runtime.redactor().clone());
    let opening = writer.opening();
    Ok(stream::respond(ticket.events, opening, first, writer, held))
}

fn with_id(mut response: Response, id: &str) -> Response {
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The header's user, else the body's, else as on every other path.
fn user(caller: Bearer, in_body: Option<&str>) -> Result<Caller, ApiError> {
    match (caller.named, in_body.filter(|id| !id.trim().is_empty())) {
        (Some(who), _) => Ok(who),
        (None, Some(id)) => {
            Caller::parse(id).map_err(|e| ApiError::field("user", &e.to_string(), "value_error"))
        }
        (None, None) => caller.otherwise,
    }
}

fn session(request: &Request) -> Result<Option<String>, ApiError> {
    let mut ids = request.headers().get_all("x-muxi-session-id").iter();
    let Some(id) = ids.next() else { return Ok(None) };
    if ids.next().is_some() {
        return Err(ApiError::invalid("X-Muxi-Session-ID is there twice: name one session"));
    }
    let id = std::str::from_utf8(id.as_bytes())
        .map_err(|_| ApiError::invalid("X-Muxi-Session-ID is not UTF-8 text"))?;
    Ok(Some(id.trim().to_owned()).filter(|id| !id.is_empty()))
}

/// The models that there are: the formation, which chooses among its agents, and each agent.
fn ids(runtime: &Runtime) -> impl Iterator<Item = &str> {
    let formation = runtime.formation().id.as_str();
    let agents = runtime.agents().iter().map(|agent| agent.id.as_str());
    std::iter::once(formation).chain(agents.filter(move |id| *id != formation))
}

/// The agent that a model stands for; nothing for the formation, whose agent is chosen.
fn agent(runtime: &Runtime, model: &str) -> Result<Option<String>, ApiError> {
    if runtime.agents().iter().any(|agent| agent.id == model) {
        return Ok(Some(model.to_owned()));
    }
    if runtime.formation().id == model { Ok(None) } else { Err(unknown(runtime, model)) }
}

fn unknown(runtime: &Runtime, model: &str) -> ApiError {
    let known = ids(runtime).collect::<Vec<_>>().join(", ");
    ApiError::not_found("MODEL_NOT_FOUND", format!("there is no model {model}; there is {known}"))
}

fn model_json(runtime: &Runtime, id: &str) -> Value {
    json!({
        "id": id,
        "object": "model",
        "created": runtime.stats().started_at / 1000,
        "owned_by": runtime.formation().id,
    })
}

//! `POST /v1/audiochat`: recordings are the message.

use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::Api;
use super::auth::Client;
use super::envelope::{ApiError, Meta};
use super::once::Keyed;
use super::uploads::{self, Upload};
use super::{body, chat};
use crate::runtime::turn::Ask;

/// The fields that are read; all others are let pass.
#[derive(Deserialize)]
struct AudioRequest<'a> {
    #[serde(borrow)]
    files: Vec<Upload<'a>>,
    user_id: Option<String>,
    agent_id: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    stream: Option<bool>,
    trace: Option<bool>,
}

pub(super) async fn audiochat(
    Client(who): Client,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let named = request.headers().contains_key("x-muxi-user-id");
    let body::Read { bytes, room } = body::read(&api, request).await?;
    let body: AudioRequest<'_> = body::parse(&bytes)?;
    let who = chat::user(who, named, body.user_id.as_deref())?;
    let keyed = Keyed::new(&meta, "POST /v1/audiochat", &who, &bytes);
    let files = uploads::attachments(body.files, api.runtime.file_limits())?;
    if files.is_empty() {
        return Err(ApiError::field("files", "is empty: send a recording", "too_short"));
    }
    let sound = |(index, file): (usize, crate::runtime::files::Attachment)| {
        file.into_sound().map_err(|e| uploads::refused(&format!("files[{index}]"), &e))
    };
    let ask = Ask {
        session_id: body.session_id.filter(|id| !id.is_empty()),
        agent_id: body.agent_id.filter(|id| !id.is_empty()),
        stream: body.stream.unwrap_or(api.runtime.rules().streaming),
        trace: body.trace.unwrap_or(false),
        recordings: files.into_iter().enumerate().map(sound).collect::<Result<_, _>>()?,
        ..Ask::new(who, String::new(), chat::request_id(&meta, body.request_id))
    };
    drop(bytes);
    chat::answer(&api, &meta, ask, keyed, room).await
}

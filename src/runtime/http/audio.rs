//! `POST /v1/audiochat`: recordings are the message.

use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::Api;
use super::auth::Named;
use super::envelope::{ApiError, Meta};
use super::once::Keyed;
use super::uploads::{self, Upload};
use super::{body, chat};
use crate::runtime::Runtime;
use crate::runtime::files::Attachment;
use crate::runtime::principal::Principal;
use crate::runtime::turn::Ask;

/// The fields that are read; all others are let pass.
#[derive(Deserialize)]
pub(super) struct AudioRequest<'a> {
    #[serde(borrow)]
    files: Vec<Upload<'a>>,
    user_id: Option<String>,
    agent_id: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    stream: Option<bool>,
    trace: Option<bool>,
}

impl AudioRequest<'_> {
    /// What it asks of the runtime; `own_id` is for requests that bring none.
    pub(super) fn into_ask(self, runtime: &Runtime, who: Principal, own_id: &str) -> Result<Ask, ApiError> {
        let files = uploads::attachments(self.files, runtime.file_limits())?;
        if files.is_empty() {
            return Err(ApiError::field("files", "is empty: send a recording", "too_short"));
        }
        let sound = |(index, file): (usize, Attachment)| {
            file.into_sound().map_err(|e| uploads::refused(&format!("files[{index}]"), &e))
        };
        Ok(Ask {
            session_id: self.session_id.filter(|id| !id.is_empty()),
            agent_id: self.agent_id.filter(|id| !id.is_empty()),
            stream: self.stream.unwrap_or(runtime.rules().streaming),
            trace: self.trace.unwrap_or(false),
            recordings: files.into_iter().enumerate().map(sound).collect::<Result<_, _>>()?,
            ..Ask::new(who, String::new(), chat::request_id(own_id, self.request_id))
        })
    }
}

pub(super) async fn audiochat(
    named: Named,
    State(api): State<Api>,
    meta: Meta,
    request: Request,
) -> Result<Response, ApiError> {
    let body::Read { bytes, room } = body::read(&api, request).await?;
    let body: AudioRequest<'_> = body::parse(&bytes)?;
    let who = named.meet(&api, body.user_id.as_deref()).await?;
    let keyed = Keyed::new(&meta, "POST /v1/audiochat", &who, &bytes);
    let ask = body.into_ask(&api.runtime, who, &meta.request_id)?;
    drop(bytes);
    chat::answer(&api, &meta, ask, keyed, room).await
}

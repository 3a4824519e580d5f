//! Conversations and files as resources: `muxi://sessions/ID`, `muxi://artifacts/ID`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::BoxFuture;
use rmcp::ErrorData;
use rmcp::model::{ContentBlock, ReadResourceResult, Resource, ResourceContents, ResourceTemplate};

use super::super::envelope::ApiError;
use super::super::{artifacts, sessions};
use super::clean;
use crate::runtime::Runtime;
use crate::runtime::mcp_server::Resources;
use crate::runtime::principal::Principal;
use crate::runtime::store::{Artifact, Session};
use crate::support::clock::rfc3339;

/// How many conversations and how many files are listed one by one.
const LISTED: u32 = 50;
pub(super) const SESSIONS: &str = "muxi://sessions/";
pub(super) const ARTIFACTS: &str = "muxi://artifacts/";
const JSON: &str = "application/json";

/// What a formation keeps for its users.
pub(super) struct Kept(pub(super) Runtime);

impl Resources for Kept {
    fn list(&self, who: &Principal) -> BoxFuture<'static, Result<Vec<Resource>, ErrorData>> {
        let (runtime, who) = (self.0.clone(), who.clone());
        Box::pin(async move {
            let failed = |error| fault(&runtime, ApiError::from(error));
            let sessions = runtime.sessions(&who, LISTED, 0).await.map_err(failed)?;
            let artifacts = runtime.store().artifacts(&who, LISTED).await.map_err(failed)?;
            Ok(sessions.iter().map(of_session).chain(artifacts.iter().map(of_artifact)).collect())
        })
    }

    fn templates(&self) -> Vec<ResourceTemplate> {
        vec![
            ResourceTemplate::new(format!("{SESSIONS}{{session_id}}"), "session")
                .with_title("A conversation")
                .with_description("Its last messages, the oldest first")
                .with_mime_type(JSON),
            ResourceTemplate::new(format!("{ARTIFACTS}{{artifact_id}}"), "artifact")
                .with_title("A file that an agent made")
                .with_description("Its latest version"),
        ]
    }

    fn read(&self, who: &Principal, uri: &str) -> BoxFuture<'static, Result<ReadResourceResult, ErrorData>> {
        let (runtime, who, uri) = (self.0.clone(), who.clone(), uri.to_owned());
        Box::pin(async move {
            let contents = if let Some(id) = uri.strip_prefix(SESSIONS) {
                let messages = sessions::messages_of(&runtime, &who, id, None, None).await;
                let data = clean(&runtime, messages.map_err(|error| fault(&runtime, error))?);
                ResourceContents::text(format!("{data:#}"), &uri).with_mime_type(JSON)
            } else if let Some(id) = uri.strip_prefix(ARTIFACTS) {
                let found = artifacts::content_of(&runtime, &who, id, None).await;
                let (artifact, content) = found.map_err(|error| fault(&runtime, error))?;
                contents(&runtime, &artifact, &content, uri)
            } else {
                return Err(ErrorData::resource_not_found("there is no resource at this address", None));
            };
            Ok(ReadResourceResult::new(vec![contents]))
        })
    }
}

fn of_session(session: &Session) -> Resource {
    let about =
        format!("{} messages, the last one at {}", session.message_count, rfc3339(session.updated_at));
    Resource::new(format!("{SESSIONS}{}", session.id), &session.id)
        .with_title(format!("Conversation of {}", rfc3339(session.created_at)))
        .with_description(about)
        .with_mime_type(JSON)
}

fn of_artifact(artifact: &Artifact) -> Resource {
    Resource::new(format!("{ARTIFACTS}{}", artifact.id), &artifact.name)
        .with_mime_type(&artifact.media_type)
        .with_size(artifact.size)
}

/// A file of an agent as part of a tool's answer.
pub(super) fn content_block(runtime: &Runtime, artifact: &Artifact, content: &[u8]) -> ContentBlock {
    let kind = artifact.media_type.as_str();
    if kind.starts_with("image/") && kind != "image/svg+xml" {
        return ContentBlock::image(STANDARD.encode(content), kind);
    }
    if kind.starts_with("audio/") {
        return ContentBlock::audio(STANDARD.encode(content), kind);
    }
    ContentBlock::resource(contents(runtime, artifact, content, format!("{ARTIFACTS}{}", artifact.id)))
}

fn contents(runtime: &Runtime, artifact: &Artifact, content: &[u8], uri: String) -> ResourceContents {
    let contents = match std::str::from_utf8(content) {
        Ok(text) => ResourceContents::text(runtime.redactor().redact(text).into_owned(), uri),
        Err(_) => ResourceContents::blob(STANDARD.encode(content), uri),
    };
    contents.with_mime_type(&artifact.media_type)
}

pub(super) fn fault(runtime: &Runtime, error: ApiError) -> ErrorData {
    let error = error.without_secrets(runtime.redactor());
    let data = Some(serde_json::json!({"code": error.code}));
    if error.status == axum::http::StatusCode::NOT_FOUND {
        ErrorData::resource_not_found(error.message, data)
    } else {
        ErrorData::internal_error(error.message, data)
    }
}

//! The operations that show and end what there is: sessions, requests, files.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::envelope::ApiError;
use super::super::{artifacts, body, info, requests, sessions};
use super::credentials;
use super::memories;
use super::operations::{Done, Effect, Operation};
use super::resources;
use super::schema::{count, gives, id, limit, list, maybe, takes, text};
use super::users;
use crate::audit::{Actor, KeyKind};
use crate::runtime::mcp_server::Call;

/// All of them, in the order in which they are listed.
pub(super) fn operations() -> impl Iterator<Item = Operation> {
    let all = of_sessions().into_iter().chain(of_requests());
    let all = all.chain(of_artifacts()).chain(memories::operations());
    all.chain(credentials::operations()).chain(users::operations()).chain(of_itself())
}

/// The arguments of a call in the wanted form.
pub(super) fn arguments<T: for<'a> Deserialize<'a>>(call: &mut Call) -> Result<T, ApiError> {
    body::read_value(&Value::Object(std::mem::take(&mut call.arguments)))
}

/// Who started this process has its rights; everybody else has the client key.
pub(super) fn actor(call: &Call) -> Actor {
    let key = if call.is_alone() { KeyKind::Process } else { KeyKind::Client };
    Actor::new(key, Some(call.who.user().to_owned()))
}

pub(super) fn data(data: Value) -> Done {
    Done { data, shown: None }
}

#[derive(Deserialize)]
struct Sessions {
    active_only: Option<bool>,
    limit: Option<u32>,
}

#[derive(Deserialize)]
struct OfSession {
    session_id: String,
    limit: Option<u32>,
    before: Option<i64>,
}

fn session_fields() -> Value {
    json!({
        "session_id": text("To go on with it"),
        "message_count": count("How many messages it holds"),
        "created_at": text("RFC 3339"),
        "last_activity": text("RFC 3339"),
        "active": {"type": "boolean", "description": "Touched within the last 24 hours"},
    })
}

fn of_sessions() -> [Operation; 3] {
    [
        Operation {
            name: "list_sessions",
            title: "List conversations",
            about: "The user's conversations with the agents, the latest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "active_only": {"type": "boolean", "default": false, "description": "Only those of the last 24 hours"},
                    "limit": limit(50),
                }),
                &[],
            ),
            gives: gives(
                json!({"sessions": list("Each as get_session gives it"), "count": count("How many there are here")}),
            ),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let Sessions { active_only, limit } = arguments(&mut call)?;
                    let only = active_only.unwrap_or_default();
                    Ok(data(sessions::list_of(&runtime, &call.who, only, limit).await?))
                })
            },
        },
        Operation {
            name: "get_session",
            title: "Show a conversation",
            about: "When a conversation began, when it was touched last, how many messages it has."
                .to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({"session_id": id("The conversation")}), &["session_id"]),
            gives: gives(session_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfSession = arguments(&mut call)?;
                    Ok(data(sessions::one_of(&runtime, &call.who, &asked.session_id).await?))
                })
            },
        },
        Operation {
            name: "get_session_messages",
            title: "Read a conversation",
            about: "The last messages of a conversation, the oldest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "session_id": id("The conversation"),
                    "limit": limit(50),
                    "before": {"type": "integer", "description": "The id of a message: only earlier ones are answered"},
                }),
                &["session_id"],
            ),
            gives: gives(json!({
                "session_id": text("The conversation"),
                "messages": list("id, role (user or assistant), content, timestamp, agent_id and metadata of each"),
                "count": count("How many there are here"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfSession { session_id, limit, before } = arguments(&mut call)?;
                    Ok(data(sessions::messages_of(&runtime, &call.who, &session_id, limit, before).await?))
                })
            },
        },
    ]
}

#[derive(Deserialize)]
struct OfRequest {
    request_id: String,
}

fn request_fields() -> Value {
    json!({
        "request_id": text("Its id"),
        "status": text("pending, processing, completed, failed or cancelled"),
        "user_id": text("For whom"),
        "session_id": maybe("The conversation that it belongs to"),
        "agent_id": maybe("Who answers"),
        "created_at": text("RFC 3339"),
        "completed_at": maybe("RFC 3339; nothing while it runs"),
    })
}

fn of_requests() -> [Operation; 3] {
    [
        Operation {
            name: "list_requests",
            title: "List requests",
            about: "What the user asked within the last hour, the latest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({}), &[]),
            gives: gives(
                json!({"requests": list("Each as get_request_status gives it"), "count": count("How many there are")}),
            ),
            run: |runtime, call| {
                Box::pin(async move { Ok(data(requests::list_of(&runtime, Some(&call.who)))) })
            },
        },
        Operation {
            name: "get_request_status",
            title: "Show a request",
            about: "How far a request is: its status, its agent, its times, what it used.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({"request_id": id("The request")}), &["request_id"]),
            gives: gives(request_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfRequest { request_id } = arguments(&mut call)?;
                    Ok(data(requests::one_of(&runtime, Some(&call.who), &request_id)?))
                })
            },
        },
        Operation {
            name: "cancel_request",
            title: "Cancel a request",
            about: "Ends a request that is under way; what has come of its answer is kept.".to_owned(),
            effect: Effect::Ends,
            takes: takes(json!({"request_id": id("The request")}), &["request_id"]),
            gives: gives(request_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfRequest { request_id } = arguments(&mut call)?;
                    Ok(data(requests::cancel_of(&runtime, Some(&call.who), &request_id).await?))
                })
            },
        },
    ]
}

#[derive(Deserialize)]
struct Artifacts {
    limit: Option<u32>,
}

#[derive(Deserialize)]
struct OfArtifact {
    artifact_id: String,
    version: Option<u64>,
}

fn artifact_id() -> Value {
    json!({"artifact_id": id("The file")})
}

fn artifact_fields() -> Value {
    json!({"id": text("Its id"), "name": text("Its name"), "version": count("Its version, from 1")})
}

fn of_artifacts() -> [Operation; 4] {
    [
        Operation {
            name: "list_artifacts",
            title: "List files",
            about: "The files that agents made for the user, the latest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({"limit": limit(50)}), &[]),
            gives: gives(
                json!({"artifacts": list("Each as get_artifact_metadata gives it"), "count": count("How many there are here")}),
            ),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let Artifacts { limit } = arguments(&mut call)?;
                    Ok(data(artifacts::list_of(&runtime, &call.who, limit).await?))
                })
            },
        },
        Operation {
            name: "get_artifact_metadata",
            title: "Show a file",
            about: "Name, media type, size and latest version of a file that an agent made.".to_owned(),
            effect: Effect::Reads,
            takes: takes(artifact_id(), &["artifact_id"]),
            gives: gives(artifact_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfArtifact = arguments(&mut call)?;
                    Ok(data(artifacts::one_of(&runtime, &call.who, &asked.artifact_id).await?))
                })
            },
        },
        Operation {
            name: "download_artifact_content",
            title: "Fetch a file",
            about: "The content of a file that an agent made; its latest version, or the one that is named."
                .to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "artifact_id": id("The file"),
                    "version": {"type": "integer", "minimum": 1, "description": "Another version than the latest"},
                }),
                &["artifact_id"],
            ),
            gives: gives(artifact_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let OfArtifact { artifact_id, version } = arguments(&mut call)?;
                    let found = artifacts::content_of(&runtime, &call.who, &artifact_id, version).await;
                    let (artifact, content) = found?;
                    let shown = resources::content_block(&runtime, &artifact, &content);
                    Ok(Done { data: artifact.to_json(), shown: Some(vec![shown]) })
                })
            },
        },
        Operation {
            name: "get_artifact_versions",
            title: "List versions of a file",
            about: "All versions of a file that an agent made, the latest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(artifact_id(), &["artifact_id"]),
            gives: gives(json!({
                "artifact_id": text("The file"),
                "name": text("Its name"),
                "versions": list("Each as get_artifact_metadata gives it"),
                "count": count("How many there are"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfArtifact = arguments(&mut call)?;
                    Ok(data(artifacts::versions_of(&runtime, &call.who, &asked.artifact_id).await?))
                })
            },
        },
    ]
}

fn of_itself() -> [Operation; 1] {
    [Operation {
        name: "health",
        title: "Show whether the formation answers",
        about: "Whether the formation takes questions, its version, and for how long it has run.".to_owned(),
        effect: Effect::Reads,
        takes: takes(json!({}), &[]),
        gives: gives(json!({
            "status": text("healthy, or stopping"),
            "version": text("Of muxi"),
            "uptime_seconds": count("Since its start"),
        })),
        run: |runtime, _| Box::pin(async move { Ok(data(info::health_of(&runtime))) }),
    }]
}

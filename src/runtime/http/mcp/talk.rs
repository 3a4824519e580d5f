//! The operations that ask agents: `chat` and `audiochat`.

use rmcp::model::ContentBlock;
use serde_json::{Value, json};

use super::super::audio::AudioRequest;
use super::super::body;
use super::super::chat::ChatRequest;
use super::super::envelope::{ApiError, Meta};
use super::clean;
use super::listen::listen;
use super::operations::{Done, Effect, Operation};
use super::schema::{files, gives, takes, text};
use crate::runtime::mcp_server::Call;
use crate::runtime::turn::Ask;
use crate::runtime::{GENERALIST, Runtime, id};

/// `chat`, and `audiochat` where somebody writes recordings down.
pub(super) fn operations(runtime: &Runtime) -> Vec<Operation> {
    let agents = agents(runtime);
    let mut operations = vec![Operation {
        name: "chat",
        title: "Ask an agent",
        about: format!("Sends a message to the agents of this formation and waits for the answer.{agents}"),
        effect: Effect::Asks,
        takes: takes(
            with_common(json!({
                "message": text("What is said to the agent"),
                "files": files("Files that go with the message: pictures, recordings, PDFs, texts"),
            })),
            &["message"],
        ),
        gives: answer_fields(),
        run: |runtime, mut call| {
            Box::pin(async move {
                let given = Value::Object(std::mem::take(&mut call.arguments));
                let body: ChatRequest<'_> = body::read_value(&given)?;
                let ask = body.into_ask(&runtime, call.who.clone(), &id::new("req_"))?;
                drop(given);
                ask_agents(&runtime, &call, ask).await
            })
        },
    }];
    if runtime.listens() {
        operations.push(Operation {
            name: "audiochat",
            title: "Ask an agent with a recording",
            about: format!("Sends recordings, which are written down and are the message, and waits for the answer.{agents}"),
            effect: Effect::Asks,
            takes: takes(with_common(json!({"files": files("The recordings")})), &["files"]),
            gives: answer_fields(),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let given = Value::Object(std::mem::take(&mut call.arguments));
                    let body: AudioRequest<'_> = body::read_value(&given)?;
                    let ask = body.into_ask(&runtime, call.who.clone(), &id::new("req_"))?;
                    drop(given);
                    ask_agents(&runtime, &call, ask).await
                })
            },
        });
    }
    operations
}

/// Who can be asked, in words for a model.
fn agents(runtime: &Runtime) -> String {
    let known = runtime.agents().iter().filter(|agent| agent.id != GENERALIST);
    let list: Vec<String> =
        known.map(|agent| format!("- {}: {}", agent.id, agent.description.trim())).collect();
    if list.is_empty() {
        return String::new();
    }
    format!(" Without agent_id one is chosen. The agents:\n{}", list.join("\n"))
}

fn with_common(mut fields: Value) -> Value {
    fields["session_id"] = text("The conversation to go on with; a new one is begun without it");
    fields["agent_id"] = text("The agent to ask; without it one is chosen");
    fields["request_id"] = text("An id of your own, to cancel the request with");
    fields["trace"] =
        json!({"type": "boolean", "default": false, "description": "Tell each step in the answer"});
    fields
}

fn answer_fields() -> std::sync::Arc<rmcp::model::JsonObject> {
    gives(json!({
        "message": {
            "type": "object",
            "description": "role, content (the answer), artifacts (files that were made) and metadata",
        },
        "user_id": text("For whom"),
        "session_id": text("To go on with the conversation"),
        "request_id": text("The request"),
    }))
}

/// Asks and waits. Where nobody can be asked about a call of a tool, it is denied at once. Whoever hears of progress hears the answer as it comes; a cancel ends the turn and closes the
/// connection to the model, as this is dropped then.
async fn ask_agents(runtime: &Runtime, call: &Call, mut ask: Ask) -> Result<Done, ApiError> {
    ask.stream = call.wants_progress();
    ask.unattended = call.is_alone() && !call.can_confirm();
    let meta = call.parts().and_then(|parts| parts.extensions.get::<Meta>());
    ask.private = meta.is_none_or(|meta| meta.private);
    let request_id = ask.request_id.clone();
    let ticket = runtime.ask(ask)?;
    let data = clean(runtime, listen(runtime, call, &request_id, ticket).await?);
    // A client that reads only the text needs the session to go on.
    let answer = data["message"]["content"].as_str().unwrap_or_default().to_owned();
    let mut rest = json!({"session_id": data["session_id"], "request_id": data["request_id"]});
    for name in ["artifacts", "ui"] {
        if data["message"][name].as_array().is_some_and(|list| !list.is_empty()) {
            rest[name] = data["message"][name].clone();
        }
    }
    let shown = vec![ContentBlock::text(answer), ContentBlock::text(rest.to_string())];
    Ok(Done { data, shown: Some(shown) })
}

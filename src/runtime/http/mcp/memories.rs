//! The operations on what is remembered of the caller.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::buffers::{self, HistoryQuery};
use super::super::memories::{self, Batch, Create, ListQuery, ProvenanceQuery};
use super::operations::{Effect, Operation};
use super::schema::{count, gives, id, limit, list, takes, text};
use super::tables::{actor, arguments, data};

#[derive(Deserialize)]
struct OfMemory {
    memory_id: String,
}

#[derive(Deserialize)]
struct OfIngestion {
    processing_id: String,
}

#[derive(Deserialize)]
struct OfSession {
    session_id: String,
}

fn memory_fields() -> Value {
    json!({
        "content": text("What is to be remembered, in words"),
        "type": text("What sort of thing it is; else fact"),
        "subject": text("Whom or what it is about"),
        "scope": {"type": "string", "enum": ["user", "session", "agent", "formation"], "default": "user"},
        "scope_id": text("The session or agent, where the scope is one"),
        "source": text("Who says so; else api"),
        "source_id": text("Its name there"),
        "metadata": {"type": "object", "description": "What comes with it"},
        "supersedes": text("The memory (its id) that it takes the place of"),
    })
}

fn ingestion_fields() -> Value {
    json!({
        "processing_id": text("To look at it later"),
        "status": text("processing, completed or failed"),
        "result": {
            "type": ["object", "null"],
            "description": "items (id, created and error of each, in their order), kept, created and refused",
        },
    })
}

/// Those on memories, the history and the buffers.
pub(super) fn operations() -> impl Iterator<Item = Operation> {
    looks().into_iter().chain(changes()).chain(batches()).chain(of_talks())
}

fn looks() -> [Operation; 2] {
    [
        Operation {
            name: "search_memories",
            title: "Search memories",
            about: "What is remembered of the user: the latest first, or with a query what fits it, the best first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "query": text("What to look for, in words; without it all are listed"),
                    "limit": limit(50),
                    "offset": count("How many are passed over"),
                    "scopes": text("Only these scopes: user, session, agent, formation, separated by commas"),
                }),
                &[],
            ),
            gives: gives(json!({
                "memories": list("id, content, type, scope, source, provenance and times of each"),
                "count": count("How many there are here"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let query: ListQuery = arguments(&mut call)?;
                    Ok(data(memories::list_of(&runtime, &call.who, query).await?))
                })
            },
        },
        Operation {
            name: "get_memory_provenance",
            title: "Show where memories came from",
            about: "Memories about an entity, or from an event (a request, or a name that a source gave), with what was said then."
                .to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "entity": text("A memory's id, or its subject"),
                    "event_id": text("A request's id, or a source's name for it"),
                }),
                &[],
            ),
            gives: gives(json!({
                "memories": list("Each as search_memories gives it, with messages"),
                "count": count("How many there are"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let query: ProvenanceQuery = arguments(&mut call)?;
                    Ok(data(memories::provenance_of(&runtime, &call.who, query).await?))
                })
            },
        },
    ]
}

fn changes() -> [Operation; 2] {
    [
        Operation {
            name: "create_memory",
            title: "Remember something",
            about: "Remembers something of the user. What says the same in the same scope is there once."
                .to_owned(),
            effect: Effect::Asks,
            takes: takes(memory_fields(), &["content"]),
            gives: gives(json!({
                "id": text("The memory"),
                "content": text("What is remembered"),
                "created": {"type": "boolean", "description": "Whether it is new"},
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let create: Create = arguments(&mut call)?;
                    Ok(data(memories::create_of(&runtime, &call.who, create).await?))
                })
            },
        },
        Operation {
            name: "delete_memory",
            title: "Forget something",
            about: "Deletes one memory of the user.".to_owned(),
            effect: Effect::Ends,
            takes: takes(json!({"memory_id": id("The memory")}), &["memory_id"]),
            gives: gives(json!({
                "id": text("The memory"),
                "deleted": {"type": "boolean", "description": "Always true"},
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfMemory = arguments(&mut call)?;
                    let actor = actor(&call);
                    Ok(data(memories::delete_of(&runtime, &call.who, &asked.memory_id, actor, "").await?))
                })
            },
        },
    ]
}

fn batches() -> [Operation; 2] {
    [
        Operation {
            name: "ingest_memories_batch",
            title: "Remember many things",
            about: "Remembers up to 1000 things of the user, in their order.".to_owned(),
            effect: Effect::Asks,
            takes: takes(
                json!({"items": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 1000,
                    "description": "Each as create_memory takes it",
                    "items": {"type": "object", "properties": memory_fields()},
                }}),
                &["items"],
            ),
            gives: gives(ingestion_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let batch: Batch = arguments(&mut call)?;
                    Ok(data(memories::batch_of(&runtime, &call.who, batch).await?))
                })
            },
        },
        Operation {
            name: "get_ingestion_status",
            title: "Show what came of many memories",
            about: "What came of a call of ingest_memories_batch.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({"processing_id": id("The ingestion")}), &["processing_id"]),
            gives: gives(ingestion_fields()),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfIngestion = arguments(&mut call)?;
                    Ok(data(memories::ingestion_of(&runtime, &call.who, &asked.processing_id)?))
                })
            },
        },
    ]
}

fn of_talks() -> [Operation; 4] {
    [
        Operation {
            name: "get_history",
            title: "Show what was said",
            about: "What the user said and was told in all conversations, the latest first.".to_owned(),
            effect: Effect::Reads,
            takes: takes(
                json!({
                    "limit": limit(50),
                    "date_from": text("From then on: a date, or a time in RFC 3339"),
                    "date_to": text("Until then"),
                    "include_sources": text("true adds what is remembered of each message"),
                }),
                &[],
            ),
            gives: gives(json!({
                "history": list("id, role, content, timestamp, agent_id, session_id and metadata of each"),
                "count": count("How many there are here"),
            })),
            run: |runtime, mut call| {
                Box::pin(async move {
                    let query: HistoryQuery = arguments(&mut call)?;
                    Ok(data(buffers::history_of(&runtime, &call.who, &query).await?))
                })
            },
        },
        Operation {
            name: "get_buffer_memory",
            title: "Show the buffers",
            about: "How many messages of each conversation of the user the agents are told with the next question.".to_owned(),
            effect: Effect::Reads,
            takes: takes(json!({}), &[]),
            gives: gives(json!({
                "sessions": list("session_id, messages and last_activity of each"),
                "count": count("How many conversations there are"),
                "messages": count("Of all together"),
                "messages_per_session": count("The most of one"),
            })),
            run: |runtime, call| {
                Box::pin(async move { Ok(data(buffers::buffer_of(&runtime, &call.who).await?)) })
            },
        },
        clearing(
            "clear_buffer_memory",
            "Clear the buffers",
            "Lets the agents be told nothing of earlier messages of the user. No message is deleted.",
            false,
        ),
        clearing(
            "clear_session_buffer",
            "Clear the buffer of a conversation",
            "Lets the agents be told nothing of earlier messages of one conversation. No message is deleted.",
            true,
        ),
    ]
}

fn clearing(name: &'static str, title: &'static str, about: &str, of_one: bool) -> Operation {
    let (fields, needed) = if of_one {
        (json!({"session_id": id("The conversation")}), &["session_id"][..])
    } else {
        (json!({}), &[][..])
    };
    Operation {
        name,
        title,
        about: about.to_owned(),
        effect: Effect::Ends,
        takes: takes(fields, needed),
        gives: gives(json!({"cleared": count("In how many conversations there was something")})),
        run: if of_one {
            |runtime, mut call| {
                Box::pin(async move {
                    let asked: OfSession = arguments(&mut call)?;
                    Ok(data(buffers::clear_of(&runtime, &call.who, Some(&asked.session_id)).await?))
                })
            }
        } else {
            |runtime, call| {
                Box::pin(async move { Ok(data(buffers::clear_of(&runtime, &call.who, None).await?)) })
            }
        },
    }
}

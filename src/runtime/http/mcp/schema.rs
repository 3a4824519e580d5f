//! JSON Schemas of what operations take and give (draft 2020-12, which MCP takes where none is named).

use std::sync::Arc;

use rmcp::model::JsonObject;
use serde_json::{Value, json};

/// An object with these fields, of which some are needed.
pub(super) fn takes(fields: Value, needed: &[&str]) -> Arc<JsonObject> {
    object(fields, needed.iter().map(|name| Value::from(*name)).collect())
}

/// An object that always has these fields.
pub(super) fn gives(fields: Value) -> Arc<JsonObject> {
    let needed = fields.as_object().into_iter().flatten().map(|(name, _)| Value::from(name.as_str()));
    let needed = needed.collect();
    object(fields, needed)
}

fn object(fields: Value, needed: Vec<Value>) -> Arc<JsonObject> {
    let schema = [("type", "object".into()), ("properties", fields), ("required", needed.into())];
    Arc::new(schema.map(|(name, value)| (name.to_owned(), value)).into_iter().collect())
}

/// A text.
pub(super) fn text(about: &str) -> Value {
    json!({"type": "string", "description": about})
}

/// The id of something.
pub(super) fn id(about: &str) -> Value {
    json!({"type": "string", "minLength": 1, "description": about})
}

/// A text, or nothing.
pub(super) fn maybe(about: &str) -> Value {
    json!({"type": ["string", "null"], "description": about})
}

/// A number of things, from none.
pub(super) fn count(about: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": about})
}

/// How many entries at most.
pub(super) fn limit(default: u32) -> Value {
    json!({
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "default": default,
        "description": "The most entries that are answered",
    })
}

/// A list of objects that are described in words.
pub(super) fn list(about: &str) -> Value {
    json!({"type": "array", "items": {"type": "object"}, "description": about})
}

/// Files that go with a message.
pub(super) fn files(about: &str) -> Value {
    json!({
        "type": "array",
        "description": about,
        "items": {
            "type": "object",
            "properties": {
                "name": text("The file's name, without a path"),
                "content": text("The file in base64"),
                "media_type": text("Its media type; else it is seen from the name and the content"),
            },
            "required": ["name", "content"],
        },
    })
}

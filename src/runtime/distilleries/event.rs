//! One event of a batch, from JSON to a memory.

use serde_json::{Map, Value, json};

use super::{Delivery, Distillery, FACT};
use crate::crypto::hash::sha256;
use crate::runtime::memory::NewMemory;
use crate::runtime::principal::Caller;
use crate::support::clock::moment;

/// The keys of an event; any other is a mistake.
const KEYS: [&str; 13] = [
    "event_type",
    "event_version",
    "user_id",
    "occurred_at",
    "source",
    "source_id",
    "source_confidence",
    "decay_rate",
    "expires_at",
    "payload",
    "conversation_id",
    "agent_id",
    "embedding_vectors",
];
/// Keys that are kept beside the memory as they came.
const NOTED: [&str; 4] = ["source_confidence", "decay_rate", "conversation_id", "agent_id"];
/// How memories fade elsewhere, by the name.
const DECAYS: [&str; 3] = ["static", "slow", "volatile"];
/// The longest name at the distillery, in bytes.
const MAX_NAME: usize = 255;

/// Why an event is not kept. It names no value of it.
pub type Refused = String;

/// An event that may be kept.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whom it is about.
    pub user: Caller,
    /// What it says.
    pub delivery: Delivery,
}

impl Event {
    /// Reads an event of a batch of `from`.
    ///
    /// # Errors
    /// What is wrong with it, or what `from` may not deliver.
    pub fn parse(json: &Value, from: &Distillery, batch_id: &str, now: u64) -> Result<Self, Refused> {
        let event = json.as_object().ok_or("is no object")?;
        if event.keys().any(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("has a key that no event has; those are {}", KEYS.join(", ")));
        }
        let kind = text(event, "event_type")?.ok_or("event_type is missing")?;
        if !from.reach.has_event(kind) {
            return Err("event_type is not in the scope of the distillery".to_owned());
        }
        if kind != FACT {
            return Err(format!("event_type is not kept here: only {FACT} is"));
        }
        if !matches!(event.get("event_version").map(Value::as_u64), None | Some(Some(1))) {
            return Err("event_version is not 1".to_owned());
        }
        if event.get("expires_at").is_some_and(|at| !at.is_null()) {
            return Err("expires_at is there, and what is kept here does not expire".to_owned());
        }
        let user = text(event, "user_id")?.map(str::trim).ok_or("user_id is missing")?;
        if !from.reach.has_user(user) {
            return Err("user_id is not in the scope of the distillery".to_owned());
        }
        let user = Caller::parse(user).map_err(|error| format!("user_id: {error}"))?;
        if user.is_internal() {
            return Err("user_id is an internal id, and not one of the user's identifiers".to_owned());
        }
        if !matches!(text(event, "source")?, None | Some("distillery")) {
            return Err("source is not distillery".to_owned());
        }
        let name = text(event, "source_id")?.map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or("source_id is missing")?;
        if name.len() > MAX_NAME {
            return Err(format!("source_id has more than {MAX_NAME} bytes"));
        }
        vectors(event.get("embedding_vectors"))?;
        let new = fact(event, from, batch_id, name, now)?;
        Ok(Self { user, delivery: Delivery { digest: sha256(name.as_bytes()), new } })
    }
}

/// The memory of it.
fn fact(
    event: &Map<String, Value>,
    from: &Distillery,
    batch_id: &str,
    name: &str,
    now: u64,
) -> Result<NewMemory, Refused> {
    let payload = event.get("payload").and_then(Value::as_object).ok_or("payload is no object")?;
    let content = text(payload, "memory").map_err(|fault| format!("payload.{fault}"))?;
    let content = content.filter(|text| !text.trim().is_empty()).ok_or("payload.memory is missing")?;
    let word = |key| text(payload, key).map_err(|fault| format!("payload.{fault}"));
    let confidence = event.get("source_confidence").filter(|value| !value.is_null());
    if confidence.is_some_and(|value| !value.as_f64().is_some_and(|value| (0.0..=1.0).contains(&value))) {
        return Err("source_confidence is no number from 0 to 1".to_owned());
    }
    if text(event, "decay_rate")?.is_some_and(|rate| !DECAYS.contains(&rate)) {
        return Err(format!("decay_rate is none of {}", DECAYS.join(", ")));
    }
    for key in ["conversation_id", "agent_id"] {
        text(event, key)?;
    }
    let at = match text(event, "occurred_at")? {
        // Not later than now: what is said tomorrow could else never hold in its place.
        Some(at) => moment(at, now).ok_or("occurred_at is no time such as 2026-01-31T12:00:00Z")?.min(now),
        None => now,
    };
    let mut metadata =
        json!({"distillery": from.name, "trust_level": from.trust.as_str(), "batch_id": batch_id});
    for key in NOTED {
        if let Some(value) = event.get(key).filter(|value| !value.is_null()) {
            metadata[key] = value.clone();
        }
    }
    Ok(NewMemory {
        content: content.to_owned(),
        kind: word("collection")?.unwrap_or("fact").to_owned(),
        subject: word("subject")?.map(str::to_owned),
        metadata: Some(metadata.to_string()),
        source: from.source(),
        source_id: Some(name.to_owned()),
        at,
        ..NewMemory::default()
    })
}

/// Vectors that came along are looked at, and made anew here.
fn vectors(value: Option<&Value>) -> Result<(), Refused> {
    let numbers = |value: &Value| {
        value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_number))
    };
    match value {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Object(fields)) if fields.values().all(numbers) => Ok(()),
        Some(_) => Err("embedding_vectors is no map of lists of numbers".to_owned()),
    }
}

/// A text of the event; nothing where it is missing or null.
fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>, Refused> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} is no text")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::distillery;
    use super::*;

    fn event() -> Value {
        json!({"event_type": FACT, "event_version": 1, "user_id": "ann", "source_id": "t:1",
               "occurred_at": "2026-01-31T12:00:00Z", "source_confidence": 0.5,
               "payload": {"memory": "likes tea", "collection": "preferences"}})
    }

    fn read(json: &Value) -> Result<Event, Refused> {
        Event::parse(json, &distillery("notes"), "b1", 2_000_000_000_000)
    }

    #[test]
    fn an_event_is_a_memory_that_says_where_it_is_from() {
        let read = read(&event()).unwrap();
        let new = read.delivery.new;
        assert_eq!(
            (new.content.as_str(), new.kind.as_str(), new.source_id.as_deref()),
            ("likes tea", "preferences", Some("t:1"))
        );
        assert_eq!((read.user.to_string().as_str(), new.at), ("ann", 1_769_860_800_000));
        assert!(new.source.starts_with("distillery:dst_"), "{}", new.source);
        let metadata: Value = serde_json::from_str(&new.metadata.unwrap()).unwrap();
        let expected = json!({"distillery": "notes", "trust_level": "provisional", "batch_id": "b1", "source_confidence": 0.5});
        assert_eq!(metadata, expected);
    }

    #[test]
    fn what_is_no_event_is_refused_without_a_word_of_it() {
        for (key, value, why) in [
            ("event_type", json!("entity.resolved"), "scope"),
            ("event_type", json!("log.entry"), "not kept here"),
            ("event_type", Value::Null, "missing"),
            ("event_version", json!(2), "event_version"),
            ("user_id", json!(7), "user_id"),
            ("user_id", json!(" "), "user_id"),
            ("user_id", json!("usr_0123456789abcdefghijk"), "internal"),
            ("source", json!("canary"), "source"),
            ("source_id", json!(""), "source_id"),
            ("source_id", json!("canary".repeat(50)), "source_id"),
            ("source_confidence", json!(1.5), "source_confidence"),
            ("source_confidence", json!("canary"), "source_confidence"),
            ("decay_rate", json!("canary"), "decay_rate"),
            ("expires_at", json!("2026-01-31"), "expire"),
            ("occurred_at", json!("canary"), "occurred_at"),
            ("payload", json!("canary"), "payload"),
            ("payload", json!({"memory": " "}), "payload.memory"),
            ("payload", json!({"memory": "x", "collection": 7}), "payload.collection"),
            ("embedding_vectors", json!({"memory": ["canary"]}), "embedding_vectors"),
            ("canary", json!(1), "key"),
        ] {
            let mut event = event();
            event[key] = value;
            let refused = read(&event).unwrap_err();
            assert!(refused.contains(why) && !refused.contains("canary"), "{key}: {refused}");
        }
        assert!(read(&json!([1])).is_err());
        let mut late = event();
        late["occurred_at"] = json!("2099-01-01");
        assert_eq!(read(&late).unwrap().delivery.new.at, 2_000_000_000_000);
    }
}

//! JSON Schemas as the API takes them for answers: fewer words, and no open objects (API
//! reference, Structured outputs).

use serde_json::{Map, Value};

/// The words that are taken as they are.
const KEPT: [&str; 8] = ["type", "required", "enum", "const", "$ref", "description", "title", "default"];
/// The forms of text that are known there.
const FORMATS: [&str; 10] =
    ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

/// The same schema without what is refused: limits of numbers, lengths, patterns.
pub(super) fn strict(schema: &Value) -> Value {
    let Value::Object(written) = schema else { return schema.clone() };
    let mut kept = Map::new();
    for (word, value) in written {
        let value = match word.as_str() {
            word if KEPT.contains(&word) => value.clone(),
            "format" if value.as_str().is_some_and(|f| FORMATS.contains(&f)) => value.clone(),
            "minItems" if matches!(value.as_u64(), Some(0 | 1)) => value.clone(),
            "items" => strict(value),
            "properties" | "$defs" | "definitions" => each(value),
            "anyOf" | "oneOf" | "allOf" => all(value),
            _ => continue,
        };
        let word = if word == "oneOf" { "anyOf" } else { word.as_str() };
        kept.insert(word.to_owned(), value);
    }
    if is_object(written) {
        kept.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    Value::Object(kept)
}

fn is_object(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind == "object",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "object"),
        _ => schema.contains_key("properties"),
    }
}

fn each(schemas: &Value) -> Value {
    let Value::Object(schemas) = schemas else { return schemas.clone() };
    Value::Object(schemas.iter().map(|(name, schema)| (name.clone(), strict(schema))).collect())
}

fn all(schemas: &Value) -> Value {
    let Value::Array(schemas) = schemas else { return schemas.clone() };
    Value::Array(schemas.iter().map(strict).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_refused_is_left_out_and_objects_are_closed() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {
                "minimum": {"type": "integer", "minimum": 1, "maximum": 5},
                "list": {"type": "array", "minItems": 3, "items": {"type": "object", "properties": {}}},
                "one": {"oneOf": [{"type": "string", "format": "color", "pattern": "^a"}, {"type": "null"}]},
            },
            "required": ["minimum"],
        });
        let expected = json!({
            "type": "object",
            "properties": {
                "minimum": {"type": "integer"},
                "list": {
                    "type": "array",
                    "items": {"type": "object", "properties": {}, "additionalProperties": false},
                },
                "one": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            },
            "required": ["minimum"],
            "additionalProperties": false,
        });
        assert_eq!(strict(&schema), expected);
    }
}

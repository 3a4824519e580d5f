//! JSON Schemas as the API takes them (Gemini API, Structured outputs and Function calling).

use serde_json::{Map, Value};

/// The words that are taken for answers.
const KEPT: [&str; 18] = [
    "$id",
    "$ref",
    "$anchor",
    "type",
    "format",
    "title",
    "description",
    "enum",
    "required",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "additionalProperties",
    "propertyOrdering",
    "properties",
    "items",
    "anyOf",
];

/// The schema of an answer without the words that are not known there.
pub(super) fn for_answers(schema: &Value) -> Value {
    let Value::Object(written) = schema else { return schema.clone() };
    let mut kept = Map::new();
    for (word, value) in written {
        let (word, value) = match word.as_str() {
            "properties" | "$defs" => (word.as_str(), each(value)),
            "definitions" => ("$defs", each(value)),
            "items" | "additionalProperties" => (word.as_str(), for_answers(value)),
            "anyOf" | "oneOf" => ("anyOf", all(value)),
            "prefixItems" => ("prefixItems", all(value)),
            // One value alone.
            "const" => ("enum", Value::Array(vec![value.clone()])),
            "$ref" => ("$ref", reference(value)),
            word if KEPT.contains(&word) => (word, value.clone()),
            _ => continue,
        };
        kept.insert(word.to_owned(), value);
    }
    Value::Object(kept)
}

/// The arguments of a tool; nothing for a tool that takes none.
pub(super) fn for_tools(schema: &Value) -> Option<Value> {
    let Value::Object(written) = schema else { return None };
    let mut kept = written.clone();
    kept.remove("$schema");
    let none = kept.get("properties").is_none_or(|p| p.as_object().is_some_and(Map::is_empty));
    let plain =
        kept.keys().all(|word| matches!(word.as_str(), "type" | "properties" | "additionalProperties"));
    (!(none && plain)).then_some(Value::Object(kept))
}

fn reference(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |path| path.replace("#/definitions/", "#/$defs/").into())
}

fn each(schemas: &Value) -> Value {
    let Value::Object(schemas) = schemas else { return schemas.clone() };
    Value::Object(schemas.iter().map(|(name, schema)| (name.clone(), for_answers(schema))).collect())
}

fn all(schemas: &Value) -> Value {
    let Value::Array(schemas) = schemas else { return schemas.clone() };
    Value::Array(schemas.iter().map(for_answers).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let schema = json!({
            "$schema": "x",
            "type": "object",
            "properties": {
                "pattern": {"type": "string", "pattern": "^a", "minLength": 1},
                "kind": {"const": "a"},
                "one": {"oneOf": [{"$ref": "#/definitions/n"}, {"type": "null"}]},
            },
            "definitions": {"n": {"type": "integer", "minimum": 1, "multipleOf": 2}},
            "additionalProperties": false,
        });
        let expected = json!({
            "type": "object",
            "properties": {
                "pattern": {"type": "string"},
                "kind": {"enum": ["a"]},
                "one": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}]},
            },
            "$defs": {"n": {"type": "integer", "minimum": 1}},
            "additionalProperties": false,
        });
        assert_eq!(for_answers(&schema), expected);
    }

    #[test]
    fn a_tool_without_arguments_has_no_schema() {
        assert_eq!(
            for_tools(&json!({"type": "object", "properties": {}, "additionalProperties": false})),
            None
        );
        let written = json!({"$schema": "x", "type": "object", "properties": {"a": {"pattern": "^a"}}});
        assert_eq!(
            for_tools(&written),
            Some(json!({"type": "object", "properties": {"a": {"pattern": "^a"}}}))
        );
    }
}

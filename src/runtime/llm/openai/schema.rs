//! Schemas of tools and answers: what may be called strict, and what must be said of an object.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// Words of JSON Schema that a strict schema must not have ("Structured Outputs" of the API
/// reference).
const NOT_STRICT: [&str; 9] = [
    "allOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "patternProperties",
];
/// The deepest schema that is looked at; a deeper one is not strict.
const DEEPEST: usize = 10;

/// Whether the API takes the schema as strict: objects that are closed, with all their properties
/// required.
pub(super) fn strict(schema: &Value) -> bool {
    schema["type"] == "object" && inner(schema, DEEPEST)
}

fn inner(schema: &Value, deep: usize) -> bool {
    let Some(words) = schema.as_object().filter(|_| deep > 0) else { return false };
    if NOT_STRICT.iter().any(|word| words.contains_key(*word)) {
        return false;
    }
    let object = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "object"),
        kind => kind == "object" || words.contains_key("properties"),
    };
    if object && !closed(words) {
        return false;
    }
    let named = ["properties", "$defs", "definitions"].iter().filter_map(|key| words.get(*key));
    let named = named.filter_map(Value::as_object).flat_map(Map::values);
    let listed = words.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    named.chain(listed).chain(words.get("items")).all(|schema| inner(schema, deep - 1))
}

fn closed(object: &Map<String, Value>) -> bool {
    let required = object.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let keys = object.get("properties").and_then(Value::as_object);
    object.get("additionalProperties") == Some(&Value::Bool(false))
        && keys.into_iter().flat_map(Map::keys).all(|key| required.iter().any(|name| name == key))
}

/// The schema of a tool's arguments, as the API wants it: an object that names its properties.
pub(super) fn arguments(schema: &Value) -> Cow<'_, Value> {
    if schema["type"] == "object" && schema["properties"].is_object() {
        return Cow::Borrowed(schema);
    }
    let mut object = schema.as_object().cloned().unwrap_or_default();
    object.insert("type".to_owned(), "object".into());
    if !object.get("properties").is_some_and(Value::is_object) {
        object.insert("properties".to_owned(), Map::new().into());
    }
    Cow::Owned(object.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_closed_object_with_all_properties_required_is_strict() {
        let good = json!({
            "type": "object", "additionalProperties": false, "required": ["a", "b"],
            "properties": {
                "a": {"type": ["string", "null"]},
                "b": {"type": "array", "items": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/c"}]}},
            },
            "$defs": {"c": {"type": "object", "properties": {}, "required": [], "additionalProperties": false}},
        });
        assert!(strict(&good));
        for (place, value) in [
            ("/required", json!(["a"])),
            ("/additionalProperties", json!(true)),
            ("/type", json!("array")),
            ("/properties/a", json!({"allOf": []})),
            ("/properties/a", json!(true)),
            ("/$defs/c/additionalProperties", json!(true)),
            ("/properties/b/items", json!({"type": ["object", "null"]})),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(place).unwrap() = value;
            assert!(!strict(&bad), "{bad}");
        }
        assert!(!strict(&json!({})) && !strict(&json!(null)));
    }

    #[test]
    fn a_schema_nested_without_end_is_not_strict() {
        let mut schema = json!({"type": "string"});
        for _ in 0..100 {
            schema = json!({"type": "object", "properties": {"a": schema}, "required": ["a"], "additionalProperties": false});
        }
        assert!(!strict(&schema));
    }

    #[test]
    fn arguments_are_an_object_with_properties_whatever_was_declared() {
        for schema in [json!(null), json!({}), json!({"type": "object"}), json!(true)] {
            assert_eq!(*arguments(&schema), json!({"type": "object", "properties": {}}), "{schema}");
        }
        let good = json!({"type": "object", "properties": {"a": {}}});
        assert!(matches!(arguments(&good), Cow::Borrowed(same) if *same == good));
        assert_eq!(
            *arguments(&json!({"properties": {"a": {}}})),
            json!({"properties": {"a": {}}, "type": "object"})
        );
    }
}

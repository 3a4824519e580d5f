//! Words about values of JSON, for what says that one does not fit its schema.

use serde_json::Value;

/// The most bytes of a value that a fault repeats.
const SHOWN: usize = 60;

/// Whether `value` is of the type that JSON Schema calls `name`; a name that it does not have is any.
pub(in crate::runtime) fn is(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        // JSON Schema counts 1.0 as an integer.
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// What `value` is, for people.
pub(in crate::runtime) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// `text` as far as a fault repeats it.
pub(in crate::runtime) fn cut(text: &str) -> String {
    if text.len() <= SHOWN {
        text.to_owned()
    } else {
        format!("{}…", &text[..text.floor_char_boundary(SHOWN)])
    }
}

//! Whether the arguments that a model wrote fit the schema of the tool. Only what says what a value
//! may be is looked at: `type`, `properties`, `required`, `additionalProperties: false`, `items`,
//! `enum`, `minimum`, `maximum`, `maxLength`, `maxItems`. All other words of JSON Schema are let pass.

use serde_json::{Map, Value};

use crate::runtime::format::{cut, is, kind};

/// Schemas nested deeper than this are not followed.
const MAX_DEPTH: u32 = 32;

/// The arguments in `text`, if they fit `schema`, the schema of an object. No text is no arguments.
pub(super) fn read(text: &str, schema: &Value) -> Result<Map<String, Value>, String> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    let value: Value = serde_json::from_str(text)
        .map_err(|error| format!("the arguments are no JSON ({error}): call it again with a whole object"))?;
    let Value::Object(arguments) = value else {
        return Err(format!("the arguments are {}, and have to be an object", kind(&value)));
    };
    object(&arguments, schema, "", 0)?;
    Ok(arguments)
}

fn object(value: &Map<String, Value>, schema: &Value, path: &str, depth: u32) -> Result<(), String> {
    let words = |name: &str| schema[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if let Some(missing) = words("required").find(|name| !value.contains_key(*name)) {
        return Err(format!("the argument {} is missing", at(missing)));
    }
    for (name, inner) in value {
        match schema["properties"].get(name) {
            Some(schema) => fits(inner, schema, &at(name), depth + 1)?,
            None if schema["additionalProperties"] == false => {
                return Err(format!("there is no argument {}", at(&cut(name))));
            }
            None => {}
        }
    }
    Ok(())
}

fn fits(value: &Value, schema: &Value, path: &str, depth: u32) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(value, name)) {
        return Err(format!("the argument {path} is {}, and has to be {}", kind(value), types.join(" or ")));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        let allowed: Vec<String> = allowed.iter().map(Value::to_string).collect();
        let shown = cut(&value.to_string());
        return Err(format!("the argument {path} is {shown}, and has to be one of {}", allowed.join(", ")));
    }
    bounds(value, schema, path)?;
    match value {
        Value::Object(map) => object(map, schema, path, depth),
        Value::Array(items) if schema["items"].is_object() => items
            .iter()
            .enumerate()
            .try_for_each(|(at, item)| fits(item, &schema["items"], &format!("{path}[{at}]"), depth + 1)),
        _ => Ok(()),
    }
}

fn bounds(value: &Value, schema: &Value, path: &str) -> Result<(), String> {
    if let Some(number) = value.as_f64() {
        if let Some(least) = schema["minimum"].as_f64().filter(|least| number < *least) {
            return Err(format!("the argument {path} is {value}, and has to be at least {least}"));
        }
        if let Some(most) = schema["maximum"].as_f64().filter(|most| number > *most) {
            return Err(format!("the argument {path} is {value}, and may be at most {most}"));
        }
    }
    let (length, most, of) = match value {
        Value::String(text) => (text.chars().count(), &schema["maxLength"], "characters"),
        Value::Array(items) => (items.len(), &schema["maxItems"], "items"),
        _ => return Ok(()),
    };
    match most.as_u64().filter(|most| length as u64 > *most) {
        Some(most) => Err(format!("the argument {path} has {length} {of}, and may have at most {most}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {
                "name": {"type": "string", "maxLength": 5},
                "count": {"type": "integer", "minimum": 1, "maximum": 9},
                "unit": {"enum": ["kg", "g"]},
                "note": {"type": ["string", "null"]},
                "parts": {"type": "array", "maxItems": 2, "items": {
                    "type": "object", "properties": {"id": {"type": "number"}}, "required": ["id"],
                }},
            },
            "required": ["name"],
            "additionalProperties": false,
        })
    }

    #[test]
    fn what_fits_is_taken() {
        for good in [
            r#"{"name":"a"}"#,
            r#"{"name":"a","count":9,"unit":"kg","note":null,"parts":[{"id":1.5,"more":true}]}"#,
            r#" {"name":"äöüßé","count":2.0} "#,
        ] {
            assert!(read(good, &schema()).is_ok(), "{good}");
        }
        assert_eq!(read("", &json!({})), Ok(Map::new()));
    }

    #[test]
    fn what_does_not_fit_names_the_argument() {
        for (bad, said) in [
            ("{}", "the argument name is missing"),
            ("[1]", "the arguments are an array, and have to be an object"),
            (r#"{"name":1}"#, "the argument name is a number, and has to be string"),
            (r#"{"name":"abcdef"}"#, "the argument name has 6 characters, and may have at most 5"),
            (r#"{"name":"a","count":1.5}"#, "the argument count is a number, and has to be integer"),
            (r#"{"name":"a","count":0}"#, "the argument count is 0, and has to be at least 1"),
            (r#"{"name":"a","count":10}"#, "the argument count is 10, and may be at most 9"),
            (r#"{"name":"a","unit":"lb"}"#, r#"the argument unit is "lb", and has to be one of "kg", "g""#),
            (r#"{"name":"a","note":1}"#, "the argument note is a number, and has to be string or null"),
            (r#"{"name":"a","other":1}"#, "there is no argument other"),
            (r#"{"name":"a","parts":[{"id":1},{}]}"#, "the argument parts[1].id is missing"),
            (
                r#"{"name":"a","parts":[{"id":1},{"id":2},{"id":3}]}"#,
                "the argument parts has 3 items, and may have at most 2",
            ),
        ] {
            assert_eq!(read(bad, &schema()).unwrap_err(), said, "{bad}");
        }
    }

    #[test]
    fn half_a_json_says_so_and_a_long_value_is_not_repeated() {
        let error = read(r#"{"name":"#, &schema()).unwrap_err();
        assert!(error.starts_with("the arguments are no JSON (EOF"), "{error}");
        let long = json!({"name": "a", "unit": "ü".repeat(500)}).to_string();
        assert!(read(&long, &schema()).unwrap_err().len() < 200);
    }

    #[test]
    fn a_schema_without_end_and_no_schema_are_no_panic() {
        let deep = (0..200).fold(json!({}), |inner, _| json!({"a": inner}));
        let text = json!({"a": deep}).to_string();
        let _ = read(&text, &json!({"properties": {"a": {"properties": {"a": {}}}}}));
        for schema in [json!(null), json!([]), json!({"properties": 1, "required": "a", "type": 3})] {
            assert!(read("{\"a\":1}", &schema).is_ok());
        }
    }
}

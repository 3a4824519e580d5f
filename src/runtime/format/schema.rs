//! Whether a value fits a JSON Schema, as far as its words say what a value is: `type`, `enum`, `const`,
//! `properties`, `required`, `additionalProperties: false`, `items`, `anyOf`, `$ref` to `$defs`. Others
//! are let pass: the provider holds the model to them where it can.

use serde_json::Value;

use super::words::{cut, is, kind};

/// Schemas nested deeper than this are not followed.
const MAX_DEPTH: u32 = 64;

/// Whether `value` fits `schema`; else what does not, by its path.
pub(super) fn fits(value: &Value, schema: &Value) -> Result<(), String> {
    one(value, schema, schema, "", 0)
}

fn one(value: &Value, schema: &Value, root: &Value, path: &str, depth: u32) -> Result<(), String> {
    if depth > MAX_DEPTH || !schema.is_object() {
        return Ok(());
    }
    if let Some(pointer) = schema["$ref"].as_str().and_then(|to| to.strip_prefix('#')) {
        let Some(target) = root.pointer(pointer) else { return Ok(()) };
        return one(value, target, root, path, depth + 1);
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        let mut faults = ways.iter().map(|way| one(value, way, root, path, depth + 1));
        let first = faults.next().unwrap_or(Ok(()));
        return if first.is_ok() || faults.any(|fault| fault.is_ok()) { Ok(()) } else { first };
    }
    is_one_of(value, schema, path)?;
    match value {
        Value::Object(map) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            if let Some(missing) = required.into_iter().find(|name| !map.contains_key(*name)) {
                return Err(format!("{} is missing", below(path, missing)));
            }
            map.iter().try_for_each(|(name, inner)| match schema["properties"].get(name) {
                Some(schema) => one(inner, schema, root, &below(path, name), depth + 1),
                None if schema["additionalProperties"] == false => {
                    Err(format!("there is no {}", below(path, &cut(name))))
                }
                None => Ok(()),
            })
        }
        Value::Array(items) => items.iter().enumerate().try_for_each(|(at, item)| {
            one(item, &schema["items"], root, &format!("{path}[{at}]"), depth + 1)
        }),
        _ => Ok(()),
    }
}

fn is_one_of(value: &Value, schema: &Value, path: &str) -> Result<(), String> {
    let at = if path.is_empty() { "it" } else { path };
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(value, name)) {
        return Err(format!("{at} is {}, and has to be {}", kind(value), types.join(" or ")));
    }
    let allowed = schema["enum"].as_array().map(|words| words.iter().collect::<Vec<_>>());
    let allowed = allowed.or_else(|| schema.get("const").map(|word| vec![word]));
    if let Some(allowed) = allowed.filter(|allowed| !allowed.contains(&value)) {
        let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        return Err(format!(
            "{at} is {}, and has to be one of {}",
            cut(&value.to_string()),
            allowed.join(", ")
        ));
    }
    Ok(())
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

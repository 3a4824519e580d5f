//! What the real API refuses beyond its schema.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Families of models that reason, and what they do not take.
const REASONING: [&str; 4] = ["o1", "o3", "o4", "gpt-5"];
const NOT_FOR_REASONING: [&str; 4] = ["temperature", "top_p", "max_tokens", "stop"];

pub(super) fn chat(body: &Value) -> Option<String> {
    let messages = body["messages"].as_array()?;
    if body.get("stream_options").is_some() && body["stream"] != json!(true) {
        return Some("stream_options without stream".to_owned());
    }
    if body.get("tools").is_none() && (body.get("tool_choice").or(body.get("parallel_tool_calls"))).is_some()
    {
        return Some("a choice of tools without tools".to_owned());
    }
    parameters(body)
        .or_else(|| calls(messages))
        .or_else(|| parts(messages))
        .or_else(|| format(body, messages))
        .or_else(|| tools(body))
}

fn parameters(body: &Value) -> Option<String> {
    if body.get("max_tokens").is_some() && body.get("max_completion_tokens").is_some() {
        return Some("max_tokens beside max_completion_tokens".to_owned());
    }
    let model = body["model"].as_str()?;
    if !REASONING.iter().any(|family| model.starts_with(family)) || model.contains("chat") {
        return None;
    }
    let wrong = NOT_FOR_REASONING.iter().find(|name| body.get(**name).is_some())?;
    Some(format!("Unsupported parameter: '{wrong}' is not supported with this model."))
}

/// Each call has its result, right behind it, and each result its call.
fn calls(messages: &[Value]) -> Option<String> {
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for message in messages {
        if message["role"] == "tool" {
            let id = message["tool_call_id"].as_str()?;
            if !open.remove(id) {
                return Some(format!("a result without its call: {id}"));
            }
            continue;
        }
        if !open.is_empty() {
            break;
        }
        let ids = message["tool_calls"].as_array().into_iter().flatten();
        for id in ids.filter_map(|call| call["id"].as_str()) {
            if !open.insert(id) {
                return Some(format!("two calls with the id {id}"));
            }
        }
    }
    (!open.is_empty()).then(|| format!("calls without results: {open:?}"))
}

fn parts(messages: &[Value]) -> Option<String> {
    messages.iter().filter_map(|message| message["content"].as_array()).flatten().find_map(part)
}

fn part(part: &Value) -> Option<String> {
    if let Some(url) = part["image_url"]["url"].as_str().filter(|url| !url.starts_with("https://")) {
        let Some((kind, data)) = data_url(url) else { return Some("an image URL that is none".to_owned()) };
        let begins: &[u8] = match kind {
            "image/png" => b"\x89PNG",
            "image/jpeg" => b"\xff\xd8\xff",
            "image/gif" => b"GIF8",
            "image/webp" => b"RIFF",
            _ => return Some(format!("an image of the kind {kind}")),
        };
        return (!data.starts_with(begins)).then(|| format!("an image that is no {kind}"));
    }
    if let Some(audio) = part.get("input_audio") {
        let data = STANDARD.decode(audio["data"].as_str()?);
        return data.is_err().then(|| "a recording that is not base64".to_owned());
    }
    let file = part["file"]["file_data"].as_str()?;
    match data_url(file) {
        Some(("application/pdf", data)) if data.starts_with(b"%PDF-") => {
            part["file"]["filename"].is_null().then(|| "a file without a name".to_owned())
        }
        _ => Some("a file that is no PDF".to_owned()),
    }
}

fn data_url(url: &str) -> Option<(&str, Vec<u8>)> {
    let (kind, data) = url.strip_prefix("data:")?.split_once(";base64,")?;
    Some((kind, STANDARD.decode(data).ok()?))
}

fn format(body: &Value, messages: &[Value]) -> Option<String> {
    let format = &body["response_format"];
    let said = |message: &Value| message["content"].to_string().to_lowercase().contains("json");
    if format["type"] == "json_object" && !messages.iter().any(said) {
        return Some("json_object without the word JSON in the messages".to_owned());
    }
    let schema = &format["json_schema"];
    (schema["strict"] == json!(true)).then(|| strict(&schema["schema"], true)).flatten()
}

fn tools(body: &Value) -> Option<String> {
    let functions = body["tools"].as_array()?.iter().map(|tool| &tool["function"]);
    let mut known = BTreeSet::new();
    for function in functions {
        if !known.insert(function["name"].as_str()?) {
            return Some(format!("two tools with the name {}", function["name"]));
        }
        if let Some(fault) =
            (function["strict"] == json!(true)).then(|| strict(&function["parameters"], true)).flatten()
        {
            return Some(fault);
        }
    }
    let chosen = body["tool_choice"]["function"]["name"].as_str()?;
    (!known.contains(chosen)).then(|| format!("the choice of {chosen}, which is no tool"))
}

/// What a strict schema must not be: open, with properties that may be missing, or beyond the
/// subset that the API knows.
fn strict(schema: &Value, root: bool) -> Option<String> {
    const UNKNOWN: [&str; 9] = [
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
    if let Some(word) = UNKNOWN.iter().find(|word| schema.get(**word).is_some()) {
        return Some(format!("{word} in a strict schema"));
    }
    if root && schema["type"] != "object" {
        return Some("a strict schema that is no object".to_owned());
    }
    if schema["type"] == "object" {
        if schema["additionalProperties"] != json!(false) {
            return Some("a strict schema without additionalProperties: false".to_owned());
        }
        let required: BTreeSet<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut keys = schema["properties"].as_object().into_iter().flat_map(|map| map.keys());
        if let Some(key) = keys.find(|key| !required.contains(key.as_str())) {
            return Some(format!("the property {key} of a strict schema is not required"));
        }
    }
    let inner = ["properties", "$defs"].into_iter().filter_map(|key| schema[key].as_object()).flatten();
    let listed = schema["anyOf"].as_array().into_iter().flatten();
    let items = schema.get("items").into_iter();
    inner.map(|(_, inner)| inner).chain(listed).chain(items).find_map(|inner| strict(inner, false))
}

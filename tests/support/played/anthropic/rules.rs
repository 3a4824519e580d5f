//! What the real API refuses beyond its schema.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The most marks for the cache.
const MARKS: usize = 4;

/// Models that take no `temperature` and no `top_p`, or that only think and so cannot be made to call.
const UNSAMPLED: [&str; 5] =
    ["claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5", "claude-haiku-5"];
const ONE_OF_BOTH: [&str; 5] =
    ["claude-opus-4-1", "claude-opus-4-5", "claude-opus-4-6", "claude-sonnet-4-", "claude-haiku-4-5"];
const UNFORCED: [&str; 2] = ["claude-opus-5-5", "claude-sonnet-5-5"];
/// Models without answers by schema.
const UNHELD: [&str; 3] = ["claude-3-", "claude-opus-4-1", "claude-sonnet-4-2025"];

pub(super) fn fault(body: &Value) -> Option<String> {
    let messages = body["messages"].as_array()?;
    roles(messages)
        .or_else(|| last(messages))
        .or_else(|| calls(messages))
        .or_else(|| parameters(body))
        .or_else(|| tools(body))
        .or_else(|| marks(body))
        .or_else(|| answer(&body["output_config"]["format"]["schema"]))
}

/// The API joins what is not in turn, but nobody means it.
fn roles(messages: &[Value]) -> Option<String> {
    if messages.first()?["role"] != "user" {
        return Some("messages: first message must use the \"user\" role".to_owned());
    }
    let twice = messages.windows(2).find(|pair| pair[0]["role"] == pair[1]["role"])?;
    Some(format!("messages: roles must alternate, but there are two of {}", twice[0]["role"]))
}

/// Newer models refuse to go on in their own words; older ones refuse a space there.
fn last(messages: &[Value]) -> Option<String> {
    let last = messages.last()?;
    if last["role"] != "assistant" {
        return None;
    }
    let text = last["content"].as_array()?.last()?["text"].as_str()?;
    Some(if text.ends_with(char::is_whitespace) {
        "messages: final assistant content cannot end with trailing whitespace".to_owned()
    } else {
        "The conversation must end with a user message.".to_owned()
    })
}

fn blocks(message: &Value) -> impl Iterator<Item = &Value> {
    message["content"].as_array().into_iter().flatten()
}

/// Each call has its result in the next message, before any words, and each result its call.
fn calls(messages: &[Value]) -> Option<String> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for message in messages {
        let mut words = false;
        for block in blocks(message) {
            match block["type"].as_str()? {
                "tool_result" if words => return Some("tool_result blocks must come first".to_owned()),
                "tool_result" => {
                    let id = block["tool_use_id"].as_str()?;
                    if message["role"] != "user" || !open.remove(id) {
                        return Some(format!("unexpected `tool_use_id` found in `tool_result` blocks: {id}"));
                    }
                }
                "tool_use" if message["role"] != "assistant" => {
                    return Some("tool_use in a message of the user".to_owned());
                }
                "thinking" | "redacted_thinking" if message["role"] != "assistant" => {
                    return Some("thinking in a message of the user".to_owned());
                }
                _ => words = true,
            }
        }
        if !open.is_empty() {
            return Some(format!("`tool_use` ids were found without `tool_result` blocks: {open:?}"));
        }
        for id in blocks(message).filter(|block| block["type"] == "tool_use").filter_map(|b| b["id"].as_str())
        {
            if !used.insert(id) {
                return Some(format!("`tool_use` ids must be unique: {id}"));
            }
            open.insert(id);
        }
    }
    (!open.is_empty()).then(|| format!("`tool_use` ids were found without `tool_result` blocks: {open:?}"))
}

fn is_one_of(body: &Value, families: &[&str]) -> bool {
    let model = body["model"].as_str().unwrap_or_default();
    families.iter().any(|family| model.starts_with(family))
}

fn parameters(body: &Value) -> Option<String> {
    let (temperature, top_p) = (body.get("temperature").is_some(), body.get("top_p").is_some());
    if is_one_of(body, &UNSAMPLED) && (temperature || top_p) {
        return Some("temperature and top_p are not supported for this model".to_owned());
    }
    if is_one_of(body, &ONE_OF_BOTH) && temperature && top_p {
        return Some("`temperature` and `top_p` cannot both be specified for this model.".to_owned());
    }
    if is_one_of(body, &UNHELD) && body.get("output_config").is_some() {
        return Some("output_config.format is not supported for this model".to_owned());
    }
    let forced = matches!(body["tool_choice"]["type"].as_str(), Some("any" | "tool"));
    (forced && is_one_of(body, &UNFORCED)).then(|| "tool_choice forces tool use".to_owned())
}

fn tools(body: &Value) -> Option<String> {
    let mut known = BTreeSet::new();
    for tool in body["tools"].as_array().into_iter().flatten() {
        if !known.insert(tool["name"].as_str()?) {
            return Some(format!("tools: Tool names must be unique: {}", tool["name"]));
        }
    }
    let choice = body.get("tool_choice")?;
    if known.is_empty() {
        return Some("tool_choice may only be specified while providing tools".to_owned());
    }
    let chosen = choice["name"].as_str()?;
    (!known.contains(chosen)).then(|| format!("Tool '{chosen}' not found in provided tools"))
}

fn marks(body: &Value) -> Option<String> {
    let listed = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let messages = listed(&body["messages"]);
    let said = messages.iter().flat_map(blocks).cloned();
    let all = listed(&body["tools"]).into_iter().chain(listed(&body["system"])).chain(said);
    let count = all.filter(|block| block["cache_control"].is_object()).count();
    (count > MARKS)
        .then(|| format!("A maximum of {MARKS} blocks with cache_control may be provided. Found {count}."))
}

/// Words that the schema of an answer must not have; each of its objects is closed.
fn answer(schema: &Value) -> Option<String> {
    const UNKNOWN: [&str; 10] = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "oneOf",
        "not",
    ];
    let object = schema.as_object()?;
    if let Some(word) = UNKNOWN.iter().find(|word| object.contains_key(**word)) {
        return Some(format!("output_config.format.schema: property '{word}' is not supported"));
    }
    if schema["type"] == "object" && schema["additionalProperties"] != json!(false) {
        return Some("output_config.format.schema: 'additionalProperties' must be set to false".to_owned());
    }
    let named = ["properties", "$defs"].into_iter().filter_map(|key| schema[key].as_object()).flatten();
    let listed = ["anyOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    named.map(|(_, inner)| inner).chain(listed).chain(schema.get("items")).find_map(answer)
}

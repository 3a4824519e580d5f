//! What the server answers.

use serde_json::{Value, json};

use super::form;
use crate::support::{Asked, Called, Said, Tokens};

fn usage(tokens: Tokens) -> Value {
    json!({
        "prompt_tokens": tokens.prompt, "completion_tokens": tokens.completion,
        "total_tokens": tokens.prompt + tokens.completion,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": tokens.reasoning, "audio_tokens": 0},
    })
}

fn reason(said: &Said) -> &'static str {
    said.reason.unwrap_or(if said.calls.is_empty() { "stop" } else { "tool_calls" })
}

pub(super) fn whole(said: &Said) -> String {
    let content = if said.pieces.is_empty() { Value::Null } else { said.pieces.concat().into() };
    let mut message = json!({"role": "assistant", "content": content, "refusal": null});
    if !said.calls.is_empty() {
        let call = |call: &Called| {
            json!({"id": call.id, "type": "function",
                   "function": {"name": call.name, "arguments": call.arguments}})
        };
        message["tool_calls"] = said.calls.iter().map(call).collect();
    }
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
        "choices": [{"index": 0, "message": message, "finish_reason": reason(said)}],
        "usage": usage(said.usage),
    })
    .to_string()
}

fn event(data: &str) -> String {
    format!("data: {data}\n\n")
}

pub(super) fn chunk(delta: &Value, reason: &Value) -> String {
    event(
        &json!({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-mini",
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
        .to_string(),
    )
}

/// The arguments of calls come in two pieces, as they would.
pub(super) fn ending(said: &Said, with_usage: bool) -> String {
    let mut out = String::new();
    for (index, call) in said.calls.iter().enumerate() {
        let middle = (0..=call.arguments.len() / 2).rev().find(|at| call.arguments.is_char_boundary(*at));
        let (first, second) = call.arguments.split_at(middle.unwrap_or(0));
        let named = json!({"index": index, "id": call.id, "type": "function",
                           "function": {"name": call.name, "arguments": ""}});
        out += &chunk(&json!({"tool_calls": [named]}), &Value::Null);
        for piece in [first, second] {
            let more = json!({"index": index, "function": {"arguments": piece}});
            out += &chunk(&json!({"tool_calls": [more]}), &Value::Null);
        }
    }
    out += &chunk(&json!({}), &reason(said).into());
    if with_usage {
        out += &event(&json!({"choices": [], "usage": usage(said.usage)}).to_string());
    }
    out + &event("[DONE]")
}

/// Vectors that depend on the words: texts that share words are near each other.
pub(super) fn vectors(body: &Value, dimensions: usize) -> String {
    let texts: Vec<&str> = match &body["input"] {
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
        text => vec![text.as_str().unwrap_or_default()],
    };
    let dimensions = body["dimensions"].as_u64().map_or(dimensions, |n| usize::try_from(n).expect("small"));
    let vector = |text: &str| {
        let mut vector = vec![0.0; dimensions];
        for word in text.to_lowercase().split_whitespace() {
            let place = word.bytes().fold(7_usize, |sum, byte| sum * 31 % 65_521 + usize::from(byte));
            vector[place % dimensions] += 1.0;
        }
        vector
    };
    // The order of the answer is not promised: the index counts.
    let data: Vec<Value> = texts
        .iter()
        .enumerate()
        .rev()
        .map(|(index, text)| json!({"object": "embedding", "index": index, "embedding": vector(text)}))
        .collect();
    let tokens: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    json!({"object": "list", "data": data, "model": body["model"],
           "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})
    .to_string()
}

pub(super) fn transcript(asked: &Asked, text: &str) -> String {
    let fields = form::fields(asked).unwrap_or_default();
    let verbose =
        fields.iter().any(|field| field.name == "response_format" && field.text() == "verbose_json");
    if verbose {
        json!({"task": "transcribe", "language": "english", "duration": 1.5, "text": text, "segments": []})
            .to_string()
    } else {
        json!({"text": text, "usage": {"type": "tokens", "input_tokens": 14, "output_tokens": 45,
               "total_tokens": 59}})
        .to_string()
    }
}

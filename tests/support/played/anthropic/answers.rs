//! What the server answers.

use serde_json::{Value, json};

use crate::support::{Asked, Said, Tokens};

/// What is read from the cache is counted apart.
fn usage(tokens: Tokens) -> Value {
    json!({
        "input_tokens": tokens.prompt - tokens.cached, "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": tokens.cached, "output_tokens": tokens.completion,
        "service_tier": "standard",
    })
}

fn reason(said: &Said) -> &'static str {
    said.reason.unwrap_or(if said.calls.is_empty() { "end_turn" } else { "tool_use" })
}

pub(super) fn whole(asked: &Asked, said: &Said) -> String {
    let text = said.pieces.concat();
    let words = (!text.is_empty()).then(|| json!({"type": "text", "text": text}));
    let calls = said.calls.iter().map(|call| {
        let input: Value = serde_json::from_str(&call.arguments).unwrap_or(json!({}));
        json!({"type": "tool_use", "id": call.id, "name": call.name, "input": input})
    });
    let content: Vec<Value> = words.into_iter().chain(calls).collect();
    json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": asked.body["model"],
        "content": content, "stop_reason": reason(said), "stop_sequence": null, "usage": usage(said.usage),
    })
    .to_string()
}

fn event(data: &Value) -> String {
    format!("event: {}\ndata: {data}\n\n", data["type"].as_str().unwrap_or_default())
}

pub(super) fn opening(asked: &Asked) -> String {
    let begun = Tokens { completion: 1, ..Tokens::default() };
    let message = json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": asked.body["model"], "content": [],
        "stop_reason": null, "stop_sequence": null, "usage": usage(begun),
    });
    event(&json!({"type": "message_start", "message": message}))
        + &event(
            &json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
        )
        + &event(&json!({"type": "ping"}))
}

fn delta(index: usize, delta: &Value) -> String {
    event(&json!({"type": "content_block_delta", "index": index, "delta": delta}))
}

fn stop(index: usize) -> String {
    event(&json!({"type": "content_block_stop", "index": index}))
}

pub(super) fn piece(text: &str) -> String {
    delta(0, &json!({"type": "text_delta", "text": text}))
}

/// The inputs of calls come in two pieces, as they would.
pub(super) fn ending(said: &Said) -> String {
    let mut out = stop(0);
    for (at, call) in said.calls.iter().enumerate() {
        let index = at + 1;
        let block = json!({"type": "tool_use", "id": call.id, "name": call.name, "input": {}});
        out += &event(&json!({"type": "content_block_start", "index": index, "content_block": block}));
        let middle = (0..=call.arguments.len() / 2).rev().find(|at| call.arguments.is_char_boundary(*at));
        let (first, second) = call.arguments.split_at(middle.unwrap_or(0));
        for piece in [first, second] {
            out += &delta(index, &json!({"type": "input_json_delta", "partial_json": piece}));
        }
        out += &stop(index);
    }
    let end = json!({"stop_reason": reason(said), "stop_sequence": null});
    out += &event(&json!({"type": "message_delta", "delta": end, "usage": usage(said.usage)}));
    out + &event(&json!({"type": "message_stop"}))
}

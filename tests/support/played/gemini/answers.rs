//! What the server answers.

use serde_json::{Value, json};

use crate::support::{Said, Tokens};

fn usage(tokens: Tokens) -> Value {
    json!({
        "promptTokenCount": tokens.prompt, "candidatesTokenCount": tokens.completion - tokens.reasoning,
        "thoughtsTokenCount": tokens.reasoning, "cachedContentTokenCount": tokens.cached,
        "totalTokenCount": tokens.prompt + tokens.completion,
    })
}

/// The calls; from Gemini 3 on each has an id, and the first one is signed.
fn calls(model: &str, said: &Said) -> Vec<Value> {
    let new = !model.starts_with("gemini-2");
    let call = said.calls.iter().enumerate().map(|(at, call)| {
        let args: Value = serde_json::from_str(&call.arguments).unwrap_or(json!({}));
        let mut part = json!({"functionCall": {"name": call.name, "args": args}});
        if new {
            part["functionCall"]["id"] = call.id.clone().into();
        }
        if new && at == 0 {
            part["thoughtSignature"] = "c2lnbmVk".into();
        }
        part
    });
    call.collect()
}

fn body(model: &str, parts: &[Value], end: Option<&Said>) -> Value {
    let mut candidate = json!({"content": {"role": "model", "parts": parts}, "index": 0});
    if let Some(said) = end {
        candidate["finishReason"] = said.reason.unwrap_or("STOP").into();
    }
    let counted = usage(end.map_or(Tokens::default(), |said| said.usage));
    json!({"candidates": [candidate], "usageMetadata": counted, "modelVersion": model, "responseId": "r1"})
}

pub(super) fn whole(model: &str, said: &Said) -> String {
    let text = said.pieces.concat();
    let words = (!text.is_empty()).then(|| json!({"text": text}));
    let parts: Vec<Value> = words.into_iter().chain(calls(model, said)).collect();
    body(model, &parts, Some(said)).to_string()
}

fn event(data: &Value) -> String {
    format!("data: {data}\r\n\r\n")
}

pub(super) fn piece(model: &str, text: &str) -> String {
    event(&body(model, &[json!({"text": text})], None))
}

pub(super) fn ending(model: &str, said: &Said) -> String {
    let mut parts = calls(model, said);
    if parts.is_empty() {
        parts.push(json!({"text": ""}));
    }
    event(&body(model, &parts, Some(said)))
}

/// A vector for each text, in their order.
pub(super) fn vectors(body: &Value) -> String {
    let requests = body["requests"].as_array().into_iter().flatten();
    let vector = |request: &Value| {
        let text = request["content"]["parts"][0]["text"].as_str().unwrap_or_default();
        let mut values = vec![0.0_f32; 8];
        for word in text.to_lowercase().split_whitespace() {
            let place = word.bytes().fold(7_usize, |sum, byte| sum * 31 % 65_521 + usize::from(byte));
            values[place % 8] += 1.0;
        }
        json!({"values": values})
    };
    json!({"embeddings": requests.map(vector).collect::<Vec<_>>()}).to_string()
}

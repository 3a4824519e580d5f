//! Answers in OpenAI's form, whole and in chunks.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::super::envelope::{ApiError, json_response};
use super::super::stream;
use super::error;
use crate::runtime::llm::{FinishReason, ToolCall, Usage};
use crate::runtime::turn::{Outcome, TurnError, TurnEvent};
use crate::support::redact::Redactor;

/// What an answer repeats of its request.
pub(super) struct Reply {
    /// `chatcmpl-…`.
    pub(super) id: String,
    /// Seconds since the Unix epoch.
    pub(super) created: u64,
    /// The model as it was asked for.
    pub(super) model: String,
    /// Whether a stream ends with what was counted.
    pub(super) usage: bool,
}

impl Reply {
    /// A whole answer.
    pub(super) fn whole(&self, outcome: &Outcome) -> Response {
        let mut message = json!({"role": "assistant", "content": outcome.content, "refusal": null});
        if !outcome.calls.is_empty() {
            if outcome.content.is_empty() {
                message["content"] = Value::Null;
            }
            message["tool_calls"] = outcome.calls.iter().map(call_json).collect();
        }
        let body = json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{
                "index": 0,
                "message": message,
                "logprobs": null,
                "finish_reason": reason(outcome.reason.as_ref()),
            }],
            "usage": outcome.usage.as_ref().map(usage_json),
        });
        json_response(StatusCode::OK, &body)
    }
}

/// Writes the events of one turn as chunks; what they all share is serialized once.
pub(super) struct ChunkWriter {
    /// Up to `choices`.
    head: String,
    usage: bool,
    redactor: Redactor,
}

impl ChunkWriter {
    pub(super) fn new(reply: &Reply, redactor: Redactor) -> Self {
        let shared = json!({
            "id": reply.id,
            "object": "chat.completion.chunk",
            "created": reply.created,
            "model": reply.model,
        });
        let shared = shared.to_string();
        // Where usage is wanted, every chunk but the last has it as null.
        let usage = if reply.usage { ",\"usage\":null" } else { "" };
        let head = format!("data: {}{usage},\"choices\":[", &shared[..shared.len() - 1]);
        Self { head, usage: reply.usage, redactor }
    }

    /// The chunk before all words.
    pub(super) fn opening(&self) -> Bytes {
        let mut out = Vec::new();
        self.chunk(&mut out, &json!({"role": "assistant", "content": ""}), None);
        Bytes::from(out)
    }

    fn chunk(&self, out: &mut Vec<u8>, delta: &Value, reason: Option<&str>) {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason});
        out.extend_from_slice(format!("{}{choice}]}}\n\n", self.head).as_bytes());
    }

    fn text(&self, out: &mut Vec<u8>, text: &str) {
        out.extend_from_slice(self.head.as_bytes());
        out.extend_from_slice(b"{\"index\":0,\"delta\":{\"content\":");
        serde_json::to_writer(&mut *out, text).expect("text is always JSON");
        out.extend_from_slice(b"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }

    fn end(&self, out: &mut Vec<u8>, outcome: &Outcome) {
        if !outcome.calls.is_empty() {
            let calls = outcome.calls.iter().enumerate().map(|(index, call)| {
                let mut json = call_json(call);
                json["index"] = index.into();
                json
            });
            self.chunk(out, &json!({"tool_calls": calls.collect::<Vec<_>>()}), None);
        }
        self.chunk(out, &json!({}), Some(reason(outcome.reason.as_ref())));
        if self.usage {
            let usage = json!(outcome.usage.as_ref().map(usage_json)).to_string();
            let head = self.head.replacen(",\"usage\":null,", &format!(",\"usage\":{usage},"), 1);
            out.extend_from_slice(format!("{head}]}}\n\n").as_bytes());
        }
        out.extend_from_slice(b"data: [DONE]\n\n");
    }
}

impl stream::Writer for ChunkWriter {
    fn write(&self, events: &[TurnEvent]) -> Bytes {
        let mut out = Vec::with_capacity(events.len() * (self.head.len() + 128));
        for event in events {
            match event {
                TurnEvent::Text(texts) => texts.iter().for_each(|text| self.text(&mut out, text)),
                TurnEvent::Done(outcome) => self.end(&mut out, outcome),
                TurnEvent::Failed(error) => {
                    let body =
                        error::body(&ApiError::from(TurnError::clone(error)).without_secrets(&self.redactor));
                    out.extend_from_slice(format!("data: {}\n\n", json!({"error": body})).as_bytes());
                }
                TurnEvent::Step(_)
                | TurnEvent::Ui(_)
                | TurnEvent::Artifact(_)
                | TurnEvent::Approval(_)
                | TurnEvent::Missing(_)
                | TurnEvent::Progress { .. }
                | TurnEvent::Transcribed(_) => {}
            }
        }
        Bytes::from(out)
    }
}

/// One of the words that clients know.
fn reason(reason: Option<&FinishReason>) -> &'static str {
    match reason {
        Some(FinishReason::Length) => "length",
        Some(FinishReason::ToolCalls) => "tool_calls",
        Some(FinishReason::ContentFilter) => "content_filter",
        Some(FinishReason::Stop | FinishReason::Other(_)) | None => "stop",
    }
}

fn call_json(call: &ToolCall) -> Value {
    json!({"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}})
}

fn usage_json(usage: &Usage) -> Value {
    json!({
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.total(),
        "prompt_tokens_details": {"cached_tokens": usage.cached_tokens},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(usage: bool) -> ChunkWriter {
        let (id, model) = ("chatcmpl-1".to_owned(), "a".to_owned());
        ChunkWriter::new(&Reply { id, created: 7, model, usage }, Redactor::default())
    }

    fn written(writer: &ChunkWriter, event: TurnEvent) -> Vec<Value> {
        let out = stream::Writer::write(writer, &[event]);
        let text = std::str::from_utf8(&out).unwrap().to_owned();
        let data = text.split_terminator("\n\n").map(|e| e.strip_prefix("data: ").unwrap().to_owned());
        data.map(|d| serde_json::from_str(&d).unwrap_or(Value::String(d))).collect()
    }

    #[test]
    fn a_stream_ends_with_its_reason_then_its_usage_then_done() {
        let outcome = Outcome {
            cost: None,
            agent_id: "a".into(),
            model: "m".into(),
            content: String::new(),
            calls: vec![ToolCall { id: "c".into(), name: "f".into(), arguments: "{}".into(), extra: None }],
            reason: Some(FinishReason::ToolCalls),
            ui: Vec::new(),
            artifacts: Vec::new(),
            usage: Some(Usage { prompt_tokens: 2, completion_tokens: 1, ..Usage::default() }),
            answered_at: 0,
            took_ms: 0,
        };
        let chunks = written(&writer(true), TurnEvent::Done(Box::new(outcome)));
        assert_eq!(chunks[0]["choices"][0]["delta"]["tool_calls"][0]["index"], 0);
        assert_eq!(chunks[0]["usage"], Value::Null);
        assert_eq!(chunks[1]["choices"][0]["finish_reason"], "tool_calls");
        assert_eq!((&chunks[2]["choices"], &chunks[2]["usage"]["total_tokens"]), (&json!([]), &json!(3)));
        assert_eq!(chunks[3], "[DONE]");
    }

    #[test]
    fn words_are_json_whatever_they_hold() {
        let words = "\"a\"\n\u{2028}".to_owned();
        let chunks = written(&writer(false), TurnEvent::Text(vec![words.clone(), String::new()]));
        assert_eq!(chunks[0]["choices"][0]["delta"]["content"], words);
        assert_eq!((chunks.len(), chunks[0].get("usage")), (2, None));
    }
}

//! Bodies and events of answers.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{ANSWER_TOOL, NAME};
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::http::error_text;
use crate::runtime::llm::{Answer, Extra, Finish, FinishReason, Piece, ToolCall, Usage};
use crate::support::sse::SseEvent;

/// A whole answer.
#[derive(Deserialize)]
pub(super) struct Whole {
    #[serde(default)]
    model: String,
    content: Option<Vec<Value>>,
    #[serde(flatten)]
    end: End,
    usage: Option<WireUsage>,
    error: Option<Value>,
}

#[derive(Default, Deserialize)]
struct End {
    stop_reason: Option<String>,
    stop_details: Option<Value>,
}

/// What is not said is as it was before.
#[derive(Clone, Copy, Default, Deserialize)]
struct WireUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    output_tokens_details: Option<OutputDetails>,
}

#[derive(Clone, Copy, Default, Deserialize)]
struct OutputDetails {
    thinking_tokens: Option<u64>,
}

impl WireUsage {
    /// The newer counts, where there are any: they are sums, not steps.
    fn then(self, newer: Self) -> Self {
        Self {
            input_tokens: newer.input_tokens.or(self.input_tokens),
            output_tokens: newer.output_tokens.or(self.output_tokens),
            cache_read_input_tokens: newer.cache_read_input_tokens.or(self.cache_read_input_tokens),
            cache_creation_input_tokens: newer
                .cache_creation_input_tokens
                .or(self.cache_creation_input_tokens),
            output_tokens_details: newer.output_tokens_details.or(self.output_tokens_details),
        }
    }
}

impl From<WireUsage> for Usage {
    /// `input_tokens` counts only what is neither read from the cache nor written to it.
    fn from(wire: WireUsage) -> Self {
        let read = wire.cache_read_input_tokens.unwrap_or(0);
        let written = wire.cache_creation_input_tokens.unwrap_or(0);
        let fresh = wire.input_tokens.unwrap_or(0);
        Self {
            prompt_tokens: fresh.saturating_add(read).saturating_add(written),
            completion_tokens: wire.output_tokens.unwrap_or(0),
            cached_tokens: read,
            cache_write_tokens: written,
            reasoning_tokens: wire.output_tokens_details.and_then(|d| d.thinking_tokens).unwrap_or(0),
        }
    }
}

impl Whole {
    pub(super) fn into_answer(self) -> Result<Answer, Fault> {
        if let Some(error) = self.error {
            return Err(refused(&error));
        }
        let Some(content) = self.content else {
            return Err(Fault::BadAnswer("an answer without content".to_owned()));
        };
        let (mut said, mut piece) = (Said { model: self.model, ..Said::default() }, Piece::default());
        for block in content {
            if let Some(text) = block["text"].as_str() {
                piece.texts.push(text.to_owned());
            }
            said.block(block, None, &mut piece);
        }
        let reason = said.reason(&self.end, &piece)?;
        let finish = Finish { reason, usage: self.usage.map(Usage::from) };
        Ok(Answer { text: piece.texts.concat(), calls: piece.calls, finish })
    }
}

/// What has been said so far, beyond the text that is handed on.
#[derive(Default)]
struct Said {
    model: String,
    /// What came since the last call, for the case that it must go back with the next one.
    before: Vec<Value>,
    /// There were thoughts among it.
    thought: bool,
    spoke: bool,
    wants: Wants,
}

/// What the calls so far are for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Wants {
    /// There were none.
    #[default]
    Nothing,
    /// One gave the answer as its input.
    Answered,
    /// Tools are to be called.
    Tools,
}

impl Said {
    /// A block that is whole. `written` is the input of a call as the model wrote it.
    fn block(&mut self, block: Value, written: Option<String>, piece: &mut Piece) {
        match block["type"].as_str().unwrap_or_default() {
            "tool_use" => self.call(&block, written, piece),
            "text" => {
                self.spoke = true;
                // Empty words are refused when they come back.
                if block["text"].as_str().is_some_and(|text| !text.trim().is_empty()) {
                    self.before.push(block);
                }
            }
            "thinking" | "redacted_thinking" => {
                self.thought = true;
                self.before.push(block);
            }
            _ => {}
        }
    }

    fn call(&mut self, block: &Value, written: Option<String>, piece: &mut Piece) {
        let text = |name: &str| block[name].as_str().unwrap_or_default().to_owned();
        let streamed = written.is_some();
        let arguments = written.unwrap_or_else(|| block["input"].to_string());
        if text("name") == ANSWER_TOOL {
            if self.wants == Wants::Nothing {
                self.wants = Wants::Answered;
            }
            // What was written in a stream is told already.
            if !streamed {
                piece.texts.push(arguments);
            }
            return;
        }
        self.wants = Wants::Tools;
        let before = std::mem::take(&mut self.before);
        let extra = (self.thought && !before.is_empty()).then(|| {
            let data = Value::Array(before).to_string();
            Box::new(Extra { dialect: NAME, model: self.model.clone(), data })
        });
        piece.calls.push(ToolCall { id: text("id"), name: text("name"), arguments, extra });
    }

    /// Why it ended (API reference, Stop reasons).
    fn reason(&self, end: &End, piece: &Piece) -> Result<Option<FinishReason>, Fault> {
        let Some(word) = end.stop_reason.as_deref() else { return Ok(None) };
        let spoke = self.spoke || !piece.texts.is_empty();
        Ok(Some(match word {
            "end_turn" | "stop_sequence" => FinishReason::Stop,
            "max_tokens" | "model_context_window_exceeded" => FinishReason::Length,
            "tool_use" if self.wants == Wants::Answered => FinishReason::Stop,
            "tool_use" => FinishReason::ToolCalls,
            "refusal" if !spoke => {
                let why = end.stop_details.as_ref().and_then(|d| d["explanation"].as_str());
                return Err(Fault::Filtered(why.unwrap_or("the model declined to answer").to_owned()));
            }
            "refusal" => FinishReason::ContentFilter,
            other => FinishReason::Other(other.to_owned()),
        }))
    }
}

/// The status that an error has as an HTTP answer (API reference, Errors).
fn refused(error: &Value) -> Fault {
    let status = match error["type"].as_str().unwrap_or_default() {
        "invalid_request_error" => Some(400),
        "authentication_error" => Some(401),
        "billing_error" => Some(402),
        "permission_error" => Some(403),
        "not_found_error" => Some(404),
        "request_too_large" => Some(413),
        "rate_limit_error" => Some(429),
        "api_error" => Some(500),
        "timeout_error" => Some(504),
        "overloaded_error" => Some(529),
        _ => None,
    };
    Fault::Refused { detail: error_text(error), status }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Start,
    },
    ContentBlockStart {
        #[serde(default)]
        index: usize,
        content_block: Value,
    },
    ContentBlockDelta {
        #[serde(default)]
        index: usize,
        delta: Delta,
    },
    ContentBlockStop {
        #[serde(default)]
        index: usize,
    },
    MessageDelta {
        delta: End,
        usage: Option<WireUsage>,
    },
    MessageStop,
    Error {
        error: Value,
    },
    /// `ping`, and what is new: it is to be passed over.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    model: String,
    usage: Option<WireUsage>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Delta {
    #[serde(rename = "text_delta")]
    Text { text: String },
    #[serde(rename = "input_json_delta")]
    InputJson { partial_json: String },
    #[serde(rename = "thinking_delta")]
    Thinking { thinking: String },
    #[serde(rename = "signature_delta")]
    Signature { signature: String },
    #[serde(other)]
    Other,
}

/// A block on its way in.
struct Open {
    block: Value,
    /// The input of a call.
    input: String,
}

impl Open {
    fn append(&mut self, field: &str, more: &str) {
        match self.block.get_mut(field) {
            Some(Value::String(text)) => text.push_str(more),
            _ => self.block[field] = Value::from(more),
        }
    }

    /// Its input is the answer, so it is handed on as text.
    fn is_answer(&self) -> bool {
        self.block["name"] == ANSWER_TOOL
    }
}

/// Reads one stream.
#[derive(Default)]
pub(super) struct Stream {
    said: Said,
    open: BTreeMap<usize, Open>,
    end: Option<End>,
    usage: Option<WireUsage>,
}

impl EventReader for Stream {
    fn event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), Fault> {
        let event: Event = serde_json::from_str(&event.data)
            .map_err(|e| Fault::BadAnswer(format!("an event of the stream cannot be read: {e}")))?;
        match event {
            Event::MessageStart { message } => {
                self.said.model = message.model;
                self.count(message.usage);
            }
            Event::ContentBlockStart { index, content_block } => self.begin(index, content_block, piece),
            Event::ContentBlockDelta { index, delta } => self.grow(index, delta, piece),
            Event::ContentBlockStop { index } => self.close(index, piece),
            Event::MessageDelta { delta, usage } => {
                self.count(usage);
                self.end = Some(delta).filter(|end| end.stop_reason.is_some()).or(self.end.take());
            }
            Event::MessageStop => piece.finish = Some(self.finish(piece)?),
            Event::Error { error } => return Err(refused(&error)),
            Event::Other => {}
        }
        Ok(())
    }

    /// A stream without its last event has ended only if the model said why it stopped.
    fn closed(&mut self, piece: &mut Piece) -> Result<Finish, Fault> {
        if self.end.is_none() {
            return Err(Fault::CutOff("the connection was closed".to_owned()));
        }
        self.finish(piece)
    }
}

impl Stream {
    fn count(&mut self, newer: Option<WireUsage>) {
        if let Some(newer) = newer {
            self.usage = Some(self.usage.unwrap_or_default().then(newer));
        }
    }

    /// Some servers put the first words into the beginning of a block.
    fn begin(&mut self, index: usize, block: Value, piece: &mut Piece) {
        if let Some(text) = block["text"].as_str().filter(|text| !text.is_empty()) {
            piece.texts.push(text.to_owned());
        }
        self.open.insert(index, Open { block, input: String::new() });
    }

    fn grow(&mut self, index: usize, delta: Delta, piece: &mut Piece) {
        let Some(open) = self.open.get_mut(&index) else { return };
        match delta {
            Delta::Text { text } if !text.is_empty() => {
                open.append("text", &text);
                self.said.spoke = true;
                piece.texts.push(text);
            }
            Delta::InputJson { partial_json } if !partial_json.is_empty() => {
                open.input.push_str(&partial_json);
                if open.is_answer() {
                    self.said.spoke = true;
                    piece.texts.push(partial_json);
                }
            }
            Delta::Thinking { thinking } => open.append("thinking", &thinking),
            Delta::Signature { signature } => open.append("signature", &signature),
            _ => {}
        }
    }

    fn close(&mut self, index: usize, piece: &mut Piece) {
        if let Some(Open { block, input }) = self.open.remove(&index) {
            let written = Some(input).filter(|input| !input.is_empty());
            self.said.block(block, written, piece);
        }
    }

    fn finish(&mut self, piece: &mut Piece) -> Result<Finish, Fault> {
        let left: Vec<usize> = self.open.keys().copied().collect();
        for index in left {
            self.close(index, piece);
        }
        let reason = self.said.reason(&self.end.take().unwrap_or_default(), piece)?;
        Ok(Finish { reason, usage: self.usage.map(Usage::from) })
    }
}

#[cfg(test)]
mod tests;

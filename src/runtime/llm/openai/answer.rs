//! Bodies and events of answers. Some servers leave fields out, or send `null` for them. What a
//! model thinks before it answers (`reasoning`, `reasoning_content`) is not part of the answer.

use serde::Deserialize;
use serde_json::Value;

use super::calls::{Calls, WireCall};
use super::usage::WireUsage;
use super::words::Words;
use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::http::error_text;
use crate::runtime::llm::{Answer, Finish, FinishReason, Piece, Usage};
use crate::support::sse::SseEvent;

/// A whole answer, or one event of a stream.
#[derive(Deserialize)]
pub(super) struct Completion {
    choices: Option<Vec<Choice>>,
    usage: Option<WireUsage>,
    error: Option<Value>,
}

/// Some providers send both a `delta` and a `message`.
#[derive(Deserialize)]
struct Choice {
    delta: Option<Said>,
    message: Option<Said>,
    finish_reason: Option<String>,
    /// Moonshot.
    usage: Option<WireUsage>,
    /// `OpenRouter`.
    error: Option<Value>,
}

#[derive(Default, Deserialize)]
struct Said {
    content: Option<Words>,
    refusal: Option<String>,
    tool_calls: Option<Vec<WireCall>>,
}

fn reason(word: String) -> FinishReason {
    match word.as_str() {
        "stop" | "eos" | "end_turn" => FinishReason::Stop,
        "length" | "max_tokens" | "model_length" => FinishReason::Length,
        "tool_calls" | "function_call" => FinishReason::ToolCalls,
        "content_filter" => FinishReason::ContentFilter,
        _ => FinishReason::Other(word),
    }
}

/// What ends an answer that is none.
fn ended_badly(reason: Option<&FinishReason>, said_nothing: bool) -> Result<(), Fault> {
    match reason {
        Some(FinishReason::ContentFilter) if said_nothing => {
            Err(Fault::Filtered("the answer was held back".to_owned()))
        }
        Some(FinishReason::Other(word)) if word == "error" => {
            Err(Fault::CutOff("the model ended with an error".to_owned()))
        }
        Some(FinishReason::Other(word)) if word == "insufficient_system_resource" => {
            Err(Fault::CutOff("the provider ran out of resources".to_owned()))
        }
        _ => Ok(()),
    }
}

impl Completion {
    pub(super) fn into_answer(self) -> Result<Answer, Fault> {
        let Some(choice) = self.choices.into_iter().flatten().next() else {
            return Err(match self.error {
                Some(error) => refused(&error),
                None => Fault::BadAnswer("an answer without a choice".to_owned()),
            });
        };
        if let Some(error) = choice.error.or(self.error) {
            return Err(refused(&error));
        }
        let said = choice.message.or(choice.delta).unwrap_or_default();
        if let Some(refusal) = said.refusal.filter(|_| said.content.is_none()) {
            return Err(Fault::Filtered(refusal));
        }
        let mut calls = Calls::default();
        said.tool_calls.into_iter().flatten().for_each(|call| calls.add(call));
        let (text, calls) = (said.content.map(|words| words.0).unwrap_or_default(), calls.take());
        let reason = choice.finish_reason.map(reason);
        ended_badly(reason.as_ref(), text.is_empty() && calls.is_empty())?;
        let usage = self.usage.or(choice.usage).map(Usage::from);
        Ok(Answer { text, calls, finish: Finish { reason, usage } })
    }
}

/// The provider's error in the place of an answer. Its status is a number there, or a word.
pub(super) fn refused(error: &Value) -> Fault {
    let number = error.get("status").or_else(|| error.get("code")).and_then(Value::as_u64);
    let status = number.and_then(|n| u16::try_from(n).ok()).filter(|n| (400..600).contains(n));
    let words = ["code", "type"].into_iter().filter_map(|key| error.get(key)?.as_str());
    let named = words.into_iter().find_map(|word| match word {
        "invalid_api_key" | "authentication_error" => Some(401),
        "insufficient_quota" => Some(402),
        "rate_limit_exceeded" | "rate_limit_error" => Some(429),
        "server_error" | "internal_server_error" | "InternalServerError" => Some(500),
        "overloaded_error" | "service_unavailable" => Some(503),
        _ => None,
    });
    Fault::Refused { detail: error_text(error), status: status.or(named) }
}

/// Reads one stream.
#[derive(Default)]
pub(super) struct Stream {
    finish: Finish,
    calls: Calls,
    /// A choice has come, so that this is an answer.
    begun: bool,
    /// Words have come.
    spoken: bool,
    /// How the model declines.
    refusal: String,
}

impl Stream {
    fn end(&mut self, piece: &mut Piece) -> Result<Finish, Fault> {
        let calls = self.calls.take();
        let said_nothing = !self.spoken && calls.is_empty();
        if said_nothing && !self.refusal.is_empty() {
            return Err(Fault::Filtered(std::mem::take(&mut self.refusal)));
        }
        ended_badly(self.finish.reason.as_ref(), said_nothing)?;
        piece.calls.extend(calls);
        Ok(std::mem::take(&mut self.finish))
    }
}

impl EventReader for Stream {
    fn event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), Fault> {
        if event.data == "[DONE]" {
            if !self.begun {
                return Err(Fault::BadAnswer("a stream without a choice".to_owned()));
            }
            piece.finish = Some(self.end(piece)?);
            return Ok(());
        }
        let chunk: Completion = serde_json::from_str(&event.data)
            .map_err(|e| Fault::BadAnswer(format!("an event of the stream cannot be read: {e}")))?;
        if let Some(error) = chunk.error {
            return Err(refused(&error));
        }
        self.finish.usage = chunk.usage.map(Usage::from).or(self.finish.usage);
        let Some(choice) = chunk.choices.into_iter().flatten().next() else { return Ok(()) };
        if let Some(error) = choice.error {
            return Err(refused(&error));
        }
        self.begun = true;
        self.finish.usage = choice.usage.map(Usage::from).or(self.finish.usage);
        self.finish.reason = choice.finish_reason.map(reason).or(self.finish.reason.take());
        if let Some(said) = choice.delta.or(choice.message) {
            if let Some(Words(text)) = said.content.filter(|words| !words.0.is_empty()) {
                self.spoken = true;
                piece.texts.push(text);
            }
            self.refusal.push_str(said.refusal.as_deref().unwrap_or_default());
            said.tool_calls.into_iter().flatten().for_each(|call| self.calls.add(call));
        }
        Ok(())
    }

    /// Some servers close without `[DONE]`; that is an end only if the model said why it stopped.
    fn closed(&mut self, piece: &mut Piece) -> Result<Finish, Fault> {
        if self.finish.reason.is_none() {
            return Err(Fault::CutOff("the connection was closed".to_owned()));
        }
        self.end(piece)
    }
}

//! Bodies and events of answers. Some providers leave fields out, or send `null` for them.

use serde::Deserialize;
use serde_json::Value;

use crate::runtime::llm::dialect::{EventReader, Fault};
use crate::runtime::llm::http::error_text;
use crate::runtime::llm::{Answer, Finish, FinishReason, Piece, ToolCall, Usage};
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
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
    refusal: Option<String>,
    tool_calls: Option<Vec<WireCall>>,
}

#[derive(Deserialize)]
struct WireCall {
    index: Option<usize>,
    id: Option<String>,
    function: Option<WireFunction>,
}

#[derive(Deserialize)]
struct WireFunction {
    name: Option<String>,
    arguments: Option<String>,
}

#[derive(Deserialize)]
struct WireUsage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    prompt_tokens_details: Option<Details>,
    completion_tokens_details: Option<Details>,
}

#[derive(Default, Deserialize)]
struct Details {
    cached_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
}

impl From<WireUsage> for Usage {
    fn from(wire: WireUsage) -> Self {
        Self {
            prompt_tokens: wire.prompt_tokens.unwrap_or(0),
            completion_tokens: wire.completion_tokens.unwrap_or(0),
            cached_tokens: wire.prompt_tokens_details.unwrap_or_default().cached_tokens.unwrap_or(0),
            cache_write_tokens: 0,
            reasoning_tokens: wire
                .completion_tokens_details
                .unwrap_or_default()
                .reasoning_tokens
                .unwrap_or(0),
        }
    }
}

fn reason(word: String) -> FinishReason {
    match word.as_str() {
        "stop" => FinishReason::Stop,
        "length" => FinishReason::Length,
        "tool_calls" | "function_call" => FinishReason::ToolCalls,
        "content_filter" => FinishReason::ContentFilter,
        _ => FinishReason::Other(word),
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
        let mut calls = Calls::default();
        let mut text = String::new();
        if let Some(said) = choice.message.or(choice.delta) {
            if let Some(refusal) = said.refusal.filter(|_| said.content.is_none()) {
                return Err(Fault::Filtered(refusal));
            }
            text = said.content.unwrap_or_default();
            said.tool_calls.into_iter().flatten().for_each(|call| calls.add(call));
        }
        let finish = Finish { reason: choice.finish_reason.map(reason), usage: self.usage.map(Usage::from) };
        Ok(Answer { text, calls: calls.take(), finish })
    }
}

fn refused(error: &Value) -> Fault {
    let number = error.get("status").or_else(|| error.get("code")).and_then(Value::as_u64);
    let status = number.and_then(|n| u16::try_from(n).ok()).filter(|n| (400..600).contains(n));
    Fault::Refused { detail: error_text(error), status }
}

/// Calls on their way in: the first piece names the tool, the others add to its arguments.
#[derive(Default)]
struct Calls(Vec<ToolCall>);

impl Calls {
    fn add(&mut self, wire: WireCall) {
        let function = wire.function.unwrap_or(WireFunction { name: None, arguments: None });
        let name = function.name.filter(|name| !name.is_empty());
        // Some providers send each call whole and number none of them.
        let next = if name.is_some() { self.0.len() } else { self.0.len().saturating_sub(1) };
        let at = wire.index.unwrap_or(next).min(self.0.len());
        if at == self.0.len() {
            self.0.push(ToolCall::default());
        }
        let call = &mut self.0[at];
        if let Some(id) = wire.id.filter(|id| !id.is_empty()) {
            call.id = id;
        }
        if let Some(name) = name {
            call.name = name;
        }
        call.arguments.push_str(&function.arguments.unwrap_or_default());
    }

    /// The calls; one without an id gets one by its place.
    fn take(&mut self) -> Vec<ToolCall> {
        let mut calls = std::mem::take(&mut self.0);
        for (at, call) in calls.iter_mut().enumerate().filter(|(_, call)| call.id.is_empty()) {
            call.id = format!("call_{at}");
        }
        calls
    }
}

/// Reads one stream.
#[derive(Default)]
pub(super) struct Stream {
    finish: Finish,
    calls: Calls,
}

impl EventReader for Stream {
    fn event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), Fault> {
        if event.data == "[DONE]" {
            piece.calls.extend(self.calls.take());
            piece.finish = Some(std::mem::take(&mut self.finish));
            return Ok(());
        }
        let chunk: Completion = serde_json::from_str(&event.data)
            .map_err(|e| Fault::BadAnswer(format!("an event of the stream cannot be read: {e}")))?;
        if let Some(error) = chunk.error {
            return Err(refused(&error));
        }
        self.finish.usage = chunk.usage.map(Usage::from).or(self.finish.usage);
        let Some(choice) = chunk.choices.into_iter().flatten().next() else { return Ok(()) };
        self.finish.reason = choice.finish_reason.map(reason).or(self.finish.reason.take());
        if let Some(said) = choice.delta.or(choice.message) {
            // What a model says when it declines is what it says.
            piece.texts.extend(said.content.or(said.refusal).filter(|text| !text.is_empty()));
            said.tool_calls.into_iter().flatten().for_each(|call| self.calls.add(call));
        }
        Ok(())
    }

    /// Some servers close without `[DONE]`; that is an end only if the model said why it stopped.
    fn closed(&mut self, piece: &mut Piece) -> Result<Finish, Fault> {
        if self.finish.reason.is_none() {
            return Err(Fault::CutOff("the connection was closed".to_owned()));
        }
        piece.calls.extend(self.calls.take());
        Ok(std::mem::take(&mut self.finish))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the events add, and the end that `[DONE]` makes of them.
    fn read(events: &[&str]) -> Result<Piece, Fault> {
        let (mut stream, mut piece) = (Stream::default(), Piece::default());
        for data in events.iter().chain(&["[DONE]"]) {
            stream.event(&SseEvent { name: String::new(), data: (*data).to_owned() }, &mut piece)?;
        }
        Ok(piece)
    }

    #[test]
    fn deltas_are_read_with_and_without_text() {
        let piece = read(&[
            r#"{"choices":[{"delta":{"content":"Hel"},"finish_reason":null}]}"#,
            r#"{"choices":[{"delta":{"content":"d"},"message":{"content":"whole"}}]}"#,
            r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
            r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":2}}}"#,
        ])
        .unwrap();
        assert_eq!(piece.texts, ["Hel", "d"]);
        let usage = Usage { prompt_tokens: 3, completion_tokens: 5, cached_tokens: 2, ..Usage::default() };
        assert_eq!(piece.finish, Some(Finish { reason: Some(FinishReason::Stop), usage: Some(usage) }));
        let nothing = read(&[r#"{"choices":null,"usage":{"prompt_tokens":null}}"#]).unwrap();
        assert_eq!(nothing.finish.unwrap().usage, Some(Usage::default()));
        let error = read(&[r#"{"error":{"message":"overloaded","code":503}}"#]).unwrap_err();
        assert_eq!(error, Fault::Refused { detail: "overloaded".into(), status: Some(503) });
    }

    #[test]
    fn arguments_of_calls_come_in_pieces_and_are_handed_on_whole() {
        let piece = read(&[
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},"finish_reason":"tool_calls"}]}"#,
        ])
        .unwrap();
        let call = |id: &str, name: &str, arguments: &str| ToolCall {
            id: id.into(),
            name: name.into(),
            arguments: arguments.into(),
            ..ToolCall::default()
        };
        assert_eq!(piece.calls, [call("a", "f", "{\"x\":1}"), call("b", "g", "{}")]);
        let unnumbered = read(&[
            r#"{"choices":[{"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":"{}"}}]}}]}"#,
        ])
        .unwrap();
        assert_eq!(unnumbered.calls, [call("call_0", "f", "{}"), call("call_1", "g", "{}")]);
    }

    #[test]
    fn an_error_in_the_place_of_an_answer_is_the_provider_s_own() {
        let completion: Completion = serde_json::from_str(r#"{"error":{"message":"no credit"}}"#).unwrap();
        let fault = completion.into_answer().unwrap_err();
        assert_eq!(fault, Fault::Refused { detail: "no credit".into(), status: None });
    }
}

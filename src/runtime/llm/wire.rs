//! The OpenAI-compatible dialect: the bodies of `POST /chat/completions` (OpenAI API reference, Chat).

use serde::{Deserialize, Serialize};

use super::{Finish, Message, Request, Usage};
use crate::support::redact::Redactor;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: &'a [Message],
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u64>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl Serialize for Message {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut message = serializer.serialize_struct("Message", 2)?;
        message.serialize_field("role", self.role.as_str())?;
        message.serialize_field("content", &self.content)?;
        message.end()
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &'a Request, stream: bool) -> Self {
        Self {
            model: &request.model,
            messages: &request.messages,
            temperature: request.settings.temperature,
            max_tokens: request.settings.max_tokens,
            stream,
            stream_options: stream.then_some(StreamOptions { include_usage: true }),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Completion {
    choices: Option<Vec<Choice>>,
    usage: Option<WireUsage>,
    error: Option<serde_json::Value>,
}

/// Some providers send both a `delta` and a `message`.
#[derive(Deserialize)]
struct Choice {
    delta: Option<Text>,
    message: Option<Text>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    content: Option<String>,
}

#[derive(Deserialize)]
struct WireUsage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Chunk {
    choices: Option<Vec<Choice>>,
    usage: Option<WireUsage>,
    error: Option<serde_json::Value>,
}

impl From<WireUsage> for Usage {
    fn from(wire: WireUsage) -> Self {
        Self {
            prompt_tokens: wire.prompt_tokens.unwrap_or(0),
            completion_tokens: wire.completion_tokens.unwrap_or(0),
        }
    }
}

impl Completion {
    /// The text and the end of a whole answer; else the provider's error, if that came instead.
    pub(super) fn into_answer(self) -> Result<(String, Finish), Option<serde_json::Value>> {
        let choice = self.choices.into_iter().flatten().next().ok_or(self.error)?;
        let text = choice.message.or(choice.delta).and_then(|m| m.content).unwrap_or_default();
        Ok((text, Finish { reason: choice.finish_reason, usage: self.usage.map(Usage::from) }))
    }
}

/// What one event of a stream added.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub(super) text: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) usage: Option<Usage>,
}

impl Chunk {
    /// What the event adds, or the error that the provider put in the stream.
    pub(super) fn into_delta(self) -> Result<Delta, serde_json::Value> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let usage = self.usage.map(Usage::from);
        let Some(choice) = self.choices.into_iter().flatten().next() else {
            return Ok(Delta { usage, ..Delta::default() });
        };
        let text = choice.delta.or(choice.message).and_then(|m| m.content).filter(|t| !t.is_empty());
        Ok(Delta { text, reason: choice.finish_reason, usage })
    }
}

/// The provider's own words in an error body: `error.message`, `error`, `message`, else the start of
/// it. Live values are taken out before anything is cut off: the rest of a key is a key.
pub(super) fn error_detail(body: &str, redactor: &Redactor) -> String {
    let detail = serde_json::from_str::<serde_json::Value>(body)
        .map_or_else(|_| body.trim().to_owned(), |v| error_text(v.get("error").unwrap_or(&v)));
    short(&redactor.redact(&detail))
}

/// One line of bounded length.
pub(super) fn short(words: &str) -> String {
    let line = words.chars().map(|c| if c.is_control() { ' ' } else { c });
    let line: String = line.take(300).collect();
    if line.is_empty() { "no reason given".to_owned() } else { line }
}

pub(super) fn error_text(error: &serde_json::Value) -> String {
    error
        .get("message")
        .and_then(serde_json::Value::as_str)
        .or_else(|| error.as_str())
        .map_or_else(|| error.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::{Role, Settings};

    #[test]
    fn the_body_says_what_was_asked_and_leaves_out_what_was_not() {
        let request = Request {
            model: "gpt-4o-mini".into(),
            messages: vec![Message { role: Role::User, content: "Hi".into() }],
            settings: Settings { temperature: Some(0.2), max_tokens: None },
        };
        assert_eq!(
            serde_json::to_string(&Body::new(&request, false)).unwrap(),
            r#"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"temperature":0.2,"stream":false}"#
        );
        assert!(
            serde_json::to_string(&Body::new(&request, true))
                .unwrap()
                .ends_with(r#""stream":true,"stream_options":{"include_usage":true}}"#)
        );
    }

    #[test]
    fn deltas_are_read_with_and_without_text() {
        let read = |json: &str| serde_json::from_str::<Chunk>(json).unwrap().into_delta();
        let text = read(r#"{"choices":[{"delta":{"content":"Hel"},"finish_reason":null}]}"#).unwrap();
        assert_eq!(text.text.as_deref(), Some("Hel"));
        let end = read(r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#).unwrap();
        assert_eq!((end.text, end.reason.as_deref()), (None, Some("stop")));
        let usage = read(r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#).unwrap();
        assert_eq!(usage.usage, Some(Usage { prompt_tokens: 3, completion_tokens: 5 }));
        let both = read(r#"{"choices":[{"delta":{"content":"d"},"message":{"content":"whole"}}]}"#).unwrap();
        assert_eq!(both.text.as_deref(), Some("d"));
        assert_eq!(
            read(r#"{"choices":null,"usage":{"prompt_tokens":null}}"#).unwrap().usage,
            Some(Usage::default())
        );
        let error = read(r#"{"error":{"message":"overloaded"}}"#).unwrap_err();
        assert_eq!(error_text(&error), "overloaded");
    }

    #[test]
    fn an_error_in_the_place_of_an_answer_is_the_provider_s_own() {
        let completion: Completion = serde_json::from_str(r#"{"error":{"message":"no credit"}}"#).unwrap();
        assert_eq!(error_text(&completion.into_answer().unwrap_err().unwrap()), "no credit");
    }

    #[test]
    fn an_error_body_of_any_kind_gives_one_short_line_without_live_values() {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-proj-0123456789".into());
        let detail = |body: &str| error_detail(body, &redactor);
        assert_eq!(detail(r#"{"error":{"message":"no\nkey"}}"#), "no key");
        assert_eq!(detail(r#"{"error":"x"}"#), "x");
        assert_eq!(detail("<html>"), "<html>");
        assert_eq!(detail(""), "no reason given");
        assert_eq!(detail(&"x".repeat(9999)).len(), 300);
        for filler in 280..300 {
            let cut = detail(&format!("{}sk-proj-0123456789", "x".repeat(filler)));
            assert!(!cut.contains("sk-"), "{cut}");
        }
    }
}

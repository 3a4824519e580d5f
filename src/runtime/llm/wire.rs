//! The OpenAI-compatible dialect: the bodies of `POST /chat/completions` (OpenAI API reference, Chat).

use serde::{Deserialize, Serialize};

use super::{Finish, Message, Request, Usage};

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
    pub(super) choices: Vec<Choice>,
    usage: Option<WireUsage>,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(alias = "delta")]
    message: Option<Text>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    content: Option<String>,
}

#[derive(Deserialize)]
struct WireUsage {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
}

#[derive(Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<WireUsage>,
    error: Option<serde_json::Value>,
}

impl From<WireUsage> for Usage {
    fn from(wire: WireUsage) -> Self {
        Self { prompt_tokens: wire.prompt_tokens, completion_tokens: wire.completion_tokens }
    }
}

impl Completion {
    /// The text and the end of a whole answer; nothing if there is no choice in it.
    pub(super) fn into_answer(self) -> Option<(String, Finish)> {
        let choice = self.choices.into_iter().next()?;
        let text = choice.message.and_then(|m| m.content).unwrap_or_default();
        Some((text, Finish { reason: choice.finish_reason, usage: self.usage.map(Usage::from) }))
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
    pub(super) fn into_delta(self) -> Result<Delta, String> {
        if let Some(error) = self.error {
            return Err(error_text(&error));
        }
        let usage = self.usage.map(Usage::from);
        let Some(choice) = self.choices.into_iter().next() else {
            return Ok(Delta { usage, ..Delta::default() });
        };
        let text = choice.message.and_then(|m| m.content).filter(|t| !t.is_empty());
        Ok(Delta { text, reason: choice.finish_reason, usage })
    }
}

/// The provider's own words in an error body: `error.message`, `error`, `message`, else the start of it.
pub(super) fn error_detail(body: &str) -> String {
    let detail = serde_json::from_str::<serde_json::Value>(body)
        .map_or_else(|_| body.trim().to_owned(), |v| error_text(v.get("error").unwrap_or(&v)));
    let mut short: String = detail.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    if short.is_empty() {
        short.push_str("no reason given");
    }
    short
}

fn error_text(error: &serde_json::Value) -> String {
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
        assert_eq!(read(r#"{"error":{"message":"overloaded"}}"#), Err("overloaded".into()));
    }

    #[test]
    fn an_error_body_of_any_kind_gives_one_short_line() {
        assert_eq!(error_detail(r#"{"error":{"message":"no\nkey"}}"#), "no key");
        assert_eq!(error_detail(r#"{"error":"x"}"#), "x");
        assert_eq!(error_detail("<html>"), "<html>");
        assert_eq!(error_detail(""), "no reason given");
        assert_eq!(error_detail(&"x".repeat(9999)).len(), 300);
    }
}

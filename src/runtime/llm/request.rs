//! What a model is asked, in no provider's dialect.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use super::Message;

/// A question to a model.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The provider's own name of the model, for example `gpt-4o-mini`.
    pub model: String,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// How to answer.
    pub settings: Settings,
    /// What the model may call.
    pub tools: Arc<[ToolSpec]>,
    /// Whether it must call something.
    pub choice: ToolChoice,
    /// The form of the answer.
    pub format: Format,
    /// Whose turn it is; only where a program answers.
    pub about: Option<Box<About>>,
}

/// What a program is told of a turn, beside the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The question alone: in the conversation it may have been joined with one that had no answer.
    pub question: Message,
    /// Who asks.
    pub user_id: String,
    /// The session.
    pub session_id: String,
    /// The request.
    pub request_id: String,
}

/// How a model is to answer; `None` leaves it to the provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Sampling temperature, 0 to 1.
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    pub top_p: Option<f64>,
    /// Longest answer in tokens.
    pub max_tokens: Option<u64>,
    /// Words at which the model stops.
    pub stop: Vec<String>,
}

/// A tool that a model may call.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolSpec {
    /// Its name: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// What it does, for the model.
    pub description: String,
    /// Its arguments, as a JSON Schema of an object.
    pub parameters: Value,
}

/// Whether a model must call a tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ToolChoice {
    /// As it thinks best.
    #[default]
    Auto,
    /// None.
    None,
    /// Some tool.
    Required,
    /// This one.
    Named(String),
}

/// The form of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Format {
    /// Words.
    #[default]
    Text,
    /// Some JSON object.
    Json,
    /// JSON that a schema describes, held to it strictly where the provider can.
    Schema(Arc<AnswerSchema>),
}

/// A JSON Schema for an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerSchema {
    /// A name for it: letters, digits, `_` and `-`.
    pub name: String,
    /// The schema: an object, all properties required, no others.
    pub schema: Value,
}

/// A recording to be written down.
#[derive(Clone, Debug)]
pub struct Sound {
    /// The provider's own name of the model, for example `whisper-1`.
    pub model: String,
    /// The file's name; providers tell its kind from the ending.
    pub name: String,
    /// `audio/mpeg` and so on.
    pub media_type: String,
    /// The file.
    pub data: Bytes,
    /// The language that is spoken (ISO 639-1), if it is known.
    pub language: Option<String>,
}

impl Settings {
    /// Settings for the model of `to`, where `self` were made from those of `from`: what was changed
    /// since then stays as it is.
    pub(super) fn moved(&self, from: &Self, to: &Self) -> Self {
        fn pick<T: PartialEq + Clone>(now: &T, from: &T, to: &T) -> T {
            if now == from { to.clone() } else { now.clone() }
        }
        Self {
            temperature: pick(&self.temperature, &from.temperature, &to.temperature),
            top_p: pick(&self.top_p, &from.top_p, &to.top_p),
            max_tokens: pick(&self.max_tokens, &from.max_tokens, &to.max_tokens),
            stop: pick(&self.stop, &from.stop, &to.stop),
        }
    }
}

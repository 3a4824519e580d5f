//! The body of `POST /v1/chat/completions`. Fields that are not here are let pass; those that
//! would change the answer and cannot be had are refused by name.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::Api;
use super::super::envelope::ApiError;
use super::messages::{Said, WireMessage, read};
use super::tools::{WireTool, choice, specs};
use crate::runtime::files::FileLimits;
use crate::runtime::llm::{AnswerSchema, Format, Settings};
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Ask, Conversation, Wishes};

/// The most words at which an answer may stop.
const MAX_STOPS: usize = 4;

/// The fields that are read.
#[derive(Deserialize)]
pub(super) struct Completion<'a> {
    pub(super) model: String,
    #[serde(borrow)]
    messages: Vec<WireMessage<'a>>,
    pub(super) user: Option<String>,
    stream: Option<bool>,
    pub(super) stream_options: Option<StreamOptions>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    max_tokens: Option<u64>,
    max_completion_tokens: Option<u64>,
    stop: Option<Stop>,
    response_format: Option<WireFormat>,
    tools: Option<Vec<WireTool>>,
    tool_choice: Option<Value>,
    n: Option<u64>,
    logprobs: Option<bool>,
    top_logprobs: Option<u64>,
    modalities: Option<Vec<String>>,
    functions: Option<IgnoredAny>,
    function_call: Option<IgnoredAny>,
    audio: Option<IgnoredAny>,
}

/// How a stream is to be.
#[derive(Deserialize)]
pub(super) struct StreamOptions {
    /// Whether it ends with what was counted.
    #[serde(default)]
    pub(super) include_usage: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stop {
    One(String),
    Some(Vec<String>),
}

#[derive(Deserialize)]
struct WireFormat {
    r#type: String,
    json_schema: Option<WireSchema>,
}

#[derive(Deserialize)]
struct WireSchema {
    name: String,
    schema: Option<Value>,
}

impl Completion<'_> {
    /// The question, but for the agent.
    pub(super) fn into_ask(
        self,
        api: &Api,
        who: Principal,
        request_id: String,
        session_id: Option<String>,
    ) -> Result<Ask, ApiError> {
        self.refuse_what_cannot_be_had()?;
        let limits: FileLimits = api.runtime.file_limits();
        let mut wishes = Wishes {
            settings: self.settings()?,
            format: self.format()?,
            tools: specs(self.tools.as_deref().unwrap_or_default())?,
            choice: choice(self.tool_choice.as_ref())?,
            ..Wishes::default()
        };
        if session_id.is_some() && !wishes.tools.is_empty() {
            return Err(wrong("tools", "need the whole conversation: leave X-Muxi-Session-ID out"));
        }
        let stream = self.stream.unwrap_or(false);
        let Said { instructions, earlier, question, words, files, later } = read(self.messages, limits)?;
        wishes.instructions = instructions;
        let mut ask = Ask { stream, ..Ask::new(who, words, request_id) };
        if session_id.is_some() {
            (ask.session_id, ask.attachments) = (session_id, files);
        } else {
            wishes.conversation = Some(Conversation::new(earlier, question, later));
        }
        ask.wishes = Some(Box::new(wishes));
        Ok(ask)
    }

    fn refuse_what_cannot_be_had(&self) -> Result<(), ApiError> {
        if self.n.is_some_and(|n| n != 1) {
            return Err(wrong("n", "is 1: an agent gives one answer"));
        }
        if self.logprobs == Some(true) || self.top_logprobs.is_some_and(|n| n > 0) {
            return Err(wrong("logprobs", "cannot be had from an agent"));
        }
        if self.functions.is_some() || self.function_call.is_some() {
            return Err(wrong("functions", "are not taken any more: send tools"));
        }
        let text = |kinds: &Vec<String>| kinds.iter().all(|kind| kind == "text");
        if self.audio.is_some() || !self.modalities.as_ref().is_none_or(text) {
            return Err(wrong("modalities", "is [\"text\"]: agents answer in text"));
        }
        if self.stream_options.is_some() && self.stream != Some(true) {
            return Err(wrong("stream_options", "is only for a stream"));
        }
        Ok(())
    }

    fn settings(&self) -> Result<Settings, ApiError> {
        let within = |name: &str, value: Option<f64>, most: f64| match value {
            Some(value) if !(0.0..=most).contains(&value) => Err(wrong(name, &format!("is 0 to {most}"))),
            value => Ok(value),
        };
        let stop = match &self.stop {
            None => Vec::new(),
            Some(Stop::One(word)) => vec![word.clone()],
            Some(Stop::Some(words)) => words.clone(),
        };
        if stop.len() > MAX_STOPS || stop.iter().any(String::is_empty) {
            return Err(wrong("stop", &format!("holds at most {MAX_STOPS} texts, none of them empty")));
        }
        let max_tokens = self.max_completion_tokens.or(self.max_tokens);
        if max_tokens == Some(0) {
            return Err(wrong("max_completion_tokens", "is at least 1"));
        }
        Ok(Settings {
            temperature: within("temperature", self.temperature, 2.0)?,
            top_p: within("top_p", self.top_p, 1.0)?,
            max_tokens,
            stop,
        })
    }

    fn format(&self) -> Result<Format, ApiError> {
        let Some(format) = &self.response_format else { return Ok(Format::Text) };
        match (format.r#type.as_str(), &format.json_schema) {
            ("text", _) => Ok(Format::Text),
            ("json_object", _) => Ok(Format::Json),
            ("json_schema", Some(WireSchema { name, schema: Some(schema) })) if schema.is_object() => {
                let (name, schema) = (name.clone(), schema.clone());
                Ok(Format::Schema(std::sync::Arc::new(AnswerSchema { name, schema })))
            }
            ("json_schema", _) => Err(wrong("response_format.json_schema", "has a name and a schema")),
            _ => Err(wrong("response_format.type", "is text, json_object or json_schema")),
        }
    }
}

/// A field that cannot be taken as it is.
pub(super) fn wrong(field: &str, what: &str) -> ApiError {
    ApiError::field(field, what, "value_error")
}

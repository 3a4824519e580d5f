//! The conversation as the API takes it: instructions apart, roles in turn, results right after
//! their calls, no empty words.

use std::borrow::Cow;
use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::NAME;
use super::cache::Ephemeral;
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Media, MediaKind, Message, Part, ToolCall};

/// Instructions and what was said, with the role of each.
#[derive(Default)]
pub(super) struct Conversation<'a> {
    pub(super) system: Vec<Marked<'a>>,
    pub(super) turns: Vec<Turn<'a>>,
}

/// What one side said in a row.
#[derive(Serialize)]
pub(super) struct Turn<'a> {
    pub(super) role: &'static str,
    pub(super) content: Vec<Marked<'a>>,
}

/// A block, and whether the provider keeps what comes up to it.
#[derive(Serialize)]
pub(super) struct Marked<'a> {
    #[serde(flatten)]
    pub(super) block: Block<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cache_control: Option<Ephemeral>,
}

/// A block of content.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Block<'a> {
    Text {
        text: Cow<'a, str>,
    },
    Image {
        source: Source<'a>,
    },
    Document {
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
    },
    ToolUse {
        id: Cow<'a, str>,
        name: &'a str,
        input: Cow<'a, RawValue>,
    },
    ToolResult {
        tool_use_id: Cow<'a, str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        content: Option<&'a str>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_error: bool,
    },
    /// As the provider gave it.
    #[serde(untagged)]
    Given(Value),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Source<'a> {
    Base64 { media_type: &'a str, data: String },
    Text { media_type: &'static str, data: String },
}

impl<'a> Marked<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Block::Text { text: text.into() }.into()
    }
}

impl<'a> From<Block<'a>> for Marked<'a> {
    fn from(block: Block<'a>) -> Self {
        Self { block, cache_control: None }
    }
}

impl<'a> Conversation<'a> {
    pub(super) fn new(messages: &'a [Message], model: &str) -> Result<Self, Unsupported> {
        let mut told = Self::default();
        let mut ids = Ids::default();
        for message in messages {
            if !matches!(message, Message::Tool { .. }) {
                told.say("user", ids.unanswered());
            }
            match message {
                Message::System(text) => told.system.extend(words(text)),
                Message::User(parts) => told.say("user", user(parts)?),
                Message::Assistant { text, calls } => {
                    told.say("assistant", assistant(text, calls, model, &mut ids));
                }
                Message::Tool { call, result, failed } => {
                    told.say("user", vec![answer(call, result, *failed, &mut ids)]);
                }
            }
        }
        told.say("user", ids.unanswered());
        if told.turns.last().is_none_or(|turn| turn.role != "user") {
            // Newer models refuse to go on in their own words.
            told.say("user", vec![Marked::text("Go on.")]);
        }
        Ok(told)
    }

    /// Adds to what the same side has just said.
    fn say(&mut self, role: &'static str, blocks: Vec<Marked<'a>>) {
        match self.turns.last_mut() {
            _ if blocks.is_empty() => {}
            Some(turn) if turn.role == role => turn.content.extend(blocks),
            _ => self.turns.push(Turn { role, content: blocks }),
        }
    }
}

/// Blank words are refused.
fn words(text: &str) -> Option<Marked<'_>> {
    (!text.trim().is_empty()).then(|| Marked::text(text))
}

fn user(parts: &[Part]) -> Result<Vec<Marked<'_>>, Unsupported> {
    let blocks = parts.iter().filter_map(|part| match part {
        Part::Text(text) => words(text).map(Ok),
        Part::Media(file) => Some(media(file).map(Marked::from)),
    });
    blocks.collect()
}

fn media(file: &Media) -> Result<Block<'_>, Unsupported> {
    let media_type = file.media_type.as_str();
    let coded = || Source::Base64 { media_type, data: STANDARD.encode(&file.data) };
    match (file.kind, media_type) {
        (MediaKind::Image, "image/png" | "image/jpeg" | "image/gif" | "image/webp") => {
            Ok(Block::Image { source: coded() })
        }
        (MediaKind::Document, "application/pdf") => {
            Ok(Block::Document { source: coded(), title: title(file) })
        }
        (MediaKind::Document, kind) if kind.starts_with("text/") || kind == "application/json" => {
            let data = String::from_utf8_lossy(&file.data).into_owned();
            Ok(Block::Document {
                source: Source::Text { media_type: "text/plain", data },
                title: title(file),
            })
        }
        (kind, _) => Err(Unsupported(format!("{} of the type {media_type}", kind_name(kind)))),
    }
}

fn title(file: &Media) -> Option<&str> {
    (!file.name.trim().is_empty()).then_some(&file.name)
}

fn kind_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "pictures",
        MediaKind::Audio => "recordings",
        MediaKind::Document => "documents",
    }
}

/// What the model said. Its thoughts go back signed and in their place, to the model that had them.
fn assistant<'a>(text: &'a str, calls: &'a [ToolCall], model: &str, ids: &mut Ids<'a>) -> Vec<Marked<'a>> {
    let given: Vec<Vec<Value>> = calls.iter().map(|call| thoughts(call, model)).collect();
    let mut blocks = Vec::new();
    if given.iter().all(Vec::is_empty) {
        blocks.extend(words(text));
    }
    for (call, given) in calls.iter().zip(given) {
        blocks.extend(given.into_iter().map(|block| Block::Given(block).into()));
        let block =
            Block::ToolUse { id: ids.open(&call.id), name: &call.name, input: input(&call.arguments) };
        blocks.push(block.into());
    }
    blocks
}

/// What stood before the call where there were thoughts in the answer: the words, too.
fn thoughts(call: &ToolCall, model: &str) -> Vec<Value> {
    let Some(extra) = call.extra.as_ref().filter(|extra| extra.dialect == NAME) else { return Vec::new() };
    // A name without a date stands for the newest with one.
    let asked = model.trim_end_matches("-latest");
    if !extra.model.starts_with(asked) && !asked.starts_with(&extra.model) {
        return Vec::new();
    }
    serde_json::from_str(&extra.data).unwrap_or_default()
}

/// The arguments as the model wrote them, if they are an object: nothing else is taken.
fn input(arguments: &str) -> Cow<'_, RawValue> {
    let written = arguments.trim();
    match serde_json::from_str::<&RawValue>(written) {
        Ok(raw) if written.starts_with('{') => Cow::Borrowed(raw),
        _ => Cow::Owned(RawValue::from_string("{}".to_owned()).expect("an object")),
    }
}

fn answer<'a>(call: &'a ToolCall, result: &'a str, failed: bool, ids: &mut Ids<'a>) -> Marked<'a> {
    match ids.close(&call.id) {
        Some(id) => {
            let content = (!result.trim().is_empty()).then_some(result);
            Block::ToolResult { tool_use_id: id, content, is_error: failed }.into()
        }
        // A result without its call is refused.
        None => Marked::text(format!("The tool {} gave: {result}", call.name)),
    }
}

/// The ids of calls: each is used once, has no letters that are refused, and gets its result.
#[derive(Default)]
struct Ids<'a> {
    used: HashSet<Cow<'a, str>>,
    /// Calls without a result: the id that we know, and the one that is sent.
    open: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Ids<'a> {
    fn open(&mut self, id: &'a str) -> Cow<'a, str> {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let mut sent = Cow::Borrowed(id);
        let mut number = self.used.len();
        while sent.is_empty() || !sent.chars().all(fine) || self.used.contains(&sent) {
            sent = Cow::Owned(format!("call_{number}"));
            number += 1;
        }
        self.used.insert(sent.clone());
        self.open.push((id, sent.clone()));
        sent
    }

    fn close(&mut self, id: &str) -> Option<Cow<'a, str>> {
        let at = self.open.iter().position(|(known, _)| *known == id)?;
        Some(self.open.remove(at).1)
    }

    /// Results for calls that have none: without one the whole conversation is refused.
    fn unanswered(&mut self) -> Vec<Marked<'a>> {
        let open = self.open.drain(..);
        open.map(|(_, id)| {
            Block::ToolResult { tool_use_id: id, content: Some("It was not called."), is_error: true }.into()
        })
        .collect()
    }
}

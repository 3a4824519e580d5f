//! The conversation as the API takes it: instructions apart, roles in turn, a result for each call.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::NAME;
use super::answer::OWN_ID;
use super::body::is_before_3;
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Media, MediaKind, Message, Part as Said, ToolCall};

/// Stands for the signature of a call that another model made (Gemini API, Thought signatures).
const SIGNED_BY_NOBODY: &str = "skip_thought_signature_validator";

/// What one side said in a row.
#[derive(Serialize)]
pub(super) struct Content<'a> {
    pub(super) role: &'static str,
    pub(super) parts: Vec<Part<'a>>,
}

/// A part of it; one field alone is set, and with a call its signature.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inline_data: Option<InlineData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_call: Option<FunctionCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_response: Option<FunctionResponse<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thought_signature: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InlineData<'a> {
    mime_type: &'a str,
    data: String,
}

#[derive(Serialize)]
struct FunctionCall<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    name: &'a str,
    args: Map<String, Value>,
}

#[derive(Serialize)]
struct FunctionResponse<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    name: &'a str,
    response: Value,
}

impl<'a> Part<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }
}

/// Instructions, and what was said.
pub(super) type Told<'a> = (Vec<Part<'a>>, Vec<Content<'a>>);

pub(super) fn conversation<'a>(messages: &'a [Message], model: &str) -> Result<Told<'a>, Unsupported> {
    let (mut system, mut contents) = (Vec::new(), Vec::new());
    let mut open: Vec<&ToolCall> = Vec::new();
    for message in messages {
        if !matches!(message, Message::Tool { .. }) {
            say(&mut contents, "user", open.drain(..).map(uncalled).collect());
        }
        match message {
            Message::System(text) => system.extend(words(text)),
            Message::User(parts) => say(&mut contents, "user", user(parts)?),
            Message::Assistant { text, calls } => {
                open.extend(calls);
                say(&mut contents, "model", answered(text, calls, model));
            }
            Message::Tool { call, result, failed } => {
                let at = open.iter().position(|known| known.id == call.id);
                at.map(|at| open.remove(at));
                let field = if *failed { "error" } else { "result" };
                // A result without its call is refused.
                let part = match at {
                    Some(_) => responded(call, json!({field: result})),
                    None => Part::text(format!("The tool {} gave: {result}", call.name)),
                };
                say(&mut contents, "user", vec![part]);
            }
        }
    }
    say(&mut contents, "user", open.drain(..).map(uncalled).collect());
    if contents.last().is_none_or(|content: &Content<'_>| content.role != "user") {
        say(&mut contents, "user", vec![Part::text("Go on.")]);
    }
    Ok((system, contents))
}

/// Adds to what the same side has just said.
fn say<'a>(contents: &mut Vec<Content<'a>>, role: &'static str, parts: Vec<Part<'a>>) {
    match contents.last_mut() {
        _ if parts.is_empty() => {}
        Some(content) if content.role == role => content.parts.extend(parts),
        _ => contents.push(Content { role, parts }),
    }
}

fn words(text: &str) -> Option<Part<'_>> {
    (!text.trim().is_empty()).then(|| Part::text(text))
}

fn user(parts: &[Said]) -> Result<Vec<Part<'_>>, Unsupported> {
    let parts = parts.iter().filter_map(|part| match part {
        Said::Text(text) => words(text).map(Ok),
        Said::Media(file) => Some(media(file)),
    });
    parts.collect()
}

/// The types that the API documents for pictures, sound and documents.
fn media(file: &Media) -> Result<Part<'_>, Unsupported> {
    let mime_type = match (file.kind, file.media_type.as_str()) {
        (
            MediaKind::Image,
            kind @ ("image/png" | "image/jpeg" | "image/webp" | "image/heic" | "image/heif"),
        ) => kind,
        (MediaKind::Audio, kind) if kind.starts_with("audio/") => kind,
        (MediaKind::Document, kind) if kind == "application/pdf" || kind.starts_with("text/") => kind,
        (MediaKind::Document, "application/json") => "text/plain",
        (_, kind) => return Err(Unsupported(format!("files of the type {kind}"))),
    };
    let data = STANDARD.encode(&file.data);
    Ok(Part { inline_data: Some(InlineData { mime_type, data }), ..Part::default() })
}

fn answered<'a>(text: &'a str, calls: &'a [ToolCall], model: &str) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = words(text).into_iter().collect();
    let signed = calls.iter().any(|call| signature(call).is_some());
    for (at, call) in calls.iter().enumerate() {
        // Of calls that are made together only the first is signed.
        let foreign = at == 0 && !signed && !is_before_3(model);
        let args = serde_json::from_str(&call.arguments).unwrap_or_default();
        parts.push(Part {
            function_call: Some(FunctionCall { id: id(call), name: &call.name, args }),
            thought_signature: signature(call).or(foreign.then_some(SIGNED_BY_NOBODY)),
            ..Part::default()
        });
    }
    parts
}

fn signature(call: &ToolCall) -> Option<&str> {
    call.extra.as_ref().filter(|extra| extra.dialect == NAME).map(|extra| extra.data.as_str())
}

/// The id that the provider gave; older models give none.
fn id(call: &ToolCall) -> Option<&str> {
    (!call.id.is_empty() && !call.id.starts_with(OWN_ID)).then_some(&call.id)
}

fn responded(call: &ToolCall, response: Value) -> Part<'_> {
    let response = FunctionResponse { id: id(call), name: &call.name, response };
    Part { function_response: Some(response), ..Part::default() }
}

/// As many results as calls are asked for.
fn uncalled(call: &ToolCall) -> Part<'_> {
    responded(call, json!({"error": "It was not called."}))
}

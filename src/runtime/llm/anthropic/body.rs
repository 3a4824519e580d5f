//! Bodies of requests.

use serde::Serialize;
use serde_json::{Value, json};

use super::ANSWER_TOOL;
use super::cache::{self, Ephemeral};
use super::content::{Conversation, Marked, Turn};
use super::models::{Sampling, Traits, traits};
use super::schema::strict;
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Format, Request, ToolChoice};

/// The body of `POST /v1/messages`.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    max_tokens: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) system: Vec<Marked<'a>>,
    pub(super) messages: Vec<Turn<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop_sequences: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<Tool<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<Value>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stream: bool,
}

/// A tool that the model may call.
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) input_schema: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cache_control: Option<Ephemeral>,
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &'a Request, stream: bool) -> Result<Self, Unsupported> {
        let traits = traits(&request.model);
        let settings = &request.settings;
        let (temperature, top_p) = match (traits.sampling, settings.temperature, settings.top_p) {
            (Sampling::None, ..) => (None, None),
            (Sampling::One, Some(temperature), _) => (Some(temperature), None),
            (_, temperature, top_p) => (temperature, top_p),
        };
        let Conversation { mut system, turns: messages } =
            Conversation::new(&request.messages, &request.model)?;
        system.extend(said_in_words(request, traits).map(Marked::text));
        let mut body = Self {
            model: &request.model,
            max_tokens: settings.max_tokens.unwrap_or(traits.max_tokens),
            system,
            messages,
            temperature,
            top_p,
            // Blank ones are refused.
            stop_sequences: settings
                .stop
                .iter()
                .map(String::as_str)
                .filter(|s| !s.trim().is_empty())
                .collect(),
            tools: tools(request, traits),
            tool_choice: choice(request, traits),
            output_config: output(request, traits),
            stream,
        };
        if let Some(tokens) = traits.cache_from {
            cache::mark(&mut body, tokens);
        }
        Ok(body)
    }
}

/// What a model has to be told in words because it has no setting for it.
fn said_in_words(request: &Request, traits: Traits) -> impl Iterator<Item = String> {
    let json = (request.format == Format::Json).then(|| {
        "Answer with one JSON object and nothing else: no words around it, no code fence.".to_owned()
    });
    let call = match &request.choice {
        _ if traits.forced || request.tools.is_empty() => None,
        ToolChoice::Required => Some("Call one of the tools before you answer.".to_owned()),
        ToolChoice::Named(name) => Some(format!("Call the tool {name} before you answer.")),
        ToolChoice::Auto | ToolChoice::None => None,
    };
    json.into_iter().chain(call)
}

/// Whether the answer comes as the input of a tool.
fn answers_by_tool(request: &Request, traits: Traits) -> bool {
    matches!(request.format, Format::Schema(_)) && !traits.schema
}

fn tools(request: &Request, traits: Traits) -> Vec<Tool<'_>> {
    let declared = request.tools.iter().map(|tool| Tool {
        name: &tool.name,
        description: &tool.description,
        input_schema: &tool.parameters,
        cache_control: None,
    });
    let answer = match &request.format {
        Format::Schema(answer) if answers_by_tool(request, traits) => Some(Tool {
            name: ANSWER_TOOL,
            description: "Gives the answer to the user. Call it when you know the answer.",
            input_schema: &answer.schema,
            cache_control: None,
        }),
        _ => None,
    };
    declared.chain(answer).collect()
}

fn choice(request: &Request, traits: Traits) -> Option<Value> {
    if answers_by_tool(request, traits) {
        let only = request.tools.is_empty() || request.choice == ToolChoice::None;
        return Some(if only {
            json!({"type": "tool", "name": ANSWER_TOOL})
        } else {
            json!({"type": "any"})
        });
    }
    match &request.choice {
        _ if request.tools.is_empty() => None,
        ToolChoice::Auto => None,
        ToolChoice::None => Some(json!({"type": "none"})),
        ToolChoice::Required | ToolChoice::Named(_) if !traits.forced => None,
        ToolChoice::Required => Some(json!({"type": "any"})),
        ToolChoice::Named(name) => Some(json!({"type": "tool", "name": name})),
    }
}

fn output(request: &Request, traits: Traits) -> Option<Value> {
    match &request.format {
        Format::Schema(answer) if traits.schema => {
            Some(json!({"format": {"type": "json_schema", "schema": strict(&answer.schema)}}))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

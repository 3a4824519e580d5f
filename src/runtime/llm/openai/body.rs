//! Bodies of questions.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Value, json};

use super::content::Messages;
use super::schema;
use crate::formation::providers::{Schemas, Takes};
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Format, Message, Part, Request, ToolChoice, ToolSpec};

/// The body of `POST /chat/completions`. What stays the same from turn to turn comes first, as
/// caches of prompts want it.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Messages<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "Tools::is_empty")]
    tools: Tools<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<Value>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &'a Request, stream: bool, takes: &'a Takes) -> Result<Self, Unsupported> {
        let (response_format, note) = format(request, takes);
        let messages = Messages { list: &request.messages, note, takes };
        messages.check()?;
        let settings = &request.settings;
        let reasons = takes.reasons(&request.model);
        let stop = if takes.stops(&request.model) { &settings.stop[..] } else { &[] };
        let one_call = takes.parallel_calls && matches!(request.choice, ToolChoice::Named(_));
        Ok(Self {
            model: &request.model,
            messages,
            temperature: settings.temperature.filter(|_| !reasons),
            top_p: settings.top_p.filter(|_| !reasons),
            max_tokens: settings.max_tokens.filter(|_| !reasons),
            max_completion_tokens: settings.max_tokens.filter(|_| reasons),
            stop,
            tools: Tools { list: &request.tools, takes },
            tool_choice: choice(request),
            parallel_tool_calls: (one_call && !request.tools.is_empty()).then_some(false),
            response_format,
            stream,
            stream_options: (stream && takes.stream_options).then_some(StreamOptions { include_usage: true }),
        })
    }
}

fn choice(request: &Request) -> Option<Value> {
    if request.tools.is_empty() {
        return None;
    }
    match &request.choice {
        ToolChoice::Auto => None,
        ToolChoice::None => Some("none".into()),
        ToolChoice::Required => Some("required".into()),
        ToolChoice::Named(name) => Some(json!({"type": "function", "function": {"name": name}})),
    }
}

/// `response_format`, and what has to be said in words.
fn format(request: &Request, takes: &Takes) -> (Option<Value>, Option<String>) {
    let object = json!({"type": "json_object"});
    match &request.format {
        Format::Text => (None, None),
        Format::Json if !takes.json_object => {
            let any = json!({"name": "answer", "schema": {"type": "object", "properties": {}}});
            (Some(json!({"type": "json_schema", "json_schema": any})), None)
        }
        Format::Json => {
            // The API refuses to be asked for JSON by a conversation that does not say so.
            let said = request.messages.iter().any(says_json);
            (Some(object), (!said).then(|| "Answer with one JSON object.".to_owned()))
        }
        Format::Schema(wanted) => match schemas(takes, &request.model) {
            Schemas::Strict | Schemas::StrictFor(_) => {
                let strict = schema::strict(&wanted.schema);
                let named = json!({"name": wanted.name, "schema": wanted.schema, "strict": strict});
                (Some(json!({"type": "json_schema", "json_schema": named})), None)
            }
            Schemas::Loose => {
                let named = json!({"name": wanted.name, "schema": wanted.schema});
                (Some(json!({"type": "json_schema", "json_schema": named})), None)
            }
            Schemas::Described => {
                let words =
                    "Answer with one JSON object, and nothing else, as this JSON Schema describes it:";
                (Some(object), Some(format!("{words}\n{}", wanted.schema)))
            }
        },
    }
}

fn schemas(takes: &Takes, model: &str) -> Schemas {
    match takes.schemas {
        Schemas::StrictFor(models) if models.iter().any(|known| model.starts_with(known)) => Schemas::Strict,
        Schemas::StrictFor(_) => Schemas::Described,
        other => other,
    }
}

fn says_json(message: &Message) -> bool {
    let says = |text: &str| text.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"json"));
    match message {
        Message::User(parts) => parts.iter().filter_map(Part::text).any(says),
        other => says(other.text()),
    }
}

struct Tools<'a> {
    list: &'a [ToolSpec],
    takes: &'a Takes,
}

#[derive(Serialize)]
struct WireTool<'a> {
    r#type: &'static str,
    function: WireDeclaration<'a>,
}

#[derive(Serialize)]
struct WireDeclaration<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    parameters: Cow<'a, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strict: Option<bool>,
}

impl Tools<'_> {
    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Serialize for Tools<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.list.len()))?;
        for tool in self.list {
            let parameters = schema::arguments(&tool.parameters);
            let strict = (self.takes.strict_tools && schema::strict(&parameters)).then_some(true);
            let function =
                WireDeclaration { name: &tool.name, description: &tool.description, parameters, strict };
            list.serialize_element(&WireTool { r#type: "function", function })?;
        }
        list.end()
    }
}

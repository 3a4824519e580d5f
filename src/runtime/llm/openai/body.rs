//! Bodies of requests.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::Value;

use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Format, Message, Part, Request, ToolCall, ToolChoice, ToolSpec};

/// The body of `POST /chat/completions`.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    #[serde(serialize_with = "messages")]
    messages: &'a [Message],
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    #[serde(skip_serializing_if = "<[ToolSpec]>::is_empty", serialize_with = "tools")]
    tools: &'a [ToolSpec],
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<Value>,
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
    pub(super) fn new(request: &'a Request, stream: bool) -> Result<Self, Unsupported> {
        let media =
            |m: &Message| matches!(m, Message::User(parts) if parts.iter().any(|p| p.text().is_none()));
        if request.messages.iter().any(media) {
            return Err(Unsupported("files".to_owned()));
        }
        Ok(Self {
            model: &request.model,
            messages: &request.messages,
            temperature: request.settings.temperature,
            top_p: request.settings.top_p,
            max_tokens: request.settings.max_tokens,
            stop: &request.settings.stop,
            tools: &request.tools,
            tool_choice: choice(request),
            response_format: format(&request.format),
            stream,
            stream_options: stream.then_some(StreamOptions { include_usage: true }),
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
        ToolChoice::Named(name) => Some(serde_json::json!({"type": "function", "function": {"name": name}})),
    }
}

fn format(format: &Format) -> Option<Value> {
    match format {
        Format::Text => None,
        Format::Json => Some(serde_json::json!({"type": "json_object"})),
        Format::Schema(schema) => Some(serde_json::json!({
            "type": "json_schema",
            "json_schema": {"name": schema.name, "schema": schema.schema, "strict": true},
        })),
    }
}

fn messages<S: Serializer>(messages: &&[Message], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(messages.len()))?;
    for message in *messages {
        list.serialize_element(&WireMessage::new(message))?;
    }
    list.end()
}

#[derive(Serialize)]
struct WireMessage<'a> {
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_calls: Vec<WireCall<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_call_id: Option<&'a str>,
}

#[derive(Serialize)]
struct WireCall<'a> {
    id: &'a str,
    r#type: &'static str,
    function: WireFunction<'a>,
}

#[derive(Serialize)]
struct WireFunction<'a> {
    name: &'a str,
    arguments: &'a str,
}

impl<'a> WireMessage<'a> {
    fn new(message: &'a Message) -> Self {
        let role = message.role().as_str();
        let plain = Self { role, content: Some(message.text()), tool_calls: Vec::new(), tool_call_id: None };
        match message {
            Message::System(_) => plain,
            Message::User(parts) => Self { content: parts.iter().find_map(Part::text), ..plain },
            Message::Assistant { text, calls } => Self {
                content: (calls.is_empty() || !text.is_empty()).then_some(text),
                tool_calls: calls.iter().map(WireCall::new).collect(),
                ..plain
            },
            Message::Tool { call, .. } => Self { tool_call_id: Some(&call.id), ..plain },
        }
    }
}

impl<'a> WireCall<'a> {
    fn new(call: &'a ToolCall) -> Self {
        let function = WireFunction { name: &call.name, arguments: &call.arguments };
        Self { id: &call.id, r#type: "function", function }
    }
}

#[derive(Serialize)]
struct WireTool<'a> {
    r#type: &'static str,
    function: WireDeclaration<'a>,
}

#[derive(Serialize)]
struct WireDeclaration<'a> {
    name: &'a str,
    description: &'a str,
    parameters: &'a Value,
}

fn tools<S: Serializer>(tools: &&[ToolSpec], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(tools.len()))?;
    for tool in *tools {
        let function = WireDeclaration {
            name: &tool.name,
            description: &tool.description,
            parameters: &tool.parameters,
        };
        list.serialize_element(&WireTool { r#type: "function", function })?;
    }
    list.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::llm::Settings;

    #[test]
    fn the_body_says_what_was_asked_and_leaves_out_what_was_not() {
        let request = Request {
            model: "gpt-4o-mini".into(),
            messages: vec![Message::user("Hi")],
            settings: Settings { temperature: Some(0.2), ..Settings::default() },
            ..Request::default()
        };
        let body = |stream| serde_json::to_string(&Body::new(&request, stream).unwrap()).unwrap();
        assert_eq!(
            body(false),
            r#"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"temperature":0.2,"stream":false}"#
        );
        assert!(body(true).ends_with(r#""stream":true,"stream_options":{"include_usage":true}}"#));
    }

    #[test]
    fn a_call_and_its_result_go_back_as_they_came() {
        let call = ToolCall {
            id: "call_1".into(),
            name: "add".into(),
            arguments: "{\"a\":1}".into(),
            ..ToolCall::default()
        };
        let request = Request {
            model: "m".into(),
            messages: vec![
                Message::Assistant { text: String::new(), calls: vec![call.clone()] },
                Message::Tool { call, result: "2".into(), failed: false },
            ],
            ..Request::default()
        };
        let body = serde_json::to_value(Body::new(&request, false).unwrap()).unwrap();
        assert_eq!(
            body["messages"],
            serde_json::json!([
                {"role": "assistant", "tool_calls": [
                    {"id": "call_1", "type": "function", "function": {"name": "add", "arguments": "{\"a\":1}"}}
                ]},
                {"role": "tool", "content": "2", "tool_call_id": "call_1"},
            ])
        );
    }
}

//! Bodies of requests.

use serde::Serialize;
use serde_json::{Value, json};

use super::content::{Content, Part, conversation};
use super::schema::{for_answers, for_tools};
use crate::runtime::llm::dialect::Unsupported;
use crate::runtime::llm::{Format, Request, ToolChoice};

/// The body of `:generateContent` and `:streamGenerateContent`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    system_instruction: Option<Instruction<'a>>,
    contents: Vec<Content<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tools: Vec<Tools<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_config: Option<Value>,
    #[serde(skip_serializing_if = "Settings::is_empty")]
    generation_config: Settings<'a>,
}

#[derive(Serialize)]
struct Instruction<'a> {
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tools<'a> {
    function_declarations: Vec<Declaration<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Declaration<'a> {
    name: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters_json_schema: Option<Value>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    top_p: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop_sequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    response_mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_json_schema: Option<Value>,
}

impl Settings<'_> {
    fn is_empty(&self) -> bool {
        self.temperature.is_none()
            && self.top_p.is_none()
            && self.max_output_tokens.is_none()
            && self.stop_sequences.is_empty()
            && self.response_mime_type.is_none()
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &'a Request) -> Result<Self, Unsupported> {
        let (mut system, contents) = conversation(&request.messages, &request.model)?;
        let in_words = json_in_words(request);
        system.extend(in_words.then(|| Part::text(form(&request.format))));
        let mut settings = Settings {
            temperature: request.settings.temperature,
            top_p: request.settings.top_p,
            max_output_tokens: request.settings.max_tokens,
            stop_sequences: &request.settings.stop,
            ..Settings::default()
        };
        if request.format != Format::Text && !in_words {
            settings.response_mime_type = Some("application/json");
        }
        if let Format::Schema(answer) = &request.format
            && !in_words
        {
            settings.response_json_schema = Some(for_answers(&answer.schema));
        }
        Ok(Self {
            system_instruction: (!system.is_empty()).then_some(Instruction { parts: system }),
            contents,
            tools: tools(request),
            tool_config: choice(request),
            generation_config: settings,
        })
    }
}

/// Models before Gemini 3 refuse the form of an answer together with tools.
fn json_in_words(request: &Request) -> bool {
    let before_3 = is_before_3(&request.model);
    before_3 && !request.tools.is_empty() && request.format != Format::Text
}

/// Whether a model is older than Gemini 3.
pub(super) fn is_before_3(model: &str) -> bool {
    let name = model.rsplit('/').next().unwrap_or_default();
    name.starts_with("gemini-1") || name.starts_with("gemini-2") || name.starts_with("gemini-pro")
}

fn form(format: &Format) -> String {
    let begin = "Answer with one JSON object and nothing else: no words around it, no code fence.";
    match format {
        Format::Schema(answer) => {
            format!("{begin} It has to be valid for this JSON Schema: {}", answer.schema)
        }
        Format::Text | Format::Json => begin.to_owned(),
    }
}

fn tools(request: &Request) -> Vec<Tools<'_>> {
    if request.tools.is_empty() {
        return Vec::new();
    }
    let declared = request.tools.iter().map(|tool| Declaration {
        name: &tool.name,
        // It has to say something.
        description: if tool.description.is_empty() { &tool.name } else { &tool.description },
        parameters_json_schema: for_tools(&tool.parameters),
    });
    vec![Tools { function_declarations: declared.collect() }]
}

fn choice(request: &Request) -> Option<Value> {
    let config = match &request.choice {
        _ if request.tools.is_empty() => return None,
        ToolChoice::Auto => return None,
        ToolChoice::None => json!({"mode": "NONE"}),
        ToolChoice::Required => json!({"mode": "ANY"}),
        ToolChoice::Named(name) => json!({"mode": "ANY", "allowedFunctionNames": [name]}),
    };
    Some(json!({"functionCallingConfig": config}))
}

#[cfg(test)]
mod tests;

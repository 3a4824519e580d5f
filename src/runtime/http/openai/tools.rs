//! Tools that the caller calls itself.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::envelope::ApiError;
use super::request::wrong;
use crate::runtime::llm::{ToolChoice, ToolSpec};

/// The most tools of one request.
const MAX_TOOLS: usize = 128;
/// The longest name.
const MAX_NAME: usize = 64;

#[derive(Deserialize)]
pub(super) struct WireTool {
    r#type: String,
    function: Option<WireFunction>,
}

#[derive(Deserialize)]
struct WireFunction {
    name: String,
    #[serde(default)]
    description: String,
    parameters: Option<Value>,
}

/// The tools, as a model is told of them.
pub(super) fn specs(tools: &[WireTool]) -> Result<Vec<ToolSpec>, ApiError> {
    if tools.len() > MAX_TOOLS {
        return Err(wrong("tools", &format!("are at most {MAX_TOOLS}")));
    }
    let one = |(index, tool): (usize, &WireTool)| {
        let place = |field: &str| format!("tools[{index}].{field}");
        let function = match (tool.r#type.as_str(), &tool.function) {
            ("function", Some(function)) => function,
            ("function", None) => return Err(wrong(&place("function"), "is missing")),
            _ => return Err(wrong(&place("type"), "is function")),
        };
        let letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if !(1..=MAX_NAME).contains(&function.name.len()) || !function.name.bytes().all(letter) {
            let what = format!("has 1 to {MAX_NAME} letters, digits, _ and -");
            return Err(wrong(&place("function.name"), &what));
        }
        let named = |tool: &WireTool| tool.function.as_ref().is_some_and(|f| f.name == function.name);
        if tools[..index].iter().any(named) {
            return Err(wrong(
                &place("function.name"),
                &format!("is {}, as that of another tool", function.name),
            ));
        }
        Ok(ToolSpec {
            name: function.name.clone(),
            description: function.description.clone(),
            parameters: function
                .parameters
                .clone()
                .unwrap_or_else(|| json!({"type": "object", "properties": {}})),
        })
    };
    tools.iter().enumerate().map(one).collect()
}

/// Whether a tool must be called.
pub(super) fn choice(choice: Option<&Value>) -> Result<ToolChoice, ApiError> {
    let Some(choice) = choice.filter(|c| !c.is_null()) else { return Ok(ToolChoice::Auto) };
    match (choice.as_str(), choice["function"]["name"].as_str()) {
        (Some("auto"), _) => Ok(ToolChoice::Auto),
        (Some("none"), _) => Ok(ToolChoice::None),
        (Some("required"), _) => Ok(ToolChoice::Required),
        (None, Some(name)) => Ok(ToolChoice::Named(name.to_owned())),
        _ => Err(wrong("tool_choice", "is none, auto, required or a function")),
    }
}

//! The tools of the fixture: each does what its scenario describes.

use std::future::Future;
use std::time::Duration;

use muxi::runtime::mcp_server::{Call, Tool};
use rmcp::ErrorData;
use rmcp::model::{
    CallToolResult, ClientResult, ContentBlock, CreateMessageResult, LoggingLevel, ResourceContents,
    ServerRequest, Tool as ToolSpec,
};
use serde_json::{Value, json};

use super::kept::{IMAGE, SOUND};

type Done = Result<CallToolResult, ErrorData>;

fn tool<F>(name: &'static str, about: &'static str, takes: Value, run: fn(Call) -> F) -> Tool
where
    F: Future<Output = Done> + Send + 'static,
{
    let Value::Object(takes) = takes else { unreachable!("schemas are objects") };
    let spec = ToolSpec::new(name, about, takes);
    Tool { spec, run: Box::new(move |call| Box::pin(run(call))) }
}

fn nothing() -> Value {
    json!({"type": "object", "properties": {}})
}

fn one(name: &str) -> Value {
    json!({"type": "object", "properties": {name: {"type": "string"}}, "required": [name]})
}

#[expect(clippy::unnecessary_wraps, reason = "as tools give it")]
fn shown(blocks: impl IntoIterator<Item = ContentBlock>) -> Done {
    Ok(CallToolResult::success(blocks.into_iter().collect()))
}

fn text(text: impl Into<String>) -> Done {
    shown([ContentBlock::text(text)])
}

async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// All that the suite calls.
pub(crate) fn all() -> Vec<Tool> {
    let mut all = contents();
    all.extend(while_it_runs());
    all.extend(questions());
    all
}

fn contents() -> Vec<Tool> {
    vec![
        tool("test_simple_text", "Answers with a text", nothing(), |_| async {
            text("This is a simple text response for testing.")
        }),
        tool("test_image_content", "Answers with a picture", nothing(), |_| async {
            shown([ContentBlock::image(IMAGE, "image/png")])
        }),
        tool("test_audio_content", "Answers with a sound", nothing(), |_| async {
            shown([ContentBlock::audio(SOUND, "audio/wav")])
        }),
        tool("test_embedded_resource", "Answers with a resource", nothing(), |_| async {
            let contents =
                ResourceContents::text("This is an embedded resource content.", "test://embedded-resource");
            shown([ContentBlock::resource(contents.with_mime_type("text/plain"))])
        }),
        tool("test_multiple_content_types", "Answers with three kinds", nothing(), |_| async {
            let data = json!({"test": "data", "value": 123}).to_string();
            let contents = ResourceContents::text(data, "test://mixed-content-resource");
            shown([
                ContentBlock::text("Multiple content types test:"),
                ContentBlock::image(IMAGE, "image/png"),
                ContentBlock::resource(contents.with_mime_type("application/json")),
            ])
        }),
        tool("test_error_handling", "Always fails", nothing(), |_| async {
            let words = "This tool intentionally returns an error for testing";
            Ok(CallToolResult::error(vec![ContentBlock::text(words)]))
        }),
        tool(
            "json_schema_2020_12_tool",
            "Has keywords of draft 2020-12 in its schema",
            schema(),
            |call| async move {
                text(format!("JSON Schema 2020-12 tool called with: {}", Value::Object(call.arguments)))
            },
        ),
    ]
}

fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            },
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": false,
    })
}

fn while_it_runs() -> Vec<Tool> {
    vec![
        tool("test_tool_with_logging", "Logs while it runs", nothing(), |call| async move {
            call.log(LoggingLevel::Info, json!("Tool execution started")).await;
            a_moment().await;
            call.log(LoggingLevel::Info, json!("Tool processing data")).await;
            a_moment().await;
            call.log(LoggingLevel::Info, json!("Tool execution completed")).await;
            text("Tool with logging executed successfully")
        }),
        tool("test_tool_with_progress", "Tells how far it is", nothing(), |call| async move {
            for done in [0.0, 50.0, 100.0] {
                call.progress(done, Some(100.0), None).await;
                a_moment().await;
            }
            text("Tool with progress executed successfully")
        }),
        tool(
            "test_reconnection",
            "Ends its stream; the answer is to be fetched",
            nothing(),
            |call| async move {
                a_moment().await;
                call.let_go();
                a_moment().await;
                text("Reconnection test completed successfully")
            },
        ),
    ]
}

/// Asks the client something: a request of the server as JSON.
async fn ask(call: &Call, request: Value) -> Result<ClientResult, ErrorData> {
    let request: ServerRequest =
        serde_json::from_value(request).map_err(|e| ErrorData::internal_error(e.to_string(), None))?;
    call.client().send_request(request).await.map_err(|e| ErrorData::internal_error(e.to_string(), None))
}

async fn elicit(call: Call, message: &str, schema: Value) -> Result<Value, ErrorData> {
    let params = json!({"mode": "form", "message": message, "requestedSchema": schema});
    let answer = ask(&call, json!({"method": "elicitation/create", "params": params})).await?;
    serde_json::to_value(&answer).map_err(|e| ErrorData::internal_error(e.to_string(), None))
}

fn argument(call: &Call, name: &str) -> String {
    call.arguments.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn questions() -> Vec<Tool> {
    vec![
        tool("test_sampling", "Asks the client's model", one("prompt"), |call| async move {
            let prompt = argument(&call, "prompt");
            let message = json!({"role": "user", "content": {"type": "text", "text": prompt}});
            let params = json!({"messages": [message], "maxTokens": 100});
            match ask(&call, json!({"method": "sampling/createMessage", "params": params})).await? {
                ClientResult::CreateMessageResult(answer) => text(format!("LLM response: {}", said(&answer))),
                _ => Err(ErrorData::internal_error("no answer to the question for a message", None)),
            }
        }),
        tool("test_elicitation", "Asks the user", one("message"), |call| async move {
            let message = argument(&call, "message");
            let schema = json!({
                "type": "object",
                "properties": {
                    "username": {"type": "string", "description": "User's response"},
                    "email": {"type": "string", "description": "User's email address"},
                },
                "required": ["username", "email"],
            });
            let answer = elicit(call, &message, schema).await?;
            text(format!("User response: {answer}"))
        }),
        tool(
            "test_elicitation_sep1034_defaults",
            "Asks the user, with defaults",
            nothing(),
            |call| async move {
                let schema = json!({
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "default": "John Doe"},
                        "age": {"type": "integer", "default": 30},
                        "score": {"type": "number", "default": 95.5},
                        "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
                        "verified": {"type": "boolean", "default": true},
                    },
                    "required": [],
                });
                let answer =
                    elicit(call, "Please review and update the form fields with defaults", schema).await?;
                text(format!("Elicitation completed: {answer}"))
            },
        ),
        tool("test_elicitation_sep1330_enums", "Asks the user to choose", nothing(), |call| async move {
            let answer = elicit(call, "Please select options from the enum fields", choices()).await?;
            text(format!("Elicitation completed: {answer}"))
        }),
    ]
}

fn said(answer: &CreateMessageResult) -> String {
    let content = serde_json::to_value(&answer.message.content).unwrap_or_default();
    content["text"].as_str().unwrap_or("(no text)").to_owned()
}

fn choices() -> Value {
    let titled = |ordinal: [&str; 3], what: &str| -> Vec<Value> {
        let name = |(index, word): (usize, &&str)| json!({"const": format!("value{}", index + 1), "title": format!("{word} {what}")});
        ordinal.iter().enumerate().map(name).collect()
    };
    let ordinal = ["First", "Second", "Third"];
    json!({
        "type": "object",
        "properties": {
            "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
            "titledSingle": {"type": "string", "oneOf": titled(ordinal, "Option")},
            "legacyEnum": {
                "type": "string",
                "enum": ["opt1", "opt2", "opt3"],
                "enumNames": ["Option One", "Option Two", "Option Three"],
            },
            "untitledMulti": {
                "type": "array",
                "items": {"type": "string", "enum": ["option1", "option2", "option3"]},
            },
            "titledMulti": {"type": "array", "items": {"anyOf": titled(ordinal, "Choice")}},
        },
        "required": [],
    })
}

//! The client operations as tools, under the operation ids of the Formation API.

use axum::http::StatusCode;
use futures_util::future::BoxFuture;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, MetaObject, Tool as ToolSpec, ToolAnnotations};
use serde_json::{Value, json};
use std::sync::Arc;

use super::super::envelope::ApiError;
use super::{clean, tables, talk};
use crate::runtime::Runtime;
use crate::runtime::mcp_server::{Call, Tool};

/// What a client is told of what an operation does to the world.
#[derive(Clone, Copy)]
pub(super) enum Effect {
    /// Nothing.
    Reads,
    /// An agent is asked, who may use its tools.
    Asks,
    /// Something that runs is ended.
    Ends,
}

/// What an operation answers.
pub(super) struct Done {
    /// The `data` of the API.
    pub(super) data: Value,
    /// What a model reads; without it, the data.
    pub(super) shown: Option<Vec<ContentBlock>>,
}

pub(super) type Doing = BoxFuture<'static, Result<Done, ApiError>>;

/// One row of the table.
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) about: String,
    pub(super) effect: Effect,
    pub(super) takes: Arc<JsonObject>,
    pub(super) gives: Arc<JsonObject>,
    pub(super) run: fn(Runtime, Call) -> Doing,
}

/// The operations of `runtime` that there are.
pub(super) fn tools(runtime: &Runtime) -> Vec<Tool> {
    let all = talk::operations(runtime).into_iter().chain(tables::operations());
    all.map(|operation| tool(runtime, operation)).collect()
}

fn tool(runtime: &Runtime, operation: Operation) -> Tool {
    let Operation { name, title, about, effect, takes, gives, run } = operation;
    let annotations = match effect {
        Effect::Reads => ToolAnnotations::with_title(title).read_only(true).open_world(false),
        Effect::Asks => {
            ToolAnnotations::with_title(title).read_only(false).destructive(false).open_world(true)
        }
        Effect::Ends => ToolAnnotations::with_title(title)
            .read_only(false)
            .destructive(true)
            .idempotent(true)
            .open_world(false),
    };
    let about = runtime.redactor().redact(&about).into_owned();
    let spec = ToolSpec::new(name, about, takes).with_title(title).with_annotations(annotations);
    let runtime = runtime.clone();
    Tool {
        spec: spec.with_raw_output_schema(gives),
        run: Box::new(move |call| {
            let runtime = runtime.clone();
            Box::pin(async move {
                let done = run(runtime.clone(), call).await;
                Ok(done.map_or_else(|error| failed(&runtime, error), |done| answered(&runtime, done)))
            })
        }),
    }
}

fn answered(runtime: &Runtime, done: Done) -> CallToolResult {
    let data = clean(runtime, done.data);
    let shown = done.shown.unwrap_or_else(|| vec![ContentBlock::text(data.to_string())]);
    let mut result = CallToolResult::success(shown);
    result.structured_content = Some(data);
    result
}

/// What went wrong, for the model or person that asked; the code of the API and its hint are in `_meta` too.
fn failed(runtime: &Runtime, error: ApiError) -> CallToolResult {
    let error = error.without_secrets(runtime.redactor());
    let hint = error.data.get("hint").and_then(Value::as_str);
    let words = match hint {
        Some(hint) => format!("{} ({}); {hint}", error.message, error.code),
        None => format!("{} ({})", error.message, error.code),
    };
    let mut result = CallToolResult::error(vec![ContentBlock::text(words)]);
    let mut about = json!({"code": error.code, "status": StatusCode::as_u16(&error.status), "hint": hint});
    if let Some(seconds) = error.retry_after {
        about["retry_after"] = seconds.into();
    }
    let mut meta = MetaObject::new();
    meta.0.insert("muxi/error".to_owned(), about);
    result.meta = Some(meta);
    result
}

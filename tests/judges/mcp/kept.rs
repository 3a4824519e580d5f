//! The resources and prompts of the fixture.

use futures_util::future::BoxFuture;
use muxi::runtime::mcp_server::{Call, Prompt, Resources};
use muxi::runtime::principal::Principal;
use rmcp::model::{
    ContentBlock, GetPromptResult, Prompt as PromptSpec, PromptArgument, PromptMessage, ReadResourceResult,
    Resource, ResourceContents, ResourceTemplate, ResourceUpdatedNotificationParam, Role,
};
use rmcp::{ErrorData, Peer, RoleServer};
use serde_json::{Value, json};

/// A PNG of one pixel.
pub(crate) const IMAGE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
/// A WAV without a sample.
pub(crate) const SOUND: &str = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

const TEXT: &str = "test://static-text";
const BINARY: &str = "test://static-binary";
const WATCHED: &str = "test://watched-resource";

/// What can be read.
pub(crate) struct Kept;

impl Resources for Kept {
    fn list(&self, _: &Principal) -> BoxFuture<'static, Result<Vec<Resource>, ErrorData>> {
        let resource =
            |uri, name, about, kind| Resource::new(uri, name).with_description(about).with_mime_type(kind);
        let all = vec![
            resource(TEXT, "Static text", "A text that never changes", "text/plain"),
            resource(BINARY, "Static picture", "A picture that never changes", "image/png"),
            resource(WATCHED, "Watched", "A text that changes when it is watched", "text/plain"),
        ];
        Box::pin(async { Ok(all) })
    }

    fn templates(&self) -> Vec<ResourceTemplate> {
        let template = ResourceTemplate::new("test://template/{id}/data", "Template");
        vec![template.with_description("Data for an id").with_mime_type("application/json")]
    }

    fn read(&self, _: &Principal, uri: &str) -> BoxFuture<'static, Result<ReadResourceResult, ErrorData>> {
        let id = uri.strip_prefix("test://template/").and_then(|rest| rest.strip_suffix("/data"));
        let contents = match (uri, id) {
            (TEXT, _) => ResourceContents::text("This is the content of the static text resource.", uri)
                .with_mime_type("text/plain"),
            (BINARY, _) => ResourceContents::blob(IMAGE, uri).with_mime_type("image/png"),
            (WATCHED, _) => {
                ResourceContents::text("Watched resource content", uri).with_mime_type("text/plain")
            }
            (_, Some(id)) => {
                let data = json!({"id": id, "templateTest": true, "data": format!("Data for ID: {id}")});
                ResourceContents::text(data.to_string(), uri).with_mime_type("application/json")
            }
            _ => {
                let fault =
                    ErrorData::resource_not_found("there is no such resource", Some(json!({"uri": uri})));
                return Box::pin(async { Err(fault) });
            }
        };
        Box::pin(async { Ok(ReadResourceResult::new(vec![contents])) })
    }

    fn can_be_watched(&self) -> bool {
        true
    }

    fn watch(&self, uri: &str, client: &Peer<RoleServer>, on: bool) {
        if on {
            let (uri, client) = (uri.to_owned(), client.clone());
            tokio::spawn(async move {
                drop(client.notify_resource_updated(ResourceUpdatedNotificationParam::new(uri)).await);
            });
        }
    }
}

fn prompt(name: &str, about: &str, arguments: &[(&str, &str)], get: fn(Call) -> Vec<ContentBlock>) -> Prompt {
    let argument = |(name, about): &(&str, &str)| {
        PromptArgument::new(*name).with_description(*about).with_required(true)
    };
    let arguments: Vec<PromptArgument> = arguments.iter().map(argument).collect();
    let spec = PromptSpec::new(name, Some(about), Some(arguments).filter(|list| !list.is_empty()));
    Prompt {
        spec,
        get: Box::new(move |call| {
            let said = get(call).into_iter().map(|block| PromptMessage::new(Role::User, block)).collect();
            Box::pin(async { Ok(GetPromptResult::new(said)) })
        }),
    }
}

fn argument<'a>(call: &'a Call, name: &str) -> &'a str {
    call.arguments.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// All that the suite asks for.
pub(crate) fn prompts() -> Vec<Prompt> {
    vec![
        prompt("test_simple_prompt", "A text", &[], |_| {
            vec![ContentBlock::text("This is a simple prompt for testing.")]
        }),
        prompt(
            "test_prompt_with_arguments",
            "A text with two arguments in it",
            &[("arg1", "First test argument"), ("arg2", "Second test argument")],
            |call| {
                let (one, two) = (argument(&call, "arg1"), argument(&call, "arg2"));
                vec![ContentBlock::text(format!("Prompt with arguments: arg1='{one}', arg2='{two}'"))]
            },
        ),
        prompt(
            "test_prompt_with_embedded_resource",
            "A resource and a text",
            &[("resourceUri", "URI of the resource to embed")],
            |call| {
                let uri = argument(&call, "resourceUri");
                let contents = ResourceContents::text("Embedded resource content for testing.", uri);
                vec![
                    ContentBlock::resource(contents.with_mime_type("text/plain")),
                    ContentBlock::text("Please process the embedded resource above."),
                ]
            },
        ),
        prompt("test_prompt_with_image", "A picture and a text", &[], |_| {
            vec![
                ContentBlock::image(IMAGE, "image/png"),
                ContentBlock::text("Please analyze the image above."),
            ]
        }),
    ]
}

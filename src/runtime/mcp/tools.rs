//! The tools of a server: asked for, bounded, filtered, and without what the declaration fills in itself.

use std::collections::HashSet;

use rmcp::model::{PaginatedRequestParams, Tool};
use rmcp::service::{Peer, RoleClient, ServiceError};
use serde_json::{Map, Value};

use super::RemoteTool;
use super::spec::{Fixed, ServerSpec};
use super::tail::plain;
use crate::runtime::egress::Limits;

/// A server has no more tools than this, and no more pages of them.
const MOST: usize = 2000;
const PAGES: usize = 200;

/// The longest name and description, in bytes. A longer description is cut, a tool with a longer name left out.
const NAME: usize = 256;
const DESCRIPTION: usize = 32 << 10;

/// The longest schema, in bytes. A tool with a longer one is left out.
const SCHEMA: usize = 256 << 10;

/// What a server offers.
#[derive(Default)]
pub(super) struct Offered {
    pub(super) tools: Vec<RemoteTool>,
    /// Why others are not among them.
    pub(super) dropped: Vec<String>,
}

/// What all pages of a listing bring together. One message is bounded by itself, and so are all of them.
#[derive(Default)]
struct Sum {
    tools: usize,
    bytes: usize,
    parts: usize,
}

impl Sum {
    /// Whether there is room for `tool` too.
    fn takes(&mut self, tool: &Tool) -> bool {
        let Ok(json) = serde_json::to_vec(tool) else { return false };
        self.tools += 1;
        self.bytes += json.len();
        self.parts += Limits::parts_of(&json);
        self.tools <= MOST && self.bytes <= Limits::MESSAGE && self.parts <= Limits::PARTS
    }
}

/// What a server tells of its tools.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) tools: Vec<Tool>,
    /// There are pages that were not asked for.
    pub(super) goes_on: bool,
}

/// All tools of the server, page after page. The last may be the first for which there is no room; [`offered`] tells
/// of it.
pub(super) async fn list(peer: &Peer<RoleClient>) -> Result<Listed, ServiceError> {
    let (mut tools, mut cursor, mut sum) = (Vec::new(), None, Sum::default());
    for _ in 0..PAGES {
        let asked = cursor.take().map(|cursor| PaginatedRequestParams::default().with_cursor(Some(cursor)));
        let page = peer.list_tools(asked).await?;
        for tool in page.tools {
            let fits = sum.takes(&tool);
            tools.push(tool);
            if !fits {
                return Ok(Listed { tools, goes_on: false });
            }
        }
        cursor = page.next_cursor.filter(|cursor| !cursor.is_empty());
        if cursor.is_none() {
            return Ok(Listed { tools, goes_on: false });
        }
    }
    Ok(Listed { tools, goes_on: true })
}

/// What is offered of `tools`.
pub(super) fn offered(Listed { tools, goes_on }: Listed, spec: &ServerSpec) -> Offered {
    let mut offered = Offered::default();
    if goes_on {
        let last = tools.last().map(|tool| shown(&tool.name)).unwrap_or_default();
        offered
            .dropped
            .push(format!("the tools after {last:?}: a server has no more than {PAGES} pages of them"));
    }
    let mut names = HashSet::new();
    let mut sum = Sum::default();
    for tool in tools {
        let name = tool.name.to_string();
        if !sum.takes(&tool) {
            let from = shown(&name);
            offered.dropped.push(format!(
                "the tools from {from:?} on: a server has no more than {MOST}, in {} bytes with {} values",
                Limits::MESSAGE,
                Limits::PARTS
            ));
            break;
        }
        if !spec.tools.takes(&name) {
            continue;
        }
        let shown = shown(&name);
        if name.is_empty() || name.len() > NAME || name.chars().any(char::is_control) {
            offered.dropped.push(format!("the tool {shown:?} has no name that can be used"));
        } else if !names.insert(name.clone()) {
            offered.dropped.push(format!("the tool {shown:?} is there twice"));
        } else if size(&tool.input_schema) > SCHEMA {
            offered.dropped.push(format!("the schema of the tool {shown:?} is longer than {SCHEMA} bytes"));
        } else {
            offered.tools.push(remote(tool, spec));
        }
    }
    offered
}

/// A name as it is told to people.
fn shown(name: &str) -> String {
    plain(&name.chars().take(80).collect::<String>())
}

fn size(schema: &Map<String, Value>) -> usize {
    serde_json::to_vec(schema).map_or(usize::MAX, |bytes| bytes.len())
}

fn remote(tool: Tool, spec: &ServerSpec) -> RemoteTool {
    let hints = tool.annotations.unwrap_or_default();
    let mut schema = (*tool.input_schema).clone();
    let title = tool.title.or(hints.title).map(|title| title.chars().take(NAME).collect());
    let filled_in = hide(&mut schema, spec.parameters.iter().map(|(name, _)| name.as_str()));
    RemoteTool {
        name: tool.name.into_owned(),
        title,
        description: cut(tool.description.unwrap_or_default().into_owned()),
        input_schema: Value::Object(schema),
        output_schema: tool.output_schema.map(|schema| Value::Object((*schema).clone())),
        read_only: hints.read_only_hint.unwrap_or(false),
        destructive: hints.destructive_hint,
        filled_in,
    }
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(DESCRIPTION));
    text
}

/// Takes the properties of these names out of `schema`, so that a model neither sees nor sets them; gives those that
/// were there.
fn hide<'a>(schema: &mut Map<String, Value>, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut hidden = Vec::new();
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return hidden };
    for name in names {
        if properties.shift_remove(name).is_some() {
            hidden.push(name.to_owned());
        }
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| name.as_str().is_none_or(|name| hidden.iter().all(|gone| gone != name)));
    }
    hidden
}

/// The arguments that a tool is called with: those of the declaration win, where the tool has them.
pub(super) fn arguments(
    mut given: Map<String, Value>,
    tool: &RemoteTool,
    spec: &ServerSpec,
) -> Map<String, Value> {
    for (name, fixed) in &spec.parameters {
        if !tool.filled_in.contains(name) {
            continue;
        }
        let value = match fixed {
            // It was text where the formation was read.
            Fixed::Text(text) => Value::from(text.expose_str().unwrap_or_default()),
            Fixed::Value(value) => value.clone(),
        };
        given.insert(name.clone(), value);
    }
    given
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::formation::model::ToolFilter;
    use crate::runtime::mcp::McpError;

    fn spec(filter: ToolFilter, parameters: Vec<(String, Fixed)>) -> ServerSpec {
        ServerSpec {
            id: "s".to_owned(),
            name: None,
            description: String::new(),
            shared: true,
            link: Err(Arc::new(McpError::Cancelled)),
            tools: filter,
            parameters,
            timeout: Duration::from_secs(1),
            idle: Duration::ZERO,
            retries: None,
            retry_delay: None,
            home: None,
        }
    }

    fn tool(name: &'static str, schema: Value) -> Tool {
        let Value::Object(schema) = schema else { unreachable!() };
        Tool::new(name, "What it does.", schema)
    }

    #[test]
    fn a_parameter_is_hidden_where_a_tool_has_it_and_cannot_be_set_by_the_model() {
        let parameters = vec![
            ("team".to_owned(), Fixed::Text("acme".into())),
            ("limit".to_owned(), Fixed::Value(json!(5))),
        ];
        let spec = spec(ToolFilter::default(), parameters);
        let schema = json!({
            "type": "object",
            "properties": {"team": {"type": "string"}, "text": {"type": "string"}},
            "required": ["team", "text"],
        });
        let offered = offered(Listed { tools: vec![tool("send", schema)], goes_on: false }, &spec);
        let tool = &offered.tools[0];
        assert_eq!(
            tool.input_schema,
            json!({"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]})
        );
        let Value::Object(given) = json!({"team": "evil", "text": "hi"}) else { unreachable!() };
        // `limit` is not this tool's.
        assert_eq!(Value::Object(arguments(given, tool, &spec)), json!({"team": "acme", "text": "hi"}));
    }

    #[test]
    fn only_tools_that_can_be_used_are_offered_and_the_others_are_named() {
        let filter = ToolFilter {
            allow: Some(vec!["get_*".to_owned(), String::new()]),
            deny: vec!["get_secret".to_owned()],
        };
        let huge = json!({"type": "object", "description": "x".repeat(SCHEMA)});
        let empty = || json!({"type": "object"});
        let all = vec![
            tool("get_one", empty()),
            tool("get_one", empty()),
            tool("get_secret", empty()),
            tool("set_one", empty()),
            tool("get_huge", huge),
            tool("", empty()),
        ];
        let offered = offered(Listed { tools: all, goes_on: false }, &spec(filter, Vec::new()));
        let names: Vec<&str> = offered.tools.iter().map(|tool| tool.name.as_str()).collect();
        assert_eq!(names, ["get_one"]);
        assert_eq!(offered.dropped.len(), 3, "{:?}", offered.dropped);
    }

    #[test]
    fn all_tools_together_are_bounded_and_the_rest_is_named() {
        let spec = spec(ToolFilter::default(), Vec::new());
        let named = |number: usize, schema: Value| {
            let mut one = tool("x", schema);
            one.name = format!("t{number}").into();
            one
        };
        let empty = || json!({"type": "object"});
        let long = || json!({"type": "object", "description": "x".repeat(SCHEMA - 100)});
        let crowded = || json!({"type": "object", "enum": vec![0; 100_000]});
        for (schema, kept) in [(&empty as &dyn Fn() -> Value, MOST), (&long, 32), (&crowded, 3)] {
            let all = (0..=kept).map(|number| named(number, schema())).collect();
            let offered = offered(Listed { tools: all, goes_on: false }, &spec);
            assert_eq!((offered.tools.len(), offered.dropped.len()), (kept, 1));
            assert!(offered.dropped[0].contains(&format!("from \"t{kept}\" on")), "{:?}", offered.dropped);
        }
    }
}

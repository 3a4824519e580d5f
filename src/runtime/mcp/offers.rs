//! What servers offer beside tools: resources and prompts.

use rmcp::model::{GetPromptRequestParams, PaginatedRequestParams, ReadResourceRequestParams, Role};
use rmcp::service::{Peer, RoleClient, ServiceError};
use serde_json::{Map, Value};

use super::convert::{content, contents};
use super::server::Server;
use super::{McpError, ToolContent};

/// No more of them are asked for, and no more pages.
const MOST: usize = 5000;
const PAGES: usize = 200;

/// A resource that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteResource {
    /// Its URI.
    pub uri: String,
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
}

/// A pattern of URIs of resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteTemplate {
    /// The pattern (RFC 6570).
    pub uri_template: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// The media type of all that it names.
    pub media_type: Option<String>,
}

/// A prompt that can be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemotePrompt {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What has to be filled in.
    pub arguments: Vec<PromptArgument>,
}

/// Something that has to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptArgument {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// Whether there is no prompt without it.
    pub required: bool,
}

/// A message of a prompt that is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptMessage {
    /// `user` or `assistant`.
    pub role: &'static str,
    /// What is said; `None` where it is of a kind that is not known.
    pub content: Option<ToolContent>,
}

/// Asks for page after page of a list.
macro_rules! pages {
    ($peer:expr, $method:ident, $items:ident) => {{
        let (peer, mut all, mut cursor): (&Peer<RoleClient>, _, Option<String>) = ($peer, Vec::new(), None);
        for _ in 0..PAGES {
            let asked =
                cursor.take().map(|cursor| PaginatedRequestParams::default().with_cursor(Some(cursor)));
            let page = peer.$method(asked).await?;
            all.extend(page.$items);
            cursor = page.next_cursor.filter(|cursor| !cursor.is_empty());
            if cursor.is_none() || all.len() > MOST {
                break;
            }
        }
        all.truncate(MOST);
        Ok::<_, ServiceError>(all)
    }};
}

impl Server {
    /// Its resources; none where it has none.
    pub async fn resources(&self) -> Result<Vec<RemoteResource>, McpError> {
        let all = self.ask(|peer| async move {
            if !has(&peer, |capabilities| capabilities.resources.is_some()) {
                return Ok(Vec::new());
            }
            pages!(&peer, list_resources, resources)
        });
        let one = |found: rmcp::model::Resource| RemoteResource {
            uri: found.uri,
            name: found.name,
            title: found.title,
            description: found.description,
            media_type: found.mime_type,
            size: found.size,
        };
        Ok(all.await?.into_iter().map(one).collect())
    }

    /// The patterns of its resources; none where it has none.
    pub async fn templates(&self) -> Result<Vec<RemoteTemplate>, McpError> {
        let all = self.ask(|peer| async move {
            if !has(&peer, |capabilities| capabilities.resources.is_some()) {
                return Ok(Vec::new());
            }
            pages!(&peer, list_resource_templates, resource_templates)
        });
        let one = |found: rmcp::model::ResourceTemplate| RemoteTemplate {
            uri_template: found.uri_template,
            name: found.name,
            description: found.description,
            media_type: found.mime_type,
        };
        Ok(all.await?.into_iter().map(one).collect())
    }

    /// What the resource at `uri` holds.
    pub async fn read_resource(&self, uri: &str) -> Result<Vec<ToolContent>, McpError> {
        let asked = ReadResourceRequestParams::new(uri);
        let read = self.ask(|peer| async move { peer.read_resource(asked).await }).await?;
        Ok(read.contents.into_iter().filter_map(contents).collect())
    }

    /// Its prompts; none where it has none.
    pub async fn prompts(&self) -> Result<Vec<RemotePrompt>, McpError> {
        let all = self.ask(|peer| async move {
            if !has(&peer, |capabilities| capabilities.prompts.is_some()) {
                return Ok(Vec::new());
            }
            pages!(&peer, list_prompts, prompts)
        });
        let argument = |found: rmcp::model::PromptArgument| PromptArgument {
            name: found.name,
            description: found.description,
            required: found.required.unwrap_or(false),
        };
        let one = |found: rmcp::model::Prompt| RemotePrompt {
            name: found.name,
            title: found.title,
            description: found.description,
            arguments: found.arguments.unwrap_or_default().into_iter().map(argument).collect(),
        };
        Ok(all.await?.into_iter().map(one).collect())
    }

    /// The prompt `name` with its arguments filled in.
    pub async fn prompt(
        &self,
        name: &str,
        arguments: Map<String, Value>,
    ) -> Result<Vec<PromptMessage>, McpError> {
        let mut asked = GetPromptRequestParams::new(name);
        asked.arguments = Some(arguments).filter(|arguments| !arguments.is_empty());
        let got = self.ask(|peer| async move { peer.get_prompt(asked).await }).await?;
        let one = |message: rmcp::model::PromptMessage| PromptMessage {
            role: if message.role == Role::Assistant { "assistant" } else { "user" },
            content: content(message.content),
        };
        Ok(got.messages.into_iter().map(one).collect())
    }
}

/// Whether the server says that it has something.
fn has(peer: &Peer<RoleClient>, what: impl Fn(&rmcp::model::ServerCapabilities) -> bool) -> bool {
    peer.peer_info().is_some_and(|info| what(&info.capabilities))
}

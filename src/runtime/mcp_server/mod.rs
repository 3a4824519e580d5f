//! A server of the Model Context Protocol, over tables of what it offers: tools, prompts, resources. It knows nothing
//! of formations; `http/mcp/` offers the client operations of one, and the fixture of the conformance judge its own.
//!
//! Both families of the protocol are served: the handshake up to 2025-11-25, and 2026-07-28 without sessions.

mod call;
mod confirm;
mod door;
mod handler;
mod hosts;
mod sessions;
mod stdio;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rmcp::model::{
    CallToolResult, CompleteRequestParams, CompletionInfo, GetPromptResult, Prompt as PromptSpec,
    ReadResourceResult, Resource, ResourceTemplate, Tool as ToolSpec,
};

use rmcp::{ErrorData, Peer, RoleServer};

use super::principal::Principal;

pub use call::Call;
pub use confirm::Confirmed;
pub use door::Door;
pub(in crate::runtime) use door::refusal;
pub use hosts::Hosts;
pub use stdio::{MAX_LINE, serve_stdio};

/// What a tool does with a call. An error is one of the protocol; what the caller should read is a result with
/// `isError`.
pub type Run = Box<dyn Fn(Call) -> BoxFuture<'static, Result<CallToolResult, ErrorData>> + Send + Sync>;
/// What a prompt answers with; its arguments are those of the [`Call`].
pub type Get = Box<dyn Fn(Call) -> BoxFuture<'static, Result<GetPromptResult, ErrorData>> + Send + Sync>;
/// Returns when clients that wait for something to happen are to be let go.
pub type Until = BoxFuture<'static, ()>;
/// What completes an argument, for whoever asks.
pub type Complete = Box<
    dyn Fn(Principal, CompleteRequestParams) -> BoxFuture<'static, Result<CompletionInfo, ErrorData>>
        + Send
        + Sync,
>;

/// A tool of the table.
pub struct Tool {
    /// As it is listed.
    pub spec: ToolSpec,
    /// What it does.
    pub run: Run,
}

/// A prompt of the table.
pub struct Prompt {
    /// As it is listed.
    pub spec: PromptSpec,
    /// What it answers with.
    pub get: Get,
}

/// Things that can be read, each user's own.
pub trait Resources: Send + Sync {
    /// Those of `who`, the latest first, as far as they are listed one by one.
    fn list(&self, who: &Principal) -> BoxFuture<'static, Result<Vec<Resource>, ErrorData>>;

    /// The forms of all addresses.
    fn templates(&self) -> Vec<ResourceTemplate>;

    /// What is at `uri`, for `who`.
    fn read(&self, who: &Principal, uri: &str) -> BoxFuture<'static, Result<ReadResourceResult, ErrorData>>;

    /// Whether clients may ask to be told of changes.
    fn can_be_watched(&self) -> bool {
        false
    }

    /// `client` wants to be told of changes of `uri` from now on, or no longer.
    fn watch(&self, _uri: &str, _client: &Peer<RoleServer>, _on: bool) {}
}

/// All that a server offers.
pub struct Offer {
    /// Its name for programs.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Its version.
    pub version: String,
    /// How to use it, for models.
    pub instructions: Option<String>,
    /// In the order in which they are listed.
    pub tools: Vec<Tool>,
    /// In the order in which they are listed.
    pub prompts: Vec<Prompt>,
    /// Things that can be read.
    pub resources: Option<Arc<dyn Resources>>,
    /// What completes arguments of prompts and resources.
    pub complete: Option<Complete>,
    /// Whether its tools write log messages to the client.
    pub logs: bool,
}

impl Offer {
    /// Nothing yet, under a name and a version.
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            title: None,
            version: version.into(),
            instructions: None,
            tools: Vec::new(),
            prompts: Vec::new(),
            resources: None,
            complete: None,
            logs: false,
        }
    }
}

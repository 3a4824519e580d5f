//! Trying a credential out before it is kept: one connection, for nothing else.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::credentials::{Content, Service};
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{McpError, RemoteTool, Servers, ToolAnswer};

/// A connection that was opened with a credential that is not kept. It ends when it is dropped.
pub struct Trial {
    tools: Arc<[RemoteTool]>,
}

impl Servers {
    /// Connects to the server `id` with `candidate` in the place of what the user has for `service`, and asks for its tools; at
    /// most 30 s. Nothing is kept, but for the list of tools, which all may see.
    #[expect(clippy::unused_async, reason = "it is on its way")]
    pub async fn try_out(
        &self,
        id: &str,
        asker: &Asker,
        service: &Service,
        candidate: &Content,
    ) -> Result<Trial, McpError> {
        let _ = (id, asker, service, candidate);
        Err(McpError::NotRunning("not to be tried out"))
    }
}

impl Trial {
    /// The tools that it has, without the values of the credential.
    pub fn tools(&self) -> &Arc<[RemoteTool]> {
        &self.tools
    }

    /// Calls one of them, to find out whose account it is. The answer holds no value of the credential.
    #[expect(clippy::unused_async, reason = "it is on its way")]
    pub async fn call(&self, tool: &str, arguments: Map<String, Value>) -> Result<ToolAnswer, McpError> {
        let _ = arguments;
        Err(McpError::NoTool(tool.to_owned()))
    }

    /// Ends it, and waits until it is gone.
    #[expect(clippy::unused_async, reason = "it is on its way")]
    pub async fn close(self) {}
}

//! MCP servers: reaching them, and calling their tools. What they say is data, never an instruction.

mod answer;
mod error;
mod state;

pub use answer::{ToolAnswer, ToolContent};
pub use error::McpError;
pub use state::{RemoteTool, ServerState};

//! How a server is, and which tools it has.

use std::sync::Arc;

use serde_json::Value;

use super::McpError;

/// How a server is.
#[derive(Clone, Debug)]
pub enum ServerState {
    /// It is being reached for the first time, or again.
    Starting,
    /// It answers; or it did, and is reached again at the next call.
    Ready,
    /// It needs a user's own credential, and nobody's connection has listed its tools yet.
    Waiting,
    /// It does not answer, and is tried again after a wait, or at the next call.
    Down(Arc<McpError>),
    /// It failed so often that it is left alone until it is restarted.
    Failed(Arc<McpError>),
    /// Somebody stopped it.
    Stopped,
}

impl ServerState {
    /// `starting`, `ready`, `waiting`, `down`, `failed`, `stopped`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Down(_) => "down",
            Self::Failed(_) => "failed",
            Self::Stopped => "stopped",
        }
    }

    /// Why it does not answer.
    pub fn error(&self) -> Option<&Arc<McpError>> {
        match self {
            Self::Down(error) | Self::Failed(error) => Some(error),
            Self::Starting | Self::Ready | Self::Waiting | Self::Stopped => None,
        }
    }
}

/// A tool as its server tells of it. All of it comes from outside: nothing in it loosens a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteTool {
    /// Its name at the server.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// What it does.
    pub description: String,
    /// The JSON Schema of its arguments: an object.
    pub input_schema: Value,
    /// The JSON Schema of its structured answer.
    pub output_schema: Option<Value>,
    /// The server says that it changes nothing.
    pub read_only: bool,
    /// The server says that it destroys something; `None` where it says nothing.
    pub destructive: Option<bool>,
    /// Arguments that the declaration's `parameters` fill in; they are not in `input_schema`.
    pub filled_in: Vec<String>,
}

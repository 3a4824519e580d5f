//! MCP servers: reaching them, and calling their tools. What they say is data, never an instruction.
//!
//! [`Servers`] has all of a formation. Each [`Server`] keeps one connection for all its callers, opened when somebody
//! wants it, closed when it is idle, and opened again after it broke.

mod answer;
mod call;
mod connect;
mod connection;
mod convert;
mod error;
mod event;
mod faults;
mod guard;
mod handler;
mod head;
mod home;
mod keep;
mod lines;
mod offers;
mod personal;
mod plan;
mod probe;
mod restarts;
mod script;
mod server;
mod servers;
mod spec;
mod state;
mod tail;
mod tools;

pub use crate::runtime::egress::{
    Callback, Grant, Landing, LoggedIn, LoginState, OAuth, OAuthLogin, OAuthSettings, Vault, Visit,
};
pub use answer::{ToolAnswer, ToolContent};
pub use call::{CallOptions, Progress, ProgressSink};
pub use connection::ServerFacts;
pub use error::McpError;
pub use event::{McpEvent, McpObserver};
pub use offers::{PromptArgument, PromptMessage, RemotePrompt, RemoteResource, RemoteTemplate};
pub use personal::{
    Access, Blueprint, Personal, PersonalSpec, Reached, Template, Trial, Users, forget_homes, forget_homes_of,
};
pub(in crate::runtime) use plan::plan_of;
pub use server::Server;
pub use servers::{Declaration, Declared, McpSettings, Servers, Watch};
pub use spec::{Fixed, Http, Link, Login, McpPlace, Program, ServerSpec};
pub use state::{RemoteTool, ServerState};
pub(in crate::runtime) use tail::plain;

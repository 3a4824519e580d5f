//! The servers of tools that a formation declares, who may use which, and the policy for calls. From trees
//! that have passed their checks; nothing is reported here.

mod policy;
mod read;

use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value;

use super::model::Text;
use super::source::Span;
use crate::support::pattern;

pub use policy::{PolicyRule, ToolPolicy, Verb};
pub(super) use read::{Trees, mcp, program, uses};

/// `mcp`.
#[derive(Clone, Debug, Default)]
pub struct Mcp {
    /// The active servers, in the order of declaration; those that only agents have after the others.
    pub servers: Vec<McpServer>,
    /// What holds for all calls.
    pub limits: ToolLimits,
    /// `tool_policy`.
    pub policy: ToolPolicy,
    /// `max_concurrent_servers`.
    pub servers_at_once: Option<u64>,
    /// `watch`, where servers are watched.
    pub watch: Option<McpWatch>,
}

/// `mcp.watch`. `None` stands for the runtime's default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct McpWatch {
    /// How often a server is looked at, in seconds.
    pub interval: Option<f64>,
    /// How long a look may take, in seconds.
    pub timeout: Option<f64>,
    /// After how many failures in a row its connection counts as broken.
    pub failures: Option<u64>,
}

/// What holds for the calls of one turn. `None` stands for the runtime's default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ToolLimits {
    /// `max_tool_iterations`: how often a model may ask for tools.
    pub rounds: Option<u64>,
    /// `max_tool_calls`: how many tools may be called.
    pub calls: Option<u64>,
    /// `max_repeated_errors`: after how many errors that are alike the turn gives up.
    pub repeated_errors: Option<u64>,
    /// `max_timeout_in_seconds`: how long all calls may take.
    pub all_seconds: Option<f64>,
    /// `max_tool_timeout_in_seconds`: how long one call may take.
    pub call_seconds: Option<f64>,
    /// `input_limits.max_tool_output_size`: the most bytes of one answer.
    pub output_bytes: Option<u64>,
}

/// One MCP server.
#[derive(Clone, Debug)]
pub struct McpServer {
    /// Its id, unique in the formation.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// What its tools are for.
    pub description: Option<Text>,
    /// Every agent may use it that does not list its own; else only those that name it.
    pub shared: bool,
    /// How it is reached.
    pub transport: McpTransport,
    /// How it is signed in at.
    pub auth: McpAuth,
    /// Whether users may type their credential for it into the chat.
    pub accept_inline: bool,
    /// Which of its tools there are.
    pub tools: ToolFilter,
    /// What goes to every call: names and values.
    pub parameters: IndexMap<String, Parameter>,
    /// Seconds for an answer.
    pub timeout_seconds: Option<f64>,
    /// Seconds that an idle connection is kept; 0 closes it after each call.
    pub connection_ttl: Option<f64>,
    /// `retry_attempts`, `max_retries`: tries after the first one.
    pub retries: Option<u64>,
    /// `retry_delay`, in seconds.
    pub retry_delay: Option<f64>,
    /// Where its id is written.
    pub span: Span,
}

/// How an MCP server is reached.
#[derive(Clone, Debug)]
pub enum McpTransport {
    /// Over HTTP.
    Http {
        /// Its URL.
        endpoint: Text,
        /// Headers of every request.
        headers: IndexMap<String, Text>,
        /// `allowed_addresses`: addresses and networks that are not public and yet may be reached.
        allowed_addresses: Vec<String>,
    },
    /// A program that is started.
    Command(Box<McpCommand>),
}

/// A program that is an MCP server.
#[derive(Clone, Debug)]
pub struct McpCommand {
    /// The program, without its arguments.
    pub command: Text,
    /// Its arguments.
    pub args: Vec<Text>,
    /// Where it starts; the formation's directory where nothing is said.
    pub working_directory: Option<Text>,
    /// Shell commands that install it.
    pub install: Vec<Text>,
    /// Variables of its environment.
    pub env: IndexMap<String, Text>,
    /// What its walls let through.
    pub walls: WallSettings,
}

/// Programs that only ask a daemon, over a Unix socket.
const ASK_A_DAEMON: [&str; 5] = ["docker", "docker-compose", "podman", "nerdctl", "tmux"];

/// The name of the program that `command` starts, if it is one that only asks a daemon, over a Unix socket.
pub fn asks_a_daemon(command: &str) -> Option<&str> {
    let name = Path::new(command).file_name()?.to_str()?;
    ASK_A_DAEMON.contains(&name).then_some(name)
}

/// What the walls around a program let through beside what it needs to start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WallSettings {
    /// `allowed_directories`: it may read and write there.
    pub directories: Vec<Text>,
    /// `network: none`: it has no network.
    pub no_network: bool,
    /// `unix_sockets: true`: it may talk to programs of this machine, such as Docker.
    pub unix_sockets: bool,
    /// `max_processes`.
    pub processes: Option<u64>,
    /// `max_memory_mb`.
    pub memory_mb: Option<u64>,
}

/// How an MCP server is signed in at.
#[derive(Clone, Debug, Default)]
pub enum McpAuth {
    /// Not at all.
    #[default]
    None,
    /// A key in a header.
    ApiKey {
        /// The key.
        key: Text,
        /// The header's name.
        header: Option<Text>,
    },
    /// A token: over HTTP in `Authorization`, for a program in a variable.
    Bearer {
        /// The token.
        token: Text,
        /// The variable's name.
        env: Option<Text>,
    },
    /// A name and a password.
    Basic {
        /// The name.
        username: Text,
        /// The password.
        password: Text,
    },
    /// Variables of a program's environment.
    Env(IndexMap<String, Text>),
    /// Tokens that an authorization server gives out and renews.
    OAuth2(Box<McpOAuth>),
}

/// How tokens are come by at an MCP server.
#[derive(Clone, Debug, Default)]
pub struct McpOAuth {
    /// A client that is known there.
    pub client_id: Option<Text>,
    /// Its secret.
    pub client_secret: Option<Text>,
    /// Who gives out the tokens; else whoever the server names.
    pub issuer: Option<Text>,
    /// What is asked for; else what the server says.
    pub scopes: Vec<Text>,
    /// `grant: client_credentials`: the formation is let in as itself, and nobody logs in.
    pub as_itself: bool,
    /// Where a document about the client is.
    pub client_metadata_url: Option<Text>,
}

/// A value that goes to every call of a server's tools.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// Text, which may hold references.
    Text(Text),
    /// Anything else.
    Value(Value),
}

/// Which tools of a server there are, as names or patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolFilter {
    /// The only ones; all where there is none.
    pub allow: Option<Vec<String>>,
    /// Never these.
    pub deny: Vec<String>,
}

impl ToolFilter {
    /// Whether the tool of that name is there.
    pub fn takes(&self, tool: &str) -> bool {
        let fits = |patterns: &[String]| patterns.iter().any(|one| pattern::matches(one, tool));
        self.allow.as_deref().is_none_or(fits) && !fits(&self.deny)
    }
}

/// An agent's use of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerUse {
    /// The server's id.
    pub id: String,
    /// Which of its tools, beside what the server's own filter says.
    pub tools: ToolFilter,
}

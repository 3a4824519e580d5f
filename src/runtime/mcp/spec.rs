//! A server as it is declared, with its references filled in.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::McpError;
use crate::formation::model::ToolFilter;
use crate::runtime::egress::{OAuth, Vault};
use crate::support::secret::SecretBytes;
use crate::support::walls::{Limits, Network};

/// A server, ready to be reached. It holds the secrets that its own declaration names and no other.
pub struct ServerSpec<V = SecretBytes> {
    /// Its id, unique in the formation.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// What its tools are for; empty where nothing is said.
    pub description: String,
    /// Every agent may use it that does not list its own.
    pub shared: bool,
    /// How it is reached, or why that cannot be tried.
    pub link: Result<Link<V>, Arc<McpError>>,
    /// Which of its tools there are.
    pub tools: ToolFilter,
    /// What goes to every call, by name.
    pub parameters: Vec<(String, Fixed<V>)>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How long an idle connection is kept; zero closes it after each call.
    pub idle: Duration,
    /// How often a start or a connection is tried again; `None`: as often as the runtime thinks right.
    pub retries: Option<u32>,
    /// How long is waited before that.
    pub retry_delay: Option<Duration>,
    /// Where its program has its home, below the server's own directory, where that is one user's.
    pub home: Option<String>,
}

/// How a server is reached.
pub enum Link<V = SecretBytes> {
    /// A program that is started.
    Program(Box<Program<V>>),
    /// Over HTTP.
    Http(Box<Http<V>>),
}

/// A program that is a server.
#[derive(Clone)]
pub struct Program<V = SecretBytes> {
    /// As it is declared: a name in PATH, or a path.
    pub command: String,
    /// Its arguments. They are no secrets.
    pub args: Vec<String>,
    /// Where it starts; an absolute path.
    pub directory: PathBuf,
    /// Whether the formation names that directory, so that the program may write there and is told of it.
    pub own_directory: bool,
    /// Where PATH, language and time zone come from.
    pub surroundings: Vec<(String, SecretBytes)>,
    /// What the declaration gives it.
    pub environment: Vec<(String, V)>,
    /// The directories that it may work in; absolute.
    pub directories: Vec<PathBuf>,
    /// Which network it has.
    pub network: Network,
    /// Whether it may make Unix sockets.
    pub unix_sockets: bool,
    /// What it may use up.
    pub limits: Limits,
    /// Whether the formation has commands that install it.
    pub installs: bool,
}

/// A server over HTTP.
pub struct Http<V = SecretBytes> {
    /// Its URL; it may hold a key.
    pub endpoint: SecretBytes,
    /// Headers of each request.
    pub headers: Vec<(String, V)>,
    /// How to sign in.
    pub login: Option<Login<V>>,
    /// The same, where it takes tokens that are renewed.
    pub oauth: Option<OAuth>,
    /// Addresses and networks that are not public and yet may be reached.
    pub allowed_addresses: Vec<String>,
}

/// How to sign in over HTTP.
pub enum Login<V = SecretBytes> {
    /// A token in `Authorization`.
    Bearer(V),
    /// A name and a password.
    Basic(V, V),
    /// A header of its own, and the key in it.
    ApiKey(String, V),
}

/// A value that goes to every call.
pub enum Fixed<V = SecretBytes> {
    /// Text, which may be a secret.
    Text(V),
    /// Anything else.
    Value(Value),
}

impl<V> ServerSpec<V> {
    /// `command`, `http`; nothing where the declaration cannot be used.
    pub fn transport(&self) -> &'static str {
        match &self.link {
            Ok(Link::Program(_)) => "command",
            Ok(Link::Http(_)) => "http",
            Err(_) => "unknown",
        }
    }

    /// What signs in at it by OAuth, where that is how it is declared.
    pub fn oauth(&self) -> Option<&OAuth> {
        match &self.link {
            Ok(Link::Http(http)) => http.oauth.as_ref(),
            _ => None,
        }
    }
}

/// What all servers of a formation have in common.
#[derive(Clone, Default)]
pub struct McpPlace {
    /// The executable that puts walls up: this one.
    pub launcher: PathBuf,
    /// The formation's directory, absolute.
    pub formation: PathBuf,
    /// Files and directories that no tool may see, wherever they are: keys, secrets, muxi's own state.
    pub hidden: Vec<PathBuf>,
    /// Files that the formation is made of, which no tool may change; without links.
    pub declared: Vec<PathBuf>,
    /// The directory of the formation's state; programs have `tools/ID` in it.
    pub state: PathBuf,
    /// The home of who runs all this, which no program gets.
    pub home: Option<PathBuf>,
    /// Variables that every program gets: PATH, language and time zone.
    pub environment: Vec<(String, String)>,
    /// Where the tokens of logins are kept.
    pub vault: Option<Vault>,
}

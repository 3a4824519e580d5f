//! Servers of tools that are played, behind the real walls, and asked through the real client.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use muxi::formation::model::ToolFilter;
use muxi::runtime::mcp::{
    CallOptions, Link, McpError, McpEvent, McpObserver, McpPlace, McpSettings, Program, Server, ServerSpec,
    Servers, ToolAnswer, ToolContent, Users, Watch,
};
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use muxi::support::secret::SecretBytes;
use muxi::support::walls::{Limits, Network};
use serde_json::{Map, Value};

use super::Home;
use super::home::binary;
use super::wait::until_async;

/// The server, a program for Python 3.
pub const MCP_SERVER: &str = include_str!("server.py");

/// A server that acts for whoever has the token it is started with, a program for Python 3.
pub const ACCOUNTS_SERVER: &str = include_str!("accounts.py");

/// A home with the server's program in its formation, and what happened to servers in it.
pub struct Tools {
    /// The home.
    pub home: Home,
    /// Live secret values.
    pub redactor: Redactor,
    /// What was told of servers.
    pub told: Arc<Mutex<Vec<(String, McpEvent)>>>,
}

impl Default for Tools {
    fn default() -> Self {
        let home = Home::echo();
        home.write("server.py", MCP_SERVER);
        Self { home, redactor: Redactor::default(), told: Arc::default() }
    }
}

impl Tools {
    /// A server that behaves as `mode` says, with further variables.
    pub fn spec(&self, id: &str, mode: &str, variables: &[(&str, &str)]) -> ServerSpec {
        let mut environment = vec![("MODE".to_owned(), SecretBytes::from(mode))];
        environment.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
        let program = Program {
            command: "python3".to_owned(),
            args: vec!["server.py".to_owned()],
            directory: self.formation(),
            own_directory: false,
            surroundings: vec![(
                "PATH".to_owned(),
                std::env::var("PATH").unwrap_or_default().as_str().into(),
            )],
            environment,
            directories: Vec::new(),
            network: Network::Open,
            unix_sockets: false,
            limits: Limits::default(),
            installs: false,
        };
        ServerSpec { link: Ok(Link::Program(Box::new(program))), ..Self::nowhere(id) }
    }

    /// A server that cannot be reached.
    pub fn nowhere(id: &str) -> ServerSpec {
        ServerSpec {
            id: id.to_owned(),
            name: None,
            description: String::new(),
            shared: true,
            link: Err(Arc::new(McpError::Unreachable("nowhere".to_owned()))),
            tools: ToolFilter::default(),
            parameters: Vec::new(),
            timeout: Duration::from_secs(20),
            idle: Duration::from_mins(5),
            retries: None,
            retry_delay: None,
            home: None,
        }
    }

    /// The servers of these declarations.
    pub fn servers(&self, specs: Vec<ServerSpec>) -> Servers {
        self.watched(specs, None)
    }

    /// The same, looked at while nobody calls.
    pub fn watched(&self, specs: Vec<ServerSpec>, watch: Option<Watch>) -> Servers {
        let told = Arc::clone(&self.told);
        let observer: McpObserver = Arc::new(move |id: &str, event: &McpEvent| {
            told.lock().expect("nobody panics with it").push((id.to_owned(), event.clone()));
        });
        Servers::new(
            specs,
            McpSettings {
                place: McpPlace {
                    launcher: binary().into(),
                    formation: self.formation(),
                    hidden: Vec::new(),
                    declared: Vec::new(),
                    state: self.home.state(),
                    home: Some(self.home.path().join("home")),
                    environment: Vec::new(),
                    vault: None,
                },
                clock: Clock::default(),
                redactor: self.redactor.clone(),
                observer,
                at_once: None,
                watch,
                users: Users::default(),
            },
        )
    }

    /// One server that behaves as `mode` says, and the handle that keeps it.
    pub fn one(&self, mode: &str) -> (Servers, Server) {
        let servers = self.servers(vec![self.spec("one", mode, &[])]);
        let server = servers.get("one").expect("it is there").clone();
        (servers, server)
    }

    /// What the server `id` has in its private home; empty where it has not written it.
    pub fn file(&self, id: &str, name: &str) -> String {
        String::from_utf8_lossy(&self.home.server_file(id, name)).into_owned()
    }

    /// Waits up to 20 s until that file holds something that `fits`.
    pub async fn until(&self, id: &str, name: &str, fits: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        until_async(Duration::from_secs(20), &format!("{name} of {id}"), async || {
            text = self.file(id, name);
            fits(&text)
        })
        .await;
        text
    }

    /// All that was told of one server, as text.
    pub fn said(&self, id: &str) -> String {
        let told = self.told.lock().expect("nobody panics with it");
        let lines = told.iter().filter(|(of, _)| of == id).map(|(_, event)| format!("{event:?}\n"));
        lines.collect::<Vec<_>>().concat()
    }

    fn formation(&self) -> PathBuf {
        self.home.formation().canonicalize().expect("it is there")
    }
}

/// A call with arguments as JSON.
pub async fn call(server: &Server, tool: &str, arguments: Value) -> Result<ToolAnswer, McpError> {
    server.call(tool, object(arguments), CallOptions::default()).await
}

/// The text of the answer to a call that has to succeed.
pub async fn text_of(server: &Server, tool: &str, arguments: Value) -> String {
    let answer = call(server, tool, arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    match answer.content.as_slice() {
        [ToolContent::Text(text)] => text.clone(),
        other => panic!("{tool}: {other:?}"),
    }
}

/// The members of a JSON object.
pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("no object: {other}"),
    }
}

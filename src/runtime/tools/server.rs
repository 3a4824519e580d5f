//! A server of tools, as far as turns need it: the live ones, and those of a recording.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::{Map, Value};

use crate::credentials::Service;
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{
    CallOptions, Declared, McpError, Personal, RemoteTool, Server, ServerSpec, ServerState, Servers,
    ToolAnswer,
};

/// How a server is declared.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its id in the formation.
    pub id: &'a str,
    /// Its name for people, where it has one.
    pub name: Option<&'a str>,
    /// What its tools are for; empty where nobody says.
    pub description: &'a str,
    /// Whether every agent may use it that names no servers.
    pub is_shared: bool,
    /// `http`, `command`, `recording`, or `unknown` where its declaration cannot be used.
    pub transport: &'static str,
    /// How long a call may take.
    pub timeout: Duration,
}

impl<'a> About<'a> {
    fn of<V>(spec: &'a ServerSpec<V>) -> Self {
        Self {
            id: &spec.id,
            name: spec.name.as_deref(),
            description: &spec.description,
            is_shared: spec.shared,
            transport: spec.transport(),
            timeout: spec.timeout,
        }
    }
}

/// A server of tools.
pub trait ToolServer: Send + Sync {
    /// How it is declared.
    fn about(&self) -> About<'_>;

    /// Its id in the formation.
    fn id(&self) -> &str {
        self.about().id
    }

    /// Its name for people, where it has one.
    fn name(&self) -> Option<&str> {
        self.about().name
    }

    /// What its tools are for; empty where nobody says.
    fn description(&self) -> &str {
        self.about().description
    }

    /// Whether every agent may use it that names no servers.
    fn is_shared(&self) -> bool {
        self.about().is_shared
    }

    /// As [`About::transport`].
    fn transport(&self) -> &'static str {
        self.about().transport
    }

    /// How long a call may take.
    fn timeout(&self) -> Duration {
        self.about().timeout
    }

    /// How it is.
    fn state(&self) -> ServerState;

    /// Its tools, as it listed them last, less those that its declaration takes away. The same list until they change.
    fn tools(&self) -> Arc<[RemoteTool]>;

    /// The same as `asker` has them, where they may be others for each user.
    fn tools_for(&self, _: &Asker) -> Arc<[RemoteTool]> {
        self.tools()
    }

    /// Returns when it is not starting any more, or after `within`.
    fn settled(&self, within: Duration) -> BoxFuture<'_, ()>;

    /// Calls one of its tools, for as long as [`Self::timeout`] where `options` do not say. Dropping the future cancels
    /// the call.
    fn call<'a>(
        &'a self,
        tool: &'a str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<ToolAnswer, McpError>>;

    /// The real one, where there is one: what can be started, stopped and looked into. A recording has none, and
    /// whoever asks there starts nothing.
    fn live(&self) -> Option<&Server> {
        None
    }

    /// The services of which it needs a credential of whoever asks.
    fn needs(&self) -> &[Service] {
        &[]
    }

    /// The real one that is another one for each user, where there is one.
    fn personal(&self) -> Option<&Personal> {
        None
    }

    /// Finds out which tools it has with what `asker` has, where nobody knows; it may take a while.
    fn learn<'a>(&'a self, _: &'a Asker) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// All servers of a formation, in its order.
pub fn all_of(servers: &Servers) -> Vec<Arc<dyn ToolServer>> {
    let one = |declared: &Declared| -> Arc<dyn ToolServer> {
        match declared {
            Declared::Common(server) => Arc::new(server.clone()),
            Declared::Personal(server) => Arc::new(server.clone()),
        }
    };
    servers.each().iter().map(one).collect()
}

impl ToolServer for Personal {
    fn about(&self) -> About<'_> {
        About::of(self.spec())
    }

    fn state(&self) -> ServerState {
        Personal::state(self)
    }

    fn tools(&self) -> Arc<[RemoteTool]> {
        Personal::tools(self)
    }

    fn tools_for(&self, asker: &Asker) -> Arc<[RemoteTool]> {
        Personal::tools_for(self, asker)
    }

    fn settled(&self, within: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Personal::settled(self, within))
    }

    fn call<'a>(
        &'a self,
        tool: &'a str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<ToolAnswer, McpError>> {
        Box::pin(Personal::call(self, tool, arguments, options))
    }

    fn needs(&self) -> &[Service] {
        Personal::needs(self)
    }

    fn personal(&self) -> Option<&Personal> {
        Some(self)
    }

    fn learn<'a>(&'a self, asker: &'a Asker) -> BoxFuture<'a, ()> {
        Box::pin(Personal::learn(self, asker))
    }
}

impl ToolServer for Server {
    fn about(&self) -> About<'_> {
        About::of(self.spec())
    }

    fn state(&self) -> ServerState {
        Server::state(self)
    }

    fn tools(&self) -> Arc<[RemoteTool]> {
        Server::tools(self)
    }

    fn settled(&self, within: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { drop(Server::settled(self, within).await) })
    }

    fn call<'a>(
        &'a self,
        tool: &'a str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<ToolAnswer, McpError>> {
        Box::pin(Server::call(self, tool, arguments, options))
    }

    fn live(&self) -> Option<&Server> {
        Some(self)
    }
}

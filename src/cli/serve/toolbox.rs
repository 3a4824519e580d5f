//! The servers of tools in this process, without a model and without a server of the formation.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::super::chat::refused;
use super::super::context::{Context, state_failure};
use super::{open_state, tools, unlock};
use crate::formation::discover::Location;
use crate::formation::model::{Capability, Formation, ToolPolicy};
use crate::output::Failure;
use crate::runtime::GENERALIST;
use crate::runtime::assemble::{McpSurroundings, ServerSurroundings, servers};
use crate::runtime::mcp::Servers;
use crate::runtime::tools::{Desk, Order, OrderError, ToolServer};
use crate::support::fs::{self, Lock};
use crate::support::walls;

/// So many processes may have servers of their own at once, each with homes of its own.
const SLOTS: u32 = 16;

/// Somebody who only looks at a lock has it for a moment.
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// What was begun by dropping a call has so long to be said to the server.
const SAY: Duration = Duration::from_millis(100);

/// Servers of tools that nobody else uses.
pub(crate) struct Toolbox {
    policy: ToolPolicy,
    live: Servers,
    servers: Vec<Arc<dyn ToolServer>>,
    formation: Formation,
    _slot: Lock,
}

impl Toolbox {
    /// The servers of the formation. None is started yet.
    pub(crate) fn open(context: &mut Context, at: &Location, formation: Formation) -> Result<Self, Failure> {
        let state = open_state(context, at, &formation)?;
        let (state, slot) = own_state(&state)?;
        let store = unlock(context, at, false, false)?;
        if let Some(store) = &store {
            // What a tool answers is printed.
            store.know_all();
        }
        let live = servers(
            &formation,
            &ServerSurroundings {
                resolve: &|target| context.resolve(store.as_ref(), target),
                clock: context.env.clock.clone(),
                redactor: context.redactor.clone(),
                mcp: McpSurroundings {
                    place: tools::place(context, at, &state)?,
                    observer: tools::asked_for(&context.out),
                },
            },
        );
        walls::adopt_orphans();
        let servers = live.all().iter().map(|one| Arc::new(one.clone()) as Arc<dyn ToolServer>).collect();
        Ok(Self { policy: formation.mcp.policy.clone(), live, servers, formation, _slot: slot })
    }

    /// All servers, started, as soon as each has answered or failed; what has not after `wait` is as it is.
    pub(crate) async fn servers(&self, wait: Duration) -> Vec<Value> {
        self.live.start();
        futures_util::future::join_all(self.live.all().iter().map(|server| server.settled(wait))).await;
        let mut all = self.desk().servers();
        for server in &mut all {
            self.name_agents(server);
        }
        all
    }

    /// One of them.
    pub(crate) async fn server(&self, id: &str, wait: Duration) -> Result<Value, Failure> {
        self.start(id, wait).await;
        let mut server = self.desk().server(id).map_err(|error| failure(&error))?;
        self.name_agents(&mut server);
        Ok(server)
    }

    /// The tools of all.
    pub(crate) async fn tools(&self, wait: Duration) -> Result<Vec<Value>, Failure> {
        self.servers(wait).await;
        self.desk().tools(None).map_err(|error| failure(&error))
    }

    /// The resources of a server, or what one of them holds.
    pub(crate) async fn resources(&self, id: &str, uri: Option<&str>) -> Result<Value, Failure> {
        let desk = self.desk();
        let got = match uri {
            Some(uri) => desk.resource(id, uri).await,
            None => desk.resources(id).await,
        };
        got.map_err(|error| failure(&error))
    }

    /// The prompts of a server.
    pub(crate) async fn prompts(&self, id: &str) -> Result<Value, Failure> {
        self.desk().prompts(id).await.map_err(|error| failure(&error))
    }

    /// One call. Dropping the future cancels it.
    pub(crate) async fn call(&self, id: &str, order: Order) -> Result<Value, Failure> {
        if let Some(server) = self.live.get(id) {
            server.start();
        }
        self.desk().call(id, order).await.map_err(|error| failure(&error))
    }

    /// Ends all that was started.
    pub(crate) fn close(self, tokio: &tokio::runtime::Runtime) {
        tokio.block_on(async {
            if !self.live.all().is_empty() {
                tokio::time::sleep(SAY).await;
            }
            self.live.stop().await;
        });
    }

    async fn start(&self, id: &str, wait: Duration) {
        if let Some(server) = self.live.get(id) {
            server.start();
            server.settled(wait).await;
        }
    }

    fn desk(&self) -> Desk<'_> {
        Desk::new(&self.policy, &self.servers, &self.live)
    }

    /// The agents that may use it.
    fn name_agents(&self, server: &mut Value) {
        let shared = server["shared"] == true;
        let id = server["id"].as_str().unwrap_or_default().to_owned();
        let agents = self.formation.agents.iter().filter(|agent| agent.active);
        let uses = agents.filter(|agent| match &agent.servers {
            Some(named) => named.iter().any(|used| used.id == id),
            None => shared && agent.program.is_none(),
        });
        let mut agents: Vec<&str> = uses.map(|agent| agent.id.as_str()).collect();
        // It is there wherever there is a model for all.
        if shared && !agents.contains(&GENERALIST) && self.formation.llm.model(Capability::Text).is_some() {
            agents.push(GENERALIST);
        }
        server["agents"] = agents.into();
    }
}

/// A directory for the homes of these servers: theirs are cleared at the start, so no two processes may share one.
fn own_state(state: &std::path::Path) -> Result<(PathBuf, Lock), Failure> {
    let all = state.join("once");
    let mut busy = None;
    for slot in 0..SLOTS {
        let own = all.join(slot.to_string());
        fs::create_private_dir(&own).map_err(|e| state_failure(&e))?;
        match Lock::acquire(&own.join("lock"), LOCK_WAIT) {
            Ok(lock) => return Ok((own, lock)),
            Err(error) => busy = Some(error),
        }
    }
    let fault =
        busy.map_or_else(|| Failure::failed("busy", &"nothing is free"), |error| state_failure(&error));
    Err(fault.hint("wait until other `muxi mcp` commands of this formation have ended"))
}

fn failure(error: &OrderError) -> Failure {
    refused(error.code(), error.to_string(), error.hint())
}

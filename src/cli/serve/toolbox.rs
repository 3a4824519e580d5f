//! The servers of tools in this process, without a model and without a server of the formation.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::super::chat::refused;
use super::super::context::{Context, state_failure};
use super::{audit, open_state, tools, unlock};
use crate::audit::Recorder;
use crate::credentials::Service;
use crate::formation::discover::Location;
use crate::formation::model::{Capability, Formation, McpAuth, ToolPolicy};
use crate::output::{ExitCode, Failure};
use crate::runtime::GENERALIST;
use crate::runtime::assemble::{McpSurroundings, ServerSurroundings, servers};
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{Access, Link, OAuth, Personal, Servers, Vault};
use crate::runtime::tools::{Desk, Order, OrderError, ToolServer, Whose, all_of};
use crate::secrets::Store;
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
    vault: Option<Vault>,
    /// For whom calls are made.
    asker: Option<Asker>,
    /// What records that users' credentials are used.
    recorder: Option<Recorder>,
    _slot: Lock,
}

impl Toolbox {
    /// The servers of the formation. None is started yet.
    pub(crate) fn open(context: &mut Context, at: &Location, formation: Formation) -> Result<Self, Failure> {
        Self::open_for(context, at, formation, None)
    }

    /// The same with what a user has of their own.
    pub(crate) fn open_for(
        context: &mut Context,
        at: &Location,
        formation: Formation,
        whose: Option<(Access, Asker)>,
    ) -> Result<Self, Failure> {
        Self::with(context, at, formation, whose, |context| unlock(context, at, false, false))
    }

    /// For whom calls are made.
    pub(crate) fn asker(&self) -> Option<&Asker> {
        self.asker.as_ref()
    }

    /// The same where the secrets cannot be had, as without the key: without them, and why. What needs one is not to be
    /// used then. It is for those who end something.
    pub(crate) fn open_though_locked(
        context: &mut Context,
        at: &Location,
        formation: Formation,
    ) -> Result<(Self, Option<Failure>), Failure> {
        let mut locked = None;
        let toolbox =
            Self::with(context, at, formation, None, |context| match unlock(context, at, false, false) {
                Err(failure) if failure.exit() != ExitCode::Interrupted => {
                    locked = Some(failure);
                    Ok(None)
                }
                unlocked => unlocked,
            })?;
        Ok((toolbox, locked))
    }

    fn with(
        context: &mut Context,
        at: &Location,
        formation: Formation,
        whose: Option<(Access, Asker)>,
        unlock: impl FnOnce(&mut Context) -> Result<Option<Store>, Failure>,
    ) -> Result<Self, Failure> {
        let state = open_state(context, at, &formation)?;
        let (state, slot) = own_state(&state)?;
        let store = unlock(context)?;
        if let Some(store) = &store {
            // What a tool answers is printed.
            store.know_all();
        }
        let place = tools::place(context, at, &formation, &state)?;
        let vault = place.vault.clone();
        let (access, asker) = whose.unzip();
        let recorder = access.as_ref().and_then(|_| audit::quietly(context, at));
        let access = access.map(|access| Access { audit: recorder.clone(), ..access });
        let live = servers(
            &formation,
            &ServerSurroundings {
                resolve: &|target| context.resolve(store.as_ref(), target),
                clock: context.env.clock.clone(),
                redactor: context.redactor.clone(),
                mcp: McpSurroundings { place, observer: tools::asked_for(&context.out) },
                access,
            },
        );
        walls::adopt_orphans();
        let servers = all_of(&live);
        let policy = formation.mcp.policy.clone();
        Ok(Self { policy, live, servers, formation, vault, asker, recorder, _slot: slot })
    }

    /// All servers, started, as soon as each has answered or failed; what has not after `wait` is as it is.
    pub(crate) async fn servers(&self, wait: Duration) -> Vec<Value> {
        self.live.start();
        futures_util::future::join_all(self.servers.iter().map(|server| server.settled(wait))).await;
        let mut all = self.desk().servers(self.whose(wait).as_ref()).await;
        for server in &mut all {
            self.name_agents(server);
        }
        all
    }

    /// One of them.
    pub(crate) async fn server(&self, id: &str, wait: Duration) -> Result<Value, Failure> {
        self.start(id, wait).await;
        let server = self.desk().server(id, self.whose(wait).as_ref()).await;
        let mut server = server.map_err(|error| failure(&error))?;
        self.name_agents(&mut server);
        Ok(server)
    }

    /// The tools of all.
    pub(crate) async fn tools(&self, wait: Duration) -> Vec<Value> {
        self.desk().tools(self.whose(wait).as_ref()).await
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
        let lister = self.live.personal(id).and_then(|personal| personal.lister());
        if let Some(server) = self.live.get(id).or(lister) {
            server.start();
        }
        self.desk().call(id, order).await.map_err(|error| failure(&error))
    }

    /// What signs in at the server of that id; it is not started.
    pub(crate) fn oauth(&self, id: &str) -> Result<OAuth, Failure> {
        if let Some(personal) = self.live.personal(id) {
            let own = match &personal.spec().link {
                Ok(Link::Http(http)) => http.oauth.clone(),
                _ => None,
            };
            return own.ok_or_else(|| self.each_users(personal));
        }
        let server = self.live.get(id).ok_or_else(|| failure(&self.desk().unknown(id)))?;
        match &server.spec().link {
            Ok(Link::Http(http)) if http.oauth.is_some() => {
                http.oauth.clone().ok_or_else(Failure::interrupted)
            }
            Ok(_) => Err(Failure::usage(format!("the server {id} is not signed in at by OAuth"))
                .hint("a server over HTTP is with `auth: {type: oauth2}`; others need no login")),
            Err(error) => Err(refused(error.code(), format!("the server {id}: {error}"), error.hint())),
        }
    }

    /// The formation logs in nowhere for this server: its users do, each for themselves.
    fn each_users(&self, personal: &Personal) -> Failure {
        let clients: Vec<Service> = self
            .formation
            .user_credentials
            .oauth
            .keys()
            .filter_map(|name| Service::parse(name).ok())
            .collect();
        let needs = personal.needs();
        let way = |service: &Service| {
            let verb = if clients.contains(service) { "login" } else { "set" };
            format!("muxi credentials {verb} {service} --user USER")
        };
        let services: Vec<&str> = needs.iter().map(Service::as_str).collect();
        let what = format!(
            "the server {} has no login of the formation's: each user brings their own credential for {}",
            personal.id(),
            services.join(" and ")
        );
        let hint = format!("for a user: {}", needs.iter().map(way).collect::<Vec<_>>().join("; "));
        Failure::new(ExitCode::Usage, "mcp_personal", what)
            .hint(format!("{hint} (and `muxi credentials delete` in the place of a logout)"))
    }

    /// Where the tokens of a login at the server of that id are, if it is declared to be signed in at by OAuth.
    pub(crate) fn logins(&self, id: &str) -> Option<&Vault> {
        let mut servers = self.formation.mcp.servers.iter();
        let declared = servers.any(|server| server.id == id && matches!(server.auth, McpAuth::OAuth2(_)));
        self.vault.as_ref().filter(|_| declared)
    }

    /// The same, with the keys that its tokens are sealed with unlocked.
    pub(crate) fn unlocked(context: &Context, at: &Location) -> Result<(), Failure> {
        tools::unlock_vault(context, at)
    }

    /// Ends all that was started.
    pub(crate) fn close(self, tokio: &tokio::runtime::Runtime) {
        tokio.block_on(async {
            if !self.live.is_empty() {
                tokio::time::sleep(SAY).await;
            }
            self.live.stop().await;
        });
        if let Some(recorder) = self.recorder {
            recorder.end();
        }
    }

    /// For whom servers are looked at, each for so long.
    fn whose(&self, within: Duration) -> Option<Whose<'_>> {
        self.asker.as_ref().map(|asker| Whose { asker, within })
    }

    async fn start(&self, id: &str, wait: Duration) {
        let lister = self.live.personal(id).and_then(|personal| personal.lister());
        if let Some(server) = self.live.get(id).or(lister) {
            server.start();
            server.settled(wait).await;
        }
    }

    fn desk(&self) -> Desk<'_> {
        Desk::new(&self.policy, &self.servers)
    }

    /// The agents that may use it.
    fn name_agents(&self, server: &mut Value) {
        let id = server["id"].as_str().unwrap_or_default().to_owned();
        let uses = |agent: &&str| self.formation.servers_of(agent).iter().any(|(of, _)| of.id == id);
        let active = self.formation.agents.iter().filter(|agent| agent.active);
        let mut agents: Vec<&str> = active.map(|agent| agent.id.as_str()).collect();
        // It is there wherever there is a model for all.
        if !agents.contains(&GENERALIST) && self.formation.llm.model(Capability::Text).is_some() {
            agents.push(GENERALIST);
        }
        agents.retain(uses);
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

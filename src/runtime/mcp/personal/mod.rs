//! Servers that need a credential of whoever asks: one process or connection for each user, never shared.
//!
//! There is no way to call one but for an [`Asker`]: the user's credential is opened anew for each call, and what is found
//! decides which connection is used, so that one is never used for somebody else, nor after its credential is gone.

mod access;
mod clean;
mod homes;
mod key;
mod lists;
mod pool;
mod reach;
mod sweep;
mod template;
#[cfg(test)]
mod tests;
mod trial;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, stream};
use serde_json::{Map, Value};
use tokio::time::{Instant, timeout_at};

pub use access::Access;
pub(super) use homes::Homes;
pub use homes::forget_homes_of;
pub use pool::Users;
pub use reach::Reached;
pub use template::{Blueprint, Template};
pub use trial::Trial;

use super::server::Server;
use super::servers::Shared;
use super::spec::{Link, ServerSpec};
use super::{CallOptions, McpError, RemoteTool, ServerState, ToolAnswer, ToolContent, plan};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::Asker;
use crate::runtime::principal::Principal;
use access::{Granted, Grants};
use key::Key;
use lists::Lists;
use pool::Lease;
pub(super) use pool::Pool;

/// So many accounts of a user are called for at once.
const AT_ONCE: usize = 4;
/// A server has so much longer than it was told to, to say that it gave up.
const GRACE: Duration = Duration::from_millis(500);

/// Takes away what servers' programs have kept for a user below `state`, where no server runs.
pub fn forget_homes(state: &std::path::Path, who: &Principal) -> Result<(), crate::support::fs::FsError> {
    plan::forget_homes(state, &key::home_of(who))
}

/// Which call it is, and what came of it.
type Answered = (usize, Result<ToolAnswer, McpError>);

/// A server of a formation that each user reaches with a credential of their own.
pub struct PersonalSpec {
    /// How it is declared, with places for what users bring.
    pub blueprint: Blueprint,
    /// The same with secrets of the formation: it lists the tools, and serves nobody's call.
    pub lister: Option<ServerSpec>,
}

/// A server that needs a user's own credential. Clones are handles to the same one.
#[derive(Clone)]
pub struct Personal(Arc<Inner>);

struct Inner {
    blueprint: Blueprint,
    needs: Vec<Service>,
    lister: Option<Server>,
    pool: Arc<Pool>,
    lists: Lists,
}

impl Personal {
    pub(super) fn new(mut spec: PersonalSpec, shared: &Arc<Shared>, pool: &Arc<Pool>) -> Self {
        let needs = spec.blueprint.needs();
        if let Ok(Link::Program(program)) = &spec.blueprint.link
            && let Some(missing) = pool.not_apart()
        {
            spec.blueprint.link = Err(Arc::new(McpError::Start {
                program: program.command.clone(),
                why: format!("users' programs would not be kept apart: {missing}"),
                hint: Some(
                    "run it on Linux 5.13 or newer with Landlock, or reach the server over HTTP".to_owned(),
                ),
            }));
        }
        Self(Arc::new(Inner {
            needs,
            blueprint: spec.blueprint,
            lister: spec.lister.map(|lister| Server::new(lister, shared)),
            pool: Arc::clone(pool),
            lists: Lists::default(),
        }))
    }

    /// How it is declared.
    pub fn spec(&self) -> &Blueprint {
        &self.0.blueprint
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.0.blueprint.id
    }

    /// The services of which a user's credential is needed.
    pub fn needs(&self) -> &[Service] {
        &self.0.needs
    }

    /// What lists its tools with secrets of the formation, where those are set. It serves no user's call.
    pub fn lister(&self) -> Option<&Server> {
        self.0.lister.as_ref()
    }

    /// How many users' processes or connections there are now.
    pub fn connections(&self) -> usize {
        self.0.pool.count(self.id())
    }

    /// How it is: it waits until somebody's connection has listed its tools.
    pub fn state(&self) -> ServerState {
        if let Err(error) = &self.0.blueprint.link {
            return ServerState::Down(Arc::clone(error));
        }
        if self.0.pool.runs(self.id()).is_err() {
            return ServerState::Stopped;
        }
        let known = !self.0.lists.shared().is_empty();
        match self.lister().map(Server::state) {
            Some(state @ ServerState::Ready) => state,
            _ if known => ServerState::Ready,
            Some(state) => state,
            None => ServerState::Waiting,
        }
    }

    /// Its tools, as far as anybody could list them; without what holds a value of anybody's credentials.
    pub fn tools(&self) -> Arc<[RemoteTool]> {
        let own = self.lister().map(Server::tools).unwrap_or_default();
        if own.is_empty() { self.0.lists.shared() } else { own }
    }

    /// Nothing is known of what this user's connections listed.
    pub(super) fn forget(&self, who: &Principal) {
        self.0.lists.forget(who);
    }

    /// Begins to list its tools, where secrets of the formation can.
    pub(super) fn start(&self) {
        if let Some(lister) = self.lister() {
            lister.start();
        }
    }

    /// Returns when it is not being reached any more, or after `within`.
    pub async fn settled(&self, within: Duration) {
        if let Some(lister) = self.lister() {
            lister.settled(within).await;
        }
    }

    /// Calls the tool `name` for the user that `options` name, with the credentials that this user has now. Where all accounts
    /// are meant, it is called for each, and the answers say whose they are.
    pub async fn call(
        &self,
        name: &str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Result<ToolAnswer, McpError> {
        let Some(asker) = options.asker.clone() else {
            return Err(McpError::nobody());
        };
        let grants = self.grants(&asker, true).await?;
        match &grants.each[..] {
            [granted] => self.call_with(&asker, granted, name, arguments, options).await,
            _ => Ok(self.call_each(&asker, &grants, name, arguments, options).await),
        }
    }

    /// Some of them side by side, each with the time of a call, and all with what is left of the turn's.
    async fn call_each(
        &self,
        asker: &Asker,
        grants: &Grants,
        name: &str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> ToolAnswer {
        let limit = options.timeout.unwrap_or(self.spec().timeout);
        let end = options.whole.map(|whole| Instant::now() + whole);
        let mut calls: Vec<BoxFuture<'_, Answered>> = Vec::new();
        for (at, granted) in grants.each.iter().enumerate() {
            let (arguments, options) = (arguments.clone(), options.clone());
            calls.push(Box::pin(async move {
                // Its time begins when it does.
                let until = Instant::now() + limit + GRACE;
                let until = end.map_or(until, |end| until.min(end));
                let call = self.call_with(asker, granted, name, arguments, options);
                (at, timeout_at(until, call).await.unwrap_or_else(|_| Err(McpError::late(limit))))
            }));
        }
        let most = self.0.pool.users.most.clamp(1, AT_ONCE);
        // One without an answer does not keep the next ones from beginning.
        let mut all: Vec<Answered> = stream::iter(calls).buffer_unordered(most).collect().await;
        all.sort_by_key(|(at, _)| *at);
        let mut whole = ToolAnswer { failed: true, ..ToolAnswer::default() };
        for (at, answer) in all {
            let accounts = access::names(&grants.each[at]);
            match answer {
                Ok(answer) => {
                    whole.failed &= answer.failed;
                    whole.content.push(ToolContent::Text(format!("Account {accounts}:")));
                    if answer.content.is_empty()
                        && let Some(structured) = &answer.structured
                    {
                        whole.content.push(ToolContent::Text(structured.to_string()));
                    }
                    whole.content.extend(answer.content);
                }
                Err(error) => {
                    whole.content.push(ToolContent::Text(format!("Account {accounts}: it failed: {error}")));
                }
            }
        }
        whole.content.extend(grants.left_out().map(ToolContent::Text));
        whole
    }

    async fn call_with(
        &self,
        asker: &Asker,
        granted: &[Arc<Granted>],
        name: &str,
        arguments: Map<String, Value>,
        options: CallOptions,
    ) -> Result<ToolAnswer, McpError> {
        let lease = self.lease(asker, granted).await?;
        let called = lease.server.call(name, arguments, options).await;
        self.0.lists.set(asker.who(), lease.server.tools(), &lease.redactor);
        match called {
            Ok(answer) => Ok(clean::answer(answer, &lease.redactor)),
            Err(error) => Err(clean::refusal(error, &lease.redactor)),
        }
    }

    /// What `asker` has for it; `told`: where that is nothing, it is recorded that a call was refused.
    async fn grants(&self, asker: &Asker, told: bool) -> Result<Grants, McpError> {
        if let Err(error) = &self.0.blueprint.link {
            return Err(McpError::clone(error));
        }
        let Some(access) = &self.0.pool.users.access else {
            return Err(McpError::NotRunning("for users only, and nobody keeps their credentials here"));
        };
        access.grants(asker, self.needs(), (self.id(), told), &self.0.pool.shared.clock).await
    }

    /// The process or connection of these credentials of this user.
    async fn lease(&self, asker: &Asker, granted: &[Arc<Granted>]) -> Result<Lease, McpError> {
        let key = Key::new(self.id(), asker.who(), granted);
        let spec = |home| self.bound(granted.iter().map(Arc::as_ref), home);
        let (lease, is_new) = self.0.pool.lease(&key, granted, spec).await?;
        if is_new && let Some(access) = &self.0.pool.users.access {
            access.used(asker.who(), self.id(), granted);
        }
        Ok(lease)
    }

    fn bound<'g>(&self, granted: impl Iterator<Item = &'g Granted>, home: String) -> ServerSpec {
        let given: Vec<(&Service, &Content)> = granted.map(|one| (&one.service, &one.content)).collect();
        self.0.blueprint.bind(&given, Some(home))
    }
}

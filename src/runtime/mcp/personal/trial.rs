//! Trying a credential out before it is kept: one connection, for nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::access::Granted;
use super::pool::{Pool, home_of};
use super::{Personal, clean};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Account, Asker};
use crate::runtime::mcp::home::Home;
use crate::runtime::mcp::server::Server;
use crate::runtime::mcp::{CallOptions, McpError, RemoteTool, Servers, ToolAnswer, plan};
use crate::support::redact::Redactor;

/// How long a server may take to come up for it.
const WITHIN: Duration = Duration::from_secs(30);

/// Counts them, so that no two have one home.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A connection that was opened with a credential that is not kept. It ends when it is dropped.
pub struct Trial {
    tools: Arc<[RemoteTool]>,
    redactor: Redactor,
    open: Option<Open>,
}

struct Open {
    server: Server,
    pool: Arc<Pool>,
    home: String,
    _room: OwnedSemaphorePermit,
}

impl Servers {
    /// Connects to the server `id` with `candidate` in the place of what the user has for `service`, and asks for its tools; at
    /// most 30 s. Nothing is kept, but for the list of tools, which all may see.
    pub async fn try_out(
        &self,
        id: &str,
        asker: &Asker,
        service: &Service,
        candidate: &Content,
    ) -> Result<Trial, McpError> {
        let Some(personal) = self.personal(id) else {
            return Err(McpError::NotRunning("none that takes users' credentials"));
        };
        let tried = timeout(WITHIN, personal.try_out(asker, service, candidate)).await;
        let tried = tried.unwrap_or(Err(McpError::Timeout(WITHIN.as_secs())));
        if let (Err(error), Some(access)) = (&tried, &personal.0.pool.users.access) {
            access.refused(asker.who(), id, service, error.code());
        }
        tried
    }
}

impl Personal {
    async fn try_out(
        &self,
        asker: &Asker,
        service: &Service,
        candidate: &Content,
    ) -> Result<Trial, McpError> {
        let pool = &self.0.pool;
        let mut granted = Vec::new();
        if let Some(access) = &pool.users.access {
            let others: Vec<Service> = self.needs().iter().filter(|need| *need != service).cloned().collect();
            let found = access.grants(asker, &others, self.id(), &pool.shared.clock).await?;
            granted.extend(found.into_iter().next().unwrap_or_default());
        }
        granted.push(Arc::new(Granted {
            service: service.clone(),
            account: Account::candidate(service.clone()),
            content: candidate.clone(),
        }));
        let room = pool.room().await?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let home = format!("{}/try-{}-{number}", home_of(asker.who()), std::process::id());
        let all = || granted.iter().map(Arc::as_ref);
        let (server, redactor) = pool.server(self.bound(all(), home.clone()), all(), Home::default());
        // It ends also where nobody waits for it any more.
        let mut trial = Trial {
            tools: Arc::default(),
            redactor,
            open: Some(Open { server: server.clone(), pool: Arc::clone(pool), home, _room: room }),
        };
        match server.connection().await {
            Ok(_) => {
                trial.tools = clean::tools(&server.tools(), &trial.redactor);
                self.lists(&server.tools(), &trial.redactor);
                Ok(trial)
            }
            Err(error) => {
                let error = clean::error(error, &trial.redactor);
                trial.close().await;
                Err(error)
            }
        }
    }
}

impl Trial {
    /// The tools that it has, without the values of the credential.
    pub fn tools(&self) -> &Arc<[RemoteTool]> {
        &self.tools
    }

    /// Calls one of them, to find out whose account it is. The answer holds no value of the credential.
    pub async fn call(&self, tool: &str, arguments: Map<String, Value>) -> Result<ToolAnswer, McpError> {
        let Some(open) = &self.open else { return Err(McpError::NotRunning("closed")) };
        let options = CallOptions { timeout: Some(WITHIN), ..CallOptions::default() };
        match open.server.call(tool, arguments, options).await {
            Ok(answer) => Ok(clean::answer(answer, &self.redactor)),
            Err(error) => Err(clean::error(error, &self.redactor)),
        }
    }

    /// Ends it, and waits until it is gone.
    pub async fn close(mut self) {
        if let Some(open) = self.open.take() {
            open.close().await;
        }
    }
}

impl Open {
    async fn close(self) {
        self.server.stop().await;
        let (id, place) = (self.server.id().to_owned(), Arc::clone(&self.pool.shared.place));
        let gone = tokio::task::spawn_blocking(move || plan::forget_home(&id, &self.home, &place));
        drop(gone.await);
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let (Some(open), Ok(runtime)) = (self.open.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(open.close());
        }
    }
}

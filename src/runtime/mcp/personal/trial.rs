//! Trying a credential out before it is kept: one connection, for nothing else.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::timeout;

use super::access::Granted;
use super::key::Key;
use super::pool::Lease;
use super::{Personal, clean};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Account, Asker};
use crate::runtime::mcp::{CallOptions, McpError, RemoteTool, Servers, ToolAnswer};

/// How long a server may take to come up for it.
const WITHIN: Duration = Duration::from_secs(30);

/// A connection that was opened with a credential that is not kept. It ends when it is dropped.
pub struct Trial {
    tools: Arc<[RemoteTool]>,
    open: Lease,
}

impl Servers {
    /// Connects to the server `id` with `candidate` in the place of what the user has for `service`, and asks for its tools; at
    /// most 30 s. Nothing is kept, and nobody else sees what it lists. [`McpError::Wants`] where the server needs another service
    /// too, of which the user has nothing or has to choose: then nobody can say whether `candidate` is right.
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
        if let (Err(error), Some(access)) = (&tried, &personal.0.pool.users.access)
            && !matches!(error, McpError::Wants(_))
        {
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
            let found = access.grants(asker, &others, (self.id(), false), &pool.shared.clock).await?;
            granted.extend(found.each.into_iter().next().unwrap_or_default());
        }
        let account = Account::candidate(service.clone());
        // No other one has this id, and so no other one this home: not even one of a process that was killed.
        let with = vec![(account.id.clone(), 0)];
        granted.push(Arc::new(Granted { service: service.clone(), account, content: candidate.clone() }));
        let key = Key { server: self.id().to_owned(), who: asker.who().clone(), with };
        let spec = |home| self.bound(granted.iter().map(Arc::as_ref), home);
        // It ends also where nobody waits for it any more.
        let open = pool.trial(&key, &granted, spec).await?;
        match open.server.connection().await {
            Ok(_) => Ok(Trial { tools: clean::tools(&open.server.tools(), &open.redactor).own, open }),
            Err(error) => {
                let error = clean::error(error, &open.redactor);
                open.close().await;
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
        let options = CallOptions { timeout: Some(WITHIN), ..CallOptions::default() };
        match self.open.server.call(tool, arguments, options).await {
            Ok(answer) => Ok(clean::answer(answer, &self.open.redactor)),
            Err(error) => Err(clean::error(error, &self.open.redactor)),
        }
    }

    /// Ends it, and waits until it is gone.
    pub async fn close(self) {
        self.open.close().await;
    }
}

//! How a server is for one user, found out with what that user has; and stopping it for all.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::access::Granted;
use super::pool::Lease;
use super::{Personal, clean};
use crate::credentials::Service;
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{McpError, ServerFacts};

/// A server as one user has it. No value of the user's credentials is in it.
pub struct Reached {
    /// With which account of which service.
    pub accounts: Vec<(Service, String)>,
    /// What it says of itself there, and how it runs.
    pub facts: ServerFacts,
    /// The last that its program wrote to its standard error.
    pub stderr: String,
}

impl Personal {
    /// Reaches it with what `asker` has now, and lists its tools; at most `within`. Where it is for a call (`told`), it is
    /// recorded that the user has nothing for it.
    pub async fn reached(&self, asker: &Asker, within: Duration, told: bool) -> Result<Reached, McpError> {
        let reached = async {
            self.0.pool.runs(self.id())?;
            let grants = self.grants(asker, told).await?;
            // Without a choice there is one for each service.
            let granted = grants.each.into_iter().next().unwrap_or_default();
            let lease = self.listed(asker, &granted).await?;
            let accounts = granted.iter().map(|one| (one.service.clone(), one.account.account.clone()));
            Ok(Reached {
                accounts: accounts.collect(),
                facts: clean::facts(lease.server.facts(), &lease.redactor),
                stderr: lease.redactor.redact(&lease.server.stderr()).into_owned(),
            })
        };
        timeout(within, reached).await.unwrap_or_else(|_| Err(McpError::late(within)))
    }

    /// The connection of these credentials of this user, which has listed its tools.
    pub(super) async fn listed(&self, asker: &Asker, granted: &[Arc<Granted>]) -> Result<Lease, McpError> {
        let lease = self.lease(asker, granted).await?;
        let using = lease.server.connection().await;
        drop(using.map_err(|error| clean::refusal(error, &lease.redactor))?);
        self.0.lists.set(asker.who(), lease.server.tools(), &lease.redactor);
        Ok(lease)
    }

    /// Ends what users have open of it, and opens nothing until it is restarted.
    pub async fn stop(&self) {
        self.0.pool.halt(self.id()).await;
        if let Some(lister) = self.lister() {
            lister.stop().await;
        }
    }

    /// Users reach it again, whatever was before.
    pub async fn restart(&self) {
        // Who has something open of it gets another one.
        self.0.pool.halt(self.id()).await;
        self.0.pool.resume(self.id());
        self.0.lists.forget_failures();
        if let Some(lister) = self.lister() {
            lister.restart().await;
        }
    }
}

//! The agents of a running formation, over the API. All of it needs the admin key.

use std::time::Duration;

use serde_json::Value;

use super::{Events, FormationClient, RemoteError, SILENCE};

/// Stopping waits for turns, programs and servers.
const STOPPING: Duration = Duration::from_mins(2);

impl FormationClient {
    /// One agent: its `state`, `turns`, `model`, ….
    pub async fn agent(&self, id: &str) -> Result<Value, RemoteError> {
        self.data(self.admin_get(&["agents", id])?).await
    }

    /// All agents, the default one first.
    pub async fn agent_states(&self) -> Result<Vec<Value>, RemoteError> {
        self.list(self.admin_get(&["agents"])?, "agents").await
    }

    /// `stop`, `start`, `restart` or `resume` one; the agent as it is then, with `survivors`.
    pub async fn change_agent(&self, id: &str, how: &str) -> Result<Value, RemoteError> {
        let request = self.admin(self.http.post(self.url(&["agents", id, how], &[])?));
        self.envelope(request.timeout(STOPPING)).await
    }

    /// The last lines of an agent's log, the oldest first.
    pub async fn agent_log(&self, id: &str) -> Result<Vec<Value>, RemoteError> {
        self.list(self.admin_get(&["agents", id, "logs"])?, "lines").await
    }

    /// The last lines and those that come, until the server ends or `on_line` fails.
    pub async fn follow_agent_log<E: From<RemoteError>>(
        &self,
        id: &str,
        mut on_line: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut url = self.url(&["agents", id, "logs"], &[])?;
        url.query_pairs_mut().append_pair("follow", "true");
        let response = self.send(self.admin(self.http.get(url))).await?;
        let mut events = Events::of(self, response, Some(SILENCE));
        while let Some(event) = events.next().await? {
            if event.name == "log" {
                on_line(serde_json::from_str(&event.data).map_err(|e| self.broken(&e))?)?;
            }
        }
        Ok(())
    }
}

//! The log of a running formation, over the API. It needs the admin key.

use serde_json::Value;

use super::{Events, FormationClient, RemoteError, SILENCE};

impl FormationClient {
    /// The last lines that the parameters of `GET /v1/logs` want, the oldest first.
    pub async fn logs(&self, wanted: &[(&str, String)]) -> Result<Vec<Value>, RemoteError> {
        let url = self.logs_url(wanted)?;
        self.list(self.admin(self.http.get(url)), "logs").await
    }

    /// Those that are in the server's memory still, and all that come, until the server ends or `on_line` fails.
    pub async fn follow_logs<E: From<RemoteError>>(
        &self,
        wanted: &[(&str, String)],
        mut on_line: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut url = self.logs_url(wanted)?;
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

    fn logs_url(&self, wanted: &[(&str, String)]) -> Result<reqwest::Url, RemoteError> {
        let mut url = self.url(&["logs"], &[])?;
        for (name, value) in wanted {
            url.query_pairs_mut().append_pair(name, value);
        }
        Ok(url)
    }
}

//! The servers of tools of a running formation, over the API. All of it needs the admin key.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{FormationClient, RemoteError};

/// The server has so much longer than a call may take, to say that it took too long.
const GRACE: Duration = Duration::from_secs(10);

/// A call of a tool.
#[derive(Clone, Debug)]
pub struct ToolCall {
    /// The tool's name at its server.
    pub tool: String,
    /// What it is called with.
    pub arguments: Map<String, Value>,
    /// How long it may take; else as long as the server's declaration says.
    pub timeout: Option<Duration>,
    /// A person said yes, where the policy asks.
    pub confirmed: bool,
    /// For which user, where the server needs a user's own credential.
    pub user: Option<String>,
}

impl FormationClient {
    /// The servers: the `servers` of the API, as they are for `user` where one is named. Those that are starting are waited
    /// for.
    pub async fn tool_servers(&self, wait: Duration, user: Option<&str>) -> Result<Vec<Value>, RemoteError> {
        let mut data = self.waited(&["mcp", "servers"], wait, user).await?;
        serde_json::from_value(data["servers"].take()).map_err(|e| self.broken(&e))
    }

    /// One server with its tools; waited for if it is starting.
    pub async fn tool_server(
        &self,
        id: &str,
        wait: Duration,
        user: Option<&str>,
    ) -> Result<Value, RemoteError> {
        self.waited(&["mcp", "servers", id], wait, user).await
    }

    /// The tools of all servers: the `tools` of the API, as `user` has them.
    pub async fn tools(&self, wait: Duration, user: Option<&str>) -> Result<Vec<Value>, RemoteError> {
        let mut data = self.waited(&["mcp", "tools"], wait, user).await?;
        serde_json::from_value(data["tools"].take()).map_err(|e| self.broken(&e))
    }

    async fn waited(&self, path: &[&str], wait: Duration, user: Option<&str>) -> Result<Value, RemoteError> {
        let mut url = self.url(path, &[])?;
        url.query_pairs_mut().append_pair("wait_seconds", &wait.as_secs_f64().to_string());
        let wait = match user {
            // They are waited for first, and then reached for the user.
            Some(user) => {
                url.query_pairs_mut().append_pair("user", user);
                wait * 2
            }
            None => wait,
        };
        self.envelope(self.admin(self.http.get(url)).timeout(wait + GRACE)).await
    }

    /// The resources of a server, or what the one at `uri` holds.
    pub async fn tool_resources(&self, id: &str, uri: Option<&str>) -> Result<Value, RemoteError> {
        let mut url = self.url(&["mcp", "servers", id, "resources"], &[])?;
        if let Some(uri) = uri {
            url.query_pairs_mut().append_pair("uri", uri);
        }
        self.data(self.admin(self.http.get(url))).await
    }

    /// The prompts of a server.
    pub async fn tool_prompts(&self, id: &str) -> Result<Value, RemoteError> {
        self.data(self.admin_get(&["mcp", "servers", id, "prompts"])?).await
    }

    /// Makes a call. Dropping the future cancels it.
    pub async fn call_tool(&self, id: &str, call: &ToolCall) -> Result<Value, RemoteError> {
        let body = json!({
            "tool": call.tool,
            "arguments": call.arguments,
            "timeout_seconds": call.timeout.map(|timeout| timeout.as_secs_f64()),
            "confirmed": call.confirmed,
            "user": call.user,
        });
        let request = self.admin(self.http.post(self.url(&["mcp", "servers", id, "call"], &[])?)).json(&body);
        let request = match call.timeout {
            // It may wait for the server first.
            Some(timeout) => request.timeout(timeout * 2 + GRACE),
            None => request,
        };
        self.envelope(request).await
    }

    pub(super) fn admin_get(&self, path: &[&str]) -> Result<reqwest::RequestBuilder, RemoteError> {
        Ok(self.admin(self.http.get(self.url(path, &[])?)))
    }

    pub(super) fn admin(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let key = self.admin_key.as_ref().unwrap_or(&self.key).clone();
        request.header("X-Muxi-Admin-Key", key)
    }
}

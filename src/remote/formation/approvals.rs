//! Calls of tools that wait for a yes, over the API.

use serde_json::{Value, json};

use super::{FormationClient, RemoteError};

impl FormationClient {
    /// The calls that wait for the user's answer, or with `all` for anybody's, the oldest first: the `approvals` of the
    /// API.
    pub async fn approvals(&self, all: bool) -> Result<Vec<Value>, RemoteError> {
        let request = self.http.get(self.url(&["approvals"], &[])?);
        self.list(self.whose(request, all), "approvals").await
    }

    /// Answers one, for this call or for the session; the approval as it is then.
    pub async fn decide(
        &self,
        id: &str,
        allow: bool,
        for_session: bool,
        all: bool,
    ) -> Result<Value, RemoteError> {
        let body = json!({
            "decision": if allow { "allow" } else { "deny" },
            "remember": if for_session { "session" } else { "once" },
        });
        let request = self.http.post(self.url(&["approvals", id], &[])?).json(&body);
        self.data(self.whose(request, all)).await
    }

    fn whose(&self, request: reqwest::RequestBuilder, all: bool) -> reqwest::RequestBuilder {
        match self.admin_key.as_ref().filter(|_| all) {
            Some(key) => request.header("X-Muxi-Admin-Key", key.clone()),
            None => self.for_user(request),
        }
    }
}

//! Calls of tools that wait for a yes, over the API.

use serde_json::{Value, json};

use super::{FormationClient, RemoteError};

/// What is said to a call that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserAnswer {
    /// The user said yes.
    Allow,
    /// The user said no.
    Deny,
    /// Nobody could be asked, which is a no.
    Unasked,
}

impl FormationClient {
    /// The calls that wait for the user's answer, or with `all` for anybody's, the oldest first: the `approvals` of the
    /// API.
    pub async fn approvals(&self, all: bool) -> Result<Vec<Value>, RemoteError> {
        let request = self.http.get(self.url(&["approvals"], &[])?);
        self.list(self.whose(request, all), "approvals").await
    }

    /// One of the user's, as it is now.
    pub async fn approval(&self, id: &str) -> Result<Value, RemoteError> {
        let request = self.http.get(self.url(&["approvals", id], &[])?);
        self.data(self.for_user(request)).await
    }

    /// Answers one, for this call or for the session; the approval as it is then.
    pub async fn decide(
        &self,
        id: &str,
        answer: UserAnswer,
        for_session: bool,
        all: bool,
    ) -> Result<Value, RemoteError> {
        let mut body = json!({
            "decision": if answer == UserAnswer::Allow { "allow" } else { "deny" },
            "remember": if for_session { "session" } else { "once" },
        });
        if answer == UserAnswer::Unasked {
            body["asked"] = false.into();
        }
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

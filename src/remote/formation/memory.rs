//! What is remembered of users, over the Formation API, with the admin key.

use serde_json::Value;

use super::{FormationClient, RemoteError, SILENCE};

impl FormationClient {
    /// Memories of `user` that fit `query`, the best first; `memories` and `words_only`.
    pub async fn search_memories(&self, user: &str, query: &str, limit: u32) -> Result<Value, RemoteError> {
        let mut url = self.url(&["memories"], &[("limit", limit.into())])?;
        url.query_pairs_mut().append_pair("query", query);
        let request = self.admin(self.http.get(url)).header("X-Muxi-User-ID", user);
        self.envelope(request.timeout(SILENCE)).await
    }

    /// What is remembered of the user, as the parameters of `GET /v1/memories` want it: `memories`, and with a `query`
    /// `words_only`.
    pub async fn memories(&self, wanted: &[(&str, String)]) -> Result<Value, RemoteError> {
        let mut url = self.url(&["memories"], &[])?;
        url.query_pairs_mut().extend_pairs(wanted);
        self.data(self.for_user(self.http.get(url))).await
    }

    /// Remembers something of the user: the object of the API; the memory, and whether it was `created`.
    pub async fn add_memory(&self, body: &Value) -> Result<Value, RemoteError> {
        self.data(self.for_user(self.http.post(self.url(&["memories"], &[])?)).json(body)).await
    }

    /// Forgets one thing of the user's.
    pub async fn delete_memory(&self, id: &str) -> Result<Value, RemoteError> {
        self.data(self.for_user(self.http.delete(self.url(&["memories", id], &[])?))).await
    }

    /// How much is remembered: of one user, or of all together.
    pub async fn memory_stats(&self, user: Option<&str>) -> Result<Value, RemoteError> {
        let mut url = self.url(&["memory", "stats"], &[])?;
        if let Some(user) = user {
            url.query_pairs_mut().append_pair("user_id", user);
        }
        self.data(self.admin(self.http.get(url))).await
    }

    /// Forgets what is remembered of a user from a source.
    pub async fn forget_memories(&self, user: &str, source: &str) -> Result<Value, RemoteError> {
        let mut url = self.url(&["memory", "forget"], &[])?;
        url.query_pairs_mut().append_pair("sync", "true");
        let body = serde_json::json!({ "user_id": user, "source": source });
        self.data(self.admin(self.http.post(url)).json(&body)).await
    }
}

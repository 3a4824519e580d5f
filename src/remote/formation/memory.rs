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
}

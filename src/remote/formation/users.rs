//! Users, over the Formation API. All of it needs the admin key.

use serde_json::Value;

use super::{FormationClient, RemoteError};

/// A large database is written anew.
const ERASING: std::time::Duration = std::time::Duration::from_mins(10);

impl FormationClient {
    /// Takes away all that is kept of a user; `muxi_user_id` and `erased`.
    pub async fn erase_user(&self, id: &str) -> Result<Value, RemoteError> {
        let request = self.admin(self.http.delete(self.url(&["users", id], &[])?));
        self.envelope(request.timeout(ERASING)).await
    }
}

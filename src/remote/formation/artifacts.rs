//! Files that agents made, over the Formation API.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{FormationClient, RemoteError, SILENCE};

/// A file that an agent made: its latest version, or the one that was asked for.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct ArtifactInfo {
    /// Its id.
    pub id: String,
    /// Its name, without a path.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: u64,
    /// From 1.
    pub version: u64,
    /// The SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// The session in which it was made.
    pub session_id: String,
    /// Who made it.
    pub agent_id: String,
    /// When, in the form of RFC 3339.
    pub created_at: String,
}

impl FormationClient {
    /// The latest versions of the user's files, the latest first.
    pub async fn artifacts(&self, limit: u32) -> Result<Vec<ArtifactInfo>, RemoteError> {
        let request = self.http.get(self.url(&["artifacts"], &[("limit", limit.into())])?);
        self.list(self.for_user(request), "artifacts").await
    }

    /// One of the user's files.
    pub async fn artifact(&self, id: &str) -> Result<ArtifactInfo, RemoteError> {
        let request = self.http.get(self.url(&["artifacts", id], &[])?);
        let data = self.data(self.for_user(request)).await?;
        serde_json::from_value(data).map_err(|e| self.broken(&e))
    }

    /// The content of one of the user's files, of its latest version without a number.
    pub async fn artifact_content(&self, id: &str, version: Option<u64>) -> Result<Bytes, RemoteError> {
        let version = version.map(|version| ("version", i64::try_from(version).unwrap_or(i64::MAX)));
        let url = self.url(&["artifacts", id, "content"], version.as_slice())?;
        let response = self.send(self.for_user(self.http.get(url)).timeout(SILENCE)).await?;
        response.bytes().await.map_err(|e| self.broken(&e))
    }

    /// Deletes one of the user's files, with all its versions.
    pub async fn delete_artifact(&self, id: &str) -> Result<(), RemoteError> {
        let request = self.http.delete(self.url(&["artifacts", id], &[])?);
        self.data(self.for_user(request)).await.map(|_| ())
    }
}

//! Memories as the API and the command line print them.

use serde_json::{Value, json};

use super::{Memory, MemoryStats, Recalled};
use crate::support::clock::rfc3339;

impl Memory {
    /// As the API answers it; times are in the form of RFC 3339.
    pub fn to_json(&self) -> Value {
        let metadata = self.metadata.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
        json!({
            "id": self.id,
            "content": self.content,
            "type": self.kind,
            "scope": self.scope.as_str(),
            "scope_id": Some(self.scope.id()).filter(|id| !id.is_empty()),
            "subject": self.subject,
            "metadata": metadata,
            "source": self.source,
            "source_id": self.source_id,
            "provenance": {
                "session_id": self.origin.session_id,
                "request_id": self.origin.request_id,
                "message_id": self.origin.message_seq,
            },
            "created_at": rfc3339(self.created_at),
            "updated_at": rfc3339(self.updated_at),
            "recalled_at": self.recalled_at.map(rfc3339),
            "superseded_by": self.superseded_by,
        })
    }
}

impl Recalled {
    /// The memory, and why it was found.
    pub fn to_json(&self) -> Value {
        let mut data = self.memory.to_json();
        data["score"] = self.score.into();
        data["text_rank"] = self.text_rank.into();
        data["similarity"] = self.similarity.into();
        data
    }
}

impl MemoryStats {
    /// The numbers by their names.
    pub fn to_json(&self) -> Value {
        json!({
            "users": self.users,
            "memories": self.memories,
            "superseded": self.superseded,
            "bytes": self.bytes,
            "vectors": self.vectors,
        })
    }
}

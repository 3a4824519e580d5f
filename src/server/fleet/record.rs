//! `version.json`: what is live of a formation. It is replaced as one, and decides alone.

use serde::{Deserialize, Serialize};

/// The form of the file.
const FORMAT: u32 = 1;

/// A deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    /// Counted from 1; it names its directory.
    pub(super) counter: u64,
    /// The version in its file.
    pub(super) semantic: String,
    /// The SHA-256 of its bundle, in hexadecimal.
    pub(super) hash: String,
    /// When it came (RFC 3339).
    pub(super) deployed_at: String,
}

/// Whether it is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    Running,
    Stopped,
}

/// All that has to be known of a formation when the server starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) format: u32,
    pub(super) id: String,
    /// The highest counter that was ever given.
    pub(super) last: u64,
    pub(super) current: Version,
    pub(super) previous: Option<Version>,
    pub(super) wanted: Wanted,
    /// How often it was started again because it had ended by itself.
    pub(super) restarts: u64,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

impl Record {
    /// The first deployment.
    pub(super) fn new(id: &str, first: Version) -> Self {
        Self {
            format: FORMAT,
            id: id.to_owned(),
            last: first.counter,
            created_at: first.deployed_at.clone(),
            updated_at: first.deployed_at.clone(),
            current: first,
            previous: None,
            wanted: Wanted::Running,
            restarts: 0,
        }
    }

    /// The same after an update.
    pub(super) fn updated(&self, next: Version) -> Self {
        Self {
            last: next.counter.max(self.last),
            updated_at: next.deployed_at.clone(),
            previous: Some(self.current.clone()),
            current: next,
            wanted: Wanted::Running,
            ..self.clone()
        }
    }

    /// The same with the version before, which the current one becomes; nothing where there is none.
    pub(super) fn rolled_back(&self, now: String) -> Option<Self> {
        let current = self.previous.clone()?;
        let previous = Some(self.current.clone());
        Some(Self { current, previous, updated_at: now, wanted: Wanted::Running, ..self.clone() })
    }

    /// The directories that are used.
    pub(super) fn used(&self) -> Vec<u64> {
        let previous = self.previous.as_ref().map(|previous| previous.counter);
        previous.into_iter().chain([self.current.counter]).collect()
    }

    /// Reads it; an error says what is wrong.
    pub(super) fn parse(bytes: &[u8], id: &str) -> Result<Self, String> {
        let record: Self = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if record.format != FORMAT {
            return Err(format!("its format is {}, and this muxi knows {FORMAT}", record.format));
        }
        if record.id != id {
            return Err(format!("it is that of {}", record.id));
        }
        Ok(record)
    }
}

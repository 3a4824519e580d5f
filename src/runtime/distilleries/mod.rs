//! Distilleries: programs elsewhere that have learnt something of users, and deliver it in signed batches of events. An
//! administrator registers the public key of each, with whom it may speak of.
//!
//! What is delivered is kept like any other memory, with the distillery as its source, and named by an id of its own there:
//! the same delivery again changes nothing, also when the memory was forgotten meanwhile. What says the same as
//! something known, or contradicts it, is settled afterwards (`remember/settle.rs`).

mod event;
mod key;
mod reach;
mod rows;
mod sqlite;

#[cfg(test)]
pub(in crate::runtime) mod tests;

use serde_json::{Value, json};

pub use event::{Event, Refused};
pub use key::{BadKey, Key};
pub use reach::{FACT, Reach};

use super::memory::{Kept, Later, MemoryError, NewMemory};
use super::principal::Principal;
use crate::support::clock::rfc3339;

/// The most distilleries that are not revoked.
pub const MAX_DISTILLERIES: usize = 1000;
/// The most events of one batch, whatever a registration says.
pub const MAX_BATCH: u64 = 10_000;
/// What the ids of distilleries begin with.
pub const PREFIX: &str = "dst_";

/// What a formation says of distilleries.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Whether anything is taken from them.
    pub on: bool,
    /// How much one is believed whose registration does not say.
    pub trust: Trust,
    /// What one may deliver whose registration does not say.
    pub reach: Reach,
    /// How far the time of a signature may be away, in seconds.
    pub window: u64,
}

impl Default for Terms {
    fn default() -> Self {
        Self { on: true, trust: Trust::default(), reach: Reach::default(), window: 300 }
    }
}

/// How much is believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// What is known holds where both cannot.
    #[default]
    Provisional,
    /// What it says holds in the place of what contradicts it.
    Verified,
}

impl Trust {
    /// By its name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "provisional" => Some(Self::Provisional),
            "verified" => Some(Self::Verified),
            _ => None,
        }
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Verified => "verified",
        }
    }
}

/// A distillery that was registered.
#[derive(Clone, Debug, PartialEq)]
pub struct Distillery {
    /// `dst_` and 21 characters.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whose signatures its deliveries have.
    pub key: Key,
    /// What it may deliver.
    pub reach: Reach,
    /// How much it is believed.
    pub trust: Trust,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
    /// When nothing more was taken from it, in milliseconds since the Unix epoch.
    pub revoked_at: Option<u64>,
}

impl Distillery {
    /// As the API answers it.
    pub fn to_json(&self) -> Value {
        json!({
            "distillery_id": self.id,
            "name": self.name,
            "description": self.description,
            "public_key": self.key.as_str(),
            "scope": self.reach.to_json(),
            "trust_level": self.trust.as_str(),
            "status": if self.revoked_at.is_some() { "revoked" } else { "active" },
            "created_at": rfc3339(self.created_at),
            "revoked_at": self.revoked_at.map(rfc3339),
        })
    }

    /// Where its memories say that they are from.
    pub fn source(&self) -> String {
        format!("distillery:{}", self.id)
    }
}

/// One thing that is delivered of a user.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// A hash of its name at the distillery.
    pub digest: [u8; 32],
    /// What is to be kept.
    pub new: NewMemory,
}

/// What became of it: kept, nothing where it was delivered before, or why it is not kept.
pub type Taken = Result<Option<Kept>, MemoryError>;

/// Where distilleries are registered, and what they delivered is kept.
pub trait Distilleries: Send + Sync {
    /// Registers one. False where there are [`MAX_DISTILLERIES`].
    fn register_distillery(&self, new: Distillery) -> Later<bool>;

    /// One, also one that was revoked.
    fn distillery(&self, id: &str) -> Later<Option<Distillery>>;

    /// All of them, the latest first.
    fn distilleries(&self) -> Later<Vec<Distillery>>;

    /// Takes nothing from it any more, and leaves what it delivered. The distillery then; nothing where there is none.
    fn revoke_distillery(&self, id: &str, now: u64) -> Later<Option<Distillery>>;

    /// How much it delivered since then, of all users.
    fn delivered_since(&self, id: &str, since: u64) -> Later<u64>;

    /// How many of these (by their hashes) it has not delivered of this user yet.
    fn undelivered(&self, who: &Principal, id: &str, digests: Vec<[u8; 32]>) -> Later<u64>;

    /// Keeps what it delivers of a user, each once. Nothing where it is revoked, or not registered.
    fn deliver(
        &self,
        who: &Principal,
        id: &str,
        deliveries: Vec<Delivery>,
        now: u64,
    ) -> Later<Option<Vec<Taken>>>;
}

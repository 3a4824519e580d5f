//! Users' own credentials for services, kept sealed in the store: set, listed, resolved for the user who asks, and for
//! nobody else. The [`Keeper`] opens them; the store has rows that say nothing without it.

mod apps;
mod asking;
mod care;
mod deployed;
mod desk;
mod error;
mod flight;
mod heads;
mod intake;
mod keeper;
mod offer;
mod pending;
pub mod record;
mod renew;
mod ring_file;
mod rows;
mod shown;
mod sqlite;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;

use super::id;
use super::principal::Principal;
use super::store::StoreError;
use crate::credentials::{Counted, Sealed, Service, Tally};

pub use apps::{Apps, apps};
pub use asking::{Asker, Chosen, Wanting};
pub use care::{Handing, Rekeyed};
pub use deployed::{OldError, OldRow, OldTime, OldUser, old_users};
pub use desk::{Wanted, Which, check_account, fits_as_account};
pub use error::CredentialError;
pub use flight::{Renewal, Renewals, Step, Told};
pub use heads::{Head, Heads};
pub use intake::{Incoming, Taken, numbered, would_take_alone};
pub(in crate::runtime) use keeper::ended_early;
pub use keeper::{Account, Ended, Found, Held, Keeper, Kept, Listing};
pub use offer::{Mode, Need, Offered, Rules, ServiceLink};
pub use renew::tokens_into;
pub use ring_file::{Keys, RingFile, Roots};
pub(in crate::runtime) use rows::{any as has_any, change_in, drop_tally, durably};

/// The most credentials of one user.
pub const MAX_CREDENTIALS: usize = 1000;
/// The longest name of an account, in bytes.
pub const MAX_ACCOUNT: usize = 255;

/// A credential as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `cred_` and 21 characters.
    pub id: String,
    /// What it is for.
    pub service: Service,
    /// Which of the user's accounts there.
    pub account: String,
    /// Whether it is used where nobody chooses one of the service's.
    pub chosen: bool,
    /// What is secret of it.
    pub sealed: Sealed,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
    /// Milliseconds since the Unix epoch.
    pub updated_at: u64,
    /// Milliseconds since the Unix epoch; none where nobody said.
    pub expires_at: Option<u64>,
}

impl Row {
    /// One that is new at `now` (milliseconds), with an id of its own and nothing sealed in it.
    pub(in crate::runtime) fn new(service: Service, account: String, now: u64) -> Self {
        Self {
            id: id::new("cred_"),
            service,
            account,
            chosen: false,
            sealed: Sealed { key: String::new(), version: 0, bytes: Vec::new() },
            created_at: now,
            updated_at: now,
            expires_at: None,
        }
    }

    fn counted(&self) -> Counted<'_> {
        Counted {
            id: &self.id,
            service: self.service.as_str(),
            account: &self.account,
            version: self.sealed.version,
            default: self.chosen,
        }
    }
}

/// What the store has of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The credentials, by service and account.
    pub rows: Vec<Row>,
    /// What counts them; none where the user never had one.
    pub tally: Option<Tally>,
}

/// A change of what one user has: all of it, or nothing.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose.
    pub who: Principal,
    /// The turn of the tally that the change is made from; 0 where there was none.
    pub from: u64,
    /// Credentials that are new, or in the place of the one with the same id.
    pub put: Vec<Row>,
    /// The ids of those that go.
    pub drop: Vec<String>,
    /// The tally of what is there then; none takes it away too.
    pub tally: Option<Tally>,
}

/// The rows of credentials, in whatever keeps them.
pub trait CredentialRows: Send + Sync {
    /// What the user has.
    fn credentials(&self, who: &Principal) -> BoxFuture<'static, Result<Rows, StoreError>>;

    /// Makes the changes, all or none, and returns when they are on the disk. False where somebody else changed something
    /// since it was read: nothing was done.
    fn change_credentials(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<bool, StoreError>>;

    /// The ids of the master keys under which anything is sealed or counted.
    fn credential_keys(&self) -> BoxFuture<'static, Result<Vec<String>, StoreError>>;

    /// The users that have or had credentials, by id after `after`; at most `limit`.
    fn credential_users(
        &self,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<Principal>, StoreError>>;
}

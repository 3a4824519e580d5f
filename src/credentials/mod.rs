//! What users bring of their own: tokens and passwords for services, each sealed for its user alone.
//!
//! A [`Ring`] has the master keys of one store, random and wrapped by a key from elsewhere (the formation's root key, or
//! `user_credentials.encryption.key`). A [`Vault`] derives a key for each user of them and seals a [`Content`] for its
//! [`Place`]: store, user, service, account, id, key and version. A [`Tally`] over the ids and versions of a user's
//! credentials shows when one was taken away, put back or doubled. Where rows are kept is not known here.

mod content;
mod deployed;
mod keys;
mod places;
mod ring;
mod service;
mod tally;
mod vault;
mod wrapping;

pub use content::{Content, ContentError, Kind};
pub use deployed::{Deployed, DeployedError, Opened, naive};
pub use ring::{Ring, RingError};
pub use service::{Service, ServiceError};
pub use tally::{Counted, Tally};
pub use vault::{Place, Sealed, Vault, VaultError};
pub use wrapping::Wrapping;

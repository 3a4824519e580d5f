//! The keys as a whole: what is at hand, and how it changes without a moment in which nothing opens.
//!
//! The key is written before the secrets that need it, and taken away after them. A key file can hold
//! several keys. A bare key cannot, so its rotation goes through two files beside it, which every
//! reader tries too: `.key.pending` with the new key, `.key.retired` with the old ones.

mod export;
mod finish;
mod import;
mod passphrase;
mod ring;
mod rotate;
mod show;

pub use export::{Exported, export_key};
pub use finish::finish_rotation;
pub use import::{Imported, Merging, import_key, read_key_text};
pub use passphrase::{key_passphrase, unlock_keys};
pub use rotate::{Rotation, rotate_key};
pub use show::{Inventory, KeyAtHand, keys_at_hand};

pub(super) use ring::{Ring, promote_pending, replace_key, unlock_first};
pub(super) use rotate::{require_secrets, values, verify_two};

#[cfg(test)]
pub(super) mod tests;

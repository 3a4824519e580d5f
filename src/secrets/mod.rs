//! The secrets of a formation: `secrets.enc`, its key, and the `secrets` template.
//!
//! Two formats are read, told apart by content, and a file is written back in the one it has:
//! format 1 (one Fernet token, what the deployed MUXI programs use) and format 2 (each value sealed
//! alone, see `format2`). This room never prints, asks, or reads the environment, never makes a key
//! while reading, and never puts a value into an error.

mod api_keys;
mod apply;
mod beside;
pub mod check;
pub mod compare;
mod convert;
pub mod doctor;
mod error;
pub mod exchange;
mod format1;
mod format2;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod generate;
pub mod git;
mod import;
mod journal;
mod key;
mod keychain;
mod keyring;
pub mod lint;
mod location;
pub mod merge;
mod name;
mod padding;
mod passphrase;
mod plan;
mod rename;
pub mod resolve;
pub mod rotation;
mod same;
mod seal;
mod seen;
mod select;
pub mod show;
mod sources;
mod store;
pub mod template;
mod update;
mod value;

pub use crate::support::keys::mask;
pub use api_keys::{ApiKey, ApiKeyOrigin, ApiKeys, Declared as DeclaredApiKeys};
pub use beside::{DerivedKey, derived_keys};
pub use convert::{Conversion, convert};
pub use error::{Error, GitError, KeyFault, Kind};
pub use generate::generate;
pub use git::would_commit;
pub use import::{Existing, Fate, Imported, import, preview};
pub use key::{KeyId, Status};
pub use keychain::Keychain;
pub use keyring::{
    Exported, ImportedKey, Inventory, KeyAtHand, Merging, Rotation, export_key, finish_rotation, import_key,
    key_from_keychain, key_passphrase, key_to_keychain, keys_at_hand, read_key_text, rotate_key, unlock_keys,
};
pub use location::Location;
pub use name::{Normalised, SecretName};
pub use passphrase::{Ask, NoAnswer, PASSPHRASE_NAME, Passphrase, PassphraseAt, check_new_passphrase};
pub use rename::{Renamed, plan_rename, recover, rename};
pub use seal::{Difference, Seal};
pub use seen::{Memory, WentBack};
pub use select::{Selection, check_environment, select};
pub use sources::{Descriptor, KeyInfo, KeySources, Origin, audit_keys};
pub use store::{Format, Listing, Store, list};
pub use update::{Change, Effect, Outcome, prune, reseal, tracked_key, update, update_all};

/// The most bytes a value may have: 1 MiB.
pub const MAX_VALUE: usize = 1 << 20;

/// The most bytes a key file may have: 64 KiB.
pub const MAX_KEY_TEXT: usize = 64 * 1024;

#[cfg(test)]
mod convert_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod format2_tests;
#[cfg(test)]
mod import_tests;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod update_tests;

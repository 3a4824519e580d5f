//! The secrets of a formation: `secrets.enc`, its key, and the `secrets` template.
//!
//! Two formats are read, told apart by content, and a file is written back in the one it has:
//! format 1 (one Fernet token, what the deployed MUXI programs use) and format 2 (each value sealed
//! alone, see `format2`). This room never prints, asks, or reads the environment, never makes a key
//! while reading, and never puts a value into an error.

mod api_keys;
mod apply;
mod error;
pub mod exchange;
mod format1;
mod format2;
mod generate;
mod git;
mod import;
mod key;
mod location;
mod mask;
mod name;
mod padding;
mod plan;
mod seal;
mod select;
mod sources;
mod store;
pub mod template;
mod update;
mod value;

pub use api_keys::{ApiKey, ApiKeyOrigin, ApiKeys, Declared as DeclaredApiKeys};
pub use error::{Error, Kind};
pub use generate::generate;
pub use git::would_commit;
pub use import::{Existing, Fate, Imported, import, preview};
pub use key::{KeyId, Status};
pub use location::Location;
pub use mask::mask;
pub use name::{Normalised, SecretName};
pub use seal::{Difference, Seal};
pub use select::{Selection, check_environment, select};
pub use sources::{Descriptor, KeyInfo, KeySources, Origin};
pub use store::{Format, Listing, Store, list};
pub use update::{Change, Effect, Outcome, key_is_tracked, reseal, update, update_all};

/// The most bytes a value may have: 1 MiB.
pub const MAX_VALUE: usize = 1 << 20;

#[cfg(test)]
mod format2_tests;
#[cfg(test)]
mod import_tests;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod update_tests;

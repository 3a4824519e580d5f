//! What a formation is: text → tree with places → checks → typed model.
//!
//! Nothing here prints, asks, or reads the environment. Only `files`, `listing`, `include`, `families`,
//! `documents`, `knowledge`, `cases`, `bundle`, `usage`, `graph`, `scaffold`, `settings`, `fmt/files`, `discover`, `overlay`
//! and `fix` touch the disk.

mod allow;
mod answers;
mod blocks;
pub mod bundle;
pub mod cases;
mod check;
pub mod code;
pub mod diagnostic;
pub mod discover;
mod documents;
pub mod edit;
mod families;
mod files;
pub mod fix;
pub mod fmt;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod graph;
pub mod handbook;
mod include;
pub mod jsonschema;
mod knowledge;
mod listing;
pub mod load;
mod logging;
mod lower;
mod markdown;
pub mod mask;
pub mod model;
mod oauth;
pub mod overlay;
mod places;
pub mod policy;
pub mod providers;
mod quote;
pub mod reference;
pub mod render;
pub mod scaffold;
pub mod schema;
mod secret_text;
mod served;
pub mod settings;
mod souls;
pub mod source;
mod tools;
pub mod usage;
pub mod version;
mod written;
pub mod yaml;
mod yaml_json;

//! What a formation is: text → tree with places → checks → typed model.
//!
//! Nothing here prints, asks, or reads the environment. Only `files`, `listing`, `include`,
//! `families`, `documents`, `knowledge`, `usage` and `discover` touch the disk.

mod ahead;
mod allow;
mod blocks;
mod check;
pub mod code;
pub mod diagnostic;
pub mod discover;
mod documents;
mod families;
mod files;
pub mod handbook;
mod include;
pub mod jsonschema;
mod listing;
pub mod load;
mod lower;
mod markdown;
pub mod model;
mod places;
pub mod providers;
pub mod reference;
pub mod render;
pub mod schema;
pub mod source;
pub mod usage;
pub mod yaml;
mod yaml_json;

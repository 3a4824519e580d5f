//! What a formation is: text → tree with places → checks → typed model.
//!
//! Nothing here prints, asks, or reads the environment. Only `files`, `families`, `usage` and `discover` touch
//! the disk.

mod blocks;
mod check;
pub mod code;
pub mod diagnostic;
pub mod discover;
mod families;
mod files;
pub mod handbook;
mod include;
pub mod jsonschema;
pub mod load;
mod lower;
pub mod model;
mod places;
pub mod reference;
pub mod render;
pub mod schema;
pub mod source;
pub mod usage;
pub mod yaml;
mod yaml_json;

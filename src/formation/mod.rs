//! What a formation is: text → tree with places → checks → typed model.
//!
//! Nothing here prints, asks, or reads the environment. Only `files`, `families`, `usage`,
//! `discover`, `overlay` and `fix` touch the disk.

mod allow;
mod blocks;
mod check;
pub mod code;
pub mod diagnostic;
pub mod discover;
mod families;
mod files;
pub mod fix;
pub mod handbook;
mod include;
pub mod jsonschema;
pub mod load;
mod lower;
pub mod model;
pub mod overlay;
mod places;
pub mod policy;
pub mod reference;
pub mod render;
pub mod schema;
pub mod source;
pub mod usage;
pub mod yaml;
mod yaml_json;

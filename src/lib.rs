//! muxi: run AI agents that are declared in files.
//!
//! The rooms and the way their imports go are drawn in ARCHITECTURE.md and held by `tests/rooms.rs`.

pub mod formation;
pub mod support;

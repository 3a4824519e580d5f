//! The binary as a person or a script uses it.

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod chat;
mod serve;

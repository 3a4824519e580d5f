//! `muxi server`: the formations that were deployed to it, their processes, the way of requests to them, and who may change
//! them.
//!
//! Nothing here prints, asks, or reads the environment. The inside (`fleet`, `process`, `proxy`) knows nobody: who calls has
//! been judged before, by `auth` and `http`.

pub mod auth;
pub mod config;
pub mod fleet;
pub mod http;
pub mod process;
pub mod proxy;

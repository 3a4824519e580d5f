//! The process's surroundings, read once: the only room that knows environment variables.

mod env;
mod paths;

pub use env::{Env, VARIABLES, Var};
pub use paths::{DataDir, cli_dir, formation_state, server_config_dir, unnamed_state};

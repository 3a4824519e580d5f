//! muxi: run AI agents that are declared in files.
//!
//! The rooms and the way their imports go are drawn in ARCHITECTURE.md and held by `tests/rooms.rs`.

pub mod audit;
pub mod cli;
pub mod config;
pub mod credentials;
pub mod crypto;
pub mod formation;
pub mod output;
pub mod remote;
#[cfg(feature = "serve")]
pub mod runtime;
pub mod secrets;
#[cfg(feature = "serve")]
pub mod server;
pub mod support;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs muxi as the process that it is in: hardens it, reads its surroundings, runs the command.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // No command: this process is to be the supervisor of a tool. Before anything else, while it has one thread.
    #[cfg(all(feature = "serve", target_os = "linux"))]
    if let [_, only] = args.as_slice()
        && only == support::walls::LAUNCH
    {
        return support::walls::supervise();
    }
    // Nor is this one: it is the process in a window of an agent's terminal.
    #[cfg(all(feature = "serve", target_os = "linux"))]
    if let [_, only] = args.as_slice()
        && only == support::terminals::PANE
    {
        return support::terminals::carry();
    }
    support::process::harden();
    // The one registry of live values of this run.
    let redactor = support::redact::Redactor::default();
    output::report_panics(&redactor);
    let code = match config::Env::from_process() {
        Ok(env) => cli::run(args, env, redactor),
        Err(error) => cli::cannot_start(&error),
    };
    ExitCode::from(code.number())
}

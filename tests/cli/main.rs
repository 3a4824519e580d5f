//! The command line as a person uses it: the real binary, in a home of its own, never beyond
//! loopback.

#![expect(clippy::disallowed_methods, reason = "tests write their own files and read their own variables")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]
#![expect(unreachable_pub, reason = "a test binary has no outside; `pub` is what a file offers the others")]

#[path = "../support/mod.rs"]
mod support;

#[cfg(all(feature = "serve", target_os = "linux"))]
mod agent_terminals;
#[cfg(feature = "serve")]
mod agents;
mod approvals;
mod approvals_asked;
mod artifacts;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod attacks;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod attacks_words;
mod audiochat;
mod audit;
#[cfg(feature = "serve")]
mod audit_whole;
mod audited;
mod audited_routes;
mod audited_tools;
mod bad_input;
mod bump;
mod chat;
mod chat_markdown;
mod chat_talk;
mod chat_trace;
mod clarify;
#[cfg(feature = "serve")]
mod command_agents;
mod completions;
mod config;
#[cfg(feature = "serve")]
mod credentials;
#[cfg(feature = "serve")]
mod credentials_api;
#[cfg(feature = "serve")]
mod credentials_attacks;
#[cfg(feature = "serve")]
mod credentials_beside;
#[cfg(feature = "serve")]
mod credentials_chat;
#[cfg(feature = "serve")]
mod credentials_chat_doors;
#[cfg(feature = "serve")]
mod credentials_chat_ends;
#[cfg(feature = "serve")]
mod credentials_chat_unproven;
#[cfg(feature = "serve")]
mod credentials_import;
#[cfg(feature = "serve")]
mod credentials_oauth;
#[cfg(feature = "serve")]
mod credentials_personal;
#[cfg(feature = "serve")]
mod credentials_renewal;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod credentials_tools;
mod delegation;
mod demo;
mod deploy;
mod deploy_ends;
mod deploy_remote;
mod dialect_deployed;
mod dialect_openai;
#[cfg(feature = "serve")]
mod distilleries;
mod download;
mod examples;
mod explain;
mod far;
mod files;
mod fmt;
mod foreign;
mod formats;
mod git_diff;
mod git_merge;
mod git_repo;
mod git_resolve;
mod git_rotate;
mod graph;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod hub;
mod idempotency;
mod keys;
#[cfg(feature = "serve")]
mod kills;
mod leaks;
mod leaks_commands;
mod leaks_doors;
mod leaks_everywhere;
mod leaks_exchange;
mod leaks_keys;
mod leaks_panics;
mod leaks_server;
mod leaks_signals;
#[cfg(feature = "serve")]
mod logs;
mod logs_streams;
mod mcp_asks;
mod mcp_client;
mod mcp_client_ends;
#[cfg(feature = "serve")]
mod mcp_command;
mod mcp_declared;
#[cfg(feature = "serve")]
mod mcp_demands;
#[cfg(feature = "serve")]
mod mcp_logins;
mod mcp_oauth;
#[cfg(feature = "serve")]
mod mcp_server;
mod mcp_stdio;
mod mcp_typed;
mod memories;
mod memory_command;
mod memory_foreign;
mod memory_late;
mod memory_long;
mod memory_routes;
mod memory_turn;
#[cfg(feature = "serve")]
mod memory_working;
mod models_anthropic;
mod models_cost;
mod models_gemini;
mod models_openai;
mod models_patience;
mod models_recorded;
mod new;
mod new_asked;
mod openai_door;
mod output;
mod place;
mod played;
mod played_dialects;
mod profiles;
mod prompts;
mod real_servers;
mod remote;
mod requests;
mod routing;
mod schema;
mod secrets;
mod secrets_check;
mod secrets_convert;
mod secrets_doctor;
mod secrets_exchange;
mod secrets_files;
mod secrets_key;
mod secrets_key_rotate;
mod secrets_keys;
mod secrets_passphrase;
mod secrets_rename;
mod secrets_run;
mod secrets_run_terminal;
mod serve;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_attacks;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_bodies;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_command;
mod server_drafts;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_fleet;
mod server_fleet_ends;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_kills;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_rpc;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_smuggling;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod server_tls;
mod sign;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod station;
#[cfg(feature = "serve")]
mod store;
mod terminal;
#[cfg(feature = "serve")]
mod test_command;
mod tools;
mod tools_played;
mod tools_told;
#[cfg(feature = "serve")]
mod users;
mod validate;
mod validate_fix;
mod validate_paths;
mod validate_target;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod walls;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod walls_calls;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod walls_ends;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod walls_files;
mod widgets;
#[cfg(feature = "serve")]
mod without_key;
mod writers;

use std::collections::BTreeSet;
use std::path::Path;

/// The names after `mod` in the text of a module.
fn declared(source: &str) -> BTreeSet<&str> {
    source.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect()
}

#[test]
fn every_file_here_is_declared_for_else_its_tests_would_never_run() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let files = std::fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path());
    let stems = files.filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let stems: BTreeSet<String> =
        stems.map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let declared = declared(include_str!("main.rs"));
    let missing: Vec<_> = stems.iter().filter(|s| *s != "main" && !declared.contains(s.as_str())).collect();
    assert_eq!(missing, [] as [&String; 0], "write `mod NAME;` in tests/cli/main.rs");
}

#[test]
fn a_file_that_is_not_declared_would_be_found() {
    assert_eq!(declared("mod a;\n// mod b;\nmod c;\n"), BTreeSet::from(["a", "c"]));
}

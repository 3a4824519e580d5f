//! Formations from files to diagnostics: what is found, where, and how it looks.

mod checks;
mod components;
mod cross;
mod differential;
mod examples;
mod knowledge;
mod literal;
mod markdown;
mod render;
mod robust;
#[expect(clippy::unwrap_used, reason = "a test that cannot write its files has failed")]
mod support;
mod yaml;

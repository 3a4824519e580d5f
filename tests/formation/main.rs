//! Formations from files to diagnostics: what is found, where, and how it looks.

mod checks;
mod components;
mod differential;
mod examples;
mod productions;
#[expect(clippy::unwrap_used, reason = "a judge without its cases has failed")]
mod published;
mod render;
mod robust;
#[expect(clippy::unwrap_used, reason = "a test that cannot write its files has failed")]
mod support;
mod written;
mod yaml;

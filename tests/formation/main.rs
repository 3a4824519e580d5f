//! Formations from files to diagnostics: what is found, where, and how it looks.

mod checks;
mod components;
mod differential;
mod examples;
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "reads the formations that it breaks")]
mod mutation;
mod render;
mod robust;
mod schemas;
#[expect(clippy::unwrap_used, reason = "a test that cannot write its files has failed")]
mod support;
mod yaml;

//! Formations from files to diagnostics: what is found, where, and how it looks.

mod allow;
mod checks;
#[expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot make its examples has failed"
)]
mod codes;
mod components;
mod cross;
#[expect(clippy::disallowed_methods, reason = "reads the files of the repository")]
mod differential;
mod documented;
mod examples;
mod fields;
#[expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot use its files has failed"
)]
mod fix;
#[expect(clippy::disallowed_methods, reason = "reads the files of the repository")]
mod fmt;
mod formats;
#[expect(clippy::unwrap_used, reason = "reads the examples of the repository")]
mod gallery;
mod generate;
mod knowledge;
mod limits;
mod literal;
mod markdown;
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "reads the formations that it breaks")]
mod mutation;
mod productions;
mod published;
mod render;
mod robust;
mod rules;
mod scaffold;
mod schemas;
mod services;
#[expect(clippy::unwrap_used, reason = "a test that cannot write its files has failed")]
mod support;
mod target;
mod written;
mod yaml;

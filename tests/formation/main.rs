//! Formations from files to diagnostics: what is found, where, and how it looks.

mod checks;
mod components;
mod examples;
mod render;
mod robust;
mod support;
mod yaml;

//! Talking to a formation that runs somewhere else, be it another process of this machine, and to a server that runs them.

pub mod address;
pub mod bundle;
pub mod formation;
mod http;
pub mod profiles;
pub mod seal;
pub mod server;
pub mod sign;
mod stream;

/// Whether a profile, or a formation of a server, may be called so: letters, digits, `.`, `_` and `-`, at most 64 of them, a
/// letter or digit first. It stays one part of a path, whoever reads it.
fn is_plain(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

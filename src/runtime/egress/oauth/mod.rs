//! Signing in at a server of tools by OAuth 2.1, as the client (MCP 2025-11-25, Authorization).
//!
//! [`OAuth`] is what one server's requests are signed in with: its tokens, kept in a sealed file ([`Vault`]), renewed
//! before they end. [`Login`] is one walk through the browser, which ends with new tokens; [`Landing`] is where the
//! browser comes back to. [`App`] signs users in at services that the formation names. Everything that is asked goes through a client of the server's own reach.

mod app;
mod client;
mod device;
mod file;
mod grant;
mod landing;
mod login;
mod metadata;
mod notice;
mod own;
mod proof;
mod register;
mod vault;
mod wire;

pub use app::{App, AppLogin, AppSettings, NotRenewed, Tokens};
pub use client::{Grant, LoginState, OAuth, OAuthSettings};
pub use device::DeviceLogin;
pub use landing::{Landing, Redirect, Visit};
pub use login::{Callback, LoggedIn, Login};
pub(super) use metadata::Challenge;
pub use vault::Vault;

/// The longest list of scopes: servers could make it grow with each answer.
const SCOPES: usize = 100;

/// Puts into `all` what it lacks of `more`. Whether that was anything.
fn union(all: &mut Vec<String>, more: &[String]) -> bool {
    let before = all.len();
    for one in more {
        if all.len() < SCOPES && !all.contains(one) {
            all.push(one.clone());
        }
    }
    all.len() > before
}

/// Files and keys, where nobody waits for a turn.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

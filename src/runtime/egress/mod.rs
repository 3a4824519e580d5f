//! The network of tools: a client over HTTP for one server, which reaches public addresses, what the server's
//! declaration lists, and nothing else; and the transports of MCP over it.
//!
//! Each address is judged before a socket is opened: addresses that are written in a URL by [`Reach`], addresses of
//! names by the resolver that the connector asks, which connects to exactly what was judged.

mod class;
mod client;
mod error;
mod headers;
mod limits;
mod oauth;
mod reach;
mod redirect;
mod reply;
mod resolve;
mod sse;
mod streamable;
#[cfg(test)]
mod tests;
mod transport;

pub use class::Class;
pub use client::{Egress, Endpoint};
pub use error::EgressError;
pub use headers::{Login, headers};
pub use limits::Limits;
pub use oauth::{
    App, AppLogin, AppSettings, Callback, DeviceLogin, Grant, Landing, LoggedIn, Login as OAuthLogin,
    LoginState, NotRenewed, OAuth, OAuthSettings, Redirect, Tokens, Vault, Visit,
};
pub use reach::Reach;
pub use resolve::{Resolver, SystemResolver};
pub use sse::SseTransport;
pub use transport::{HttpTransport, http_transport};

//! Providers over HTTP: one sender for all dialects.

mod client;
mod endpoint;
mod faults;
mod reader;
mod reply;
mod wait;

pub use client::{HttpClient, without_login};
pub use endpoint::{BadKey, Endpoint, EndpointOptions};
pub(super) use faults::error_text;
pub(super) use reply::{Body, Reply};

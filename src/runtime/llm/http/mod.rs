//! Providers over HTTP: one sender for all dialects.

mod client;
mod endpoint;
mod faults;
mod reader;

pub use client::HttpClient;
pub use endpoint::{BadKey, Endpoint, EndpointOptions};
pub(super) use faults::error_text;

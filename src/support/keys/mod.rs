//! What keys and passwords look like: the marks of providers, names that promise a secret, and words that
//! only stand in the place of one.

mod mask;
mod name;
mod pasted;
mod placeholder;
mod providers;
mod service;

pub use mask::mask;
pub use name::Name;
pub use pasted::{Pasted, is_random, pasted, without_pasted};
pub use placeholder::{Stand, placeholder};
pub use providers::{
    LEAST_REST, OPENAI, OPENROUTER, PROVIDERS, Provider, is_access_key_id, is_known, is_token, mark_of,
    marked,
};
pub use service::{ServiceError, service_of};

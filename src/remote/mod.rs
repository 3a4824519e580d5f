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

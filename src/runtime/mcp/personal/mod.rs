//! Servers that need a credential of whoever asks: one process or connection for each user, never shared.

mod trial;

pub use trial::Trial;

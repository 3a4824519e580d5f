//! What every room may use and what knows nothing of muxi: files, time, text, secret bytes.

#[cfg(test)]
pub(crate) mod children;
pub mod clock;
pub mod fs;
pub mod keys;
pub mod pattern;
pub mod process;
pub mod redact;
pub mod secret;
pub mod sender;
pub mod sse;
#[cfg(feature = "serve")]
pub mod terminals;
pub mod text;
#[cfg(feature = "serve")]
pub mod walls;

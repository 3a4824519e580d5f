//! How long a server is waited for and how much of it is read.

use std::time::Duration;

/// The bounds of one server. What a call as a whole may take is the caller's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a name and a connection, TLS included; then again for the first event of the old transport.
    pub connect: Duration,
    /// For the head of a response. A server without events answers a call of a tool when the tool has ended, so this
    /// is no less than the longest tool.
    pub head: Duration,
    /// For the body of a response that is no stream.
    pub body: Duration,
    /// The longest message, in bytes: a body of JSON, or one event.
    pub message: usize,
    /// The most that the stream of one request may bring, in bytes: its progress, then its answer.
    pub stream: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            head: Duration::from_mins(10),
            body: Duration::from_mins(1),
            message: 16 << 20,
            stream: 64 << 20,
        }
    }
}

//! Where the system has no walls to put tmux behind: there are no terminals.

use std::convert::Infallible;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use super::{Input, TerminalError, TerminalPlace};

/// No terminals.
#[derive(Clone)]
pub struct Terminals;

/// There is none.
pub struct Screen(Infallible);

/// There are none.
pub struct Keys(Infallible);

/// There is none.
pub struct Pty(Infallible);

impl Terminals {
    /// None of them.
    pub fn new(_place: TerminalPlace) -> Self {
        Self
    }

    /// Refused.
    #[expect(clippy::unused_async, reason = "as on Linux")]
    pub async fn open(&self, _session: &str) -> Result<(), TerminalError> {
        Err(TerminalError::Unsupported)
    }

    /// Refused.
    #[expect(clippy::unused_async, reason = "as on Linux")]
    pub async fn lend(&self, _session: &str) -> Result<(Screen, Keys, Pty), TerminalError> {
        Err(TerminalError::Unsupported)
    }

    /// Where nothing is.
    pub fn socket(&self) -> PathBuf {
        PathBuf::new()
    }

    /// Why there are none.
    pub fn fault(&self, _session: &str) -> Option<TerminalError> {
        Some(TerminalError::Unsupported)
    }

    /// Nothing to do.
    #[expect(clippy::unused_async, reason = "as on Linux")]
    pub async fn stop(&self) {}
}

impl Screen {
    /// Never called.
    pub async fn show(&self, _bytes: Vec<u8>) {
        match self.0 {}
    }
}

impl Keys {
    /// Never called.
    pub async fn next(&mut self) -> Option<Input> {
        match self.0 {}
    }
}

impl Pty {
    /// Never called.
    pub fn lend(&mut self) -> Option<OwnedFd> {
        match self.0 {}
    }

    /// Never called.
    pub async fn read(&self, _into: &mut [u8]) -> std::io::Result<usize> {
        match self.0 {}
    }

    /// Never called.
    pub fn feed(&self, _input: &Input) {
        match self.0 {}
    }
}

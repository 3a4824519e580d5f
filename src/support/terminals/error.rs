//! Why there is no terminal.

use thiserror::Error;

/// Why a program gets no terminal.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// There is no tmux.
    #[error("tmux is not installed, or not in PATH")]
    NotInstalled,
    /// It cannot do what is needed.
    #[error("this tmux is too old: {version}")]
    TooOld {
        /// What it says of itself.
        version: String,
    },
    /// This system has no walls to put tmux behind.
    #[error("programs get terminals on Linux only")]
    Unsupported,
    /// Another program could reach tmux's socket.
    #[error(
        "a program of this formation has `unix_sockets: true`, and this kernel cannot keep it from tmux's socket"
    )]
    Exposed,
    /// tmux does not start, or does not do what it is told.
    #[error("tmux: {why}")]
    Failed {
        /// What happened.
        why: String,
    },
}

impl TerminalError {
    /// A stable name of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInstalled => "tmux_missing",
            Self::TooOld { .. } => "tmux_too_old",
            Self::Unsupported => "terminal_unsupported",
            Self::Exposed => "terminal_exposed",
            Self::Failed { .. } => "tmux_failed",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NotInstalled => "install it, for example: apt-get install tmux; or take `tmux: true` out",
            Self::TooOld { .. } => "install tmux 3.2 or newer, or take `tmux: true` out",
            Self::Unsupported => "take `tmux: true` out of the agent",
            Self::Exposed => "take `unix_sockets: true` out there, or `tmux: true` here",
            Self::Failed { .. } => "see that it starts by hand: tmux -V; or take `tmux: true` out",
        }
        .to_owned()
    }

    pub(super) fn failed(why: &(impl ToString + ?Sized)) -> Self {
        Self::Failed { why: why.to_string() }
    }
}

//! Terminals for programs, which a person can watch and type into: each is a window of a tmux of our own.
//!
//! The program gets a terminal of ours ([`Pty`]) and not tmux's: a window runs this same executable ([`PANE`]), which
//! only carries bytes between the two. tmux itself is behind walls, so that whoever can make it run a command gains
//! nothing; it ends with us, as everything behind walls does.

mod error;
#[cfg(not(target_os = "linux"))]
mod none;
#[cfg(target_os = "linux")]
mod pane;
#[cfg(target_os = "linux")]
mod pty;
#[cfg(target_os = "linux")]
mod server;
#[cfg(target_os = "linux")]
mod tmux;
#[cfg(target_os = "linux")]
mod window;

use std::path::PathBuf;

pub use error::TerminalError;
#[cfg(not(target_os = "linux"))]
pub use none::{Keys, Pty, Screen, Terminals};
#[cfg(target_os = "linux")]
pub use pane::carry;
#[cfg(target_os = "linux")]
pub use pty::Pty;
#[cfg(target_os = "linux")]
pub use server::Terminals;
#[cfg(target_os = "linux")]
pub use window::{Keys, Screen};

/// The only argument of an executable that is to carry bytes between a window and us (see `carry`). It is no command.
pub const PANE: &str = "__pane";

/// The name of tmux's socket.
#[cfg(target_os = "linux")]
const SOCKET: &str = "tmux";

/// Where terminals are.
#[derive(Clone, Debug)]
pub struct TerminalPlace {
    /// The executable that puts walls up and carries bytes: this one.
    pub launcher: PathBuf,
    /// A private directory that outlives this process; those of earlier processes are removed from it.
    pub state: PathBuf,
    /// The variables that say where programs are, and the language.
    pub environment: Vec<(String, String)>,
    /// A program beside it may make Unix sockets, and with them could reach tmux where the kernel has no wall for that.
    pub sockets_around: bool,
}

/// What comes from the person at a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Bytes that were typed.
    Typed(Vec<u8>),
    /// The window has this size now: rows, columns.
    Size(u16, u16),
}

/// The name of the session of `id`, as tmux takes it: `muxi-` and the id, made safe. Two ids never have the same one.
pub fn session_of(id: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let safe: String = id.chars().take(64).map(|c| if is_safe(c) { c } else { '_' }).collect();
    if safe == id {
        return format!("muxi-{safe}");
    }
    format!("muxi-{safe}-{:016x}", super::text::stable_hash(id.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_named_by_its_id_and_two_ids_have_two() {
        assert_eq!(session_of("writer"), "muxi-writer");
        let odd = session_of("a.b:c");
        assert!(odd.starts_with("muxi-a_b_c-") && odd != session_of("a_b.c") && !odd.contains([':', '.']));
        assert!(session_of(&"x".repeat(300)).len() < 100);
    }
}

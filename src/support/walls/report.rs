//! Which walls hold.

use serde::{Deserialize, Serialize};

/// One kind of wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wall {
    /// Only the files of the plan are opened, listed, made, moved and removed.
    Files,
    /// Files outside cannot be cut off.
    Truncation,
    /// The modes, owners and times of files outside cannot be changed.
    Attributes,
    /// No signal reaches a process outside.
    Signals,
    /// No abstract Unix socket outside is reached.
    AbstractSockets,
    /// Unix sockets of the file system outside the plan are not reached, where Unix sockets are allowed.
    SocketFiles,
    /// System calls that no tool needs are refused.
    SystemCalls,
    /// No capabilities, and no way to gain rights.
    Privileges,
    /// No network, where the plan says so.
    Network,
    /// A limit to the number of processes.
    Processes,
    /// A limit to the memory of all processes together.
    Memory,
    /// What it starts ends with it.
    Descendants,
}

impl Wall {
    /// A word for messages and JSON, as it is serialized.
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Truncation => "truncation",
            Self::Attributes => "attributes",
            Self::Signals => "signals",
            Self::AbstractSockets => "abstract_sockets",
            Self::SocketFiles => "socket_files",
            Self::SystemCalls => "system_calls",
            Self::Privileges => "privileges",
            Self::Network => "network",
            Self::Processes => "processes",
            Self::Memory => "memory",
            Self::Descendants => "descendants",
        }
    }
}

/// How one wall stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which one.
    pub wall: Wall,
    /// Why it is missing, as a sentence without a full stop; nothing where it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

/// How the walls stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Report(Vec<Standing>);

impl Report {
    /// Every wall that was to be there.
    pub fn walls(&self) -> &[Standing] {
        &self.0
    }

    /// Whether this wall was put up.
    pub fn holds(&self, wall: Wall) -> bool {
        self.0.iter().any(|standing| standing.wall == wall && standing.missing.is_none())
    }

    /// The walls that were wanted and are not there, each with the reason.
    pub fn missing(&self) -> impl Iterator<Item = (Wall, &str)> {
        self.0.iter().filter_map(|standing| Some((standing.wall, standing.missing.as_deref()?)))
    }

    /// Enters a wall with what was found.
    pub(super) fn enter(&mut self, wall: Wall, found: Result<(), String>) {
        self.0.push(Standing { wall, missing: found.err() });
    }

    /// Enters a wall that depends on what the kernel has.
    pub(super) fn enter_if(&mut self, wall: Wall, has: bool, else_: &str) {
        self.enter(wall, if has { Ok(()) } else { Err(else_.to_owned()) });
    }

    /// Takes the other's walls in.
    #[cfg(target_os = "linux")]
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

//! Why a program did not start behind its walls.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::report::Wall;

/// Why a program did not start.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WallError {
    /// The executable is not there, or not for us.
    #[error("{}: {why}", program.display())]
    Program {
        /// The path that was tried.
        program: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The directory that it should start in cannot be entered.
    #[error("{}: cannot start there: {why}", directory.display())]
    Directory {
        /// That directory.
        directory: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A wall that this kernel has could not be put up.
    #[error("{}: cannot be put up: {why}", wall.name())]
    Wall {
        /// Which one.
        wall: Wall,
        /// What the system says.
        why: String,
    },
    /// The supervisor did not start, or ended without a word.
    #[error("the supervisor of a tool: {why}")]
    Supervisor {
        /// What happened.
        why: String,
    },
}

impl WallError {
    /// A stable name of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Program { .. } => "tool_program_not_started",
            Self::Directory { .. } => "tool_directory_unusable",
            Self::Wall { .. } => "tool_wall_refused",
            Self::Supervisor { .. } => "tool_supervisor_failed",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Program { program, .. } => {
                format!("see that it is installed and may be run: ls -l {}", program.display())
            }
            Self::Directory { directory, .. } => {
                format!("see that it is a directory that may be entered: ls -ld {}", directory.display())
            }
            Self::Wall { .. } => "run it where the kernel lets a process give up rights".to_owned(),
            Self::Supervisor { .. } => "see that muxi itself can be started: muxi --version".to_owned(),
        }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn wall(wall: Wall, why: &impl ToString) -> Self {
        Self::Wall { wall, why: why.to_string() }
    }

    pub(super) fn supervisor(why: &(impl ToString + ?Sized)) -> Self {
        Self::Supervisor { why: why.to_string() }
    }
}

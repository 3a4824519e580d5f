//! What a program behind walls is given.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::support::secret::SecretBytes;

/// A program and all that it gets. Nothing is added to it but `/proc`, `/dev/null` and its like.
#[derive(Clone, Serialize, Deserialize)]
pub struct Plan {
    /// What messages call it.
    pub name: String,
    /// The executable, by its absolute path.
    pub program: PathBuf,
    /// Its arguments, without the program's name. Everybody on the machine can see them: no secrets.
    pub args: Vec<String>,
    /// Its environment: exactly these.
    #[serde(skip)]
    pub environment: Vec<(String, SecretBytes)>,
    /// Where it starts; an absolute path.
    pub directory: PathBuf,
    /// The files and directories (with all below them) that it may use. What is not there is left out.
    pub files: Vec<(PathBuf, Access)>,
    /// Which network it has.
    pub network: Network,
    /// Whether it may make Unix sockets: with them it can ask Docker, tmux and others to act for it.
    pub unix_sockets: bool,
    /// What it may use up.
    pub limits: Limits,
}

/// What may be done with a file, or with all that is below a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Only the names of what is in the directories.
    List,
    /// Read.
    Read,
    /// Read and execute.
    Run,
    /// Read, execute, change, make and remove.
    Write,
    /// Read, write and control; for devices of terminals.
    Terminal,
}

/// Which network a program has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// That of the machine, for IP.
    #[default]
    Open,
    /// None at all.
    None,
}

/// What a program and all that it starts may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Processes and threads at once.
    pub processes: u32,
    /// Bytes of memory: of all together where there is a cgroup, else of each process.
    pub memory: u64,
    /// Open descriptors of each process.
    pub open_files: u64,
    /// Bytes that a file can grow to.
    pub file_size: u64,
}

/// Where programs share memory. Given to write, it is a place of the program's own, or is not given at all.
pub const SHARED_MEMORY: &str = "/dev/shm";

impl Default for Limits {
    /// Enough for a package runner with a browser; too little to harm the machine.
    fn default() -> Self {
        Self { processes: 512, memory: 2 << 30, open_files: 4096, file_size: 4 << 30 }
    }
}

impl fmt::Debug for Plan {
    /// Without the values of the environment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.environment.iter().map(|(name, _)| name).collect();
        f.debug_struct("Plan")
            .field("name", &self.name)
            .field("program", &self.program)
            .field("args", &self.args)
            .field("environment", &names)
            .field("directory", &self.directory)
            .field("files", &self.files)
            .field("network", &self.network)
            .field("unix_sockets", &self.unix_sockets)
            .field("limits", &self.limits)
            .finish()
    }
}

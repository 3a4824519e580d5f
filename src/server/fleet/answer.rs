//! What is answered, with the deployed server's names of fields.

use serde::Serialize;

/// How a formation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its process is on its way.
    Starting,
    /// It takes requests.
    Running,
    /// Somebody stopped it.
    Stopped,
    /// Its process ended by itself; it is started again, unless that was tried too often.
    Crashed,
}

/// What a formation was deployed as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// The version in its file.
    pub semantic: String,
    /// The SHA-256 of the bundle that is live.
    pub current: String,
    /// The SHA-256 of the one before.
    pub previous: Option<String>,
}

/// A formation of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The same: it has no other name.
    pub name: String,
    /// Where it listens on this machine, if it runs.
    pub port: Option<u16>,
    /// How it is.
    pub status: Status,
    /// Its process.
    pub pid: Option<u32>,
    /// Since its process is ready, in seconds.
    pub uptime: u64,
    /// How often it was started again because it had ended by itself.
    pub restart_count: u64,
    /// What it said when it was asked last; nothing before that.
    pub healthy: Option<bool>,
    /// What is live.
    pub version: Versions,
}

/// A formation, looked at closely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Details {
    /// What the list says.
    #[serde(flatten)]
    pub item: Item,
    /// When it was deployed first (RFC 3339).
    pub created_at: String,
    /// When what is live was deployed.
    pub deployed_at: String,
    /// When something was changed last.
    pub updated_at: String,
    /// When it was asked last whether it is well.
    pub last_health_check: Option<String>,
}

/// It runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deployed {
    /// Its id.
    pub formation_id: String,
    /// Where it listens on this machine.
    pub port: u16,
    /// How it is.
    pub status: Status,
    /// Its path on this server.
    pub url: String,
    /// Where it says whether it is well.
    pub health_url: String,
    /// Its process.
    pub pid: u32,
}

/// Another version is live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Updated {
    /// Its id.
    pub id: String,
    /// How it is.
    pub status: Status,
    /// Which deployment is live, counted from 1.
    pub version: u64,
    /// Which one was.
    pub previous_version: u64,
    /// Where it listens on this machine.
    pub port: Option<u16>,
    /// Its process.
    pub pid: Option<u32>,
    /// What was done.
    pub message: String,
    /// `blue-green`.
    pub deployment_type: &'static str,
}

/// It was stopped, deleted, or a change of it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Its id.
    pub id: String,
    /// What was done.
    pub message: String,
}

/// The last lines of its process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logs {
    /// Its id.
    pub formation_id: String,
    /// The lines.
    pub logs: Streams<Vec<String>>,
    /// How many there are.
    pub total_lines: Streams<usize>,
}

/// Something of each of the two outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streams<T> {
    /// Of standard output.
    pub stdout: T,
    /// Of standard error.
    pub stderr: T,
}

/// A formation that is tried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Whether it runs.
    pub success: bool,
    /// Its id.
    pub formation_id: String,
    /// Where it listens on this machine.
    pub port: Option<u16>,
    /// How it is.
    pub status: Status,
    /// Why it does not run.
    pub error: Option<String>,
}

/// How many formations there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All.
    pub total: usize,
    /// Those that take requests.
    pub running: usize,
    /// Those that somebody stopped.
    pub stopped: usize,
    /// Those that ended by themselves.
    pub crashed: usize,
}

/// How many ports there are for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PortPool {
    /// All.
    pub total: usize,
    /// Those that can be had.
    pub available: usize,
    /// Those that are taken.
    pub allocated: usize,
}

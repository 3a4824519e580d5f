//! The server that runs on this machine, as its files tell.

use std::path::Path;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde::{Deserialize, Serialize};

use crate::cli::context::state_failure;
use crate::output::Failure;
use crate::support::fs::{self, Lock, Mode};
use crate::support::process::Stat;

/// Below the data of the server: its process and where it listens.
const FILE: &str = "server.pid";
/// Held for as long as it runs.
const LOCK: &str = "server.lock";

/// A server that runs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Running {
    pub(super) pid: u32,
    /// When its process was started, as the system counts it; 0 where the system does not say.
    pub(super) started: u64,
    pub(super) url: String,
}

impl Running {
    /// This process, which listens at `url`.
    pub(super) fn here(url: &str) -> Self {
        let pid = std::process::id();
        Self { pid, started: Stat::of(pid).map_or(0, |of| of.started), url: url.to_owned() }
    }

    pub(super) fn publish(&self, data: &Path) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(self).expect("a text and numbers");
        fs::write_atomic(&data.join(FILE), &bytes, Mode::PRIVATE).map_err(|e| state_failure(&e))
    }

    pub(super) fn withdraw(data: &Path) {
        drop(fs::remove_if_exists(&data.join(FILE)));
    }

    /// The server of these data. A process that only has the number of one that was killed is none.
    pub(super) fn find(data: &Path) -> Option<Self> {
        if !Lock::is_held(&data.join(LOCK)) {
            return None;
        }
        let bytes = fs::read_if_exists(&data.join(FILE)).ok()??;
        let found: Self = serde_json::from_slice(&bytes).ok()?;
        found.lives().then_some(found)
    }

    pub(super) fn lives(&self) -> bool {
        let is_there = self.number().is_some_and(|pid| test_kill_process(pid).is_ok());
        is_there
            && Stat::of(self.pid)
                .is_none_or(|of| of.state != 'Z' && (self.started == 0 || of.started == self.started))
    }

    /// Tells it to end.
    pub(super) fn tell(&self) -> std::io::Result<()> {
        let pid = self.number().ok_or(std::io::ErrorKind::NotFound)?;
        Ok(kill_process(pid, Signal::TERM)?)
    }

    fn number(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.pid).ok()?)
    }
}

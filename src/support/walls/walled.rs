//! A program that runs behind walls.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::{oneshot, watch};

use super::report::Report;

/// What the program reads.
pub type Stdin = tokio::net::unix::pipe::Sender;

/// What the program writes.
pub type Stdout = tokio::process::ChildStdout;

/// What the program complains.
pub type Stderr = tokio::process::ChildStderr;

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Its exit code; nothing where a signal ended it, or where that is not known.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Whether it was stopped, by us or by who ended its supervisor.
    pub stopped: bool,
    /// Whether its memory ran out (only known where it has a cgroup).
    pub out_of_memory: bool,
    /// How many processes it left that could not be ended.
    pub left: u32,
}

impl Ended {
    /// How, where nobody can tell.
    pub(crate) fn unknown(stopped: bool) -> Self {
        Self { code: None, signal: None, stopped, out_of_memory: false, left: 0 }
    }
}

/// A running program. Once this is dropped, the program is stopped with all that it started.
#[derive(Debug)]
pub struct Walled {
    /// What it reads; closing it tells a well-behaved program to end. Take it out to use it.
    pub stdin: Option<Stdin>,
    /// What it writes.
    pub stdout: Option<Stdout>,
    /// What it complains.
    pub stderr: Option<Stderr>,
    pub(super) supervisor: u32,
    pub(super) tool: u32,
    pub(super) report: Report,
    pub(super) stop: Option<oneshot::Sender<()>>,
    pub(super) ended: watch::Receiver<Option<Ended>>,
}

impl Walled {
    /// The process that leads all others of this program: its supervisor.
    pub fn id(&self) -> u32 {
        self.supervisor
    }

    /// The process of the program itself.
    pub fn tool_id(&self) -> u32 {
        self.tool
    }

    /// How its walls stand.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// How it ended; nothing while it runs.
    pub fn ended(&self) -> Option<Ended> {
        self.ended.borrow().clone()
    }

    /// Waits until it and all that it started are gone. May be called again, and dropped.
    pub async fn wait(&mut self) -> Ended {
        let ended = self.ended.wait_for(Option::is_some).await.ok().and_then(|ended| ended.clone());
        // Nobody tells any more: the runtime is being shut down, which stops the program.
        ended.unwrap_or(Ended::unknown(true))
    }

    /// Asks it to end (TERM), insists after [`Walled::GRACE`] (KILL), and waits until all is gone.
    pub async fn stop(&mut self) -> Ended {
        drop(self.stop.take());
        self.wait().await
    }

    /// How long a program has between TERM and KILL.
    pub const GRACE: Duration = Duration::from_secs(2);
}

//! What holds for the calls of a formation's turns.

use std::sync::Arc;
use std::time::Duration;

use super::ToolServer;
use crate::formation::model::{ToolLimits, ToolPolicy};

/// What holds for all calls of tools.
#[derive(Clone, Default)]
pub struct Rules {
    /// Which calls are made, which are not, and which the user is asked about.
    pub policy: Arc<ToolPolicy>,
    /// How many, and how long.
    pub limits: Limits,
    /// The servers, in the order of the formation.
    pub servers: Vec<Arc<dyn ToolServer>>,
}

/// How many calls, and how long they may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How often a model may ask for tools before it has to answer.
    pub rounds: u32,
    /// The most calls in one turn.
    pub calls: u32,
    /// After so many failures in a row that are alike, the model has to answer.
    pub repeated_errors: u32,
    /// The time of all calls of a turn.
    pub all: Option<Duration>,
    /// The time of one call, where that is less than its server's.
    pub call: Option<Duration>,
    /// The most bytes of one answer that the model is told.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rounds: 10, calls: 50, repeated_errors: 3, all: None, call: None, output: 256 << 10 }
    }
}

impl From<ToolLimits> for Limits {
    fn from(said: ToolLimits) -> Self {
        let usual = Self::default();
        let count = |said: Option<u64>, usual: u32| {
            said.map_or(usual, |count| u32::try_from(count).unwrap_or(u32::MAX))
        };
        let time =
            |seconds: Option<f64>| Duration::try_from_secs_f64(seconds?).ok().filter(|time| !time.is_zero());
        Self {
            rounds: count(said.rounds, usual.rounds),
            calls: count(said.calls, usual.calls),
            repeated_errors: count(said.repeated_errors, usual.repeated_errors).max(1),
            all: time(said.all_seconds),
            call: time(said.call_seconds),
            output: said
                .output_bytes
                .map_or(usual.output, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
        }
    }
}

impl Rules {
    /// The server of that id.
    pub fn server(&self, id: &str) -> Option<&dyn ToolServer> {
        self.servers.iter().find(|server| server.id() == id).map(|server| &**server)
    }

    /// How long a user is waited for.
    pub fn ask_for(&self) -> Duration {
        let said = self.policy.ask_seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        said.unwrap_or(Duration::from_mins(5))
    }
}

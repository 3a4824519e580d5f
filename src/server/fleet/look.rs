//! Looking: what is there, how it is, what it said.

use std::path::PathBuf;

use super::answer::{Counts, Details, Item, Logs, PortPool, Status, Streams};
use super::error::FleetError;
use super::id::FormationId;
use super::{Fleet, blocking};
use crate::server::process::last_lines;

/// The most lines of one answer.
const MOST_LINES: usize = 10_000;

/// Which output is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// Both.
    #[default]
    All,
}

impl Fleet {
    /// All formations, by their ids.
    pub fn list(&self) -> Vec<Item> {
        let now = self.0.options.clock.now_millis();
        self.0.all().iter().map(|formation| formation.item(now)).collect()
    }

    /// One of them.
    pub fn get(&self, id: &FormationId) -> Result<Details, FleetError> {
        Ok(self.0.find(id)?.details(self.0.options.clock.now_millis()))
    }

    /// The last lines of what its processes said, at most 10000 of each output.
    pub async fn logs(&self, id: &FormationId, lines: usize, stream: Stream) -> Result<Logs, FleetError> {
        self.0.find(id)?;
        let (out, err) = self.log_files(id);
        let lines = lines.min(MOST_LINES);
        let of = move |path: PathBuf, other| {
            if stream == other { (Vec::new(), 0) } else { last_lines(&path, lines) }
        };
        let ((stdout, out), (stderr, err)) =
            blocking(move || (of(out, Stream::Stderr), of(err, Stream::Stdout))).await;
        Ok(Logs {
            formation_id: id.to_string(),
            logs: Streams { stdout, stderr },
            total_lines: Streams { stdout: out, stderr: err },
        })
    }

    /// The files of what it says on its standard output and on its standard error; they need not be there.
    pub fn log_files(&self, id: &FormationId) -> (PathBuf, PathBuf) {
        (self.0.log(id, "out"), self.0.log(id, "err"))
    }

    /// The files of what is live.
    pub fn directory(&self, id: &FormationId) -> Result<PathBuf, FleetError> {
        let formation = self.0.find(id)?;
        Ok(formation.place.version(formation.record().current.counter))
    }

    /// How many there are.
    pub fn counts(&self) -> Counts {
        let all = self.0.all();
        let of = |status| all.iter().filter(|formation| formation.status() == status).count();
        Counts {
            total: all.len(),
            running: of(Status::Running),
            stopped: of(Status::Stopped),
            crashed: of(Status::Crashed),
        }
    }

    /// Their ports.
    pub fn port_pool(&self) -> PortPool {
        let (total, allocated) = self.0.ports.count();
        PortPool { total, available: total.saturating_sub(allocated), allocated }
    }
}

//! What a fleet is run with.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use crate::remote::bundle::Limits;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

/// The settings of a fleet; the defaults are the deployed server's, where it has such a setting.
#[derive(Clone, Debug)]
pub struct Options {
    /// The server's data: `formations/` is in it.
    pub data: PathBuf,
    /// Where `<id>-out.log` and `<id>-err.log` are.
    pub logs: PathBuf,
    /// The executable of muxi that formations are run with.
    pub program: PathBuf,
    /// The whole environment of formations' processes. `HOME` has to be in it: it is kept from tools.
    pub environment: Vec<(String, String)>,
    /// The ports of formations; `0..=0` takes any that is free.
    pub ports: RangeInclusive<u16>,
    /// Those of them that are somebody else's.
    pub not_ports: BTreeSet<u16>,
    /// The most formations.
    pub max_formations: usize,
    /// How many processes may be on their way at once.
    pub at_once: usize,
    /// Whether one that ended by itself is started again.
    pub auto_restart: bool,
    /// How often within [`Self::restart_window`].
    pub max_restarts: u32,
    /// See [`Self::max_restarts`].
    pub restart_window: Duration,
    /// The wait before the first restart; it doubles with each further one, up to 30 s.
    pub restart_delay: Duration,
    /// A process has so long until it says that it is well.
    pub startup_timeout: Duration,
    /// How often a running one is asked.
    pub health_interval: Duration,
    /// It has so long for its answer.
    pub health_timeout: Duration,
    /// An old process has so long for the requests that it was given, before it is told to end.
    pub drain_timeout: Duration,
    /// A process that was told to end has so long.
    pub stop_timeout: Duration,
    /// The most bytes of a log file.
    pub log_max_size: u64,
    /// How many log files that were moved aside are kept.
    pub log_max_files: u32,
    /// How much a bundle may be.
    pub limits: Limits,
    /// The time.
    pub clock: Clock,
    /// Who takes values of secrets out of what is said.
    pub redactor: Redactor,
}

impl Options {
    /// The defaults, with data below `data` and formations run by `program`.
    pub fn new(data: PathBuf, program: PathBuf) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            logs: data.join("logs"),
            data,
            program,
            environment: Vec::new(),
            ports: 8000..=9000,
            // The Formation API's own port, and that of agents of other systems.
            not_ports: BTreeSet::from([8271, 8181]),
            max_formations: 100,
            at_once: (cores * 2).clamp(4, 32),
            auto_restart: true,
            max_restarts: 10,
            restart_window: Duration::from_mins(10),
            restart_delay: Duration::from_secs(1),
            startup_timeout: Duration::from_secs(30),
            health_interval: Duration::from_secs(30),
            health_timeout: Duration::from_secs(5),
            drain_timeout: Duration::from_mins(5),
            stop_timeout: Duration::from_secs(15),
            log_max_size: 10 << 20,
            log_max_files: 10,
            limits: Limits::default(),
            clock: Clock::default(),
            redactor: Redactor::default(),
        }
    }
}

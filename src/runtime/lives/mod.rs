//! How the agents live: which take turns, what each has done, and ending one with all that is its own.

mod log;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::requests::Canceller;
use super::turn::TurnError;
use super::{Agent, Runtime};

pub use log::{Line, LineKind, Log};

/// Turns of an agent that is stopped may go on for so long.
const GRACE: Duration = Duration::from_secs(2);
/// What was told to end is waited for.
const ENDING: Duration = Duration::from_secs(5);

/// One agent, from the start of the runtime.
pub struct Life {
    log: Arc<Log>,
    turns: AtomicU64,
    /// When it was asked last, in milliseconds since the Unix epoch; 0 where it never was.
    last_used: AtomicU64,
    now: Mutex<Now>,
    active: watch::Sender<usize>,
}

#[derive(Default)]
struct Now {
    stopped: bool,
    next: u64,
    under_way: Vec<(u64, Canceller)>,
}

/// A turn, or a task, that an agent has; until it is dropped.
pub(super) struct Doing {
    life: Arc<Life>,
    id: u64,
}

/// What came of stopping an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// How many turns were cancelled.
    pub cancelled: usize,
    /// Its own servers of tools, which were stopped.
    pub servers: Vec<String>,
    /// What could not be ended.
    pub survivors: Vec<String>,
}

impl Life {
    /// An agent that takes turns, with the log that its program may have.
    pub(super) fn new(log: Option<Arc<Log>>) -> Arc<Self> {
        Arc::new(Self {
            log: log.unwrap_or_default(),
            turns: AtomicU64::new(0),
            last_used: AtomicU64::new(0),
            now: Mutex::default(),
            active: watch::Sender::new(0),
        })
    }

    /// Its log.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Turns and tasks since the start.
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::Relaxed)
    }

    /// Turns and tasks under way.
    pub fn active(&self) -> usize {
        *self.active.borrow()
    }

    /// When it was asked last, in milliseconds since the Unix epoch.
    pub fn last_used(&self) -> Option<u64> {
        Some(self.last_used.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }

    /// Whether it takes no turns.
    pub fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    /// It has a turn, which `canceller` can end; refused where it is stopped.
    pub(super) fn begin(
        self: &Arc<Self>,
        agent: &str,
        canceller: Canceller,
        at: u64,
    ) -> Result<Doing, TurnError> {
        let id = {
            let mut now = self.lock();
            if now.stopped {
                return Err(TurnError::AgentStopped(agent.to_owned()));
            }
            now.next += 1;
            let id = now.next;
            now.under_way.push((id, canceller));
            id
        };
        self.turns.fetch_add(1, Ordering::Relaxed);
        self.last_used.store(at, Ordering::Relaxed);
        self.active.send_modify(|active| *active += 1);
        Ok(Doing { life: Arc::clone(self), id })
    }

    fn set_stopped(&self, stopped: bool) -> bool {
        let mut now = self.lock();
        std::mem::replace(&mut now.stopped, stopped) != stopped
    }

    /// Waits for its turns, and cancels what still runs after the grace; how many that were, and how many are left.
    async fn drain(&self) -> (usize, usize) {
        let mut active = self.active.subscribe();
        if timeout(GRACE, active.wait_for(|active| *active == 0)).await.is_ok() {
            return (0, 0);
        }
        let cancellers: Vec<Canceller> = self.lock().under_way.iter().map(|(_, one)| one.clone()).collect();
        cancellers.iter().for_each(Canceller::cancel);
        drop(timeout(ENDING, active.wait_for(|active| *active == 0)).await);
        (cancellers.len(), self.active())
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Doing {
    fn drop(&mut self) {
        self.life.lock().under_way.retain(|(id, _)| *id != self.id);
        self.life.active.send_modify(|active| *active = active.saturating_sub(1));
    }
}

impl Runtime {
    /// The agent of that id, and how it lives.
    pub fn life(&self, id: &str) -> Option<(&Agent, &Arc<Life>)> {
        let at = self.agents().iter().position(|agent| agent.id == id)?;
        Some((&self.agents()[at], &self.core.lives[at]))
    }

    /// Stops the agent: it takes no new turn, its turns under way end as cancelled after a grace, and so do its program
    /// and the servers that it alone has. Nothing where there is no such agent.
    pub async fn stop_agent(&self, id: &str) -> Option<Stopped> {
        let (agent, life) = self.life(id)?;
        if life.set_stopped(true) {
            life.log.record(self.clock().now_millis(), LineKind::State, "", "stopped".to_owned());
        }
        let mut stopped = Stopped::default();
        let (cancelled, left) = life.drain().await;
        stopped.cancelled = cancelled;
        if left > 0 {
            stopped.survivors.push(format!("{left} turns"));
        }
        if let Some(program) = &agent.program {
            let left = program.gone(ENDING).await;
            if left > 0 {
                stopped.survivors.push(format!("{left} processes of its program"));
            }
        }
        for server in self.own_servers(agent) {
            if timeout(ENDING, server.stop()).await.is_err() {
                stopped.survivors.push(format!("the server {}", server.id()));
            }
            stopped.servers.push(server.id().to_owned());
        }
        Some(stopped)
    }

    /// The agent takes turns again, and its own servers are reached again. Nothing where there is no such agent.
    pub async fn start_agent(&self, id: &str) -> Option<()> {
        let (agent, life) = self.life(id)?;
        if life.set_stopped(false) {
            life.log.record(self.clock().now_millis(), LineKind::State, "", "started".to_owned());
            for server in self.own_servers(agent) {
                server.restart().await;
            }
        }
        Some(())
    }

    /// The servers that no other agent uses.
    fn own_servers(&self, agent: &Agent) -> Vec<super::mcp::Server> {
        let others = |id: &str| {
            let mut all = self.agents().iter().filter(|other| other.id != agent.id);
            all.any(|other| other.tools.servers().any(|of| of == id))
        };
        let own = agent.tools.servers().filter(|id| !others(id));
        own.filter_map(|id| self.servers().get(id).filter(|server| !server.spec().shared).cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_agent_takes_nothing_and_counts_what_it_has() {
        let life = Life::new(None);
        let doing = life.begin("a", Canceller::of_nothing(), 7).unwrap();
        assert_eq!((life.turns(), life.active(), life.last_used()), (1, 1, Some(7)));
        assert!(life.set_stopped(true) && !life.set_stopped(true));
        assert!(
            matches!(life.begin("a", Canceller::of_nothing(), 8), Err(TurnError::AgentStopped(id)) if id == "a")
        );
        drop(doing);
        assert_eq!((life.active(), life.lock().under_way.len()), (0, 0));
        life.set_stopped(false);
        assert!(life.begin("a", Canceller::of_nothing(), 9).is_ok());
    }
}

//! How the agents live: which take turns, what each has done, and ending one with all that is its own.

mod log;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use super::command::CommandAgent;
use super::requests::Canceller;
use super::tools::ToolServer;
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
    now: watch::Sender<Now>,
    /// Held while it is stopped or started: one of these after the other.
    changing: Mutex<()>,
}

#[derive(Default)]
struct Now {
    stopped: bool,
    /// Turns and tasks since the start; the last one has this number.
    turns: u64,
    last_used: Option<u64>,
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
            now: watch::Sender::default(),
            changing: Mutex::default(),
        })
    }

    /// Its log.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Turns and tasks since the start.
    pub fn turns(&self) -> u64 {
        self.now.borrow().turns
    }

    /// Turns and tasks under way.
    pub fn active(&self) -> usize {
        self.now.borrow().under_way.len()
    }

    /// When it was asked last, in milliseconds since the Unix epoch.
    pub fn last_used(&self) -> Option<u64> {
        self.now.borrow().last_used
    }

    /// Whether it takes no turns.
    pub fn is_stopped(&self) -> bool {
        self.now.borrow().stopped
    }

    /// It has a turn, which `canceller` can end; refused where it is stopped.
    pub(super) fn begin(
        self: &Arc<Self>,
        agent: &str,
        canceller: Canceller,
        at: u64,
    ) -> Result<Doing, TurnError> {
        let mut id = 0;
        let begun = self.now.send_if_modified(|now| {
            if now.stopped {
                return false;
            }
            now.turns += 1;
            now.last_used = Some(at);
            id = now.turns;
            now.under_way.push((id, canceller));
            true
        });
        if !begun {
            return Err(TurnError::AgentStopped(agent.to_owned()));
        }
        Ok(Doing { life: Arc::clone(self), id })
    }

    fn set_stopped(&self, stopped: bool) -> bool {
        self.now.send_if_modified(|now| std::mem::replace(&mut now.stopped, stopped) != stopped)
    }

    /// Waits for the turns that it has, and cancels those that still run after the grace; how many these were.
    async fn drain(&self) -> usize {
        let mut now = self.now.subscribe();
        let had = now.borrow().under_way.clone();
        let still = |now: &Now, id: u64| now.under_way.iter().any(|(other, _)| *other == id);
        let over = |now: &Now| !had.iter().any(|(id, _)| still(now, *id));
        if timeout(GRACE, now.wait_for(over)).await.is_ok() {
            return 0;
        }
        let left: Vec<Canceller> = {
            let now = now.borrow();
            had.iter().filter(|(id, _)| still(&now, *id)).map(|(_, canceller)| canceller.clone()).collect()
        };
        left.iter().for_each(Canceller::cancel);
        drop(timeout(ENDING, now.wait_for(over)).await);
        left.len()
    }
}

impl Drop for Doing {
    fn drop(&mut self) {
        self.life.now.send_modify(|now| now.under_way.retain(|(id, _)| *id != self.id));
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
        let _alone = life.changing.lock().await;
        Some(self.stopped(agent, life).await)
    }

    /// The agent takes turns again, and its own servers are reached again. Nothing where there is no such agent.
    pub async fn start_agent(&self, id: &str) -> Option<()> {
        let (agent, life) = self.life(id)?;
        let _alone = life.changing.lock().await;
        self.started(agent, life).await;
        Some(())
    }

    /// Stops the agent and starts it again, with nothing between. Nothing where there is no such agent.
    pub async fn restart_agent(&self, id: &str) -> Option<Stopped> {
        let (agent, life) = self.life(id)?;
        let _alone = life.changing.lock().await;
        let stopped = self.stopped(agent, life).await;
        self.started(agent, life).await;
        Some(stopped)
    }

    async fn stopped(&self, agent: &Agent, life: &Life) -> Stopped {
        if life.set_stopped(true) {
            life.log.record(self.clock().now_millis(), LineKind::State, "", "stopped".to_owned());
        }
        let mut stopped = Stopped { cancelled: life.drain().await, ..Stopped::default() };
        let processes = match &agent.program {
            Some(program) => program.gone(ENDING).await,
            None => 0,
        };
        for server in self.own_servers(agent) {
            if timeout(ENDING, stop(server)).await.is_err() {
                stopped.survivors.push(format!("the server {}", server.id()));
            }
            stopped.servers.push(server.id().to_owned());
        }
        // What was late to end may have ended by now.
        let turns = life.active();
        let processes = match &agent.program {
            Some(program) if processes > 0 => program.gone(Duration::ZERO).await,
            _ => 0,
        };
        if processes > 0 {
            stopped.survivors.insert(0, format!("{processes} processes of its program"));
        }
        if turns > 0 {
            stopped.survivors.insert(0, format!("{turns} turns"));
        }
        stopped
    }

    async fn started(&self, agent: &Agent, life: &Life) {
        if life.set_stopped(false) {
            life.log.record(self.clock().now_millis(), LineKind::State, "", "started".to_owned());
            for server in self.own_servers(agent) {
                restart(server).await;
            }
        }
    }

    /// Sees to it that somebody can attach to the terminals of agents, in the background.
    pub fn open_terminals(&self) {
        for terminal in self.programs().filter_map(|program| program.terminal().cloned()) {
            tokio::spawn(async move { terminal.open().await });
        }
    }

    /// Ends the terminals of agents.
    pub async fn close_terminals(&self) {
        for program in self.programs() {
            if let Some(terminal) = program.terminal() {
                terminal.terminals().stop().await;
            }
        }
    }

    fn programs(&self) -> impl Iterator<Item = CommandAgent> {
        self.agents().iter().filter_map(|agent| agent.program.clone())
    }

    /// The servers that no other agent uses, as far as they are really there.
    fn own_servers(&self, agent: &Agent) -> Vec<&dyn ToolServer> {
        let others = |id: &str| {
            let mut all = self.agents().iter().filter(|other| other.id != agent.id);
            all.any(|other| other.tools.servers().any(|of| of == id))
        };
        let own = agent.tools.servers().filter(|id| !others(id));
        let servers = own.filter_map(|id| self.tools().server(id)).filter(|server| !server.is_shared());
        servers.filter(|server| server.live().is_some() || server.personal().is_some()).collect()
    }
}

/// Stops a server, with all that users have open of it.
async fn stop(server: &dyn ToolServer) {
    if let Some(live) = server.live() {
        live.stop().await;
    }
    if let Some(personal) = server.personal() {
        personal.stop().await;
    }
}

/// The same server is reached again.
async fn restart(server: &dyn ToolServer) {
    if let Some(live) = server.live() {
        live.restart().await;
    }
    if let Some(personal) = server.personal() {
        personal.restart().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::principal::Principal;
    use crate::runtime::requests::Requests;

    #[test]
    fn a_stopped_agent_takes_nothing_and_counts_what_it_has() {
        let life = Life::new(None);
        let request = Arc::new(Requests::default()).begin(&Principal::local(), "r", None, 0).unwrap();
        let doing = life.begin("a", request.canceller(), 7).unwrap();
        assert_eq!((life.turns(), life.active(), life.last_used()), (1, 1, Some(7)));
        assert!(life.set_stopped(true) && !life.set_stopped(true));
        assert!(
            matches!(life.begin("a", request.canceller(), 8), Err(TurnError::AgentStopped(id)) if id == "a")
        );
        drop(doing);
        assert_eq!((life.turns(), life.active(), life.last_used()), (1, 0, Some(7)));
        life.set_stopped(false);
        assert!(life.begin("a", request.canceller(), 9).is_ok());
    }

    #[tokio::test]
    async fn only_the_turns_that_it_had_are_waited_for_and_cancelled() {
        let life = Life::new(None);
        let requests = Arc::new(Requests::default());
        let begin = |id: &str| requests.begin(&Principal::local(), id, None, 0).unwrap();
        let (old, new) = (begin("old"), begin("new"));
        let had = life.begin("a", old.canceller(), 1).unwrap();
        let draining = {
            let life = Arc::clone(&life);
            tokio::spawn(async move { life.drain().await })
        };
        tokio::task::yield_now().await;
        let later = life.begin("a", new.canceller(), 2).unwrap();
        drop(had);
        let since = tokio::time::Instant::now();
        assert_eq!(draining.await.unwrap(), 0);
        assert!(since.elapsed() < GRACE, "a later turn is not waited for");
        assert!(timeout(Duration::ZERO, new.cancelled()).await.is_err(), "nor cancelled");
        drop(later);
    }
}

//! One server: its state, its tools, and the connection that all its callers share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rmcp::service::{Peer, RoleClient, ServiceError};
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use super::connect::{self, NotOpened, Opened, Speaks};
use super::connection::{Connection, ServerFacts, Using};
use super::convert::of_request;
use super::home::Home;
use super::keep::keep;
use super::restarts::{Next, Restarts};
use super::servers::{Shared, Watch};
use super::spec::{Link, ServerSpec};
use super::tools::Listed;
use super::{McpError, McpEvent, RemoteTool, ServerState, tools};
use crate::support::redact::Redactor;

/// How long is waited before a connection is tried again where the formation wants that and says no more.
const RETRY: Duration = Duration::from_secs(1);

/// How often a connection that broke before it could be used is opened anew for one call.
const ROUNDS: usize = 3;

/// A server of a formation. Clones are handles to the same one.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    spec: Arc<ServerSpec>,
    shared: Arc<Shared>,
    place: Mutex<Place>,
    home: Home,
    state: watch::Sender<ServerState>,
    offered: RwLock<Arc<[RemoteTool]>>,
    facts: RwLock<ServerFacts>,
    /// What the last program that ended had written to its standard error.
    last_words: Mutex<String>,
}

/// Where the connection is.
struct Place {
    slot: Slot,
    /// Grows with each restart and stop: what was begun before is of no interest any more.
    epoch: u64,
    restarts: Restarts,
    speaks: Speaks,
    /// Opens it again at its time, or after a login: one at most.
    watcher: Option<AbortHandle>,
    /// Callers that wait for a connection: one that came up for them is not closed before they have it.
    wanted: usize,
}

impl Place {
    fn stop_watching(&mut self) {
        if let Some(watcher) = self.watcher.take() {
            watcher.abort();
        }
    }
}

/// What comes of opening a connection.
type Outcome = watch::Receiver<Option<Result<(), McpError>>>;

enum Slot {
    Empty,
    Opening(Outcome, AbortHandle),
    Open(Arc<Connection>),
}

impl Server {
    pub(super) fn new(spec: ServerSpec, shared: &Arc<Shared>) -> Self {
        Self::at_home(spec, shared, Home::default())
    }

    /// The same in a home that others have had.
    pub(super) fn at_home(spec: ServerSpec, shared: &Arc<Shared>, home: Home) -> Self {
        let state = match &spec.link {
            Ok(_) => ServerState::Starting,
            Err(error) => ServerState::Down(Arc::clone(error)),
        };
        let clock = shared.clock.clone();
        let restarts = match &spec.link {
            Ok(Link::Program(_)) => Restarts::of_program(clock, spec.retries, spec.retry_delay),
            _ => Restarts::of_server(clock, spec.retry_delay),
        };
        let place = Place {
            slot: Slot::Empty,
            epoch: 0,
            restarts,
            speaks: Speaks::Unknown,
            watcher: None,
            wanted: 0,
        };
        Self(Arc::new(Inner {
            spec: Arc::new(spec),
            shared: Arc::clone(shared),
            place: Mutex::new(place),
            home,
            state: watch::Sender::new(state),
            offered: RwLock::new(Arc::from(Vec::new())),
            facts: RwLock::default(),
            last_words: Mutex::default(),
        }))
    }

    /// How it is declared.
    pub fn spec(&self) -> &ServerSpec {
        &self.0.spec
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.0.spec.id
    }

    /// How it is.
    pub fn state(&self) -> ServerState {
        self.0.state.borrow().clone()
    }

    /// The tools that it had when it was last asked, less those that its declaration leaves out. It costs no more
    /// than a handle.
    pub fn tools(&self) -> Arc<[RemoteTool]> {
        Arc::clone(&self.0.offered.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What it said of itself when it was last reached, and how it runs.
    pub fn facts(&self) -> ServerFacts {
        let mut facts = self.0.facts.read().unwrap_or_else(PoisonError::into_inner).clone();
        if !matches!(self.lock().slot, Slot::Open(_)) {
            facts.process = None;
        }
        facts
    }

    /// The last that its program wrote to its standard error, redacted: the one that runs, else the one before.
    pub fn stderr(&self) -> String {
        if let Slot::Open(connection) = &self.lock().slot
            && let Some(running) = &connection.running
        {
            return running.tail.text();
        }
        self.0.last_words.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Its program ended after these words.
    pub(super) fn last_words(&self, words: String) {
        *self.0.last_words.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// Begins to reach it, where nobody has.
    pub fn start(&self) {
        if self.0.spec.link.is_err() {
            self.tell(&McpEvent::State(self.state()));
            return;
        }
        let mut place = self.lock();
        if matches!(place.slot, Slot::Empty) && self.refusal().is_none() {
            self.open(&mut place);
        }
    }

    /// Waits, but not longer than `within`, until it has answered or failed once.
    pub async fn settled(&self, within: Duration) -> ServerState {
        let mut state = self.0.state.subscribe();
        let settled = state.wait_for(|state| !matches!(state, ServerState::Starting));
        drop(timeout(within, settled).await);
        self.state()
    }

    /// Ends it and reaches it anew, whatever was before.
    pub async fn restart(&self) {
        let epoch = self.end(None).await;
        let mut place = self.lock();
        if place.epoch != epoch {
            // Somebody stopped or restarted it meanwhile.
            return;
        }
        place.restarts.forget();
        place.speaks = Speaks::Unknown;
        if let Err(error) = &self.0.spec.link {
            self.turn(ServerState::Down(Arc::clone(error)));
            return;
        }
        self.turn(ServerState::Starting);
        if matches!(place.slot, Slot::Empty) {
            self.open(&mut place);
        }
    }

    /// Ends it until it is restarted.
    pub async fn stop(&self) {
        self.end(Some(ServerState::Stopped)).await;
    }

    /// A connection, opened where there is none.
    pub(super) async fn connection(&self) -> Result<Using, McpError> {
        let mut left = match &self.0.spec.link {
            Ok(Link::Http(_)) => self.0.spec.retries.unwrap_or(0),
            _ => 0,
        };
        loop {
            match self.connection_once().await {
                Err(error) if left > 0 && error.may_pass() => {
                    left -= 1;
                    tokio::time::sleep(self.0.spec.retry_delay.unwrap_or(RETRY)).await;
                }
                got => return got,
            }
        }
    }

    async fn connection_once(&self) -> Result<Using, McpError> {
        let _wanted = Wanted::new(self);
        for _ in 0..ROUNDS {
            let mut outcome = {
                let mut place = self.lock();
                match &place.slot {
                    Slot::Open(connection) if connection.is_open() => return Ok(connection.used()),
                    Slot::Opening(outcome, _) => outcome.clone(),
                    Slot::Open(_) | Slot::Empty => match self.refusal() {
                        Some(error) => return Err(error),
                        None => self.open(&mut place),
                    },
                }
            };
            let came = outcome.wait_for(Option::is_some).await.ok().and_then(|came| came.clone());
            came.unwrap_or(Err(McpError::NotRunning("stopped")))?;
        }
        Err(McpError::Unreachable("each connection breaks at once".to_owned()))
    }

    /// Why it is not to be reached at all.
    fn refusal(&self) -> Option<McpError> {
        if let Err(error) = &self.0.spec.link {
            return Some(McpError::clone(error));
        }
        match &*self.0.state.borrow() {
            ServerState::Failed(_) => Some(McpError::NotRunning("left alone after many failures")),
            ServerState::Stopped => Some(McpError::NotRunning("stopped")),
            _ => None,
        }
    }

    /// Opens a connection in a task of its own: who asked for it may leave.
    fn open(&self, place: &mut Place) -> Outcome {
        place.stop_watching();
        let (say, outcome) = watch::channel(None);
        let (server, epoch, known) = (self.clone(), place.epoch, place.speaks);
        let task = tokio::spawn(async move {
            let turn = loop {
                // Before it takes a turn from others.
                server.0.home.left().await;
                let turn = server.0.shared.turn().await;
                if server.0.home.is_free() {
                    break turn;
                }
            };
            let opened = connect::open(&server.0.spec, &server.0.shared, &server.0.home, known).await;
            drop(turn);
            say.send_replace(Some(server.opened(epoch, opened)));
        });
        place.slot = Slot::Opening(outcome.clone(), task.abort_handle());
        outcome
    }

    fn opened(&self, epoch: u64, opened: Result<Opened, NotOpened>) -> Result<(), McpError> {
        let mut place = self.lock();
        if place.epoch != epoch {
            return Err(McpError::NotRunning("stopped"));
        }
        match opened {
            Ok(mut opened) => {
                place.restarts.succeeded();
                place.speaks = opened.speaks;
                place.slot = Slot::Open(Arc::clone(&opened.connection));
                *self.0.facts.write().unwrap_or_else(PoisonError::into_inner) =
                    opened.connection.facts.clone();
                self.offers(std::mem::take(&mut opened.tools));
                self.turn(ServerState::Ready);
                drop(place);
                tokio::spawn(keep(self.clone(), opened));
                Ok(())
            }
            Err(NotOpened { error, speaks }) => {
                place.slot = Slot::Empty;
                place.speaks = speaks;
                let passes = error.may_pass();
                self.failed(&mut place, error.clone(), passes);
                Err(error)
            }
        }
    }

    /// The connection broke.
    pub(super) fn lost(&self, connection: &Arc<Connection>, why: McpError) {
        let mut place = self.lock();
        match &place.slot {
            Slot::Open(current) if Arc::ptr_eq(current, connection) => {
                place.slot = Slot::Empty;
                // What a server answers that was there before may be mended by a new start.
                let passes = why.may_pass() || matches!(why, McpError::Answer { .. });
                self.failed(&mut place, why, passes);
            }
            // It is being reached again, or was stopped.
            _ => {
                place.restarts.failed();
            }
        }
    }

    /// It failed; where that `passes` by itself it is tried again.
    fn failed(&self, place: &mut Place, error: McpError, passes: bool) {
        if let McpError::Ended { stderr, .. } = &error {
            self.last_words(stderr.clone());
        }
        let error = Arc::new(error);
        let next = place.restarts.failed();
        let Next::After(wait) = next else {
            self.turn(ServerState::Failed(error));
            return;
        };
        let login = matches!(*error, McpError::LoginNeeded { .. });
        self.turn(ServerState::Down(error));
        if login {
            self.after_login(place);
            return;
        }
        if !passes {
            return;
        }
        self.open_after(place, tokio::time::sleep(wait));
    }

    /// Reaches it again when somebody has logged in, here or in another process.
    fn after_login(&self, place: &mut Place) {
        if let Some(oauth) = self.0.spec.oauth().cloned() {
            self.open_after(place, async move { oauth.changed().await });
        }
    }

    /// Reaches it again behind `when`, unless somebody else has.
    fn open_after(&self, place: &mut Place, when: impl Future<Output = ()> + Send + 'static) {
        place.stop_watching();
        let (server, epoch) = (Arc::downgrade(&self.0), place.epoch);
        let task = tokio::spawn(async move {
            when.await;
            let Some(server) = server.upgrade().map(Self) else { return };
            let mut place = server.lock();
            let down = matches!(*server.0.state.borrow(), ServerState::Down(_));
            if place.epoch == epoch && down && matches!(place.slot, Slot::Empty) {
                server.open(&mut place);
            }
        });
        place.watcher = Some(task.abort_handle());
    }

    /// Gives an idle connection up, unless somebody wants it.
    pub(super) fn let_go(&self, connection: &Arc<Connection>) -> bool {
        let mut place = self.lock();
        if place.wanted > 0 || !connection.is_idle() {
            return false;
        }
        if matches!(&place.slot, Slot::Open(current) if Arc::ptr_eq(current, connection)) {
            place.slot = Slot::Empty;
        }
        true
    }

    /// Ends what there is, and waits until it is gone. It is in that state from then on: what was begun before changes it no
    /// more. Gives the epoch that began.
    async fn end(&self, now: Option<ServerState>) -> u64 {
        let (slot, epoch) = {
            let mut place = self.lock();
            place.epoch += 1;
            place.stop_watching();
            if let Some(state) = now {
                self.turn(state);
            }
            (std::mem::replace(&mut place.slot, Slot::Empty), place.epoch)
        };
        match slot {
            Slot::Empty => {}
            Slot::Opening(mut outcome, task) => {
                task.abort();
                // Whoever says it is dropped with the task.
                drop(outcome.wait_for(|_| false).await);
            }
            Slot::Open(connection) => {
                connection.close();
                connection.gone().await;
            }
        }
        // Also that of a connection that was let go, or was about to be opened.
        self.0.home.left().await;
        epoch
    }

    /// It has these tools now.
    pub(super) fn offers(&self, all: Listed) {
        let offered = tools::offered(all, &self.0.spec);
        for why in offered.dropped {
            self.tell(&McpEvent::Dropped(why));
        }
        let mut now = self.0.offered.write().unwrap_or_else(PoisonError::into_inner);
        if **now != *offered.tools {
            *now = offered.tools.into();
        }
    }

    /// Asks for something else than a call.
    pub(super) async fn ask<T, F>(&self, ask: impl FnOnce(Peer<RoleClient>) -> F) -> Result<T, McpError>
    where
        F: Future<Output = Result<T, ServiceError>>,
    {
        let asked = async {
            let connection = self.connection().await?;
            match ask(connection.peer.clone()).await {
                Ok(got) => Ok(got),
                Err(error) => match of_request(error, self.redactor()) {
                    Some(error) => Err(error),
                    None => Err(connection.over().await),
                },
            }
        };
        let within = self.timeout();
        timeout(within, asked).await.unwrap_or_else(|_| Err(McpError::late(within)))
    }

    fn turn(&self, to: ServerState) {
        let is_ready = matches!(to, ServerState::Ready);
        let changed = self.0.state.send_if_modified(|state| {
            // A connection that is opened again after it was idle is nothing new.
            let same = is_ready && matches!(state, ServerState::Ready);
            *state = to.clone();
            !same
        });
        if changed {
            self.tell(&McpEvent::State(to));
        }
    }

    fn tell(&self, event: &McpEvent) {
        self.0.shared.tell(&self.0.spec.id, event);
    }

    /// Returns when somebody else is logged in than at the call, or nobody any more: the session is not theirs.
    pub(super) async fn other_login(&self) {
        match self.0.spec.oauth() {
            Some(oauth) => oauth.other_login().await,
            None => std::future::pending().await,
        }
    }

    pub(super) fn redactor(&self) -> &Redactor {
        &self.0.shared.redactor
    }

    pub(super) fn timeout(&self) -> Duration {
        self.0.spec.timeout
    }

    pub(super) fn idle(&self) -> Duration {
        self.0.spec.idle
    }

    pub(super) fn watch(&self) -> Option<Watch> {
        self.0.shared.watch
    }

    fn lock(&self) -> MutexGuard<'_, Place> {
        self.0.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A caller that waits for a connection; it counts until it is dropped.
struct Wanted<'a>(&'a Server);

impl<'a> Wanted<'a> {
    fn new(server: &'a Server) -> Self {
        server.lock().wanted += 1;
        Self(server)
    }
}

impl Drop for Wanted<'_> {
    fn drop(&mut self) {
        self.0.lock().wanted -= 1;
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;

//! The processes and connections of single users, all servers together: a bounded number, each for one user and the very
//! credentials that it was opened with. The one that was idle longest goes where another one is needed.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::access::{Access, Granted};
use super::key::Key;
use super::sweep;
use crate::runtime::credentials::Ended;
use crate::runtime::mcp::home::Home;
use crate::runtime::mcp::plan::UserHome;
use crate::runtime::mcp::server::Server;
use crate::runtime::mcp::servers::Shared;
use crate::runtime::mcp::{McpError, ServerSpec, ServerState, plan};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;
use crate::support::walls::{self, Report, Wall};

/// How long a call waits where all are busy.
const WAIT: Duration = Duration::from_secs(10);
/// So many homes are known before those are forgotten that nobody is in.
const HOMES: usize = 256;

/// How users are served.
#[derive(Clone)]
pub struct Users {
    /// Where their credentials are; none where nobody has any, as in a recording that is played.
    pub access: Option<Access>,
    /// The most processes and connections of all users together.
    pub most: usize,
    /// How long one lives before the credential is looked at anew.
    pub ttl: Duration,
    /// How long a call waits where all are busy.
    pub wait: Duration,
    /// Which walls there are for programs.
    pub walls: fn() -> Report,
}

impl Default for Users {
    fn default() -> Self {
        let (ttl, walls) = (Duration::from_hours(1), walls::of_this_kernel as fn() -> Report);
        Self { access: None, most: Self::MOST, ttl, wait: WAIT, walls }
    }
}

impl Users {
    /// The most processes and connections where nobody says.
    pub const MOST: usize = 64;
}

/// One of them.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of it, and none excludes another"
)]
pub(super) struct Kept {
    pub(super) key: Key,
    pub(super) server: Server,
    pub(super) redactor: Redactor,
    pub(super) in_use: usize,
    pub(super) since: Instant,
    pub(super) opened: Instant,
    /// It serves nobody any more, and goes when nobody uses it.
    pub(super) over: bool,
    /// What it was opened with is renewed: its end is no reason to end calls.
    pub(super) renews: bool,
    /// It was opened to try a credential out.
    pub(super) trial: bool,
    /// Its home goes with it: what it was opened with is not kept.
    pub(super) forgets: bool,
    home: String,
    permit: OwnedSemaphorePermit,
}

/// All of them.
pub(in crate::runtime::mcp) struct Pool {
    pub(super) shared: Arc<Shared>,
    pub(super) users: Users,
    kept: Mutex<State>,
    room: Arc<Semaphore>,
}

#[derive(Default)]
pub(super) struct State {
    /// Each by its number: one that goes may have a successor with the same key.
    pub(super) all: HashMap<u64, Kept>,
    numbers: u64,
    homes: HashMap<String, Home>,
    /// Those that wait for room.
    waiting: usize,
    /// Those for whom one that was idle goes.
    promised: usize,
    /// Those that are going.
    ending: usize,
    /// The homes that go with them: nobody gets one of those.
    leaving: Vec<String>,
    /// Somebody looks after them.
    pub(super) swept: bool,
    /// Nothing is opened any more.
    stopped: bool,
    /// Nor of these servers.
    halted: HashSet<String>,
}

/// The use of one by one call, for the user whose it is.
pub(super) struct Lease {
    pool: Arc<Pool>,
    number: u64,
    pub(super) server: Server,
    pub(super) redactor: Redactor,
}

impl Pool {
    pub(in crate::runtime::mcp) fn new(shared: &Arc<Shared>, users: Users) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::clone(shared),
            room: Arc::new(Semaphore::new(users.most.max(1))),
            users,
            kept: Mutex::default(),
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why users' programs are not kept apart here, if they are not: without walls around files each reads what the others
    /// keep.
    pub(super) fn not_apart(&self) -> Option<String> {
        let report = (self.users.walls)();
        let missing = report.missing().find(|(wall, _)| *wall == Wall::Files);
        missing.map(|(wall, why)| format!("the wall `{}` is missing: {why}", wall.name()))
    }

    /// How many there are of a server.
    pub(super) fn count(&self, server: &str) -> usize {
        self.lock().all.values().filter(|kept| kept.key.server == server && !kept.trial).count()
    }

    /// The one of `key`, made by `spec` where there is none. Says whether it was.
    pub(super) async fn lease(
        self: &Arc<Self>,
        key: &Key,
        granted: &[Arc<Granted>],
        spec: impl Fn(String) -> ServerSpec + Send,
    ) -> Result<(Lease, bool), McpError> {
        if let Some(lease) = self.current(key)? {
            return Ok((lease, false));
        }
        let permit = self.permit().await?;
        // Another call may have made it meanwhile.
        if let Some(lease) = self.current(key)? {
            return Ok((lease, false));
        }
        Ok((self.make(key, granted, spec, permit, false)?, true))
    }

    /// One that nobody else gets, with a home that goes with it.
    pub(super) async fn trial(
        self: &Arc<Self>,
        key: &Key,
        granted: &[Arc<Granted>],
        spec: impl Fn(String) -> ServerSpec + Send,
    ) -> Result<Lease, McpError> {
        let permit = self.permit().await?;
        self.make(key, granted, spec, permit, true)
    }

    /// The one of `key` that there is. What is too old, broken, or of older credentials of the same accounts goes.
    fn current(self: &Arc<Self>, key: &Key) -> Result<Option<Lease>, McpError> {
        let mut ended = Vec::new();
        let lease = {
            let mut state = self.lock();
            state.runs(&key.server)?;
            let now = Instant::now();
            let is_over = |kept: &Kept| {
                let broken = matches!(kept.server.state(), ServerState::Failed(_) | ServerState::Stopped);
                kept.key.is_before(key) || kept.key == *key && (broken || kept.is_old(now, self.users.ttl))
            };
            for number in state.those(is_over) {
                ended.extend(state.retire(number));
            }
            let there = state.all.iter_mut().find(|(_, kept)| kept.key == *key && !kept.over);
            there.map(|(number, kept)| {
                kept.in_use += 1;
                self.leased(*number, kept)
            })
        };
        self.end(ended);
        Ok(lease)
    }

    /// The right to one more. Who waits is served in turn, and for each of them one that is idle goes.
    async fn permit(self: &Arc<Self>) -> Result<OwnedSemaphorePermit, McpError> {
        let busy = || McpError::Busy { most: self.users.most, seconds: self.users.wait.as_secs() };
        let mut permit = pin!(Arc::clone(&self.room).acquire_owned());
        // In the queue before anything goes, so that nobody else takes its room.
        let got = if let Some(got) = permit.as_mut().now_or_never() {
            Ok(got)
        } else {
            let _waiting = Waiting::new(self);
            timeout(self.users.wait, permit).await
        };
        // It is closed when all is stopped.
        got.map_err(|_| busy())?.map_err(|_| McpError::NotRunning("stopped"))
    }

    /// Ends as many that are idle as calls wait for that nothing goes for yet.
    fn make_room(self: &Arc<Self>) {
        let mut ended = Vec::new();
        {
            let mut state = self.lock();
            while state.waiting > state.promised.max(state.ending) {
                let idle = state.all.iter().filter(|(_, kept)| kept.in_use == 0);
                let Some(number) = idle.min_by_key(|(_, kept)| kept.since).map(|(number, _)| *number) else {
                    break;
                };
                state.promised += 1;
                ended.extend(state.take(number));
            }
        }
        self.end(ended);
    }

    fn make(
        self: &Arc<Self>,
        key: &Key,
        granted: &[Arc<Granted>],
        spec: impl Fn(String) -> ServerSpec + Send,
        permit: OwnedSemaphorePermit,
        trial: bool,
    ) -> Result<Lease, McpError> {
        let mut state = self.lock();
        state.runs(&key.server)?;
        let home = state.free_home(key);
        let place = state.home(&place_of(&key.server, &home));
        let redactor = self.redactor(granted);
        let shared = Arc::new(self.shared.of_user(redactor.clone()));
        let now = Instant::now();
        let kept = Kept {
            key: key.clone(),
            server: Server::at_home(spec(home.clone()), &shared, place),
            redactor,
            in_use: 1,
            since: now,
            opened: now,
            over: trial,
            renews: granted.iter().any(|one| one.content.refresh_token().is_some()),
            trial,
            forgets: trial,
            home,
            permit,
        };
        state.numbers += 1;
        let number = state.numbers;
        let lease = self.leased(number, &kept);
        state.all.insert(number, kept);
        if !std::mem::replace(&mut state.swept, true) {
            sweep::start(self);
        }
        Ok(lease)
    }

    /// With what must not be seen of these credentials.
    fn redactor(&self, granted: &[Arc<Granted>]) -> Redactor {
        let redactor = self.shared.redactor.layer();
        for one in granted {
            let name = format!("user.credentials.{}", one.service);
            for (_, value) in one.content.secrets() {
                redactor.add(&name, &value.into());
            }
        }
        redactor
    }

    fn leased(self: &Arc<Self>, number: u64, kept: &Kept) -> Lease {
        let (server, redactor) = (kept.server.clone(), kept.redactor.clone());
        Lease { pool: Arc::clone(self), number, server, redactor }
    }

    /// Ends them in the background; then there is room for others.
    pub(super) fn end(self: &Arc<Self>, ended: Vec<Kept>) {
        for kept in ended {
            let pool = Arc::clone(self);
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(async move { pool.gone(kept).await })),
                // Nobody is left to end it: what stays of it goes at the next start.
                Err(_) => self.lock().ending -= 1,
            }
        }
    }

    /// Ends one that was taken out, and waits until it is gone.
    async fn gone(&self, kept: Kept) {
        kept.server.stop().await;
        let place = kept.place();
        if kept.forgets {
            let (id, home, place) = (kept.key.server, kept.home, Arc::clone(&self.shared.place));
            drop(tokio::task::spawn_blocking(move || plan::forget_home(&id, &home, &place)).await);
        }
        let mut state = self.lock();
        state.ending -= 1;
        if kept.forgets
            && let Some(at) = state.leaving.iter().position(|leaving| *leaving == place)
        {
            state.leaving.swap_remove(at);
        }
        drop(state);
        drop(kept.permit);
    }

    /// The same in a task of its own: a caller that leaves leaves nothing half done.
    async fn to_its_end(self: &Arc<Self>, kept: Kept) {
        let pool = Arc::clone(self);
        drop(tokio::spawn(async move { pool.gone(kept).await }).await);
    }

    /// Ends all that fit, also those in use, and waits until they are gone.
    pub(super) async fn end_all(self: &Arc<Self>, fits: impl Fn(&Kept) -> bool) {
        let ended: Vec<Kept> = {
            let mut state = self.lock();
            state.those(fits).into_iter().filter_map(|number| state.take(number)).collect()
        };
        join_all(ended.into_iter().map(|kept| self.to_its_end(kept))).await;
    }

    /// Refuses where nothing of the server is opened.
    pub(super) fn runs(&self, server: &str) -> Result<(), McpError> {
        self.lock().runs(server)
    }

    /// Ends all of a server, and waits until it is gone; nothing of it is opened before it is resumed.
    pub(super) async fn halt(self: &Arc<Self>, server: &str) {
        self.lock().halted.insert(server.to_owned());
        self.end_all(|kept| kept.key.server == server).await;
    }

    /// The server is opened again.
    pub(super) fn resume(&self, server: &str) {
        self.lock().halted.remove(server);
    }

    /// Ends all for good.
    pub(in crate::runtime::mcp) async fn stop(self: &Arc<Self>) {
        self.lock().stopped = true;
        self.room.close();
        self.end_all(|_| true).await;
    }

    /// Ends what a user has.
    pub(in crate::runtime::mcp) async fn forget(self: &Arc<Self>, who: &Principal) {
        self.end_all(|kept| kept.key.who == *who).await;
    }

    /// What was opened with that credential as it was serves nobody more, and leaves nothing behind.
    pub(super) fn retire_of(self: &Arc<Self>, ended: &Ended) {
        let is_older = |version: u64| ended.now.is_none_or(|now| version < now);
        let is_of = |kept: &Kept| {
            let with = |(id, version): &(String, u64)| *id == ended.id && is_older(*version);
            kept.key.who == ended.who && kept.key.with.iter().any(with)
        };
        let gone: Vec<Kept> = {
            let mut state = self.lock();
            state.all.values_mut().filter(|kept| is_of(kept)).for_each(|kept| kept.forgets = true);
            state.those(is_of).into_iter().filter_map(|number| state.retire(number)).collect()
        };
        self.end(gone);
    }

    /// Whether something is opened with that home.
    pub(super) fn is_open(&self, home: &UserHome) -> bool {
        let place = format!("{}/{}/{}", home.server, home.user, home.name);
        self.lock().all.values().any(|kept| kept.place() == place)
    }
}

/// What the home of a server is known by: its directories.
fn place_of(server: &str, home: &str) -> String {
    format!("{}/{home}", plan::directory_of(server))
}

impl Kept {
    fn place(&self) -> String {
        place_of(&self.key.server, &self.home)
    }

    /// Whether it was open for too long; one in use has twice the time.
    pub(super) fn is_old(&self, now: Instant, ttl: Duration) -> bool {
        let age = now.saturating_duration_since(self.opened);
        age >= if self.in_use == 0 { ttl } else { ttl.saturating_mul(2) }
    }
}

impl State {
    fn runs(&self, server: &str) -> Result<(), McpError> {
        let over = self.stopped || self.halted.contains(server);
        if over { Err(McpError::NotRunning("stopped")) } else { Ok(()) }
    }

    /// The numbers of those that fit.
    pub(super) fn those(&self, fits: impl Fn(&Kept) -> bool) -> Vec<u64> {
        self.all.iter().filter(|(_, kept)| fits(kept)).map(|(number, _)| *number).collect()
    }

    /// Makes one go: at once where nobody uses it, and then it has to be ended; else when that ends.
    pub(super) fn retire(&mut self, number: u64) -> Option<Kept> {
        let kept = self.all.get_mut(&number)?;
        kept.over = true;
        if kept.in_use == 0 { self.take(number) } else { None }
    }

    /// Takes one out, to be ended.
    fn take(&mut self, number: u64) -> Option<Kept> {
        let kept = self.all.remove(&number)?;
        self.ending += 1;
        if kept.forgets {
            self.leaving.push(kept.place());
        }
        Some(kept)
    }

    /// The home of that name: the same one for all that follow each other there.
    pub(super) fn home(&mut self, name: &str) -> Home {
        if self.homes.len() >= HOMES {
            self.homes.retain(|_, home| !home.is_last());
        }
        self.homes.entry(name.to_owned()).or_default().clone()
    }

    /// The directory for a new one: another one than that of a predecessor that is still used.
    fn free_home(&self, key: &Key) -> String {
        let usual = key.home();
        let taken = |home: &str| {
            let place = place_of(&key.server, home);
            self.leaving.contains(&place) || self.all.values().any(|kept| kept.place() == place)
        };
        let others = (2_usize..).map(|nth| format!("{usual}-{nth}"));
        std::iter::once(usual.clone()).chain(others).find(|home| !taken(home)).unwrap_or(usual)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let ended = {
            let mut state = self.pool.lock();
            // It may have been ended, whoever uses it.
            let Some(kept) = state.all.get_mut(&self.number) else { return };
            kept.in_use = kept.in_use.saturating_sub(1);
            kept.since = Instant::now();
            if kept.over { state.retire(self.number) } else { None }
        };
        self.pool.end(ended.into_iter().collect());
        self.pool.make_room();
    }
}

impl Lease {
    /// Ends it now, and waits until it is gone.
    pub(super) async fn close(self) {
        let (pool, number) = (Arc::clone(&self.pool), self.number);
        let ended = pool.lock().take(number);
        if let Some(kept) = ended {
            pool.to_its_end(kept).await;
        }
    }
}

/// A call that waits for room; it counts until it is dropped.
struct Waiting<'a>(&'a Pool);

impl<'a> Waiting<'a> {
    fn new(pool: &'a Arc<Pool>) -> Self {
        pool.lock().waiting += 1;
        let waiting = Self(pool);
        pool.make_room();
        waiting
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.waiting -= 1;
        state.promised = state.promised.saturating_sub(1);
    }
}

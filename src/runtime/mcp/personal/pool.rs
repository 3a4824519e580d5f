//! The processes and connections of single users, all servers together: a bounded number, each for one user and the very
//! credentials that it was opened with. The one that was idle longest goes where another one is needed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::access::{Access, Granted};
use super::sweep;
use crate::crypto::hash;
use crate::runtime::mcp::home::Home;
use crate::runtime::mcp::server::Server;
use crate::runtime::mcp::servers::Shared;
use crate::runtime::mcp::{McpError, ServerSpec, plan};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

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
}

impl Default for Users {
    fn default() -> Self {
        Self { access: None, most: Self::MOST, ttl: Duration::from_hours(1), wait: WAIT }
    }
}

impl Users {
    /// The most processes and connections where nobody says.
    pub const MOST: usize = 64;
}

/// Whose it is, and with which credentials it was opened: ids and versions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) server: String,
    pub(super) who: Principal,
    pub(super) with: Vec<(String, u64)>,
}

impl Key {
    pub(super) fn new(server: &str, who: &Principal, granted: &[Arc<Granted>]) -> Self {
        let with = granted.iter().map(|one| (one.account.id.clone(), one.account.version)).collect();
        Self { server: server.to_owned(), who: who.clone(), with }
    }

    /// Where its program has its home: one for each user and account, whatever the versions.
    fn home(&self) -> String {
        let ids: Vec<&str> = self.with.iter().map(|(id, _)| id.as_str()).collect();
        format!("{}/{}", home_of(&self.who), short(&ids.join("\n")))
    }
}

/// The directory of a user's homes.
pub(super) fn home_of(who: &Principal) -> String {
    short(&format!("{}\n{}", who.tenant(), who.user()))
}

fn short(text: &str) -> String {
    hash::hex(&hash::sha256(text.as_bytes()))[..20].to_owned()
}

/// One of them.
pub(super) struct Kept {
    pub(super) server: Server,
    pub(super) redactor: Redactor,
    pub(super) in_use: usize,
    pub(super) since: Instant,
    pub(super) opened: Instant,
    /// It serves nobody any more, and goes when nobody uses it.
    pub(super) over: bool,
    permit: OwnedSemaphorePermit,
}

/// What has to be ended, and the lease where there was room; whether it was made for it.
type Tried = (Vec<Kept>, Option<(Lease, bool)>);

/// All of them.
pub(in crate::runtime::mcp) struct Pool {
    pub(super) shared: Arc<Shared>,
    pub(super) users: Users,
    pub(super) kept: Mutex<State>,
    room: Arc<Semaphore>,
    freed: Notify,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) all: HashMap<Key, Kept>,
    homes: HashMap<String, Home>,
    /// Somebody looks after them.
    pub(super) swept: bool,
    /// Nothing is opened any more.
    stopped: bool,
}

/// The use of one by one call, for the user whose it is.
pub(super) struct Lease {
    pool: Arc<Pool>,
    key: Key,
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
            freed: Notify::new(),
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn busy(&self) -> McpError {
        McpError::Busy { most: self.users.most, seconds: self.users.wait.as_secs() }
    }

    /// How many there are of a server.
    pub(super) fn count(&self, server: &str) -> usize {
        self.lock().all.keys().filter(|key| key.server == server).count()
    }

    /// The one of `key`, made by `spec` where there is none. Says whether it was.
    pub(super) async fn lease(
        self: &Arc<Self>,
        key: &Key,
        granted: &[Arc<Granted>],
        spec: impl Fn(String) -> ServerSpec + Send,
    ) -> Result<(Lease, bool), McpError> {
        let until = Instant::now() + self.users.wait;
        loop {
            let freed = self.freed.notified();
            let (ended, got) = self.try_lease(key, granted, &spec)?;
            for kept in ended {
                self.end(kept);
            }
            if let Some(got) = got {
                return Ok(got);
            }
            if timeout_at(until, freed).await.is_err() {
                return Err(self.busy());
            }
        }
    }

    /// What has to be ended, and the lease where there is room.
    fn try_lease(
        self: &Arc<Self>,
        key: &Key,
        granted: &[Arc<Granted>],
        spec: &(impl Fn(String) -> ServerSpec + Send),
    ) -> Result<Tried, McpError> {
        let mut state = self.lock();
        if state.stopped {
            return Err(McpError::NotRunning("stopped"));
        }
        let now = Instant::now();
        let mut ended = Vec::new();
        if let Some(kept) = state.all.get_mut(key) {
            let old = kept.over || kept.is_old(now, self.users.ttl);
            if !old {
                kept.in_use += 1;
                let lease = self.leased(key, kept);
                return Ok((ended, Some((lease, false))));
            }
            kept.over = true;
            if kept.in_use > 0 {
                // It is replaced when the calls that use it are answered.
                return Ok((ended, None));
            }
            ended.extend(state.all.remove(key));
            return Ok((ended, None));
        }
        // Of the same accounts with what they were before.
        let ids = |of: &Key| of.with.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        let same = |other: &Key| other.server == key.server && other.who == key.who && ids(other) == ids(key);
        let older: Vec<Key> = state.all.keys().filter(|other| same(other)).cloned().collect();
        for other in older {
            retire(&mut state, &other, &mut ended);
        }
        let Ok(permit) = Arc::clone(&self.room).try_acquire_owned() else {
            let idle = state.all.iter().filter(|(_, kept)| kept.in_use == 0);
            let oldest = idle.min_by_key(|(_, kept)| kept.since).map(|(key, _)| key.clone());
            ended.extend(oldest.filter(|_| ended.is_empty()).and_then(|key| state.all.remove(&key)));
            return Ok((ended, None));
        };
        let place = key.home();
        let home = state.home(&format!("{}/{place}", key.server));
        let (server, redactor) = self.server(spec(place), granted.iter().map(Arc::as_ref), home);
        let kept = Kept { server, redactor, in_use: 1, since: now, opened: now, over: false, permit };
        let lease = self.leased(key, &kept);
        state.all.insert(key.clone(), kept);
        if !std::mem::replace(&mut state.swept, true) {
            sweep::start(self);
        }
        Ok((ended, Some((lease, true))))
    }

    /// A server of `granted` alone.
    pub(super) fn server<'g>(
        &self,
        spec: ServerSpec,
        granted: impl Iterator<Item = &'g Granted>,
        home: Home,
    ) -> (Server, Redactor) {
        let redactor = self.shared.redactor.layer();
        for one in granted {
            let name = format!("user.credentials.{}", one.service);
            for (_, value) in one.content.fields() {
                redactor.add(&name, &value.into());
            }
        }
        let shared = Arc::new(self.shared.of_user(redactor.clone()));
        (Server::at_home(spec, &shared, home), redactor)
    }

    fn leased(self: &Arc<Self>, key: &Key, kept: &Kept) -> Lease {
        Lease {
            pool: Arc::clone(self),
            key: key.clone(),
            server: kept.server.clone(),
            redactor: kept.redactor.clone(),
        }
    }

    /// The right to one more connection for a moment, where one is tried out.
    pub(super) async fn room(&self) -> Result<OwnedSemaphorePermit, McpError> {
        let asked = Arc::clone(&self.room).acquire_owned();
        let got = {
            let idle = {
                let mut state = self.lock();
                let none = self.room.available_permits() == 0;
                let idle = state.all.iter().filter(|(_, kept)| none && kept.in_use == 0);
                let oldest = idle.min_by_key(|(_, kept)| kept.since).map(|(key, _)| key.clone());
                oldest.and_then(|key| state.all.remove(&key))
            };
            if let Some(kept) = idle {
                kept.server.stop().await;
                drop(kept);
            }
            timeout_at(Instant::now() + self.users.wait, asked).await
        };
        got.map_err(|_| self.busy())?.map_err(|_| self.busy())
    }

    /// Ends it in the background; then there is room for another one.
    pub(super) fn end(self: &Arc<Self>, kept: Kept) {
        let pool = Arc::clone(self);
        tokio::spawn(async move {
            kept.server.stop().await;
            drop(kept.permit);
            pool.freed.notify_waiters();
        });
    }

    /// Ends all that fit, also those in use, and waits until they are gone.
    pub(super) async fn end_all(&self, fits: impl Fn(&Key) -> bool) {
        let ended: Vec<Kept> = {
            let mut state = self.lock();
            state.all.extract_if(|key, _| fits(key)).map(|(_, kept)| kept).collect()
        };
        join_all(ended.iter().map(|kept| kept.server.stop())).await;
        drop(ended);
        self.freed.notify_waiters();
    }

    /// Ends all for good.
    pub(in crate::runtime::mcp) async fn stop(&self) {
        self.lock().stopped = true;
        self.end_all(|_| true).await;
    }

    /// Ends what a user has, and takes away what its programs kept.
    pub(in crate::runtime::mcp) async fn forget(&self, who: &Principal) {
        self.end_all(|key| key.who == *who).await;
        let (home, place) = (home_of(who), Arc::clone(&self.shared.place));
        // It is as good as gone: nothing of it is given to anybody again.
        drop(tokio::task::spawn_blocking(move || plan::forget_homes(&place.state, &home)).await);
    }
}

/// Makes one go: at once where nobody uses it, else when that ends.
pub(super) fn retire(state: &mut State, key: &Key, ended: &mut Vec<Kept>) {
    let Some(kept) = state.all.get_mut(key) else { return };
    kept.over = true;
    if kept.in_use == 0 {
        ended.extend(state.all.remove(key));
    }
}

impl Kept {
    /// Whether it was open for too long; one in use has twice the time.
    pub(super) fn is_old(&self, now: Instant, ttl: Duration) -> bool {
        let age = now.saturating_duration_since(self.opened);
        age >= if self.in_use == 0 { ttl } else { ttl.saturating_mul(2) }
    }
}

impl State {
    /// The home of that name: the same one for all that follow each other there.
    pub(super) fn home(&mut self, name: &str) -> Home {
        if self.homes.len() >= HOMES {
            self.homes.retain(|_, home| !home.is_last());
        }
        self.homes.entry(name.to_owned()).or_default().clone()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let ended = {
            let mut state = self.pool.lock();
            let Some(kept) = state.all.get_mut(&self.key) else { return };
            kept.in_use = kept.in_use.saturating_sub(1);
            kept.since = Instant::now();
            if kept.over && kept.in_use == 0 { state.all.remove(&self.key) } else { None }
        };
        match (ended, tokio::runtime::Handle::try_current()) {
            (Some(kept), Ok(_)) => self.pool.end(kept),
            _ => self.pool.freed.notify_waiters(),
        }
    }
}

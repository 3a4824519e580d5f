//! The private homes of users' programs: those of which nobody has the user, the credential or the server any more go.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, broadcast};
use tokio::time::timeout;

use super::Access;
use super::key::{home_of, mark_of, marks_in};
use super::pool::Pool;
use crate::runtime::credentials::Ended;
use crate::runtime::mcp::plan::{self, UserHome};
use crate::runtime::principal::Principal;
use crate::support::fs::Lock;
use crate::support::fs::remove_all;

/// How many users are asked for at once.
const PAGE: u32 = 500;
/// The homes of so many credentials that have ended are looked for side by side.
const AT_ONCE: usize = 4;
/// A program that is ending has so long.
const ENDS: Duration = Duration::from_secs(5);

/// The homes below the state of a formation.
#[derive(Clone)]
pub(in crate::runtime::mcp) struct Homes {
    state: PathBuf,
    /// Where users' credentials are; none where nobody knows which there are.
    access: Option<Access>,
    /// The directories of the servers that users reach with a credential of their own.
    servers: HashSet<String>,
}

/// Takes away what programs of any server have kept with a credential of `who` that was deleted or has another value, below
/// `state` and where nothing runs in it; also of what ran without a server.
pub fn forget_homes_of(state: &Path, ended: &Ended) {
    let fits = of_credential(ended);
    let (homes, once) = found(state);
    for home in homes.iter().chain(once.iter().flat_map(|(_, homes)| homes)).filter(|home| fits(home)) {
        // What stays of a deleted one goes when the formation starts next.
        drop(remove_all(&home.path));
    }
}

impl Homes {
    pub(in crate::runtime::mcp) fn new<'s>(
        state: &Path,
        access: Option<Access>,
        servers: impl Iterator<Item = &'s str>,
    ) -> Self {
        Self { state: state.to_owned(), access, servers: servers.map(plan::directory_of).collect() }
    }

    /// Takes away what nobody has any more, and from then on what ends; in the background.
    pub(in crate::runtime::mcp) fn start(&self, pool: Option<&Arc<Pool>>) {
        let Some(access) = &self.access else { return };
        let (this, ended, pool) = (self.clone(), access.keeper.ended(), pool.map(Arc::downgrade));
        tokio::spawn(async move { this.look_after(ended, pool).await });
    }

    async fn look_after(self, mut ended: broadcast::Receiver<Ended>, pool: Option<Weak<Pool>>) {
        let there = |pool: &Option<Weak<Pool>>| pool.as_ref().and_then(Weak::upgrade);
        self.sweep(there(&pool).as_ref()).await;
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            let heard = ended.recv().await;
            let Some(pool) = there(&pool) else { return };
            match heard {
                Ok(ended) => {
                    // Nothing more is called with it from now on; that programs end slowly holds up no other's end.
                    pool.retire_of(&ended);
                    let (this, pool, turns) = (self.clone(), Arc::clone(&pool), Arc::clone(&turns));
                    tokio::spawn(async move {
                        let _turn = turns.acquire().await;
                        this.forget_of(&pool, &ended).await;
                    });
                }
                Err(RecvError::Lagged(_)) => self.sweep(Some(&pool)).await,
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Takes away all that a user's programs have kept.
    pub(in crate::runtime::mcp) async fn forget(&self, who: &Principal) {
        if !self.state.is_absolute() {
            return;
        }
        let (state, home) = (self.state.clone(), home_of(who));
        // It is as good as gone: nothing of it is given to anybody again.
        drop(tokio::task::spawn_blocking(move || plan::forget_homes(&state, &home)).await);
    }

    /// What there is below the state, and who has a credential: in this order, so that what is made meanwhile is nobody's prey.
    pub(super) async fn sweep(&self, pool: Option<&Arc<Pool>>) {
        let Some(access) = self.access.as_ref().filter(|_| self.state.is_absolute()) else { return };
        let state = self.state.clone();
        let found = tokio::task::spawn_blocking(move || found(&state)).await;
        let Ok((homes, once)) = found else { return };
        let known: HashSet<String> = homes
            .iter()
            .chain(once.iter().flat_map(|(_, homes)| homes))
            .map(|home| home.user.clone())
            .collect();
        let Some(marks) = marks(access, &known).await else { return };
        let is_gone = |home: &UserHome| {
            let of_user = marks.get(&home.user);
            !self.servers.contains(&home.server)
                || of_user.is_none_or(|of_user| marks_in(&home.name).any(|mark| !of_user.contains(mark)))
        };
        for home in homes.into_iter().filter(is_gone) {
            remove(pool, home).await;
        }
        for (lock, homes) in once {
            for home in homes.into_iter().filter(is_gone) {
                remove(None, home).await;
            }
            drop(lock);
        }
    }

    /// The homes go that were made with it, but for one that is open: that goes when its program does.
    async fn forget_of(&self, pool: &Arc<Pool>, ended: &Ended) {
        if !self.state.is_absolute() {
            return;
        }
        let (state, fits) = (self.state.clone(), of_credential(ended));
        let of_it = tokio::task::spawn_blocking(move || {
            plan::homes(&state).into_iter().filter(fits).collect::<Vec<UserHome>>()
        });
        for home in of_it.await.unwrap_or_default() {
            // One that is open may be of the new value already.
            if !pool.is_open(&home) {
                remove(Some(pool), home).await;
            }
        }
    }
}

/// Whether a home was made with that credential.
fn of_credential(ended: &Ended) -> impl Fn(&UserHome) -> bool + Send + use<> {
    let (user, mark) = (home_of(&ended.who), mark_of(&ended.id));
    move |home| home.user == user && marks_in(&home.name).any(|one| one == mark)
}

/// The homes below a state, and those of what ran without a server and does not run now, each with the lock that keeps it so.
type Found = (Vec<UserHome>, Vec<(Lock, Vec<UserHome>)>);

fn found(state: &Path) -> Found {
    let once = plan::states_of_once(state).into_iter().filter_map(|state| {
        let homes = || plan::homes(&state);
        if homes().is_empty() {
            return None;
        }
        let lock = Lock::attempt(&state.join("lock")).ok().flatten()?;
        Some((lock, homes()))
    });
    (plan::homes(state), once.collect())
}

/// The marks of the credentials of each of these users, by the user's directory; none where that cannot be told now.
async fn marks(access: &Access, known: &HashSet<String>) -> Option<HashMap<String, HashSet<String>>> {
    let mut marks = HashMap::new();
    let mut after = String::new();
    // Nobody is looked up where nobody has a home.
    while marks.len() < known.len() {
        let users = access.keeper.users(&after, PAGE).await.ok()?;
        let Some(last) = users.last() else { break };
        after = last.user().to_owned();
        for who in users {
            let user = home_of(&who);
            if known.contains(&user) {
                let ids = access.keeper.ids(&who).await.ok()?;
                marks.insert(user, ids.iter().map(|id| mark_of(id)).collect());
            }
        }
    }
    Some(marks)
}

/// Removes one that no program is in.
async fn remove(pool: Option<&Arc<Pool>>, home: UserHome) {
    let name = format!("{}/{}/{}", home.server, home.user, home.name);
    let place = pool.map(|pool| pool.lock().home(&name)).unwrap_or_default();
    // Its last program may be about to go.
    drop(timeout(ENDS, place.left()).await);
    let Some(tenant) = place.enter().now_or_never() else { return };
    let removed = tokio::task::spawn_blocking(move || {
        let removed = remove_all(&home.path);
        drop(tenant);
        removed
    });
    // What cannot be removed is tried again at the next start.
    drop(removed.await);
}

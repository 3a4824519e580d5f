//! A formation that was deployed: what is live of it, and the process that takes its requests.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::answer::{Deployed, Details, Item, Status, Versions};
use super::id::FormationId;
use super::locked;
use super::place::Place;
use super::record::Record;
use crate::server::process::Child;
use crate::server::proxy::{Route, Target};
use crate::support::clock::rfc3339;
use crate::support::fs::FsError;

pub(super) struct Formation {
    pub(super) id: FormationId,
    pub(super) place: Place,
    /// Where requests go.
    pub(super) route: Route,
    state: Mutex<State>,
    status: watch::Sender<Status>,
    /// Held by who writes the record.
    disk: Mutex<()>,
    in_use: InUse,
    /// All its processes are to end, also those that have requests.
    leaving: watch::Sender<bool>,
}

struct State {
    record: Record,
    live: Option<Live>,
    keeper: Option<JoinHandle<()>>,
    /// Grows with each keeper: what an earlier one does late does not count.
    generation: u64,
    healthy: Option<bool>,
    checked_at: Option<u64>,
    /// It was deleted: what is at its place now is another one's.
    gone: bool,
}

/// A process that takes requests.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) child: Arc<Child>,
    pub(super) target: Arc<Target>,
    /// When it was ready, in milliseconds since the Unix epoch.
    pub(super) since: u64,
}

/// Versions whose directories are used, each as often as it is.
type InUse = Arc<watch::Sender<Vec<u64>>>;

/// A version's directory is used until this is dropped.
pub(super) struct Held {
    counter: u64,
    in_use: InUse,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.in_use.send_modify(|in_use| {
            if let Some(at) = in_use.iter().position(|counter| *counter == self.counter) {
                in_use.swap_remove(at);
            }
        });
    }
}

impl Formation {
    pub(super) fn new(id: FormationId, place: Place, record: Record) -> Self {
        let state = State {
            record,
            live: None,
            keeper: None,
            generation: 0,
            healthy: None,
            checked_at: None,
            gone: false,
        };
        Self {
            id,
            place,
            route: Route::default(),
            state: Mutex::new(state),
            status: watch::Sender::new(Status::Stopped),
            disk: Mutex::default(),
            in_use: InUse::default(),
            leaving: watch::Sender::new(false),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    pub(super) fn record(&self) -> Record {
        self.state().record.clone()
    }

    pub(super) fn status(&self) -> Status {
        *self.status.borrow()
    }

    pub(super) fn live(&self) -> Option<Live> {
        self.state().live.clone()
    }

    pub(super) fn hold(&self, counter: u64) -> Arc<Held> {
        self.in_use.send_modify(|in_use| in_use.push(counter));
        Arc::new(Held { counter, in_use: Arc::clone(&self.in_use) })
    }

    /// Writes its first record. Blocks.
    pub(super) fn begin(&self) -> Result<(), FsError> {
        let _disk = locked(&self.disk);
        self.place.write(&self.record())
    }

    /// Changes what is live, on the disk first. Blocks.
    pub(super) fn amend(&self, change: impl FnOnce(&Record) -> Record) -> Result<Record, FsError> {
        let _disk = locked(&self.disk);
        let before = self.record();
        let next = change(&before);
        if !self.state().gone
            && let Err(error) = self.place.write(&next)
        {
            // It may have its name already, and not be on the disk for certain: what is said to have failed must not come
            // back with the next server.
            if self.place.read().is_ok_and(|there| there.is_some_and(|there| there != before)) {
                drop(self.place.write(&before));
            }
            return Err(error);
        }
        self.state().record = next.clone();
        Ok(next)
    }

    /// Takes away what is no longer used. Blocks.
    pub(super) fn settle(&self) {
        let _disk = locked(&self.disk);
        let in_use = self.in_use.borrow().clone();
        if !self.state().gone {
            self.place.settle(&self.record(), &in_use);
        }
    }

    /// Takes all of it away. Blocks.
    pub(super) fn remove(&self) -> Result<(), FsError> {
        let _disk = locked(&self.disk);
        let removed = self.place.delete();
        self.state().gone = removed.is_ok() || !self.place.root().exists();
        removed
    }

    /// A new keeper begins, and the last one ends; its number. `live` is what it takes over, which requests go to from now
    /// on; what was there comes back.
    pub(super) fn hand_over(&self, live: Option<&Live>) -> (u64, Option<Live>) {
        let mut state = self.state();
        if let Some(keeper) = state.keeper.take() {
            keeper.abort();
        }
        state.generation += 1;
        let old = state.live.take();
        state.live = live.cloned();
        state.healthy = live.map(|_| true);
        self.route.swap(live.map(|live| Arc::clone(&live.target)));
        self.status.send_replace(if live.is_some() { Status::Running } else { Status::Starting });
        (state.generation, old)
    }

    /// The task of the keeper of this number.
    pub(super) fn kept_by(&self, generation: u64, keeper: JoinHandle<()>) {
        let mut state = self.state();
        if state.generation == generation {
            state.keeper = Some(keeper);
        } else {
            keeper.abort();
        }
    }

    /// It runs, says the keeper of this number: whether that one still counts.
    pub(super) fn runs(&self, generation: u64, live: &Live) -> bool {
        let mut state = self.state();
        if state.generation != generation {
            return false;
        }
        state.live = Some(live.clone());
        state.healthy = Some(true);
        self.route.swap(Some(Arc::clone(&live.target)));
        self.status.send_replace(Status::Running);
        true
    }

    /// It ended, or did not start.
    pub(super) fn fails(&self, generation: u64) {
        let mut state = self.state();
        if state.generation == generation {
            state.live = None;
            state.healthy = Some(false);
            self.route.swap(None);
            self.status.send_replace(Status::Crashed);
        }
    }

    /// What it said when it was asked.
    pub(super) fn checked(&self, generation: u64, healthy: bool, now: u64) {
        let mut state = self.state();
        if state.generation == generation {
            state.healthy = Some(healthy);
            state.checked_at = Some(now);
        }
    }

    /// No requests and no keeper any more: what was live.
    pub(super) fn retire(&self) -> Option<Live> {
        let (_, old) = self.hand_over(None);
        self.status.send_replace(Status::Stopped);
        old
    }

    /// Ends all its processes, those that still have requests too, and waits until they are gone.
    pub(super) async fn halt(&self, grace: Duration) {
        self.leaving.send_replace(true);
        let keeper = self.state().keeper.take();
        if let Some(keeper) = keeper {
            keeper.abort();
            // What it was starting counts as used from before it runs.
            drop(keeper.await);
        }
        if let Some(live) = self.retire() {
            live.child.stop(grace).await;
        }
        drop(self.in_use.subscribe().wait_for(Vec::is_empty).await);
        self.leaving.send_replace(false);
    }

    /// Whether all its processes are to end now.
    pub(super) fn leaving(&self) -> watch::Receiver<bool> {
        self.leaving.subscribe()
    }

    /// Waits until it is not on its way.
    pub(super) async fn settled(&self) {
        drop(self.status.subscribe().wait_for(|status| *status != Status::Starting).await);
    }

    pub(super) fn deployed(&self) -> Deployed {
        let live = self.live();
        Deployed {
            formation_id: self.id.to_string(),
            port: live.as_ref().map_or(0, |live| live.target.port()),
            status: self.status(),
            url: format!("/api/{}", self.id),
            health_url: format!("/api/{}/v1/health", self.id),
            pid: live.as_ref().map_or(0, |live| live.child.pid()),
        }
    }

    pub(super) fn item(&self, now: u64) -> Item {
        let state = self.state();
        let live = state.live.as_ref();
        Item {
            id: self.id.to_string(),
            name: self.id.to_string(),
            port: live.map(|live| live.target.port()),
            status: self.status(),
            pid: live.map(|live| live.child.pid()),
            uptime: live.map_or(0, |live| now.saturating_sub(live.since) / 1000),
            restart_count: state.record.restarts,
            healthy: state.healthy,
            version: Versions {
                semantic: state.record.current.semantic.clone(),
                current: state.record.current.hash.clone(),
                previous: state.record.previous.as_ref().map(|previous| previous.hash.clone()),
            },
        }
    }

    pub(super) fn details(&self, now: u64) -> Details {
        let item = self.item(now);
        let state = self.state();
        Details {
            item,
            created_at: state.record.created_at.clone(),
            deployed_at: state.record.current.deployed_at.clone(),
            updated_at: state.record.updated_at.clone(),
            last_health_check: state.checked_at.map(rfc3339),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::fleet::record::{Version, Wanted};
    use crate::support::fs::fault::hook::{Fault, with};

    fn formation() -> Formation {
        let id: FormationId = "bot".parse().unwrap();
        let version =
            Version { counter: 1, semantic: "1.0.0".into(), hash: "h".into(), deployed_at: "d".into() };
        Formation::new(id.clone(), Place::new("/nowhere".as_ref(), &id), Record::new("bot", version))
    }

    #[test]
    fn what_an_earlier_keeper_says_late_does_not_count() {
        let formation = formation();
        let (first, _) = formation.hand_over(None);
        assert_eq!(formation.status(), Status::Starting);
        formation.retire();
        formation.fails(first);
        assert_eq!(formation.status(), Status::Stopped);
        let (second, _) = formation.hand_over(None);
        formation.fails(second);
        assert_eq!((formation.status(), formation.item(0).healthy), (Status::Crashed, Some(false)));
    }

    #[test]
    fn a_directory_is_used_for_as_long_as_anybody_holds_it() {
        let formation = formation();
        let (one, two) = (formation.hold(1), formation.hold(1));
        drop(one);
        assert_eq!(*formation.in_use.borrow(), [1]);
        drop(two);
        assert!(formation.in_use.borrow().is_empty());
    }

    #[test]
    fn what_could_not_be_written_is_not_what_the_next_server_finds() {
        let mut failures = 0;
        for at in 0.. {
            let dir = tempfile::tempdir().unwrap();
            let mut formation = formation();
            formation.place = Place::new(dir.path(), &formation.id);
            formation.place.prepare().unwrap();
            formation.begin().unwrap();
            let stop = |record: &Record| Record { wanted: Wanted::Stopped, ..record.clone() };
            let (written, calls) = with(at, Fault::Full, || formation.amend(stop));
            assert_eq!(formation.place.read().unwrap(), Some(formation.record()), "at {at}");
            failures += usize::from(written.is_err());
            if at >= calls {
                break;
            }
        }
        assert!(failures > 3, "{failures}");
    }
}

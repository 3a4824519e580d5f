//! All formations of a server: what is done with them, one change at a time for each, and all side by side.

mod answer;
mod arrival;
mod busy;
mod change;
mod control;
mod dev;
mod error;
mod event;
mod formation;
mod id;
mod keeper;
mod launch;
mod look;
mod options;
mod place;
mod record;
mod spool;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use crate::server::process::{Ports, end_leftovers};
use crate::server::proxy::Pass;
use crate::support::fs::{self as files, Lock};

pub use answer::{
    Counts, Deployed, Details, Done, Item, Logs, PortPool, Status, Streams, Tried, Updated, Versions,
};
pub use arrival::Arrival;
pub use dev::{DraftGuard, Tryout};
pub use error::{Fault, FleetError};
pub use event::{Progress, Reporter, Stage};
pub use id::{BadId, FormationId};
pub use look::Stream;
pub use options::Options;
pub use spool::{Spool, Spooled};

use dev::{Draft, Turn};
use formation::Formation;
use place::Place;

/// One server for each directory of data.
const LOCK: &str = "server.lock";
const LOCK_WAIT: Duration = Duration::from_secs(2);
/// So many bundles are unpacked at once: each fills the disk with what is not looked at yet.
const UNPACKING: usize = 4;
/// How often it is looked whether changes have ended.
const PAUSE: Duration = Duration::from_millis(5);

/// The formations of a server. Clones are handles to the same ones.
#[derive(Clone)]
pub struct Fleet(Arc<Inner>);

struct Inner {
    options: Options,
    ports: Arc<Ports>,
    /// How many processes may be on their way at once.
    starts: Semaphore,
    /// How many bundles may be unpacked at once: a large one must not hold up a restart.
    unpacking: Semaphore,
    formations: Mutex<BTreeMap<FormationId, Arc<Formation>>>,
    /// How many are on their way to be new ones.
    arriving: Mutex<usize>,
    drafts: Mutex<BTreeMap<FormationId, Arc<Draft>>>,
    /// One change at a time of the files of each draft.
    drafting: Mutex<BTreeMap<FormationId, Weak<Turn>>>,
    /// Those with which something is being done, and how it is taken back.
    busy: Mutex<BTreeMap<FormationId, watch::Sender<bool>>>,
    /// How many old processes are on their way out.
    retiring: watch::Sender<usize>,
    /// The server ends: nothing new begins, and nobody waits for requests under way.
    closing: watch::Sender<bool>,
    lock: Mutex<Option<Lock>>,
}

/// One of the formations that there may be is on its way, until this is dropped.
struct Room(Arc<Inner>);

impl Drop for Room {
    fn drop(&mut self) {
        *locked(&self.0.arriving) -= 1;
    }
}

/// Whose requests are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `/api/ID/` and `/mcp/ID`.
    Live,
    /// `/draft/ID/`.
    Draft,
}

/// Why there is no way to a formation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// There is none of that id.
    Unknown,
    /// It takes no requests now.
    NotRunning,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is guarded is whole after each use, so a panic elsewhere does not spoil it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does what blocks where it holds nobody up.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

impl Fleet {
    /// Takes over what is in the data, and starts what is to run. Gives in words what cannot be used.
    ///
    /// Needs a tokio runtime. An error where another server has the data, or they cannot be written.
    pub async fn open(mut options: Options) -> Result<(Self, Vec<String>), FleetError> {
        let (options, found, lock) = blocking(move || {
            let failed = FleetError::file(Fault::Directory);
            for dir in [&options.data, &options.logs] {
                files::create_private_dir(dir).map_err(&failed)?;
            }
            // Links on the way would give one formation two names.
            options.data =
                options.data.canonicalize().map_err(FleetError::system(Fault::Directory, "find the data"))?;
            let lock = Lock::acquire(&options.data.join(LOCK), LOCK_WAIT).map_err(&failed)?;
            end_leftovers(
                &[place::FORMATIONS, dev::DRAFTS]
                    .map(|name| options.data.join(name))
                    .each_ref()
                    .map(PathBuf::as_path),
            );
            files::remove_all(&options.data.join(spool::INCOMING)).map_err(&failed)?;
            let found = place::recover(&options.data).map_err(&failed)?;
            Ok::<_, FleetError>((options, found, lock))
        })
        .await?;
        let formation = |(id, record): (FormationId, record::Record)| {
            let place = Place::new(&options.data, &id);
            (id.clone(), Arc::new(Formation::new(id, place, record)))
        };
        let formations: BTreeMap<_, _> = found.formations.into_iter().map(formation).collect();
        let fleet = Self(Arc::new(Inner {
            ports: Ports::new(options.ports.clone(), options.not_ports.clone()),
            starts: Semaphore::new(options.at_once.max(1)),
            unpacking: Semaphore::new(UNPACKING),
            formations: Mutex::new(formations),
            arriving: Mutex::default(),
            drafts: Mutex::default(),
            drafting: Mutex::default(),
            busy: Mutex::default(),
            retiring: watch::Sender::new(0),
            closing: watch::Sender::new(false),
            lock: Mutex::new(Some(lock)),
            options,
        }));
        for formation in fleet.0.all() {
            if formation.record().wanted == record::Wanted::Running {
                keeper::keep(&fleet.0, &formation, None);
            }
        }
        Ok((fleet, found.broken))
    }

    /// What it is run with.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Room for a bundle that is coming; `length` is what its sender says that it has.
    pub fn spool(&self, length: Option<u64>) -> Result<Spool, FleetError> {
        let most = self.0.options.limits.packed;
        if length.is_some_and(|length| length > most) {
            return Err(spool::too_large(most));
        }
        Spool::make(&self.0.options.data, most)
    }

    /// Waits until each formation that was to be started takes requests or has failed for the first time.
    pub async fn settled(&self) {
        for formation in self.0.all() {
            formation.settled().await;
        }
    }

    /// The way of a request to a formation. It counts until what comes back is dropped.
    pub fn way(&self, way: Way, id: &str) -> Result<Pass, NoWay> {
        let id: FormationId = id.parse().map_err(|_| NoWay::Unknown)?;
        let pass = match way {
            Way::Live => locked(&self.0.formations).get(&id).map(|formation| formation.route.enter()),
            Way::Draft => locked(&self.0.drafts).get(&id).map(|draft| draft.route.enter()),
        };
        pass.ok_or(NoWay::Unknown)?.ok_or(NoWay::NotRunning)
    }

    /// Ends all processes, within the time that they have for it. What is to run is started again by the next server.
    pub async fn close(&self) {
        self.0.closing.send_replace(true);
        // What can still be taken back is; what is live already gets to its end.
        while !locked(&self.0.busy).is_empty() {
            tokio::time::sleep(PAUSE).await;
        }
        let drafts: Vec<_> = std::mem::take(&mut *locked(&self.0.drafts)).into_values().collect();
        let ends = self.0.all().into_iter().map(|formation| {
            let inner = Arc::clone(&self.0);
            async move { formation.halt(inner.options.stop_timeout).await }
        });
        let grace = self.0.options.stop_timeout;
        let drafts = drafts.iter().map(|draft| draft.halt(grace));
        futures_util::future::join(
            futures_util::future::join_all(ends),
            futures_util::future::join_all(drafts),
        )
        .await;
        drop(self.0.retiring.subscribe().wait_for(|retiring| *retiring == 0).await);
        drop(locked(&self.0.lock).take());
    }
}

impl Inner {
    fn all(&self) -> Vec<Arc<Formation>> {
        locked(&self.formations).values().cloned().collect()
    }

    fn find(&self, id: &FormationId) -> Result<Arc<Formation>, FleetError> {
        locked(&self.formations).get(id).cloned().ok_or_else(|| FleetError::not_found(id))
    }

    /// Room for one more formation, if there is any.
    fn room(self: &Arc<Self>) -> Option<Room> {
        let mut arriving = locked(&self.arriving);
        if locked(&self.formations).len() + *arriving >= self.options.max_formations {
            return None;
        }
        *arriving += 1;
        Some(Room(Arc::clone(self)))
    }

    fn now(&self) -> String {
        crate::support::clock::rfc3339(self.options.clock.now_millis())
    }

    /// The log of a formation's standard output, or of its standard error.
    fn log(&self, id: &FormationId, end: &str) -> PathBuf {
        self.options.logs.join(format!("{id}-{end}.log"))
    }
}

//! All servers of a formation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::server::Server;
use super::spec::{McpPlace, ServerSpec};
use super::{McpEvent, McpObserver};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::walls::Report;

/// How long all servers together have to end.
const END: Duration = Duration::from_secs(4);

/// What servers are run with.
pub struct McpSettings {
    /// Where they run.
    pub place: McpPlace,
    /// The time.
    pub clock: Clock,
    /// Live secret values.
    pub redactor: Redactor,
    /// Who hears what happens to them.
    pub observer: McpObserver,
    /// How many are started or reached at once; `None`: all.
    pub at_once: Option<usize>,
    /// Whether they are looked at while nobody calls them.
    pub watch: Option<Watch>,
}

/// How servers are looked at: their tools are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// How often.
    pub interval: Duration,
    /// How long a look may take.
    pub timeout: Duration,
    /// After how many failures in a row a connection counts as broken.
    pub failures: u32,
}

/// What all servers share.
pub(super) struct Shared {
    pub(super) place: McpPlace,
    pub(super) clock: Clock,
    pub(super) redactor: Redactor,
    pub(super) watch: Option<Watch>,
    observer: McpObserver,
    gate: Option<Arc<Semaphore>>,
    walls_told: AtomicBool,
}

impl Shared {
    pub(super) fn tell(&self, id: &str, event: &McpEvent) {
        (self.observer)(id, event);
    }

    /// The right to open a connection now.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        Arc::clone(self.gate.as_ref()?).acquire_owned().await.ok()
    }

    /// Tells once of the walls that this kernel lacks: they are the same for all.
    pub(super) fn walls(&self, id: &str, report: &Report) {
        let missing: Vec<String> =
            report.missing().map(|(wall, why)| format!("{}: {why}", wall.name())).collect();
        if !missing.is_empty() && !self.walls_told.swap(true, Ordering::Relaxed) {
            self.tell(id, &McpEvent::WallsMissing(missing));
        }
    }
}

/// The servers of a formation. Clones are handles to the same ones. A formation without any has no memory and no
/// thread for them.
#[derive(Clone, Default)]
pub struct Servers(Option<Arc<[Server]>>);

impl Servers {
    /// The servers of these declarations, in their order. Nothing is started yet.
    pub fn new(specs: Vec<ServerSpec>, settings: McpSettings) -> Self {
        if specs.is_empty() {
            return Self::default();
        }
        let shared = Arc::new(Shared {
            place: settings.place,
            clock: settings.clock,
            redactor: settings.redactor,
            watch: settings.watch,
            observer: settings.observer,
            gate: settings.at_once.map(|most| Arc::new(Semaphore::new(most.max(1)))),
            walls_told: AtomicBool::new(false),
        });
        Self(Some(specs.into_iter().map(|spec| Server::new(spec, &shared)).collect()))
    }

    /// Begins to reach all of them, in the background. Nobody has to wait for it: a call waits for its own server.
    pub fn start(&self) {
        self.all().iter().for_each(Server::start);
    }

    /// All, in the order of the formation.
    pub fn all(&self) -> &[Server] {
        self.0.as_deref().unwrap_or_default()
    }

    /// The one with this id.
    pub fn get(&self, id: &str) -> Option<&Server> {
        self.all().iter().find(|server| server.id() == id)
    }

    /// Ends all, at once, and waits until they are gone.
    pub async fn stop(&self) {
        drop(timeout(END, join_all(self.all().iter().map(Server::stop))).await);
    }
}

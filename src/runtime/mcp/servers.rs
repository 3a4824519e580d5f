//! All servers of a formation.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::personal::{Access, Homes, Personal, PersonalSpec, Pool, Users};
use super::server::Server;
use super::spec::{McpPlace, ServerSpec};
use super::{McpEvent, McpObserver};
use crate::runtime::principal::Principal;
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
    /// How those are run that need users' own credentials.
    pub users: Users,
}

/// A server as a formation has it.
pub enum Declaration {
    /// The same for all.
    Common(Box<ServerSpec>),
    /// Another one for each user.
    Personal(Box<PersonalSpec>),
}

/// A server of a formation.
pub enum Declared {
    /// The same for all.
    Common(Server),
    /// Another one for each user.
    Personal(Personal),
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
    pub(super) place: Arc<McpPlace>,
    pub(super) clock: Clock,
    pub(super) redactor: Redactor,
    pub(super) watch: Option<Watch>,
    observer: McpObserver,
    gate: Option<Arc<Semaphore>>,
    walls_told: Arc<AtomicBool>,
}

impl Shared {
    /// The same for what is one user's: with what must not be seen of that user's. How it goes is told to nobody but the user,
    /// for it says nothing of the server.
    pub(super) fn of_user(&self, redactor: Redactor) -> Self {
        let told = Arc::clone(&self.observer);
        let observer: McpObserver = Arc::new(move |id, event| {
            if matches!(event, McpEvent::WallsMissing(_)) {
                told(id, event);
            }
        });
        Self {
            place: Arc::clone(&self.place),
            clock: self.clock.clone(),
            redactor,
            watch: None,
            observer,
            gate: self.gate.clone(),
            walls_told: Arc::clone(&self.walls_told),
        }
    }

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
pub struct Servers {
    all: Option<Arc<All>>,
    /// Where users' programs have their homes, or had them before the last such server was taken out.
    homes: Option<Arc<Homes>>,
}

struct All {
    each: Vec<Declared>,
    common: Vec<Server>,
    /// What users have open, where a server needs it.
    pool: Option<Arc<Pool>>,
}

impl Servers {
    /// The servers of these declarations, in their order. Nothing is started yet.
    pub fn new(specs: Vec<ServerSpec>, settings: McpSettings) -> Self {
        Self::of(specs.into_iter().map(|spec| Declaration::Common(Box::new(spec))).collect(), settings)
    }

    /// None; what programs of users kept below `state` before goes at the start.
    pub fn none(state: &Path, access: Option<Access>) -> Self {
        Self { all: None, homes: Some(Arc::new(Homes::new(state, access, std::iter::empty()))) }
    }

    /// The same where some are other ones for each user.
    pub fn of(declared: Vec<Declaration>, settings: McpSettings) -> Self {
        if declared.is_empty() {
            return Self::none(&settings.place.state, settings.users.access);
        }
        let personal = declared.iter().filter_map(|one| match one {
            Declaration::Personal(spec) => Some(spec.blueprint.id.as_str()),
            Declaration::Common(_) => None,
        });
        let homes = Homes::new(&settings.place.state, settings.users.access.clone(), personal);
        let shared = Arc::new(Shared {
            place: Arc::new(settings.place),
            clock: settings.clock,
            redactor: settings.redactor,
            watch: settings.watch,
            observer: settings.observer,
            gate: settings.at_once.map(|most| Arc::new(Semaphore::new(most.max(1)))),
            walls_told: Arc::default(),
        });
        let has_users = declared.iter().any(|one| matches!(one, Declaration::Personal(_)));
        let pool = has_users.then(|| Pool::new(&shared, settings.users));
        let mut common = Vec::new();
        let make = |declaration| match (declaration, &pool) {
            (Declaration::Common(spec), _) => {
                let server = Server::new(*spec, &shared);
                common.push(server.clone());
                Some(Declared::Common(server))
            }
            (Declaration::Personal(spec), Some(pool)) => {
                Some(Declared::Personal(Personal::new(*spec, &shared, pool)))
            }
            (Declaration::Personal(_), None) => None,
        };
        let each = declared.into_iter().filter_map(make).collect();
        Self { all: Some(Arc::new(All { each, common, pool })), homes: Some(Arc::new(homes)) }
    }

    /// Begins to reach all of them, in the background. Nobody has to wait for it: a call waits for its own server.
    pub fn start(&self) {
        if let Some(homes) = &self.homes {
            homes.start(self.pool());
        }
        for one in self.each() {
            match one {
                Declared::Common(server) => server.start(),
                Declared::Personal(server) => server.start(),
            }
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_none()
    }

    /// All, in the order of the formation.
    pub fn each(&self) -> &[Declared] {
        self.all.as_ref().map(|all| &all.each[..]).unwrap_or_default()
    }

    /// Those that are the same for all users.
    pub fn all(&self) -> &[Server] {
        self.all.as_ref().map(|all| &all.common[..]).unwrap_or_default()
    }

    /// The one with this id that is another one for each user.
    pub fn personal(&self, id: &str) -> Option<&Personal> {
        self.personals().find(|personal| personal.id() == id)
    }

    fn personals(&self) -> impl Iterator<Item = &Personal> {
        self.each().iter().filter_map(|one| match one {
            Declared::Personal(personal) => Some(personal),
            Declared::Common(_) => None,
        })
    }

    /// Ends what a user has open, and takes away what its programs have kept.
    pub async fn forget(&self, who: &Principal) {
        if let Some(pool) = self.pool() {
            pool.forget(who).await;
        }
        if let Some(homes) = &self.homes {
            homes.forget(who).await;
        }
        self.personals().for_each(|personal| personal.forget(who));
    }

    fn pool(&self) -> Option<&Arc<Pool>> {
        self.all.as_ref()?.pool.as_ref()
    }

    /// The one with this id that is the same for all.
    pub fn get(&self, id: &str) -> Option<&Server> {
        self.all().iter().find(|server| server.id() == id)
    }

    /// Ends all, at once, and waits until they are gone.
    pub async fn stop(&self) {
        let listers = self.personals().filter_map(Personal::lister);
        let all = join_all(self.all().iter().chain(listers).map(Server::stop));
        let users = async {
            if let Some(pool) = self.pool() {
                pool.stop().await;
            }
        };
        drop(timeout(END, async { tokio::join!(all, users) }).await);
    }
}

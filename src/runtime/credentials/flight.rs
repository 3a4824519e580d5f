//! Renewals under way: one for each credential, some for each service, and what they left undone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use zeroize::Zeroizing;

use super::apps::Apps;
use super::heads::Head;
use crate::credentials::{Content, Service};
use crate::crypto::mac;
use crate::runtime::principal::Principal;
use crate::support::fs::Lock;

/// A token that is good still is not tried to be renewed again for so long, in seconds; one that has ended, for less.
const PAUSES: (u64, u64) = (30, 5);
/// So many credentials are remembered of which one was to be renewed lately.
const MOST: usize = 1024;
/// So many are renewed at a service at once: one that hangs holds no more.
const AT_ONCE: usize = 32;

/// Who records a renewal: that it begins, before anything is sent, and how it ended, before the new tokens are used. May write
/// to the disk.
pub type Told = Arc<dyn Fn(&Renewal) -> Result<(), String> + Send + Sync>;

/// A credential that is renewed, or is not renewed any more.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// Whose.
    pub who: Principal,
    /// What it is for.
    pub service: Service,
    /// Its id.
    pub id: String,
    /// How far it has come.
    pub step: Step,
}

/// How far a renewal has come.
#[derive(Clone, Debug)]
pub enum Step {
    /// The service is about to be asked.
    Begun,
    /// It is kept; how far the count of the user's has come.
    Renewed(Head),
    /// The service refused, which is kept: a login is needed.
    Refused(Head),
}

/// What renews users' tokens.
pub struct Renewals {
    apps: Apps,
    pub(super) told: Option<Told>,
    flights: Mutex<HashMap<String, Arc<Flight>>>,
    gates: Mutex<HashMap<Service, Arc<Semaphore>>>,
    running: watch::Sender<usize>,
}

impl Default for Renewals {
    fn default() -> Self {
        Self::new(Apps::default(), None)
    }
}

impl Renewals {
    /// By these clients; `told` hears of each renewal.
    pub fn new(apps: Apps, told: Option<Told>) -> Self {
        let running = watch::Sender::new(0);
        Self { apps, told, flights: Mutex::default(), gates: Mutex::default(), running }
    }

    /// The formation's clients.
    pub fn apps(&self) -> &Apps {
        &self.apps
    }

    pub(super) fn flight(&self, id: &str) -> Arc<Flight> {
        let mut all = locked(&self.flights);
        if all.len() >= MOST {
            // What is waited for, or was not kept, stays.
            all.retain(|_, flight| Arc::strong_count(flight) > 1 || flight.state().unkept.is_some());
        }
        all.entry(id.to_owned()).or_default().clone()
    }

    pub(super) fn gate(&self, service: &Service) -> Arc<Semaphore> {
        let mut all = locked(&self.gates);
        all.entry(service.clone()).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))).clone()
    }

    /// One begins; it ends when that is dropped.
    pub(super) fn begin(&self) -> Running {
        self.running.send_modify(|running| *running += 1);
        Running(self.running.clone())
    }

    /// Returns when none is under way, or after `most`.
    pub(super) async fn settled(&self, most: Duration) {
        let mut running = self.running.subscribe();
        drop(tokio::time::timeout(most, running.wait_for(|running| *running == 0)).await);
    }
}

/// A renewal under way.
pub(super) struct Running(watch::Sender<usize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

/// The renewals of one credential, in this process.
#[derive(Default)]
pub(super) struct Flight {
    /// Who holds it renews; others wait.
    pub(super) alone: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    /// How often it was tried.
    tries: u64,
    /// Why the last try failed, if it did.
    failed: Option<Failed>,
    /// What was given for a token for renewal and is neither in the store nor beside it. No other process may send that token
    /// until it is.
    pub(super) unkept: Option<Unkept>,
}

struct Failed {
    /// In seconds since the Unix epoch.
    at: u64,
    why: String,
    /// Whether it was the service that failed.
    there: bool,
}

pub(super) struct Unkept {
    pub(super) token: Zeroizing<String>,
    pub(super) content: Content,
    pub(super) held: Option<Lock>,
}

impl Flight {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// How often it was tried.
    pub(super) fn tries(&self) -> u64 {
        self.state().tries
    }

    /// Why it is not tried again now: somebody did while this one waited, after `before` tries, or the service failed lately.
    pub(super) fn lately(&self, before: u64, now: u64, good: bool) -> Option<String> {
        let state = self.state();
        let failed = state.failed.as_ref()?;
        let pause = if good { PAUSES.0 } else { PAUSES.1 };
        let lately = state.tries > before || (failed.there && now < failed.at.saturating_add(pause));
        lately.then(|| failed.why.clone())
    }

    /// It was tried; `failed` says why in vain, and whether the service was the reason.
    pub(super) fn tried(&self, at: u64, failed: Option<(String, bool)>) {
        let mut state = self.state();
        state.tries += 1;
        state.failed = failed.map(|(why, there)| Failed { at, why, there });
    }

    /// What was given for this token before, and is kept nowhere yet.
    pub(super) fn unkept(&self, token: &str) -> Option<Content> {
        let state = self.state();
        let unkept = state.unkept.as_ref()?;
        mac::equal(unkept.token.as_bytes(), token.as_bytes()).then(|| unkept.content.clone())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

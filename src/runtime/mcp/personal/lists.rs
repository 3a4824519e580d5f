//! Which tools a server has: for each user those that the user's own connection listed, for all others what anybody's did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use super::Personal;
use super::clean::{self, Told};
use super::key::Key;
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{McpError, RemoteTool};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

/// How long a turn waits for the tools of a user's connection.
const LEARN: Duration = Duration::from_secs(15);
/// How long what failed is not tried again: one user's credential, or the server for anybody.
const AGAIN: Duration = Duration::from_mins(1);
/// So many users' connections of one server are opened at once for nothing but their lists.
const AT_ONCE: usize = 4;
/// So many users' lists and failures are known.
const KNOWN: usize = 1000;

pub(super) struct Lists {
    known: Mutex<Known>,
    learning: Semaphore,
}

#[derive(Default)]
struct Known {
    /// For whom has no connection of their own.
    shared: Arc<[RemoteTool]>,
    own: HashMap<Principal, Own>,
    failed: HashMap<Key, Instant>,
    /// Until then nobody's connection is opened for its list: the server does not answer.
    rests_until: Option<Instant>,
}

/// A user's list as it came, and as it is told.
struct Own {
    came: Arc<[RemoteTool]>,
    told: Arc<[RemoteTool]>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { known: Mutex::default(), learning: Semaphore::new(AT_ONCE) }
    }
}

impl Lists {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn shared(&self) -> Arc<[RemoteTool]> {
        Arc::clone(&self.lock().shared)
    }

    pub(super) fn own(&self, who: &Principal) -> Option<Arc<[RemoteTool]>> {
        self.lock().own.get(who).map(|own| Arc::clone(&own.told))
    }

    /// The connection of `who` lists these. Lists that are the same are one for all that have them.
    pub(super) fn set(&self, who: &Principal, came: Arc<[RemoteTool]>, redactor: &Redactor) {
        let is_known = |known: &Known| known.own.get(who).is_some_and(|own| Arc::ptr_eq(&own.came, &came));
        if came.is_empty() || is_known(&self.lock()) {
            return;
        }
        // Before anybody waits for it.
        let Told { own: mut told, all } = clean::tools(&came, redactor);
        let mut known = self.lock();
        if *known.shared != *all {
            known.shared = all;
        }
        if *told == *known.shared {
            told = Arc::clone(&known.shared);
        }
        if known.own.len() >= KNOWN {
            known.own.clear();
        }
        known.own.insert(who.clone(), Own { came, told });
    }

    pub(super) fn forget(&self, who: &Principal) {
        let mut known = self.lock();
        known.own.remove(who);
        known.failed.retain(|key, _| key.who != *who);
    }

    /// What failed is tried again.
    pub(super) fn forget_failures(&self) {
        let mut known = self.lock();
        known.failed.clear();
        known.rests_until = None;
    }

    pub(super) fn rests(&self) -> bool {
        self.lock().rests_until.is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self) {
        self.lock().rests_until = Some(Instant::now() + AGAIN);
    }

    fn has_failed(&self, key: &Key) -> bool {
        self.lock().failed.get(key).is_some_and(|at| at.elapsed() < AGAIN)
    }

    /// Where the server itself does not answer nobody else waits for it either.
    fn fails(&self, key: Key, error: &McpError) {
        if matches!(error, McpError::Busy { .. }) {
            return;
        }
        if error.may_pass() {
            self.rest();
        }
        let mut known = self.lock();
        if known.failed.len() >= KNOWN {
            known.failed.clear();
        }
        known.failed.insert(key, Instant::now());
    }
}

impl Personal {
    /// Its tools for `asker`: those of the asker's own connection where there was one.
    pub fn tools_for(&self, asker: &Asker) -> Arc<[RemoteTool]> {
        self.0.lists.own(asker.who()).unwrap_or_else(|| self.tools())
    }

    /// Lists its tools with what `asker` has, where neither the formation nor the asker's own connection has; waits a while.
    /// Who has no credential learns nothing, and nothing is recorded of it.
    pub async fn learn(&self, asker: &Asker) {
        let known = || {
            let listed = self.lister().is_some_and(|lister| !lister.tools().is_empty());
            listed || self.0.lists.own(asker.who()).is_some()
        };
        if known() || self.0.blueprint.link.is_err() || self.0.lists.rests() {
            return;
        }
        let Some(access) = &self.0.pool.users.access else { return };
        if !access.has(asker.who(), self.needs()).await {
            return;
        }
        let (this, asker) = (self.clone(), asker.clone());
        // Who waits for it may leave.
        let learning = tokio::spawn(async move { this.learn_now(&asker).await });
        if timeout(LEARN, learning).await.is_err() {
            self.0.lists.rest();
        }
    }

    async fn learn_now(&self, asker: &Asker) {
        let Ok(_turn) = self.0.lists.learning.acquire().await else { return };
        if self.0.lists.rests() {
            return;
        }
        let Ok(grants) = self.grants(asker, false).await else { return };
        let Some(granted) = grants.each.into_iter().next() else { return };
        let key = Key::new(self.id(), asker.who(), &granted);
        if self.0.lists.has_failed(&key) {
            return;
        }
        if let Err(error) = self.listed(asker, &granted).await {
            self.0.lists.fails(key, &error);
        }
    }
}

//! What other processes do with the file of tokens: a login, a logout, a renewal.

use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use zeroize::Zeroizing;

use super::client::OAuth;
use super::file::Kept;
use crate::support::fs::Stamp;

/// How often is looked whether somebody logged in.
const LOOK: Duration = Duration::from_secs(2);

/// Requests look so often at most whether another process changed the file of tokens.
const NOTICE: Duration = Duration::from_secs(1);

/// What was in the file when it was read last.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) print: Option<Stamp>,
    looked: Option<Instant>,
    pub(super) token: Option<Zeroizing<String>>,
    login: Option<String>,
    /// The token that was there when a person had to log in: with another one it may go on.
    pub(super) refused: Option<Zeroizing<String>>,
}

impl OAuth {
    /// Returns when there is another token than the one with which a person had to log in.
    pub async fn changed(&self) {
        let Some(file) = &self.0.file else { return std::future::pending().await };
        loop {
            tokio::time::sleep(LOOK).await;
            if file.print() != self.seen().print {
                drop(self.kept().await);
            }
            let seen = self.seen();
            if seen.token.is_some() && seen.token != seen.refused {
                return;
            }
        }
    }

    /// Returns when another login is used than at the call, or none any more.
    pub async fn other_login(&self) {
        if self.0.file.is_none() {
            return std::future::pending().await;
        }
        let before = self.seen().login.clone();
        while self.seen().login == before {
            tokio::time::sleep(LOOK).await;
            self.notice().await;
        }
    }

    /// Takes up what another process did with the file: a login, a logout, a renewal.
    pub(super) async fn notice(&self) {
        let Some(file) = &self.0.file else { return };
        let now = Instant::now();
        {
            let mut seen = self.seen();
            if seen.looked.is_some_and(|at| now.duration_since(at) < NOTICE) {
                return;
            }
            seen.looked = Some(now);
            if file.print() == seen.print {
                return;
            }
        }
        // Whoever renews them here is about to write it.
        let _alone = self.0.alone.lock().await;
        let changed = file.print() != self.seen().print;
        if changed && let Ok(Some(kept)) = self.kept().await {
            self.adopt(&kept);
        }
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This is in the file now.
    pub(super) fn saw(&self, print: Option<Stamp>, kept: Option<&Kept>) {
        let mut seen = self.seen();
        seen.print = print;
        seen.token = kept.and_then(|kept| kept.record.access_token.clone());
        seen.login = kept.map(|kept| kept.record.login.clone());
    }
}

//! Looks after what users have open: what is idle, old, or opened with what is not theirs any more, ends.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::pool::{Kept, Pool};
use crate::runtime::credentials::CredentialError;
use crate::runtime::principal::Principal;

/// How often; and at once when credentials change in this process.
const EVERY: Duration = Duration::from_secs(5);

/// Looks after them as long as there are any.
pub(super) fn start(pool: &Arc<Pool>) {
    let changes = pool.users.access.as_ref().map(|access| access.keeper.changes());
    let pool = Arc::downgrade(pool);
    tokio::spawn(async move {
        let mut changes = changes;
        while let Some(()) = wait(&pool, changes.as_mut()).await {
            let Some(pool) = pool.upgrade() else { return };
            idle(&pool);
            stale(&pool).await;
            let mut state = pool.lock();
            if state.all.is_empty() {
                state.swept = false;
                return;
            }
        }
    });
}

/// Until it is time to look again; nothing where there is nothing to look at any more.
async fn wait(pool: &Weak<Pool>, changes: Option<&mut watch::Receiver<u64>>) -> Option<()> {
    let news = async {
        let heard = match changes {
            Some(changes) => changes.changed().await.is_ok(),
            None => false,
        };
        if !heard {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = sleep(EVERY) => {}
        () = news => {}
    }
    (pool.strong_count() > 0).then_some(())
}

fn idle(pool: &Arc<Pool>) {
    let now = Instant::now();
    let is_over = |kept: &Kept| {
        let idle = kept.in_use == 0 && now.saturating_duration_since(kept.since) >= kept.server.spec().idle;
        idle || kept.is_old(now, pool.users.ttl)
    };
    retire(pool, is_over);
}

fn retire(pool: &Arc<Pool>, fits: impl Fn(&Kept) -> bool) {
    let ended: Vec<Kept> = {
        let mut state = pool.lock();
        state.those(fits).into_iter().filter_map(|number| state.retire(number)).collect()
    };
    pool.end(ended);
}

/// Ends what was opened with a credential that is gone, cannot be trusted or has ended, also while it is used; and what was
/// opened with an older version of one, or one that is renewed, when nobody uses it.
async fn stale(pool: &Arc<Pool>) {
    let Some(access) = &pool.users.access else { return };
    let mut users: Vec<Principal> = pool.lock().all.values().map(|kept| kept.key.who.clone()).collect();
    users.sort_by(|a, b| (a.tenant(), a.user()).cmp(&(b.tenant(), b.user())));
    users.dedup();
    for who in users {
        // What is opened from here on may be of credentials that are kept only now: the next look sees it.
        let read = Instant::now();
        let is_whose = |kept: &Kept| kept.key.who == who && !kept.trial && kept.opened <= read;
        let current = match access.keeper.current(&who).await {
            Ok(current) => {
                // Of what was deleted nothing stays behind, as tokens that its program made with it.
                let is_deleted = |kept: &Kept| kept.key.with.iter().any(|(id, _)| !current.contains_key(id));
                let mut state = pool.lock();
                let deleted = state.all.values_mut().filter(|kept| is_whose(kept) && is_deleted(kept));
                deleted.for_each(|kept| kept.forgets = true);
                current
            }
            Err(CredentialError::Tampered { .. } | CredentialError::Sealed { .. }) => HashMap::new(),
            Err(_) => {
                // Nobody knows now: the next call looks again.
                retire(pool, is_whose);
                continue;
            }
        };
        let now = pool.shared.clock.now_millis();
        let of = |id: &String| current.get(id);
        let ended = |end: &Option<u64>| end.is_some_and(|end| end <= now);
        let gone = |kept: &Kept| {
            let is_gone = |id| of(id).is_none_or(|(_, end)| ended(end) && !kept.renews);
            kept.key.with.iter().any(|(id, _)| is_gone(id))
        };
        pool.end_all(|kept| is_whose(kept) && gone(kept)).await;
        let older = |kept: &Kept| {
            let is_older = |id, with| of(id).is_none_or(|(version, end)| *version > with || ended(end));
            kept.key.with.iter().any(|(id, version)| is_older(id, *version))
        };
        retire(pool, |kept| is_whose(kept) && older(kept));
    }
}

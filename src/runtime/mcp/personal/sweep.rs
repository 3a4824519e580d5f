//! Looks after what users have open: what is idle, old, or opened with what is not theirs any more, ends.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::pool::{Kept, Key, Pool, retire};
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
    let mut ended: Vec<Kept> = Vec::new();
    {
        let mut state = pool.lock();
        let is_over = |kept: &Kept| {
            let idle = kept.in_use == 0 && now >= kept.since + kept.server.spec().idle;
            idle || kept.is_old(now, pool.users.ttl)
        };
        let over: Vec<Key> =
            state.all.iter().filter(|(_, kept)| is_over(kept)).map(|(key, _)| key.clone()).collect();
        for key in over {
            retire(&mut state, &key, &mut ended);
        }
    }
    end(pool, ended);
}

fn end(pool: &Arc<Pool>, ended: Vec<Kept>) {
    for kept in ended {
        pool.end(kept);
    }
}

/// Ends what was opened with a credential that is gone or has ended, also while it is used; and what was opened with an older
/// version of one, when nobody uses it.
async fn stale(pool: &Arc<Pool>) {
    let Some(access) = &pool.users.access else { return };
    let mut users: Vec<Principal> = pool.lock().all.keys().map(|key| key.who.clone()).collect();
    users.sort_by(|a, b| (a.tenant(), a.user()).cmp(&(b.tenant(), b.user())));
    users.dedup();
    let now = pool.shared.clock.now_millis();
    for who in users {
        // What cannot be trusted or read is not used either.
        let current: HashMap<String, (u64, Option<u64>)> =
            access.keeper.current(&who).await.unwrap_or_default();
        let gone = |key: &Key| {
            let is_there =
                |id: &String| current.get(id).is_some_and(|(_, end)| end.is_none_or(|end| end > now));
            !key.with.iter().all(|(id, _)| is_there(id))
        };
        pool.end_all(|key| key.who == who && gone(key)).await;
        let mut ended: Vec<Kept> = Vec::new();
        {
            let mut state = pool.lock();
            let older = |key: &&Key| {
                key.who == who
                    && key
                        .with
                        .iter()
                        .any(|(id, version)| current.get(id).is_none_or(|(current, _)| current != version))
            };
            let older: Vec<Key> = state.all.keys().filter(older).cloned().collect();
            for key in &older {
                retire(&mut state, key, &mut ended);
            }
        }
        end(pool, ended);
    }
}

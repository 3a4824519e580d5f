//! Whose a private home is: two programs of one server must not have it at once.

use std::sync::Arc;

use tokio::sync::watch;

/// The private home of the programs of one server. Clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Home(Arc<watch::Sender<Tenancy>>);

#[derive(Clone, Copy, Default)]
struct Tenancy {
    /// Which program of all this is, counted from 1.
    number: u64,
    /// Whether it is still there.
    taken: bool,
}

/// The right to a home, until this is dropped.
pub(super) struct Tenant(Home);

impl Home {
    /// Whether nobody else knows of it.
    pub(super) fn is_last(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Whether nobody has it now.
    pub(super) fn is_free(&self) -> bool {
        !self.0.borrow().taken
    }

    /// Waits until nobody has it, and takes it.
    pub(super) async fn enter(&self) -> Tenant {
        let mut changes = self.0.subscribe();
        loop {
            let taken = self.0.send_if_modified(|now| {
                let free = !now.taken;
                if free {
                    *now = Tenancy { number: now.number + 1, taken: true };
                }
                free
            });
            if taken {
                return Tenant(self.clone());
            }
            // The sender is `self`'s.
            drop(changes.wait_for(|now| !now.taken).await);
        }
    }

    /// Waits until whoever has it now is gone. Others may have come then.
    pub(super) async fn left(&self) {
        let now = *self.0.borrow();
        if now.taken {
            drop(self.0.subscribe().wait_for(|then| then.number != now.number || !then.taken).await);
        }
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        self.0.0.send_modify(|now| now.taken = false);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn one_has_it_at_a_time_and_who_waits_for_the_one_before_does_not_wait_for_the_next() {
        let home = Home::default();
        assert!(home.left().now_or_never().is_some());
        let first = home.enter().await;
        assert!(home.enter().now_or_never().is_none());
        let (waiting, next) = (home.clone(), home.clone());
        let waiting = tokio::spawn(async move { waiting.left().await });
        let next = tokio::spawn(async move { next.enter().await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished() && !next.is_finished());
        drop(first);
        let second = timeout(Duration::from_secs(10), next).await.unwrap().unwrap();
        timeout(Duration::from_secs(10), waiting).await.unwrap().unwrap();
        assert!(home.left().now_or_never().is_none());
        drop(second);
        assert!(home.left().now_or_never().is_some());
    }
}

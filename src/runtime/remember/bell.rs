//! How long turns wait for what is remembered, with one timer for all of them. One of its own for each turn would wake the
//! thread that sleeps until the next timer, each time, and hardly any ever rings.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// Rings within a span after somebody began to wait; while nobody does, it is silent.
#[derive(Default)]
pub(in crate::runtime) struct Bell(Arc<Inner>);

#[derive(Default)]
struct Inner {
    ring: Notify,
    /// It is about to ring.
    set: AtomicBool,
}

impl Bell {
    /// What comes of `work`, or nothing where that takes longer than `span`: the same at each call of one bell.
    pub(super) async fn within<T>(&self, span: Duration, work: impl Future<Output = T>) -> Option<T> {
        let (began, mut work) = (Instant::now(), pin!(work));
        // It hears of each ring from now on.
        let rung = self.0.ring.notified();
        self.set(span);
        tokio::select! {
            biased;
            done = &mut work => return Some(done),
            () = rung => {}
        }
        // It was set before this began, so that it rang too early: the rest is waited for by itself.
        tokio::time::timeout(span.saturating_sub(began.elapsed()), work).await.ok()
    }

    fn set(&self, span: Duration) {
        if self.0.set.swap(true, Ordering::AcqRel) {
            return;
        }
        let bell = Arc::clone(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(span).await;
            // Who comes after this sets it again; who came before is told.
            bell.set.store(false, Ordering::Release);
            bell.ring.notify_waiters();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Duration = Duration::from_millis(40);

    #[tokio::test]
    async fn each_waits_its_whole_span_whenever_the_bell_was_set() {
        let bell = Bell::default();
        assert_eq!(bell.within(SPAN, async { 1 }).await, Some(1), "and sets it");
        for _ in 0..3 {
            let began = Instant::now();
            assert_eq!(bell.within(SPAN, std::future::pending::<()>()).await, None);
            assert!(began.elapsed() >= SPAN, "{:?}", began.elapsed());
        }
    }

    #[tokio::test]
    async fn what_comes_after_the_bell_and_within_the_span_is_not_lost() {
        let (bell, long) = (Bell::default(), Duration::from_hours(1));
        let (say, said) = tokio::sync::oneshot::channel();
        let (waits, rings) = (bell.within(long, said), async {
            // As if it had been set long before.
            bell.0.ring.notify_waiters();
            tokio::task::yield_now().await;
            say.send(7).unwrap();
        });
        assert_eq!(tokio::join!(waits, rings).0, Some(Ok(7)));
    }
}

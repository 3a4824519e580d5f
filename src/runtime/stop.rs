//! Ending a runtime in two steps: first nothing new begins, then what still runs is told to end.

use std::time::Duration;

use tokio::sync::watch;

/// The time to tell clients of the end.
const TELLING: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Running,
    Draining,
    Cancelling,
}

/// The two steps of ending. Clones belong to the same runtime.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<Phase>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(Phase::Running))
    }
}

impl Stop {
    /// From now on nothing new begins; what runs goes on.
    pub fn drain(&self) {
        self.advance(Phase::Draining);
    }

    /// What still runs is told to end now.
    pub fn cancel(&self) {
        self.advance(Phase::Cancelling);
    }

    /// Drains, and cancels what still runs after `grace`.
    pub async fn drain_for(&self, grace: Duration) {
        self.drain();
        tokio::time::sleep(grace).await;
        self.cancel();
    }

    /// Whether new work is refused.
    pub fn is_draining(&self) -> bool {
        *self.0.borrow() >= Phase::Draining
    }

    /// Returns when draining begins.
    pub async fn draining(&self) {
        self.reached(Phase::Draining).await;
    }

    /// Returns when running work has to end.
    pub async fn cancelled(&self) {
        self.reached(Phase::Cancelling).await;
    }

    /// Returns a moment after running work had to end: whoever has not been told by then will not be.
    pub async fn told(&self) {
        self.cancelled().await;
        tokio::time::sleep(TELLING).await;
    }

    fn advance(&self, to: Phase) {
        self.0.send_if_modified(|phase| {
            let later = to > *phase;
            if later {
                *phase = to;
            }
            later
        });
    }

    async fn reached(&self, phase: Phase) {
        // The sender lives in `self`, so waiting cannot fail.
        drop(self.0.subscribe().wait_for(|now| *now >= phase).await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn cancelling_includes_draining_and_never_goes_back() {
        let stop = Stop::default();
        assert!(!stop.is_draining());
        stop.cancel();
        stop.drain();
        assert!(stop.is_draining());
        stop.draining().await;
        stop.cancelled().await;
    }
}

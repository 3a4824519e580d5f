//! What fails again and again is left alone for a while.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use super::ModelError;
use crate::support::clock::{Clock, millis};

/// When an endpoint is left alone, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerPolicy {
    /// So many questions in a row that failed by the provider's fault.
    pub failures: u32,
    /// So long nothing is asked; then one question tries.
    pub rest: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self { failures: 5, rest: Duration::from_mins(1) }
    }
}

/// The breaker of one endpoint and key, which all models and agents that use them share.
#[derive(Debug)]
pub struct Breaker {
    /// Whose: the provider's name and where it is, for the status.
    endpoint: String,
    provider: String,
    policy: BreakerPolicy,
    clock: Clock,
    failures: AtomicU32,
    /// The time at which one may try, in milliseconds; 0 while questions go through.
    opens_at: AtomicU64,
    /// Somebody tries.
    trial: AtomicBool,
}

/// What a breaker is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// Questions go through.
    Closed,
    /// Nothing is asked for so long.
    Open(Duration),
    /// One question tries, or the next one will.
    Trial,
}

/// The way to one question. It is told how that went; dropped, it says nothing.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    trial: bool,
}

impl Breaker {
    /// A closed one. `endpoint` is shown, and must have no login in it.
    pub fn new(
        provider: impl Into<String>,
        endpoint: impl Into<String>,
        policy: BreakerPolicy,
        clock: Clock,
    ) -> Self {
        Self {
            endpoint: endpoint.into(),
            provider: provider.into(),
            policy,
            clock,
            failures: AtomicU32::new(0),
            opens_at: AtomicU64::new(0),
            trial: AtomicBool::new(false),
        }
    }

    /// The provider's name.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Where it is.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// How many questions in a row failed.
    pub fn failures(&self) -> u32 {
        self.failures.load(Ordering::Relaxed)
    }

    /// What it is at.
    pub fn state(&self) -> BreakerState {
        match self.opens_at.load(Ordering::Acquire) {
            0 => BreakerState::Closed,
            until => match until.saturating_sub(self.clock.now_millis()) {
                0 => BreakerState::Trial,
                left => BreakerState::Open(Duration::from_millis(left)),
            },
        }
    }

    /// Lets a question through, or says how long not.
    pub(super) fn enter(&self) -> Result<Pass<'_>, ModelError> {
        match self.state() {
            BreakerState::Closed => Ok(Pass { breaker: self, trial: false }),
            BreakerState::Trial if !self.trial.swap(true, Ordering::AcqRel) => {
                Ok(Pass { breaker: self, trial: true })
            }
            BreakerState::Trial => Err(self.unavailable(Duration::from_secs(1))),
            BreakerState::Open(wait) => Err(self.unavailable(wait)),
        }
    }

    fn unavailable(&self, wait: Duration) -> ModelError {
        ModelError::Unavailable { provider: self.provider.clone(), failures: self.failures(), wait }
    }
}

impl Pass<'_> {
    /// It answered, be it with a refusal.
    pub(super) fn answered(&self) {
        // Written only where it changes something: all threads read it.
        if self.breaker.failures() != 0 {
            self.breaker.failures.store(0, Ordering::Relaxed);
        }
        // An answer to what was asked before it opened does not close it; that is for the trial.
        if self.trial {
            self.breaker.opens_at.store(0, Ordering::Release);
        }
    }

    /// It failed. `error` says whether that is the provider's fault.
    pub(super) fn failed(&self, error: &ModelError) {
        if !error.is_providers() {
            if error.is_answer() {
                self.answered();
            }
            return;
        }
        let failures = self.breaker.failures.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let open = self.breaker.opens_at.load(Ordering::Acquire) != 0;
        if self.trial || (!open && failures >= self.breaker.policy.failures) {
            let rest = millis(self.breaker.policy.rest);
            let until = self.breaker.clock.now_millis().saturating_add(rest).max(1);
            self.breaker.opens_at.store(until, Ordering::Release);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.trial {
            self.breaker.trial.store(false, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> ModelError {
        ModelError::Refused { provider: "p".into(), status, retry_after: None, detail: String::new() }
    }

    fn breaker() -> (Breaker, Clock) {
        let clock = Clock::fixed(1_000);
        (Breaker::new("p", "http://p", BreakerPolicy::default(), clock.clone()), clock)
    }

    fn fail(breaker: &Breaker, times: u32) {
        for _ in 0..times {
            breaker.enter().unwrap().failed(&refused(503));
        }
    }

    #[test]
    fn five_failures_in_a_row_open_it_and_one_trial_closes_it() {
        let (breaker, clock) = breaker();
        fail(&breaker, 4);
        assert_eq!(breaker.state(), BreakerState::Closed);
        fail(&breaker, 1);
        assert_eq!(breaker.state(), BreakerState::Open(Duration::from_mins(1)));
        clock.advance(Duration::from_secs(20));
        let error = breaker.enter().unwrap_err();
        assert_eq!(error.to_string(), "p failed 5 times in a row; it is asked again in 40 s");
        clock.advance(Duration::from_secs(40));
        let trial = breaker.enter().unwrap();
        assert!(breaker.enter().is_err(), "one at a time");
        trial.answered();
        drop(trial);
        assert_eq!((breaker.state(), breaker.failures()), (BreakerState::Closed, 0));
    }

    #[test]
    fn a_trial_that_fails_opens_it_again_and_one_that_is_cancelled_leaves_it_to_the_next() {
        let (breaker, clock) = breaker();
        fail(&breaker, 5);
        clock.advance(Duration::from_mins(1));
        drop(breaker.enter().unwrap());
        fail(&breaker, 1);
        assert_eq!(breaker.state(), BreakerState::Open(Duration::from_mins(1)));
    }

    #[test]
    fn an_answer_between_failures_and_a_refusal_of_ours_begin_the_count_anew() {
        let (breaker, _) = breaker();
        fail(&breaker, 4);
        breaker.enter().unwrap().answered();
        fail(&breaker, 4);
        breaker.enter().unwrap().failed(&refused(400));
        fail(&breaker, 4);
        assert_eq!(breaker.state(), BreakerState::Closed);
    }

    #[test]
    fn a_late_answer_does_not_close_an_open_one() {
        let (breaker, _) = breaker();
        let late = breaker.enter().unwrap();
        fail(&breaker, 5);
        late.answered();
        assert!(matches!(breaker.state(), BreakerState::Open(_)));
    }
}

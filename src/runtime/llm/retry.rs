//! When to ask again, and how long to wait before.

use std::time::Duration;

use super::ModelError;
use crate::crypto::rng;

/// How often and how patiently a request is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times after the first.
    pub max_retries: u32,
    /// The first wait is at most so long; each next one at most twice as long as the one before.
    pub base: Duration,
    /// The longest wait. A provider that asks for more is not waited for.
    pub longest: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { max_retries: 3, base: Duration::from_millis(250), longest: Duration::from_secs(8) }
    }
}

impl RetryPolicy {
    /// One that sends again as often as `self`, and at once.
    #[must_use]
    pub fn without_waits(self) -> Self {
        Self { base: Duration::ZERO, ..self }
    }

    /// The wait before try `attempt` (1 is the first retry), or `None` when the error stands.
    pub fn wait(&self, attempt: u32, error: &ModelError) -> Option<Duration> {
        if attempt > self.max_retries || !error.may_pass() {
            return None;
        }
        if let Some(asked) = error.retry_after() {
            return match asked <= self.longest {
                true if self.base.is_zero() => Some(Duration::ZERO),
                fits => fits.then_some(asked),
            };
        }
        let doubled = self.base.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest);
        // Full jitter: clients that failed together do not return together.
        Some(doubled.mul_f64(rng::part()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(retry_after: Option<u64>) -> ModelError {
        ModelError::RateLimited {
            provider: "p".into(),
            retry_after: retry_after.map(Duration::from_secs),
            detail: String::new(),
        }
    }

    fn refused(status: u16, retry_after: Option<u64>) -> ModelError {
        let retry_after = retry_after.map(Duration::from_secs);
        ModelError::Refused { provider: "p".into(), status, retry_after, detail: String::new() }
    }

    #[test]
    fn the_bound_of_waits_doubles_and_each_wait_is_anywhere_below_it() {
        let policy = RetryPolicy::default();
        for (attempt, full) in [(1, 250), (2, 500), (3, 1000)] {
            let waits: Vec<_> =
                (0..200).map(|_| policy.wait(attempt, &refused(503, None)).unwrap().as_millis()).collect();
            assert!(waits.iter().all(|wait| *wait <= full), "attempt {attempt}: {waits:?}");
            assert!(waits.iter().any(|wait| *wait < full / 3), "attempt {attempt}: {waits:?}");
            assert!(waits.iter().any(|wait| *wait > full * 2 / 3), "attempt {attempt}: {waits:?}");
        }
        assert_eq!(policy.wait(4, &refused(503, None)), None);
    }

    #[test]
    fn a_short_retry_after_is_obeyed_and_a_long_one_ends_the_tries() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(1, &limited(Some(2))), Some(Duration::from_secs(2)));
        assert_eq!(policy.wait(1, &refused(503, Some(2))), Some(Duration::from_secs(2)));
        assert_eq!(policy.wait(1, &limited(Some(60))), None);
        assert_eq!(policy.without_waits().wait(1, &limited(Some(2))), Some(Duration::ZERO));
        assert_eq!(policy.without_waits().wait(1, &limited(Some(60))), None);
    }

    #[test]
    fn a_fault_that_stays_is_not_tried_again() {
        assert_eq!(RetryPolicy::default().wait(1, &refused(400, None)), None);
    }
}

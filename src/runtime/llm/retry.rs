//! When to ask again, and how long to wait before.

use std::time::Duration;

use super::ModelError;
use crate::crypto::rng;

/// How often and how patiently a request is sent again.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// How many times after the first.
    pub max_retries: u32,
    /// The first wait; each next one is twice as long.
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
    /// The wait before try `attempt` (1 is the first retry), or `None` when the error stands.
    pub fn wait(&self, attempt: u32, error: &ModelError) -> Option<Duration> {
        if attempt > self.max_retries || !error.may_pass() {
            return None;
        }
        if let ModelError::RateLimited { retry_after: Some(asked), .. } = error {
            return (*asked <= self.longest).then_some(*asked);
        }
        let doubled = self.base.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest);
        // Full jitter over the upper half: clients that failed together do not return together.
        Some(doubled / 2 + doubled.mul_f64(f64::from(random_byte()) / 512.0))
    }
}

fn random_byte() -> u8 {
    rng::array::<1>().map_or(128, |[byte]| byte)
}

/// `Retry-After` in seconds (RFC 9110, 10.2.3); the date form is not used by providers.
pub(super) fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    (0.0..=86_400.0).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
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

    fn refused(status: u16) -> ModelError {
        ModelError::Refused { provider: "p".into(), status, detail: String::new() }
    }

    #[test]
    fn waits_double_and_stay_within_half_to_full() {
        let policy = RetryPolicy::default();
        for (attempt, full) in [(1, 250), (2, 500), (3, 1000)] {
            let wait = policy.wait(attempt, &refused(503)).unwrap().as_millis();
            assert!((full / 2..=full).contains(&wait), "attempt {attempt}: {wait}");
        }
        assert_eq!(policy.wait(4, &refused(503)), None);
    }

    #[test]
    fn a_short_retry_after_is_obeyed_and_a_long_one_ends_the_tries() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(1, &limited(Some(2))), Some(Duration::from_secs(2)));
        assert_eq!(policy.wait(1, &limited(Some(60))), None);
    }

    #[test]
    fn a_fault_that_stays_is_not_tried_again() {
        assert_eq!(RetryPolicy::default().wait(1, &refused(400)), None);
    }
}

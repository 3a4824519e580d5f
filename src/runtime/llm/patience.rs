//! How long a model is waited for, by how long it took before.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::support::clock::millis;

/// The shortest wait, however fast a model was.
const SHORTEST: Duration = Duration::from_secs(30);
/// The longest, where the formation does not say `timeout_seconds`.
const LONGEST: Duration = Duration::from_mins(2);
/// What a whole answer may take at the most, where the formation does not say.
const WHOLE: Duration = Duration::from_mins(10);
/// A slow model writes so many tokens in a second.
const SLOW: u64 = 20;
/// The limit is so many times what 95 of 100 answers took at most.
const FACTOR: u32 = 4;
/// So many of the last answers count.
const KEPT: usize = 64;
/// Before so many were seen, nothing is known.
const ENOUGH: usize = 8;

/// How long one model is waited for. It learns.
#[derive(Debug)]
pub struct Patience {
    /// `timeout_seconds`.
    said: Option<Duration>,
    first: Moving,
    between: Moving,
}

impl Patience {
    /// With `timeout_seconds`, where the formation says it: then nothing is waited for longer.
    pub fn new(said: Option<Duration>) -> Self {
        let bound = said.unwrap_or(LONGEST);
        Self { said, first: Moving::new(bound), between: Moving::new(bound) }
    }

    /// For the first byte of a streamed answer.
    pub fn first(&self) -> Duration {
        self.first.limit()
    }

    /// For the next piece of one.
    pub fn between(&self) -> Duration {
        self.between.limit()
    }

    /// For the next word of a stream that goes on without one: with signs of life, or reasoning.
    pub fn silent(&self) -> Duration {
        self.said.map_or(WHOLE, |said| said.max(WHOLE))
    }

    /// For an answer that comes whole, with so many tokens at the most.
    pub fn whole(&self, max_tokens: Option<u64>) -> Duration {
        self.said.unwrap_or_else(|| {
            let writing = max_tokens.map_or(WHOLE, |tokens| Duration::from_secs(tokens / SLOW));
            LONGEST.saturating_add(writing).min(WHOLE)
        })
    }

    /// A streamed answer began after `first`, and paused for `between` at the longest.
    pub fn learn(&self, first: Duration, between: Option<Duration>) {
        self.first.add(first);
        if let Some(between) = between {
            self.between.add(between);
        }
    }
}

/// The 95th percentile of the last times, as a limit.
#[derive(Debug)]
struct Moving {
    bound: Duration,
    /// In milliseconds; made when a time is added, so that reading it costs nothing.
    limit: AtomicU64,
    times: Mutex<Times>,
}

#[derive(Debug, Default)]
struct Times {
    /// In milliseconds, the oldest overwritten.
    last: Vec<u64>,
    next: usize,
}

impl Moving {
    fn new(bound: Duration) -> Self {
        Self { bound, limit: AtomicU64::new(millis(bound)), times: Mutex::default() }
    }

    fn limit(&self) -> Duration {
        Duration::from_millis(self.limit.load(Ordering::Relaxed))
    }

    fn add(&self, time: Duration) {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        if times.last.len() < KEPT {
            times.last.push(millis(time));
        } else {
            let next = times.next;
            times.last[next] = millis(time);
            times.next = (next + 1) % KEPT;
        }
        if times.last.len() < ENOUGH {
            return;
        }
        let mut sorted = times.last.clone();
        sorted.sort_unstable();
        let slow = sorted[(sorted.len() * 95).div_ceil(100) - 1];
        let limit = Duration::from_millis(slow).saturating_mul(FACTOR).max(SHORTEST).min(self.bound);
        self.limit.store(millis(limit), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn after(said: Option<u64>, times: &[u64]) -> Patience {
        let patience = Patience::new(said.map(secs));
        for time in times {
            patience.learn(secs(*time), Some(secs(1)));
        }
        patience
    }

    #[test]
    fn a_model_is_waited_for_four_times_as_long_as_it_usually_takes_within_bounds() {
        assert_eq!(after(None, &[]).first(), secs(120));
        assert_eq!(after(None, &[1; 7]).first(), secs(120), "too few to know");
        assert_eq!(after(None, &[1; 8]).first(), secs(30));
        assert_eq!(after(None, &[12; 8]).first(), secs(48));
        assert_eq!(after(None, &[60; 8]).first(), secs(120));
        assert_eq!(after(None, &[12; 8]).between(), secs(30));
    }

    #[test]
    fn one_slow_answer_of_twenty_does_not_count_and_old_ones_are_forgotten() {
        let mut times = vec![10; 19];
        times.push(100);
        assert_eq!(after(None, &times).first(), secs(40));
        times.extend([20; 64]);
        assert_eq!(after(None, &times).first(), secs(80));
    }

    #[test]
    fn what_the_formation_says_is_the_bound_of_all_limits() {
        let short = after(Some(5), &[1; 8]);
        assert_eq!((short.first(), short.between(), short.whole(None)), (secs(5), secs(5), secs(5)));
        assert_eq!(after(Some(600), &[100; 8]).first(), secs(400));
        assert_eq!(after(Some(600), &[]).whole(Some(10)), secs(600));
    }

    #[test]
    fn a_whole_answer_may_take_as_long_as_its_tokens_need() {
        let patience = Patience::new(None);
        assert_eq!(patience.whole(Some(100)), secs(125));
        assert_eq!(patience.whole(Some(4000)), secs(320));
        assert_eq!(patience.whole(None), secs(600));
    }
}

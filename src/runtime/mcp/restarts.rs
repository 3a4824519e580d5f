//! How often a server that fails is tried again.

use std::collections::VecDeque;
use std::time::Duration;

use crate::crypto::rng;
use crate::support::clock::{Clock, millis};

/// So many failures in so long a time, and a program is left alone.
const FAILURES: usize = 5;
const WINDOW: Duration = Duration::from_mins(1);

/// The first wait; each next one is twice as long.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_mins(1);

/// The failures of one server.
pub(super) struct Restarts {
    clock: Clock,
    first: Duration,
    /// How many failures it takes; `None`: it is always tried again.
    most: Option<usize>,
    failures: VecDeque<u64>,
    in_a_row: u32,
}

/// What comes after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another try, after this wait.
    After(Duration),
    /// It is left alone.
    Never,
}

impl Restarts {
    /// For a program: `retries` tries after the first, and never more than 5 failures in 60 s.
    pub(super) fn of_program(clock: Clock, retries: Option<u32>, first: Option<Duration>) -> Self {
        let most = retries.map_or(FAILURES, |retries| (retries as usize).saturating_add(1).min(FAILURES));
        Self { most: Some(most), ..Self::of_server(clock, first) }
    }

    /// For a server that runs elsewhere: nothing is started there, so it is asked again for ever.
    pub(super) fn of_server(clock: Clock, first: Option<Duration>) -> Self {
        Self { clock, first: first.unwrap_or(FIRST), most: None, failures: VecDeque::new(), in_a_row: 0 }
    }

    /// Once more it failed.
    pub(super) fn failed(&mut self) -> Next {
        let now = self.clock.now_millis();
        let window = millis(WINDOW);
        while self.failures.front().is_some_and(|at| at.saturating_add(window) <= now) {
            self.failures.pop_front();
        }
        self.failures.push_back(now);
        self.in_a_row = self.in_a_row.saturating_add(1);
        if self.failures.len() > FAILURES {
            self.failures.pop_front();
        }
        if self.most.is_some_and(|most| self.failures.len() >= most) {
            return Next::Never;
        }
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(self.in_a_row - 1)).min(LONGEST);
        // Half of it is chance: servers that failed together do not come back together.
        Next::After(doubled.mul_f64(0.5 + rng::part() / 2.0))
    }

    /// It answered.
    pub(super) fn succeeded(&mut self) {
        self.in_a_row = 0;
    }

    /// Somebody wants it tried as if nothing had been.
    pub(super) fn forget(&mut self) {
        self.failures.clear();
        self.in_a_row = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(next: Next) -> Duration {
        match next {
            Next::After(wait) => wait,
            Next::Never => panic!("it is left alone"),
        }
    }

    #[test]
    fn the_fifth_failure_in_sixty_seconds_is_the_last() {
        let clock = Clock::fixed(1_000_000);
        let mut restarts = Restarts::of_program(clock.clone(), None, None);
        for _ in 0..4 {
            after(restarts.failed());
            clock.advance(Duration::from_millis(14_999));
        }
        // The first was 59.996 s ago.
        assert_eq!(restarts.failed(), Next::Never);
    }

    #[test]
    fn five_failures_in_just_more_than_sixty_seconds_are_not_too_many() {
        let clock = Clock::fixed(1_000_000);
        let mut restarts = Restarts::of_program(clock.clone(), None, None);
        for _ in 0..20 {
            after(restarts.failed());
            clock.advance(Duration::from_secs(15));
        }
    }

    #[test]
    fn waits_double_with_some_chance_in_them_and_begin_anew_after_an_answer() {
        let mut restarts = Restarts::of_server(Clock::fixed(0), None);
        for full in [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000] {
            let wait = after(restarts.failed()).as_millis();
            assert!((full / 2..=full).contains(&wait), "{wait} of {full}");
        }
        restarts.succeeded();
        assert!(after(restarts.failed()) <= FIRST);
    }

    #[test]
    fn a_declared_number_of_retries_is_kept_and_a_server_elsewhere_is_never_left_alone() {
        let clock = Clock::fixed(0);
        assert_eq!(Restarts::of_program(clock.clone(), Some(0), None).failed(), Next::Never);
        let mut restarts = Restarts::of_program(clock.clone(), Some(1), Some(Duration::from_secs(3)));
        assert!(after(restarts.failed()) >= Duration::from_millis(1500));
        assert_eq!(restarts.failed(), Next::Never);
        restarts.forget();
        after(restarts.failed());
        let mut restarts = Restarts::of_server(clock, None);
        (0..100).for_each(|_| {
            after(restarts.failed());
        });
    }
}

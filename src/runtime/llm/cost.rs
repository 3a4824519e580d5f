//! Money, as whole numbers.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Usage;

/// Picodollars (10⁻¹² USD) in a dollar.
const PICO: u64 = 1_000_000_000_000;

/// What models took, in picodollars: a price of USD per million tokens is a whole number of them
/// for one token. Sums saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(u64);

impl Cost {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many picodollars.
    pub fn from_pico(pico: u64) -> Self {
        Self(pico)
    }

    /// In picodollars.
    pub fn pico(self) -> u64 {
        self.0
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// In dollars, for JSON.
    #[expect(clippy::cast_precision_loss, reason = "15 digits are enough for a number that is shown")]
    pub fn usd(self) -> f64 {
        self.0 as f64 / PICO as f64
    }
}

/// `$0.000076`: six digits, or two that are not zero where six would all be.
impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let leading = (PICO / 10) / self.0.max(1);
        let digits = match leading.checked_ilog10() {
            Some(zeros) if self.0 > 0 => (zeros + 3).clamp(6, 12),
            _ => 6,
        };
        let unit = 10_u64.pow(12 - digits);
        let rounded = self.0.saturating_add(unit / 2) / unit;
        let (whole, part) = (rounded / 10_u64.pow(digits), rounded % 10_u64.pow(digits));
        let part = format!("{part:0width$}", width = digits as usize);
        let part = part.trim_end_matches('0');
        write!(f, "${whole}.{part:0<2}")
    }
}

/// What several calls took together; one of unknown price makes the sum unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    known: Cost,
    unknown: bool,
}

impl Spent {
    /// Adds a call.
    pub fn add(&mut self, cost: Option<Cost>) {
        match cost {
            Some(cost) => self.known = self.known.plus(cost),
            None => self.unknown = true,
        }
    }

    /// The sum, where all of it is known.
    pub fn total(self) -> Option<Cost> {
        (!self.unknown).then_some(self.known)
    }

    /// As much of it as is known.
    pub fn known(self) -> Cost {
        self.known
    }
}

/// Sums since the start, for the status.
#[derive(Debug, Default)]
pub struct Totals {
    prompt: AtomicU64,
    completion: AtomicU64,
    cached: AtomicU64,
    cost: AtomicU64,
    unpriced: AtomicU64,
}

impl Totals {
    /// Adds what the models of a turn counted and took.
    pub fn add(&self, usage: Option<Usage>, spent: Spent) {
        if let Some(usage) = usage {
            self.prompt.fetch_add(usage.prompt_tokens, Ordering::Relaxed);
            self.completion.fetch_add(usage.completion_tokens, Ordering::Relaxed);
            self.cached.fetch_add(usage.cached_tokens, Ordering::Relaxed);
        }
        self.cost.fetch_add(spent.known().pico(), Ordering::Relaxed);
        if spent.total().is_none() {
            self.unpriced.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Tokens of questions, of answers, and of questions from a cache.
    pub fn usage(&self) -> Usage {
        Usage {
            prompt_tokens: self.prompt.load(Ordering::Relaxed),
            completion_tokens: self.completion.load(Ordering::Relaxed),
            cached_tokens: self.cached.load(Ordering::Relaxed),
            ..Usage::default()
        }
    }

    /// What is known to have been spent.
    pub fn cost(&self) -> Cost {
        Cost::from_pico(self.cost.load(Ordering::Relaxed))
    }

    /// How many turns spent something whose price is not known.
    pub fn unpriced(&self) -> u64 {
        self.unpriced.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_shown_in_dollars_with_as_many_digits_as_say_something() {
        for (pico, shown) in [
            (0, "$0.00"),
            (76_000_000, "$0.000076"),
            (2_850_000, "$0.0000029"),
            (150_000, "$0.00000015"),
            (1, "$0.000000000001"),
            (1_500_000_000_000, "$1.50"),
            (1_234_567_890_000, "$1.234568"),
            (999_999_999_999, "$1.00"),
        ] {
            assert_eq!(Cost(pico).to_string(), shown);
        }
        assert!(Cost(u64::MAX).to_string().starts_with("$18446744."));
    }

    #[test]
    fn one_unknown_price_makes_the_sum_unknown() {
        let mut spent = Spent::default();
        assert_eq!(spent.total(), Some(Cost::ZERO));
        spent.add(Some(Cost(5)));
        assert_eq!(spent.total(), Some(Cost(5)));
        spent.add(None);
        assert_eq!((spent.total(), spent.known()), (None, Cost(5)));
    }
}

//! Is all well with the secrets? Each check says what it saw and what to do. Looking changes nothing.

mod ages;
mod file;
mod git;
mod keys;
mod mend;

use super::{KeySources, Location};
use crate::support::clock::Clock;

pub use mend::mend;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Pass,
    /// Could not be looked at; never counted as well.
    Skip,
    /// It works, and should be better.
    Warn,
    /// It does not work, or is not safe.
    Fail,
}

impl Health {
    /// `pass`, `skip`, `warn` or `fail`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skip => "skip",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkup {
    /// What was looked at; a stable name.
    pub id: &'static str,
    /// How it came out.
    pub health: Health,
    /// What was seen; never a value or a key.
    pub evidence: String,
    /// What to do.
    pub fix: Option<String>,
}

impl Checkup {
    fn new(id: &'static str, health: Health, evidence: impl Into<String>) -> Self {
        Self { id, health, evidence: evidence.into(), fix: None }
    }

    fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    fn maybe_fix(mut self, fix: Option<String>) -> Self {
        self.fix = fix;
        self
    }
}

/// What is looked at, and by what measure.
#[derive(Clone, Debug)]
pub struct Patient<'a> {
    /// The formation and its environment.
    pub location: &'a Location,
    /// Where the key may come from.
    pub sources: &'a KeySources,
    /// The time.
    pub clock: &'a Clock,
    /// From how many days on a key or a value is old.
    pub max_age_days: u64,
}

/// All checks, in the order in which a person would look. Asks for a passphrase if the key needs one.
pub fn examine(patient: &Patient<'_>) -> Vec<Checkup> {
    let mut found = keys::checks(patient);
    found.extend(file::checks(patient));
    found.extend(git::checks(patient));
    found.extend(ages::checks(patient));
    found
}

fn days(count: u64) -> String {
    crate::support::text::count(usize::try_from(count).unwrap_or(usize::MAX), "day")
}

#[cfg(test)]
mod tests;

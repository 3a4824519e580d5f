//! Whether the secrets that are set and those that are used are the same ones; with the key, whether the
//! values are what their names say.

mod consumers;
mod environments;
mod kept;
mod values;

use std::path::Path;

use super::{Location, Store};
use crate::formation::diagnostic::{Diagnostic, Severity};
use crate::formation::load::MAX_DIAGNOSTICS;
use crate::formation::source::Sources;
use crate::formation::usage::Uses;

pub use environments::{Environment, NamesFrom, environments};
use kept::Kept;

/// What was found.
#[derive(Debug)]
pub struct Findings {
    /// The texts that the findings point into: files of the formation as they are, of the secrets only names.
    pub sources: Sources,
    /// The findings, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were than are kept.
    pub omitted: usize,
}

/// The run of a check.
pub struct Check<'a> {
    base: &'a Path,
    /// Every environment of the formation.
    all: &'a [Environment],
    /// Which of them are checked: indices into `all`.
    chosen: &'a [usize],
    uses: Uses,
    kept: Kept,
    found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    /// A check of those of the environments `all` that `chosen` are the indices of, against `uses`.
    ///
    /// Paths below `base` are shown without it.
    pub fn new(uses: Uses, all: &'a [Environment], chosen: &'a [usize], base: &'a Path) -> Self {
        Self { base, all, chosen, uses, kept: Kept::default(), found: Vec::new() }
    }

    /// Compares names: what is used and not set, set and not used, and the mistakes of references. Needs no key.
    ///
    /// With `compare`, the environments with each other too.
    pub fn names(&mut self, compare: bool) {
        consumers::check(self, compare);
    }

    /// Looks at every value of `store`, the secrets at `location`.
    pub fn values(&mut self, location: &Location, store: &Store) {
        values::check(self, location, store);
    }

    /// What was found.
    pub fn finish(self) -> Findings {
        let mut diagnostics = self.found;
        diagnostics.sort_by_key(|d| (d.primary.span, d.severity));
        let omitted = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
        if omitted > 0 {
            // Warnings go first: an exit code must not depend on how many there are.
            diagnostics.sort_by_key(|d| (d.severity, d.primary.span));
            diagnostics.truncate(MAX_DIAGNOSTICS);
        }
        Findings { sources: self.uses.sources, diagnostics, omitted }
    }
}

impl Findings {
    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }
}

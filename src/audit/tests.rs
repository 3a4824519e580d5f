//! The chain attacked, and used.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

mod attacks;
mod follows;
mod processes;
mod uses;

struct Bench {
    dir: TempDir,
    clock: Clock,
}

impl Bench {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), clock: Clock::fixed(1_700_000_000_000) }
    }

    fn place(&self) -> Place {
        Place::at(self.dir.path().join("state/audit"), Some(self.dir.path().join("heads/one")))
    }

    fn trail(&self) -> Trail {
        Trail::open(self.place(), None, self.clock.clone(), Redactor::default()).unwrap()
    }

    fn with(records: u64) -> Self {
        let bench = Self::new();
        let mut trail = bench.trail();
        for number in 0..records {
            trail.commit(&event(number)).unwrap();
        }
        bench
    }

    fn log(&self) -> PathBuf {
        self.place().active()
    }

    fn report(&self) -> Report {
        verify(&self.place(), &[]).unwrap()
    }

    /// What is wrong when the log has these bytes: the record and the line.
    fn wrong(&self, bytes: &[u8]) -> Option<(u64, u64, String)> {
        put(&self.log(), bytes);
        self.report().fault.map(|fault| (fault.record, fault.line, fault.what))
    }

    fn seqs(&self) -> Vec<u64> {
        find(&self.place(), &Query::default()).unwrap().iter().map(Entry::seq).collect()
    }
}

fn event(number: u64) -> Event {
    Event::new(Class::Secret, "secret.read", "secret", format!("NAME_{number}")).with("n", number)
}

#[expect(clippy::disallowed_methods, reason = "an attacker writes as he likes")]
fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

fn get(path: &Path) -> Vec<u8> {
    crate::support::fs::read(path).unwrap()
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

//! Records that were kept long enough are taken out, and what stands for them is signed.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

use super::AuditError;
use super::event::{Class, Event};
use super::record::{GENESIS, Line, Mac, Record, Stub, chained, parse};
use super::trail::{Trail, first_at, held};
use crate::crypto::hash::hex;
use crate::support::fs::{self, Mode, write_atomic};

const DAY: u64 = 86_400_000;

/// How long records are kept, in days, by their class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention(BTreeMap<Class, u32>);

impl Default for Retention {
    fn default() -> Self {
        let days = |class| match class {
            Class::Network => 30,
            Class::Agent | Class::Tool => 90,
            Class::Authentication | Class::Credential | Class::Secret | Class::Policy | Class::Lifecycle => {
                365
            }
            Class::Configuration | Class::Audit | Class::Data => 7 * 365,
        };
        Self(Class::ALL.into_iter().map(|class| (class, days(class))).collect())
    }
}

/// Not the form of a retention.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// No `CLASS=DAYS`.
    #[error("`{0}` is not CLASS=DAYS, such as network=30")]
    Form(String),
    /// There is no such class.
    #[error("there is no class {0}; there is {all}", all = Class::ALL.map(Class::as_str).join(", "))]
    Class(String),
    /// No number of days that can be meant.
    #[error("`{0}` is no number of days from 1 to 36500")]
    Days(String),
}

impl Retention {
    /// How many days records of `class` are kept.
    pub fn days(&self, class: Class) -> u32 {
        self.0.get(&class).copied().unwrap_or(u32::MAX)
    }

    /// The same with `other` for one class, `network=30`.
    pub fn with(mut self, other: &str) -> Result<Self, RetentionError> {
        let (class, days) = other.split_once('=').ok_or_else(|| RetentionError::Form(other.to_owned()))?;
        let known = Class::parse(class.trim()).ok_or_else(|| RetentionError::Class(class.to_owned()))?;
        let number = u32::from_str(days.trim()).ok().filter(|days| (1..=36_500).contains(days));
        self.0.insert(known, number.ok_or_else(|| RetentionError::Days(days.to_owned()))?);
        Ok(self)
    }

    /// Whether a record of that time would be kept long enough, were it of the class that is kept the shortest.
    fn is_any_over(&self, at: u64, now: u64) -> bool {
        let shortest = self.0.values().min().copied().unwrap_or(u32::MAX);
        now.saturating_sub(at) > u64::from(shortest) * DAY
    }

    fn is_over(&self, record: &Record, now: u64) -> bool {
        now.saturating_sub(record.at) > u64::from(self.days(record.class)) * DAY
    }
}

/// What was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many records of each class.
    pub records: BTreeMap<Class, u64>,
}

impl Trail {
    /// Takes records out of the closed files that are older than `retention` keeps them. What was changed by somebody
    /// else stays as it is, and all behind it: taking records out must not hide that.
    pub fn prune(&mut self, retention: &Retention) -> Result<Pruned, AuditError> {
        self.prune_until(retention, &AtomicBool::new(false))
    }

    /// The same up to the file at which it is told to stop.
    pub(super) fn prune_until(
        &mut self,
        retention: &Retention,
        stop: &AtomicBool,
    ) -> Result<Pruned, AuditError> {
        let mut pruned = Pruned::default();
        let done = self.prune_files(retention, stop, &mut pruned);
        // What is gone is told, also where the next file could not be read.
        if !pruned.records.is_empty() {
            let mut event = Event::new(Class::Audit, "audit.pruned", "audit", "");
            for (class, records) in &pruned.records {
                event = event.with(class.as_str(), *records);
                event = event.with(&format!("{}_days", class.as_str()), retention.days(*class));
            }
            self.commit(&event)?;
        }
        done.map(|()| pruned)
    }

    fn prune_files(
        &self,
        retention: &Retention,
        stop: &AtomicBool,
        pruned: &mut Pruned,
    ) -> Result<(), AuditError> {
        let mut chain = (1, GENESIS);
        for path in self.place.closed_segments()? {
            let young = first_at(&path).is_some_and(|at| !retention.is_any_over(at, self.clock.now_millis()));
            // What is behind a young record is younger.
            let after = if young || stop.load(Ordering::Relaxed) {
                None
            } else {
                self.prune_file(&path, chain, retention, pruned)?
            };
            let Some(after) = after else { break };
            chain = after;
        }
        Ok(())
    }

    /// One closed file; where the chain stands behind it, or nothing where it is broken. Nobody waits while it is read:
    /// nothing is appended to it any more, so the lock is for the moment in which another one takes its place.
    fn prune_file(
        &self,
        path: &Path,
        (mut expected, mut prev): (u64, Mac),
        retention: &Retention,
        pruned: &mut Pruned,
    ) -> Result<Option<(u64, Mac)>, AuditError> {
        let now = self.clock.now_millis();
        let was = which(path)?;
        let text = fs::read(path)?;
        let mut kept = Vec::with_capacity(text.len());
        let mut run: Option<Stub> = None;
        let mut found: BTreeMap<Class, u64> = BTreeMap::new();
        for bytes in text.split_inclusive(|b| *b == b'\n') {
            let Some(line) = bytes.strip_suffix(b"\n").and_then(Line::split) else { return Ok(None) };
            if line.seq() != Some(expected) {
                return Ok(None);
            }
            let out = if line.is_stub() {
                let Some(stub) = Stub::read(&self.keys.chain, &line) else { return Ok(None) };
                if stub.macs().is_none_or(|(before, _)| before != prev) {
                    return Ok(None);
                }
                Some(stub)
            } else {
                if chained(&self.keys.chain, &prev, line.body) != line.mac {
                    return Ok(None);
                }
                let Some(record) = parse::<Record>(line.body) else { return Ok(None) };
                retention.is_over(&record, now).then(|| {
                    *found.entry(record.class).or_default() += 1;
                    alone(&record, now, &prev, &line.mac)
                })
            };
            let last = out.as_ref().and_then(Stub::macs).map_or(line.mac, |(_, last)| last);
            expected = out.as_ref().map_or(expected, |stub| stub.to) + 1;
            prev = last;
            match (out, &mut run) {
                (Some(stub), Some(run)) => join(run, stub),
                (Some(stub), None) => run = Some(stub),
                (None, _) => {
                    if let Some(run) = run.take() {
                        run.write(&self.keys.chain, &mut kept);
                    }
                    kept.extend_from_slice(bytes);
                }
            }
        }
        if let Some(run) = run {
            run.write(&self.keys.chain, &mut kept);
        }
        if !found.is_empty() {
            let _held = held(&self.lock, &self.place)?;
            // Another process may have taken the same ones out.
            if which(path)? == was {
                write_atomic(path, &kept, Mode::PRIVATE)?;
                for (class, records) in found {
                    *pruned.records.entry(class).or_default() += records;
                }
            }
        }
        Ok(Some((expected, prev)))
    }
}

/// Which file has the name, and how long it is.
fn which(path: &Path) -> Result<(u64, u64), AuditError> {
    let meta = std::fs::symlink_metadata(path).map_err(|e| AuditError::io("read", path, e))?;
    Ok((meta.ino(), meta.len()))
}

fn alone(record: &Record, now: u64, prev: &Mac, last: &Mac) -> Stub {
    Stub {
        seq: record.seq,
        to: record.seq,
        at: now,
        pruned: BTreeMap::from([(record.class, 1)]),
        prev: hex(prev),
        last: hex(last),
    }
}

fn join(run: &mut Stub, next: Stub) {
    run.to = next.to;
    run.last = next.last;
    run.at = run.at.max(next.at);
    for (class, records) in next.pruned {
        *run.pruned.entry(class).or_default() += records;
    }
}

//! Whether the records are those that were written, all of them, in their order.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::AuditError;
use super::checkpoint::{self, Checkpoint};
use super::event::Outcome;
use super::keys::{Countersign, Keys};
use super::place::Place;
use super::record::{GENESIS, Line, Mac, Record, Stub, chained, parse};
use super::snapshot::{Segment, Snapshot};
use crate::support::text::count;

/// What to do about what stays a fault.
const KNOWN: &str = "Where you know why, muxi audit verify --accept-new says so";

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many records are there, and fit.
    pub records: u64,
    /// How many were taken out because they were kept long enough.
    pub pruned: u64,
    /// In how many files they are.
    pub files: usize,
    /// The number of the last one.
    pub last: u64,
    /// Which root key signed a checkpoint that was looked at, and of which record.
    pub signed: Option<(String, u64)>,
    /// What is odd and yet no fault.
    pub notes: Vec<String>,
    /// The first thing that is wrong, if anything is.
    pub fault: Option<Fault>,
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The number of the record that should be there.
    pub record: u64,
    /// The file.
    pub file: PathBuf,
    /// The line in it, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
}

/// Looks through the audit at `place`; `by` are the keys at hand that may have signed its checkpoints.
pub fn verify(place: &Place, by: &[Countersign]) -> Result<Report, AuditError> {
    let snapshot = Snapshot::take(place)?;
    let mut report = Report { files: snapshot.segments.len(), ..Report::default() };
    if snapshot.is_empty(place) {
        report.notes.push("nothing was recorded yet".to_owned());
        return Ok(report);
    }
    let Some(keys) = Keys::read(place)? else {
        if snapshot.segments.is_empty() && snapshot.checkpoints.is_empty() {
            let file = place.head().unwrap_or(place.dir()).to_path_buf();
            let what = "the audit is gone; only the copy of its last checkpoint is there".to_owned();
            report.fault = Some(Fault { record: 1, file, line: 1, what });
            return Ok(report);
        }
        return Err(AuditError::KeyGone(place.key()));
    };
    let mut walk = Walk::new(&keys, &snapshot, place);
    let fault = walk.segments(&snapshot.segments)?.or_else(|| walk.end(place, &snapshot, by));
    report.records = walk.records;
    report.pruned = walk.pruned;
    report.last = walk.expected - 1;
    report.notes = walk.notes;
    report.signed = walk.signed;
    report.fault = fault;
    Ok(report)
}

struct Walk<'k> {
    keys: &'k Keys,
    expected: u64,
    prev: Mac,
    records: u64,
    pruned: u64,
    /// What the checkpoints know, and where one is that nobody can have written.
    known: BTreeMap<u64, Mac>,
    /// The last record that any of them knows.
    covered: u64,
    /// And what the copy of the last one outside of the state does.
    copy: Option<Checkpoint>,
    checkpoints: Vec<Checkpoint>,
    bad_checkpoint: Option<Fault>,
    signed: Option<(String, u64)>,
    notes: Vec<String>,
    line: u64,
    /// What a record says was found, and nobody said since that it is known.
    told: Option<Fault>,
    /// When the first record was written that no checkpoint knows, and the last one.
    unknown: Option<(u64, u64)>,
}

impl<'k> Walk<'k> {
    fn new(keys: &'k Keys, snapshot: &Snapshot, place: &Place) -> Self {
        let mut walk = Self {
            keys,
            expected: 1,
            prev: GENESIS,
            records: 0,
            pruned: 0,
            known: BTreeMap::new(),
            covered: 0,
            copy: snapshot.head.strip_suffix(b"\n").and_then(|line| Checkpoint::read(keys, line)),
            checkpoints: Vec::new(),
            bad_checkpoint: None,
            signed: None,
            notes: Vec::new(),
            line: 0,
            told: None,
            unknown: None,
        };
        // Behind the last line end is what a writer did not finish.
        let whole = snapshot.checkpoints.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        if whole < snapshot.checkpoints.len() {
            walk.notes.push("the last checkpoint is one that nobody finished".to_owned());
        }
        for (at, line) in snapshot.checkpoints[..whole].split_inclusive(|b| *b == b'\n').enumerate() {
            match Checkpoint::read(keys, &line[..line.len() - 1]) {
                Some(checkpoint) => {
                    walk.known.insert(checkpoint.seq, checkpoint.head);
                    walk.checkpoints.push(checkpoint);
                }
                None if walk.bad_checkpoint.is_none() => {
                    let record = walk.checkpoints.last().map_or(1, |last| last.seq + 1);
                    let what = "the checkpoint was changed".to_owned();
                    let line = at as u64 + 1;
                    walk.bad_checkpoint = Some(Fault { record, file: place.checkpoints(), line, what });
                }
                None => {}
            }
        }
        let copy = walk.copy.as_ref().map_or(0, |copy| copy.seq);
        walk.covered = walk.known.keys().next_back().copied().unwrap_or(0).max(copy);
        walk
    }

    fn segments(&mut self, segments: &[Segment]) -> Result<Option<Fault>, AuditError> {
        for (at, segment) in segments.iter().enumerate() {
            let is_last = at + 1 == segments.len();
            if let Some(fault) = self.segment(segment, is_last)? {
                return Ok(Some(fault));
            }
        }
        Ok(None)
    }

    fn segment(&mut self, segment: &Segment, is_last: bool) -> Result<Option<Fault>, AuditError> {
        let mut reader = BufReader::with_capacity(1 << 17, &segment.file).take(segment.len);
        let mut line = Vec::with_capacity(1024);
        self.line = 0;
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line);
            if read.map_err(|e| AuditError::io("read", &segment.path, e))? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let what = if line.pop_if(|b| *b == b'\n').is_some() {
                self.record(&line, &segment.path)
            } else {
                self.unfinished(line.len(), is_last)
            };
            if let Err(what) = what {
                let (file, line) = (segment.path.clone(), self.line);
                return Ok(Some(Fault { record: self.expected, file, line, what }));
            }
        }
    }

    /// The end of a file without a line end: a writer was killed, unless a checkpoint knows the record as whole.
    fn unfinished(&mut self, bytes: usize, is_last: bool) -> Result<(), String> {
        if !is_last || self.covered >= self.expected {
            return Err("the record is cut".to_owned());
        }
        self.line -= 1;
        self.notes.push(format!(
            "{} at the end are of a record that nobody finished; whoever appends next cuts them",
            count(bytes, "byte")
        ));
        Ok(())
    }

    fn record(&mut self, bytes: &[u8], file: &Path) -> Result<(), String> {
        let damaged = || "the record is damaged: it is not in the form of one".to_owned();
        let line = Line::split(bytes).ok_or_else(damaged)?;
        let seq = line.seq().ok_or_else(damaged)?;
        if seq > self.expected {
            return Err(format!(
                "the record is missing, or its number was changed: {seq} stands in its place"
            ));
        }
        if seq < self.expected {
            return Err(format!("record {seq} stands in its place, which was there before"));
        }
        if line.is_stub() {
            return self.stub(&line);
        }
        if chained(&self.keys.chain, &self.prev, line.body) != line.mac {
            return Err("the record was changed: its MAC does not fit".to_owned());
        }
        if self.known.get(&seq).is_some_and(|head| *head != line.mac) {
            return Err("it is another record than the one that a checkpoint knows".to_owned());
        }
        if self.copy.as_ref().is_some_and(|copy| copy.seq == seq && copy.head != line.mac) {
            return Err("it is another record than the one that the copy of a checkpoint knows".to_owned());
        }
        if line.is_of_audit() {
            self.told(&line, seq, file);
        }
        if seq > self.covered
            && let Some(at) = line.at()
        {
            self.unknown = Some((self.unknown.map_or(at, |(first, _)| first), at));
        }
        self.records += 1;
        self.expected += 1;
        self.prev = line.mac;
        Ok(())
    }

    /// What a record of the audit itself says that was found: it is a fault for good, until another one says that it is
    /// known. Neither can be taken out without a trace.
    fn told(&mut self, line: &Line<'_>, seq: u64, file: &Path) {
        let Some(record) = parse::<Record>(line.body) else { return };
        let number = |name: &str| record.details.get(name).and_then(Value::as_u64);
        let what = match (record.action.as_str(), record.outcome) {
            ("audit.accept", Outcome::Done) => {
                self.told = None;
                return;
            }
            ("audit.unsigned", Outcome::Failed) => format!(
                "no root key had signed the records {} to {}, though one had signed those before",
                number("missing_from").unwrap_or(0),
                number("missing_to").unwrap_or(0)
            ),
            ("audit.gap", Outcome::Failed) if let Some(other) = number("other_record") => {
                format!("the record {other} was another one than the copy of a checkpoint knew")
            }
            ("audit.begun", Outcome::Failed) => {
                "there was an audit with another key, which is gone".to_owned()
            }
            _ => return,
        };
        let what = format!("it was found then that {what}. {KNOWN}");
        self.told.get_or_insert(Fault { record: seq, file: file.to_path_buf(), line: self.line, what });
    }

    fn stub(&mut self, line: &Line<'_>) -> Result<(), String> {
        let changed = || "what stands for records that were taken out was changed".to_owned();
        let stub = Stub::read(&self.keys.chain, line).ok_or_else(changed)?;
        let (prev, last) = stub.macs().ok_or_else(changed)?;
        if prev != self.prev || stub.to < stub.seq || self.known.get(&stub.to).is_some_and(|mac| *mac != last)
        {
            return Err(changed());
        }
        // Records are taken out behind a checkpoint only, and that of the last file's end is in the copy.
        let other = |copy: &Checkpoint| {
            (stub.seq..=stub.to).contains(&copy.seq) && (copy.seq, copy.head) != (stub.to, last)
        };
        if self.copy.as_ref().is_some_and(other) {
            return Err(
                "what stands for records that were taken out is not what the copy of a checkpoint knows"
                    .to_owned(),
            );
        }
        self.pruned += stub.to - stub.seq + 1;
        self.expected = stub.to + 1;
        self.prev = last;
        Ok(())
    }

    /// What the checkpoints say of the end.
    fn end(&mut self, place: &Place, snapshot: &Snapshot, by: &[Countersign]) -> Option<Fault> {
        let last = self.expected - 1;
        let cut = |file, line, what| Some(Fault { record: last + 1, file, line, what });
        if self.checkpoints.is_empty() && self.bad_checkpoint.is_none() {
            let what = "the checkpoints are gone, so it cannot be told whether the end was cut".to_owned();
            return cut(place.checkpoints(), 1, what);
        }
        let known = self.known.keys().next_back().copied().unwrap_or(0);
        if known > last {
            let what = format!("the end is cut: a checkpoint knows records up to {known}");
            return cut(place.active(), self.line + 1, what);
        }
        if let Some(bad) = self.bad_checkpoint.take() {
            return Some(bad);
        }
        self.copy(place, snapshot, last)
            .or_else(|| self.signatures(place, by))
            .or_else(|| before(place, by))
            .or_else(|| self.told.take())
    }

    /// What the copy of the last checkpoint says, which is outside of the state.
    fn copy(&mut self, place: &Place, snapshot: &Snapshot, last: u64) -> Option<Fault> {
        let head = place.head()?;
        let fault = |record, what| Some(Fault { record, file: head.to_path_buf(), line: 1, what });
        if snapshot.head.is_empty() {
            if last == 0 {
                return None;
            }
            let what = "the copy of the last checkpoint is gone: that the end was cut, or that the whole audit is an \
                        older one, would not show";
            return fault(last + 1, what.to_owned());
        }
        let Some(copy) = &self.copy else {
            let what = "the copy of the last checkpoint was changed, or is of another audit".to_owned();
            return fault(last + 1, what);
        };
        if copy.seq > last {
            let what =
                format!("the audit is an older one: its last checkpoint knew records up to {}", copy.seq);
            return fault(last + 1, what);
        }
        None
    }

    fn signatures(&mut self, place: &Place, by: &[Countersign]) -> Option<Fault> {
        let mut unknown = 0;
        let inside = self
            .checkpoints
            .iter()
            .enumerate()
            .map(|(at, checkpoint)| (place.checkpoints(), at as u64 + 1, checkpoint));
        let outside = self.copy.iter().filter_map(|copy| Some((place.head()?.to_path_buf(), 1, copy)));
        let mut end: Option<(PathBuf, u64, u64)> = None;
        for (file, line, checkpoint) in inside.chain(outside) {
            if end.as_ref().is_none_or(|(.., seq)| checkpoint.seq > *seq) {
                end = Some((file.clone(), line, checkpoint.seq));
            }
            let Some((id, tag)) = &checkpoint.root else { continue };
            let Some(key) = by.iter().find(|key| key.id() == id) else {
                unknown += 1;
                continue;
            };
            if !key.fits(checkpoint.seq, &checkpoint.head, tag) {
                let what = format!("the root key {id} did not sign this checkpoint");
                return Some(Fault { record: checkpoint.seq.max(1), file, line, what });
            }
            if self.signed.as_ref().is_none_or(|(_, seq)| checkpoint.seq >= *seq) {
                self.signed = Some((id.clone(), checkpoint.seq));
            }
        }
        // Who has only the state can go on without the root key, and not with it: one signature at the end is for all.
        if let (Some((id, signed)), Some((file, line, seq))) = (&self.signed, end)
            && seq > *signed
        {
            let what = format!(
                "the root key {id} signed up to record {signed}, and no key at hand signed what is behind it"
            );
            return Some(Fault { record: signed + 1, file, line, what });
        }
        // Nor with a signature that is old, and no checkpoint behind it: whoever writes makes one within a second.
        if let (Some((id, signed)), Some((first, last))) = (&self.signed, self.unknown)
            && last.saturating_sub(first) > checkpoint::SOON
        {
            let what = format!(
                "the root key {id} signed up to record {signed}, and no checkpoint knows what is behind it, though that \
                 took longer than {} s",
                checkpoint::SOON / 1000
            );
            return Some(Fault { record: signed + 1, file: place.active(), line: self.line, what });
        }
        if unknown > 0 {
            let what = count(unknown, "checkpoint");
            self.notes.push(format!("{what} signed by a root key that is not at hand"));
        } else if self.signed.is_none() && !by.is_empty() {
            self.notes.push("no checkpoint is signed by the formation's root key".to_owned());
        }
        None
    }
}

/// A copy that was put aside: there were other records, and nobody said that this is known.
fn before(place: &Place, by: &[Countersign]) -> Option<Fault> {
    let file = place.before().into_iter().next()?;
    let text = checkpoint::text(&file);
    let Some(copy) = text.strip_suffix(b"\n").and_then(Checkpoint::parsed) else {
        let what = "a copy of a checkpoint that was put aside can not be read".to_owned();
        return Some(Fault { record: 1, file, line: 1, what });
    };
    let by_root = copy.root.as_ref().and_then(|(id, tag)| Some((by.iter().find(|key| key.id() == id)?, tag)));
    let signed = match by_root {
        Some((key, tag)) if key.fits(copy.seq, &copy.head, tag) => {
            format!(", signed by the root key {}", key.id())
        }
        Some((key, _)) => format!(", not signed by the root key {} that it names", key.id()),
        None => String::new(),
    };
    let what = format!(
        "there were other records, up to {}, and they are gone: this is the copy of their last checkpoint{signed}. {KNOWN}",
        copy.seq
    );
    Some(Fault { record: 1, file, line: 1, what })
}

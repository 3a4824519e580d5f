//! New records as they come, however files are closed, thinned out or replaced meanwhile.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;

use super::AuditError;
use super::keys::Keys;
use super::place::Place;
use super::query::{Entry, Query, last_seq};
use super::record::Line;
use super::snapshot::{Segment, Snapshot};
use crate::support::fs::Stamp;

/// New records as they come.
pub struct Follow {
    place: Place,
    query: Query,
    /// The last record that was there, whether it was wanted or not.
    after: u64,
    /// What tells this audit from another one in its place.
    mark: Option<[u8; 32]>,
    /// Of the active file: which one, and how far it was read, up to the end of a line.
    read: Option<(u64, u64)>,
    /// How the active file looked when it was looked at last, if it was.
    looked: Option<Look>,
}

/// The file as it was looked at; nothing where it is not there.
type Look = Option<Stamp>;

impl Follow {
    /// Those at `place` behind the record `after`.
    pub fn new(place: Place, query: Query, after: u64) -> Self {
        let mark = mark(&place);
        Self { place, query, after, mark, read: None, looked: None }
    }

    /// Those behind the last one that is there now.
    pub fn from_now(place: Place, query: Query) -> Result<Self, AuditError> {
        let last = last_seq(&place)?;
        Ok(Self::new(place, query, last))
    }

    /// The number of the record behind which it goes on.
    pub fn after(&self) -> u64 {
        self.after
    }

    /// What came since the last time; empty where nothing did.
    pub fn news(&mut self) -> Result<Vec<Entry>, AuditError> {
        let now = Stamp::of_name(&self.place.active());
        if self.looked == Some(now) {
            return Ok(Vec::new());
        }
        let snapshot = Snapshot::behind(&self.place, self.after)?;
        let found = match self.onward(&snapshot)? {
            Some(found) => found,
            None => self.anew(snapshot)?,
        };
        self.looked = Some(now);
        Ok(found)
    }

    /// What is behind the place up to which the active file was read; nothing where another one has its name, or number.
    fn onward(&mut self, snapshot: &Snapshot) -> Result<Option<Vec<Entry>>, AuditError> {
        let (Some((ino, from)), [active]) = (self.read, snapshot.segments.as_slice()) else {
            return Ok(None);
        };
        if active.path != self.place.active() || which(active)? != ino || active.len < from {
            return Ok(None);
        }
        let (mut found, mut last, mut first) = (Vec::new(), self.after, None);
        let whole = each_line(active, from, |bytes| {
            let seq = Line::split(bytes).and_then(|line| line.last_seq()).unwrap_or(0);
            first.get_or_insert(seq);
            last = last.max(seq);
            found.extend(self.query.entry(bytes, self.after));
        })?;
        // A hole, what is no record, or another file of the same number: all of it is looked at.
        if first.is_some_and(|first| first != self.after.saturating_add(1)) {
            return Ok(None);
        }
        (self.after, self.read) = (last, Some((ino, whole)));
        Ok(Some(found))
    }

    /// All that is behind the last record, wherever it is now.
    fn anew(&mut self, mut snapshot: Snapshot) -> Result<Vec<Entry>, AuditError> {
        let mark = mark(&self.place);
        if mark.is_some() && self.mark.is_some() && mark != self.mark && self.after > 0 {
            // The audit is gone, and another one began: its numbers are others.
            self.after = 0;
            snapshot = Snapshot::take(&self.place)?;
        }
        self.mark = mark.or(self.mark);
        self.read = None;
        let (mut found, mut last) = (Vec::new(), 0);
        for segment in &snapshot.segments {
            let whole = each_line(segment, 0, |bytes| {
                last = Line::split(bytes).and_then(|line| line.last_seq()).unwrap_or(0).max(last);
                found.extend(self.query.entry(bytes, self.after));
            })?;
            if segment.path == self.place.active() {
                self.read = Some((which(segment)?, whole));
            }
        }
        // Where the end was cut off, numbers come again.
        self.after = last;
        Ok(found)
    }
}

fn mark(place: &Place) -> Option<[u8; 32]> {
    Keys::read(place).ok().flatten().map(|keys| keys.mark())
}

fn which(segment: &Segment) -> Result<u64, AuditError> {
    let meta = segment.file.metadata();
    meta.map(|meta| meta.ino()).map_err(|e| AuditError::io("read", &segment.path, e))
}

/// Hands over each whole line behind `from`; where the last one ends.
fn each_line(segment: &Segment, from: u64, mut take: impl FnMut(&[u8])) -> Result<u64, AuditError> {
    let failed = |e| AuditError::io("read", &segment.path, e);
    let mut file = &segment.file;
    file.seek(SeekFrom::Start(from)).map_err(failed)?;
    let mut reader = BufReader::with_capacity(1 << 17, file.take(segment.len.saturating_sub(from)));
    let (mut line, mut at) = (Vec::new(), from);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(failed)?;
        if line.pop_if(|b| *b == b'\n').is_none() {
            return Ok(at);
        }
        take(&line);
        at += read as u64;
    }
}

//! The last records, for who listens: whoever reads keeps a place in it and nothing else, so that a slow reader holds
//! nobody up.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Record;

/// So many records are there to go on with.
pub(super) const KEPT: usize = 2048;

/// The last records.
pub(super) struct Ring {
    records: Mutex<VecDeque<Arc<Record>>>,
    last: watch::Sender<u64>,
}

/// A place in the ring: behind the record of this number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(u64);

/// What is behind a place.
pub enum Next {
    /// Nothing yet.
    Nothing,
    /// A record.
    Record(Arc<Record>),
    /// So many that are not there any more; then come those that are.
    Missed(u64),
}

impl Default for Ring {
    fn default() -> Self {
        Self { records: Mutex::default(), last: watch::Sender::new(0) }
    }
}

impl Ring {
    /// Numbers a record and keeps it.
    pub(super) fn push(&self, make: impl FnOnce(u64) -> Record) -> Arc<Record> {
        let mut records = self.lock();
        // Numbered under the lock: a reader that is past a number has seen all before it.
        let seq = *self.last.borrow() + 1;
        let record = Arc::new(make(seq));
        if records.len() == KEPT {
            records.pop_front();
        }
        records.push_back(Arc::clone(&record));
        self.last.send_replace(seq);
        drop(records);
        record
    }

    pub(super) fn end(&self) -> Cursor {
        Cursor(*self.last.borrow())
    }

    pub(super) fn oldest(&self) -> Cursor {
        Cursor(self.lock().front().map_or(0, |first| first.seq.saturating_sub(1)))
    }

    /// The place behind the record of this number; nothing for a number that no record has had.
    pub(super) fn behind(&self, seq: u64) -> Option<Cursor> {
        (seq <= *self.last.borrow()).then_some(Cursor(seq))
    }

    /// Puts blank ones in the place of the records that are `gone`: their numbers stay.
    pub(super) fn blank(&self, gone: impl Fn(&Record) -> bool) {
        for record in self.lock().iter_mut().filter(|record| gone(record)) {
            *record = Arc::new(Record::blank(record.seq));
        }
    }

    pub(super) fn next(&self, cursor: &mut Cursor) -> Next {
        let records = self.lock();
        let Some(first) = records.front() else { return Next::Nothing };
        let missed = first.seq.saturating_sub(1).saturating_sub(cursor.0);
        if missed > 0 {
            cursor.0 = first.seq - 1;
            return Next::Missed(missed);
        }
        let at = records.partition_point(|record| record.seq <= cursor.0);
        let Some(record) = records.get(at) else { return Next::Nothing };
        cursor.0 = record.seq;
        Next::Record(Arc::clone(record))
    }

    pub(super) async fn more(&self, cursor: Cursor) {
        // The sender lives in `self`, so waiting cannot fail.
        drop(self.last.subscribe().wait_for(|last| *last > cursor.0).await);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Record>>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

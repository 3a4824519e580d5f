//! Appending: one process at a time, each behind what the others wrote.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::checkpoint::{self, Checkpoint};
use super::event::{Class, Event};
use super::keys::{Countersign, Keys, Signers};
use super::place::Place;
use super::record::{GENESIS, Line, Mac, Record};
use super::tail::Tail;
use super::{AuditError, Outcome};
use crate::support::clock::Clock;
use crate::support::fs::fault::step;
use crate::support::fs::{FsError, Mode, create_private_dir, remove_stale_temps, write_atomic};
use crate::support::redact::Redactor;

/// How long an appender waits for another one.
const WAIT: Duration = Duration::from_secs(10);
/// Beyond so many bytes the active file is closed.
const LONGEST: u64 = 8 << 20;
/// And when its first record is as old as this, in milliseconds: records are taken out of closed files only.
const OLDEST: u64 = 7 * 86_400_000;

/// The end of the audit of one formation, to append to.
pub struct Trail {
    pub(super) place: Place,
    pub(super) keys: Keys,
    signers: Signers,
    /// Those that sign now.
    pub(super) by: Vec<Countersign>,
    pub(super) clock: Clock,
    pub(super) redactor: Redactor,
    pub(super) lock: File,
    /// The active file as this process left it.
    active: Option<Active>,
    /// Whether something is written that no checkpoint knows.
    open: bool,
    /// Whether the copy outside of the state knows what is not there, and must not be written over.
    pub(super) keep_copy: bool,
    longest: u64,
}

struct Active {
    file: File,
    ino: u64,
    len: u64,
    /// When its first record was written; 0 where it has none.
    first_at: u64,
    seq: u64,
    mac: Mac,
    /// The length of the checkpoints then.
    checkpoints: u64,
}

/// The lock, as long as it is held.
pub(super) struct Held<'f>(&'f File);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        drop(self.0.unlock());
    }
}

impl Trail {
    /// The audit at `place`; its directory and its key are made where there are none. `by` signs checkpoints too.
    pub fn open(
        place: Place,
        by: impl Into<Signers>,
        clock: Clock,
        redactor: Redactor,
    ) -> Result<Self, AuditError> {
        create_private_dir(place.dir())?;
        let path = place.lock();
        let lock = private().write(true).create(true).open(&path);
        let lock = lock.map_err(|e| AuditError::io("lock", &path, e))?;
        let keys = {
            let _held = held(&lock, &place)?;
            remove_stale_temps(&place.key());
            remove_stale_temps(&place.checkpoints());
            Keys::read_or_make(&place)?
        };
        Ok(Self {
            place,
            keys,
            signers: by.into(),
            by: Vec::new(),
            clock,
            redactor,
            lock,
            active: None,
            open: false,
            keep_copy: false,
            longest: LONGEST,
        })
    }

    /// The same audit once more, to be appended to by somebody else.
    pub(super) fn another(&self) -> Result<Self, AuditError> {
        let (clock, redactor) = (self.clock.clone(), self.redactor.clone());
        Self::open(self.place.clone(), self.signers.clone(), clock, redactor)
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    #[cfg(test)]
    pub(super) fn closing_after(mut self, bytes: u64) -> Self {
        self.longest = bytes;
        self
    }

    /// Appends one record, on the disk when this returns.
    pub fn commit(&mut self, event: &Event) -> Result<(), AuditError> {
        self.append(std::slice::from_ref(event), true)
    }

    /// Appends these in their order, all or none. `durable`: they are on the disk when this returns, and a checkpoint
    /// knows them; else a kill of the process leaves them, and [`Trail::flush`] does the rest.
    pub fn append(&mut self, events: &[Event], durable: bool) -> Result<(), AuditError> {
        if events.is_empty() {
            return Ok(());
        }
        let lock = self.lock.try_clone().map_err(|e| AuditError::io("lock", &self.place.lock(), e))?;
        let _held = held(&lock, &self.place)?;
        let now = self.clock.now_millis();
        let mended = self.catch_up()?;
        self.close_if_full(now)?;
        self.write(&mended, events, now)?;
        if durable { self.checkpoint(now) } else { Ok(()) }
    }

    /// Under the lock and caught up: `first` and `then` behind what is there.
    fn write(&mut self, first: &[Event], then: &[Event], now: u64) -> Result<(), AuditError> {
        let active = self.active.as_mut().expect("caught up");
        let mut text = Vec::with_capacity(320 * (first.len() + then.len()));
        let (mut seq, mut mac) = (active.seq, active.mac);
        for event in first.iter().chain(then) {
            seq += 1;
            mac = Record::of(event, seq, now, &self.redactor).write(&self.keys.chain, &mac, &mut text);
        }
        let path = self.place.active();
        if let Err(error) = step().and_then(|()| active.file.write_all(&text)) {
            // Half a record would be cut by the next appender, and look like a kill.
            if step().is_ok() {
                drop(active.file.set_len(active.len));
            }
            self.active = None;
            return Err(AuditError::io("write", &path, error));
        }
        if active.first_at == 0 {
            active.first_at = now;
        }
        active.len += text.len() as u64;
        (active.seq, active.mac) = (seq, mac);
        self.open = true;
        Ok(())
    }

    /// Brings what was appended to the disk, with a checkpoint. Nothing where there is nothing.
    pub fn flush(&mut self) -> Result<(), AuditError> {
        if !self.open {
            return Ok(());
        }
        let lock = self.lock.try_clone().map_err(|e| AuditError::io("lock", &self.place.lock(), e))?;
        let _held = held(&lock, &self.place)?;
        let now = self.clock.now_millis();
        let mended = self.catch_up()?;
        if !mended.is_empty() {
            self.write(&mended, &[], now)?;
        }
        self.checkpoint(now)
    }

    /// Finds the end, under the lock. What has to be said of it is recorded by the caller.
    fn catch_up(&mut self) -> Result<Vec<Event>, AuditError> {
        let path = self.place.active();
        let asked = self.by.is_empty();
        if asked {
            // A server that began before the key was made signs from when it is there; what it finds is looked at first.
            self.by = self.signers.now();
            if !self.by.is_empty() {
                self.active = None;
            }
        }
        let checkpoints = fs::metadata(self.place.checkpoints()).map_or(0, |meta| meta.len());
        let now = fs::symlink_metadata(&path).ok().map(|meta| (meta.ino(), meta.len()));
        if let Some(active) = &self.active
            && now == Some((active.ino, active.len))
            && checkpoints == active.checkpoints
        {
            return Ok(Vec::new());
        }
        if !asked {
            self.by = self.signers.now();
        }
        let file = open_active(&path)?;
        let failed = |e| AuditError::io("read", &path, e);
        let meta = file.metadata().map_err(failed)?;
        let tail = Tail::read(&file, meta.len(), &self.keys).map_err(failed)?;
        let mut found = Vec::new();
        if tail.torn > 0 {
            step().and_then(|()| file.set_len(tail.whole)).map_err(|e| AuditError::io("write", &path, e))?;
            let cut = Event::new(Class::Audit, "audit.mended", "audit", "audit.log");
            found.push(cut.with("unfinished_bytes", tail.torn));
        }
        let first_at = if tail.whole == 0 { 0 } else { first_at(&path).unwrap_or(0) };
        let empty = tail.whole == 0 && self.place.closed_segments()?.is_empty();
        let (all, copy) = self.known(checkpoints == 0 && empty, &mut found)?;
        let known = all.first().cloned().unwrap_or(Checkpoint::START);
        let (mut seq, mut mac) = match tail.last {
            Some(last) => last,
            None if tail.whole == 0 => self.last_closed()?,
            None => (known.seq, known.head),
        };
        if known.seq > seq {
            let gap = Event::new(Class::Audit, "audit.gap", "audit", "audit.log").ended(Outcome::Failed);
            found.push(gap.with("missing_from", seq + 1).with("missing_to", known.seq));
            (seq, mac) = (known.seq, known.head);
        } else if let Some(copy) = copy {
            self.hold_against(&copy, (seq, mac), tail.whole, &mut found)?;
        }
        self.hold_against_signatures(&all, known.seq, seq, tail.whole, &mut found)?;
        let checkpoints = fs::metadata(self.place.checkpoints()).map_or(0, |meta| meta.len());
        self.active =
            Some(Active { file, ino: meta.ino(), len: tail.whole, first_at, seq, mac, checkpoints });
        Ok(found)
    }

    /// The checkpoints that nobody changed, the one that knows most first: the last one, or its copy outside of the state;
    /// and that copy. The first one is made before the first record, so that none at all tells that it was taken away.
    fn known(
        &mut self,
        first: bool,
        found: &mut Vec<Event>,
    ) -> Result<(Vec<Checkpoint>, Option<Checkpoint>), AuditError> {
        let copy = self.place.head().map(checkpoint::text).unwrap_or_default();
        let outside = Checkpoint::last(&self.keys, &copy);
        if first {
            let line = Checkpoint::line(&self.keys, self.by.first(), 0, self.clock.now_millis(), &GENESIS);
            if let Some(head) = self.place.head().filter(|_| copy.is_empty()) {
                // Before any record, so that none at all tells that it was taken away.
                drop(self::copy(head, &line));
            }
            self.write_checkpoint(&line)?;
        }
        if !copy.is_empty() && outside.is_none() {
            // With the state the key went: what the copy knew cannot be shown any more.
            self.put_aside();
            let begun = Event::new(Class::Audit, "audit.begun", "audit", "audit.log");
            found.push(begun.ended(Outcome::Failed).with("before", "an audit with another key is gone"));
        }
        let text = checkpoint::text(&self.place.checkpoints());
        let mut all: Vec<_> = Checkpoint::backwards(&self.keys, &text).collect();
        let inside = all.first().map_or(0, |last| last.seq);
        if !first && copy.is_empty() && self.can_copy() {
            let lost = Event::new(Class::Audit, "audit.copy_lost", "audit", "").ended(Outcome::Failed);
            found.push(lost.with("last_checkpoint", inside));
        }
        if let Some(copy) = outside.clone() {
            let at = if copy.seq > inside { 0 } else { all.len() };
            all.insert(at, copy);
        }
        Ok((all, outside))
    }

    /// The end of the last closed file, for an active one without a record.
    fn last_closed(&self) -> Result<(u64, Mac), AuditError> {
        for path in self.place.closed_segments()?.into_iter().rev() {
            let failed = |e| AuditError::io("read", &path, e);
            let file = private().open(&path).map_err(failed)?;
            let len = file.metadata().map_err(failed)?.len();
            if let Some(last) = Tail::read(&file, len, &self.keys).map_err(failed)?.last {
                return Ok(last);
            }
        }
        Ok((0, GENESIS))
    }

    fn close_if_full(&mut self, now: u64) -> Result<(), AuditError> {
        let active = self.active.as_ref().expect("caught up");
        let old = active.first_at > 0 && now.saturating_sub(active.first_at) > OLDEST;
        if active.len == 0 || (active.len < self.longest && !old) {
            return Ok(());
        }
        let path = self.place.active();
        let closed = self.place.closed(first_seq(&path).unwrap_or(active.seq));
        if closed.symlink_metadata().is_ok() {
            // An older file was put back. What has the name are other records, and stays.
            return Ok(());
        }
        self.checkpoint(now)?;
        let active = self.active.as_mut().expect("caught up");
        step().and_then(|()| fs::rename(&path, &closed)).map_err(|e| AuditError::io("rename", &path, e))?;
        active.file = open_active(&path)?;
        let meta = active.file.metadata().map_err(|e| AuditError::io("read", &path, e))?;
        (active.ino, active.len, active.first_at) = (meta.ino(), 0, 0);
        Ok(())
    }

    /// Says on the disk what the last record is, after it is there.
    fn checkpoint(&mut self, now: u64) -> Result<(), AuditError> {
        let active = self.active.as_mut().expect("caught up");
        let path = self.place.active();
        step().and_then(|()| active.file.sync_data()).map_err(|e| AuditError::io("write", &path, e))?;
        let line = Checkpoint::line(&self.keys, self.by.first(), active.seq, now, &active.mac);
        let length = self.write_checkpoint(&line)?;
        self.active.as_mut().expect("caught up").checkpoints = length;
        self.open = false;
        if let Some(head) = self.place.head().filter(|_| !self.keep_copy) {
            // A copy that cannot be written is missed by `verify`, not by whoever does something.
            drop(copy(head, &line));
        }
        Ok(())
    }

    /// Puts a line behind the checkpoints; the length of the file then.
    fn write_checkpoint(&self, line: &[u8]) -> Result<u64, AuditError> {
        let path = self.place.checkpoints();
        let failed = |e| AuditError::io("write", &path, e);
        let old = checkpoint::text(&path);
        let torn = old.len() - old.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        if old.len() as u64 > checkpoint::LONGEST {
            let whole: Vec<&[u8]> = old[..old.len() - torn].split_inclusive(|b| *b == b'\n').collect();
            let mut kept = whole[whole.len().saturating_sub(checkpoint::KEPT)..].concat();
            kept.extend_from_slice(line);
            write_atomic(&path, &kept, Mode::PRIVATE)?;
            return Ok(kept.len() as u64);
        }
        step().map_err(failed)?;
        let mut file = private().append(true).create(true).open(&path).map_err(failed)?;
        let whole = (old.len() - torn) as u64;
        if torn > 0 {
            file.set_len(whole).map_err(failed)?;
        }
        step().and_then(|()| file.write_all(line)).map_err(failed)?;
        step().and_then(|()| file.sync_data()).map_err(failed)?;
        if old.is_empty() {
            sync_dir(self.place.dir());
        }
        Ok(whole + line.len() as u64)
    }
}

/// Waits for the lock.
pub(super) fn held<'f>(lock: &'f File, place: &Place) -> Result<Held<'f>, AuditError> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Held(lock)),
            Err(TryLockError::Error(e)) => return Err(AuditError::io("lock", &place.lock(), e)),
            Err(TryLockError::WouldBlock) => {}
        }
        let waited = start.elapsed();
        if waited >= WAIT {
            return Err(AuditError::Locked { path: place.dir().to_path_buf(), waited });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

/// How files are opened here: to read, private where they are made, and no links.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).mode(0o600).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

fn open_active(path: &Path) -> Result<File, AuditError> {
    let new = path.symlink_metadata().is_err();
    let opened = step().and_then(|()| private().append(true).create(true).open(path));
    let file = opened.map_err(|e| {
        if path.is_symlink() {
            AuditError::File(FsError::Symlink(path.to_path_buf()))
        } else {
            AuditError::io("open", path, e)
        }
    })?;
    if new {
        sync_dir(path.parent().unwrap_or(path));
    }
    Ok(file)
}

/// Makes names durable; where that cannot be done, the checkpoints tell what is missing.
fn sync_dir(dir: &Path) {
    if step().is_ok() {
        drop(File::open(dir).and_then(|dir| dir.sync_all()));
    }
}

fn first_line(path: &Path) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(private().open(path).ok()?).read_until(b'\n', &mut line).ok()?;
    line.pop();
    Some(line)
}

pub(super) fn first_at(path: &Path) -> Option<u64> {
    Line::split(&first_line(path)?)?.at()
}

pub(super) fn first_seq(path: &Path) -> Option<u64> {
    Line::split(&first_line(path)?)?.seq()
}

/// The last checkpoint once more, in a file outside of the state. Written in place: it is one small write.
fn copy(head: &Path, line: &[u8]) -> io::Result<()> {
    if let Some(dir) = head.parent() {
        create_private_dir(dir).map_err(io::Error::other)?;
    }
    step()?;
    let mut file = private().write(true).create(true).truncate(false).open(head)?;
    file.write_all(line)?;
    file.set_len(line.len() as u64)
}

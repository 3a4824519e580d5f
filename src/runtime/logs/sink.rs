//! A destination with a thread and a bounded queue of its own: what is slow or broken holds up nothing else.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use super::record::Data;
use super::{Destination, Format, Level, Record, Stamp};
use crate::support::clock::Clock;
use crate::support::pattern::matches;

/// So many records wait for a destination; what comes on top is dropped and counted.
pub(super) const QUEUE: usize = 8192;
/// The most that is written at once.
const BATCH: usize = 512;
/// After the first record, others are waited for so long: who sends them need not wake the thread each time.
const GATHERING: Duration = Duration::from_millis(20);
/// Where something was dropped, it is tried after this long to tell so.
const AGAIN: Duration = Duration::from_secs(1);

/// What writes lines somewhere.
pub trait Out: Send {
    /// Writes all of them or fails; it may wait. Lines have no end of their own.
    fn write(&mut self, lines: &[&str]) -> io::Result<()>;
}

/// Writes the lines of a format to something that takes lines.
pub struct Lines<O> {
    format: Format,
    out: O,
}

impl<O: Out> Lines<O> {
    /// To `out`.
    pub fn new(format: Format, out: O) -> Self {
        Self { format, out }
    }
}

impl<O: Out> Out for Lines<O> {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        if self.format == Format::JsonLines {
            return self.out.write(lines);
        }
        let lines: Vec<String> = lines.iter().map(|line| self.format.line(line)).collect();
        self.out.write(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Where a destination stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinkState {
    /// `file`, `stdout`, `webhook`, `tcp`, `udp`.
    pub kind: &'static str,
    /// Where it is.
    pub place: String,
    /// The file, where it is one.
    pub file: Option<PathBuf>,
    /// Whether that is the log itself, which is read back.
    pub is_log: bool,
    /// The form of its lines.
    pub format: Format,
    /// The least important kind that is written.
    pub level: Level,
    /// The kinds of events; all where there are none.
    pub events: Vec<String>,
    /// How many records were written since the start.
    pub written: u64,
    /// How many were not.
    pub dropped: u64,
    /// Why writing failed last; nothing where it works.
    pub error: Option<String>,
}

enum Task {
    Record(Arc<Record>),
    Flush(SyncSender<()>),
}

/// The near end of a destination.
pub(super) struct Sink {
    tasks: SyncSender<Task>,
    shared: Arc<Shared>,
}

struct Shared {
    kind: &'static str,
    place: String,
    file: Option<PathBuf>,
    is_log: bool,
    format: Format,
    level: Level,
    events: Vec<String>,
    written: AtomicU64,
    dropped: AtomicU64,
    error: Mutex<Option<String>>,
}

/// Waits until all that these were told so far is written, or so long for all of them together.
pub(super) fn flush<'s>(sinks: impl Iterator<Item = &'s Sink>, patience: Duration) {
    let end = Instant::now() + patience;
    // All are asked before one is waited for: they write side by side.
    let asked: Vec<Receiver<()>> = sinks.filter_map(Sink::ask_to_flush).collect();
    for written in asked {
        let _ = written.recv_timeout(end.saturating_duration_since(Instant::now()));
    }
}

impl Sink {
    pub(super) fn start(destination: Destination, stamp: &Arc<Stamp>, clock: &Clock) -> Self {
        let Destination { kind, place, file, is_log, format, level, events, out } = destination;
        let shared = Arc::new(Shared {
            kind,
            place,
            file,
            is_log,
            format,
            level,
            events,
            written: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            error: Mutex::default(),
        });
        let (tasks, queue) = sync_channel(QUEUE);
        let mut writer = Writer {
            out,
            shared: Arc::clone(&shared),
            stamp: Arc::clone(stamp),
            clock: clock.clone(),
            told: 0,
        };
        // Where there is no thread, all is dropped and counted.
        drop(std::thread::Builder::new().name("muxi-log".to_owned()).spawn(move || writer.run(&queue)));
        Self { tasks, shared }
    }

    /// Puts it into the queue, where it is one of its own.
    pub(super) fn take(&self, record: &Arc<Record>) {
        let Shared { level, events, .. } = &*self.shared;
        let named = || events.is_empty() || events.iter().any(|wanted| matches(wanted, record.event()));
        let wanted = record.level >= *level && named();
        if wanted && self.tasks.try_send(Task::Record(Arc::clone(record))).is_err() {
            self.shared.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A full queue is not waited for: what is behind it writes slowly.
    fn ask_to_flush(&self) -> Option<Receiver<()>> {
        let (done, written) = sync_channel(1);
        self.tasks.try_send(Task::Flush(done)).ok().map(|()| written)
    }

    /// The file that is written, where it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        self.shared.file.as_deref()
    }

    /// Whether it is the log itself.
    pub(super) fn is_log(&self) -> bool {
        self.shared.is_log
    }

    pub(super) fn state(&self) -> SinkState {
        let shared = &*self.shared;
        SinkState {
            kind: shared.kind,
            place: shared.place.clone(),
            file: shared.file.clone(),
            is_log: shared.is_log,
            format: shared.format,
            level: shared.level,
            events: shared.events.clone(),
            written: shared.written.load(Ordering::Relaxed),
            dropped: shared.dropped.load(Ordering::Relaxed),
            error: shared.error().clone(),
        }
    }
}

impl Shared {
    fn error(&self) -> MutexGuard<'_, Option<String>> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The far end.
struct Writer {
    out: Box<dyn Out>,
    shared: Arc<Shared>,
    stamp: Arc<Stamp>,
    clock: Clock,
    /// How many of the dropped ones it has told of.
    told: u64,
}

impl Writer {
    fn run(&mut self, queue: &Receiver<Task>) {
        loop {
            let mut batch = Vec::new();
            let mut waiting = Vec::new();
            let untold = self.shared.dropped.load(Ordering::Relaxed) > self.told;
            let first = if untold {
                queue.recv_timeout(AGAIN)
            } else {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match first {
                Ok(first) => {
                    sort(first, &mut batch, &mut waiting);
                    if waiting.is_empty() {
                        std::thread::sleep(GATHERING);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            while batch.len() < BATCH {
                match queue.try_recv() {
                    Ok(task) => sort(task, &mut batch, &mut waiting),
                    Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
                }
            }
            batch.retain(|record| !self.stamp.is_gone(record));
            self.write(&batch);
            for done in waiting {
                let _ = done.try_send(());
            }
        }
    }

    fn write(&mut self, batch: &[Arc<Record>]) {
        let dropped = self.shared.dropped.load(Ordering::Relaxed);
        if batch.is_empty() && dropped == self.told {
            return;
        }
        let gap = (dropped > self.told).then(|| self.gap(dropped - self.told));
        let mut lines: Vec<&str> = gap.iter().map(|gap| gap.line(&self.stamp)).collect();
        lines.extend(batch.iter().map(|record| record.line(&self.stamp)));
        match self.out.write(&lines) {
            Ok(()) => {
                self.told = dropped;
                self.shared.written.fetch_add(batch.len() as u64, Ordering::Relaxed);
                *self.shared.error() = None;
            }
            Err(error) => {
                self.shared.dropped.fetch_add(batch.len() as u64, Ordering::Relaxed);
                *self.shared.error() = Some(self.stamp.redactor.redact(&error.to_string()).into_owned());
            }
        }
    }

    /// Tells that something is missing here. It is no record of the ring: only this destination lacks it.
    fn gap(&self, count: u64) -> Record {
        let error = self.shared.error().clone();
        let data = json!({"destination": self.shared.kind, "count": count, "error": error});
        Record::new(0, self.clock.now_millis(), Level::Warning, "log.dropped", None, Data::Value(data))
    }
}

fn sort(task: Task, batch: &mut Vec<Arc<Record>>, waiting: &mut Vec<SyncSender<()>>) {
    match task {
        Task::Record(record) => batch.push(record),
        Task::Flush(done) => waiting.push(done),
    }
}

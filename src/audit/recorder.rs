//! Recording from a server: whoever has something to record hands it over and goes on.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::AuditError;
use super::event::{Class, Event, Outcome};
use super::place::Place;
use super::prune::Retention;
use super::trail::Trail;
use crate::support::redact::Redactor;

/// So many events wait at most; more are counted.
const ROOM: usize = 16 << 10;
/// So many are appended at once.
const BATCH: usize = 512;
/// What is appended is on the disk after this at the latest.
const SOON: Duration = Duration::from_secs(1);
/// Of events that anybody can bring about, so many are recorded one by one in a window.
const FEW: u64 = 20;
/// So many kinds of events are counted by themselves, beyond that those of all users together.
const MOST_WINDOWS: usize = 1000;
/// A window.
const WINDOW: Duration = Duration::from_mins(1);
/// How often records that were kept long enough are looked for.
const DAILY: Duration = Duration::from_hours(24);

type Answer = oneshot::Sender<Result<(), String>>;

/// Small: the queue has room for all that it may hold from the start.
enum Job {
    Record(Box<Event>),
    Commit(Box<Event>, Answer),
    End,
}

/// Hands events to a thread that appends them, many at once. Clones are handles to the same one.
#[derive(Clone)]
pub struct Recorder(Arc<Shared>);

struct Shared {
    place: Place,
    redactor: Redactor,
    jobs: SyncSender<Job>,
    lost: Arc<AtomicU64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Hears why something could not be recorded.
pub type OnError = Box<dyn Fn(&AuditError) + Send>;

impl Recorder {
    /// Starts to append to `trail`, and to take out once a day what `retention` does not keep, if there is one. `on_error` hears what fails behind
    /// the backs of those who recorded it.
    pub fn start(trail: Trail, retention: Option<Retention>, on_error: OnError) -> Result<Self, AuditError> {
        let (jobs, queue) = sync_channel(ROOM);
        let lost = Arc::new(AtomicU64::new(0));
        let mut writer = Writer {
            trail,
            retention,
            on_error: Arc::new(Mutex::new(on_error)),
            lost: Arc::clone(&lost),
            pending: Vec::new(),
            windows: HashMap::new(),
            pruned: None,
            pruning: None,
            stop: Arc::default(),
            dirty: None,
        };
        let (place, redactor) = (writer.trail.place().clone(), writer.trail.redactor.clone());
        let path = place.dir().to_path_buf();
        let thread = std::thread::Builder::new().name("audit".to_owned());
        let thread = thread.spawn(move || writer.run(&queue));
        let thread = thread.map_err(|e| AuditError::io("record in", &path, e))?;
        Ok(Self(Arc::new(Shared { place, redactor, jobs, lost, thread: Mutex::new(Some(thread)) })))
    }

    /// Where it records.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// Records it soon; never waits.
    pub fn record(&self, event: Event) {
        let event = self.bounded(event);
        if self.0.jobs.try_send(Job::Record(Box::new(event))).is_err() {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Records it: on the disk when this returns.
    pub async fn commit(&self, event: Event) -> Result<(), AuditError> {
        let done = self.order(event)?;
        done.await.map_err(|_| AuditError::Ended)?.map_err(AuditError::Failed)
    }

    /// The same, for a thread that may wait.
    pub fn commit_blocking(&self, event: Event) -> Result<(), AuditError> {
        let done = self.order(event)?;
        done.blocking_recv().map_err(|_| AuditError::Ended)?.map_err(AuditError::Failed)
    }

    /// What waits has no endless texts. They are looked through here, as half a secret would not be known later.
    fn bounded(&self, event: Event) -> Event {
        if event.is_long() { event.cleaned(&self.0.redactor) } else { event }
    }

    fn order(&self, event: Event) -> Result<oneshot::Receiver<Result<(), String>>, AuditError> {
        let (answer, done) = oneshot::channel();
        let event = self.bounded(event);
        self.0.jobs.try_send(Job::Commit(Box::new(event), answer)).map_err(|error| match error {
            TrySendError::Disconnected(_) => AuditError::Ended,
            TrySendError::Full(_) => {
                AuditError::Failed("the audit cannot keep up: too much waits to be recorded".to_owned())
            }
        })?;
        Ok(done)
    }

    /// Brings all to the disk and ends; what is recorded later is lost.
    pub fn end(&self) {
        let thread = self.0.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && self.0.jobs.send(Job::End).is_ok()
        {
            drop(thread.join());
        }
    }
}

/// The action, how it ended, and for whom it was done; none where nobody is named, or where too many are.
type Kind = (&'static str, Outcome, Option<String>);

struct Writer {
    trail: Trail,
    retention: Option<Retention>,
    on_error: Arc<Mutex<OnError>>,
    lost: Arc<AtomicU64>,
    /// What could not be written yet.
    pending: Vec<Event>,
    /// Of each bounded kind of event, by whose it is, when its window began and how many came in it.
    windows: HashMap<Kind, (Instant, u64, Event)>,
    pruned: Option<Instant>,
    /// Takes records out meanwhile: that may mean to read years of them.
    pruning: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
    /// When the first thing was written that is not on the disk yet.
    dirty: Option<Instant>,
}

impl Writer {
    fn run(&mut self, queue: &Receiver<Job>) {
        loop {
            let first = match self.wait(queue) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let (mut answers, mut ordered) = (Vec::new(), Vec::new());
            let mut ended = false;
            for job in first.into_iter().chain(queue.try_iter().take(BATCH)) {
                match job {
                    Job::Record(event) => self.take(*event),
                    Job::Commit(event, answer) => {
                        ordered.push(self.pending.len());
                        self.pending.push(*event);
                        answers.push(answer);
                    }
                    Job::End => ended = true,
                }
            }
            self.close_windows(ended);
            self.append(answers, &ordered);
            if ended {
                break;
            }
            self.prune_daily();
        }
        self.sync();
        if let Some(pruning) = self.pruning.take() {
            self.stop.store(true, Ordering::Relaxed);
            drop(pruning.join());
        }
    }

    fn failed(&self, error: &AuditError) {
        (self.on_error.lock().unwrap_or_else(PoisonError::into_inner))(error);
    }

    /// The next job; no longer than until something else has to be done.
    fn wait(&self, queue: &Receiver<Job>) -> Result<Job, RecvTimeoutError> {
        let window = self.windows.values().map(|(began, ..)| *began + WINDOW).min();
        let retry = (!self.pending.is_empty()).then(|| Instant::now() + SOON);
        let daily = self.pruned.map(|last| last + DAILY);
        let next = [self.dirty.map(|since| since + SOON), window, retry, daily].into_iter().flatten().min();
        let until = next.map_or(DAILY, |at| at.saturating_duration_since(Instant::now()));
        queue.recv_timeout(until)
    }

    fn take(&mut self, event: Event) {
        if event.bounded {
            let mut kind = (event.action, event.outcome, event.actor.user.clone());
            if self.windows.len() >= MOST_WINDOWS && !self.windows.contains_key(&kind) {
                kind.2 = None;
            }
            let window = self.windows.entry(kind);
            let (_, came, _) = window.or_insert_with(|| (Instant::now(), 0, event.clone()));
            *came += 1;
            if *came > FEW {
                return;
            }
        }
        self.pending.push(event);
    }

    /// Says how many came that were only counted.
    fn close_windows(&mut self, all: bool) {
        let over: Vec<_> =
            self.windows.extract_if(|_, (began, ..)| all || began.elapsed() >= WINDOW).collect();
        for ((.., whose), (_, came, mut event)) in over {
            if came > FEW {
                event.actor.user = whose;
                let more = Event { details: serde_json::Map::new(), request: None, bounded: false, ..event };
                self.pending.push(more.with("more", came - FEW).with("seconds", WINDOW.as_secs()));
            }
        }
    }

    /// Appends what waits; those at `ordered` are of the `answers`.
    fn append(&mut self, answers: Vec<Answer>, ordered: &[usize]) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let event = Event::new(Class::Audit, "audit.lost", "audit", "").ended(Outcome::Failed);
            self.pending.push(event.with("records", lost));
        }
        let durable = !answers.is_empty();
        if !self.pending.is_empty() {
            match self.trail.append(&self.pending, false) {
                Ok(()) => {
                    // Written: whatever comes now, they must not be written again.
                    self.pending.clear();
                    self.dirty = self.dirty.or_else(|| Some(Instant::now()));
                }
                Err(error) => {
                    self.failed(&error);
                    // What somebody waits for is not done now, and must not be recorded later.
                    for at in ordered.iter().rev() {
                        self.pending.remove(*at);
                    }
                    self.give_back(answers, &error);
                    return;
                }
            }
        }
        let on_disk = if durable { self.trail.flush() } else { Ok(()) };
        match on_disk {
            Ok(()) if durable => self.dirty = None,
            Ok(()) => {}
            Err(error) => {
                self.failed(&error);
                self.give_back(answers, &error);
                return;
            }
        }
        for answer in answers {
            drop(answer.send(Ok(())));
        }
        if self.dirty.is_some_and(|since| since.elapsed() >= SOON) {
            self.sync();
        }
    }

    /// Tells those who wait; the rest is tried again.
    fn give_back(&mut self, answers: Vec<Answer>, error: &AuditError) {
        for answer in answers {
            drop(answer.send(Err(error.to_string())));
        }
        if self.pending.len() > BATCH * 4 {
            let over = self.pending.len() as u64;
            self.pending.clear();
            self.lost.fetch_add(over, Ordering::Relaxed);
        }
    }

    fn sync(&mut self) {
        match self.trail.flush() {
            Ok(()) => self.dirty = None,
            Err(error) => {
                self.failed(&error);
                self.dirty = Some(Instant::now());
            }
        }
    }

    fn prune_daily(&mut self) {
        if self.pruned.is_some_and(|last| last.elapsed() < DAILY) {
            return;
        }
        let Some(retention) = self.retention.clone() else { return };
        self.pruned = Some(Instant::now());
        if self.pruning.as_ref().is_some_and(|pruning| !pruning.is_finished()) {
            return;
        }
        let mut trail = match self.trail.another() {
            Ok(trail) => trail,
            Err(error) => return self.failed(&error),
        };
        let (on_error, stop) = (Arc::clone(&self.on_error), Arc::clone(&self.stop));
        let thread = std::thread::Builder::new().name("audit-prune".to_owned()).spawn(move || {
            if let Err(error) = trail.prune_until(&retention, &stop) {
                (on_error.lock().unwrap_or_else(PoisonError::into_inner))(&error);
            }
        });
        // Where there is no thread, it is tried again tomorrow.
        self.pruning = thread.ok();
    }
}

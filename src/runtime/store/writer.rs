//! The one writer of the database. A turn is kept as soon as it is in the log; the writer's thread
//! takes the turns of a moment into the database in one commit. Without the log (another process
//! of the same state has it, or it is full) a turn is kept when its commit is done; when that process ends, the log is
//! taken over.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::log::{self, Log, Place};
use super::migrations::{failed, is_busy};
use super::recent::{Key, Recent};
use super::turns::write;
use super::waiting::Waiting;
use super::{StoreError, Turn, users};
use crate::runtime::principal::{Caller, Principal};

/// The most turns in one commit.
const GROUP: usize = 1024;
/// How long turns that are in the log wait for others, so that many share one commit.
const GATHER: Duration = Duration::from_millis(10);
/// The wait after a commit that failed, before it is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How often who has not the log looks whether the process that had it has ended.
const TAKE_OVER: Duration = Duration::from_millis(250);

/// How long who appends may be held up by others that write.
const HELD: Duration = Duration::from_millis(100);
/// How long who reads, or asks for the first time, waits for another process that writes.
const BUSY: Duration = Duration::from_secs(30);

type Reply = oneshot::Sender<Result<(), StoreError>>;
/// The user, or nothing for an internal id that nobody has.
type Met = Result<Option<Principal>, StoreError>;

enum Job {
    /// In the log already.
    Logged(Principal, Turn, Place),
    /// Kept once it is committed.
    Direct(Principal, Turn, Reply),
    /// Somebody asks for the first time.
    Meet(Caller, u64, Instant, oneshot::Sender<Met>),
    /// Says when all before it is committed.
    Barrier(Instant, Reply),
    /// Says when all before it is in the database, and nothing is in the log.
    Empty(Reply),
    /// Something else that is written; it answers by itself.
    Other(Work),
}

/// What is done with the connection, and with nobody else writing in this process.
type Work = Box<dyn FnOnce(&mut Connection) + Send>;

/// The handle to the writer's thread. Dropping it writes what is queued and ends the thread.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

struct Shared {
    /// Taken over once the process that had it has ended.
    log: OnceLock<Mutex<Log>>,
    recent: Arc<Recent>,
    /// Grows with each commit of a process that has not the log, to tell the one that has it.
    others: PathBuf,
    /// Turns in the log that are not yet in the database.
    waiting: Waiting,
    /// The last commit failed: nothing more is put off.
    failing: AtomicBool,
}

impl Writer {
    /// Takes over what a killed process left in the log, which another one may have, and starts.
    /// `others` is where processes without the log tell that they wrote.
    pub(super) fn start(
        mut connection: Connection,
        mut log: Option<Log>,
        others: PathBuf,
        recent: Arc<Recent>,
    ) -> Result<Self, StoreError> {
        if let Some(log) = &mut log {
            absorb(&mut connection, log)?;
        }
        let shared = Arc::new(Shared {
            log: log.map(|log| OnceLock::from(Mutex::new(log))).unwrap_or_default(),
            recent,
            others,
            waiting: Waiting::default(),
            failing: AtomicBool::new(false),
        });
        let (jobs, queue) = channel();
        let absorber = Absorber { connection, shared: Arc::clone(&shared) };
        let thread = std::thread::Builder::new()
            .name("muxi-store".to_owned())
            .stack_size(512 << 10)
            .spawn(move || absorber.run(&queue))
            .map_err(|e| StoreError::new(format!("its writer cannot start: {e}")))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), shared })
    }

    /// Keeps a turn. What is fast is done at once, the answer only says whether it is done.
    pub(super) fn keep(&self, who: &Principal, turn: Turn) -> BoxFuture<'static, Result<(), StoreError>> {
        // Turns are queued in the order in which they are in the log.
        let mut log = self.shared.log();
        if let Some(log) = &mut log
            && !self.shared.failing.load(Ordering::Relaxed)
        {
            match log.append(who, &turn) {
                Ok(Some(place)) => {
                    self.shared.waiting.add(who, &turn);
                    self.shared.recent.keep(who, &turn);
                    self.queue(Job::Logged(who.clone(), turn, place));
                    return Box::pin(std::future::ready(Ok(())));
                }
                Ok(None) => {}
                Err(error) => return Box::pin(std::future::ready(Err(error))),
            }
        }
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Direct(who.clone(), turn, reply));
        drop(log);
        self.answer(answer)
    }

    /// How often other processes have written, as far as they told; nothing for a process that
    /// has not the log, and so does not hear of it.
    pub(super) fn others(&self) -> Option<u64> {
        self.shared.log.get()?;
        Some(std::fs::metadata(&self.shared.others).map_or(0, |file| file.len()))
    }

    /// The user of an identifier, made if it is new. All who come at a moment share one commit.
    pub(super) fn meet(&self, caller: &Caller, now: u64) -> BoxFuture<'static, Met> {
        self.meet_since(caller, now, Instant::now())
    }

    /// The same for who has waited since then.
    pub(super) fn meet_since(&self, caller: &Caller, now: u64, since: Instant) -> BoxFuture<'static, Met> {
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Meet(caller.clone(), now, since, reply));
        self.hurry();
        let stopped = || StoreError::new("its writer has stopped".to_owned());
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(stopped())) })
    }

    /// Tells the process that has the log, if this one has not, that what it remembers is old.
    pub(super) fn teller(&self) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || {
            if shared.log.get().is_none() {
                shared.tell_others();
            }
        }
    }

    /// Returns when all that is kept is in the database, where it can be read.
    pub(super) fn caught_up(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        if self.shared.log.get().is_none() {
            return Box::pin(log::emptied(self.shared.others.with_extension("log")));
        }
        if self.shared.waiting.is_empty() {
            return Box::pin(std::future::ready(Ok(())));
        }
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Barrier(Instant::now(), reply));
        self.answer(answer)
    }

    /// Whether a turn of this session may be kept and not yet be in the database.
    pub(super) fn may_lack(&self, session: &Key) -> bool {
        // What another process has in its log is not known here.
        self.others().is_none_or(|others| self.shared.waiting.has(session, others))
    }

    /// To be called where rows get another user.
    pub(super) fn mixer(&self) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.waiting.mix()
    }

    /// Returns when the log holds nothing any more. Another process's log is only looked at.
    pub(super) fn emptied(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        if self.shared.log.get().is_none() {
            return Box::pin(log::emptied(self.shared.others.with_extension("log")));
        }
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Empty(reply));
        self.answer(answer)
    }

    /// Does `work` in the writer's thread, after all that is kept by now.
    pub(super) fn run<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, E>> {
        let (reply, answer) = oneshot::channel();
        // Whoever asked may have gone; it is done all the same.
        self.queue(Job::Other(Box::new(move |connection| drop(reply.send(work(connection))))));
        self.hurry();
        let stopped = || E::from(StoreError::new("its writer has stopped"));
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(stopped())) })
    }

    fn queue(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // A failed send drops the job's reply, and the receiver sees that.
            drop(jobs.send(job));
        }
    }

    fn answer(
        &self,
        answer: oneshot::Receiver<Result<(), StoreError>>,
    ) -> BoxFuture<'static, Result<(), StoreError>> {
        self.hurry();
        let stopped = || StoreError::new("its writer has stopped".to_owned());
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(stopped())) })
    }

    /// Ends the wait for more turns.
    fn hurry(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        self.hurry();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Shared {
    /// Whoever remembers sessions has to look anew. If that cannot be told, it is a turn late.
    fn tell_others(&self) {
        let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.others);
        drop(file.and_then(|mut file| file.write_all(b".")));
    }

    fn log(&self) -> Option<MutexGuard<'_, Log>> {
        // A log is whole after each of its methods, so a panic elsewhere does not spoil it.
        self.log.get().map(|log| log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Takes what a killed process left in the log into the database, and empties it.
fn absorb(connection: &mut Connection, log: &mut Log) -> Result<(), StoreError> {
    let mut left = log.left(log::absorbed(connection).map_err(failed)?)?;
    if !left.is_empty() {
        users::settle(connection, &mut left)?;
        write(connection, left.iter().map(|(who, turn)| (who, turn)), Some(log.place())).map_err(failed)?;
    }
    log.clear()
}

struct Absorber {
    connection: Connection,
    shared: Arc<Shared>,
}

impl Absorber {
    fn run(mut self, queue: &Receiver<Job>) {
        let (mut group, mut looked) = (Vec::new(), Instant::now());
        loop {
            let has_log = self.shared.log.get().is_some();
            let first = match (group.is_empty(), has_log) {
                (true, true) => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (true, false) => queue.recv_timeout(TAKE_OVER),
                (false, _) => queue.recv_timeout(RETRY),
            };
            if !has_log && looked.elapsed() >= TAKE_OVER {
                self.take_over();
                looked = Instant::now();
            }
            match first {
                Ok(job) => {
                    if matches!(job, Job::Logged(..)) {
                        std::thread::park_timeout(GATHER);
                    }
                    group.push(job);
                    group.extend(queue.try_iter().take(GROUP));
                }
                Err(RecvTimeoutError::Timeout) => {}
                // What is left stays in the log, for the next start.
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let (empty, rest): (Vec<Job>, Vec<Job>) =
                group.into_iter().partition(|job| matches!(job, Job::Empty(_)));
            group = self.commit(rest, None);
            if !empty.is_empty() {
                group = self.empty(group, empty, queue);
            }
        }
    }

    /// Takes the log, where nobody has it any more. What cannot be is tried again.
    fn take_over(&mut self) {
        let Ok(Some(mut log)) = Log::open(&self.shared.others.with_extension("log")) else { return };
        if absorb(&mut self.connection, &mut log).is_ok() {
            self.shared.recent.forget_all();
            drop(self.shared.log.set(Mutex::new(log)));
        }
    }

    /// Takes all that is in the log into the database, with nobody appending meanwhile. Who appends is a turn that waits:
    /// nothing else is done until then.
    fn empty(&mut self, mut group: Vec<Job>, empty: Vec<Job>, queue: &Receiver<Job>) -> Vec<Job> {
        let shared = Arc::clone(&self.shared);
        let mut log = shared.log();
        // What was appended is queued.
        group.extend(queue.try_iter());
        let (others, mut group): (Vec<Job>, Vec<Job>) =
            group.into_iter().partition(|job| matches!(job, Job::Other(_)));
        group.extend(empty);
        // Where another process writes just now, the log is not empty this time.
        let waits = |connection: &Connection, time| drop(connection.busy_timeout(time));
        waits(&self.connection, HELD);
        let left = self.commit(group, log.as_deref_mut());
        waits(&self.connection, super::sqlite::BUSY);
        drop(log);
        self.commit(others, None);
        left
    }

    /// Takes the group into the database; what comes back is to be tried again.
    /// `held` is the log where it is held already.
    fn commit(&mut self, group: Vec<Job>, held: Option<&mut Log>) -> Vec<Job> {
        let place = group.iter().rev().find_map(|job| match job {
            Job::Logged(_, _, place) => Some(*place),
            _ => None,
        });
        let (group, mut left) = self.meet(group);
        // Other work has transactions of its own.
        let (result, busy) = if group.iter().all(|job| matches!(job, Job::Other(_))) {
            (Ok(()), false)
        } else {
            let result = write(&mut self.connection, group.iter().filter_map(Job::turn), place);
            let busy = result.as_ref().is_err_and(is_busy);
            // Another process that writes for long is no fault: the log takes turns until it has done.
            self.shared.failing.store(result.is_err() && !busy, Ordering::Relaxed);
            (result.map_err(failed), busy)
        };
        if self.shared.log.get().is_none() && group.iter().any(|job| job.turn().is_some()) {
            self.shared.tell_others();
        }
        let many = group.len() > 1;
        let mut emptied = Vec::new();
        for job in group {
            match (job, &result) {
                (Job::Logged(who, turn, _), Ok(())) => self.shared.waiting.remove(&who, &turn),
                (job @ Job::Logged(..), Err(_)) => left.push(job),
                // It must not fail for its neighbours' sake.
                (Job::Direct(who, turn, reply), Err(_)) if many && !busy => {
                    let alone =
                        write(&mut self.connection, [(&who, &turn)].into_iter(), None).map_err(failed);
                    if alone.is_ok() {
                        self.shared.recent.forget(&who, &turn);
                    }
                    drop(reply.send(alone));
                }
                // The client may have gone; its turn is kept all the same.
                (Job::Direct(who, turn, reply), result) => {
                    if result.is_ok() {
                        self.shared.recent.forget(&who, &turn);
                    }
                    drop(reply.send(result.clone()));
                }
                (Job::Empty(reply), _) => emptied.push(reply),
                // Who reads waits for the other process, too, up to a time.
                (Job::Barrier(since, reply), Err(_)) if busy && since.elapsed() < BUSY => {
                    left.push(Job::Barrier(since, reply));
                }
                (Job::Barrier(_, reply), result) => drop(reply.send(result.clone())),
                (Job::Other(work), _) => self.other(work),
                (Job::Meet(..), _) => unreachable!("answered before"),
            }
        }
        // A log that cannot be emptied only grows: the database knows what it holds of it.
        let mut cleared = Ok(());
        if result.is_ok() {
            cleared = match (held, place) {
                // With nobody appending, all of it is in the database: in this commit, or in one before.
                (Some(log), _) => log.clear(),
                (None, Some(place)) => self.shared.log().map_or(Ok(()), |mut log| log.clear_if(place)),
                (None, None) => Ok(()),
            };
        }
        for reply in emptied {
            drop(reply.send(result.clone().and(cleared.clone())));
        }
        left
    }
}

impl Absorber {
    /// What panics ends itself alone: its transaction is rolled back by then.
    fn other(&mut self, work: Work) {
        drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&mut self.connection))));
    }

    /// Answers those who ask for the first time. What comes back is all else, and those who are to wait for another process.
    fn meet(&mut self, group: Vec<Job>) -> (Vec<Job>, Vec<Job>) {
        let (new, rest): (Vec<Job>, Vec<Job>) =
            group.into_iter().partition(|job| matches!(job, Job::Meet(..)));
        // Who has left need not be known.
        let waits = |job: &Job| !matches!(job, Job::Meet(.., reply) if reply.is_closed());
        let new: Vec<Job> = new.into_iter().filter(waits).collect();
        let callers = new.iter().filter_map(|job| match job {
            Job::Meet(caller, now, ..) => Some((caller, *now)),
            _ => None,
        });
        if new.is_empty() {
            return (rest, new);
        }
        let met = users::meet_all(&mut self.connection, callers);
        let busy = met.as_ref().is_err_and(StoreError::is_busy);
        let mut left = Vec::new();
        for (at, job) in new.into_iter().enumerate() {
            match job {
                Job::Meet(_, _, since, _) if busy && since.elapsed() < BUSY => left.push(job),
                Job::Meet(.., reply) => {
                    drop(reply.send(met.as_ref().map(|met| met[at].clone()).map_err(Clone::clone)));
                }
                _ => {}
            }
        }
        (rest, left)
    }
}

impl Job {
    fn turn(&self) -> Option<(&Principal, &Turn)> {
        match self {
            Self::Logged(who, turn, _) | Self::Direct(who, turn, _) => Some((who, turn)),
            Self::Barrier(..) | Self::Empty(_) | Self::Other(_) | Self::Meet(..) => None,
        }
    }
}

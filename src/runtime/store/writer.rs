//! The one writer of the database. A turn is kept as soon as it is in the log; the writer's thread
//! takes the turns of a moment into the database in one commit. Without the log (another process
//! of the same state has it, or it is full) a turn is kept when its commit is done.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use rusqlite::{Connection, ErrorCode, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::log::{self, Log, Place};
use super::migrations::failed;
use super::recent::Recent;
use super::{StoreError, Turn, users};
use crate::runtime::principal::{Caller, Principal};

/// The most turns in one commit.
const GROUP: usize = 1024;
/// How long turns that are in the log wait for others, so that many share one commit.
const GATHER: Duration = Duration::from_millis(10);
/// The wait after a commit that failed, before it is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// How long who reads waits for another process that writes.
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
    Meet(Caller, u64, oneshot::Sender<Met>),
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
    log: Option<Mutex<Log>>,
    recent: Arc<Recent>,
    /// Grows with each commit of a process that has not the log, to tell the one that has it.
    others: PathBuf,
    /// Turns in the log that are not yet in the database.
    waiting: AtomicUsize,
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
            let mut left = log.left(log::absorbed(&connection).map_err(failed)?)?;
            if !left.is_empty() {
                users::settle(&mut connection, &mut left)?;
                write(&mut connection, left.iter().map(|(who, turn)| (who, turn)), Some(log.place()))
                    .map_err(failed)?;
            }
            log.clear()?;
        }
        let shared = Arc::new(Shared {
            log: log.map(Mutex::new),
            recent,
            others,
            waiting: AtomicUsize::new(0),
            failing: AtomicBool::new(false),
        });
        let (jobs, queue) = channel();
        let absorber = Absorber { connection, shared: Arc::clone(&shared) };
        let thread = std::thread::Builder::new()
            .name("muxi-store".to_owned())
            .stack_size(512 << 10)
            .spawn(move || absorber.run(&queue))
            .map_err(|e| StoreError(format!("its writer cannot start: {e}")))?;
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
                    self.shared.waiting.fetch_add(1, Ordering::Relaxed);
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
        self.shared.log.as_ref()?;
        Some(std::fs::metadata(&self.shared.others).map_or(0, |file| file.len()))
    }

    /// The user of an identifier, made if it is new. All who come at a moment share one commit.
    pub(super) fn meet(&self, caller: &Caller, now: u64) -> BoxFuture<'static, Met> {
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Meet(caller.clone(), now, reply));
        self.hurry();
        let stopped = || StoreError("its writer has stopped".to_owned());
        Box::pin(async move { answer.await.unwrap_or_else(|_| Err(stopped())) })
    }

    /// Tells the process that has the log, if this one has not, that what it remembers is old.
    pub(super) fn teller(&self) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || {
            if shared.log.is_none() {
                shared.tell_others();
            }
        }
    }

    /// Returns when all that is kept is in the database, where it can be read.
    pub(super) fn caught_up(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        if self.shared.log.is_none() {
            return Box::pin(log::emptied(self.shared.others.with_extension("log")));
        }
        if self.shared.waiting.load(Ordering::Acquire) == 0 {
            return Box::pin(std::future::ready(Ok(())));
        }
        let (reply, answer) = oneshot::channel();
        self.queue(Job::Barrier(Instant::now(), reply));
        self.answer(answer)
    }

    /// Returns when the log holds nothing any more. Another process's log is only looked at.
    pub(super) fn emptied(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        if self.shared.log.is_none() {
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
        let stopped = || E::from(StoreError("its writer has stopped".to_owned()));
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
        let stopped = || StoreError("its writer has stopped".to_owned());
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
        self.log.as_ref().map(|log| log.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Absorber {
    connection: Connection,
    shared: Arc<Shared>,
}

impl Absorber {
    fn run(mut self, queue: &Receiver<Job>) {
        let mut group = Vec::new();
        loop {
            let first = if group.is_empty() {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                queue.recv_timeout(RETRY)
            };
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
        let left = self.commit(group, log.as_deref_mut());
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
        let group = self.meet(group);
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
        if self.shared.log.is_none() && group.iter().any(|job| job.turn().is_some()) {
            self.shared.tell_others();
        }
        let many = group.len() > 1;
        let (mut left, mut emptied) = (Vec::new(), Vec::new());
        for job in group {
            match (job, &result) {
                (Job::Logged(..), Ok(())) => {
                    self.shared.waiting.fetch_sub(1, Ordering::Release);
                }
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
                (Job::Other(work), _) => work(&mut self.connection),
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
    /// Answers those who ask for the first time; what comes back is all else.
    fn meet(&mut self, group: Vec<Job>) -> Vec<Job> {
        let (new, rest): (Vec<Job>, Vec<Job>) =
            group.into_iter().partition(|job| matches!(job, Job::Meet(..)));
        let callers = new.iter().filter_map(|job| match job {
            Job::Meet(caller, now, _) => Some((caller, *now)),
            _ => None,
        });
        if new.is_empty() {
            return rest;
        }
        let met = users::meet_all(&mut self.connection, callers);
        for (at, job) in new.into_iter().enumerate() {
            if let Job::Meet(_, _, reply) = job {
                drop(reply.send(met.as_ref().map(|met| met[at].clone()).map_err(Clone::clone)));
            }
        }
        rest
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

fn write<'a>(
    connection: &mut Connection,
    turns: impl Iterator<Item = (&'a Principal, &'a Turn)>,
    place: Option<Place>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (who, turn) in turns {
        // A turn may have begun before its user was erased or merged.
        if let Some(who) = users::current(&transaction, who)? {
            insert(&transaction, &who, turn)?;
        }
    }
    if let Some(place) = place {
        log::set_absorbed(&transaction, place)?;
    }
    transaction.commit()
}

/// Whether another connection writes just now.
fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn insert(connection: &Connection, who: &Principal, turn: &Turn) -> rusqlite::Result<()> {
    let count = if turn.answer.is_empty() { 1 } else { 2 };
    connection
        .prepare_cached(
            "INSERT INTO session (tenant, user, id, message_count, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (tenant, user, id) DO UPDATE SET
                 message_count = message_count + excluded.message_count,
                 updated_at = max(updated_at, excluded.updated_at)",
        )?
        .execute(params![
            who.tenant(),
            who.user(),
            turn.session_id,
            count,
            millis(turn.asked_at),
            millis(turn.answered_at)
        ])?;
    let mut message = connection.prepare_cached(
        "INSERT INTO message (tenant, user, session_id, request_id, role, agent_id, content, status, created_at, kind)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let (tenant, user, session, request) = (who.tenant(), who.user(), &turn.session_id, &turn.request_id);
    let asked = millis(turn.asked_at);
    message.execute(params![
        tenant,
        user,
        session,
        request,
        "user",
        None::<&str>,
        turn.question,
        "complete",
        asked,
        None::<&str>
    ])?;
    if !turn.answer.is_empty() {
        let (agent, status, answered) = (&turn.agent_id, turn.status.as_str(), millis(turn.answered_at));
        message.execute(params![
            tenant,
            user,
            session,
            request,
            "assistant",
            agent,
            turn.answer,
            status,
            answered,
            turn.asks_back.then_some(super::sqlite::ASKS_BACK)
        ])?;
    }
    Ok(())
}

fn millis(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

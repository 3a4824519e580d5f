//! Taking the bytes of what was deleted out of the database, and making it smaller: on a connection and a thread of their
//! own, so that turns go on. Where others write, the database is theirs again before they give up.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::oneshot;

use super::super::migrations::failed;
use super::super::sqlite::{BUSY, connect};
use super::super::{StoreError, tables};

/// How often SQLite is asked to empty its own log while others still read from it, by who has the time.
const TRIES: u32 = 20;
/// Who has not waits so long for others.
const SHORT: Duration = Duration::from_secs(1);
/// So long the database may be rebuilt while others wait to write: with the copying behind it, less than they wait
/// ([`BUSY`]).
const BUDGET: Duration = Duration::from_secs(2);
/// After so many steps of SQLite it is looked how long it has taken.
const STEPS: i32 = 1000;
/// Pages of an index of words that are merged at once.
const MERGE: i32 = 500;

/// What rebuilds a database.
pub(in super::super) struct Scrubber {
    path: PathBuf,
    /// One at a time.
    turn: Arc<Mutex<()>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Held by who erases.
    pub(super) one: tokio::sync::Mutex<()>,
    #[cfg(test)]
    pub(super) held: Mutex<Option<std::sync::mpsc::Receiver<()>>>,
}

impl Scrubber {
    pub(in super::super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            turn: Arc::default(),
            threads: Mutex::default(),
            one: tokio::sync::Mutex::default(),
            #[cfg(test)]
            held: Mutex::default(),
        }
    }

    /// A file that is there while bytes of what was deleted may be in the database yet.
    pub(in super::super) fn mark(&self) -> PathBuf {
        self.path.with_extension("scrub")
    }

    /// Takes what was deleted out of the database, if nobody else is in the way just now. Until it has succeeded, a file
    /// says that it is to be done.
    pub(in super::super) fn scrub(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        let (path, mark) = (self.path.clone(), self.mark());
        self.run(move || {
            set(&mark)?;
            let mut connection = writing(&path, SHORT)?;
            rebuild(&mut connection, Some(BUDGET))?;
            truncate(&connection, 1)?;
            std::fs::remove_file(&mark).map_err(|e| StoreError::new(e.to_string()))
        })
    }

    /// Makes the database as small as it can be; how large it was, in bytes, and is. With nobody else who may want to write
    /// it takes as long as it takes.
    pub(in super::super) fn vacuum(&self, alone: bool) -> BoxFuture<'static, Result<(u64, u64), StoreError>> {
        let (path, mark) = (self.path.clone(), self.mark());
        self.run(move || {
            let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
            let mut connection = writing(&path, BUSY)?;
            truncate(&connection, TRIES)?;
            let before = size();
            rebuild(&mut connection, (!alone).then_some(BUDGET))?;
            truncate(&connection, TRIES)?;
            drop(std::fs::remove_file(mark));
            Ok((before, size()))
        })
    }

    /// Does `work` in a thread, whether or not the answer is waited for.
    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (reply, answer) = oneshot::channel();
        let turn = Arc::clone(&self.turn);
        #[cfg(test)]
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        let work = move || {
            let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            #[cfg(test)]
            if let Some(held) = held {
                let _ = held.recv();
            }
            let done = work();
            drop(turn);
            drop(reply.send(done));
        };
        let started = std::thread::Builder::new().name("muxi-store-scrub".to_owned()).spawn(work);
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        let started = started.map(|thread| threads.push(thread));
        Box::pin(async move {
            started.map_err(|e| StoreError::new(format!("cannot start a thread: {e}")))?;
            answer.await.unwrap_or_else(|_| Err(StoreError::new("its rebuilding stopped".to_owned())))
        })
    }
}

impl Drop for Scrubber {
    fn drop(&mut self) {
        let threads = self.threads.get_mut().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A panic in it has been written by the hook.
            drop(thread.join());
        }
    }
}

/// Says that bytes of what was deleted may be in the database.
pub(super) fn set(mark: &Path) -> Result<(), StoreError> {
    match crate::support::fs::create_new_private(mark, b"") {
        // Somebody has said so already.
        Err(_) if mark.exists() => Ok(()),
        made => made.map_err(|error| StoreError::new(error.to_string())),
    }
}

fn writing(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(patience).map_err(failed)?;
    Ok(connection)
}

/// Takes what was deleted out of the full texts, and of the pages of the database: zeros in their place are not enough, as
/// SQLite leaves copies of rows in a page when it moves them to another one.
fn rebuild(connection: &mut Connection, most: Option<Duration>) -> Result<(), StoreError> {
    merge(connection).map_err(failed)?;
    if let Some(most) = most {
        let began = Instant::now();
        connection.progress_handler(STEPS, Some(move || began.elapsed() >= most)).map_err(failed)?;
    }
    let done = connection.execute_batch("VACUUM");
    connection.progress_handler(0, None::<fn() -> bool>).map_err(failed)?;
    done.map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => StoreError::new(
            "it is too large to be rebuilt while others write to it; where none does, `muxi store vacuum` takes its time"
                .to_owned(),
        ),
        _ => failed(error),
    })
}

/// An index of words only marks what was deleted, until its parts are merged: a little at a time, so that others write in
/// between.
fn merge(connection: &Connection) -> rusqlite::Result<()> {
    let changes = || connection.query_row("SELECT total_changes()", [], |row| row.get::<_, i64>(0));
    for table in tables::of_words(connection)? {
        let sql = format!("INSERT INTO \"{table}\" (\"{table}\", rank) VALUES ('merge', ?1)");
        let mut step = connection.prepare(&sql)?;
        // All parts become of one level, so that each of them is merged.
        step.execute([-MERGE])?;
        loop {
            let before = changes()?;
            step.execute([MERGE])?;
            // The statement itself counts as one.
            if changes()? - before < 2 {
                break;
            }
        }
    }
    Ok(())
}

/// Takes what was deleted just now out of SQLite's log. While others read it stays there, until the log is emptied the next
/// time.
pub(in crate::runtime) fn wipe(connection: &Connection) {
    let short = connection.busy_timeout(SHORT);
    drop(short.map_err(failed).and_then(|()| truncate(connection, 1)));
    // What fails here is set by the next one.
    drop(connection.busy_timeout(BUSY));
}

/// Empties SQLite's own log. Who reads just now is waited for, so many times.
fn truncate(connection: &Connection, tries: u32) -> Result<(), StoreError> {
    // Most of it is copied without holding anybody up.
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(failed)?;
    for _ in 0..tries {
        let busy: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(failed)?;
        if busy == 0 {
            return Ok(());
        }
        if tries > 1 {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    Err(StoreError::new("its log cannot be emptied: somebody reads without an end".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rebuilding_that_takes_too_long_ends_and_leaves_all_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sessions.db");
        drop(crate::runtime::store::SqliteStore::open(&path).unwrap());
        let mut connection = writing(&path, BUSY).unwrap();
        let fill = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO users (user, tenant, created_at) SELECT 'usr_' || i, '', i FROM n";
        connection.execute_batch(fill).unwrap();
        let error = rebuild(&mut connection, Some(Duration::ZERO)).unwrap_err();
        assert!(error.to_string().contains("too large to be rebuilt"), "{error}");
        // Whoever writes is not held up by it.
        let other = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        other.execute_batch("DELETE FROM users WHERE created_at > 10").unwrap();
        rebuild(&mut connection, None).unwrap();
        let left: i64 = connection.query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 10);
    }
}

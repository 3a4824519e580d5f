//! Threads that read the database, each with a connection of its own. A few that stay, and not a pool that
//! comes and goes: what a connection keeps in memory is then given back by the thread that took it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::oneshot;

use super::StoreError;
use super::migrations::failed;
use super::sqlite::connect;

/// How many there are: one that lists much must not hold up all others.
const THREADS: usize = 2;

type Job = Box<dyn FnOnce(&mut Reader) + Send>;

/// The handle to them. They start with the first question; dropping it ends them.
pub(super) struct Readers {
    path: PathBuf,
    /// How often they were asked.
    #[cfg(test)]
    pub(super) asked: std::sync::atomic::AtomicUsize,
    threads: Mutex<Option<Threads>>,
}

struct Threads {
    queue: Arc<Queue>,
    handles: Vec<JoinHandle<()>>,
}

/// What waits for a reader. One question wakes one of them.
#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    /// No more will come.
    ended: bool,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, job: Job) {
        self.waiting().jobs.push_back(job);
        self.more.notify_one();
    }

    /// What is there is done before the end.
    fn end(&self) {
        self.waiting().ended = true;
        self.more.notify_all();
    }

    fn next(&self) -> Option<Job> {
        let nothing = |waiting: &mut Waiting| waiting.jobs.is_empty() && !waiting.ended;
        let waiting = self.more.wait_while(self.waiting(), nothing);
        waiting.unwrap_or_else(PoisonError::into_inner).jobs.pop_front()
    }
}

/// What one thread has.
struct Reader {
    path: PathBuf,
    connection: Option<Connection>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            #[cfg(test)]
            asked: std::sync::atomic::AtomicUsize::default(),
            threads: Mutex::new(None),
        }
    }

    /// Asks the database.
    pub(super) async fn ask<T: Send + 'static>(
        self: Arc<Self>,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(move |reader| query(reader.connection()?).map_err(failed)).await
    }

    /// Does something that waits for the disk.
    pub(super) async fn wait<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.run(move |_| work()).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.queue(Box::new(move |reader| {
            // Who no longer waits needs no answer, and no work either.
            if !reply.is_closed() {
                drop(reply.send(work(reader)));
            }
        }))?;
        answer.await.map_err(|_| StoreError::new("a reader stopped".to_owned()))?
    }

    fn queue(&self, job: Job) -> Result<(), StoreError> {
        #[cfg(test)]
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        if threads.is_none() {
            *threads = Some(self.start()?);
        }
        threads.as_ref().expect("started").queue.put(job);
        Ok(())
    }

    fn start(&self) -> Result<Threads, StoreError> {
        let queue = Arc::<Queue>::default();
        let start = |_| {
            let (queue, path) = (Arc::clone(&queue), self.path.clone());
            std::thread::Builder::new()
                .name("muxi-store-reader".to_owned())
                .spawn(move || read(&queue, Reader { path, connection: None }))
                .map_err(|e| StoreError::new(format!("cannot start a reader: {e}")))
        };
        let handles = (0..THREADS).map(start).collect::<Result<_, _>>().inspect_err(|_| queue.end())?;
        Ok(Threads { queue, handles })
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        let threads = self.threads.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Threads { queue, handles }) = threads else { return };
        queue.end();
        let own = std::thread::current().id();
        for handle in handles.into_iter().filter(|handle| handle.thread().id() != own) {
            // A panic in it has been written by the hook.
            drop(handle.join());
        }
    }
}

impl Reader {
    fn connection(&mut self) -> Result<&Connection, StoreError> {
        if self.connection.is_none() {
            self.connection = Some(connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?);
        }
        Ok(self.connection.as_ref().expect("opened"))
    }
}

fn read(queue: &Queue, mut reader: Reader) {
    // The lock is let go before the work.
    while let Some(job) = queue.next() {
        // One question that panics does not end the reader; its connection may be in the middle of something.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut reader))).is_err() {
            reader.connection = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_query_that_panics_is_an_error_and_leaves_every_reader_at_work() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sessions.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE t (n); INSERT INTO t VALUES (7)")
            .unwrap();
        let readers = Arc::new(Readers::new(path));
        let ask = || {
            Arc::clone(&readers)
                .ask(|connection| connection.query_row("SELECT n FROM t", [], |row| row.get::<_, i64>(0)))
        };
        assert_eq!(ask().await.unwrap(), 7);
        // More than there are threads.
        for _ in 0..THREADS * 2 {
            let broken = Arc::clone(&readers).ask(|connection| -> rusqlite::Result<i64> {
                let mut rows = connection.prepare("SELECT n FROM t")?;
                let _open = rows.query([])?;
                panic!("a fault of the program")
            });
            assert_eq!(broken.await.unwrap_err().text(), "a reader stopped");
        }
        for _ in 0..THREADS * 2 {
            assert_eq!(ask().await.unwrap(), 7);
        }
    }
}

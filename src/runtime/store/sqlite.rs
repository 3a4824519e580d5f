//! The SQLite store: a log of new turns, one writer thread, a few readers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::artifacts::{self, Files};
use super::buffers::{self, asked_back, cleared_to};
use super::care::{Erasure, Scrubber};
use super::log::Log;
use super::migrations::{failed, migrate};
use super::readers::Readers;
use super::recent::{Key, Recent};
use super::users::{Known, Users};
use super::writer::Writer;
use super::{
    Artifact, ArtifactError, Buffer, Buffers, Earlier, HistoryLimit, Left, NewArtifact, Said, Session,
    Status, Store, StoreError, StoredMessage, Summary, Turn, summaries,
};
use crate::runtime::llm::Role;
use crate::runtime::memory::{Cache, Nothing};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};
use crate::support::fs;

/// Page cache of one connection, in KiB.
const CACHE_KIB: i64 = 1024;
/// Pages in SQLite's own log before they go to the database: a checkpoint costs two fsyncs.
const CHECKPOINT_PAGES: i64 = 4000;

/// A list of messages ends when it has this much text, in bytes.
const LIST_BYTES: usize = 8 << 20;
/// The `kind` of an answer that asks the user back.
pub(super) const ASKS_BACK: &str = "clarification";

/// How long a connection waits for others.
pub(super) const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

/// Sessions and messages in one SQLite file.
pub struct SqliteStore {
    path: PathBuf,
    // Dropped before the writer: the last connection to close takes SQLite's side files away.
    pub(super) readers: Arc<Readers>,
    pub(super) writer: Arc<Writer>,
    pub(super) recent: Arc<Recent>,
    pub(super) scrubber: Scrubber,
    /// Who asked last.
    pub(super) known: Arc<Known>,
    /// The contents of artifacts.
    pub(super) files: Files,
    /// Vectors of memories that were looked at lately.
    pub(super) vectors: Arc<Cache>,
    /// Users of whom nothing is remembered.
    pub(super) nothing: Arc<Nothing>,
}

/// What reads and writes the database, for another part of the runtime that keeps its rows in it.
#[derive(Clone)]
pub(in crate::runtime) struct Hands {
    readers: Arc<Readers>,
    writer: Arc<Writer>,
    /// Vectors of memories that were looked at lately.
    pub(in crate::runtime) vectors: Arc<Cache>,
    /// Users of whom nothing is remembered.
    pub(in crate::runtime) nothing: Arc<Nothing>,
}

impl Hands {
    /// Reads without a wait for turns that are not in the database yet.
    pub(in crate::runtime) fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        Box::pin(Arc::clone(&self.readers).ask(query))
    }

    /// Does `work` in the writer's thread, whether or not the answer is waited for.
    pub(in crate::runtime) fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, E>> {
        self.writer.run(work)
    }

    /// How often the readers were asked.
    #[cfg(test)]
    pub(in crate::runtime) fn reads(&self) -> usize {
        self.readers.asked.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// How often other processes have written, as far as they told; nothing where that is not heard of.
    pub(in crate::runtime) fn others(&self) -> Option<u64> {
        self.writer.others()
    }

    /// Tells other processes that what they remember is old.
    pub(in crate::runtime) fn teller(&self) -> impl Fn() + Send + use<> {
        self.writer.teller()
    }
}

impl SqliteStore {
    /// Opens `path`, made 0600 if it is not there, and brings it to the newest schema.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let at = |e: StoreError| e.at(path);
        // SQLite would make it by the umask; its side files take the mode of the main one.
        if !path.exists() {
            fs::create_new_private(path, b"").map_err(|e| StoreError::new(e.to_string()))?;
        }
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(at)?;
        let log = Log::open(&path.with_extension("log"))?;
        migrate(&mut connection, log.is_some()).map_err(at)?;
        let files = Files::beside(path);
        artifacts::sweep(&connection, &files).map_err(failed).map_err(at)?;
        let recent = Arc::new(Recent::default());
        let others = path.with_extension("others");
        Ok(Self {
            path: path.to_owned(),
            readers: Arc::new(Readers::new(path.to_owned())),
            writer: Arc::new(Writer::start(connection, log, others, Arc::clone(&recent)).map_err(at)?),
            recent,
            scrubber: Scrubber::new(path.to_owned()),
            known: Arc::default(),
            files,
            vectors: Arc::default(),
            nothing: Arc::default(),
        })
    }

    /// Where what takes long may be put for a moment.
    pub(super) fn dir(&self) -> PathBuf {
        self.path.parent().map(Path::to_owned).unwrap_or_default()
    }

    /// A connection of its own, for who reads for long. What was kept is in the database.
    pub(super) fn another_reader(&self) -> Result<Connection, StoreError> {
        connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    /// Returns when all that was kept can be read.
    pub async fn caught_up(&self) -> Result<(), StoreError> {
        self.writer.caught_up().await
    }

    /// What reads and writes the database.
    pub(in crate::runtime) fn hands(&self) -> Hands {
        Hands {
            readers: Arc::clone(&self.readers),
            writer: Arc::clone(&self.writer),
            vectors: Arc::clone(&self.vectors),
            nothing: Arc::clone(&self.nothing),
        }
    }

    pub(super) fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let readers = Arc::clone(&self.readers);
        let caught_up = self.writer.caught_up();
        Box::pin(async move {
            caught_up.await?;
            readers.ask(query).await
        })
    }

    /// The same for what is of one session: turns of others that are not in the database yet are not waited for.
    fn read_session<T: Send + 'static>(
        &self,
        key: &Key,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        if self.writer.may_lack(key) {
            return self.read(query);
        }
        Box::pin(Arc::clone(&self.readers).ask(query))
    }
}

pub(super) fn connect(path: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    // A statement is planned once: else SQLite plans it, and those of its full-text index, anew for each value that is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    if mode.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        // WAL with NORMAL: a commit survives a kill of the process; fsync is at checkpoints.
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        // What is deleted or written anew leaves nothing of itself in its page.
        connection.pragma_update(None, "secure_delete", true).map_err(failed)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES).map_err(failed)?;
    }
    connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(failed)?;
    Ok(connection)
}

impl Store for SqliteStore {
    fn users(&self) -> &dyn Users {
        self
    }

    fn erasure(&self) -> &dyn Erasure {
        self
    }

    fn keep_turn(&self, who: &Principal, turn: Turn) -> BoxFuture<'static, Result<(), StoreError>> {
        self.writer.keep(who, turn)
    }

    fn history(
        &self,
        who: &Principal,
        session_id: &str,
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Earlier, StoreError>> {
        let limit = usize::try_from(most.messages).unwrap_or(usize::MAX);
        let key = (who.clone(), session_id.to_owned());
        let others = self.writer.others();
        if let Some(earlier) = others.and_then(|others| self.recent.get(&key, limit, others)) {
            return Box::pin(std::future::ready(Ok(earlier)));
        }
        let read = others.map(|_| self.recent.begin_read(key.clone()));
        let (who, session_id) = key.clone();
        let stored = self.read_session(&key, move |connection| {
            let after = cleared_to(connection, &who, &session_id)?;
            let asked_back = asked_back(connection, &who, &session_id, after)?;
            Ok((summaries::earlier(connection, &who, &session_id, most, after)?, asked_back))
        });
        Box::pin(async move {
            let (earlier, asked_back) = stored.await?;
            if let Some(read) = read {
                read.finish(&earlier, limit, asked_back);
            }
            Ok(earlier)
        })
    }

    fn summary(
        &self,
        who: &Principal,
        session_id: &str,
    ) -> BoxFuture<'static, Result<Option<Summary>, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        self.read(move |connection| summaries::summary(connection, &who, &session_id))
    }

    fn set_summary(
        &self,
        who: &Principal,
        session_id: &str,
        summary: Summary,
    ) -> BoxFuture<'static, Result<bool, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        let (recent, tell) = (Arc::clone(&self.recent), self.writer.teller());
        self.writer.run(move |connection| {
            let kept = summaries::keep(connection, &who, &session_id, &summary);
            if matches!(kept, Ok(true)) {
                // What is remembered of the session has messages in it that the summary stands for.
                recent.forget_session(&(who, session_id));
                tell();
            }
            kept
        })
    }

    fn messages_between(
        &self,
        who: &Principal,
        session_id: &str,
        between: (i64, i64),
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        self.read(move |connection| summaries::between(connection, &who, &session_id, between, most))
    }

    fn left(
        &self,
        who: &Principal,
        session_id: &str,
        after: i64,
        view: HistoryLimit,
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Left, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        self.read(move |connection| buffers::left(connection, &who, &session_id, after, view, most))
    }

    fn messages_at(
        &self,
        who: &Principal,
        session_id: &str,
        seqs: Vec<i64>,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        self.read(move |connection| buffers::at(connection, &who, &session_id, seqs))
    }

    fn messages(
        &self,
        who: &Principal,
        session_id: &str,
        limit: u32,
        before: Option<i64>,
    ) -> BoxFuture<'static, Result<Vec<StoredMessage>, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        let most = HistoryLimit { messages: limit, bytes: LIST_BYTES };
        self.read(move |connection| last_messages(connection, &who, &session_id, most, (0, before)))
    }

    fn said(
        &self,
        who: &Principal,
        wanted: Said,
    ) -> BoxFuture<'static, Result<Vec<(String, StoredMessage)>, StoreError>> {
        let who = who.clone();
        self.read(move |connection| buffers::said(connection, &who, &wanted))
    }

    fn buffers(&self, who: &Principal, most: u32) -> BoxFuture<'static, Result<Vec<Buffer>, StoreError>> {
        let who = who.clone();
        self.read(move |connection| buffers::list(connection, &who, most))
    }

    fn all_buffers(&self, most: u32) -> BoxFuture<'static, Result<Buffers, StoreError>> {
        self.read(move |connection| buffers::sums(connection, most))
    }

    fn clear_buffers(
        &self,
        who: Option<&Principal>,
        session_id: Option<&str>,
    ) -> BoxFuture<'static, Result<u64, StoreError>> {
        let (who, session_id) = (who.cloned(), session_id.map(str::to_owned));
        let recent = Arc::clone(&self.recent);
        let (caught_up, tell) = (self.writer.caught_up(), self.writer.teller());
        let cleared = self.writer.run(move |connection| {
            let cleared = buffers::clear(connection, who.as_ref(), session_id.as_deref()).map_err(failed)?;
            // Whoever remembers the sessions, here or in another process, looks anew.
            recent.forget_all();
            tell();
            Ok(cleared)
        });
        Box::pin(async move {
            caught_up.await?;
            cleared.await
        })
    }

    fn session(
        &self,
        who: &Principal,
        session_id: &str,
    ) -> BoxFuture<'static, Result<Option<Session>, StoreError>> {
        let (who, session_id) = (who.clone(), session_id.to_owned());
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, message_count, created_at, updated_at FROM session
                     WHERE tenant = ?1 AND user = ?2 AND id = ?3",
                )?
                .query_row(params![who.tenant(), who.user(), session_id], session)
                .optional()
        })
    }

    fn sessions(
        &self,
        who: &Principal,
        limit: u32,
        since: u64,
    ) -> BoxFuture<'static, Result<Vec<Session>, StoreError>> {
        let who = who.clone();
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, message_count, created_at, updated_at FROM session
                 WHERE tenant = ?1 AND user = ?2 AND updated_at >= ?3
                 ORDER BY updated_at DESC, id LIMIT ?4",
            )?;
            let since = signed(since);
            let rows = statement.query_map(params![who.tenant(), who.user(), since, limit], session)?;
            rows.collect()
        })
    }

    fn asked_back(&self, who: &Principal, session_id: &str) -> BoxFuture<'static, Result<u32, StoreError>> {
        let key = (who.clone(), session_id.to_owned());
        let known = self.writer.others().and_then(|others| self.recent.asked_back(&key, others));
        if let Some(rounds) = known {
            return Box::pin(std::future::ready(Ok(rounds)));
        }
        let (who, session_id) = key.clone();
        self.read_session(&key, move |connection| {
            let after = cleared_to(connection, &who, &session_id)?;
            asked_back(connection, &who, &session_id, after)
        })
    }

    fn keep_artifact(
        &self,
        who: &Principal,
        new: NewArtifact,
    ) -> BoxFuture<'static, Result<Artifact, ArtifactError>> {
        let (who, files) = (who.clone(), self.files.clone());
        self.writer.run(move |connection| artifacts::keep(connection, &files, &who, &new))
    }

    fn artifacts(
        &self,
        who: &Principal,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<Artifact>, StoreError>> {
        let who = who.clone();
        self.read(move |connection| artifacts::list(connection, &who, limit))
    }

    fn artifact(&self, who: &Principal, id: &str) -> BoxFuture<'static, Result<Vec<Artifact>, StoreError>> {
        let (who, id) = (who.clone(), id.to_owned());
        self.read(move |connection| artifacts::versions(connection, &who, &id))
    }

    fn artifact_content(&self, artifact: &Artifact) -> BoxFuture<'static, Result<Bytes, StoreError>> {
        let (files, sha256) = (self.files.clone(), artifact.sha256.clone());
        Box::pin(Arc::clone(&self.readers).wait(move || files.read(&sha256)))
    }

    fn delete_artifact(&self, who: &Principal, id: &str) -> BoxFuture<'static, Result<bool, StoreError>> {
        let (who, id, files) = (who.clone(), id.to_owned(), self.files.clone());
        self.writer.run(move |connection| artifacts::delete(connection, &files, &who, &id))
    }
}

/// After one message and before another. Newest first while it reads, so that it can stop when there is enough; oldest
/// first when done.
pub(super) fn last_messages(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    most: HistoryLimit,
    (after, before): (i64, Option<i64>),
) -> rusqlite::Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, role, content, agent_id, request_id, status, created_at, kind FROM message
         WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND seq < ?4 AND seq > ?6
         ORDER BY seq DESC LIMIT ?5",
    )?;
    let before = before.unwrap_or(i64::MAX);
    let rows = params![who.tenant(), who.user(), session_id, before, most.messages, after];
    let (mut messages, mut bytes) = (Vec::new(), 0);
    for row in statement.query_map(rows, message)? {
        let message = row?;
        bytes += message.content.len();
        messages.push(message);
        if bytes >= most.bytes {
            break;
        }
    }
    messages.reverse();
    Ok(messages)
}

pub(super) fn message(row: &Row<'_>) -> rusqlite::Result<StoredMessage> {
    let role = if row.get_ref(1)?.as_str()? == "user" { Role::User } else { Role::Assistant };
    Ok(StoredMessage {
        seq: row.get(0)?,
        role,
        content: row.get(2)?,
        agent_id: row.get(3)?,
        request_id: row.get(4)?,
        status: Status::from_str(row.get_ref(5)?.as_str()?),
        created_at: millis(row, 6)?,
        asks_back: row.get_ref(7)?.as_str_or_null()? == Some(ASKS_BACK),
    })
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        message_count: millis(row, 1)?,
        created_at: millis(row, 2)?,
        updated_at: millis(row, 3)?,
    })
}

/// A column that is never negative.
pub(super) fn millis(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get(column).map(unsigned)
}

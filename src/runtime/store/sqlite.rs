//! The SQLite store: a log of new turns, one writer thread, a few readers.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::artifacts::{self, Files};
use super::migrations::{failed, migrate};
use super::readers::Readers;
use super::recent::Recent;
use super::writer::Writer;
use super::{
    Artifact, ArtifactError, HistoryLimit, NewArtifact, Session, Status, Store, StoreError, StoredMessage,
    Turn,
};
use crate::runtime::llm::{Message, Role};
use crate::runtime::principal::Principal;
use crate::support::fs;

/// Page cache of one connection, in KiB.
const CACHE_KIB: i64 = 1024;
/// Pages in SQLite's own log before they go to the database: a checkpoint costs two fsyncs.
const CHECKPOINT_PAGES: i64 = 4000;

/// A list of messages ends when it has this much text, in bytes.
const LIST_BYTES: usize = 8 << 20;
/// The `kind` of an answer that asks the user back.
pub(super) const ASKS_BACK: &str = "clarification";
/// The most answers in a row that are looked at for it.
const MAX_ASKED: u32 = 100;

/// Sessions and messages in one SQLite file.
pub struct SqliteStore {
    // Dropped before the writer: the last connection to close takes SQLite's side files away.
    readers: Arc<Readers>,
    pub(super) writer: Writer,
    recent: Arc<Recent>,
    /// The contents of artifacts.
    pub(super) files: Files,
}

impl SqliteStore {
    /// Opens `path`, made 0600 if it is not there, and brings it to the newest schema.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let at = |e: StoreError| StoreError(format!("{}: {}", path.display(), e.0));
        // SQLite would make it by the umask; its side files take the mode of the main one.
        if !path.exists() {
            fs::create_new_private(path, b"").map_err(|e| StoreError(e.to_string()))?;
        }
        let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(at)?;
        migrate(&mut connection).map_err(at)?;
        let files = Files::beside(path);
        artifacts::sweep(&connection, &files).map_err(failed).map_err(at)?;
        let recent = Arc::new(Recent::default());
        let log = path.with_extension("log");
        Ok(Self {
            readers: Arc::new(Readers::new(path.to_owned())),
            writer: Writer::start(connection, &log, Arc::clone(&recent)).map_err(at)?,
            recent,
            files,
        })
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
}

pub(super) fn connect(path: &Path, mode: OpenFlags) -> Result<Connection, StoreError> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
    if mode.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        // WAL with NORMAL: a commit survives a kill of the process; fsync is at checkpoints.
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES).map_err(failed)?;
    }
    connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(failed)?;
    Ok(connection)
}

impl Store for SqliteStore {
    fn keep_turn(&self, who: &Principal, turn: Turn) -> BoxFuture<'static, Result<(), StoreError>> {
        self.writer.keep(who, turn)
    }

    fn history(
        &self,
        who: &Principal,
        session_id: &str,
        most: HistoryLimit,
    ) -> BoxFuture<'static, Result<Vec<Message>, StoreError>> {
        let limit = usize::try_from(most.messages).unwrap_or(usize::MAX);
        let key = (who.clone(), session_id.to_owned());
        let others = self.writer.others();
        if let Some(messages) = others.and_then(|others| self.recent.get(&key, limit, others)) {
            return Box::pin(std::future::ready(Ok(messages)));
        }
        let read = others.map(|_| self.recent.begin_read(key));
        let (who, session_id) = (who.clone(), session_id.to_owned());
        let stored = self.read(move |connection| {
            let asked_back = asked_back(connection, &who, &session_id)?;
            Ok((last_messages(connection, &who, &session_id, most, None)?, asked_back))
        });
        Box::pin(async move {
            let (stored, asked_back) = stored.await?;
            let messages = stored.into_iter().map(|m| Message::said(m.role, m.content));
            let messages: Vec<Message> = messages.collect();
            if let Some(read) = read {
                read.finish(&messages, limit, asked_back);
            }
            Ok(messages)
        })
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
        self.read(move |connection| last_messages(connection, &who, &session_id, most, before))
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
            let since = i64::try_from(since).unwrap_or(i64::MAX);
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
        self.read(move |connection| asked_back(connection, &key.0, &key.1))
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

/// How many of the last answers asked the user back, one after the other.
fn asked_back(connection: &Connection, who: &Principal, session_id: &str) -> rusqlite::Result<u32> {
    let mut statement = connection.prepare_cached(
        "SELECT kind FROM message
         WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND role = 'assistant' AND status = 'complete'
         ORDER BY seq DESC LIMIT ?4",
    )?;
    let mut rows = statement.query(params![who.tenant(), who.user(), session_id, MAX_ASKED])?;
    let mut rounds = 0;
    while let Some(row) = rows.next()? {
        if row.get_ref(0)?.as_str_or_null()? != Some(ASKS_BACK) {
            break;
        }
        rounds += 1;
    }
    Ok(rounds)
}

/// Newest first while it reads, so that it can stop when there is enough; oldest first when done.
fn last_messages(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    most: HistoryLimit,
    before: Option<i64>,
) -> rusqlite::Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, role, content, agent_id, request_id, status, created_at, kind FROM message
         WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND seq < ?4
         ORDER BY seq DESC LIMIT ?5",
    )?;
    let before = before.unwrap_or(i64::MAX);
    let rows = params![who.tenant(), who.user(), session_id, before, most.messages];
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

fn message(row: &Row<'_>) -> rusqlite::Result<StoredMessage> {
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
    let value: i64 = row.get(column)?;
    Ok(u64::try_from(value).unwrap_or(0))
}

//! Taking one user out: the rows of every table of users, as the database itself names them, the
//! contents of files that only this user had, and what SQLite would leave of both in its pages.

use std::io::{self, BufWriter, Seek as _, Write};
use std::time::Duration;

use futures_util::future::BoxFuture;
use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::super::artifacts::{self, Files};
use super::super::migrations::failed;
use super::super::sqlite::BUSY;
use super::super::users::UserError;
use super::super::{SqliteStore, StoreError, tables};
use super::export::Source;
use super::{Erased, Erasure, ExportError, Exported, Scrub};
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

/// How often SQLite is asked to empty its own log while others still read from it, by who has the time.
pub(super) const TRIES: u32 = 20;
/// Who has not, since turns wait behind it, waits so long for others.
const SHORT: Duration = Duration::from_secs(1);

impl Erasure for SqliteStore {
    fn export(
        &self,
        who: &Principal,
        now: u64,
        redactor: Redactor,
        mut out: Box<dyn Write + Send>,
    ) -> BoxFuture<'_, Result<Exported, ExportError>> {
        let who = who.clone();
        Box::pin(async move {
            self.caught_up().await?;
            let source = Source { connection: self.another_reader()?, files: self.files.clone() };
            let (reply, answer) = oneshot::channel();
            let dir = self.dir();
            // Whoever reads slowly holds up nobody else: not this thread's caller, and, since all is in a file without a
            // name before the first byte goes out, not SQLite's log either.
            let spooled = move |out: &mut dyn Write| -> Result<Exported, ExportError> {
                let mut spool = tempfile::tempfile_in(dir)?;
                let done = source.write(&mut BufWriter::new(&mut spool), now, Some(&who), Some(&redactor))?;
                spool.rewind()?;
                io::copy(&mut spool, out)?;
                out.flush()?;
                Ok(done)
            };
            let write = move || drop(reply.send(spooled(&mut out)));
            let thread = std::thread::Builder::new().name("muxi-export".to_owned()).spawn(write);
            thread.map_err(ExportError::Write)?;
            answer.await.unwrap_or_else(|_| Err(StoreError("the export stopped".to_owned()).into()))
        })
    }

    fn ids(&self, who: &Principal) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        let user = who.user().to_owned();
        Box::pin(self.read(move |connection| {
            // Whom those took in whom it took in are its own as well.
            let sql = "WITH RECURSIVE of (id) AS (
                           SELECT ?1 UNION SELECT gone.id FROM gone JOIN of ON gone.into_id = of.id
                       ) SELECT id FROM of";
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map([user], |row| row.get(0))?.collect()
        }))
    }

    fn erase(&self, who: &Principal, now: u64) -> BoxFuture<'_, Result<Erased, UserError>> {
        let (who, files) = (who.clone(), self.files.clone());
        Box::pin(async move {
            let mut erased = self.change(move |connection| erase(connection, &files, &who, now)).await?;
            // The user is gone, whatever comes now. Turns may be in the log yet; they are not taken into the database any
            // more.
            let emptied = self.writer.emptied().await;
            let scrubbed = self.scrub().await;
            if emptied.and(scrubbed).is_err() {
                erased.scrub = Scrub::Pending;
            }
            Ok(erased)
        })
    }
}

impl SqliteStore {
    /// Takes what was deleted out of the database, if nobody else is in the way just now. Until it has succeeded, a file
    /// says that it is to be done.
    pub(in super::super) fn scrub(&self) -> BoxFuture<'static, Result<(), StoreError>> {
        let mark = self.scrub_mark();
        self.writer.run(move |connection| {
            if !mark.exists() {
                crate::support::fs::create_new_private(&mark, b"").map_err(|e| StoreError(e.to_string()))?;
            }
            connection.busy_timeout(SHORT).map_err(failed)?;
            let done = scrub(connection, 1);
            connection.busy_timeout(BUSY).map_err(failed)?;
            done?;
            std::fs::remove_file(&mark).map_err(|e| StoreError(e.to_string()))
        })
    }
}

fn erase(connection: &mut Connection, files: &Files, who: &Principal, now: u64) -> Result<Erased, UserError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let sql = "SELECT 1 FROM users WHERE user = ?1 AND tenant = ?2";
    if !transaction.prepare(sql).and_then(|mut s| s.exists([who.user(), who.tenant()])).map_err(failed)? {
        return Err(UserError::Unknown(who.to_string()));
    }
    transaction.execute_batch("PRAGMA defer_foreign_keys = ON").map_err(failed)?;
    let contents = artifacts::contents(&transaction, who).map_err(failed)?;
    let mut erased = Erased::default();
    for table in tables::of_users(&transaction).map_err(failed)? {
        // Counted first: rows can go with those of another table.
        let of = format!("FROM \"{table}\" WHERE tenant = ?1 AND user = ?2");
        let whose = [who.tenant(), who.user()];
        let count: i64 = transaction
            .query_row(&format!("SELECT count(*) {of}"), whose, |row| row.get(0))
            .map_err(failed)?;
        if count > 0 {
            erased.rows.insert(table, u64::try_from(count).unwrap_or(0));
        }
    }
    for table in tables::of_users(&transaction).map_err(failed)? {
        let sql = format!("DELETE FROM \"{table}\" WHERE tenant = ?1 AND user = ?2");
        transaction.execute(&sql, [who.tenant(), who.user()]).map_err(failed)?;
    }
    let at = i64::try_from(now).unwrap_or(i64::MAX);
    // Whom this user took in is gone without a way to it.
    let sql = "INSERT INTO gone (id, into_id, at) VALUES (?1, NULL, ?2)";
    transaction.execute(sql, params![who.user(), at]).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    erased.files = artifacts::forget(connection, files, &contents)?;
    Ok(erased)
}

/// Takes what was deleted out of the pages of the database, of its full texts, and of its log.
pub(super) fn scrub(connection: &mut Connection, tries: u32) -> Result<(), StoreError> {
    for table in tables::of_words(connection).map_err(failed)? {
        // An index of words only marks what was deleted, until its parts are merged.
        let sql = format!("INSERT INTO \"{table}\" (\"{table}\") VALUES ('optimize')");
        connection.execute_batch(&sql).map_err(failed)?;
    }
    connection.execute_batch("VACUUM").map_err(failed)?;
    truncate(connection, tries)
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
pub(super) fn truncate(connection: &Connection, tries: u32) -> Result<(), StoreError> {
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
    Err(StoreError("its log cannot be emptied: somebody reads without an end".to_owned()))
}

//! Taking one user out: the rows of every table of users, as the database itself names them, the
//! contents of files that only this user had, and what SQLite would leave of both in its pages.

use std::io::{self, BufWriter, Seek as _, Write};
use std::path::Path;

use futures_util::future::BoxFuture;
use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::super::artifacts::{self, Files};
use super::super::migrations::failed;
use super::super::users::UserError;
use super::super::{SqliteStore, StoreError, tables};
use super::export::Source;
use super::scrub;
use super::{Erased, Erasure, ExportError, Exported, Scrub};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::signed;
use crate::support::redact::Redactor;

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
            answer.await.unwrap_or_else(|_| Err(StoreError::new("the export stopped".to_owned()).into()))
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
        let (who, files, mark) = (who.clone(), self.files.clone(), self.scrubber.mark());
        Box::pin(async move {
            // One at a time: what is behind the first part of one waits for nothing of another.
            let _one = self.scrubber.one.lock().await;
            let mut erased =
                self.change(move |connection| erase(connection, &files, &mark, &who, now)).await?;
            // The user is gone, whatever comes now. Turns may be in the log yet; they are not taken into the database any
            // more.
            let emptied = self.writer.emptied().await;
            let scrubbed = self.scrubber.scrub().await;
            if emptied.and(scrubbed).is_err() {
                erased.scrub = Scrub::Pending;
            }
            Ok(erased)
        })
    }

    fn resume(&self) {
        let alone = self.writer.others().is_some();
        if alone && self.scrubber.mark().exists() {
            // Nobody waits for it; where it fails, the next one tries again.
            drop(self.scrubber.scrub());
        }
    }
}

fn erase(
    connection: &mut Connection,
    files: &Files,
    mark: &Path,
    who: &Principal,
    now: u64,
) -> Result<Erased, UserError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let sql = "SELECT 1 FROM users WHERE user = ?1 AND tenant = ?2";
    if !transaction.prepare(sql).and_then(|mut s| s.exists([who.user(), who.tenant()])).map_err(failed)? {
        return Err(UserError::Unknown(who.to_string()));
    }
    // Before the rows go: whoever is killed behind that leaves bytes of them, and the next start has to know.
    scrub::set(mark)?;
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
    let at = signed(now);
    // Whom this user took in is gone without a way to it.
    let sql = "INSERT INTO gone (id, into_id, at) VALUES (?1, NULL, ?2)";
    transaction.execute(sql, params![who.user(), at]).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    for content in &contents {
        match artifacts::forget(connection, files, std::slice::from_ref(content)) {
            Ok(gone) => erased.files += gone,
            // The user is gone all the same. A start takes away what no row names.
            Err(_) => erased.scrub = Scrub::Pending,
        }
    }
    Ok(erased)
}

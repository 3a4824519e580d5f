//! Whether a store is whole: its pages, what rows say of each other, whose they are, whether memories
//! are found by their words, and whether each file still is what was written.

use std::collections::HashSet;

use rusqlite::Connection;
use serde::Serialize;

use super::super::migrations::failed;
use super::super::{SqliteStore, StoreError, tables};
use crate::runtime::memory;
use crate::runtime::store::numbers::unsigned;

/// The most findings of one kind that are told.
const MOST: usize = 100;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind it is of: `pages`, `reference`, `count`, `user`, `index`, `file`.
    pub kind: &'static str,
    /// What is wrong, and where.
    pub what: String,
}

/// What a check looked at and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Rows of users.
    pub rows: u64,
    /// Contents of files.
    pub files: u64,
    /// Nothing, where all is well.
    pub findings: Vec<Finding>,
}

/// Looks at all of `store`. It reads every file, and so takes its time.
pub async fn check(store: &SqliteStore) -> Result<Check, StoreError> {
    store.caught_up().await?;
    // One of its own: it takes long, and SQLite's check of an index of words is wrong on a connection that has read it
    // before others changed it.
    let connection = store.another_reader()?;
    let look = move || database(&connection);
    let looked = tokio::task::spawn_blocking(look).await.map_err(|e| StoreError::new(e.to_string()))?;
    let (mut check, named) = looked?;
    for sha256 in &named {
        check.files += 1;
        if let Err(error) = store.files.read(sha256) {
            check.found("file", error.text().to_owned());
        }
    }
    Ok(check)
}

/// What is wrong in the database, and the contents of files that it names.
fn database(connection: &Connection) -> rusqlite::Result<(Check, HashSet<String>)> {
    let mut check = Check::default();
    pages(connection, &mut check)?;
    references(connection, &mut check)?;
    counts(connection, &mut check)?;
    users(connection, &mut check)?;
    memory::faults(connection, |kind, what| check.found(kind, what))?;
    let mut statement = connection.prepare("SELECT DISTINCT sha256 FROM artifact_version")?;
    let named = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok((check, named))
}

impl Check {
    fn found(&mut self, kind: &'static str, what: String) {
        if self.findings.iter().filter(|finding| finding.kind == kind).count() < MOST {
            self.findings.push(Finding { kind, what });
        }
    }
}

fn pages(connection: &Connection, check: &mut Check) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            check.found("pages", said);
        }
    }
    Ok(())
}

fn references(connection: &Connection, check: &mut Check) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(1)?);
        check.found("reference", format!("a row of {table} names one of {parent} that is not there"));
    }
    Ok(())
}

/// Sessions that say that they have more or fewer messages than there are.
fn counts(connection: &Connection, check: &mut Check) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT s.user, s.id, s.message_count,
                (SELECT count(*) FROM message m WHERE m.tenant = s.tenant AND m.user = s.user AND m.session_id = s.id) AS there
         FROM session s WHERE message_count <> there",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (user, id, said, there): (String, String, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        check.found("count", format!("session {id} of {user} says {said} messages and has {there}"));
    }
    Ok(())
}

/// Rows of users that there are not.
fn users(connection: &Connection, check: &mut Check) -> rusqlite::Result<()> {
    for table in tables::of_users(connection)? {
        let sql = format!(
            "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS
                 (SELECT 1 FROM users u WHERE u.user = t.user AND u.tenant = t.tenant)) FROM \"{table}\" t"
        );
        let (all, lost): (i64, i64) = connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        check.rows += unsigned(all);
        if lost > 0 {
            check.found("user", format!("{lost} rows of {table} are of users that are not there"));
        }
    }
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        failed(error)
    }
}

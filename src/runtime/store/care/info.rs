//! How large a store is, what is in it, and making it as small as it can be.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::super::migrations;
use super::super::{SqliteStore, StoreError, tables};
use crate::runtime::store::numbers::unsigned;

/// What is told of a store.
#[derive(Clone, Debug, Serialize)]
pub struct Info {
    /// The version of its schema.
    pub schema: i64,
    /// The newest one that this program knows.
    pub newest_schema: i64,
    /// SQLite's own.
    pub sqlite: String,
    /// The database, in bytes.
    pub database_bytes: u64,
    /// What is not in the database yet: SQLite's log and that of new turns, in bytes.
    pub log_bytes: u64,
    /// What a vacuum would give back, in bytes.
    pub free_bytes: u64,
    /// The contents of files that agents made.
    pub files: u64,
    /// What they take, in bytes.
    pub file_bytes: u64,
    /// Rows, by table.
    pub rows: BTreeMap<String, u64>,
}

/// How much smaller a database became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Vacuumed {
    /// Bytes before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// What is told of `store`, whose database is at `path`.
pub async fn info(store: &SqliteStore, path: &Path) -> Result<Info, StoreError> {
    let (files, file_bytes) = store.files.size();
    let log = ["db-wal", "log"].iter().map(|end| size(&path.with_extension(end))).sum();
    let database_bytes = size(path);
    store
        .read(move |connection| {
            let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(unsigned);
            let mut rows = BTreeMap::new();
            for table in tables::of_content(connection)? {
                rows.insert(table.name.clone(), number(&format!("SELECT count(*) FROM \"{}\"", table.name))?);
            }
            Ok(Info {
                schema: connection.query_row("PRAGMA user_version", [], |row| row.get(0))?,
                newest_schema: migrations::newest(),
                sqlite: rusqlite::version().to_owned(),
                database_bytes,
                log_bytes: log,
                free_bytes: number("PRAGMA freelist_count")? * number("PRAGMA page_size")?,
                files,
                file_bytes,
                rows,
            })
        })
        .await
}

/// Makes the database as small as it can be. Others may go on reading and writing; who writes waits, for less than it takes
/// to give up. Where that is too short, it fails, and nothing has changed.
pub async fn vacuum(store: &SqliteStore) -> Result<Vacuumed, StoreError> {
    let alone = store.writer.others().is_some();
    let (before, after) = store.scrubber.vacuum(alone).await?;
    Ok(Vacuumed { before, after })
}

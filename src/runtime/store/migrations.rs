//! The schema of the SQLite store, forward only. A released step is never changed.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

const STEPS: &[&str] = &[
    "
    CREATE TABLE session (
        tenant TEXT NOT NULL,
        user TEXT NOT NULL,
        id TEXT NOT NULL,
        message_count INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, user, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_by_update ON session (tenant, user, updated_at);
    CREATE TABLE message (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL,
        user TEXT NOT NULL,
        session_id TEXT NOT NULL,
        request_id TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        agent_id TEXT,
        content TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('complete', 'failed', 'cancelled')),
        created_at INTEGER NOT NULL,
        FOREIGN KEY (tenant, user, session_id) REFERENCES session (tenant, user, id)
    ) STRICT;
    CREATE INDEX message_by_session ON message (tenant, user, session_id, seq);
",
    "
    CREATE TABLE absorbed (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        generation INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT;
",
    "
    ALTER TABLE message ADD COLUMN kind TEXT;
    CREATE TABLE artifact (
        tenant TEXT NOT NULL,
        user TEXT NOT NULL,
        id TEXT NOT NULL,
        session_id TEXT NOT NULL,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, user, id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX artifact_by_name ON artifact (tenant, user, session_id, name);
    CREATE INDEX artifact_by_update ON artifact (tenant, user, updated_at);
    CREATE TABLE artifact_version (
        tenant TEXT NOT NULL,
        user TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        request_id TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, user, id, version),
        FOREIGN KEY (tenant, user, id) REFERENCES artifact (tenant, user, id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX artifact_by_content ON artifact_version (sha256);
",
];

/// Brings the database to the newest schema; refuses one that a newer program made.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let newest = i64::try_from(STEPS.len()).expect("a handful of steps");
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
    if version > newest {
        return Err(StoreError(format!(
            "its schema is version {version}, made by a newer muxi (this one knows {newest})"
        )));
    }
    let done = usize::try_from(version)
        .map_err(|_| StoreError(format!("its schema version {version} is not one of muxi's")))?;
    for step in &STEPS[done..] {
        transaction.execute_batch(step).map_err(failed)?;
    }
    if version != newest {
        transaction.pragma_update(None, "user_version", newest).map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    StoreError(error.to_string())
}

//! The schema of the SQLite store, forward only. A released step is never changed.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{StoreError, tables};

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
    include_str!("schema/users.sql"),
    include_str!("schema/memory.sql"),
    include_str!("schema/buffers.sql"),
    include_str!("schema/summary.sql"),
    include_str!("schema/forgotten.sql"),
    include_str!("schema/distilleries.sql"),
    include_str!("schema/credential.sql"),
];

/// How often, and after which wait, it is looked whether whoever has the log has migrated.
const LOOKS: u32 = 10;
const LOOK: Duration = Duration::from_millis(50);

/// Brings the database to the newest schema; refuses one that a newer program made. An older one is
/// left alone while another process has its log, since that one may go on writing by the old schema.
pub(super) fn migrate(connection: &mut Connection, alone: bool) -> Result<(), StoreError> {
    for _ in 0..LOOKS {
        if alone || !is_older(connection)? {
            break;
        }
        std::thread::sleep(LOOK);
    }
    if !alone && is_older(connection)? {
        return Err(StoreError::new(
            "its schema is older than this muxi's, and an older muxi still runs with it: stop that one first"
                .to_owned(),
        ));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let version = version(&transaction)?;
    let newest = newest();
    if version > newest {
        return Err(StoreError::new(format!(
            "its schema is version {version}, made by a newer muxi (this one knows {newest})"
        )));
    }
    let done = usize::try_from(version)
        .map_err(|_| StoreError::new(format!("its schema version {version} is not one of muxi's")))?;
    for step in &STEPS[done..] {
        transaction.execute_batch(step).map_err(failed)?;
    }
    if version != newest {
        tables::guard(&transaction).map_err(failed)?;
        transaction.pragma_update(None, "user_version", newest).map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

/// The version of the newest schema.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).expect("a handful of steps")
}

/// The version of the schema that is there; 0 for a new database.
pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)
}

fn is_older(connection: &Connection) -> Result<bool, StoreError> {
    let version = version(connection)?;
    Ok(version != 0 && version < newest())
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    if is_busy(&error) { StoreError::busy() } else { StoreError::new(error.to_string()) }
}

/// Whether another connection writes just now.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

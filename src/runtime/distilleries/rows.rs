//! The rows of distilleries and of what they delivered.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde_json::Value;

use super::{Delivery, Distillery, Key, MAX_DISTILLERIES, Reach, Taken, Trust};
use crate::runtime::memory::{MemoryError, keep_within};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};

const COLUMNS: &str = "id, name, description, public_key, scope, trust_level, created_at, revoked_at";

fn failed(error: rusqlite::Error) -> MemoryError {
    MemoryError::Store(error.into())
}

fn distillery(row: &Row<'_>) -> rusqlite::Result<Distillery> {
    let broken = |column, error: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error)
    };
    let (key, scope): (String, String) = (row.get(3)?, row.get(4)?);
    let scope: Value = serde_json::from_str(&scope).map_err(|error| broken(4, error.into()))?;
    // A scope that cannot be read must not mean everybody.
    let reach = scope.as_object().ok_or_else(|| broken(4, "the scope is no object".into()))?;
    let reach = Reach::parse(reach, &Reach::default())
        .map_err(|(key, _)| broken(4, format!("{key} cannot be read").into()))?;
    Ok(Distillery {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        key: Key::parse(&key).map_err(|error| broken(3, error.into()))?,
        reach,
        trust: Trust::of(row.get_ref(5)?.as_str()?).unwrap_or_default(),
        created_at: row.get(6).map(unsigned)?,
        revoked_at: row.get::<_, Option<i64>>(7)?.map(unsigned),
    })
}

pub(super) fn register(connection: &mut Connection, new: &Distillery) -> Result<bool, MemoryError> {
    let inserted = connection.execute(
        "INSERT INTO distillery (id, name, description, public_key, scope, trust_level, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE (SELECT count(*) FROM distillery WHERE revoked_at IS NULL) < ?8",
        params![
            new.id,
            new.name,
            new.description,
            new.key.as_str(),
            new.reach.to_json().to_string(),
            new.trust.as_str(),
            signed(new.created_at),
            signed(MAX_DISTILLERIES as u64),
        ],
    );
    Ok(inserted.map_err(failed)? > 0)
}

pub(super) fn one(connection: &Connection, id: &str) -> rusqlite::Result<Option<Distillery>> {
    let sql = format!("SELECT {COLUMNS} FROM distillery WHERE id = ?1");
    connection.prepare_cached(&sql)?.query_row([id], distillery).optional()
}

pub(super) fn list(connection: &Connection) -> rusqlite::Result<Vec<Distillery>> {
    let sql = format!("SELECT {COLUMNS} FROM distillery ORDER BY number DESC");
    connection.prepare(&sql)?.query_map([], distillery)?.collect()
}

pub(super) fn revoke(
    connection: &mut Connection,
    id: &str,
    now: u64,
) -> Result<Option<Distillery>, MemoryError> {
    let sql = "UPDATE distillery SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
    connection.execute(sql, params![id, signed(now)]).map_err(failed)?;
    one(connection, id).map_err(failed)
}

pub(super) fn since(connection: &Connection, id: &str, since: u64) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM distilled WHERE distillery_id = ?1 AND at >= ?2";
    connection.prepare_cached(sql)?.query_row(params![id, signed(since)], |row| row.get(0).map(unsigned))
}

const ONCE: &str =
    "SELECT 1 FROM distilled WHERE tenant = ?1 AND user = ?2 AND distillery_id = ?3 AND digest = ?4";

pub(super) fn undelivered(
    connection: &Connection,
    who: &Principal,
    id: &str,
    digests: &[[u8; 32]],
) -> rusqlite::Result<u64> {
    let mut there = connection.prepare_cached(ONCE)?;
    let mut new = 0;
    for digest in digests {
        new += u64::from(!there.exists(params![who.tenant(), who.user(), id, digest])?);
    }
    Ok(new)
}

/// Keeps what is new of it with the note that it was delivered, in one transaction; nothing where the distillery may not.
pub(super) fn deliver(
    connection: &mut Connection,
    who: &Principal,
    id: &str,
    deliveries: Vec<Delivery>,
    now: u64,
) -> Result<Option<Vec<Taken>>, MemoryError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let active = "SELECT 1 FROM distillery WHERE id = ?1 AND revoked_at IS NULL";
    if !transaction.prepare_cached(active).and_then(|mut active| active.exists([id])).map_err(failed)? {
        return Ok(None);
    }
    let mut taken = Vec::with_capacity(deliveries.len());
    for Delivery { digest, new } in deliveries {
        let whose = params![who.tenant(), who.user(), id, digest];
        if transaction.prepare_cached(ONCE).and_then(|mut there| there.exists(whose)).map_err(failed)? {
            taken.push(Ok(None));
            continue;
        }
        let kept = match keep_within(&transaction, who, new) {
            Err(error @ MemoryError::Store(_)) => return Err(error),
            Err(error) => {
                taken.push(Err(error));
                continue;
            }
            Ok(kept) => kept,
        };
        let sql =
            "INSERT INTO distilled (tenant, user, distillery_id, digest, at) VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = params![who.tenant(), who.user(), id, digest, signed(now)];
        transaction.prepare_cached(sql).and_then(|mut note| note.execute(row)).map_err(failed)?;
        taken.push(Ok(Some(kept)));
    }
    transaction.commit().map_err(failed)?;
    Ok(Some(taken))
}

#[cfg(test)]
mod tests {
    use super::super::tests::distillery;
    use super::*;
    use crate::runtime::store::SqliteStore;

    #[test]
    fn who_finds_another_program_writing_is_told_that_it_is_busy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sessions.db");
        drop(SqliteStore::open(&path).unwrap());
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut here = Connection::open(&path).unwrap();
        here.busy_timeout(std::time::Duration::ZERO).unwrap();
        let ann = Principal::parse("ann").unwrap();
        let busy = [
            register(&mut here, &distillery("notes")).map(drop),
            revoke(&mut here, "dst_1", 1).map(drop),
            deliver(&mut here, &ann, "dst_1", Vec::new(), 1).map(drop),
        ];
        for told in busy {
            assert!(matches!(&told, Err(MemoryError::Store(error)) if error.is_busy()), "{told:?}");
        }
    }
}

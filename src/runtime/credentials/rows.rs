//! The rows of credentials in SQLite.

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, Transaction, TransactionBehavior, params};

use super::{Change, Row, Rows};
use crate::credentials::{Sealed, Service, Tally};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};

const COLUMNS: &str =
    "id, service, account, chosen, key, version, sealed, created_at, updated_at, expires_at";

/// What the user has.
pub(super) fn of(connection: &Connection, who: &Principal) -> rusqlite::Result<Rows> {
    let sql =
        format!("SELECT {COLUMNS} FROM credential WHERE tenant = ?1 AND user = ?2 ORDER BY service, account");
    // Both of one moment: else a change between them would look like an attack.
    let snapshot = connection.unchecked_transaction()?;
    let mut statement = snapshot.prepare_cached(&sql)?;
    let rows = statement.query_map([who.tenant(), who.user()], row)?.collect::<rusqlite::Result<_>>()?;
    Ok(Rows { rows, tally: tally(&snapshot, who)? })
}

fn tally(connection: &Connection, who: &Principal) -> rusqlite::Result<Option<Tally>> {
    let sql = "SELECT key, turn, tag FROM credential_tally WHERE tenant = ?1 AND user = ?2";
    let read = |row: &SqlRow<'_>| {
        // A tag of another length is none.
        let tag = row.get_ref(2)?.as_blob()?.try_into().unwrap_or_default();
        Ok(Tally { key: row.get(0)?, turn: unsigned(row.get(1)?), tag })
    };
    connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], read).optional()
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let service: String = row.get(1)?;
    let service = Service::stored(&service);
    Ok(Row {
        id: row.get(0)?,
        service,
        account: row.get(2)?,
        chosen: row.get(3)?,
        sealed: Sealed { key: row.get(4)?, version: unsigned(row.get(5)?), bytes: row.get(6)? },
        created_at: unsigned(row.get(7)?),
        updated_at: unsigned(row.get(8)?),
        expires_at: row.get::<_, Option<i64>>(9)?.map(unsigned),
    })
}

/// The ids of the master keys under which anything is sealed or counted.
pub(super) fn keys(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT key FROM credential UNION SELECT key FROM credential_tally";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Whether the user has any.
pub(in crate::runtime) fn any(connection: &Connection, who: &Principal) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM credential WHERE tenant = ?1 AND user = ?2)";
    connection.query_row(sql, [who.tenant(), who.user()], |row| row.get(0))
}

/// Forgets that the user ever had any.
pub(in crate::runtime) fn drop_tally(connection: &Connection, who: &Principal) -> rusqlite::Result<usize> {
    let sql = "DELETE FROM credential_tally WHERE tenant = ?1 AND user = ?2";
    connection.execute(sql, [who.tenant(), who.user()])
}

/// Makes the changes, all or none; on the disk when it returns. False where one is made from what is not there any more.
pub(super) fn change(connection: &mut Connection, changes: &[Change]) -> rusqlite::Result<bool> {
    durably(connection, |connection| change_now(connection, changes))?
}

/// What `work` commits is on the disk when this returns. Turns are not worth an fsync each; a credential that was
/// acknowledged is.
pub(in crate::runtime) fn durably<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> T,
) -> rusqlite::Result<T> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let done = work(connection);
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(done)
}

fn change_now(connection: &mut Connection, changes: &[Change]) -> rusqlite::Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !change_in(&transaction, changes)? {
        return Ok(false);
    }
    transaction.commit()?;
    Ok(true)
}

/// The same as a part of something larger, which is to be given up where it is false.
pub(in crate::runtime) fn change_in(
    transaction: &Transaction<'_>,
    changes: &[Change],
) -> rusqlite::Result<bool> {
    for change in changes {
        let turn = tally(transaction, &change.who)?.map_or(0, |tally| tally.turn);
        if turn != change.from {
            return Ok(false);
        }
        make(transaction, change)?;
    }
    Ok(true)
}

fn make(transaction: &Transaction<'_>, change: &Change) -> rusqlite::Result<()> {
    let (tenant, user) = (change.who.tenant(), change.who.user());
    let put = change.put.iter().map(|row| &row.id);
    for id in change.drop.iter().chain(put) {
        let sql = "DELETE FROM credential WHERE tenant = ?1 AND user = ?2 AND id = ?3";
        transaction.prepare_cached(sql)?.execute([tenant, user, id])?;
    }
    for row in &change.put {
        let sql = format!(
            "INSERT INTO credential (tenant, user, {COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        );
        transaction.prepare_cached(&sql)?.execute(params![
            tenant,
            user,
            row.id,
            row.service.as_str(),
            row.account,
            row.chosen,
            row.sealed.key,
            signed(row.sealed.version),
            row.sealed.bytes,
            signed(row.created_at),
            signed(row.updated_at),
            row.expires_at.map(signed),
        ])?;
    }
    let Some(tally) = &change.tally else {
        return drop_tally(transaction, &change.who).map(drop);
    };
    let sql = "INSERT INTO credential_tally (tenant, user, key, turn, tag) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (tenant, user) DO UPDATE SET key = ?3, turn = ?4, tag = ?5";
    let tag = tally.tag.as_slice();
    transaction.execute(sql, params![tenant, user, tally.key, signed(tally.turn), tag]).map(drop)
}

/// The users that have or had credentials.
pub(super) fn users(connection: &Connection, after: &str, limit: u32) -> rusqlite::Result<Vec<Principal>> {
    let sql = "SELECT tenant, user FROM credential_tally WHERE user > ?1
               UNION SELECT tenant, user FROM credential WHERE user > ?1 ORDER BY user LIMIT ?2";
    let read = |row: &SqlRow<'_>| Ok(Principal::of(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?));
    connection.prepare(sql)?.query_map(params![after, limit], read)?.collect()
}

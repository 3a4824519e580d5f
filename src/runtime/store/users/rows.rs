//! The rows of users and identifiers.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::super::migrations::failed;
use super::super::sqlite::millis;
use super::super::{Turn, tables};
use super::{Identifier, Merged, StoreError, User, UserError, may_have};
use crate::runtime::credentials::{Change, change_in, drop_tally, has_any};
use crate::runtime::id;
use crate::runtime::memory;
use crate::runtime::principal::{Caller, Principal, USER_PREFIX};
use crate::runtime::store::numbers::signed;

/// The user of an identifier or of an internal id, shown as it was named. An internal id may be
/// named without its tenant.
pub(super) fn find(connection: &Connection, caller: &Caller) -> rusqlite::Result<Option<Principal>> {
    let internal = if caller.is_internal() {
        connection
            .prepare_cached("SELECT tenant, user FROM users WHERE user = ?1 AND (tenant = ?2 OR ?2 = '')")?
            .query_row([caller.identifier(), caller.tenant()], principal)
            .optional()?
    } else {
        None
    };
    let found = match internal {
        Some(who) => Some(who),
        // What was asked under before users had ids may look like one.
        None => connection
            .prepare_cached("SELECT tenant, user FROM identifier WHERE tenant = ?1 AND identifier = ?2")?
            .query_row([caller.tenant(), caller.identifier()], principal)
            .optional()?,
    };
    Ok(found.map(|who| who.named(caller)))
}

/// The users of all callers, made where they are new, in one commit. Nothing for an internal id
/// that nobody has.
pub(in crate::runtime::store) fn meet_all<'a>(
    connection: &mut Connection,
    callers: impl Iterator<Item = (&'a Caller, u64)>,
) -> Result<Vec<Option<Principal>>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let met = callers.map(|(caller, now)| meet(&transaction, caller, now)).collect::<Result<_, _>>();
    let met = met.map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(met)
}

fn meet(connection: &Connection, caller: &Caller, now: u64) -> rusqlite::Result<Option<Principal>> {
    match find(connection, caller)? {
        None if caller.is_internal() => Ok(None),
        None => welcome(connection, caller, now).map(Some),
        found => Ok(found),
    }
}

/// A new user under an identifier that nobody has.
fn welcome(connection: &Connection, caller: &Caller, now: u64) -> rusqlite::Result<Principal> {
    let who = make(connection, caller.tenant(), now)?;
    give(connection, &who, caller, None, now)?;
    Ok(who.named(caller))
}

/// Programs before the ids of users wrote identifiers into the log: makes users of them.
pub(in crate::runtime::store) fn settle(
    connection: &mut Connection,
    turns: &mut [(Principal, Turn)],
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    for (who, turn) in turns {
        let caller = Caller::of(who.tenant(), who.user());
        let known = find(&transaction, &caller).map_err(failed)?;
        *who = match known {
            // By the id, or under an identifier, which may look like an id.
            Some(known) => known,
            // Of a user who is gone; whoever keeps it sees that.
            None if caller.is_internal() => continue,
            None => welcome(&transaction, &caller, turn.asked_at).map_err(failed)?,
        };
    }
    transaction.commit().map_err(failed)
}

/// The user that `who` is by now: itself, the one that it became, or nothing if it was erased.
pub(in crate::runtime::store) fn current(
    connection: &Connection,
    who: &Principal,
) -> rusqlite::Result<Option<Principal>> {
    let mut gone = connection.prepare_cached("SELECT into_id FROM gone WHERE id = ?1")?;
    let mut id: Option<String> = None;
    // Merges are few, and never in a circle: who is gone takes nobody in.
    while let Some(next) = gone
        .query_row([id.as_deref().unwrap_or(who.user())], |row| row.get::<_, Option<String>>(0))
        .optional()?
    {
        match next {
            Some(next) => id = Some(next),
            None => return Ok(None),
        }
    }
    Ok(Some(id.map_or_else(|| who.clone(), |id| Principal::of(who.tenant(), &id))))
}

fn make(connection: &Connection, tenant: &str, now: u64) -> rusqlite::Result<Principal> {
    let user = id::new(USER_PREFIX);
    let mut insert =
        connection.prepare_cached("INSERT INTO users (user, tenant, created_at) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![user, tenant, signed(now)])?;
    Ok(Principal::of(tenant, &user))
}

fn give(
    connection: &Connection,
    who: &Principal,
    caller: &Caller,
    kind: Option<&str>,
    now: u64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO identifier (tenant, identifier, user, type, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (tenant, identifier) DO UPDATE SET type = coalesce(excluded.type, type)",
        )?
        .execute(params![who.tenant(), caller.identifier(), who.user(), kind, signed(now)])
        .map(|_| ())
}

/// What is known of a user.
pub(super) fn user(connection: &Connection, who: &Principal) -> rusqlite::Result<Option<User>> {
    let mut statement = connection
        .prepare_cached("SELECT user, tenant, created_at FROM users WHERE user = ?1 AND tenant = ?2")?;
    let user = statement.query_row([who.user(), who.tenant()], bare).optional()?;
    user.map(|user| with_identifiers(connection, user)).transpose()
}

/// The users of a tenant or of all, after an id.
pub(super) fn list(
    connection: &Connection,
    tenant: Option<&str>,
    after: &str,
    limit: u32,
) -> rusqlite::Result<Vec<User>> {
    let mut statement = connection.prepare_cached(
        "SELECT user, tenant, created_at FROM users WHERE user > ?1 AND (tenant = ?2 OR ?2 IS NULL)
         ORDER BY user LIMIT ?3",
    )?;
    let users = statement.query_map(params![after, tenant, limit], bare)?;
    users.map(|user| with_identifiers(connection, user?)).collect()
}

fn bare(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User { id: row.get(0)?, tenant: row.get(1)?, created_at: millis(row, 2)?, identifiers: Vec::new() })
}

fn with_identifiers(connection: &Connection, mut user: User) -> rusqlite::Result<User> {
    let mut statement = connection.prepare_cached(
        "SELECT identifier, type, created_at FROM identifier WHERE user = ?1 ORDER BY created_at, identifier",
    )?;
    let rows = statement.query_map([&user.id], |row| {
        Ok(Identifier { identifier: row.get(0)?, kind: row.get(1)?, created_at: millis(row, 2)? })
    })?;
    user.identifiers = rows.collect::<rusqlite::Result<_>>()?;
    Ok(user)
}

/// Gives identifiers to a user, made if none is named: all of them or none.
pub(super) fn link(
    connection: &mut Connection,
    to: Option<&Principal>,
    identifiers: &[(Caller, Option<String>)],
    now: u64,
) -> Result<User, UserError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let tenant = to.map_or_else(|| identifiers.first().map_or("", |(c, _)| c.tenant()), Principal::tenant);
    let to = match to {
        None => make(&transaction, tenant, now).map_err(failed)?,
        // It may have gone since it was looked up.
        Some(to) => there(&transaction, to)?,
    };
    let known = user(&transaction, &to).map_err(failed)?;
    may_have(known.as_ref(), identifiers)?;
    for (caller, kind) in identifiers {
        match find(&transaction, caller).map_err(failed)? {
            Some(owner) if owner != to => {
                return Err(UserError::Taken {
                    identifier: caller.to_string(),
                    user: owner.user().to_owned(),
                });
            }
            _ => give(&transaction, &to, caller, kind.as_deref(), now).map_err(failed)?,
        }
    }
    let user = user(&transaction, &to).map_err(failed)?;
    let user = user.ok_or_else(|| UserError::Unknown(to.to_string()))?;
    transaction.commit().map_err(failed)?;
    Ok(user)
}

/// Takes an identifier from its user.
pub(super) fn unlink(connection: &mut Connection, caller: &Caller) -> Result<Principal, UserError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let unknown = || UserError::Unknown(caller.to_string());
    let whose = find(&transaction, caller).map_err(failed)?.ok_or_else(unknown)?;
    let sql = "DELETE FROM identifier WHERE tenant = ?1 AND identifier = ?2";
    if transaction.execute(sql, [whose.tenant(), caller.identifier()]).map_err(failed)? == 0 {
        // An internal id is no identifier.
        return Err(UserError::Reserved(caller.to_string()));
    }
    transaction.commit().map_err(failed)?;
    Ok(Principal::of(whose.tenant(), whose.user()))
}

/// Gives all that is one user's to another one of its tenant.
pub(super) fn merge(
    connection: &mut Connection,
    from: &Principal,
    into: &Principal,
    handed: &[Change],
    now: u64,
) -> Result<Merged, UserError> {
    if from.tenant() != into.tenant() {
        return Err(UserError::OtherTenant(from.to_string()));
    }
    if from == into {
        return Err(UserError::Same(from.to_string()));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let (from, into) = (there(&transaction, from)?, there(&transaction, into)?);
    transaction.execute_batch("PRAGMA defer_foreign_keys = ON").map_err(failed)?;
    if !change_in(&transaction, handed).map_err(failed)? {
        return Err(UserError::Sealed(from.to_string()));
    }
    let mut merged = Merged::default();
    for table in tables::of_users(&transaction).map_err(failed)? {
        let count = match table.as_str() {
            "users" => continue,
            "identifier" => &mut merged.identifiers,
            _ => &mut merged.rows,
        };
        *count += hand_over(&transaction, &table, &from, &into)?;
    }
    transaction.execute("DELETE FROM users WHERE user = ?1", [from.user()]).map_err(failed)?;
    let sql = "INSERT INTO gone (id, into_id, at) VALUES (?1, ?2, ?3)";
    transaction.execute(sql, params![from.user(), into.user(), signed(now)]).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(merged)
}

/// Gives the rows of a table to another user; how many that were.
fn hand_over(
    connection: &Connection,
    table: &str,
    from: &Principal,
    into: &Principal,
) -> Result<u64, UserError> {
    match table {
        // Of these the order matters: both at once, with the second.
        "memory" => return Ok(0),
        "memory_owner" => return Ok(memory::hand_over(connection, from, into).map_err(failed)? as u64),
        // They are sealed for their user: who holds the keys has handed them over before.
        "credential" if has_any(connection, from).map_err(failed)? => {
            return Err(UserError::Sealed(from.to_string()));
        }
        "credential_tally" => return Ok(drop_tally(connection, from).map_err(failed)? as u64),
        _ => {}
    }
    // Of what each user has once, and of what was delivered of both, the one who stays keeps its own.
    let once = table == "distilled" || tables::has_one_of_each(connection, table).map_err(failed)?;
    let or = if once { " OR IGNORE" } else { "" };
    let sql = format!("UPDATE{or} \"{table}\" SET user = ?3 WHERE tenant = ?1 AND user = ?2");
    let moved = connection.execute(&sql, [from.tenant(), from.user(), into.user()]);
    let moved = moved.map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => UserError::Clash(table.to_owned()),
        _ => failed(error).into(),
    })?;
    if once {
        let sql = format!("DELETE FROM \"{table}\" WHERE tenant = ?1 AND user = ?2");
        connection.execute(&sql, [from.tenant(), from.user()]).map_err(failed)?;
    }
    Ok(moved as u64)
}

/// The user, if it is still there.
fn there(connection: &Connection, who: &Principal) -> Result<Principal, UserError> {
    let sql = "SELECT tenant, user FROM users WHERE user = ?1 AND tenant = ?2";
    let found =
        connection.query_row(sql, [who.user(), who.tenant()], principal).optional().map_err(failed)?;
    found.ok_or_else(|| UserError::Unknown(who.to_string()))
}

fn principal(row: &Row<'_>) -> rusqlite::Result<Principal> {
    Ok(Principal::of(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?))
}

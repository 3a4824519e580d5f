//! The rows of memories: what changes them.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::sums::{add_up, changed, make_room, owner, room, thin_out};
use super::words::indexed;
use super::{
    EXTRACTION, Kept, MAX_MEMORY, MAX_NAME, Memory, MemoryError, NewMemory, Origin, Scope, Synopsis, Vector,
    failed, vectors,
};
use crate::crypto::hash::sha256;
use crate::runtime::id;
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};

/// The columns that [`memory`] reads.
pub(super) const COLUMNS: &str = "id, content, kind, scope, scope_id, subject, metadata, source, source_id,
     session_id, request_id, message_seq, created_at, updated_at, recalled_at, superseded_by";

pub(super) fn memory(row: &Row<'_>) -> rusqlite::Result<Memory> {
    let time = |column| row.get(column).map(unsigned);
    Ok(Memory {
        id: row.get(0)?,
        content: row.get(1)?,
        kind: row.get(2)?,
        scope: scope_of(row, 3)?,
        subject: row.get(5)?,
        metadata: row.get(6)?,
        source: row.get(7)?,
        source_id: row.get(8)?,
        origin: Origin { session_id: row.get(9)?, request_id: row.get(10)?, message_seq: row.get(11)? },
        created_at: time(12)?,
        updated_at: time(13)?,
        recalled_at: row.get::<_, Option<i64>>(14)?.map(unsigned),
        superseded_by: row.get(15)?,
    })
}

/// The scope in two columns from `first` on.
pub(super) fn scope_of(row: &Row<'_>, first: usize) -> rusqlite::Result<Scope> {
    let id: String = row.get(first + 1)?;
    Ok(match row.get_ref(first)?.as_str()? {
        "session" => Scope::Session(id),
        "agent" => Scope::Agent(id),
        "formation" => Scope::Formation,
        _ => Scope::User,
    })
}

/// A transaction in which nobody else writes.
pub(super) fn begin(connection: &mut Connection) -> Result<Transaction<'_>, MemoryError> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)
}

/// Looks at what does not depend on what is kept already.
pub(super) fn check(new: &mut NewMemory) -> Result<(), MemoryError> {
    let text = new.content.trim();
    if text.len() != new.content.len() {
        new.content = text.to_owned();
    }
    if new.content.is_empty() {
        return Err(MemoryError::Empty);
    }
    let size = new.content.len() + new.metadata.as_ref().map_or(0, String::len);
    if size > MAX_MEMORY {
        return Err(MemoryError::TooLarge { size, most: MAX_MEMORY, unit: "bytes" });
    }
    let named = [
        ("type", Some(new.kind.as_str())),
        ("source", Some(new.source.as_str())),
        ("source_id", new.source_id.as_deref()),
        ("subject", new.subject.as_deref()),
        ("session_id", new.origin.session_id.as_deref()),
        ("request_id", new.origin.request_id.as_deref()),
        ("scope_id", Some(new.scope.id()).filter(|id| !id.is_empty())),
    ];
    let bad = |name: &str| name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control);
    match named.into_iter().find(|(_, value)| value.is_some_and(bad)) {
        Some((field, _)) => Err(MemoryError::BadName(field)),
        None => Ok(()),
    }
}

/// Keeps `new`, in the place of `old` where one is named.
pub(super) fn keep(
    connection: &mut Connection,
    who: &Principal,
    old: Option<&str>,
    mut new: NewMemory,
) -> Result<Kept, MemoryError> {
    check(&mut new)?;
    let transaction = begin(connection)?;
    if let Some(said) = new.said_at
        && forgotten_since(&transaction, who, said).map_err(failed)?
    {
        return Err(MemoryError::Forgotten);
    }
    if let Some(old) = old
        && find(&transaction, who, old)?.is_none_or(|memory| memory.superseded_by.is_some())
    {
        return Err(MemoryError::NotFound(old.to_owned()));
    }
    let kept = keep_in(&transaction, who, &new, old)?;
    if let Some(old) = old.filter(|old| *old != kept.memory.id) {
        transaction
            .execute(
                "UPDATE memory SET superseded_by = ?4, updated_at = max(updated_at, ?5)
                 WHERE tenant = ?1 AND user = ?2 AND id = ?3",
                params![who.tenant(), who.user(), old, kept.memory.id, signed(new.at)],
            )
            .map_err(failed)?;
    }
    thin_out(&transaction, who)?;
    transaction.commit().map_err(failed)?;
    Ok(kept)
}

/// Keeps `new` within what somebody else commits.
pub(in crate::runtime) fn keep_within(
    transaction: &Transaction<'_>,
    who: &Principal,
    mut new: NewMemory,
) -> Result<Kept, MemoryError> {
    check(&mut new)?;
    let kept = keep_in(transaction, who, &new, None)?;
    thin_out(transaction, who)?;
    Ok(kept)
}

/// Lets `by` hold in the place of `old`, where both are there and hold.
pub(super) fn give_way(
    connection: &mut Connection,
    who: &Principal,
    old: &str,
    by: &str,
) -> Result<bool, MemoryError> {
    let sql = "UPDATE memory SET superseded_by = ?4
               WHERE tenant = ?1 AND user = ?2 AND id = ?3 AND superseded_by IS NULL AND ?3 <> ?4 AND EXISTS (
                   SELECT 1 FROM memory WHERE tenant = ?1 AND user = ?2 AND id = ?4 AND superseded_by IS NULL)";
    let changed = connection.execute(sql, [who.tenant(), who.user(), old, by]);
    Ok(changed.map_err(failed)? > 0)
}

fn keep_in(
    transaction: &Transaction<'_>,
    who: &Principal,
    new: &NewMemory,
    old: Option<&str>,
) -> Result<Kept, MemoryError> {
    let digest = sha256(new.content.as_bytes());
    let same = transaction
        .prepare_cached(
            "UPDATE memory SET updated_at = max(updated_at, ?6)
             WHERE tenant = ?1 AND user = ?2 AND scope = ?3 AND scope_id = ?4 AND digest = ?5
                 AND superseded_by IS NULL
             RETURNING id",
        )
        .and_then(|mut same| {
            let (scope, scope_id) = (new.scope.as_str(), new.scope.id());
            let whose = params![who.tenant(), who.user(), scope, scope_id, digest, signed(new.at)];
            same.query_row(whose, |row| row.get::<_, String>(0)).optional()
        })
        .map_err(failed)?;
    let (id, is_new) = if let Some(id) = same {
        // Its time is another.
        changed(transaction, who)?;
        (id, false)
    } else {
        let found = room(transaction, who, new, old);
        match found {
            // What users keep by themselves stays; what was noticed makes room for what is noticed later.
            Err(full @ (MemoryError::TooMany | MemoryError::Full { .. })) if new.source == EXTRACTION => {
                make_room(transaction, who, &full)?;
                room(transaction, who, new, old)?;
            }
            found => found?,
        }
        (insert(transaction, who, new, &digest)?, true)
    };
    let memory = find(transaction, who, &id)?.ok_or(MemoryError::NotFound(id))?;
    Ok(Kept { memory, is_new })
}

fn insert(
    transaction: &Transaction<'_>,
    who: &Principal,
    new: &NewMemory,
    digest: &[u8],
) -> Result<String, MemoryError> {
    let (id, owner) = (id::new("mem_"), owner(transaction, who).map_err(failed)?);
    transaction
        .prepare_cached(
            "INSERT INTO memory (tenant, user, id, content, digest, kind, scope, scope_id, subject, metadata, source,
                 source_id, session_id, request_id, message_seq, created_at, updated_at, indexed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, 1)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                who.tenant(),
                who.user(),
                id,
                new.content,
                digest,
                new.kind,
                new.scope.as_str(),
                new.scope.id(),
                new.subject,
                new.metadata,
                new.source,
                new.source_id,
                new.origin.session_id,
                new.origin.request_id,
                new.origin.message_seq,
                signed(new.at),
            ])
        })
        .map_err(failed)?;
    index(transaction, owner, transaction.last_insert_rowid(), &new.content)?;
    Ok(id)
}

fn index(connection: &Connection, owner: i64, seq: i64, content: &str) -> Result<(), MemoryError> {
    let sql = "INSERT INTO memory_text (rowid, words) VALUES (?1, ?2)";
    let words = indexed(owner, content);
    let insert = |mut insert: rusqlite::CachedStatement<'_>| insert.execute(params![seq, words]);
    connection.prepare_cached(sql).and_then(insert).map(drop).map_err(failed)
}

pub(super) fn find(
    connection: &Connection,
    who: &Principal,
    id: &str,
) -> Result<Option<Memory>, MemoryError> {
    let sql = format!("SELECT {COLUMNS} FROM memory WHERE tenant = ?1 AND user = ?2 AND id = ?3");
    let whose = [who.tenant(), who.user(), id];
    let row = |mut find: rusqlite::CachedStatement<'_>| find.query_row(whose, memory).optional();
    connection.prepare_cached(&sql).and_then(row).map_err(failed)
}

/// Deletes a memory with all that it holds in the place of: who wants it forgotten does not mean its last wording alone.
/// The `+` keeps SQLite from looking at all of the user's for each of a chain.
pub(super) fn delete(connection: &mut Connection, who: &Principal, id: &str) -> Result<bool, MemoryError> {
    let sql = "WITH RECURSIVE gone (id) AS (
                   SELECT id FROM memory WHERE tenant = ?1 AND user = ?2 AND id = ?3
                   UNION SELECT m.id FROM gone JOIN memory m ON m.superseded_by = gone.id
                       WHERE +m.tenant = ?1 AND +m.user = ?2)
               DELETE FROM memory WHERE id IN (SELECT id FROM gone)";
    Ok(connection.execute(sql, [who.tenant(), who.user(), id]).map_err(failed)? > 0)
}

/// Memories of other sources in whose place those of `source` hold, the latest first, each with the one that holds behind
/// these, if any does.
fn replaced_by(
    connection: &Connection,
    who: &Principal,
    source: &str,
) -> rusqlite::Result<Vec<(i64, Option<String>)>> {
    let sql = "WITH RECURSIVE replaced (seq, by) AS (
                   SELECT m.seq, g.superseded_by FROM memory g JOIN memory m ON m.superseded_by = g.id
                       WHERE g.tenant = ?1 AND g.user = ?2 AND g.source = ?3
                           AND +m.tenant = ?1 AND +m.user = ?2 AND m.source <> ?3
                   UNION SELECT r.seq, g.superseded_by FROM replaced r JOIN memory g ON g.id = r.by
                       WHERE +g.tenant = ?1 AND +g.user = ?2 AND g.source = ?3)
               SELECT seq, by FROM replaced WHERE NOT EXISTS (
                   SELECT 1 FROM memory g WHERE g.id = by AND +g.tenant = ?1 AND +g.user = ?2 AND g.source = ?3)
               ORDER BY seq DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows =
        statement.query_map([who.tenant(), who.user(), source], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// Lets those hold again that nothing is in the place of any more, but for one whose words are there already.
fn hold_again(
    connection: &Connection,
    who: &Principal,
    replaced: &[(i64, Option<String>)],
) -> rusqlite::Result<()> {
    let sql = "UPDATE memory AS m SET indexed = 0, superseded_by = coalesce(?2, (
                   SELECT k.id FROM memory k WHERE k.tenant = m.tenant AND k.user = m.user AND k.scope = m.scope
                       AND k.scope_id = m.scope_id AND k.digest = m.digest AND k.superseded_by IS NULL))
               WHERE m.seq = ?1";
    for (seq, by) in replaced {
        connection.prepare_cached(sql)?.execute(params![seq, by])?;
    }
    // No trigger counts what holds again.
    if replaced.is_empty() { Ok(()) } else { add_up(connection, Some(who)) }
}

/// Deletes what came from `source`, or all with the user's number; how many. What only that source held in the place of
/// holds again. What was said before and is noticed later is
/// not kept any more where that is forgotten, too.
pub(super) fn forget(
    connection: &mut Connection,
    who: &Principal,
    source: Option<&str>,
    now: u64,
) -> Result<u64, MemoryError> {
    let whose = [who.tenant(), who.user()];
    let transaction = begin(connection)?;
    let replaced = source.map(|source| replaced_by(&transaction, who, source)).transpose().map_err(failed)?;
    let gone = match source {
        Some(source) => transaction.execute(
            "DELETE FROM memory WHERE tenant = ?1 AND user = ?2 AND source = ?3",
            params![who.tenant(), who.user(), source],
        ),
        None => transaction.execute("DELETE FROM memory WHERE tenant = ?1 AND user = ?2", whose),
    }
    .map_err(failed)?;
    hold_again(&transaction, who, &replaced.unwrap_or_default()).map_err(failed)?;
    let sql = if source.is_some() {
        "UPDATE memory_owner SET synopsis = NULL, synopsis_at = NULL WHERE tenant = ?1 AND user = ?2"
    } else {
        "DELETE FROM memory_owner WHERE tenant = ?1 AND user = ?2"
    };
    transaction.execute(sql, whose).map_err(failed)?;
    if source.is_none_or(|source| source == EXTRACTION) {
        let sql = "INSERT INTO memory_owner (tenant, user, forgotten_at)
                   SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM gone WHERE id = ?2)
                   ON CONFLICT (tenant, user) DO UPDATE SET forgotten_at = excluded.forgotten_at";
        transaction.execute(sql, params![who.tenant(), who.user(), signed(now)]).map_err(failed)?;
    }
    transaction.commit().map_err(failed)?;
    Ok(gone as u64)
}

/// Whether the user has had forgotten what was said then.
fn forgotten_since(connection: &Connection, who: &Principal, said: u64) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM memory_owner WHERE tenant = ?1 AND user = ?2 AND forgotten_at > 0 AND forgotten_at >= ?3";
    connection.prepare_cached(sql)?.exists(params![who.tenant(), who.user(), signed(said)])
}

/// Puts all of the user's memories into the index, or only those that are not in it.
pub(super) fn reindex(connection: &mut Connection, who: &Principal, all: bool) -> Result<u64, MemoryError> {
    let transaction = begin(connection)?;
    let owner = owner(&transaction, who).map_err(failed)?;
    let (whose, mut done) = ([who.tenant(), who.user()], 0);
    let rows = {
        let sql = if all {
            "SELECT seq, content FROM memory WHERE tenant = ?1 AND user = ?2 AND superseded_by IS NULL"
        } else {
            "SELECT seq, content FROM memory WHERE tenant = ?1 AND user = ?2 AND superseded_by IS NULL AND indexed = 0"
        };
        let mut statement = transaction.prepare_cached(sql).map_err(failed)?;
        let rows = statement.query_map(whose, |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        rows.collect::<rusqlite::Result<Vec<(i64, String)>>>().map_err(failed)?
    };
    for (seq, content) in rows {
        transaction.execute("DELETE FROM memory_text WHERE rowid = ?1", [seq]).map_err(failed)?;
        index(&transaction, owner, seq, &content)?;
        done += 1;
    }
    let sql = "UPDATE memory SET indexed = 1 WHERE tenant = ?1 AND user = ?2 AND indexed = 0";
    transaction.execute(sql, whose).map_err(failed)?;
    changed(&transaction, who)?;
    transaction.commit().map_err(failed)?;
    Ok(done)
}

pub(super) fn keep_vectors(
    connection: &mut Connection,
    who: &Principal,
    new: &[(String, Vector)],
) -> Result<(), MemoryError> {
    let transaction = begin(connection)?;
    for (id, vector) in new {
        keep_vector(&transaction, who, id, &vector.model, &vectors::unit(vector)?)?;
    }
    changed(&transaction, who)?;
    transaction.commit().map_err(failed)
}

/// A row of no numbers says that there is nothing to make.
pub(super) fn keep_no_vectors(
    connection: &mut Connection,
    who: &Principal,
    model: &str,
    ids: &[String],
) -> Result<(), MemoryError> {
    let transaction = begin(connection)?;
    for id in ids {
        keep_vector(&transaction, who, id, model, &[])?;
    }
    changed(&transaction, who)?;
    transaction.commit().map_err(failed)
}

pub(super) fn drop_vectors(connection: &mut Connection, who: &Principal) -> Result<(), MemoryError> {
    let transaction = begin(connection)?;
    let sql =
        "DELETE FROM memory_vector WHERE seq IN (SELECT seq FROM memory WHERE tenant = ?1 AND user = ?2)";
    transaction.execute(sql, [who.tenant(), who.user()]).map_err(failed)?;
    changed(&transaction, who)?;
    transaction.commit().map_err(failed)
}

fn keep_vector(
    connection: &Connection,
    who: &Principal,
    id: &str,
    model: &str,
    values: &[f32],
) -> Result<(), MemoryError> {
    let dimension = signed(values.len() as u64);
    let values = vectors::to_bytes(values);
    connection
        .prepare_cached(
            "INSERT INTO memory_vector (seq, model, dimension, vector)
             SELECT seq, ?4, ?5, ?6 FROM memory
             WHERE tenant = ?1 AND user = ?2 AND id = ?3 AND superseded_by IS NULL
             ON CONFLICT (seq) DO UPDATE SET
                 model = excluded.model, dimension = excluded.dimension, vector = excluded.vector",
        )
        .and_then(|mut insert| {
            insert.execute(params![who.tenant(), who.user(), id, model, dimension, values])
        })
        .map(drop)
        .map_err(failed)
}

pub(super) fn set_synopsis(
    connection: &mut Connection,
    who: &Principal,
    synopsis: &Synopsis,
    from: &[String],
) -> Result<bool, MemoryError> {
    let size = synopsis.text.len();
    if size > MAX_MEMORY {
        return Err(MemoryError::TooLarge { size, most: MAX_MEMORY, unit: "bytes" });
    }
    let transaction = begin(connection)?;
    for id in from {
        // It was written while nobody was waited for.
        if find(&transaction, who, id)?.is_none_or(|memory| memory.superseded_by.is_some()) {
            return Ok(false);
        }
    }
    let number = owner(&transaction, who).map_err(failed)?;
    let sql = "UPDATE memory_owner SET synopsis = ?2, synopsis_at = ?3 WHERE number = ?1";
    transaction.execute(sql, params![number, synopsis.text, signed(synopsis.at)]).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(true)
}

/// Notes that memories were recalled.
pub(super) fn touch(
    connection: &mut Connection,
    who: &Principal,
    ids: &[String],
    now: u64,
) -> Result<(), MemoryError> {
    let transaction = begin(connection)?;
    for id in ids {
        let sql = "UPDATE memory SET recalled_at = ?4 WHERE tenant = ?1 AND user = ?2 AND id = ?3";
        let update = |mut update: rusqlite::CachedStatement<'_>| {
            update.execute(params![who.tenant(), who.user(), id, signed(now)])
        };
        transaction.prepare_cached(sql).and_then(update).map_err(failed)?;
    }
    transaction.commit().map_err(failed)
}

//! The row that a user of whom something is remembered has: a number, what all memories take together, and what is said in
//! short. Triggers keep the sums (`schema/memory.sql`), so that nothing is added up when one more is kept.

use rusqlite::{Connection, OptionalExtension, params};

use super::{EXTRACTION, MAX_MEMORIES, MAX_USER_BYTES, MemoryError, NewMemory, failed};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};

/// What a memory takes, in SQL.
const SIZE: &str = "octet_length(content) + coalesce(octet_length(metadata), 0)";

/// What the rows of one user, or of all, take together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Memories that hold.
    pub(super) memories: u64,
    /// Those that others hold in the place of.
    pub(super) superseded: u64,
    /// Bytes of both.
    pub(super) bytes: u64,
    /// Bytes of those that others hold in the place of.
    pub(super) superseded_bytes: u64,
}

/// The user's number, made where there is none.
pub(super) fn owner(connection: &Connection, who: &Principal) -> rusqlite::Result<i64> {
    let whose = [who.tenant(), who.user()];
    let number = "SELECT number FROM memory_owner WHERE tenant = ?1 AND user = ?2";
    let found = connection.prepare_cached(number)?.query_row(whose, |row| row.get(0)).optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let sql = "INSERT INTO memory_owner (tenant, user) VALUES (?1, ?2)";
    connection.prepare_cached(sql)?.execute(whose)?;
    let number = connection.last_insert_rowid();
    add_up(connection, Some(who))?;
    Ok(number)
}

/// Says that what is recalled for the user may be another now.
pub(super) fn changed(connection: &Connection, who: &Principal) -> Result<(), MemoryError> {
    let sql = "UPDATE memory_owner SET change = change + 1 WHERE tenant = ?1 AND user = ?2";
    let update = |mut update: rusqlite::CachedStatement<'_>| update.execute([who.tenant(), who.user()]);
    connection.prepare_cached(sql).and_then(update).map(drop).map_err(failed)
}

/// What is kept of one user, or of all.
pub(super) fn sums(connection: &Connection, who: Option<&Principal>) -> rusqlite::Result<Sums> {
    let of_all = "SELECT coalesce(sum(memories), 0), coalesce(sum(superseded), 0), coalesce(sum(bytes), 0),
                      coalesce(sum(superseded_bytes), 0) FROM memory_owner";
    let of_one = "SELECT memories, superseded, bytes, superseded_bytes FROM memory_owner
                  WHERE tenant = ?1 AND user = ?2";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Sums {
            memories: row.get(0).map(unsigned)?,
            superseded: row.get(1).map(unsigned)?,
            bytes: row.get(2).map(unsigned)?,
            superseded_bytes: row.get(3).map(unsigned)?,
        })
    };
    match who {
        Some(who) => {
            let whose = [who.tenant(), who.user()];
            Ok(connection.prepare_cached(of_one)?.query_row(whose, read).optional()?.unwrap_or_default())
        }
        None => connection.prepare_cached(of_all)?.query_row([], read),
    }
}

/// Whether the user may keep one more, or one in the place of `old`, which is no more. What others hold in the place of takes
/// nobody's room: [`thin_out`] takes it away.
pub(super) fn room(
    connection: &Connection,
    who: &Principal,
    new: &NewMemory,
    old: Option<&str>,
) -> Result<(), MemoryError> {
    let sums = sums(connection, Some(who)).map_err(failed)?;
    let replaced: Option<i64> = match old {
        Some(old) => {
            let sql = format!("SELECT {SIZE} FROM memory WHERE tenant = ?1 AND user = ?2 AND id = ?3");
            let size = |mut find: rusqlite::CachedStatement<'_>| {
                find.query_row([who.tenant(), who.user(), old], |row| row.get(0)).optional()
            };
            connection.prepare_cached(&sql).and_then(size).map_err(failed)?
        }
        None => None,
    };
    if replaced.is_none() && sums.memories >= MAX_MEMORIES {
        return Err(MemoryError::TooMany);
    }
    let size = new.content.len() + new.metadata.as_ref().map_or(0, String::len);
    let hold = sums.bytes.saturating_sub(sums.superseded_bytes);
    let (before, size) = (replaced.map_or(0, unsigned), size as u64);
    let used = hold.saturating_sub(before) + size;
    // Of users who became one there may be too much already: a shorter wording is taken all the same.
    if used > MAX_USER_BYTES && size > before { Err(MemoryError::Full { used }) } else { Ok(()) }
}

/// Takes a tenth of the room from what was noticed, in one pass: what was neither said nor recalled for longest, with all
/// that it holds in the place of.
pub(super) fn make_room(
    connection: &Connection,
    who: &Principal,
    full: &MemoryError,
) -> Result<(), MemoryError> {
    let (places, bytes) = match full {
        MemoryError::Full { .. } => (0, MAX_USER_BYTES / 10),
        _ => (MAX_MEMORIES / 10, 0),
    };
    let sql = format!(
        "WITH RECURSIVE gone (id) AS (
             SELECT id FROM (
                 SELECT id, {SIZE} AS size, row_number() OVER least AS place, sum({SIZE}) OVER least AS bytes
                 FROM memory WHERE tenant = ?1 AND user = ?2 AND superseded_by IS NULL AND source = ?3
                 WINDOW least AS (
                     ORDER BY max(updated_at, coalesce(recalled_at, 0)), seq ROWS UNBOUNDED PRECEDING))
             WHERE place <= ?4 OR bytes - size < ?5
             UNION SELECT m.id FROM gone JOIN memory m ON m.superseded_by = gone.id
                 WHERE +m.tenant = ?1 AND +m.user = ?2)
         DELETE FROM memory WHERE id IN (SELECT id FROM gone)"
    );
    let whose = params![who.tenant(), who.user(), EXTRACTION, signed(places), signed(bytes)];
    connection.execute(&sql, whose).map(drop).map_err(failed)
}

/// Takes the oldest away of those that do not hold any more, where there are too many or they take too much: some more than
/// those, so that the next ones find room without a look at all.
pub(super) fn thin_out(connection: &Connection, who: &Principal) -> Result<(), MemoryError> {
    let sums = sums(connection, Some(who)).map_err(failed)?;
    let hold = sums.bytes.saturating_sub(sums.superseded_bytes);
    let room = MAX_USER_BYTES.saturating_sub(hold);
    if sums.superseded <= MAX_MEMORIES && sums.superseded_bytes <= room {
        return Ok(());
    }
    let sql = format!(
        "DELETE FROM memory WHERE seq IN (
             SELECT seq FROM (
                 SELECT seq, row_number() OVER latest AS place, sum({SIZE}) OVER latest AS bytes
                 FROM memory WHERE tenant = ?1 AND user = ?2 AND superseded_by IS NOT NULL
                 WINDOW latest AS (ORDER BY updated_at DESC, seq DESC ROWS UNBOUNDED PRECEDING))
             WHERE place > ?3 OR bytes > ?4)"
    );
    let (most, room) = (MAX_MEMORIES / 10 * 9, room / 10 * 9);
    let whose = params![who.tenant(), who.user(), signed(most), signed(room)];
    connection.execute(&sql, whose).map(drop).map_err(failed)
}

/// Adds up anew what is kept of one user, or of all: after rows of others became theirs.
pub(super) fn add_up(connection: &Connection, who: Option<&Principal>) -> rusqlite::Result<()> {
    let whose = if who.is_some() { "WHERE tenant = ?1 AND user = ?2" } else { "" };
    let sql = format!(
        "UPDATE memory_owner AS o SET change = change + 1,
             (memories, superseded, bytes, superseded_bytes) = (
                 SELECT count(*) FILTER (WHERE superseded_by IS NULL),
                     count(*) FILTER (WHERE superseded_by IS NOT NULL), coalesce(sum({SIZE}), 0),
                     coalesce(sum({SIZE}) FILTER (WHERE superseded_by IS NOT NULL), 0)
                 FROM memory m WHERE m.tenant = o.tenant AND m.user = o.user)
         {whose}"
    );
    match who {
        Some(who) => connection.execute(&sql, [who.tenant(), who.user()]),
        None => connection.execute(&sql, []),
    }
    .map(drop)
}

/// Gives all that is remembered of a user to another one; how many rows those are. What both said is there once, and so
/// is the row of the one who stays; what is said in short goes where it says half of what is remembered then.
pub(in crate::runtime) fn hand_over(
    connection: &Connection,
    from: &Principal,
    into: &Principal,
) -> rusqlite::Result<usize> {
    let users = [from.tenant(), from.user(), into.user()];
    let both = "FROM memory d JOIN memory k ON k.tenant = d.tenant AND k.user = ?3 AND k.scope = d.scope
                    AND k.scope_id = d.scope_id AND k.digest = d.digest AND k.superseded_by IS NULL
                WHERE d.tenant = ?1 AND d.user = ?2 AND d.superseded_by IS NULL";
    let mut statement = connection.prepare(&format!("SELECT d.id, k.id, d.updated_at {both}"))?;
    let same = statement.query_map(users, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let same: Vec<(String, String, i64)> = same.collect::<rusqlite::Result<_>>()?;
    for (twice, kept, updated_at) in same {
        let sql = "UPDATE memory SET superseded_by = ?2 WHERE superseded_by = ?1";
        connection.prepare_cached(sql)?.execute([&twice, &kept])?;
        let sql = "UPDATE memory SET updated_at = max(updated_at, ?2) WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![kept, updated_at])?;
        connection.prepare_cached("DELETE FROM memory WHERE id = ?1")?.execute([&twice])?;
    }
    let sql = "UPDATE memory SET user = ?3 WHERE tenant = ?1 AND user = ?2";
    let moved = connection.execute(sql, users)?;
    // Where nothing is remembered of the one who stays, the row of the other becomes that user's.
    let sql = "UPDATE OR IGNORE memory_owner SET user = ?3 WHERE tenant = ?1 AND user = ?2";
    let became = connection.execute(sql, users)?;
    if became == 0 {
        // Whoever of both had something forgotten.
        let sql = "UPDATE memory_owner SET forgotten_at = max(forgotten_at, (
                       SELECT forgotten_at FROM memory_owner WHERE tenant = ?1 AND user = ?2))
                   WHERE tenant = ?1 AND user = ?3
                       AND EXISTS (SELECT 1 FROM memory_owner WHERE tenant = ?1 AND user = ?2)";
        connection.execute(sql, users)?;
        let sql = "DELETE FROM memory_owner WHERE tenant = ?1 AND user = ?2";
        let gone = connection.execute(sql, [from.tenant(), from.user()])?;
        if gone > 0 {
            let sql =
                "UPDATE memory_owner SET synopsis = NULL, synopsis_at = NULL WHERE tenant = ?1 AND user = ?2";
            connection.execute(sql, [into.tenant(), into.user()])?;
        }
    }
    add_up(connection, Some(into))?;
    Ok(moved + became)
}

/// Brings up to date what is made of memories, after rows were filled in by an import: words go into the index when they
/// are first asked for.
pub(in crate::runtime) fn filled_in(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE memory SET indexed = 0", [])?;
    let sql =
        "INSERT INTO memory_owner (tenant, user) SELECT DISTINCT tenant, user FROM memory m WHERE NOT EXISTS
                   (SELECT 1 FROM memory_owner o WHERE o.tenant = m.tenant AND o.user = m.user)";
    connection.execute(sql, [])?;
    add_up(connection, None)
}

/// What is wrong with the index of words and the sums, in a word (`index` or `count`) and in many.
pub(in crate::runtime) fn faults(
    connection: &Connection,
    mut found: impl FnMut(&'static str, String),
) -> rusqlite::Result<()> {
    // What waits to be indexed goes there when it is asked for.
    let mut statement = connection.prepare(
        "SELECT id, user FROM memory m WHERE superseded_by IS NULL AND indexed = 1
             AND NOT EXISTS (SELECT 1 FROM memory_text_docsize d WHERE d.id = m.seq)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, user): (String, String) = (row.get(0)?, row.get(1)?);
        found("index", format!("memory {id} of {user} is not in the index of words"));
    }
    let sql = "SELECT count(*) FROM memory_text_docsize d WHERE NOT EXISTS
                   (SELECT 1 FROM memory m WHERE m.seq = d.id AND m.superseded_by IS NULL)";
    let lost: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    if lost > 0 {
        found("index", format!("{lost} rows of the index of words are of no memory that holds"));
    }
    let sql = format!(
        "SELECT o.user, o.memories, o.bytes, count(m.seq) FILTER (WHERE m.superseded_by IS NULL) AS hold,
             count(m.seq) FILTER (WHERE m.superseded_by IS NOT NULL) AS old, coalesce(sum({SIZE}), 0) AS size,
             coalesce(sum({SIZE}) FILTER (WHERE m.superseded_by IS NOT NULL), 0) AS old_size
         FROM memory_owner o LEFT JOIN memory m ON m.tenant = o.tenant AND m.user = o.user
         GROUP BY o.number
         HAVING (memories, superseded, bytes, superseded_bytes) <> (hold, old, size, old_size)"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let user: String = row.get(0)?;
        let [said, bytes, there, size] = [row.get(1)?, row.get(2)?, row.get(3)?, row.get::<_, i64>(5)?];
        found(
            "count",
            format!("{user} says {said} memories of {bytes} bytes and has {there} of {size} bytes"),
        );
    }
    Ok(())
}

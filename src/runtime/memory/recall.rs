//! Finding memories of one user: by their words, by what they mean, and by both at once.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::fuse::fuse;
use super::rows::{COLUMNS, memory, scope_of, unsigned};
use super::sums::{Sums, sums};
use super::vectors::{As, Cache, Matrix, unit};
use super::words::query;
use super::{Bare, Listing, MAX_RECALLED, Memory, MemoryStats, Question, Recalled, Sight, Synopsis, Whence};
use crate::runtime::principal::Principal;
use crate::runtime::static_vectors;

/// How many places of each list count, for each memory that is wanted.
const POOL: usize = 4;
/// How many count at least.
const LEAST: usize = 32;

/// What was found, or that the index has to be brought up to date before.
pub(super) enum Answer {
    Found(Vec<Recalled>),
    NotIndexed,
}

pub(super) fn recall(
    connection: &Connection,
    cache: &Cache,
    who: &Principal,
    question: &Question,
) -> rusqlite::Result<Answer> {
    let whose = [who.tenant(), who.user()];
    let stale = "SELECT 1 FROM memory WHERE tenant = ?1 AND user = ?2 AND indexed = 0";
    if connection.prepare_cached(stale)?.exists(whose)? {
        return Ok(Answer::NotIndexed);
    }
    let sql = "SELECT number, change FROM memory_owner WHERE tenant = ?1 AND user = ?2";
    let owner = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let owner: Option<(i64, i64)> = connection.prepare_cached(sql)?.query_row(whose, owner).optional()?;
    let Some((number, change)) = owner else { return Ok(Answer::Found(Vec::new())) };
    let now = As { number, change };
    let limit = question.limit.min(MAX_RECALLED) as usize;
    let pool = (limit * POOL).max(LEAST);
    let text = by_words(connection, who, number, question, pool)?;
    let near = match &question.vector {
        // One that has no direction is near to nothing.
        Some(vector) => match unit(vector) {
            Ok(values) => {
                cache.get(connection, who, &vector.model, now)?.nearest(&values, &question.sight, pool)
            }
            Err(_) => Vec::new(),
        },
        None if question.by_table => {
            let matrix = cache.get(connection, who, static_vectors::MODEL, now)?;
            by_table(&matrix, question, pool)
        }
        None => Vec::new(),
    };
    let mut rows = fetch(connection, who, text.iter().copied().chain(near.iter().map(|(seq, _)| *seq)))?;
    let updated = rows.iter().map(|(seq, memory)| (*seq, memory.updated_at)).collect();
    let found = fuse(&text, &near, &updated).into_iter().filter_map(|found| {
        Some(Recalled {
            memory: rows.remove(&found.seq)?,
            score: found.score,
            text_rank: found.text_rank,
            similarity: found.similarity,
        })
    });
    Ok(Answer::Found(found.take(limit).collect()))
}

/// Those that are near by the table of the program, which is not touched for users who have nothing in it.
fn by_table(matrix: &Matrix, question: &Question, most: usize) -> Vec<(i64, f32)> {
    if matrix.is_empty() {
        return Vec::new();
    }
    let values = static_vectors::vector(&question.text).unwrap_or_default();
    let mut near = matrix.nearest(&values, &question.sight, most);
    near.retain(|(_, similarity)| *similarity >= static_vectors::FLOOR);
    near
}

/// Whether anything that holds is kept of the user.
pub(super) fn any(connection: &Connection, who: &Principal) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (
                   SELECT 1 FROM memory WHERE tenant = ?1 AND user = ?2 AND superseded_by IS NULL
               ) OR EXISTS (
                   SELECT 1 FROM memory_owner WHERE tenant = ?1 AND user = ?2 AND synopsis IS NOT NULL
               )";
    connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], |row| row.get(0))
}

/// Those that share words with the question, the best first.
fn by_words(
    connection: &Connection,
    who: &Principal,
    number: i64,
    question: &Question,
    most: usize,
) -> rusqlite::Result<Vec<i64>> {
    let Some(query) = query(number, &question.text) else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(
        "SELECT m.seq, m.scope, m.scope_id FROM memory_text t JOIN memory m ON m.seq = t.rowid
         WHERE memory_text MATCH ?1 AND m.tenant = ?2 AND m.user = ?3 AND m.superseded_by IS NULL
         ORDER BY bm25(memory_text), m.seq DESC",
    )?;
    let mut rows = statement.query(params![query, who.tenant(), who.user()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if question.sight.sees(&scope_of(row, 1)?) {
            found.push(row.get(0)?);
            if found.len() == most {
                break;
            }
        }
    }
    Ok(found)
}

fn fetch(
    connection: &Connection,
    who: &Principal,
    seqs: impl Iterator<Item = i64>,
) -> rusqlite::Result<HashMap<i64, Memory>> {
    let sql = format!("SELECT {COLUMNS} FROM memory WHERE tenant = ?1 AND user = ?2 AND seq = ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = HashMap::new();
    for seq in seqs {
        if !rows.contains_key(&seq) {
            let row = statement.query_row(params![who.tenant(), who.user(), seq], memory).optional()?;
            rows.extend(row.map(|row| (seq, row)));
        }
    }
    Ok(rows)
}

pub(super) fn list(
    connection: &Connection,
    who: &Principal,
    listing: &Listing,
) -> rusqlite::Result<Vec<Memory>> {
    let mut sql = format!("SELECT {COLUMNS} FROM memory WHERE tenant = ? AND user = ?");
    let mut values = vec![who.tenant(), who.user()];
    if !listing.superseded {
        sql.push_str(" AND superseded_by IS NULL");
    }
    if let Some(source) = &listing.source {
        sql.push_str(" AND source = ?");
        values.push(source);
    }
    match &listing.sight {
        Sight::All => {}
        Sight::Turn { session_id, agent_id } => {
            sql.push_str(
                " AND (scope IN ('user', 'formation') OR (scope = 'session' AND scope_id = ?)
                   OR (scope = 'agent' AND scope_id = ?))",
            );
            values.extend([session_id.as_str(), agent_id.as_str()]);
        }
        Sight::Scopes(names) => {
            let places = vec!["?"; names.len()].join(", ");
            sql.push_str(" AND scope IN (");
            sql.push_str(&places);
            sql.push(')');
            values.extend(names.iter().map(String::as_str));
        }
    }
    let page =
        format!(" ORDER BY updated_at DESC, seq DESC LIMIT {} OFFSET {}", listing.limit, listing.offset);
    sql.push_str(&page);
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params_from_iter(values), memory)?.collect()
}

/// By where they came from, superseded ones too, the latest first.
pub(super) fn from(
    connection: &Connection,
    who: &Principal,
    from: &Whence,
    limit: u32,
) -> rusqlite::Result<Vec<Memory>> {
    let (columns, text) = match from {
        Whence::Entity(text) => ("(id = ?3 OR subject = ?3)", text),
        Whence::Event(text) => ("(request_id = ?3 OR source_id = ?3)", text),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM memory WHERE tenant = ?1 AND user = ?2 AND {columns}
         ORDER BY updated_at DESC, seq DESC LIMIT ?4"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params![who.tenant(), who.user(), text, limit], memory)?.collect()
}

/// Numbers of one user's memories, or of everybody's.
pub(super) fn stats(connection: &Connection, who: Option<&Principal>) -> rusqlite::Result<MemoryStats> {
    let sums = sums(connection, who)?;
    let number = |row: &rusqlite::Row<'_>| row.get(0).map(unsigned);
    let vectors = if let Some(who) = who {
        let sql = "SELECT count(*) FROM memory m JOIN memory_vector v ON v.seq = m.seq
                   WHERE m.tenant = ?1 AND m.user = ?2 AND v.dimension > 0";
        connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], number)?
    } else {
        let sql = "SELECT count(*) FROM memory_vector WHERE dimension > 0";
        connection.prepare_cached(sql)?.query_row([], number)?
    };
    let users = if who.is_some() {
        u64::from(sums.memories + sums.superseded > 0)
    } else {
        let sql = "SELECT count(*) FROM memory_owner WHERE memories + superseded > 0";
        connection.prepare_cached(sql)?.query_row([], number)?
    };
    let Sums { memories, superseded, bytes, .. } = sums;
    Ok(MemoryStats { users, memories, superseded, bytes, vectors })
}

const BARE: &str = "FROM memory m LEFT JOIN memory_vector v ON v.seq = m.seq
     WHERE m.superseded_by IS NULL AND (v.model IS NULL OR v.model <> ?1)";

pub(super) fn bare(
    connection: &Connection,
    who: &Principal,
    model: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Bare>> {
    let sql =
        format!("SELECT m.id, m.content {BARE} AND m.tenant = ?2 AND m.user = ?3 ORDER BY m.seq LIMIT ?4");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = |row: &rusqlite::Row<'_>| Ok(Bare { id: row.get(0)?, content: row.get(1)? });
    statement.query_map(params![model, who.tenant(), who.user(), limit], row)?.collect()
}

pub(super) fn bare_users(
    connection: &Connection,
    model: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Principal>> {
    let sql = format!("SELECT DISTINCT m.tenant, m.user {BARE} LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = |row: &rusqlite::Row<'_>| {
        let (tenant, user) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        Ok(Principal::of(tenant, user))
    };
    statement.query_map(params![model, limit], row)?.collect()
}

pub(super) fn synopsis(connection: &Connection, who: &Principal) -> rusqlite::Result<Option<Synopsis>> {
    let sql = "SELECT synopsis, coalesce(synopsis_at, 0) FROM memory_owner
               WHERE tenant = ?1 AND user = ?2 AND synopsis IS NOT NULL";
    let row = |row: &rusqlite::Row<'_>| Ok(Synopsis { text: row.get(0)?, at: row.get(1).map(unsigned)? });
    connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], row).optional()
}

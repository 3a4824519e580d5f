//! Finding memories of one user: by their words, by what they mean, and by both at once.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::fuse::fuse;
use super::rows::{COLUMNS, memory, scope_of};
use super::sums::{Sums, sums};
use super::vectors::{As, Cache, Matrix, unit};
use super::words::asked;
use super::{
    Bare, Listing, MAX_RECALLED, Memory, MemoryStats, Outlook, Question, Recalled, Recollection, Sight,
    Synopsis, Whence,
};
use crate::runtime::principal::Principal;
use crate::runtime::static_vectors;
use crate::runtime::store::numbers::unsigned;

/// How many places of each list count, for each memory that is wanted.
const POOL: usize = 4;
/// How many count at least.
const LEAST: usize = 32;
/// Of a word that many memories have, the latest count.
const MOST_OF_A_WORD: i64 = 2000;

/// All that is read while it is there is of one moment, and SQLite takes its locks once. Its statements are planned once,
/// which those of a transaction of rusqlite are not.
struct Moment<'c>(&'c Connection);

impl<'c> Moment<'c> {
    fn begin(connection: &'c Connection) -> rusqlite::Result<Self> {
        connection.prepare_cached("BEGIN")?.execute([])?;
        Ok(Self(connection))
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        // Nothing was written. A connection that cannot end it says so at its next beginning.
        drop(self.0.prepare_cached("ROLLBACK").and_then(|mut end| end.execute([])));
    }
}

/// What was found, or that the index has to be brought up to date before.
pub(super) enum Answer {
    Found(Recollection),
    NotIndexed,
}

pub(super) fn recall(
    connection: &Connection,
    cache: &Cache,
    who: &Principal,
    question: &Question,
) -> rusqlite::Result<Answer> {
    let _moment = Moment::begin(connection)?;
    let stale = "SELECT 1 FROM memory WHERE tenant = ?1 AND user = ?2 AND indexed = 0";
    if connection.prepare_cached(stale)?.exists([who.tenant(), who.user()])? {
        return Ok(Answer::NotIndexed);
    }
    let Some(owner) = owner(connection, who)?.filter(|owner| owner.memories > 0 || owner.synopsis.is_some())
    else {
        return Ok(Answer::Found(Recollection::default()));
    };
    let limit = question.limit.min(MAX_RECALLED) as usize;
    let pool = (limit * POOL).max(LEAST);
    let of_model = match &question.vector {
        // One that has no direction is near to nothing.
        Some(vector) => unit(vector).ok().map(|values| (vector.model.as_str(), Some(values))),
        None => question.by_table.then_some((static_vectors::MODEL, None)),
    };
    let (mut matrix, mut near) = (Arc::default(), Vec::new());
    if let Some((model, values)) = of_model {
        matrix = cache.get(connection, who, model, owner.now)?;
        near = match values {
            Some(values) => matrix.nearest(&values, &question.sight, pool),
            None => by_table(&matrix, question, pool),
        };
    }
    let text = by_words(connection, who, &owner, question, &matrix, pool)?;
    let at = |(seq, similarity)| matrix.row(seq).map(|row| (seq, similarity, row.updated_at));
    let near: Vec<(i64, f32, u64)> = near.into_iter().filter_map(at).collect();
    let mut found = Vec::with_capacity(limit);
    // Of all that have a place, only those that are told are read.
    let mut row = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM memory WHERE tenant = ?1 AND user = ?2 AND seq = ?3"
    ))?;
    for place in fuse(&text, &near).into_iter().take(limit) {
        let whose = params![who.tenant(), who.user(), place.seq];
        found.extend(row.query_row(whose, memory).optional()?.map(|memory| Recalled {
            memory,
            score: place.score,
            text_rank: place.text_rank,
            similarity: place.similarity,
        }));
    }
    let synopsis = owner.synopsis.filter(|_| question.synopsis);
    Ok(Answer::Found(Recollection { any: true, found, synopsis, words_only: None }))
}

/// The row of a user of whom something is, or was, remembered.
struct Owner {
    now: As,
    memories: i64,
    synopsis: Option<Synopsis>,
}

fn owner(connection: &Connection, who: &Principal) -> rusqlite::Result<Option<Owner>> {
    let sql = "SELECT number, change, memories, synopsis, coalesce(synopsis_at, 0) FROM memory_owner
               WHERE tenant = ?1 AND user = ?2";
    let read = |row: &rusqlite::Row<'_>| {
        let text: Option<String> = row.get(3)?;
        let at = row.get(4).map(unsigned)?;
        Ok(Owner {
            now: As { number: row.get(0)?, change: row.get(1)? },
            memories: row.get(2)?,
            synopsis: text.map(|text| Synopsis { text, at }),
        })
    };
    connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], read).optional()
}

/// What there is to find of the user by vectors of `model`.
pub(super) fn outlook(
    connection: &Connection,
    who: &Principal,
    model: &str,
    seen: Option<As>,
) -> rusqlite::Result<Option<Outlook>> {
    let _moment = Moment::begin(connection)?;
    let owner = owner(connection, who)?;
    let Some(owner) = owner.filter(|owner| owner.memories > 0 || owner.synopsis.is_some()) else {
        return Ok(None);
    };
    let sql = "SELECT 1 FROM memory m JOIN memory_vector v ON v.seq = m.seq
               WHERE m.tenant = ?1 AND m.user = ?2 AND v.model = ?3 AND v.dimension > 0";
    let vectors = connection.prepare_cached(sql)?.exists([who.tenant(), who.user(), model])?;
    let bare = seen != Some(owner.now) && !bare(connection, who, model, 1)?.is_empty();
    Ok(Some(Outlook { at: owner.now, vectors, bare }))
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

/// Those that share words with the question, the best first, and when they were said last. The fewer of the user's memories
/// have a word, the more it is worth; one that was said in another form is worth half. What `known` has is not looked up.
fn by_words(
    connection: &Connection,
    who: &Principal,
    owner: &Owner,
    question: &Question,
    known: &Matrix,
    most: usize,
) -> rusqlite::Result<Vec<(i64, u64)>> {
    // Backwards only where a word may be in more of them than count: forwards is less work for the index.
    let mut having = connection.prepare_cached(if owner.memories > MOST_OF_A_WORD {
        "SELECT rowid FROM memory_text WHERE memory_text MATCH ?1 ORDER BY rowid DESC LIMIT ?2"
    } else {
        "SELECT rowid FROM memory_text WHERE memory_text MATCH ?1 LIMIT ?2"
    })?;
    let mut having = |query: &str| -> rusqlite::Result<Vec<i64>> {
        having.query_map(params![query, MOST_OF_A_WORD], |row| row.get(0))?.collect()
    };
    let mut scores: Vec<(i64, f64)> = Vec::new();
    for word in asked(owner.now.number, &question.text) {
        let forms = word.start.as_deref().map(&mut having).transpose()?;
        // A word begins with its start: who has no form of it has not the word.
        let none = forms.as_ref().is_some_and(Vec::is_empty);
        let exact = if none { Vec::new() } else { having(&word.exact)? };
        let worth = worth(exact.len().max(forms.as_ref().map_or(0, Vec::len)), owner.memories);
        let part = if forms.is_some() { worth / 2.0 } else { worth };
        scores.extend(exact.into_iter().chain(forms.into_iter().flatten()).map(|seq| (seq, part)));
    }
    // The parts of each are added in the order of the words.
    scores.sort_by_key(|(seq, _)| *seq);
    scores.dedup_by(|(seq, part), (same, score)| {
        let is_same = seq == same;
        *score += if is_same { *part } else { 0.0 };
        is_same
    });
    scores.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut row = connection.prepare_cached(
        "SELECT scope, scope_id, updated_at FROM memory
         WHERE seq = ?1 AND tenant = ?2 AND user = ?3 AND superseded_by IS NULL",
    )?;
    let mut found = Vec::new();
    for (seq, _) in scores {
        let seen = if let Some(row) = known.row(seq) {
            question.sight.sees(&row.scope).then_some(row.updated_at)
        } else {
            let whose = params![seq, who.tenant(), who.user()];
            let read = |row: &rusqlite::Row<'_>| Ok((scope_of(row, 0)?, row.get(2).map(unsigned)?));
            let row = row.query_row(whose, read).optional()?;
            row.filter(|(scope, _)| question.sight.sees(scope)).map(|(_, at)| at)
        };
        found.extend(seen.map(|at| (seq, at)));
        if found.len() == most {
            break;
        }
    }
    Ok(found)
}

/// What a word says that so many of all memories have.
#[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 memories")]
fn worth(having: usize, all: i64) -> f64 {
    (1.0 + all.max(1) as f64 / having.max(1) as f64).ln()
}

pub(super) fn list(
    connection: &Connection,
    who: &Principal,
    listing: &Listing,
) -> rusqlite::Result<Vec<Memory>> {
    let (sql, values) = list_sql(who, listing);
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params_from_iter(values), memory)?.collect()
}

/// The question for a list, and what its places stand for.
pub(super) fn list_sql<'a>(who: &'a Principal, listing: &'a Listing) -> (String, Vec<&'a str>) {
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
    (sql, values)
}

/// By where they came from, superseded ones too, the latest first.
pub(super) fn from(
    connection: &Connection,
    who: &Principal,
    from: &Whence,
    limit: u32,
) -> rusqlite::Result<Vec<Memory>> {
    let (sql, text) = from_sql(from);
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_map(params![who.tenant(), who.user(), text, limit], memory)?.collect()
}

/// The question for that, and what is looked for.
pub(super) fn from_sql(from: &Whence) -> (String, &str) {
    let ([one, other], text) = match from {
        Whence::Entity(text) => (["id", "subject"], text),
        Whence::Event(text) => (["request_id", "source_id"], text),
    };
    // Each has an index, which an OR between them would not use.
    let sql = format!(
        "SELECT {COLUMNS} FROM memory WHERE seq IN (
             SELECT seq FROM memory WHERE tenant = ?1 AND user = ?2 AND {one} = ?3
             UNION SELECT seq FROM memory WHERE tenant = ?1 AND user = ?2 AND {other} = ?3)
         ORDER BY updated_at DESC, seq DESC LIMIT ?4"
    );
    (sql, text)
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

/// Memories without a vector of a model. The `+` keeps SQLite from going over everybody's for the sake of the order.
pub(super) const BARE: &str =
    "SELECT m.id, m.content FROM memory m LEFT JOIN memory_vector v ON v.seq = m.seq
     WHERE m.tenant = ?2 AND m.user = ?3 AND m.superseded_by IS NULL AND (v.model IS NULL OR v.model <> ?1)
     ORDER BY +m.seq LIMIT ?4";

pub(super) fn bare(
    connection: &Connection,
    who: &Principal,
    model: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Bare>> {
    let mut statement = connection.prepare_cached(BARE)?;
    let row = |row: &rusqlite::Row<'_>| Ok(Bare { id: row.get(0)?, content: row.get(1)? });
    statement.query_map(params![model, who.tenant(), who.user(), limit], row)?.collect()
}

pub(super) fn synopsis(connection: &Connection, who: &Principal) -> rusqlite::Result<Option<Synopsis>> {
    let sql = "SELECT synopsis, coalesce(synopsis_at, 0) FROM memory_owner
               WHERE tenant = ?1 AND user = ?2 AND synopsis IS NOT NULL";
    let row = |row: &rusqlite::Row<'_>| Ok(Synopsis { text: row.get(0)?, at: row.get(1).map(unsigned)? });
    connection.prepare_cached(sql)?.query_row([who.tenant(), who.user()], row).optional()
}

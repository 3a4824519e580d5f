//! What of the conversations goes to the model with the next turn, and what was said in all of them. Clearing a buffer
//! takes no message away: the session begins anew behind it.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::sqlite::{ASKS_BACK, last_messages, message, millis};
use super::{Buffer, Buffers, HistoryLimit, Left, Said, StoredMessage, summaries};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::signed;

/// The most sessions that are listed.
const MOST: u32 = 1000;
/// The most answers in a row that are looked at for whether they asked the user back.
const MAX_ASKED: u32 = 100;

/// The message up to which a session was cleared; 0 where it was not.
pub(super) fn cleared_to(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
) -> rusqlite::Result<i64> {
    let sql = "SELECT cleared_to FROM session WHERE tenant = ?1 AND user = ?2 AND id = ?3";
    let whose = [who.tenant(), who.user(), session_id];
    let found = connection.prepare_cached(sql)?.query_row(whose, |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

pub(super) fn list(connection: &Connection, who: &Principal, most: u32) -> rusqlite::Result<Vec<Buffer>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, (SELECT count(*) FROM (
                 SELECT 1 FROM message m WHERE m.tenant = s.tenant AND m.user = s.user AND m.session_id = s.id
                     AND m.seq > s.cleared_to LIMIT ?3)) AS held, s.updated_at
         FROM session s WHERE s.tenant = ?1 AND s.user = ?2 AND held > 0
         ORDER BY s.updated_at DESC, s.id LIMIT ?4",
    )?;
    let buffer = |row: &rusqlite::Row<'_>| {
        Ok(Buffer { session_id: row.get(0)?, messages: millis(row, 1)?, updated_at: millis(row, 2)? })
    };
    statement.query_map(params![who.tenant(), who.user(), most, MOST], buffer)?.collect()
}

pub(super) fn sums(connection: &Connection, most: u32) -> rusqlite::Result<Buffers> {
    let sql = "SELECT count(DISTINCT tenant || ':' || user), count(*), coalesce(sum(min(held, ?1)), 0) FROM (
                   SELECT s.tenant, s.user, count(*) AS held FROM session s
                   JOIN message m ON m.tenant = s.tenant AND m.user = s.user AND m.session_id = s.id
                   WHERE m.seq > s.cleared_to GROUP BY s.tenant, s.user, s.id)";
    connection.query_row(sql, [most], |row| {
        Ok(Buffers { users: millis(row, 0)?, sessions: millis(row, 1)?, messages: millis(row, 2)? })
    })
}

/// Clears the buffers of everybody, of one user, or of one session of the user; how many sessions had something in it.
pub(super) fn clear(
    connection: &mut Connection,
    who: Option<&Principal>,
    session_id: Option<&str>,
) -> rusqlite::Result<u64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sql = "UPDATE session SET cleared_to = (
                   SELECT max(seq) FROM message m
                   WHERE m.tenant = session.tenant AND m.user = session.user AND m.session_id = session.id)
               WHERE (?1 IS NULL OR tenant = ?1) AND (?2 IS NULL OR user = ?2) AND (?3 IS NULL OR id = ?3)
                   AND EXISTS (SELECT 1 FROM message m WHERE m.tenant = session.tenant AND m.user = session.user
                       AND m.session_id = session.id AND m.seq > session.cleared_to)";
    let whose = params![who.map(Principal::tenant), who.map(Principal::user), session_id];
    let cleared = transaction.execute(sql, whose)?;
    // What stands for those messages goes with them.
    let sql = "DELETE FROM session_summary WHERE (?1 IS NULL OR tenant = ?1) AND (?2 IS NULL OR user = ?2)
                   AND (?3 IS NULL OR session_id = ?3)";
    transaction.execute(sql, whose)?;
    transaction.commit()?;
    Ok(cleared as u64)
}

/// Of all sessions. Each of the two goes down an index, and stops when there is enough.
pub(in crate::runtime) const IN_ALL: &str =
    "SELECT seq, role, content, agent_id, request_id, status, created_at, kind, session_id FROM message
     WHERE tenant = ?1 AND user = ?2 AND created_at BETWEEN ?3 AND ?4 AND ?5 IS NULL
         AND (?6 IS NULL OR request_id = ?6)
     ORDER BY seq DESC LIMIT ?7";
/// Of one session.
pub(in crate::runtime) const IN_ONE: &str =
    "SELECT seq, role, content, agent_id, request_id, status, created_at, kind, session_id FROM message
     WHERE tenant = ?1 AND user = ?2 AND created_at BETWEEN ?3 AND ?4 AND session_id = ?5
         AND (?6 IS NULL OR request_id = ?6)
     ORDER BY seq DESC LIMIT ?7";

/// What the user said and was told in all sessions, the latest first.
pub(super) fn said(
    connection: &Connection,
    who: &Principal,
    wanted: &Said,
) -> rusqlite::Result<Vec<(String, StoredMessage)>> {
    let mut statement =
        connection.prepare_cached(if wanted.session_id.is_some() { IN_ONE } else { IN_ALL })?;
    let (from, to) = (signed(wanted.from), signed(wanted.to));
    let rows =
        params![who.tenant(), who.user(), from, to, wanted.session_id, wanted.request_id, wanted.limit];
    statement.query_map(rows, |row| Ok((row.get(8)?, message(row)?)))?.collect()
}

/// What was said before what a turn is told of the session word for word.
pub(super) fn left(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    after: i64,
    view: HistoryLimit,
    most: HistoryLimit,
) -> rusqlite::Result<Left> {
    let cleared_to = cleared_to(connection, who, session_id)?;
    let summary = summaries::summary(connection, who, session_id)?;
    let shown = summary.map_or(cleared_to, |summary| summary.upto);
    let view = last_messages(connection, who, session_id, view, (shown, None))?;
    let before = view.first().map(|message| message.seq);
    let messages = last_messages(connection, who, session_id, most, (after.max(cleared_to), before))?;
    Ok(Left { cleared_to, messages })
}

/// These messages, as far as they are there and were not cleared.
pub(super) fn at(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    mut seqs: Vec<i64>,
) -> rusqlite::Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.seq, role, content, agent_id, request_id, status, m.created_at, kind FROM message m
         JOIN session s ON s.tenant = m.tenant AND s.user = m.user AND s.id = m.session_id
         WHERE m.tenant = ?1 AND m.user = ?2 AND m.session_id = ?3 AND m.seq = ?4 AND m.seq > s.cleared_to",
    )?;
    seqs.sort_unstable();
    let mut messages = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let whose = params![who.tenant(), who.user(), session_id, seq];
        messages.extend(statement.query_row(whose, message).optional()?);
    }
    Ok(messages)
}

/// How many of the last answers asked the user back, one after the other.
pub(super) fn asked_back(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    after: i64,
) -> rusqlite::Result<u32> {
    let mut statement = connection.prepare_cached(
        "SELECT kind FROM message
         WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND role = 'assistant' AND status = 'complete'
             AND seq > ?5
         ORDER BY seq DESC LIMIT ?4",
    )?;
    let mut rows = statement.query(params![who.tenant(), who.user(), session_id, MAX_ASKED, after])?;
    let mut rounds = 0;
    while let Some(row) = rows.next()? {
        if row.get_ref(0)?.as_str_or_null()? != Some(ASKS_BACK) {
            break;
        }
        rounds += 1;
    }
    Ok(rounds)
}

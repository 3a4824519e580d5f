//! Summaries of long sessions, and what a turn is told of a session.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::migrations::failed;
use super::sqlite::{last_messages, message, millis};
use super::{Earlier, HistoryLimit, StoreError, StoredMessage, Summary, users};
use crate::runtime::llm::Message;
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::signed;

/// The summary, and the last of the messages that it does not stand for. Neither says what was said up to the message
/// `cleared_to`.
pub(super) fn earlier(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    most: HistoryLimit,
    cleared_to: i64,
) -> rusqlite::Result<Earlier> {
    let summary = summary(connection, who, session_id)?;
    let after = summary.as_ref().map_or(cleared_to, |summary| summary.upto);
    let stored = last_messages(connection, who, session_id, most, (after, None))?;
    Ok(Earlier {
        summary: summary.map(|summary| Arc::from(summary.text)),
        last_at: stored.last().map_or(0, |message| message.created_at),
        messages: stored.into_iter().map(|m| Message::said(m.role, m.content)).collect(),
    })
}

pub(super) fn summary(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
) -> rusqlite::Result<Option<Summary>> {
    connection
        .prepare_cached(
            "SELECT upto_seq, text, y.created_at FROM session_summary y
             JOIN session s ON s.tenant = y.tenant AND s.user = y.user AND s.id = y.session_id
             WHERE y.tenant = ?1 AND y.user = ?2 AND y.session_id = ?3 AND upto_seq > s.cleared_to",
        )?
        .query_row([who.tenant(), who.user(), session_id], |row| {
            Ok(Summary { upto: row.get(0)?, text: row.get(1)?, at: millis(row, 2)? })
        })
        .optional()
}

/// Keeps a summary of a session that is there, unless the one that is kept stands for as much.
pub(super) fn keep(
    connection: &mut Connection,
    who: &Principal,
    session_id: &str,
    summary: &Summary,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // It was made while nobody was waited for: its user may be gone or another one by now.
    let Some(who) = users::current(&transaction, who).map_err(failed)? else { return Ok(false) };
    let at = signed(summary.at);
    let kept = transaction
        .execute(
            "INSERT INTO session_summary (tenant, user, session_id, upto_seq, text, created_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6
             WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND seq = ?4)
                 AND EXISTS (SELECT 1 FROM session WHERE tenant = ?1 AND user = ?2 AND id = ?3 AND cleared_to < ?4)
             ON CONFLICT (tenant, user, session_id) DO UPDATE SET
                 upto_seq = excluded.upto_seq, text = excluded.text, created_at = excluded.created_at
             WHERE excluded.upto_seq > upto_seq",
            params![who.tenant(), who.user(), session_id, summary.upto, summary.text, at],
        )
        .map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(kept > 0)
}

/// What was said between two messages, the oldest first.
pub(super) fn between(
    connection: &Connection,
    who: &Principal,
    session_id: &str,
    (after, before): (i64, i64),
    most: HistoryLimit,
) -> rusqlite::Result<Vec<StoredMessage>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, role, content, agent_id, request_id, status, created_at, kind FROM message
         WHERE tenant = ?1 AND user = ?2 AND session_id = ?3 AND seq > ?4 AND seq < ?5
             AND seq > (SELECT cleared_to FROM session s WHERE s.tenant = ?1 AND s.user = ?2 AND s.id = ?3)
         ORDER BY seq LIMIT ?6",
    )?;
    let rows = params![who.tenant(), who.user(), session_id, after, before, most.messages];
    let (mut messages, mut bytes) = (Vec::new(), 0);
    for row in statement.query_map(rows, message)? {
        let message = row?;
        bytes += message.content.len();
        messages.push(message);
        if bytes >= most.bytes {
            break;
        }
    }
    Ok(messages)
}

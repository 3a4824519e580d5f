//! The rows of turns.

use rusqlite::{Connection, TransactionBehavior, params};

use super::log::{self, Place};
use super::{Turn, sqlite, users};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::signed;

/// Takes turns into the database in one commit, and remembers how far the log is in it.
pub(super) fn write<'a>(
    connection: &mut Connection,
    turns: impl Iterator<Item = (&'a Principal, &'a Turn)>,
    place: Option<Place>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (who, turn) in turns {
        // A turn may have begun before its user was erased or merged.
        if let Some(who) = users::current(&transaction, who)? {
            insert(&transaction, &who, turn)?;
        }
    }
    if let Some(place) = place {
        log::set_absorbed(&transaction, place)?;
    }
    transaction.commit()
}

fn insert(connection: &Connection, who: &Principal, turn: &Turn) -> rusqlite::Result<()> {
    let count = if turn.answer.is_empty() { 1 } else { 2 };
    connection
        .prepare_cached(
            "INSERT INTO session (tenant, user, id, message_count, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (tenant, user, id) DO UPDATE SET
                 message_count = message_count + excluded.message_count,
                 updated_at = max(updated_at, excluded.updated_at)",
        )?
        .execute(params![
            who.tenant(),
            who.user(),
            turn.session_id,
            count,
            signed(turn.asked_at),
            signed(turn.answered_at)
        ])?;
    let mut message = connection.prepare_cached(
        "INSERT INTO message (tenant, user, session_id, request_id, role, agent_id, content, status, created_at, kind)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let (tenant, user, session, request) = (who.tenant(), who.user(), &turn.session_id, &turn.request_id);
    let asked = signed(turn.asked_at);
    message.execute(params![
        tenant,
        user,
        session,
        request,
        "user",
        None::<&str>,
        turn.question,
        "complete",
        asked,
        None::<&str>
    ])?;
    if !turn.answer.is_empty() {
        let (agent, status, answered) = (&turn.agent_id, turn.status.as_str(), signed(turn.answered_at));
        message.execute(params![
            tenant,
            user,
            session,
            request,
            "assistant",
            agent,
            turn.answer,
            status,
            answered,
            turn.asks_back.then_some(sqlite::ASKS_BACK)
        ])?;
    }
    Ok(())
}

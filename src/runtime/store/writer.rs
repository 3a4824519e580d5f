//! The one writer. Turns that arrive while a commit runs share the next one (group commit), so
//! that many clients cost few commits and a single client waits for one.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use super::migrations::failed;
use super::{StoreError, Turn};
use crate::runtime::principal::Principal;

/// The most turns in one commit.
const GROUP: usize = 256;

type Reply = oneshot::Sender<Result<(), StoreError>>;

struct Job {
    who: Principal,
    turn: Turn,
    reply: Reply,
}

/// The handle to the writer's thread. Dropping it writes what is queued and ends the thread.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (jobs, queue) = channel();
        let thread = std::thread::Builder::new()
            .name("muxi-store".to_owned())
            .stack_size(512 << 10)
            .spawn(move || run(connection, &queue))
            .map_err(|e| StoreError(format!("its writer cannot start: {e}")))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    pub(super) fn write(&self, who: Principal, turn: Turn) -> oneshot::Receiver<Result<(), StoreError>> {
        let (reply, answer) = oneshot::channel();
        if let Some(jobs) = &self.jobs {
            // A failed send drops `reply`, and the receiver sees that.
            drop(jobs.send(Job { who, turn, reply }));
        }
        answer
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(mut connection: Connection, queue: &Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while let Ok(first) = queue.recv() {
        group.push(first);
        while group.len() < GROUP
            && let Ok(next) = queue.try_recv()
        {
            group.push(next);
        }
        commit(&mut connection, &mut group);
    }
}

fn commit(connection: &mut Connection, group: &mut Vec<Job>) {
    let mut replies = Vec::with_capacity(group.len());
    let written = write_all(connection, group.drain(..), &mut replies);
    for (reply, own) in replies {
        // The client may have gone; its turn is kept all the same.
        drop(reply.send(own.and_then(|()| written.clone())));
    }
}

fn write_all(
    connection: &mut Connection,
    group: impl Iterator<Item = Job>,
    replies: &mut Vec<(Reply, Result<(), StoreError>)>,
) -> Result<(), StoreError> {
    let begun = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
    let mut transaction = match begun {
        Ok(transaction) => transaction,
        Err(error) => {
            let error = failed(error);
            replies.extend(group.map(|job| (job.reply, Err(error.clone()))));
            return Err(error);
        }
    };
    for job in group {
        // A turn that cannot be written must not take its neighbours with it.
        let own = transaction.savepoint().map_err(failed).and_then(|savepoint| {
            insert(&savepoint, &job.who, &job.turn).map_err(failed)?;
            savepoint.commit().map_err(failed)
        });
        replies.push((job.reply, own));
    }
    transaction.commit().map_err(failed)
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
            millis(turn.asked_at),
            millis(turn.answered_at)
        ])?;
    let mut message = connection.prepare_cached(
        "INSERT INTO message (tenant, user, session_id, request_id, role, agent_id, content, status, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let (tenant, user, session, request) = (who.tenant(), who.user(), &turn.session_id, &turn.request_id);
    let asked = millis(turn.asked_at);
    message.execute(params![
        tenant,
        user,
        session,
        request,
        "user",
        None::<&str>,
        turn.question,
        "complete",
        asked
    ])?;
    if !turn.answer.is_empty() {
        let (agent, status, answered) = (&turn.agent_id, turn.status.as_str(), millis(turn.answered_at));
        message.execute(params![
            tenant,
            user,
            session,
            request,
            "assistant",
            agent,
            turn.answer,
            status,
            answered
        ])?;
    }
    Ok(())
}

fn millis(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

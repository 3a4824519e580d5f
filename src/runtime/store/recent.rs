//! The latest messages of the sessions that are talked in, so that a turn does not wait for the
//! database to tell what was said a moment ago. Bounded; what is not here is read from there.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Earlier, Status, Turn};
use crate::runtime::llm::Message;
use crate::runtime::principal::Principal;

/// The most that all sessions here may take, in bytes of text.
const MAX_BYTES: usize = 4 << 20;
/// The most sessions here.
const MAX_SESSIONS: usize = 2048;

pub(super) type Key = (Principal, String);

/// The sessions that were talked in last.
#[derive(Default)]
pub(super) struct Recent(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    sessions: HashMap<Key, Entry>,
    reading: HashMap<Key, Reading>,
    bytes: usize,
    /// Counts uses, to tell the oldest.
    uses: u64,
    /// How often other processes had written when it was last looked at.
    others: u64,
}

/// The last messages of one session, at most `limit`.
struct Entry {
    messages: VecDeque<Message>,
    limit: usize,
    bytes: usize,
    used: u64,
    /// What stands in the place of all before the messages.
    summary: Option<Arc<str>>,
    /// When the last message was said.
    last_at: u64,
    /// How many of the last answers asked the user back, one after the other.
    asked_back: u32,
}

/// Somebody reads the session from the database.
#[derive(Default)]
struct Reading {
    readers: u32,
    /// A turn was kept meanwhile: what is read may lack it.
    overtaken: bool,
}

/// Held while a session is read from the database.
pub(super) struct Read {
    recent: Arc<Recent>,
    key: Key,
}

impl Recent {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last `limit` messages of a session, oldest first, if they are here. Everything is
    /// forgotten when other processes have written since: `others` counts how often.
    pub(super) fn get(&self, key: &Key, limit: usize, others: u64) -> Option<Earlier> {
        let mut inner = self.inner();
        if std::mem::replace(&mut inner.others, others) != others {
            inner.clear();
        }
        inner.uses += 1;
        let uses = inner.uses;
        let entry = inner.sessions.get_mut(key).filter(|e| e.limit >= limit)?;
        entry.used = uses;
        let skip = entry.messages.len().saturating_sub(limit);
        Some(Earlier {
            summary: entry.summary.clone(),
            messages: entry.messages.iter().skip(skip).cloned().collect(),
            last_at: entry.last_at,
        })
    }

    /// How many of a session's last answers asked back, if the session is here.
    pub(super) fn asked_back(&self, key: &Key, others: u64) -> Option<u32> {
        let inner = self.inner();
        let entry = inner.sessions.get(key).filter(|_| inner.others == others)?;
        Some(entry.asked_back)
    }

    /// To be called before the database is asked.
    pub(super) fn begin_read(self: &Arc<Self>, key: Key) -> Read {
        self.inner().reading.entry(key.clone()).or_default().readers += 1;
        Read { recent: Arc::clone(self), key }
    }

    /// A turn was kept. Sessions that are not here stay away until they are read.
    pub(super) fn keep(&self, who: &Principal, turn: &Turn) {
        let mut inner = self.inner();
        let key = (who.clone(), turn.session_id.clone());
        if let Some(reading) = inner.reading.get_mut(&key) {
            reading.overtaken = true;
        }
        let Some(mut entry) = inner.sessions.remove(&key) else { return };
        inner.bytes -= entry.bytes;
        entry.push(Message::user(&turn.question));
        entry.last_at = if turn.answer.is_empty() { turn.asked_at } else { turn.answered_at };
        if !turn.answer.is_empty() {
            entry.push(Message::assistant(&turn.answer));
            entry.asked_back = match turn.status {
                Status::Complete if turn.asks_back => entry.asked_back + 1,
                Status::Complete => 0,
                Status::Failed | Status::Cancelled => entry.asked_back,
            };
        }
        inner.insert(key, entry);
    }

    /// Nothing is known any more.
    pub(super) fn forget_all(&self) {
        self.inner().clear();
    }

    /// A turn was kept, and when it could be read from the database is not known: the session is
    /// read anew.
    pub(super) fn forget(&self, who: &Principal, turn: &Turn) {
        self.forget_session(&(who.clone(), turn.session_id.clone()));
    }

    /// The session is read anew.
    pub(super) fn forget_session(&self, key: &Key) {
        let mut inner = self.inner();
        if let Some(reading) = inner.reading.get_mut(key) {
            reading.overtaken = true;
        }
        if let Some(entry) = inner.sessions.remove(key) {
            inner.bytes -= entry.bytes;
        }
    }
}

impl Inner {
    fn clear(&mut self) {
        self.sessions.clear();
        self.bytes = 0;
        self.reading.values_mut().for_each(|reading| reading.overtaken = true);
    }

    fn insert(&mut self, key: Key, mut entry: Entry) {
        self.uses += 1;
        entry.used = self.uses;
        self.bytes += entry.bytes;
        self.sessions.insert(key, entry);
        if self.bytes > MAX_BYTES || self.sessions.len() > MAX_SESSIONS {
            self.forget_the_older_half();
        }
    }

    /// Half at a time, so that finding the oldest costs little for each.
    fn forget_the_older_half(&mut self) {
        let mut uses: Vec<u64> = self.sessions.values().map(|e| e.used).collect();
        uses.sort_unstable();
        let median = uses[uses.len() / 2];
        self.sessions.retain(|_, entry| entry.used > median);
        self.bytes = self.sessions.values().map(|e| e.bytes).sum();
    }
}

impl Entry {
    fn push(&mut self, message: Message) {
        self.bytes += message.bytes();
        self.messages.push_back(message);
        while self.messages.len() > self.limit {
            self.bytes -= self.messages.pop_front().map_or(0, |m| m.bytes());
        }
    }
}

impl Read {
    /// What the database told; it is remembered unless a turn overtook it.
    pub(super) fn finish(self, earlier: &Earlier, limit: usize, asked_back: u32) {
        let mut inner = self.recent.inner();
        if inner.reading.get(&self.key).is_some_and(|r| !r.overtaken)
            && !inner.sessions.contains_key(&self.key)
        {
            let mut entry = Entry {
                messages: VecDeque::new(),
                limit,
                bytes: earlier.summary.as_ref().map_or(0, |summary| summary.len()),
                used: 0,
                summary: earlier.summary.clone(),
                last_at: earlier.last_at,
                asked_back,
            };
            for message in &earlier.messages {
                entry.push(message.clone());
            }
            inner.insert(self.key.clone(), entry);
        }
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        let mut inner = self.recent.inner();
        if let Some(reading) = inner.reading.get_mut(&self.key) {
            reading.readers -= 1;
            if reading.readers == 0 {
                inner.reading.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(user: &str) -> Key {
        (Principal::parse(user).unwrap(), "s".to_owned())
    }

    fn turn(question: &str) -> Turn {
        Turn {
            session_id: "s".into(),
            request_id: "r".into(),
            agent_id: "a".into(),
            question: question.into(),
            answer: format!("re {question}"),
            status: Status::Complete,
            asks_back: false,
            asked_at: 0,
            answered_at: 0,
        }
    }

    fn said(recent: &Recent, user: &str, limit: usize) -> Option<Vec<String>> {
        let earlier = recent.get(&key(user), limit, 0)?;
        Some(earlier.messages.into_iter().map(|m| m.text().to_owned()).collect())
    }

    fn earlier(messages: &[Message]) -> Earlier {
        Earlier { messages: messages.to_vec(), ..Earlier::default() }
    }

    #[test]
    fn what_was_read_and_what_was_kept_since_is_here_and_no_more_than_the_limit() {
        let recent = Arc::new(Recent::default());
        let first = Message::user("old");
        recent.begin_read(key("alice")).finish(&earlier(&[first]), 3, 0);
        recent.keep(&key("alice").0, &turn("new"));
        assert_eq!(said(&recent, "alice", 3).unwrap(), ["old", "new", "re new"]);
        recent.keep(&key("alice").0, &turn("newer"));
        assert_eq!(said(&recent, "alice", 3).unwrap(), ["re new", "newer", "re newer"]);
        assert_eq!(said(&recent, "alice", 1).unwrap(), ["re newer"]);
        assert_eq!(said(&recent, "alice", 4), None, "more than was read has to be read");
        assert_eq!(said(&recent, "bob", 3), None);
    }

    #[test]
    fn answers_that_ask_back_are_counted_until_one_does_not() {
        let recent = Arc::new(Recent::default());
        recent.begin_read(key("alice")).finish(&earlier(&[]), 9, 2);
        let rounds = || recent.asked_back(&key("alice"), 0).unwrap();
        assert_eq!(rounds(), 2);
        recent.keep(&key("alice").0, &Turn { asks_back: true, ..turn("a") });
        recent.keep(&key("alice").0, &Turn { status: Status::Failed, ..turn("b") });
        assert_eq!(rounds(), 3);
        recent.keep(&key("alice").0, &turn("c"));
        assert_eq!(rounds(), 0);
        assert_eq!(recent.asked_back(&key("bob"), 0), None);
    }

    #[test]
    fn a_summary_stays_with_its_session_until_the_session_is_read_anew() {
        let recent = Arc::new(Recent::default());
        let read =
            Earlier { summary: Some("in short".into()), last_at: 5, ..earlier(&[Message::user("old")]) };
        recent.begin_read(key("alice")).finish(&read, 9, 0);
        assert_eq!(recent.get(&key("alice"), 9, 0), Some(read));
        recent.keep(&key("alice").0, &Turn { asked_at: 8, answered_at: 9, ..turn("new") });
        let known = recent.get(&key("alice"), 9, 0).unwrap();
        assert_eq!((known.summary.as_deref(), known.last_at), (Some("in short"), 9));
        let overtaken = recent.begin_read(key("alice"));
        recent.forget_session(&key("alice"));
        overtaken.finish(&Earlier::default(), 9, 0);
        assert_eq!(recent.get(&key("alice"), 9, 0), None);
        assert_eq!(recent.inner().bytes, 0);
    }

    #[test]
    fn a_turn_that_overtakes_a_reader_is_not_lost() {
        let recent = Arc::new(Recent::default());
        let read = recent.begin_read(key("alice"));
        recent.keep(&key("alice").0, &turn("meanwhile"));
        read.finish(&earlier(&[]), 9, 0);
        assert_eq!(said(&recent, "alice", 9), None);
        recent.begin_read(key("alice")).finish(&earlier(&[]), 9, 0);
        assert_eq!(said(&recent, "alice", 9).unwrap(), [] as [String; 0]);
        assert!(recent.inner().reading.is_empty());
    }

    #[test]
    fn it_stays_within_its_bounds_and_the_latest_stay() {
        let recent = Arc::new(Recent::default());
        let large = "x".repeat(MAX_BYTES / 10);
        for i in 0..40 {
            let message = Message::user(&large);
            recent.begin_read(key(&format!("u{i}"))).finish(&earlier(&[message]), 9, 0);
            assert!(recent.inner().bytes <= MAX_BYTES);
        }
        assert!(said(&recent, "u39", 9).is_some());
        assert!(said(&recent, "u0", 9).is_none());
        assert_eq!(recent.get(&key("u39"), 9, 1), None, "another process has written");
        assert_eq!(recent.inner().bytes, 0);
    }
}

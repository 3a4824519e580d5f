//! What is known from elsewhere of how far users' tallies have come. A store that agrees with itself and is behind that was
//! put back.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;

use super::Rows;
use crate::audit::{self, AuditError, Class, Entry, Follow, Place, Query};
use crate::credentials::Tally;
use crate::crypto::hash::hex;

/// A turn above that is none that was ever made.
pub(super) const MOST_TURNS: u64 = 1 << 60;
/// The seal of a head after which there is nothing, not even a count.
const NOTHING: &str = "none";

/// How far the tally of a user has come, as it stands in a record of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its turn.
    pub turn: u64,
    /// The tag, in hexadecimal.
    pub seal: String,
}

impl Head {
    /// After everything was taken away without a key to count with.
    pub(super) fn of_nothing(turn: u64) -> Self {
        Self { turn, seal: NOTHING.to_owned() }
    }

    /// After all that there was by that turn went with its user.
    pub(super) fn after(turn: u64) -> Self {
        Self::of_nothing(turn.min(MOST_TURNS - 1) + 1)
    }

    /// Of a tally.
    pub fn of(tally: &Tally) -> Self {
        Self { turn: tally.turn, seal: hex(&tally.tag) }
    }
}

fn query() -> Query {
    Query { classes: vec![Class::Credential], ..Query::default() }
}

/// The last head of each user, by internal id.
#[derive(Default)]
pub struct Heads(RwLock<HashMap<String, Head>>);

impl Heads {
    /// Hears of all that stand in the audit at `place`.
    pub fn read(&self, place: &Place) -> Result<(), AuditError> {
        for entry in &audit::find(place, &query())? {
            self.hear_of(entry);
        }
        Ok(())
    }

    /// All records that may have heads, from the first one on.
    pub(super) fn follow(place: Place) -> Follow {
        Follow::new(place, query(), 0)
    }

    /// Hears of the head in a record, if there is one.
    pub(super) fn hear_of(&self, entry: &Entry) {
        let text = |key: &str| entry.details().get(key).and_then(Value::as_str);
        let turn = entry.details().get("turn").and_then(Value::as_u64);
        let turn = turn.filter(|turn| *turn <= MOST_TURNS);
        if let (Some(user), Some(turn), Some(seal)) = (text("user"), turn, text("seal")) {
            self.hear(user, Head { turn, seal: seal.to_owned() });
        }
    }

    /// What is known of a user.
    pub(super) fn of(&self, user: &str) -> Option<Head> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(user).cloned()
    }

    /// Hears of a head; an older one than is known changes nothing.
    pub fn hear(&self, user: &str, head: Head) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(user) {
            Some(known) if known.turn >= head.turn => {}
            Some(known) => *known = head,
            None => drop(all.insert(user.to_owned(), head)),
        }
    }

    /// What shows that `rows` are older than `head`, or were made beside it; nothing where they are not.
    pub(super) fn fault(head: Option<&Head>, rows: &Rows) -> Option<String> {
        let head = head?;
        let Some(tally) = &rows.tally else {
            if head.seal == NOTHING {
                return None;
            }
            return Some(format!("all were taken away after change {}", head.turn));
        };
        if tally.turn < head.turn {
            return Some(format!(
                "they are as they were after change {}, and {} were made",
                tally.turn, head.turn
            ));
        }
        (tally.turn == head.turn && hex(&tally.tag) != head.seal)
            .then(|| format!("after change {} they were others", tally.turn))
    }
}

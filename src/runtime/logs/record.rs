//! One thing that happened, and its line.

use std::collections::HashSet;
use std::sync::{OnceLock, PoisonError, RwLockWriteGuard};

use serde_json::{Value, json};

use super::{Level, Stamp, line};
use crate::runtime::llm::{Cost, FinishReason, Usage};
use crate::runtime::principal::Principal;
use crate::runtime::turn::{Step, TurnError, TurnInfo, usage_json};

/// The characters of ids, in the order of their values.
const ALPHABET: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/// So many characters of an id say which process; eleven of 6 bits each say which record.
const NONCE: usize = 10;
const DIGITS: usize = 11;

/// One thing that happened.
pub struct Record {
    pub(super) seq: u64,
    at: u64,
    pub(super) level: Level,
    event: &'static str,
    turn: Option<TurnInfo>,
    data: Data,
    /// Made by the first who needs it.
    line: OnceLock<String>,
}

/// What belongs to it, as it came.
pub(super) enum Data {
    None,
    Done {
        agent_id: String,
        model: String,
        reason: Option<FinishReason>,
        usage: Option<Usage>,
        cost: Option<Cost>,
        took_ms: u64,
    },
    Failed(Box<TurnError>),
    Step(Box<Step>),
    Value(Value),
}

impl Record {
    pub(super) fn new(
        seq: u64,
        at: u64,
        level: Level,
        event: &'static str,
        turn: Option<TurnInfo>,
        data: Data,
    ) -> Self {
        Self { seq, at, level, event, turn, data, line: OnceLock::new() }
    }

    /// What is left of one that nobody may read any more.
    pub(super) fn blank(seq: u64) -> Self {
        Self::new(seq, 0, Level::Debug, "", None, Data::None)
    }

    /// Whether nothing is left of it.
    pub(super) fn is_blank(&self) -> bool {
        self.event.is_empty()
    }

    /// Its name, such as `response.completed`.
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// How important it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whose it is, where it is somebody's.
    pub fn who(&self) -> Option<&Principal> {
        self.turn.as_ref().map(|turn| &turn.who)
    }

    /// The session; empty where it has none.
    pub fn session_id(&self) -> &str {
        self.turn.as_ref().map_or("", |turn| &turn.session_id)
    }

    /// The request; empty where it has none.
    pub fn request_id(&self) -> &str {
        self.turn.as_ref().map_or("", |turn| &turn.request_id)
    }

    /// Whether no other record of its request comes after it.
    pub fn is_last(&self) -> bool {
        matches!(self.event, "response.completed" | "request.cancelled" | "error.turn")
    }

    /// The line of JSON, without values of secrets and without characters that steer a terminal.
    pub(super) fn line(&self, stamp: &Stamp) -> &str {
        self.line.get_or_init(|| line::of(self.to_json(stamp), &stamp.redactor))
    }

    fn to_json(&self, stamp: &Stamp) -> Value {
        let (status, usage) = match &self.data {
            Data::Done { usage, .. } => ("completed", *usage),
            Data::Failed(error) if error.is_cancelled() => ("cancelled", None),
            Data::Failed(_) => ("failed", None),
            _ => ("processing", None),
        };
        let request = self.turn.as_ref().map(|turn| {
            json!({
                "id": turn.request_id,
                "status": status,
                "started": turn.asked_at,
                "duration_ms": self.at.saturating_sub(turn.asked_at),
                "formation_id": stamp.formation,
                "user_id": turn.who.to_string(),
                "muxi_user_id": turn.who.user(),
                "tokens": usage.as_ref().map(usage_json),
            })
        });
        json!({
            "id": stamp.id(self.seq),
            "timestamp": self.at,
            "level": self.level.as_str(),
            "muxi_version": env!("CARGO_PKG_VERSION"),
            "server": {"id": stamp.formation, "pid": std::process::id()},
            "event": self.event,
            "session_id": self.turn.as_ref().map(|turn| &turn.session_id),
            "request": request,
            "data": self.data_json(),
        })
    }

    fn data_json(&self) -> Value {
        let mut data = match &self.data {
            Data::None => json!({}),
            Data::Done { agent_id, model, reason, cost, took_ms, .. } => json!({
                "agent_id": agent_id,
                "model": model,
                "finish_reason": reason.as_ref().map(FinishReason::as_str),
                "cost_usd": cost.map(Cost::usd),
                "took_ms": took_ms,
            }),
            Data::Failed(error) => json!({"error": {"code": error.code(), "message": error.to_string()}}),
            Data::Step(step) => {
                let mut json = step.to_json();
                // The reason may repeat what the tool was called with.
                if let Some(map) = json.as_object_mut() {
                    map.shift_remove("why");
                }
                json
            }
            Data::Value(value) => value.clone(),
        };
        let agent = self.turn.as_ref().map(|turn| turn.agent_id.as_str()).filter(|id| !id.is_empty());
        if let (Some(agent), Some(map)) = (agent, data.as_object_mut()) {
            map.entry("agent_id").or_insert_with(|| agent.into());
        }
        data
    }
}

impl Stamp {
    pub(super) fn gone(&self) -> RwLockWriteGuard<'_, HashSet<String>> {
        self.gone.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is of somebody of whom nothing is written any more.
    pub(super) fn is_gone(&self, record: &Record) -> bool {
        let gone = self.gone.read().unwrap_or_else(PoisonError::into_inner);
        !gone.is_empty() && record.who().is_some_and(|who| gone.contains(who.user()))
    }

    /// The id of a record: `evt_` and 21 characters, in the order of the records.
    pub(super) fn id(&self, seq: u64) -> String {
        let mut id = String::with_capacity(4 + NONCE + DIGITS);
        id.push_str("evt_");
        id.push_str(self.nonce.get(..NONCE).unwrap_or_default());
        for place in (0..DIGITS).rev() {
            let six = usize::try_from(seq >> (6 * place) & 63).unwrap_or_default();
            id.push(char::from(ALPHABET[six]));
        }
        id
    }

    /// The number in an id of this process.
    pub(super) fn seq(&self, id: &str) -> Option<u64> {
        let digits = id.strip_prefix("evt_")?.strip_prefix(self.nonce.get(..NONCE)?)?;
        if digits.len() != DIGITS {
            return None;
        }
        digits.bytes().try_fold(0_u64, |seq, byte| {
            let value = ALPHABET.iter().position(|known| *known == byte)?;
            seq.checked_mul(64)?.checked_add(value as u64)
        })
    }
}

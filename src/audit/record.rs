//! A record as a line, and the MAC at its end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::event::{Actor, Class, Event, Outcome};
use crate::crypto::hash::{hex, unhex};
use crate::crypto::mac::Key;
use crate::support::redact::Redactor;

pub(super) type Mac = [u8; 32];

/// What stands before the first record.
pub(super) const GENESIS: Mac = [0; 32];

const FIELD: &str = ",\"mac\":\"";
const END: &str = "\"}";
/// Of the field, 64 digits and the end.
const TAIL: usize = FIELD.len() + 64 + END.len();

/// What is in a line, its MAC aside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) seq: u64,
    /// Milliseconds since the Unix epoch.
    pub(super) at: u64,
    pub(super) class: Class,
    pub(super) action: String,
    pub(super) actor: Actor,
    pub(super) resource_type: String,
    pub(super) resource: String,
    pub(super) outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) request: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    pub(super) details: Map<String, Value>,
}

/// What is left of records that were kept long enough.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stub {
    pub(super) seq: u64,
    pub(super) to: u64,
    /// When they were taken out.
    pub(super) at: u64,
    /// How many of each class.
    pub(super) pruned: BTreeMap<Class, u64>,
    /// The MAC before the first of them, and that of the last one.
    pub(super) prev: String,
    pub(super) last: String,
}

/// A line without its end, in its parts.
pub(super) struct Line<'l> {
    pub(super) body: &'l [u8],
    pub(super) mac: Mac,
    seq: Option<u64>,
    to: Option<u64>,
    at: Option<u64>,
    /// The body behind those numbers.
    rest: &'l [u8],
}

impl Record {
    pub(super) fn of(event: &Event, seq: u64, at: u64, redactor: &Redactor) -> Self {
        let event = event.cleaned(redactor);
        Self {
            seq,
            at,
            class: event.class,
            action: event.action.to_owned(),
            actor: event.actor,
            resource_type: event.resource_type.to_owned(),
            resource: event.resource,
            outcome: event.outcome,
            request: event.request,
            details: event.details,
        }
    }

    /// Puts the line behind `into`; its MAC.
    pub(super) fn write(&self, key: &Key, prev: &Mac, into: &mut Vec<u8>) -> Mac {
        let body = body(self);
        let mac = chained(key, prev, &body);
        seal(&body, &mac, into);
        mac
    }
}

impl Stub {
    pub(super) fn write(&self, key: &Key, into: &mut Vec<u8>) {
        let body = body(self);
        seal(&body, &key.tag(&[b"stub", &body]), into);
    }

    /// The stub in a line, if it is one and nobody changed it.
    pub(super) fn read(key: &Key, line: &Line<'_>) -> Option<Self> {
        if !key.fits(&[b"stub", line.body], &line.mac) {
            return None;
        }
        parse(line.body)
    }

    pub(super) fn macs(&self) -> Option<(Mac, Mac)> {
        Some((unhex(&self.prev)?, unhex(&self.last)?))
    }
}

/// The MAC of the record with this body behind the one with the MAC `prev`.
pub(super) fn chained(key: &Key, prev: &Mac, body: &[u8]) -> Mac {
    key.tag(&[b"record", prev, body])
}

/// A value as the part of a line that its MAC covers.
pub(super) fn body(value: &impl Serialize) -> Vec<u8> {
    let mut body = serde_json::to_vec(value).expect("records hold only what JSON can say");
    body.pop();
    body
}

/// The line of a body and its MAC.
pub(super) fn seal(body: &[u8], mac: &Mac, into: &mut Vec<u8>) {
    into.extend_from_slice(body);
    into.extend_from_slice(FIELD.as_bytes());
    into.extend_from_slice(hex(mac).as_bytes());
    into.extend_from_slice(END.as_bytes());
    into.push(b'\n');
}

/// What a body says.
pub(super) fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
    let mut whole = Vec::with_capacity(body.len() + 1);
    whole.extend_from_slice(body);
    whole.push(b'}');
    serde_json::from_slice(&whole).ok()
}

impl<'l> Line<'l> {
    /// The parts of `line`, which has no line end.
    pub(super) fn split(line: &'l [u8]) -> Option<Self> {
        let (body, tail) = line.split_at_checked(line.len().checked_sub(TAIL)?)?;
        let digits = tail.strip_prefix(FIELD.as_bytes())?.strip_suffix(END.as_bytes())?;
        let mac = unhex(std::str::from_utf8(digits).ok()?)?;
        let (seq, to, at, rest) = head(body).unwrap_or_default();
        Some(Self { body, mac, seq, to, at, rest })
    }

    /// The number of its record; of a stub, that of the first one it stands for.
    pub(super) fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// When it was written, in milliseconds since the Unix epoch; none of a stub.
    pub(super) fn at(&self) -> Option<u64> {
        self.at
    }

    /// Whether it says that it stands for records that were taken out.
    pub(super) fn is_stub(&self) -> bool {
        self.to.is_some()
    }

    /// The number of the last record that it is, or stands for.
    pub(super) fn last_seq(&self) -> Option<u64> {
        self.to.or(self.seq)
    }

    /// Whether it is of the audit itself, as far as can be told without reading all of it.
    pub(super) fn is_of_audit(&self) -> bool {
        self.at.is_some() && self.rest.starts_with(b",\"class\":\"audit\",")
    }
}

/// No record has a higher number: whoever forges one must not make those behind it overflow.
pub(super) const LAST: u64 = u64::MAX / 2;

/// The numbers that a body begins with, `seq` and `to` or `at`, and what is behind them.
type Head<'l> = (Option<u64>, Option<u64>, Option<u64>, &'l [u8]);

fn head(body: &[u8]) -> Option<Head<'_>> {
    let (seq, rest) = number(body.strip_prefix(b"{\"seq\":")?)?;
    Some(if let Some(rest) = rest.strip_prefix(b",\"at\":") {
        let (at, rest) = number(rest)?;
        (Some(seq), None, Some(at), rest)
    } else if let Some(rest) = rest.strip_prefix(b",\"to\":") {
        let (to, rest) = number(rest)?;
        (Some(seq), Some(to), None, rest)
    } else {
        (Some(seq), None, None, rest)
    })
}

/// The decimal number that `text` begins with, and what is behind it.
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let len = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(len);
    let add = |value: u64, digit: &u8| value.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    let value = digits.iter().try_fold(0, add)?;
    (len > 0 && value <= LAST).then_some((value, rest))
}

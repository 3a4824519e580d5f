//! Looking records up.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::ControlFlow;

use serde_json::{Map, Value, json};

use super::AuditError;
use super::event::{Class, KeyKind, Outcome};
use super::place::Place;
use super::record::{Line, Record, parse};
use super::snapshot::{Segment, Snapshot};
use super::tail::Tail;
use crate::support::clock::rfc3339_millis;
use crate::support::pattern;

/// Which records.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Of one of these classes; of any where there is none.
    pub classes: Vec<Class>,
    /// The action, or a pattern of it such as `secret.*`.
    pub action: Option<String>,
    /// The user, the kind of key (`admin`), or the number of the computer's user: one of these, or anybody where there is
    /// none.
    pub actors: Vec<String>,
    /// The kind of resource.
    pub resource_type: Option<String>,
    /// Not before this (milliseconds since the Unix epoch).
    pub since: Option<u64>,
    /// Not after this.
    pub until: Option<u64>,
    /// The last so many of them.
    pub limit: Option<usize>,
}

/// A record, to be shown.
#[derive(Clone, Debug)]
pub struct Entry(Record);

impl Entry {
    /// Its number.
    pub fn seq(&self) -> u64 {
        self.0.seq
    }

    /// When, in milliseconds since the Unix epoch.
    pub fn at(&self) -> u64 {
        self.0.at
    }

    /// When, for people and programs: RFC 3339 with milliseconds.
    pub fn time(&self) -> String {
        rfc3339_millis(self.0.at)
    }

    /// Its class.
    pub fn class(&self) -> Class {
        self.0.class
    }

    /// What was done.
    pub fn action(&self) -> &str {
        &self.0.action
    }

    /// The kind of what it was done to.
    pub fn resource_type(&self) -> &str {
        &self.0.resource_type
    }

    /// What it was done to; empty where there is nothing to name.
    pub fn resource(&self) -> &str {
        &self.0.resource
    }

    /// How it ended.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// The user it was done by or for.
    pub fn user(&self) -> Option<&str> {
        self.0.actor.user.as_deref()
    }

    /// What let them.
    pub fn key(&self) -> KeyKind {
        self.0.actor.key
    }

    /// The user of the computer.
    pub fn uid(&self) -> u32 {
        self.0.actor.uid
    }

    /// The process that wrote it.
    pub fn pid(&self) -> u32 {
        self.0.actor.pid
    }

    /// The request, if it was done for one.
    pub fn request(&self) -> Option<&str> {
        self.0.request.as_deref()
    }

    /// What else there is to say.
    pub fn details(&self) -> &Map<String, Value> {
        &self.0.details
    }

    /// As the API and `--json` tell it.
    pub fn to_json(&self) -> Value {
        json!({
            "seq": self.0.seq,
            "time": self.time(),
            "class": self.0.class.as_str(),
            "action": self.0.action,
            "actor": {
                "user": self.0.actor.user,
                "key": self.0.actor.key.as_str(),
                "uid": self.0.actor.uid,
                "pid": self.0.actor.pid,
            },
            "resource_type": self.0.resource_type,
            "resource": self.0.resource,
            "outcome": self.0.outcome.as_str(),
            "request_id": self.0.request,
            "details": self.0.details,
        })
    }
}

impl Query {
    /// Whether a line can be one of the records, as far as can be told without reading all of it.
    fn may_be(&self, line: &Line<'_>, after: u64) -> bool {
        let Some(at) = line.at() else { return false };
        line.seq().is_some_and(|seq| seq > after)
            && self.since.is_none_or(|since| at >= since)
            && self.until.is_none_or(|until| at <= until)
    }

    fn is(&self, record: &Record) -> bool {
        let actor = |wanted: &String| {
            let actor = &record.actor;
            actor.user.as_deref() == Some(wanted)
                || actor.key.as_str() == wanted
                || actor.uid.to_string() == *wanted
        };
        (self.classes.is_empty() || self.classes.contains(&record.class))
            && self.action.as_ref().is_none_or(|wanted| pattern::matches(wanted, &record.action))
            && (self.actors.is_empty() || self.actors.iter().any(actor))
            && self.resource_type.as_ref().is_none_or(|wanted| *wanted == record.resource_type)
    }

    pub(super) fn entry(&self, bytes: &[u8], after: u64) -> Option<Entry> {
        let line = Line::split(bytes)?;
        if !self.may_be(&line, after) {
            return None;
        }
        let record: Record = parse(line.body)?;
        self.is(&record).then_some(Entry(record))
    }
}

/// The records at `place`, the oldest first: with a limit, the last so many. What is damaged is passed over, for
/// `verify` says it.
pub fn find(place: &Place, query: &Query) -> Result<Vec<Entry>, AuditError> {
    let limit = query.limit.unwrap_or(usize::MAX);
    let mut found = VecDeque::new();
    // From the last file on: years of records need not be read for the last hundred.
    for segment in Snapshot::take(place)?.segments.iter().rev() {
        let room = limit.saturating_sub(found.len());
        if room == 0 {
            break;
        }
        let mut here = VecDeque::new();
        let _ = each_of(segment, query, 0, &mut |entry| {
            if here.len() == room {
                here.pop_front();
            }
            here.push_back(entry);
            ControlFlow::Continue(())
        })?;
        here.extend(found);
        found = here;
    }
    Ok(found.into())
}

/// Hands over each record with a higher number than `after`, in their order.
pub(super) fn each(
    place: &Place,
    query: &Query,
    after: u64,
    mut take: impl FnMut(Entry) -> ControlFlow<()>,
) -> Result<(), AuditError> {
    for segment in Snapshot::behind(place, after)?.segments {
        if each_of(&segment, query, after, &mut take)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The same for one file.
fn each_of(
    segment: &Segment,
    query: &Query,
    after: u64,
    take: &mut impl FnMut(Entry) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, AuditError> {
    let mut reader = BufReader::with_capacity(1 << 17, &segment.file).take(segment.len);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        if read.map_err(|e| AuditError::io("read", &segment.path, e))? == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        if line.pop_if(|b| *b == b'\n').is_some()
            && let Some(entry) = query.entry(&line, after)
            && take(entry).is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
    }
}

/// The number of the last record at `place`, which only its line tells; 0 where there is none.
pub(super) fn last_seq(place: &Place) -> Result<u64, AuditError> {
    for segment in Snapshot::take(place)?.segments.into_iter().rev() {
        let failed = |e| AuditError::io("read", &segment.path, e);
        if let Some(last) = Tail::last_seq(&segment.file, segment.len).map_err(failed)? {
            return Ok(last);
        }
    }
    Ok(0)
}

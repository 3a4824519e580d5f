//! What a running formation did, as records: a log of JSON lines in files, and events for who listens. A turn only
//! puts a record into bounded queues; making lines of it, blacking out and writing are done by threads of their own.

mod event;
mod file;
mod filter;
mod forget;
mod format;
mod level;
mod line;
mod read;
mod record;
mod ring;
mod sink;
mod socket;
#[cfg(test)]
mod tests;
mod webhook;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use serde_json::Value;

use super::id;
use super::mcp::McpEvent;
use super::principal::Principal;
use super::turn::{TurnEvent, TurnInfo};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

pub use file::{FileLimits, LogFile, remove};
pub use filter::Filter;
pub use forget::forget;
pub use format::Format;
pub use level::Level;
pub use read::{Follower, last, newest};
use record::Data;
pub use record::Record;
use ring::Ring;
pub use ring::{Cursor, Next};
use sink::Sink;
pub use sink::{Lines, Out, SinkState};
pub use socket::{TcpLines, UdpLines};
pub use webhook::{Headers, Webhook};

/// The log of a formation that nobody names otherwise, below the directory of its state.
pub const FILE: &str = "logs/formation.jsonl";

/// The end waits so long for what is still to be written.
const FLUSHING: Duration = Duration::from_secs(2);

/// Where records go. Clones are handles to the same one; the default one keeps nothing.
#[derive(Clone, Default)]
pub struct Logs(Option<Arc<Inner>>);

struct Inner {
    stamp: Arc<Stamp>,
    clock: Clock,
    /// The least important kind that some destination writes.
    level: Level,
    sinks: Vec<Sink>,
    ring: Ring,
    listening: AtomicUsize,
    /// How many listen for each user.
    places: Mutex<HashMap<Principal, usize>>,
}

/// What is the same in all lines of one process.
pub(super) struct Stamp {
    formation: String,
    /// Makes the ids of two processes differ.
    nonce: String,
    redactor: Redactor,
    /// Users of whom nothing is written any more, by their internal ids.
    gone: RwLock<HashSet<String>>,
}

/// One place that records are written to.
pub struct Destination {
    /// What the API calls it: `file`, `stdout`, `webhook`, `tcp`, `udp`.
    pub kind: &'static str,
    /// Where that is, without a login; shown.
    pub place: String,
    /// The file, where it is one: what is shown may lack a part of its path.
    pub file: Option<PathBuf>,
    /// Whether that is the log itself, which is read back.
    pub is_log: bool,
    /// The form of its lines.
    pub format: Format,
    /// The least important kind that is written.
    pub level: Level,
    /// The kinds of events, as names or patterns; all where there are none.
    pub events: Vec<String>,
    /// What writes.
    pub out: Box<dyn Out>,
}

impl Logs {
    /// Starts a thread for each destination. Whoever listens gets events without one, too.
    pub fn start(formation: &str, clock: Clock, redactor: Redactor, destinations: Vec<Destination>) -> Self {
        let stamp = Arc::new(Stamp {
            formation: formation.to_owned(),
            nonce: id::new(""),
            redactor,
            gone: RwLock::default(),
        });
        let level = destinations.iter().map(|one| one.level).min().unwrap_or(Level::Off);
        let sinks = destinations.into_iter().map(|one| Sink::start(one, &stamp, &clock)).collect();
        Self(Some(Arc::new(Inner {
            stamp,
            clock,
            level,
            sinks,
            ring: Ring::default(),
            listening: AtomicUsize::new(0),
            places: Mutex::default(),
        })))
    }

    /// Whether anybody would hear of something of this importance.
    pub(super) fn wants(&self, level: Level) -> bool {
        let Some(inner) = &self.0 else { return false };
        level >= inner.level || inner.listening.load(Ordering::Relaxed) > 0
    }

    /// A request came.
    pub(super) fn received(&self, turn: &TurnInfo) {
        self.record(Level::Info, "request.received", Some(turn), || Data::None);
    }

    /// A turn says something.
    pub(super) fn turn(&self, turn: &TurnInfo, event: &TurnEvent) {
        if let Some((level, name)) = event::of_turn(event) {
            self.record(level, name, Some(turn), || event::data(event));
        }
    }

    /// Something happened to a server of tools.
    pub fn server(&self, server: &str, event: &McpEvent) {
        if let Some((level, name, data)) = event::of_server(server, event) {
            self.record(level, name, None, || Data::Value(data));
        }
    }

    /// Something else happened: no turn's.
    pub fn say(&self, level: Level, name: &'static str, data: impl FnOnce() -> Value) {
        self.record(level, name, None, || Data::Value(data()));
    }

    fn record(
        &self,
        level: Level,
        event: &'static str,
        turn: Option<&TurnInfo>,
        data: impl FnOnce() -> Data,
    ) {
        let Some(inner) = self.0.as_ref().filter(|_| self.wants(level)) else { return };
        let at = inner.clock.now_millis();
        let (turn, data) = (turn.cloned(), data());
        let record = inner.ring.push(|seq| Record::new(seq, at, level, event, turn, data));
        inner.sinks.iter().for_each(|sink| sink.take(&record));
    }

    /// Listens from now on: turns tell of their steps until it is dropped.
    pub fn listen(&self) -> Listening {
        self.listen_as(None)
    }

    /// The same for a client of this user.
    pub fn listen_for(&self, who: &Principal) -> Listening {
        self.listen_as(Some(who.clone()))
    }

    fn listen_as(&self, who: Option<Principal>) -> Listening {
        if let Some(inner) = &self.0 {
            inner.listening.fetch_add(1, Ordering::Relaxed);
            if let Some(who) = &who {
                *inner.places().entry(who.clone()).or_default() += 1;
            }
        }
        Listening { logs: self.clone(), who }
    }

    /// The record as a line of JSON; empty where it is not of these logs.
    pub fn line<'r>(&self, record: &'r Record) -> &'r str {
        self.0.as_ref().map_or("", |inner| record.line(&inner.stamp))
    }

    /// Where each destination stands.
    pub fn states(&self) -> Vec<SinkState> {
        self.sinks().map(Sink::state).collect()
    }

    /// The log file, where one is written.
    pub fn file(&self) -> Option<PathBuf> {
        self.sinks().find(|sink| sink.is_log()).and_then(Sink::file).map(Path::to_path_buf)
    }

    fn sinks(&self) -> impl Iterator<Item = &Sink> {
        self.0.iter().flat_map(|inner| inner.sinks.iter())
    }

    /// Takes the lines of the users with these internal ids out of the file and from who listens, and writes none of them
    /// any more. It may take as long as reading the file does.
    pub(super) fn forget(&self, users: &[String]) -> std::io::Result<u64> {
        let Some(inner) = &self.0 else { return Ok(0) };
        inner.stamp.gone().extend(users.iter().cloned());
        inner.ring.blank(|record| inner.stamp.is_gone(record));
        // What was on its way to the file is in it now, or never will be.
        sink::flush(self.sinks().filter(|sink| sink.file().is_some()), FLUSHING);
        let others = self.sinks().filter(|sink| !sink.is_log()).filter_map(Sink::file);
        let others: Vec<PathBuf> = others.map(Path::to_path_buf).collect();
        forget::forget_all(self.file().as_deref(), &others, users)
    }

    /// The opposite of [`Logs::forget`], for what is said from now on.
    pub(super) fn write_again(&self, users: &[String]) {
        if let Some(inner) = &self.0 {
            inner.stamp.gone().retain(|user| !users.contains(user));
        }
    }

    /// Waits until all that was said so far is written, or for two seconds.
    pub fn flush(&self) {
        sink::flush(self.sinks(), FLUSHING);
    }

    /// The same for the log itself: a receiver that is slow keeps no reader of the log waiting.
    pub(super) fn flush_log(&self) {
        sink::flush(self.sinks().filter(|sink| sink.is_log()), FLUSHING);
    }
}

impl Inner {
    fn places(&self) -> MutexGuard<'_, HashMap<Principal, usize>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who hears of records.
pub struct Listening {
    logs: Logs,
    who: Option<Principal>,
}

impl Listening {
    /// How many listen, this one among them.
    pub fn count(&self) -> usize {
        self.logs.0.as_ref().map_or(0, |inner| inner.listening.load(Ordering::Relaxed))
    }

    /// How many listen for the same user, this one among them; none where it is nobody's.
    pub fn count_of_user(&self) -> usize {
        let (Some(inner), Some(who)) = (&self.logs.0, &self.who) else { return 0 };
        inner.places().get(who).copied().unwrap_or_default()
    }

    /// Where to begin: after the record with this id, or else with what comes now.
    pub fn after(&self, id: Option<&str>) -> Cursor {
        let Some(inner) = &self.logs.0 else { return Cursor::default() };
        match id.and_then(|id| inner.stamp.seq(id)).and_then(|seq| inner.ring.behind(seq)) {
            Some(cursor) => cursor,
            // Of another process, or made up: all that is left is what it has missed.
            None if id.is_some() => Cursor::default(),
            None => inner.ring.end(),
        }
    }

    /// Where the oldest record is that is still there.
    pub fn oldest(&self) -> Cursor {
        self.logs.0.as_ref().map_or_else(Cursor::default, |inner| inner.ring.oldest())
    }

    /// The next record that is there already, and moves on behind it.
    pub fn next(&self, cursor: &mut Cursor) -> Next {
        let Some(inner) = &self.logs.0 else { return Next::Nothing };
        loop {
            match inner.ring.next(cursor) {
                // Some of a user who is gone came after the others were blanked.
                Next::Record(record) if record.is_blank() || inner.stamp.is_gone(&record) => {}
                next => return next,
            }
        }
    }

    /// Returns when there is a record behind the cursor; never where nothing is recorded.
    pub async fn more(&self, cursor: Cursor) {
        match &self.logs.0 {
            Some(inner) => inner.ring.more(cursor).await,
            None => std::future::pending().await,
        }
    }

    /// The record's id.
    pub fn id(&self, record: &Record) -> String {
        self.logs.0.as_ref().map(|inner| inner.stamp.id(record.seq)).unwrap_or_default()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(inner) = &self.logs.0 {
            inner.listening.fetch_sub(1, Ordering::Relaxed);
            if let Some(who) = &self.who {
                let mut places = inner.places();
                let left = places.get(who).map_or(0, |count| count.saturating_sub(1));
                if left == 0 {
                    places.remove(who);
                } else {
                    places.insert(who.clone(), left);
                }
            }
        }
    }
}

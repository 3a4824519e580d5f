//! The last lines of what an agent did: ids, tools, errors, what its program complains. Never texts of users.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::support::clock::rfc3339;

/// So many lines are kept of each agent.
const KEPT: usize = 500;
/// The longest line, in characters.
const LONGEST: usize = 2000;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A turn began or ended.
    Turn,
    /// A tool was called.
    Tool,
    /// Something failed.
    Error,
    /// Its program wrote it to its standard error.
    Stderr,
    /// It was stopped or started.
    State,
}

impl LineKind {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Tool => "tool",
            Self::Error => "error",
            Self::Stderr => "stderr",
            Self::State => "state",
        }
    }
}

/// A line, redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub seq: u64,
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What it is about.
    pub kind: LineKind,
    /// The request, where there is one.
    pub request_id: String,
    /// What is said.
    pub text: String,
}

impl Line {
    /// As the API tells of it.
    pub fn to_json(&self) -> Value {
        json!({
            "seq": self.seq,
            "at": rfc3339(self.at),
            "kind": self.kind.as_str(),
            "request_id": Some(&self.request_id).filter(|id| !id.is_empty()),
            "text": self.text,
        })
    }
}

/// The last lines of an agent.
pub struct Log {
    lines: Mutex<VecDeque<Line>>,
    last: watch::Sender<u64>,
}

impl Default for Log {
    fn default() -> Self {
        Self { lines: Mutex::default(), last: watch::Sender::new(0) }
    }
}

impl Log {
    /// Adds a line, cut where it is long. `text` holds no secret.
    pub fn record(&self, at: u64, kind: LineKind, request_id: &str, mut text: String) {
        if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(cut);
            text.push('…');
        }
        let mut lines = self.lock();
        let seq = *self.last.borrow() + 1;
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(Line { seq, at, kind, request_id: request_id.to_owned(), text });
        drop(lines);
        self.last.send_modify(|last| *last = (*last).max(seq));
    }

    /// The lines after number `seq` that are still kept, the oldest first.
    pub fn after(&self, seq: u64) -> Vec<Line> {
        self.lock().iter().filter(|line| line.seq > seq).cloned().collect()
    }

    /// Returns when there is a line after number `seq`.
    pub async fn more(&self, seq: u64) {
        drop(self.last.subscribe().wait_for(|last| *last > seq).await);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_lines_are_kept_and_numbered() {
        let log = Log::default();
        for n in 0..KEPT + 3 {
            log.record(1, LineKind::Turn, "r", n.to_string());
        }
        let all = log.after(0);
        assert_eq!((all.len(), all[0].seq, all[0].text.as_str()), (KEPT, 4, "3"));
        assert_eq!(log.after(all[KEPT - 2].seq).len(), 1);
        log.more(1).await;
        log.record(1, LineKind::Stderr, "", "é".repeat(3000));
        assert_eq!(log.after(0).last().unwrap().text.chars().count(), LONGEST + 1);
    }
}

//! What a program writes to its standard error: lines for the log of its agent, the last of them for an error.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt};

use super::CommandAgent;
use crate::runtime::lives::LineKind;
use crate::runtime::mcp::plain;
use crate::support::redact::End;

/// So many lines are told with an error.
const TOLD: usize = 5;
/// A longer line is cut into several, in bytes.
const LONGEST: usize = 2000;

/// The last lines, redacted and harmless to a terminal.
#[derive(Clone, Default)]
pub(super) struct Complaints(Arc<Mutex<VecDeque<String>>>);

impl Complaints {
    /// Reads until the end.
    pub(super) async fn follow(self, agent: CommandAgent, mut from: impl AsyncRead + Unpin) {
        let mut stream = agent.0.settings.redactor.stream();
        let mut part = vec![0; 4096];
        let mut held = Vec::new();
        while let Ok(read @ 1..) = from.read(&mut part).await {
            stream.push(&part[..read], &mut held);
            self.lines(&agent, &mut held);
        }
        stream.finish(End::Whole, &mut held);
        held.push(b'\n');
        self.lines(&agent, &mut held);
    }

    /// Takes the whole lines out of `held`.
    pub(super) fn lines(&self, agent: &CommandAgent, held: &mut Vec<u8>) {
        while let Some(end) = end_of_line(held) {
            let line: Vec<u8> = held.drain(..=end).collect();
            let line = plain(String::from_utf8_lossy(&line).trim_end());
            if line.is_empty() {
                continue;
            }
            let at = agent.0.settings.clock.now_millis();
            agent.0.log.record(at, LineKind::Stderr, "", line.clone());
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if last.len() == TOLD {
                last.pop_front();
            }
            last.push_back(line);
        }
    }

    /// The last lines.
    pub(super) fn text(&self) -> String {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// Where the first line ends, or is cut.
fn end_of_line(held: &[u8]) -> Option<usize> {
    let longest = &held[..held.len().min(LONGEST + 1)];
    longest.iter().position(|byte| *byte == b'\n').or_else(|| (longest.len() > LONGEST).then_some(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_also_where_its_end_has_come() {
        let mut held = vec![b'x'; 3 * LONGEST];
        held.push(b'\n');
        assert_eq!(end_of_line(&held), Some(LONGEST));
        assert_eq!(end_of_line(&held[..LONGEST]), None);
        assert_eq!(end_of_line(b"a\nb"), Some(1));
    }
}

//! Which request a message answers that is too long to be read.

use std::collections::VecDeque;

use rmcp::model::RequestId;

/// So much is kept of both ends of a line, in bytes.
const KEPT: usize = 512;

/// The first and the last bytes of a line.
pub(super) struct Ends {
    first: Vec<u8>,
    last: VecDeque<u8>,
}

impl Ends {
    /// Of a line that begins so.
    pub(super) fn new(begin: &[u8]) -> Self {
        let mut ends = Self { first: Vec::with_capacity(KEPT), last: VecDeque::with_capacity(KEPT) };
        ends.push(begin);
        ends
    }

    /// The line goes on.
    pub(super) fn push(&mut self, part: &[u8]) {
        let room = KEPT - self.first.len();
        self.first.extend_from_slice(&part[..part.len().min(room)]);
        let part = &part[part.len().saturating_sub(KEPT)..];
        let over = (self.last.len() + part.len()).saturating_sub(KEPT);
        self.last.drain(..over);
        self.last.extend(part);
    }
}

/// The id of an answer, where it stands before or behind all that is long. A server that lies here only hurts its
/// own answers.
pub(super) fn id_of(ends: &Ends) -> Option<RequestId> {
    let first = String::from_utf8_lossy(&ends.first);
    let long = ["\"result\"", "\"error\"", "\"params\"", "\"method\""];
    let before = long.iter().filter_map(|key| first.find(key)).min().unwrap_or(first.len());
    if let Some(id) = first[..before].rfind("\"id\"").and_then(|at| value(&first[at + 4..])) {
        return Some(id);
    }
    let last: Vec<u8> = ends.last.iter().copied().collect();
    let last = String::from_utf8_lossy(&last);
    let at = last.rfind("\"id\"")?;
    // Behind it only what is always there: an id inside of the answer is another one.
    let rest = last[at + 4..].trim_start().strip_prefix(':')?;
    let (_, behind) = rest.split_once([',', '}'])?;
    let behind: String = behind.chars().filter(|c| !c.is_whitespace()).collect();
    let closes = rest[..rest.len() - behind.len()].trim_end().ends_with('}');
    if behind == "\"jsonrpc\":\"2.0\"}" || (behind.is_empty() && closes) {
        return value(&last[at + 4..]);
    }
    None
}

/// The number or text behind a key.
fn value(rest: &str) -> Option<RequestId> {
    let rest = rest.trim_start().strip_prefix(':')?;
    let end = rest.find([',', '}'])?;
    serde_json::from_str(rest[..end].trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<i64> {
        let mut ends = Ends::new(&line.as_bytes()[..line.len() / 2]);
        ends.push(&line.as_bytes()[line.len() / 2..]);
        match id_of(&ends)? {
            RequestId::Number(id) => Some(id),
            RequestId::String(_) => None,
        }
    }

    #[test]
    fn the_id_is_found_on_both_sides_of_a_long_answer() {
        let long = "x".repeat(4000);
        assert_eq!(of(&format!(r#"{{"jsonrpc":"2.0","id":7,"result":{{"text":"{long}"}}}}"#)), Some(7));
        assert_eq!(of(&format!(r#"{{"result":{{"text":"{long}"}},"jsonrpc":"2.0","id":8}}"#)), Some(8));
        assert_eq!(
            of(&format!(r#"{{ "result": {{"text":"{long}"}}, "id": 9, "jsonrpc": "2.0" }}"#)),
            Some(9)
        );
    }

    #[test]
    fn an_id_inside_of_the_answer_is_not_taken_for_its_own() {
        let long = "x".repeat(4000);
        assert_eq!(
            of(&format!(r#"{{"result":{{"text":"{long}","id":5,"more":true}},"jsonrpc":"2.0"}}"#)),
            None
        );
        assert_eq!(of(&format!(r#"{{"result":{{"id":5,"text":"{long}"}},"jsonrpc":"2.0"}}"#)), None);
        assert_eq!(of(&long), None);
    }
}

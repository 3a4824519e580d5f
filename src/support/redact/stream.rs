//! Text that comes in pieces: a value that is cut in two is found all the same.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::SHORTEST;
use super::index::Index;

/// What comes after a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// More of it.
    Open,
    /// Nothing: it is all there is.
    Whole,
    /// What was cut off: 8 bytes of a value at the end are taken for the value.
    Cut,
}

/// Takes pieces and gives what is safe. Holds back only an end that may be the beginning of a value.
pub struct Stream {
    index: Arc<Index>,
    held: Zeroizing<Vec<u8>>,
    /// How many of the first held bytes belong to a value that was named already.
    covered: usize,
    /// The pattern that the held bytes are a beginning of.
    waiting: Option<usize>,
}

impl Stream {
    pub(super) fn new(index: Arc<Index>) -> Self {
        Self { index, held: Zeroizing::default(), covered: 0, waiting: None }
    }

    /// Takes the next piece, and appends to `out` what can be told of it by now.
    pub fn push(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        if let Some(pattern) = self.waiting {
            // A long value in small pieces is compared once, not again for each.
            let rest = &self.index.pattern(pattern)[self.held.len()..];
            if rest.len() > piece.len() && rest.starts_with(piece) {
                self.held.extend_from_slice(piece);
                return;
            }
        }
        self.held.extend_from_slice(piece);
        self.advance(End::Open, out);
    }

    /// The end of the text: appends what was held back. The next piece begins a new text.
    pub fn finish(&mut self, end: End, out: &mut Vec<u8>) {
        self.advance(end, out);
        self.held.clear();
        self.covered = 0;
        self.waiting = None;
    }

    /// Whether `piece` may go on as it is: nothing is held back, and nothing in it is or begins a value.
    pub(super) fn lets_pass(&self, piece: &[u8]) -> bool {
        self.held.is_empty() && self.index.next(piece, 0) == piece.len()
    }

    fn advance(&mut self, end: End, out: &mut Vec<u8>) {
        let scanned = scan(&self.index, &self.held, self.covered, end, out);
        self.held.drain(..scanned.to);
        self.covered = scanned.covered - scanned.to;
        self.waiting = scanned.waiting;
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stream")
    }
}

/// How far [`scan`] came.
pub(super) struct Scanned {
    /// Where it stopped.
    to: usize,
    /// How far the last value reaches; not less than `to`.
    covered: usize,
    /// What the rest may become.
    waiting: Option<usize>,
}

/// Appends `text` from `covered` on to `out`, values replaced by their names; stops where it cannot be told
/// whether a value begins, unless that is its `end`.
///
/// Values that overlap are all replaced: what it gives depends on the text alone, not on its pieces.
pub(super) fn scan(index: &Index, text: &[u8], covered: usize, end: End, out: &mut Vec<u8>) -> Scanned {
    let mut settled = covered;
    let mut at = 0;
    let mut waiting = None;
    loop {
        at = index.next(text, at);
        if at == text.len() {
            break;
        }
        let mut found = index.at(&text[at..]);
        if let Some(pattern) = found.may_become {
            if end == End::Open {
                waiting = Some(pattern);
                break;
            }
            if end == End::Cut && text.len() - at >= SHORTEST {
                found.value = Some((text.len() - at, index.name(pattern)));
            }
        }
        let mut next = at + 1;
        if let Some((length, name)) = found.value {
            let stop = at + length;
            if stop > settled {
                out.extend_from_slice(text.get(settled..at).unwrap_or_default());
                out.extend_from_slice(format!("[REDACTED:{name}]").as_bytes());
                settled = stop;
            }
            if found.long {
                next = stop;
            }
        }
        at = next;
    }
    if at > settled {
        out.extend_from_slice(&text[settled..at]);
        settled = at;
    }
    Scanned { to: at, covered: settled, waiting }
}

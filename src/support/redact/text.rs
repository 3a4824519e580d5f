//! Text that comes in pieces, each of them a text again.

use super::{End, Stream};

/// Takes pieces of text and gives what is safe of them. At most 127 bytes of innocent text wait for the next piece.
#[derive(Debug)]
pub struct Text {
    stream: Stream,
    /// What the stream gave and was not yet handed on: at most three bytes, the beginning of a character.
    out: Vec<u8>,
}

impl Text {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, out: Vec::new() }
    }

    /// What can be told by now; a piece without anything like a value comes back as it is.
    pub fn push(&mut self, piece: String) -> String {
        if self.out.is_empty() && self.stream.lets_pass(piece.as_bytes()) {
            return piece;
        }
        self.stream.push(piece.as_bytes(), &mut self.out);
        self.take()
    }

    /// The end of the text: what was held back. The next piece begins a new text.
    pub fn finish(&mut self, end: End) -> String {
        self.stream.finish(end, &mut self.out);
        String::from_utf8_lossy(&std::mem::take(&mut self.out)).into_owned()
    }

    fn take(&mut self) -> String {
        let whole = match std::str::from_utf8(&self.out) {
            // Only a value that is no text can cut a character in two.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Ok(_) | Err(_) => self.out.len(),
        };
        let rest = self.out.split_off(whole);
        String::from_utf8_lossy(&std::mem::replace(&mut self.out, rest)).into_owned()
    }
}

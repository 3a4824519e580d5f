//! The last thing before an answer leaves: no value of a secret goes to the client or into the store.

use crate::support::redact::{End, Redactor, Text};

/// One answer on its way out. What comes from it is what the client gets, and what is kept.
///
/// A piece in which no value is or begins goes on as it is; at most 127 bytes of any other wait for the next.
pub(super) struct Clean(Text);

impl Clean {
    pub(super) fn new(redactor: &Redactor) -> Self {
        Self(redactor.text())
    }

    /// What can go on of these pieces.
    pub(super) fn pieces(&mut self, texts: Vec<String>) -> Vec<String> {
        let clean = texts.into_iter().map(|text| self.0.push(text));
        // In place: this costs no allocation where nothing is held back.
        clean.filter(|text| !text.is_empty()).collect()
    }

    /// What was held back, when there will be no more. An answer that was `cut` off may end in half a value.
    pub(super) fn rest(&mut self, cut: bool) -> String {
        self.0.finish(if cut { End::Cut } else { End::Whole })
    }
}

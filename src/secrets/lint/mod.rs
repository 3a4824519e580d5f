//! Whether a value is what its name says, as far as a look at it tells: slips of pasting, keys of other
//! providers, placeholders. A false alarm is worse than a miss, so each rule asks for more than one sign.
//!
//! What is found is said in fixed words: nothing of a value, nor its length, gets into them.

mod entry;
mod provider;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod weak;

use std::fmt;

use crate::formation::code::Code;
use crate::support::keys::{self, Name};

pub use entry::{Entered, entered};

/// Values shorter than this are often the same by chance, in bytes.
const LEAST_COMPARED: usize = 8;

/// Something odd about a value. `Display` goes on from "the value of NAME ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFinding {
    code: Code,
    text: String,
    help: Option<String>,
}

impl ValueFinding {
    fn new(code: Code, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), help: None }
    }

    /// What to do; `NAME` in it becomes the secret's name.
    fn help_with(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    fn about(mut self, name: &str) -> Self {
        self.help = self.help.map(|help| help.replace("NAME", name));
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What to do, where that is not plain.
    pub fn help(&self) -> Option<String> {
        self.help.clone()
    }
}

impl fmt::Display for ValueFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is odd about `value` under the name `name`, in linear time. Empty values, and what is no text, are fine.
pub fn lint(name: &str, value: &[u8]) -> Vec<ValueFinding> {
    let Ok(whole) = std::str::from_utf8(value) else { return Vec::new() };
    if whole.is_empty() || whole.contains('\0') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let words = Name::of(name);
    let core = shape::check(&words, whole, &mut found);
    text::check(&words, core, &mut found);
    if let Some(placeholder) = weak::placeholder(&words, core) {
        found.push(placeholder);
    } else {
        found.extend(provider::check(&words, core));
        let unexpanded = found.iter().any(|finding| finding.code == Code::ValueUnexpanded);
        found.extend(weak::weak(&words, core).filter(|_| !unexpanded));
    }
    found.into_iter().map(|finding| finding.about(name)).collect()
}

/// Whether it says something if another secret has the same value: not so for a region or a host.
pub(super) fn is_worth_comparing(name: &str, value: &[u8]) -> bool {
    value.len() >= LEAST_COMPARED && (Name::of(name).is_secret() || keys::is_known(value))
}

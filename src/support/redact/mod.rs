//! Live secret values, taken out of text before anybody reads it.
//!
//! A value is found as it is, and as programs write it into base64, URLs and JSON.

mod forms;
mod index;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, RwLock};

use super::secret::SecretBytes;
use index::Index;
pub use stream::Stream;

/// Values of fewer bytes than this are not replaced: too many innocent words would be.
pub const SHORTEST: usize = 8;

/// The values that must not appear in text. Cheap to clone; clones share the values.
#[derive(Clone, Default)]
pub struct Redactor(Arc<RwLock<Known>>);

#[derive(Default)]
struct Known {
    values: Vec<(String, SecretBytes)>,
    /// Where the values of a hash are: with many of them, each is not compared with all.
    places: HashMap<u64, Vec<usize>>,
    /// Its keys are random, so that a hash says nothing about a value.
    hasher: RandomState,
    /// Made from the values when text comes, not for each value that does.
    index: Option<Arc<Index>>,
}

impl Redactor {
    /// Adds the value called `name`; values of fewer than 8 bytes are left out.
    pub fn add(&self, name: &str, value: &SecretBytes) {
        if value.len() < SHORTEST {
            return;
        }
        if let Ok(mut known) = self.0.write() {
            known.add(name, value);
        }
    }

    /// `text` with each value replaced by `[REDACTED:NAME]`.
    pub fn redact(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.redact_bytes(text.as_bytes())).into_owned()
    }

    /// The same for bytes of any kind.
    pub fn redact_bytes(&self, text: &[u8]) -> Vec<u8> {
        let mut clean = Vec::with_capacity(text.len());
        stream::scan(&self.index(), text, 0, true, &mut clean);
        clean
    }

    /// For text that comes in pieces. Values that are added later are not known to it.
    pub fn stream(&self) -> Stream {
        Stream::new(self.index())
    }

    fn index(&self) -> Arc<Index> {
        // A poisoned lock has its values still: the panic was somebody else's.
        if let Some(index) = &self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).index {
            return Arc::clone(index);
        }
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let index = known.index.take().unwrap_or_else(|| Arc::new(Index::new(&known.values)));
        known.index = Some(Arc::clone(&index));
        index
    }
}

impl Known {
    /// The first name of a value stays.
    fn add(&mut self, name: &str, value: &SecretBytes) {
        let hash = self.hasher.hash_one(value.expose());
        let places = self.places.entry(hash).or_default();
        if places.iter().any(|at| self.values[*at].1 == *value) {
            return;
        }
        places.push(self.values.len());
        self.values.push((name.to_owned(), value.clone()));
        self.index = None;
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

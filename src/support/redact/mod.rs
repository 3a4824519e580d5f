//! Live secret values, taken out of text before anybody reads it.
//!
//! A value is found as it is, and as programs write it into base64, hexadecimal, URLs and JSON.

mod forms;
mod index;
mod plain;
mod stream;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock, TryLockError};

use serde_json::Value;

use super::secret::SecretBytes;
use index::Index;
pub use plain::{Left, left};
pub use stream::{End, Stream};
pub use text::Text;

/// Values of fewer bytes than this are not replaced: too many innocent words would be.
pub const SHORTEST: usize = 8;

/// The name of a value whose own is not known yet: one that it gets later takes its place.
pub const GENERIC: &str = "SECRET";

/// What is printed at once is seldom longer, in bytes.
const LEAST_REACH: usize = 4096;

/// The values that must not appear in text. Cheap to clone; clones share the values.
#[derive(Clone, Default)]
pub struct Redactor(Arc<RwLock<Known>>, Option<Below>);

/// The values of another one, which count too.
type Below = Arc<RwLock<Known>>;

#[derive(Default)]
struct Known {
    values: Vec<(String, SecretBytes)>,
    /// Where the values of a hash are: with many of them, each is not compared with all.
    places: HashMap<u64, Vec<usize>>,
    /// Its keys are random, so that a hash says nothing about a value.
    hasher: RandomState,
    /// Made from the values when text comes, not for each value that does.
    index: Option<Arc<Index>>,
    /// How many values of the one below are in it.
    below: usize,
}

impl Redactor {
    /// One that knows what this one knows, now and later, and what is added to it alone: the values of one user, which go with
    /// it when it is dropped.
    #[must_use]
    pub fn layer(&self) -> Self {
        Self(Arc::default(), Some(Arc::clone(&self.0)))
    }

    /// Adds the value called `name`; values of fewer than 8 bytes and common words are left out (see [`left`]).
    pub fn add(&self, name: &str, value: &SecretBytes) {
        if left(value.expose()).is_none() {
            self.0.write().unwrap_or_else(PoisonError::into_inner).add(name, value);
        }
    }

    /// Whether there is no value, so that every text stays as it is.
    pub fn is_empty(&self) -> bool {
        let none =
            |known: &RwLock<Known>| known.read().unwrap_or_else(PoisonError::into_inner).values.is_empty();
        none(&self.0) && self.1.as_ref().is_none_or(|below| none(below))
    }

    /// `text` with each value replaced by `[REDACTED:NAME]`.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let index = self.index(text.len());
        if index.next(text.as_bytes(), 0) == text.len() {
            return Cow::Borrowed(text);
        }
        let mut clean = Vec::with_capacity(text.len());
        stream::scan(&index, text.as_bytes(), 0, End::Whole, &mut clean);
        if clean == text.as_bytes() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(String::from_utf8(clean).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into()))
    }

    /// Whether a value is in `text`: whether [`Redactor::redact`] would change it.
    pub fn holds(&self, text: &str) -> bool {
        matches!(self.redact(text), Cow::Owned(_))
    }

    /// The same as [`Redactor::redact`] for bytes of any kind.
    pub fn redact_bytes(&self, text: &[u8]) -> Vec<u8> {
        let mut clean = Vec::with_capacity(text.len());
        stream::scan(&self.index(text.len()), text, 0, End::Whole, &mut clean);
        clean
    }

    /// The same for each text in `value`, keys too. A number with the digits of a value becomes a text, so that
    /// what comes out is JSON still.
    pub fn redact_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(clean) = self.redact(text) {
                    *text = clean;
                }
            }
            Value::Number(number) => {
                if let Cow::Owned(clean) = self.redact(&number.to_string()) {
                    *value = Value::String(clean);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_json(item)),
            Value::Object(map) => {
                if map.keys().any(|key| self.holds(key)) {
                    let entries = std::mem::take(map).into_iter();
                    *map = entries.map(|(key, value)| (self.redact(&key).into_owned(), value)).collect();
                }
                map.values_mut().for_each(|value| self.redact_json(value));
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The same as [`Redactor::redact`] without ever waiting: `None` while somebody adds a value, who may be the
    /// very thread that asks (in a panic).
    pub fn redact_now(&self, text: &str) -> Option<String> {
        let read = |known: &RwLock<Known>, index: bool| {
            let known = match known.try_read() {
                Ok(known) => known,
                Err(TryLockError::Poisoned(known)) => known.into_inner(),
                Err(TryLockError::WouldBlock) => return None,
            };
            let made = known.index.clone().filter(|made| index && made.reaches(text.len()));
            let values = if made.is_some() { Vec::new() } else { known.values.clone() };
            Some((made, values))
        };
        let (index, mut values) = read(&self.0, self.1.is_none())?;
        if let Some(below) = &self.1 {
            values.extend(read(below, false)?.1);
        }
        let index = index.unwrap_or_else(|| Arc::new(Index::new(&values, text.len())));
        let mut clean = Vec::with_capacity(text.len());
        stream::scan(&index, text.as_bytes(), 0, End::Cut, &mut clean);
        Some(String::from_utf8_lossy(&clean).into_owned())
    }

    /// For bytes that come in pieces. Values that are added later are not known to it.
    pub fn stream(&self) -> Stream {
        Stream::new(self.index(usize::MAX))
    }

    /// For text that comes in pieces. Values that are added later are not known to it.
    pub fn text(&self) -> Text {
        Text::new(self.stream())
    }

    /// An index for texts of up to so many bytes.
    fn index(&self, bytes: usize) -> Arc<Index> {
        // A poisoned lock has its values still: the panic was somebody else's. Values are only ever added.
        let count = |below: &Below| below.read().unwrap_or_else(PoisonError::into_inner).values.len();
        let below = self.1.as_ref().map_or(0, count);
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(index) = &known.index
                && known.below == below
                && index.reaches(bytes)
            {
                return Arc::clone(index);
            }
        }
        let others: Vec<_> = self.1.as_ref().map_or_else(Vec::new, |below| {
            below.read().unwrap_or_else(PoisonError::into_inner).values.clone()
        });
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let same = known.below == others.len();
        let index = known.index.take().filter(|index| same && index.reaches(bytes));
        let index = index.unwrap_or_else(|| {
            // Some room, so that a text that is a little longer does not need another one.
            let reach = bytes.checked_next_power_of_two().unwrap_or(usize::MAX).max(LEAST_REACH);
            if others.is_empty() {
                return Arc::new(Index::new(&known.values, reach));
            }
            let all: Vec<_> = known.values.iter().chain(&others).cloned().collect();
            Arc::new(Index::new(&all, reach))
        });
        known.below = others.len();
        known.index = Some(Arc::clone(&index));
        index
    }
}

impl Known {
    /// The first name of a value stays, but for [`GENERIC`].
    fn add(&mut self, name: &str, value: &SecretBytes) {
        let hash = self.hasher.hash_one(value.expose());
        let places = self.places.entry(hash).or_default();
        if let Some(at) = places.iter().find(|at| self.values[**at].1 == *value) {
            let known = &mut self.values[*at].0;
            if known == GENERIC && name != GENERIC {
                name.clone_into(known);
                self.index = None;
            }
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

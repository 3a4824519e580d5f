//! A YAML document as a tree in which everything knows its place.
//!
//! One parser decides what a file says (YAML 1.2, core schema); all checks and the typed model read this tree.

mod build;
mod chars;
mod comments;
mod lead;
mod loose;
mod older;
mod scalar;
mod syntax;
mod tabs;
#[cfg(test)]
mod tests;

pub use build::{MAX_ALIASED_BYTES, MAX_ALIASED_NODES, MAX_DEPTH, parse};
pub use comments::{Comment, comments};
pub use scalar::{Resolved, Scalar, Style};

use super::source::Span;

/// A value and its place. The span of a map or list reaches from its first to its last child.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it is written; for an alias, where the anchor is.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, with the style that decides what it means.
    Scalar(Scalar),
    /// A list.
    Seq(Vec<Node>),
    /// A map, in the order of the file.
    Map(Map),
}

/// A map whose keys are words, each at most once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<Entry>,
}

/// One `key: value`.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key is.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Map {
    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// All entries, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// All values, to be changed in place.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.entries.iter_mut().map(|entry| &mut entry.value)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it is `{}`.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Node {
    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_seq(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Seq(items) => Some(items),
            _ => None,
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a value that is text (no number, boolean or null).
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar().filter(|s| s.is_text()).map(|s| &*s.text)
    }

    /// The value of `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// Whether it is `null`, `~` or nothing at all.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|s| s.resolve() == Resolved::Null)
    }

    /// The one-line place to point at: a scalar itself, the first key of a map, the first item of a list.
    pub fn head(&self) -> Span {
        match &self.value {
            Value::Scalar(_) => self.span,
            Value::Seq(items) => items.first().map_or(self.span, Self::head),
            Value::Map(map) => map.entries.first().map_or(self.span, |e| e.key_span),
        }
    }

    /// What a person calls it: `text`, `a number`, `a map`, …
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Map(_) => "a map",
            Value::Seq(_) => "a list",
            Value::Scalar(scalar) => scalar.resolve().describe(),
        }
    }

    /// Calls `visit` with every scalar that is a value, in the order of the file.
    pub fn each_scalar<'a>(&'a self, visit: &mut impl FnMut(&'a Self, &'a Scalar)) {
        match &self.value {
            Value::Scalar(scalar) => visit(self, scalar),
            Value::Seq(items) => items.iter().for_each(|item| item.each_scalar(visit)),
            Value::Map(map) => map.iter().for_each(|entry| entry.value.each_scalar(visit)),
        }
    }
}

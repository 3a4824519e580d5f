//! What the keys of one map have to do with each other.

use super::{Field, Kind};

/// Keys that depend on the word of one key, the tag: `endpoint` is there for `type: http` only.
#[derive(Clone, Copy, Debug)]
pub struct Cases {
    /// The key whose word decides; it is a field of the block itself.
    pub tag: &'static str,
    /// The word that counts where the tag is missing, if one does.
    pub default: Option<&'static str>,
    /// One for each word; for a word without a case there are no further keys.
    pub cases: &'static [Case],
}

/// The keys that come with one word of the tag, besides those of the block.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The word.
    pub word: &'static str,
    /// The keys.
    pub fields: &'static [Field],
    /// The type of keys that the author chooses; `None` where there are none.
    pub others: Option<&'static Kind>,
}

/// A rule about the keys of one block.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// At most one of these keys.
    AtMostOne(&'static [&'static str]),
    /// A key that wants another one to be there, or to have one of some words.
    Needs(Needs),
}

/// See [`Rule::Needs`].
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// The key that needs.
    pub key: &'static str,
    /// The key that is needed.
    pub other: &'static str,
    /// The words of which it must have one; empty where it only has to be there.
    pub words: &'static [&'static str],
    /// Whether the deployed runtime refuses the key alone, rather than passing over it.
    pub refused: bool,
}

pub(super) const fn case(word: &'static str, fields: &'static [Field]) -> Case {
    Case { word, fields, others: None }
}

/// `key` alone does nothing.
pub(super) const fn needs(key: &'static str, other: &'static str) -> Rule {
    Rule::Needs(Needs { key, other, words: &[], refused: false })
}

/// `key` does nothing unless `other` has one of `words`.
pub(super) const fn only_for(key: &'static str, other: &'static str, words: &'static [&'static str]) -> Rule {
    Rule::Needs(Needs { key, other, words, refused: false })
}

/// `key` is refused unless `other` has one of `words`.
pub(super) const fn only_with(
    key: &'static str,
    other: &'static str,
    words: &'static [&'static str],
) -> Rule {
    Rule::Needs(Needs { key, other, words, refused: true })
}

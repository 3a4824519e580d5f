//! One change of a text, and what has to be said of it.

use std::ops::Range;

/// Where the finding has to be, in bytes of the changed file.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// It begins there.
    At(usize),
    /// It begins in this range.
    In(Range<usize>),
}

/// A change and its verdict.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    /// Which of the formation's files.
    pub(super) file: usize,
    /// The bytes that are replaced.
    pub(super) range: Range<usize>,
    /// What stands there then.
    pub(super) text: String,
    /// What was done, for the count.
    pub(super) kind: &'static str,
    /// The path of keys, for messages.
    pub(super) path: String,
    /// The code that has to be found.
    pub(super) code: &'static str,
    /// Whether it has to be an error.
    pub(super) error: bool,
    /// Where.
    pub(super) place: Place,
    /// All that the change takes out of sight: what is broken in there need not be found.
    pub(super) hides: Range<usize>,
    /// Whether what it breaks hangs on other places, so that a second change may hide it.
    pub(super) crosses: bool,
}

impl Mutant {
    /// Whether neither change touches or hides the other.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        if self.crosses || other.crosses {
            return false;
        }
        let clear = |a: &Range<usize>, b: &Range<usize>| a.end < b.start || b.end < a.start;
        self.file != other.file || clear(&self.hides, &other.hides)
    }

    /// What is done where, whatever the formation: numbers of items and names of files left out.
    pub(super) fn name(&self, file: &str) -> String {
        let keys = self.path.split('.').filter(|key| key.parse::<usize>().is_err());
        let directory = file.split('/').next().unwrap_or(file);
        format!("{directory} {} {} {}", keys.collect::<Vec<_>>().join("."), self.kind, self.text)
    }

    /// How many bytes the text grows by.
    pub(super) fn growth(&self) -> isize {
        self.text.len().cast_signed() - self.range.len().cast_signed()
    }

    /// Whether a finding that begins at `offset`, in a text where this change moved by `shift`, is the one.
    pub(super) fn is_at(&self, offset: usize, shift: isize) -> bool {
        let moved = |at: usize| at.saturating_add_signed(shift);
        match &self.place {
            Place::At(at) => offset == moved(*at),
            Place::In(range) => (moved(range.start)..=moved(range.end)).contains(&offset),
        }
    }
}

//! Every form of every value, in an order in which the longest one at a place is found by one search.

use zeroize::Zeroizing;

use super::SHORTEST;
use super::forms;
use crate::support::secret::SecretBytes;

/// The beginning of a value of at least so many bytes counts as the value: nobody wants most of a key
/// in a log either. It bounds how long an innocent text can be held back, and how often the same bytes are compared.
const LONG: usize = 128;

/// Odd numbers for multiplicative hashing (from the fractional part of the golden ratio, and of pi).
const HASHES: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0x243f_6a88_85a3_08d3];

/// The forms of all values, sorted.
pub(super) struct Index {
    /// Texts of up to so many bytes can be looked through: the forms of longer values are cut after that.
    reach: usize,
    /// The bytes of all forms; those with several lengths share them.
    arena: Zeroizing<Vec<u8>>,
    patterns: Vec<Pattern>,
    names: Vec<String>,
    /// For each of the two hashes of the first 8 bytes of a pattern, a bit.
    bits: [Vec<u64>; 2],
    shift: u32,
    /// For each pair of bytes, whether a pattern begins with it: for the ends of pieces, which come one by one.
    pairs: Box<[u64; 1024]>,
}

struct Pattern {
    /// Its first 8 bytes as a number whose order is theirs.
    first: u64,
    start: usize,
    length: usize,
    /// Which value it is of.
    value: usize,
    /// The longest other pattern that this one begins with.
    shorter: Option<usize>,
}

/// What stands at the beginning of a text.
pub(super) struct Found<'a> {
    /// Length and name of the longest value there.
    pub(super) value: Option<(usize, &'a str)>,
    /// Whether scanning goes on after the value, not inside it.
    pub(super) long: bool,
    /// The pattern that the whole text is a beginning of, so that more of it may come.
    pub(super) may_become: Option<usize>,
}

impl Index {
    /// For texts of up to `reach` bytes: of a huge value no more is needed than the text could hold.
    pub(super) fn new(values: &[(String, SecretBytes)], reach: usize) -> Self {
        let reach = reach.max(LONG);
        let forms: Vec<_> = values.iter().map(|(_, value)| forms::of(value.expose(), reach)).collect();
        let room = forms.iter().flatten().map(|form| form.bytes.len()).sum();
        let mut arena = Zeroizing::new(Vec::with_capacity(room));
        let mut patterns = Vec::new();
        for (value, form) in forms.iter().enumerate().flat_map(|(v, f)| f.iter().map(move |f| (v, f))) {
            let start = arena.len();
            arena.extend_from_slice(&form.bytes);
            let first = word(&form.bytes).swap_bytes();
            patterns.extend(form.lengths.iter().map(|&length| Pattern {
                first,
                start,
                length,
                value,
                shorter: None,
            }));
        }
        let bytes = |p: &Pattern| &arena[p.start..p.start + p.length];
        patterns.sort_unstable_by(|a, b| {
            let order = a.first.cmp(&b.first).then_with(|| bytes(a).cmp(bytes(b)));
            order.then(a.value.cmp(&b.value))
        });
        patterns.dedup_by(|b, a| bytes(a) == bytes(b));
        let size = (patterns.len() * 64).next_power_of_two().clamp(1 << 10, 1 << 20);
        let names = values.iter().map(|(name, _)| name.clone()).collect();
        let bits = [vec![0; size / 64], vec![0; size / 64]];
        let pairs = Box::new([0; 1024]);
        let shift = 64 - size.trailing_zeros();
        let mut index = Self { reach, arena, patterns, names, bits, shift, pairs };
        index.link();
        index
    }

    /// Fills `shorter` and the bits.
    fn link(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.patterns.len() {
            while open.last().is_some_and(|&last| !self.pattern(at).starts_with(self.pattern(last))) {
                open.pop();
            }
            self.patterns[at].shorter = open.last().copied();
            open.push(at);
            let word = word(self.pattern(at));
            for which in 0..2 {
                let (place, bit) = self.place(which, word);
                self.bits[which][place] |= bit;
            }
            let [first, second, ..] = word.to_le_bytes();
            self.pairs[usize::from(first) * 4 + usize::from(second >> 6)] |= 1 << (second & 63);
        }
    }

    /// Whether a text of so many bytes can be looked through.
    pub(super) fn reaches(&self, bytes: usize) -> bool {
        bytes <= self.reach
    }

    /// Whether a pattern begins with the first two bytes of `text`, or its only one.
    fn may_begin(&self, text: &[u8]) -> bool {
        match *text {
            [] => false,
            [first] => self.pairs[usize::from(first) * 4..][..4].iter().any(|bits| *bits != 0),
            [first, second, ..] => {
                self.pairs[usize::from(first) * 4 + usize::from(second >> 6)] & (1 << (second & 63)) != 0
            }
        }
    }

    /// The name of the value that a pattern is of.
    pub(super) fn name(&self, at: usize) -> &str {
        &self.names[self.patterns[at].value]
    }

    /// The bytes of a pattern.
    pub(super) fn pattern(&self, at: usize) -> &[u8] {
        let pattern = &self.patterns[at];
        &self.arena[pattern.start..pattern.start + pattern.length]
    }

    fn place(&self, which: usize, word: u64) -> (usize, u64) {
        let hash = word.wrapping_mul(HASHES[which]) >> self.shift;
        // At most 20 bits are left.
        (usize::try_from(hash >> 6).unwrap_or(0), 1 << (hash & 63))
    }

    fn has(&self, which: usize, word: u64) -> bool {
        let (place, bit) = self.place(which, word);
        self.bits[which][place] & bit != 0
    }

    /// The first place at or after `from` where a value may begin or where too little follows to tell.
    pub(super) fn next(&self, text: &[u8], from: usize) -> usize {
        if self.patterns.is_empty() {
            return text.len();
        }
        let windows = text[from..].windows(SHORTEST);
        let tail = from.max((text.len() + 1).saturating_sub(SHORTEST));
        let hit = |bytes: &[u8]| {
            let word = word(bytes);
            self.has(0, word) && self.has(1, word)
        };
        let in_tail = || (tail..text.len()).find(|at| self.may_begin(&text[*at..])).unwrap_or(text.len());
        windows.into_iter().position(hit).map_or_else(in_tail, |at| from + at)
    }

    /// What `text` begins with.
    pub(super) fn at(&self, text: &[u8]) -> Found<'_> {
        let after = self.patterns.partition_point(|p| &self.arena[p.start..p.start + p.length] <= text);
        // All that begin with the text come right after it.
        let may_become =
            Some(after).filter(|&a| a < self.patterns.len() && self.pattern(a).starts_with(text));
        // What the text begins with is the one before it, or what that one begins with.
        let mut whole = after.checked_sub(1);
        while let Some(at) = whole
            && !text.starts_with(self.pattern(at))
        {
            whole = self.patterns[at].shorter;
        }
        let mut best = whole.map(|at| (self.patterns[at].length, at));
        for near in [after.checked_sub(1), Some(after)].into_iter().flatten() {
            if let Some(pattern) = self.patterns.get(near)
                && pattern.length > LONG
            {
                let same = same(self.pattern(near), text);
                if same >= LONG && best.is_none_or(|(length, _)| same > length) {
                    best = Some((same, near));
                }
            }
        }
        let value = best.map(|(length, at)| (length, self.names[self.patterns[at].value].as_str()));
        Found { value, long: best.is_some_and(|(length, _)| length >= LONG), may_become }
    }
}

/// The first 8 bytes as a number; every pattern has them.
fn word(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

/// How many bytes the two have in common at their beginning.
fn same(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

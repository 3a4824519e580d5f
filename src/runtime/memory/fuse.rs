//! Two lists become one: reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009), with the time of a memory as a
//! small part.

use std::collections::HashMap;

/// The constant of the formula: how little the first places count more than those behind them.
const K: f64 = 60.0;
/// What the latest of all is worth beside a first place: about as much as one place.
const RECENCY: f64 = 0.02;

/// One memory that a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// The memory.
    pub(super) seq: i64,
    /// The sum.
    pub(super) score: f64,
    /// Its place among those that share words, from 1.
    pub(super) text_rank: Option<u32>,
    /// The cosine.
    pub(super) similarity: Option<f32>,
}

/// `text` and `near` have the best first; `updated` says when a memory was said last.
pub(super) fn fuse(text: &[i64], near: &[(i64, f32)], updated: &HashMap<i64, u64>) -> Vec<Found> {
    let mut all: HashMap<i64, Found> = HashMap::new();
    for (place, seq) in text.iter().enumerate() {
        let found = all.entry(*seq).or_insert(Found { seq: *seq, ..Found::default() });
        found.text_rank = u32::try_from(place + 1).ok();
        found.score += worth(place);
    }
    for (place, (seq, similarity)) in near.iter().enumerate() {
        let found = all.entry(*seq).or_insert(Found { seq: *seq, ..Found::default() });
        found.similarity = Some(*similarity);
        found.score += worth(place);
    }
    let mut latest: Vec<i64> = all.keys().copied().collect();
    latest.sort_unstable_by_key(|seq| std::cmp::Reverse((updated.get(seq).copied(), *seq)));
    for (place, seq) in latest.iter().enumerate() {
        if let Some(found) = all.get_mut(seq) {
            found.score += RECENCY * worth(place);
        }
    }
    let mut all: Vec<Found> = all.into_values().collect();
    all.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(b.seq.cmp(&a.seq)));
    all
}

#[expect(clippy::cast_precision_loss, reason = "a list has far fewer places than 2^52")]
fn worth(place: usize) -> f64 {
    1.0 / (K + 1.0 + place as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_lists_have_comes_first_and_the_later_of_equals() {
        let updated = HashMap::from([(1, 10), (2, 20), (3, 30), (4, 40)]);
        let order = |text: &[i64], near: &[(i64, f32)]| -> Vec<i64> {
            fuse(text, near, &updated).iter().map(|found| found.seq).collect()
        };
        assert_eq!(order(&[1, 2], &[(3, 0.9), (2, 0.8)]), [2, 3, 1]);
        assert_eq!(order(&[1], &[(4, 0.9)]), [4, 1], "equal places: the later one");
        assert_eq!(order(&[1, 2, 3, 4], &[]), [1, 2, 3, 4], "time does not turn a list over");
        assert_eq!(order(&[], &[]), [0_i64; 0]);
    }
}

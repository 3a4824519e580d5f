//! Two lists become one: reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009), with the time of a memory as a
//! small part.

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

/// `text` and `near` have the best first, each with when it was said last.
pub(super) fn fuse(text: &[(i64, u64)], near: &[(i64, f32, u64)]) -> Vec<Found> {
    let mut all: Vec<(Found, u64)> = Vec::with_capacity(text.len() + near.len());
    for (place, (seq, at)) in text.iter().enumerate() {
        let text_rank = u32::try_from(place + 1).ok();
        all.push((Found { seq: *seq, score: worth(place), text_rank, similarity: None }, *at));
    }
    for (place, (seq, similarity, at)) in near.iter().enumerate() {
        let similarity = Some(*similarity);
        all.push((Found { seq: *seq, score: worth(place), text_rank: None, similarity }, *at));
    }
    // What both lists have is there twice, the place by its words first.
    all.sort_by_key(|(found, _)| found.seq);
    all.dedup_by(|(near, at), (found, updated)| {
        let same = near.seq == found.seq;
        if same {
            found.score += near.score;
            found.similarity = near.similarity;
            *updated = *at;
        }
        same
    });
    all.sort_unstable_by_key(|(found, at)| std::cmp::Reverse((*at, found.seq)));
    for (place, (found, _)) in all.iter_mut().enumerate() {
        found.score += RECENCY * worth(place);
    }
    all.sort_unstable_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then(b.seq.cmp(&a.seq)));
    all.into_iter().map(|(found, _)| found).collect()
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
        // The later ones have the greater numbers.
        let at = |seq: i64| u64::try_from(seq * 10).unwrap();
        let order = |text: &[i64], near: &[(i64, f32)]| -> Vec<i64> {
            let text: Vec<_> = text.iter().map(|seq| (*seq, at(*seq))).collect();
            let near: Vec<_> = near.iter().map(|(seq, similarity)| (*seq, *similarity, at(*seq))).collect();
            fuse(&text, &near).iter().map(|found| found.seq).collect()
        };
        assert_eq!(order(&[1, 2], &[(3, 0.9), (2, 0.8)]), [2, 3, 1]);
        assert_eq!(order(&[1], &[(4, 0.9)]), [4, 1], "equal places: the later one");
        assert_eq!(order(&[1, 2, 3, 4], &[]), [1, 2, 3, 4], "time does not turn a list over");
        assert_eq!(order(&[], &[]), [0_i64; 0]);
    }
}

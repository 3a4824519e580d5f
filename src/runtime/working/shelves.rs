//! The vectors of messages, on a shelf for each session, all of them within one bound.

use std::collections::{HashMap, VecDeque};

use super::Held;
use crate::runtime::memory::dot;
use crate::runtime::principal::Principal;

/// A session of a user.
pub(super) type Key = (Principal, String);

/// What a row takes beside its numbers, and a shelf beside its rows, in bytes.
const ROW: usize = size_of::<Row>();
const SHELF: usize = size_of::<Key>() + size_of::<Shelf>() + 64;

/// All of them.
#[derive(Default)]
pub(super) struct Shelves {
    by_session: HashMap<Key, Shelf>,
    bytes: usize,
    /// Counts shelves and rows: what came first has the smallest number.
    numbers: u64,
}

struct Shelf {
    /// One that was dropped and made again has another.
    number: u64,
    /// The last message that was looked at, by its place in the store.
    upto: i64,
    /// Somebody takes up what is new.
    taken: bool,
    rows: VecDeque<Row>,
}

struct Row {
    number: u64,
    seq: i64,
    vector: Box<[f32]>,
}

impl Row {
    fn bytes(&self) -> usize {
        ROW + size_of_val(&*self.vector)
    }
}

impl Shelf {
    fn bytes(&self) -> usize {
        SHELF + self.rows.iter().map(Row::bytes).sum::<usize>()
    }
}

/// What somebody takes up who began.
pub(super) struct Begun {
    /// Of the shelf.
    pub(super) number: u64,
    /// Messages after this one are new to it.
    pub(super) after: i64,
}

impl Shelves {
    /// Begins to take up what is new in a session; nothing where somebody else does.
    pub(super) fn begin(&mut self, key: &Key) -> Option<Begun> {
        if !self.by_session.contains_key(key) {
            self.numbers += 1;
            self.bytes += SHELF;
            let place = Shelf { number: self.numbers, upto: 0, taken: false, rows: VecDeque::new() };
            self.by_session.insert(key.clone(), place);
        }
        let place = self.by_session.get_mut(key).filter(|place| !place.taken)?;
        place.taken = true;
        Some(Begun { number: place.number, after: place.upto })
    }

    /// What was begun has ended. A shelf with nothing on it goes.
    pub(super) fn end(&mut self, key: &Key, number: u64) {
        let Some(place) = self.by_session.get_mut(key).filter(|place| place.number == number) else { return };
        place.taken = false;
        if place.rows.is_empty() {
            self.remove(key);
        }
    }

    /// Puts messages with what they mean on the shelf that was begun, and takes what came first from all of them until no
    /// more than `most` bytes are held.
    pub(super) fn add(&mut self, key: &Key, number: u64, rows: Vec<(i64, Option<Vec<f32>>)>, most: usize) {
        let Some(place) = self.by_session.get_mut(key).filter(|place| place.number == number) else { return };
        for (seq, vector) in rows {
            place.upto = place.upto.max(seq);
            let Some(vector) = vector else { continue };
            self.numbers += 1;
            let row = Row { number: self.numbers, seq, vector: vector.into_boxed_slice() };
            self.bytes += row.bytes();
            place.rows.push_back(row);
        }
        while self.bytes > most && self.drop_the_first() {}
    }

    /// Takes the message that came first; false where there is none. A shelf goes with its last one.
    fn drop_the_first(&mut self) -> bool {
        let oldest =
            self.by_session.iter().filter_map(|(key, place)| Some((place.rows.front()?.number, key)));
        let Some(key) = oldest.min_by_key(|(number, _)| *number).map(|(_, key)| key.clone()) else {
            return false;
        };
        let Some(place) = self.by_session.get_mut(&key) else { return false };
        self.bytes -= place.rows.pop_front().map_or(0, |row| row.bytes());
        if place.rows.is_empty() && !place.taken {
            self.remove(&key);
        }
        true
    }

    fn remove(&mut self, key: &Key) {
        self.bytes -= self.by_session.remove(key).map_or(0, |place| place.bytes());
    }

    /// Drops what the session was cleared of.
    pub(super) fn cleared(&mut self, key: &Key, upto: i64) {
        let Some(place) = self.by_session.get_mut(key) else { return };
        while let Some(row) = place.rows.pop_front_if(|row| row.seq <= upto) {
            self.bytes -= row.bytes();
        }
    }

    /// Drops the shelves of everybody, of one user, or of one session of the user.
    pub(super) fn forget(&mut self, who: Option<&Principal>, session_id: Option<&str>) {
        let gone = |key: &Key| who.is_none_or(|who| *who == key.0) && session_id.is_none_or(|id| id == key.1);
        let bytes = &mut self.bytes;
        self.by_session.retain(|key, place| {
            let stays = !gone(key);
            *bytes -= if stays { 0 } else { place.bytes() };
            stays
        });
    }

    pub(super) fn is_empty(&self, key: &Key) -> bool {
        self.by_session.get(key).is_none_or(|place| place.rows.is_empty())
    }

    /// The `most` messages of the session that are nearest to what was asked, and at least as near as `floor`.
    pub(super) fn nearest(&self, key: &Key, asked: &[f32], most: usize, floor: f32) -> Vec<i64> {
        let rows = self.by_session.get(key).into_iter().flat_map(|place| &place.rows);
        let alike = rows.filter(|row| row.vector.len() == asked.len());
        let mut near: Vec<(i64, f32)> = alike.map(|row| (row.seq, dot(asked, &row.vector))).collect();
        near.retain(|(_, similarity)| *similarity >= floor);
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        near.into_iter().take(most).map(|(seq, _)| seq).collect()
    }

    pub(super) fn held(&self) -> Held {
        let messages = self.by_session.values().map(|place| place.rows.len()).sum();
        Held { sessions: self.by_session.len(), messages, bytes: self.bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(user: &str, session: &str) -> Key {
        (Principal::parse(user).unwrap(), session.to_owned())
    }

    fn put(shelves: &mut Shelves, key: &Key, seqs: std::ops::Range<i64>, most: usize) {
        let begun = shelves.begin(key).expect("nobody else takes it");
        assert!(shelves.begin(key).is_none(), "one at a time");
        let rows = seqs.map(|seq| (seq, Some(vec![1.0, 0.0])));
        shelves.add(key, begun.number, rows.collect(), most);
        shelves.end(key, begun.number);
    }

    #[test]
    fn beyond_the_bound_what_came_first_goes_whosever_it_is() {
        let (mut shelves, ann, bob) = (Shelves::default(), key("ann", "s"), key("bob", "s"));
        put(&mut shelves, &ann, 1..4, usize::MAX);
        put(&mut shelves, &bob, 4..6, usize::MAX);
        let full = shelves.held().bytes;
        put(&mut shelves, &ann, 6..8, full);
        assert_eq!(shelves.nearest(&ann, &[1.0, 0.0], 9, 0.5), [7, 6, 3]);
        assert_eq!(shelves.nearest(&bob, &[1.0, 0.0], 9, 0.5), [5, 4]);
        assert!(shelves.held().bytes <= full);
        put(&mut shelves, &bob, 8..40, full / 2);
        assert!(shelves.is_empty(&ann) && shelves.held().bytes <= full / 2);
        assert_eq!(shelves.nearest(&bob, &[1.0, 0.0], 1, 0.5), [39], "the last stays");
        put(&mut shelves, &bob, 40..41, 1);
        assert_eq!(shelves.held(), Held::default());
    }

    #[test]
    fn what_is_forgotten_while_it_is_taken_up_stays_forgotten() {
        let (mut shelves, ann) = (Shelves::default(), key("ann", "s"));
        let begun = shelves.begin(&ann).unwrap();
        shelves.forget(Some(&ann.0), Some("s"));
        shelves.add(&ann, begun.number, vec![(1, Some(vec![1.0]))], usize::MAX);
        shelves.end(&ann, begun.number);
        assert_eq!(shelves.held(), Held::default());
        for (who, session) in [("ann", "s"), ("ann", "t"), ("bob", "s")] {
            put(&mut shelves, &key(who, session), 1..4, usize::MAX);
        }
        shelves.cleared(&ann, 2);
        assert_eq!(shelves.nearest(&ann, &[1.0, 0.0], 9, 0.5), [3]);
        shelves.forget(Some(&ann.0), Some("s"));
        assert!(shelves.is_empty(&ann) && !shelves.is_empty(&key("ann", "t")));
        shelves.forget(Some(&ann.0), None);
        assert!(shelves.is_empty(&key("ann", "t")) && !shelves.is_empty(&key("bob", "s")));
        shelves.forget(None, None);
        assert_eq!(shelves.held(), Held::default());
    }

    #[test]
    fn what_is_not_near_or_has_another_length_is_not_found() {
        let (mut shelves, ann) = (Shelves::default(), key("ann", "s"));
        let begun = shelves.begin(&ann).unwrap();
        let rows = [vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0], vec![0.8, 0.6]];
        let rows = rows.into_iter().zip(1..).map(|(vector, seq)| (seq, Some(vector)));
        shelves.add(&ann, begun.number, rows.chain([(5, None)]).collect(), usize::MAX);
        shelves.end(&ann, begun.number);
        assert_eq!(shelves.nearest(&ann, &[1.0, 0.0], 9, 0.5), [1, 4]);
        assert_eq!(shelves.nearest(&ann, &[1.0, 0.0], 1, 0.5), [1]);
        assert_eq!(shelves.nearest(&key("bob", "s"), &[1.0, 0.0], 9, 0.5), [0_i64; 0]);
        assert_eq!(shelves.begin(&ann).unwrap().after, 5, "what says nothing is not looked at again");
    }
}

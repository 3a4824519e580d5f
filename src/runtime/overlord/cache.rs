//! What a model said about who should answer, for the next time that the same is asked.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indexmap::IndexMap;

use crate::crypto::hash::sha256;
use crate::support::clock::millis;

/// The most answers that are kept.
const MOST: usize = 1024;
/// How long an answer is kept where nothing is said.
pub(super) const TTL: Duration = Duration::from_hours(1);

/// Bounded; the one that was used least lately goes first.
#[derive(Debug)]
pub(super) struct Cache {
    kept: Mutex<IndexMap<Key, Kept>>,
    ttl_ms: u64,
}

type Key = [u8; 32];

#[derive(Clone, Copy, Debug)]
struct Kept {
    agent: usize,
    until: u64,
}

impl Cache {
    /// Keeps answers for `ttl`; a `ttl` of nothing keeps none.
    pub(super) fn new(ttl: Duration) -> Self {
        Self { kept: Mutex::default(), ttl_ms: millis(ttl) }
    }

    pub(super) fn get(&self, message: &str, last: Option<usize>, now: u64) -> Option<usize> {
        let key = key(message, last);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.shift_remove(&key).filter(|one| one.until > now)?;
        kept.insert(key, found);
        Some(found.agent)
    }

    /// Keeps the answer for the same message after the same agent, and after the one that now
    /// answers: who asks again means the same.
    pub(super) fn put(&self, message: &str, last: Option<usize>, agent: usize, now: u64) {
        if self.ttl_ms == 0 {
            return;
        }
        let one = Kept { agent, until: now.saturating_add(self.ttl_ms) };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for last in [last, Some(agent)] {
            let key = key(message, last);
            kept.shift_remove(&key);
            kept.insert(key, one);
        }
        while kept.len() > MOST {
            kept.shift_remove_index(0);
        }
    }
}

/// Case and space make no difference.
fn key(message: &str, last: Option<usize>) -> Key {
    let mut text = last.map_or_else(|| "-".to_owned(), |last| last.to_string());
    for word in message.split_whitespace() {
        text.push(' ');
        text.push_str(&word.to_lowercase());
    }
    sha256(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_again_is_known_until_it_is_too_old() {
        let cache = Cache::new(Duration::from_millis(10));
        cache.put("Where is  it?", None, 2, 100);
        assert_eq!(cache.get(" where IS it? ", None, 105), Some(2));
        assert_eq!(cache.get("where is it?", Some(2), 105), Some(2));
        assert_eq!(cache.get("where is it?", Some(1), 105), None);
        assert_eq!(cache.get("where is it?", None, 110), None);
        let none = Cache::new(Duration::ZERO);
        none.put("a", None, 1, 0);
        assert_eq!(none.get("a", None, 0), None);
    }

    #[test]
    fn it_is_bounded_and_what_is_used_stays() {
        let cache = Cache::new(TTL);
        cache.put("first", Some(1), 1, 0);
        for i in 0..MOST * 2 {
            cache.put(&i.to_string(), Some(1), 1, 0);
            assert_eq!(cache.get("first", Some(1), 0), Some(1));
        }
        assert_eq!(cache.kept.lock().unwrap().len(), MOST);
        assert_eq!(cache.get("0", Some(1), 0), None);
    }
}

//! A map of bounded size.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// A map that forgets what was put into it first.
pub(super) struct Bounded<K, V> {
    map: HashMap<K, (u64, V)>,
    order: BTreeMap<u64, K>,
    next: u64,
    most: usize,
}

impl<K: Clone + Eq + Hash, V> Bounded<K, V> {
    pub(super) fn new(most: usize) -> Self {
        Self { map: HashMap::new(), order: BTreeMap::new(), next: 0, most }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        assert_eq!(self.map.len(), self.order.len());
        self.map.len()
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.map.get(key).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.map.get_mut(key).map(|(_, value)| value)
    }

    /// It is the newest, whether it was there before or not.
    pub(super) fn put(&mut self, key: K, value: V) {
        self.remove(&key);
        self.next += 1;
        self.order.insert(self.next, key.clone());
        self.map.insert(key, (self.next, value));
        while self.map.len() > self.most {
            let Some((_, oldest)) = self.order.pop_first() else { break };
            self.map.remove(&oldest);
        }
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let (at, value) = self.map.remove(key)?;
        self.order.remove(&at);
        Some(value)
    }

    /// Keeps what `keep` says, which sees the oldest first.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        let map = &mut self.map;
        self.order.retain(|_, key| {
            let kept = map.get_mut(key).is_some_and(|(_, value)| keep(key, value));
            if !kept {
                map.remove(key);
            }
            kept
        });
    }
}

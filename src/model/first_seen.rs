//! The first of each, to point at where something occurs again.

use std::collections::{BTreeMap, btree_map::Entry};

/// Values by key, the first of each key. Lists in manifests may be of any length, so looking one
/// up must not mean to go through them all.
#[derive(Clone)]
pub struct FirstSeen<K, V>(BTreeMap<K, V>);

impl<K: Ord, V: Copy> FirstSeen<K, V> {
    pub fn new() -> FirstSeen<K, V> {
        FirstSeen(BTreeMap::new())
    }

    /// The first value of this key; where there is none yet, this one becomes it.
    pub fn earlier(&mut self, key: K, value: V) -> Option<V> {
        match self.0.entry(key) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(value);
                None
            }
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.0.get(key).copied()
    }
}

impl<K: Ord, V: Copy> Default for FirstSeen<K, V> {
    fn default() -> FirstSeen<K, V> {
        FirstSeen::new()
    }
}

//! Whether two secrets have one value, told by keyed digests: the values themselves meet nowhere.

use std::collections::{HashMap, HashSet};

use super::lint::is_worth_comparing;
use super::store::{Content, Opened2};
use super::{SecretName, Store, value};
use crate::crypto::{Key256, mac};
use crate::support::secret::SecretBytes;

/// How many values are opened to be compared with a new one.
const MAX_OPENED: usize = 1_000;

/// What makes digests of the values of one store.
pub(super) struct Digests(Key256);

impl Digests {
    /// The same for equal values of this store, and for no others.
    pub(super) fn of(&self, value: &SecretBytes) -> [u8; 32] {
        mac::hmac_sha256(&*self.0, &[value.expose()])
    }
}

impl Store {
    /// What compares the values of this store; `None` where there is no key.
    pub(super) fn digests(&self) -> Option<Digests> {
        match self.content() {
            Content::Nothing => None,
            Content::One(opened) => Some(Digests(opened.key.same_key())),
            Content::Two(opened) => opened.keys.first().map(|key| Digests(key.same_key())),
        }
    }

    /// For each of `values` a secret that has it, and is none of `except`; each value of the store is opened once.
    /// Values of other sizes stay closed, and so do all after the first 1,000 for each that is asked for.
    pub(super) fn names_of_values(
        &self,
        values: &[&SecretBytes],
        except: &HashSet<&str>,
    ) -> Vec<Option<String>> {
        let Some(digests) = self.digests() else { return vec![None; values.len()] };
        let sizes: HashSet<usize> = values.iter().map(|value| value::sealed_len(value.len())).collect();
        let names = self.names().into_iter().filter(|name| !except.contains(name));
        let names = names.filter(|name| self.may_hold(name, &sizes));
        let mut known: HashMap<[u8; 32], &str> = HashMap::new();
        for name in names.take(MAX_OPENED.saturating_mul(values.len())) {
            let Ok(kept) = SecretName::normalise(name) else { continue };
            let Ok(Some(other)) = self.get(&kept.name) else { continue };
            if is_worth_comparing(name, other.expose()) {
                known.entry(digests.of(&other)).or_insert(name);
            }
        }
        values.iter().map(|value| known.get(&digests.of(value)).map(|name| (*name).to_owned())).collect()
    }

    /// Whether the value of `name` may have one of these sizes when sealed, told without opening it.
    fn may_hold(&self, name: &str, sizes: &HashSet<usize>) -> bool {
        match self.content() {
            Content::Two(opened) => opened.sealed_len(name).is_some_and(|len| sizes.contains(&len)),
            Content::Nothing | Content::One(_) => true,
        }
    }
}

impl Opened2 {
    fn sealed_len(&self, name: &str) -> Option<usize> {
        let at = self.document.find(name).ok()?;
        self.document.entries[at].sealed.as_ref().map(Vec::len)
    }
}

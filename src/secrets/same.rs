//! Whether two secrets have one value, told by keyed digests: the values themselves meet nowhere.

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

    /// A secret that has this value, and is none of `except`. Values of other sizes stay closed, and so do all
    /// after the first 1,000 that are opened.
    pub(super) fn name_of_value(&self, value: &SecretBytes, except: &[&str]) -> Option<String> {
        let digests = self.digests()?;
        let wanted = digests.of(value);
        let candidates = self.names().into_iter().filter(|name| !except.contains(name));
        let candidates = candidates.filter(|name| self.may_hold(name, value.len())).take(MAX_OPENED);
        for name in candidates {
            let Ok(kept) = SecretName::normalise(name) else { continue };
            let Ok(Some(other)) = self.get(&kept.name) else { continue };
            if mac::equal(&digests.of(&other), &wanted) && is_worth_comparing(name, other.expose()) {
                return Some(name.to_owned());
            }
        }
        None
    }

    /// Whether the value of `name` may have `len` bytes, told without opening it.
    fn may_hold(&self, name: &str, len: usize) -> bool {
        match self.content() {
            Content::Two(opened) => opened.sealed_len(name) == Some(value::sealed_len(len)),
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

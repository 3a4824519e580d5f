//! Whether two secrets have one value, told by keyed digests: the values themselves meet nowhere.

use super::lint::is_worth_comparing;
use super::store::{Content, Opened2};
use super::{SecretName, Store, value};
use crate::crypto::{Key256, mac};
use crate::support::secret::SecretBytes;

/// How many values are opened to be compared with a new one.
const MAX_OPENED: usize = 1_000;

impl Store {
    /// The same for equal values of this store, and for no others; `None` where there is no key.
    pub(super) fn digest(&self, value: &SecretBytes) -> Option<[u8; 32]> {
        Some(mac::hmac_sha256(&*self.same_key()?, &[value.expose()]))
    }

    /// A secret that has this value, and is none of `except`. Values of other sizes stay closed, and so do all
    /// after the first 1,000 that are opened.
    pub(super) fn name_of_value(&self, value: &SecretBytes, except: &[&str]) -> Option<String> {
        let wanted = self.digest(value)?;
        let candidates = self.names().into_iter().filter(|name| !except.contains(name));
        let candidates = candidates.filter(|name| self.may_hold(name, value.len())).take(MAX_OPENED);
        for name in candidates {
            let Ok(kept) = SecretName::normalise(name) else { continue };
            let Ok(Some(other)) = self.get(&kept.name) else { continue };
            let same = self.digest(&other).is_some_and(|digest| mac::equal(&digest, &wanted));
            if same && is_worth_comparing(name, other.expose()) {
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

    fn same_key(&self) -> Option<Key256> {
        match self.content() {
            Content::Nothing => None,
            Content::One(opened) => Some(opened.key.same_key()),
            Content::Two(opened) => opened.keys.first().map(super::key::RootKey::same_key),
        }
    }
}

impl Opened2 {
    fn sealed_len(&self, name: &str) -> Option<usize> {
        let at = self.document.find(name).ok()?;
        self.document.entries[at].sealed.as_ref().map(Vec::len)
    }
}

//! Whose a connection is, and where its program has its files.

use std::sync::Arc;

use super::access::Granted;
use crate::crypto::hash;
use crate::runtime::principal::Principal;

/// So many credentials stand by themselves in the name of a home: a name has at most 255 bytes.
const MOST_NAMED: usize = 12;
/// Hexadecimal digits of a mark.
const MARK: usize = 16;

/// Whose it is, and with which credentials it was opened: ids and versions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) server: String,
    pub(super) who: Principal,
    pub(super) with: Vec<(String, u64)>,
}

impl Key {
    pub(super) fn new(server: &str, who: &Principal, granted: &[Arc<Granted>]) -> Self {
        let with = granted.iter().map(|one| (one.account.id.clone(), one.account.version)).collect();
        Self { server: server.to_owned(), who: who.clone(), with }
    }

    /// Whether it has older versions of the same credentials, and none that is newer.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        let same =
            self.server == other.server && self.who == other.who && self.with.len() == other.with.len();
        let pairs = || self.with.iter().zip(&other.with);
        same && self != other && pairs().all(|(this, that)| this.0 == that.0 && this.1 <= that.1)
    }

    /// Where its program has its home: one for each user and account, whatever the versions.
    pub(super) fn home(&self) -> String {
        let ids: Vec<&str> = self.with.iter().map(|(id, _)| id.as_str()).collect();
        let name = if ids.len() <= MOST_NAMED {
            ids.into_iter().map(mark_of).collect::<Vec<_>>().join(".")
        } else {
            short(&ids.join("\n"))
        };
        format!("{}/{name}", home_of(&self.who))
    }
}

/// The directory of a user's homes.
pub(super) fn home_of(who: &Principal) -> String {
    short(&format!("{}\n{}", who.tenant(), who.user()))
}

/// What stands for a credential in the names of homes.
pub(super) fn mark_of(id: &str) -> String {
    hash::hex(&hash::sha256(id.as_bytes()))[..MARK].to_owned()
}

/// The marks of the credentials that a home of that name was made with. A number may stand behind them.
pub(super) fn marks_in(name: &str) -> impl Iterator<Item = &str> {
    name.split('-').next().unwrap_or_default().split('.')
}

fn short(text: &str) -> String {
    hash::hex(&hash::sha256(text.as_bytes()))[..20].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(tenant: &str, user: &str, id: &str, version: u64) -> Key {
        let (server, who) = ("github".to_owned(), Principal::of(tenant, user));
        Key { server, who, with: vec![(id.to_owned(), version)] }
    }

    #[test]
    fn each_user_and_each_account_has_a_home_whatever_the_version() {
        let home = key("acme", "ann", "cred_1", 1).home();
        assert_eq!(home, key("acme", "ann", "cred_1", 2).home());
        for other in [
            key("acme", "ann", "cred_2", 1),
            key("acme", "bob", "cred_1", 1),
            key("other", "ann", "cred_1", 1),
            key("acm", "eann", "cred_1", 1),
        ] {
            assert_ne!(home, other.home(), "{other:?}");
        }
        assert!(home.starts_with(&home_of(&Principal::of("acme", "ann"))), "all of a user's are in one");
    }
}

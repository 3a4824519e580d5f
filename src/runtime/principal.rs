//! Who asks. A caller names a tenant and an identifier; the store knows which user that is, and
//! every query needs that user.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Who is named by the `X-Muxi-User-ID` header or `--user`: an identifier in a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    tenant: String,
    identifier: String,
}

/// A user of one tenant, as everything that is kept is keyed. Made by the store of a [`Caller`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Principal {
    tenant: String,
    user: String,
    /// How the caller named the user; it is what is shown.
    #[serde(skip)]
    named: Option<Arc<str>>,
}

/// The user id cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a user id has 1 to {MAX_ID_BYTES} bytes and no control characters")]
pub struct BadUserId;

/// The longest user id, in bytes.
pub const MAX_ID_BYTES: usize = 255;
/// What internal ids of users begin with.
pub const USER_PREFIX: &str = "usr_";
/// Characters of an internal id after its prefix.
const USER_LENGTH: usize = 21;

impl Caller {
    /// The user of the machine itself: who calls from loopback and names nobody.
    pub fn local() -> Self {
        Self { tenant: String::new(), identifier: "local".to_owned() }
    }

    /// Reads `user` or `tenant:user`, split at the first colon; ids with the shape of an e-mail
    /// address are lower-cased, as the deployed runtime does.
    pub fn parse(id: &str) -> Result<Self, BadUserId> {
        let id = id.trim();
        if id.is_empty() || id.len() > MAX_ID_BYTES || id.chars().any(char::is_control) {
            return Err(BadUserId);
        }
        let (tenant, identifier) = id.split_once(':').unwrap_or(("", id));
        if identifier.is_empty() {
            return Err(BadUserId);
        }
        Ok(Self { tenant: tenant.to_owned(), identifier: normal(identifier) })
    }

    /// The identifier as it is kept, in its tenant.
    pub(in crate::runtime) fn of(tenant: &str, identifier: &str) -> Self {
        Self { tenant: tenant.to_owned(), identifier: identifier.to_owned() }
    }

    /// The same, in `tenant` where the text names none.
    pub fn within(tenant: &str, id: &str) -> Result<Self, BadUserId> {
        let mut caller = Self::parse(id)?;
        if caller.tenant.is_empty() {
            tenant.clone_into(&mut caller.tenant);
        }
        Ok(caller)
    }

    /// The tenant; empty where none was named.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The identifier within the tenant.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Whether it is written as the internal id of a user, and so is no identifier.
    pub fn is_internal(&self) -> bool {
        is_internal(&self.identifier)
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_name(f, &self.tenant, &self.identifier)
    }
}

impl Principal {
    /// The user with the internal id `user` in `tenant`.
    pub fn of(tenant: &str, user: &str) -> Self {
        Self { tenant: tenant.to_owned(), user: user.to_owned(), named: None }
    }

    /// The same user, shown as `caller` named it.
    #[must_use]
    pub fn named(self, caller: &Caller) -> Self {
        Self { named: Some(caller.identifier.as_str().into()), ..self }
    }

    /// For tests of what is keyed by users: a user whose internal id is the one that is named.
    #[cfg(test)]
    pub fn parse(id: &str) -> Result<Self, BadUserId> {
        Caller::parse(id).map(|caller| Self::of(&caller.tenant, &caller.identifier))
    }

    /// For tests of what is keyed by users.
    #[cfg(test)]
    pub fn local() -> Self {
        Self::of("", "local")
    }

    /// The tenant; empty where none was named.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The internal id of the user: stays the same whichever identifier asks.
    pub fn user(&self) -> &str {
        &self.user
    }
}

impl PartialEq for Principal {
    fn eq(&self, other: &Self) -> bool {
        self.tenant == other.tenant && self.user == other.user
    }
}

impl Eq for Principal {}

impl Hash for Principal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.tenant, &self.user).hash(state);
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_name(f, &self.tenant, self.named.as_deref().unwrap_or(&self.user))
    }
}

fn write_name(f: &mut fmt::Formatter<'_>, tenant: &str, name: &str) -> fmt::Result {
    // Without a tenant, a name with a colon in it would be written as another's with one.
    if tenant.is_empty() && !name.contains(':') { f.write_str(name) } else { write!(f, "{tenant}:{name}") }
}

/// Whether `id` has the form of an internal id: `usr_` and 21 characters.
pub fn is_internal(id: &str) -> bool {
    id.strip_prefix(USER_PREFIX).is_some_and(|rest| {
        rest.len() == USER_LENGTH
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    })
}

fn normal(identifier: &str) -> String {
    if is_email(identifier) { identifier.to_lowercase() } else { identifier.to_owned() }
}

fn is_email(id: &str) -> bool {
    id.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && host.split_once('.').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_lower_cased_and_another_id_is_not() {
        assert_eq!(Caller::parse("Alice@Acme.COM").unwrap().identifier(), "alice@acme.com");
        assert_eq!(Caller::parse("Alice").unwrap().identifier(), "Alice");
        assert_eq!(Caller::parse("@Alice").unwrap().identifier(), "@Alice");
    }

    #[test]
    fn the_first_colon_parts_tenant_and_user() {
        let p = Caller::parse("acme:Bob@x.io:2").unwrap();
        assert_eq!((p.tenant(), p.identifier()), ("acme", "bob@x.io:2"));
        assert_eq!(p.to_string(), "acme:bob@x.io:2");
        assert_eq!(Caller::parse("bob").unwrap().to_string(), "bob");
        assert_eq!(Caller::within("acme", "bob").unwrap().to_string(), "acme:bob");
        assert_eq!(Caller::within("acme", "other:bob").unwrap().tenant(), "other");
    }

    #[test]
    fn what_is_written_of_a_caller_names_that_caller_and_no_other() {
        for id in ["bob", ":bob", "acme:bob", ":acme:bob", "acme::bob", "::bob", ":a:b:c"] {
            let caller = Caller::parse(id).unwrap();
            assert_eq!(Caller::parse(&caller.to_string()).unwrap(), caller, "{id}");
            let who = Principal::of(caller.tenant(), "usr_x").named(&caller);
            assert_eq!(who.to_string(), caller.to_string(), "{id}");
        }
        let (plain, alike) = (Caller::parse("acme:bob").unwrap(), Caller::parse(":acme:bob").unwrap());
        assert_ne!(plain.to_string(), alike.to_string());
    }

    #[test]
    fn empty_long_and_control_ids_are_refused() {
        for id in ["", "  ", "acme:", "a\u{7}b", &"x".repeat(256)] {
            assert_eq!(Caller::parse(id), Err(BadUserId), "{id:?}");
        }
    }

    #[test]
    fn a_user_is_the_same_under_each_identifier_and_shown_as_it_was_named() {
        let user = Principal::of("acme", "usr_0123456789abcdefghijk");
        let named = user.clone().named(&Caller::parse("acme:bob").unwrap());
        assert_eq!(user, named);
        assert_eq!(
            (user.to_string().as_str(), named.to_string().as_str()),
            ("acme:usr_0123456789abcdefghijk", "acme:bob")
        );
        assert!(is_internal(user.user()) && !is_internal("usr_short") && !is_internal("bob"));
    }
}

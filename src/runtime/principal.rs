//! Who asks: every query of the store needs one.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A user of one tenant. Made from the `X-Muxi-User-ID` header or `--user`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Principal {
    tenant: String,
    user: String,
}

/// The user id cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a user id has 1 to {MAX_ID_BYTES} bytes and no control characters")]
pub struct BadUserId;

/// The longest user id, in bytes.
pub const MAX_ID_BYTES: usize = 255;

impl Principal {
    /// The user of the machine itself: who calls from loopback and names nobody.
    pub fn local() -> Self {
        Self { tenant: String::new(), user: "local".to_owned() }
    }

    /// Reads `user` or `tenant:user`, split at the first colon; ids with the shape of an e-mail
    /// address are lower-cased, as the deployed runtime does.
    pub fn parse(id: &str) -> Result<Self, BadUserId> {
        let id = id.trim();
        if id.is_empty() || id.len() > MAX_ID_BYTES || id.chars().any(char::is_control) {
            return Err(BadUserId);
        }
        let (tenant, user) = id.split_once(':').unwrap_or(("", id));
        if user.is_empty() {
            return Err(BadUserId);
        }
        let user = if is_email(user) { user.to_lowercase() } else { user.to_owned() };
        Ok(Self { tenant: tenant.to_owned(), user })
    }

    /// The tenant; empty where none was named.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// The user within the tenant.
    pub fn user(&self) -> &str {
        &self.user
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tenant.is_empty() {
            f.write_str(&self.user)
        } else {
            write!(f, "{}:{}", self.tenant, self.user)
        }
    }
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
        assert_eq!(Principal::parse("Alice@Acme.COM").unwrap().user(), "alice@acme.com");
        assert_eq!(Principal::parse("Alice").unwrap().user(), "Alice");
        assert_eq!(Principal::parse("@Alice").unwrap().user(), "@Alice");
    }

    #[test]
    fn the_first_colon_parts_tenant_and_user() {
        let p = Principal::parse("acme:Bob@x.io:2").unwrap();
        assert_eq!((p.tenant(), p.user()), ("acme", "bob@x.io:2"));
        assert_eq!(p.to_string(), "acme:bob@x.io:2");
        assert_eq!(Principal::parse("bob").unwrap().to_string(), "bob");
    }

    #[test]
    fn empty_long_and_control_ids_are_refused() {
        for id in ["", "  ", "acme:", "a\u{7}b", &"x".repeat(256)] {
            assert_eq!(Principal::parse(id), Err(BadUserId), "{id:?}");
        }
    }
}

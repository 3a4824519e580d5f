//! The ids of formations on a server.

use std::fmt;
use std::str::FromStr;

/// The paths of the server itself.
const RESERVED: [&str; 7] = ["health", "ping", "rpc", "server", "admin", "metrics", "api"];

/// The id of a formation: `^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$`, and none of the server's own paths. Safe as the name of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormationId(String);

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// Its form.
    #[error("an id has 3 to 50 characters: small letters, digits and `-`, which neither begins nor ends it")]
    Form,
    /// A path of the server.
    #[error("`{0}` is a path of the server itself")]
    Reserved(&'static str),
}

impl FromStr for FormationId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let bytes = text.as_bytes();
        let ends = [bytes.first(), bytes.last()].into_iter().all(|b| b.is_some_and(|b| is_plain(*b)));
        if !(3..=50).contains(&bytes.len()) || !ends || !bytes.iter().all(|b| is_plain(*b) || *b == b'-') {
            return Err(BadId::Form);
        }
        match RESERVED.iter().find(|reserved| **reserved == text) {
            Some(reserved) => Err(BadId::Reserved(reserved)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl FormationId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FormationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_name_that_can_do_no_harm() {
        for good in ["abc", "a-1", "0a0", "a--b", &"a".repeat(50), "apis", "health-bot"] {
            assert!(good.parse::<FormationId>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "ab",
            "-ab",
            "ab-",
            "Abc",
            "a_b",
            "a.b",
            "a/b",
            "../x",
            "a b",
            "aéb",
            "ab\n",
            &"a".repeat(51),
        ] {
            assert_eq!(bad.parse::<FormationId>(), Err(BadId::Form), "{bad:?}");
        }
        for reserved in RESERVED {
            assert_eq!(reserved.parse::<FormationId>(), Err(BadId::Reserved(reserved)));
        }
    }
}

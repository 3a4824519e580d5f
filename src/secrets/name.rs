//! The names of secrets.

use std::fmt;

use super::Error;

/// A secret's name: letters A to Z, digits, single inner underscores; never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(String);

/// A name as it is stored, and whether that differs from what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalised {
    /// The name.
    pub name: SecretName,
    /// Whether it was changed.
    pub changed: bool,
}

impl SecretName {
    /// Upper-cases `text`, turns runs of all else than A-Z and 0-9 into one `_`, and trims `_`.
    ///
    /// `openai-api-key` becomes `OPENAI_API_KEY`. A text of which nothing is left is refused.
    pub fn normalise(text: &str) -> Result<Normalised, Error> {
        let mut name = String::with_capacity(text.len());
        // As the deployed programs do it: whole-Unicode upper case first, so that a sharp s gives SS.
        for c in text.chars().flat_map(char::to_uppercase) {
            if c.is_ascii_uppercase() || c.is_ascii_digit() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
        if name.ends_with('_') {
            name.pop();
        }
        if name.is_empty() {
            return Err(Error::EmptyName(text.into()));
        }
        let changed = name != text;
        Ok(Normalised { name: Self(name), changed })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `text` is a name already.
pub(super) fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
        && bytes[0] != b'_'
        && bytes[bytes.len() - 1] != b'_'
        && !text.contains("__")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_come_out_as_the_deployed_programs_write_them() {
        let known: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(include_str!("../../tests/kat/names.json")).unwrap();
        for (typed, stored) in &known {
            match (SecretName::normalise(typed), stored.as_str().unwrap()) {
                (Ok(n), stored) => assert_eq!(n.name.as_str(), stored),
                (Err(e), stored) => {
                    assert_eq!((stored, e.code()), ("", "secret_name_empty"));
                }
            }
        }
    }

    #[test]
    fn a_changed_name_says_so() {
        assert!(!SecretName::normalise("API_KEY").unwrap().changed);
        assert!(SecretName::normalise("_API_KEY").unwrap().changed);
    }

    proptest! {
        #[test]
        fn a_name_normalises_to_a_name_and_then_stays(text in ".*") {
            if let Ok(n) = SecretName::normalise(&text) {
                prop_assert!(is_name(n.name.as_str()));
                let again = SecretName::normalise(n.name.as_str()).unwrap();
                prop_assert!(!again.changed);
            }
        }
    }
}

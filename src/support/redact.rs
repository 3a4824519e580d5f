//! Live secret values, taken out of text before anybody reads it.

use std::sync::{Arc, RwLock};

use super::secret::SecretBytes;

/// Values shorter than this are not replaced: too many innocent words would be.
const SHORTEST: usize = 8;

/// The values that must not appear in text. Cheap to clone; clones share the values.
#[derive(Clone, Default)]
pub struct Redactor(Arc<RwLock<Vec<(String, SecretBytes)>>>);

impl Redactor {
    /// Adds the value called `name`; values of fewer than 8 bytes and non-text are left out.
    pub fn add(&self, name: &str, value: &SecretBytes) {
        if value.len() < SHORTEST || value.expose_str().is_none() {
            return;
        }
        if let Ok(mut values) = self.0.write()
            // The first name stays.
            && !values.iter().any(|(_, known)| known == value)
        {
            values.push((name.to_owned(), value.clone()));
            // Longest first, so that a value inside another is not cut out of its middle.
            values.sort_by_key(|(_, v)| std::cmp::Reverse(v.len()));
        }
    }

    /// `text` with each value replaced by `[REDACTED:NAME]`.
    pub fn redact(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        let Ok(values) = self.0.read() else { return String::new() };
        for (name, value) in values.iter() {
            if let Some(value) = value.expose_str()
                && clean.contains(value)
            {
                clean = clean.replace(value, &format!("[REDACTED:{name}]"));
            }
        }
        clean
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_by_its_name_and_the_longest_wins() {
        let redactor = Redactor::default();
        redactor.add("SHORT", &SecretBytes::from("sk-12345"));
        redactor.add("LONG", &SecretBytes::from("sk-1234567890"));
        redactor.add("TINY", &SecretBytes::from("key"));
        assert_eq!(
            redactor.redact("bad key sk-1234567890, not sk-12345"),
            "bad key [REDACTED:LONG], not [REDACTED:SHORT]"
        );
    }
}

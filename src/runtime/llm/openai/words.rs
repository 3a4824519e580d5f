//! Fields whose form differs from server to server.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

/// The words of a message: a text, or parts of which those of the kind `text` count. Parts of other
/// kinds are what a model thinks before it answers.
pub(super) struct Words(pub(super) String);

#[derive(Deserialize)]
struct Part {
    r#type: Option<String>,
    text: Option<String>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of parts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Words, E> {
        Ok(Words(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Words, E> {
        Ok(Words(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Words, A::Error> {
        let mut words = String::new();
        while let Some(part) = parts.next_element::<Part>()? {
            if part.r#type.is_none_or(|kind| kind == "text") {
                words.push_str(&part.text.unwrap_or_default());
            }
        }
        Ok(Words(words))
    }
}

/// A number that some servers write as a text.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Number {
    Plain(f64),
    Written(String),
}

impl Number {
    pub(super) fn value(&self) -> Option<f64> {
        match self {
            Self::Plain(number) => Some(*number),
            Self::Written(text) => text.parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_a_text_or_the_text_among_parts() {
        let words = |json: &str| serde_json::from_str::<Words>(json).map(|words| words.0).ok();
        assert_eq!(words(r#""a\n""#).as_deref(), Some("a\n"));
        let parts = r#"[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"},{"text":"b"}]"#;
        assert_eq!(words(parts).as_deref(), Some("ab"));
        assert_eq!(words("7"), None);
    }
}

//! Values that are not taken out of text, because hiding them protects nobody and garbles what is said.

use super::SHORTEST;

/// Words of 8 bytes and more that stand in every log and every answer, and that everybody would try first. They are
/// names of hosts, databases, roles and surroundings, and passwords that are none.
const WORDS: &[&str] = &[
    "127.0.0.1",
    "administrator",
    "anonymous",
    "anthropic",
    "application",
    "assistant",
    "changeit",
    "changeme",
    "database",
    "development",
    "disabled",
    "undefined",
    "host.docker.internal",
    "localhost",
    "password",
    "placeholder",
    "postgres",
    "postgresql",
    "production",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
];

/// Why a value is not taken out of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It has fewer than 8 bytes.
    Short,
    /// It is a word that stands in many texts, such as `localhost`.
    Word,
}

/// Why `value` is not taken out of text; `None` where it is.
pub fn left(value: &[u8]) -> Option<Left> {
    if value.len() < SHORTEST {
        return Some(Left::Short);
    }
    let same = value.iter().all(|byte| *byte == value[0] && byte.is_ascii_punctuation());
    let word = WORDS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()));
    (same || word || value.iter().all(u8::is_ascii_whitespace)).then_some(Left::Word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_common_words_and_rules_of_one_sign_are_left_and_nothing_else() {
        assert_eq!(left(b"1234567"), Some(Left::Short));
        for word in ["localhost", "Postgres", "----------", "        "] {
            assert_eq!(left(word.as_bytes()), Some(Left::Word), "{word}");
        }
        for value in ["localhost1", "hunter2hunter2", "xxxxxxxx", "00000000", "sk-12345"] {
            assert_eq!(left(value.as_bytes()), None, "{value}");
        }
        assert!(WORDS.iter().all(|word| word.len() >= SHORTEST && *word == word.to_lowercase()));
    }
}

//! Small things about words that a person reads.

use serde_json::Value;

/// `text` as one word of a shell: a command that is shown can be pasted.
pub fn shell_word(text: &str) -> String {
    if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "/._-+@:".contains(c)) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Whether a terminal that is given `c` would do something: control characters, and marks that change the direction of
/// writing, so that a text reads as something else.
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` is not seen and yet makes two texts differ, or one read as another: no width, marks of direction, tags.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// `1 secret`, `2 secrets`: `count` and `noun`, with an `s` where there is not exactly one.
pub fn count(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The candidate that `word` most likely meant, if one is near enough to be worth saying.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the longer word, case ignored.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, c)| *distance <= lower.chars().count().max(c.chars().count()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

/// The reason at the bottom of an error: `connection refused` rather than `error sending request`.
pub fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

/// The last words of a program that ended, behind what is told of its end; nothing where it said nothing.
pub fn last_words(stderr: &str) -> String {
    if stderr.is_empty() { String::new() } else { format!("; it said: {stderr}") }
}

/// Whether a host (a name or an address without brackets) is this machine.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether nobody else can read what goes there: encrypted, or on this machine. `host` may stand in brackets.
pub fn is_sealed(scheme: &str, host: &str) -> bool {
    scheme.eq_ignore_ascii_case("https")
        || (scheme.eq_ignore_ascii_case("http") && is_loopback(host.trim_matches(['[', ']'])))
}

/// Cuts the texts in `value` that are `long` after `kept` characters, and says there how many bytes they had; whether
/// there was one.
pub fn shorten(value: &mut Value, kept: usize, long: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) if long(text) => {
            let begins: String = text.chars().take(kept).collect();
            *text = format!("{begins}… [{} bytes in all]", text.len());
            true
        }
        Value::Array(items) => items.iter_mut().fold(false, |cut, item| shorten(item, kept, long) | cut),
        Value::Object(fields) => {
            fields.values_mut().fold(false, |cut, field| shorten(field, kept, long) | cut)
        }
        _ => false,
    }
}

/// A hash that is the same on every machine and in every version (FNV-1a, 64 bit). Not for secrets.
pub fn stable_hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(did_you_mean("agnets", ["llm", "agents", "mcp"]), Some("agents"));
        assert_eq!(did_you_mean("OPENAI_KEY", ["OPENAI_API_KEY"]), Some("OPENAI_API_KEY"));
        assert_eq!(did_you_mean("zebra", ["llm", "agents"]), None);
    }

    #[test]
    fn one_is_singular_and_none_is_plural() {
        assert_eq!(count(1, "secret"), "1 secret");
        assert_eq!(count(0, "secret"), "0 secrets");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(stable_hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}

//! Small things about words that a person reads.

/// `1 secret`, `2 secrets`: `count` and `noun`, with an `s` where there is not exactly one.
pub fn count(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// The candidate that `word` most likely meant, if one is near enough to be worth saying.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the longer word, case ignored.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, c)| {
            *distance <= lower.chars().count().max(c.chars().count()).div_ceil(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(
            did_you_mean("agnets", ["llm", "agents", "mcp"]),
            Some("agents")
        );
        assert_eq!(
            did_you_mean("OPENAI_KEY", ["OPENAI_API_KEY"]),
            Some("OPENAI_API_KEY")
        );
        assert_eq!(did_you_mean("zebra", ["llm", "agents"]), None);
    }

    #[test]
    fn one_is_singular_and_none_is_plural() {
        assert_eq!(count(1, "secret"), "1 secret");
        assert_eq!(count(0, "secret"), "0 secrets");
    }
}

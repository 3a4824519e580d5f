//! What Anthropic's models take, as data (models overview, migration guides and the pages on
//! caching and structured outputs, as of October 2026).

/// Which of `temperature` and `top_p` a model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sampling {
    /// Both together.
    Both,
    /// One of them.
    One,
    /// None: anything but the default is refused.
    None,
}

/// What a model takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    /// The longest answer in tokens, thoughts among them.
    pub(super) max_tokens: u64,
    /// The fewest tokens of a beginning that are kept in the cache; `None` where it is not known
    /// whether there is a cache.
    pub(super) cache_from: Option<u64>,
    pub(super) sampling: Sampling,
    /// Answers can be held to a JSON Schema.
    pub(super) schema: bool,
    /// Can be made to call a tool.
    pub(super) forced: bool,
}

const fn old(max_tokens: u64, cache_from: u64) -> Traits {
    Traits { max_tokens, cache_from: Some(cache_from), sampling: Sampling::Both, schema: false, forced: true }
}

const fn held(max_tokens: u64, cache_from: u64) -> Traits {
    Traits { max_tokens, cache_from: Some(cache_from), sampling: Sampling::One, schema: true, forced: true }
}

const fn thinking(cache_from: u64, forced: bool) -> Traits {
    Traits {
        max_tokens: 128_000,
        cache_from: Some(cache_from),
        sampling: Sampling::None,
        schema: true,
        forced,
    }
}

/// By the beginning of the name; the longest that fits counts. Newer models of a family are taken
/// to be like its newest here.
const TABLE: &[(&str, Traits)] = &[
    ("claude-3-", old(4096, 1024)),
    ("claude-3-haiku", old(4096, 2048)),
    ("claude-3-5-", old(8192, 1024)),
    ("claude-3-5-haiku", old(8192, 2048)),
    ("claude-3-7-", old(64_000, 1024)),
    ("claude-opus-4-0", old(32_000, 1024)),
    ("claude-opus-4-2025", old(32_000, 1024)),
    ("claude-opus-4-1", Traits { sampling: Sampling::One, ..old(32_000, 1024) }),
    ("claude-sonnet-4-0", old(64_000, 1024)),
    ("claude-sonnet-4-2025", old(64_000, 1024)),
    ("claude-sonnet-4-5", held(64_000, 1024)),
    ("claude-haiku-4-5", held(64_000, 4096)),
    ("claude-opus-4-5", held(64_000, 4096)),
    ("claude-opus-4-6", held(128_000, 4096)),
    ("claude-sonnet-4-6", held(64_000, 1024)),
    ("claude-opus-4-7", thinking(2048, true)),
    ("claude-opus-4-8", thinking(1024, true)),
    ("claude-opus-5", thinking(512, true)),
    ("claude-opus-5-", thinking(512, false)),
    ("claude-sonnet-5", thinking(1024, true)),
    ("claude-sonnet-5-", thinking(1024, false)),
    ("claude-haiku-5", thinking(1024, true)),
    ("claude-fable-", thinking(512, false)),
    ("claude-mythos-", thinking(512, false)),
    // One that is newer than this table.
    ("claude-", thinking(1024, false)),
];

/// A model of somebody else who speaks this dialect.
const OTHER: Traits =
    Traits { max_tokens: 8192, cache_from: None, sampling: Sampling::Both, schema: false, forced: true };

/// What the model of that name takes.
pub(super) fn traits(model: &str) -> Traits {
    let fits = TABLE.iter().filter(|(begin, _)| model.starts_with(begin));
    fits.max_by_key(|(begin, _)| begin.len()).map_or(OTHER, |(_, traits)| *traits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_known_by_the_longest_beginning_of_its_name() {
        assert_eq!(traits("claude-3-5-haiku-20241022").cache_from, Some(2048));
        assert_eq!(traits("claude-opus-4-20250514").sampling, Sampling::Both);
        assert_eq!(traits("claude-opus-4-1-20250805").sampling, Sampling::One);
        assert_eq!(traits("claude-sonnet-4-5-20250929").max_tokens, 64_000);
        assert!(traits("claude-opus-5").forced && !traits("claude-opus-5-5").forced);
        assert_eq!(traits("claude-novel-9").sampling, Sampling::None);
        assert_eq!(traits("MiniMax-M2").cache_from, None);
    }
}

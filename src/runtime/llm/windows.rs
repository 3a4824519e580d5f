//! How much models read and write, as data. A window that is not known is not guessed.

use super::prices::longest;
use crate::formation::providers;

/// How much a model takes in, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Question and answer together.
    pub reads: u64,
    /// The answer.
    pub writes: u64,
}

const fn window(reads: u64, writes: u64) -> Window {
    Window { reads, writes }
}

type Table = &'static [(&'static str, Window)];

const OPENAI: Table = &[
    ("gpt-5.5", window(1_050_000, 128_000)),
    ("gpt-5.4", window(1_050_000, 128_000)),
    ("gpt-5.4-mini", window(400_000, 128_000)),
    ("gpt-5.4-nano", window(400_000, 128_000)),
    ("gpt-5.1", window(400_000, 128_000)),
    ("gpt-5", window(400_000, 128_000)),
    ("gpt-5-mini", window(400_000, 128_000)),
    ("gpt-5-nano", window(400_000, 128_000)),
    ("gpt-4.1", window(1_047_576, 32_768)),
    ("gpt-4.1-mini", window(1_047_576, 32_768)),
    ("gpt-4.1-nano", window(1_047_576, 32_768)),
    ("gpt-4o", window(128_000, 16_384)),
    ("gpt-4o-mini", window(128_000, 16_384)),
    ("gpt-4-turbo", window(128_000, 4096)),
    ("gpt-3.5-turbo", window(16_385, 4096)),
    ("o1", window(200_000, 100_000)),
    ("o3", window(200_000, 100_000)),
    ("o3-mini", window(200_000, 100_000)),
    ("o4-mini", window(200_000, 100_000)),
];

const ANTHROPIC: Table = &[
    ("claude-opus-5-5", window(1_000_000, 128_000)),
    ("claude-opus-5", window(1_000_000, 128_000)),
    ("claude-opus-4-8", window(200_000, 128_000)),
    ("claude-opus-4-7", window(200_000, 128_000)),
    ("claude-opus-4-6", window(200_000, 128_000)),
    ("claude-opus-4-5", window(200_000, 64_000)),
    ("claude-opus-4-1", window(200_000, 32_000)),
    ("claude-opus-4", window(200_000, 32_000)),
    ("claude-sonnet-5-5", window(1_000_000, 128_000)),
    ("claude-sonnet-5", window(1_000_000, 128_000)),
    ("claude-sonnet-4-6", window(200_000, 128_000)),
    ("claude-sonnet-4-5", window(200_000, 64_000)),
    ("claude-sonnet-4", window(200_000, 64_000)),
    ("claude-3-7-sonnet", window(200_000, 64_000)),
    ("claude-3-5-sonnet", window(200_000, 8192)),
    ("claude-haiku-5-5", window(1_000_000, 64_000)),
    ("claude-haiku-4-5", window(200_000, 64_000)),
    ("claude-3-5-haiku", window(200_000, 8192)),
    ("claude-3-haiku", window(200_000, 4096)),
];

const GOOGLE: Table = &[
    ("gemini-3.5-flash-lite", window(1_048_576, 65_536)),
    ("gemini-2.5-pro", window(1_048_576, 65_536)),
    ("gemini-2.5-flash", window(1_048_576, 65_536)),
    ("gemini-2.5-flash-lite", window(1_048_576, 65_536)),
    ("gemini-2.0-flash", window(1_048_576, 8192)),
    ("gemini-2.0-flash-lite", window(1_048_576, 8192)),
];

const GROQ: Table = &[
    ("llama-3.1-8b-instant", window(128_000, 8192)),
    ("llama-3.3-70b-versatile", window(128_000, 32_768)),
    ("meta-llama/llama-4-maverick-17b-128e-instruct", window(131_072, 8192)),
    ("meta-llama/llama-4-scout-17b-16e-instruct", window(131_072, 8192)),
    ("moonshotai/kimi-k2-instruct-0905", window(262_144, 16_384)),
    ("openai/gpt-oss-120b", window(131_072, 32_766)),
    ("openai/gpt-oss-20b", window(131_072, 32_768)),
    ("qwen/qwen3-32b", window(131_000, 131_000)),
];

/// The window of `model` at `provider`, if it is known.
pub fn window_of(provider: &str, model: &str) -> Option<Window> {
    let table = match providers::provider(provider)?.name {
        "openai" => OPENAI,
        "anthropic" => ANTHROPIC,
        "google" => GOOGLE,
        "groq" => GROQ,
        _ => return None,
    };
    longest(table, model).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_known_by_the_models_name_or_not_at_all() {
        assert_eq!(window_of("openai", "gpt-4o-mini-2024-07-18"), Some(window(128_000, 16_384)));
        assert_eq!(window_of("gemini", "gemini-2.5-pro").unwrap().writes, 65_536);
        assert_eq!(window_of("openai", "gpt-9"), None);
        assert_eq!(window_of("ollama", "llama3"), None);
        assert_eq!(window_of("nobody", "gpt-4o"), None);
    }
}

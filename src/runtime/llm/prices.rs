//! What models cost, as data. A price that is not known is not guessed.

use super::{Cost, Usage};
use crate::formation::providers::{self, BUILT_IN};

/// Prices of one model, in picodollars for a token, which is millionths of USD for a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Of the question.
    input: u64,
    /// Of what came from the provider's cache; as `input` where a provider has no other price.
    cached: Option<u64>,
    /// Of what was written to it.
    cache_write: Option<u64>,
    /// Of the answer.
    output: u64,
    /// For questions of more tokens than this, other prices hold for all of it.
    long: Option<Long>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Long {
    over: u64,
    input: u64,
    cached: Option<u64>,
    output: u64,
}

/// USD per million tokens as picodollars for one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "prices are small and not negative; a cast saturates"
)]
const fn pico(usd_per_million: f64) -> u64 {
    (usd_per_million * 1_000_000.0 + 0.5) as u64
}

impl Price {
    /// Nothing at all.
    pub const FREE: Self = price(0.0, 0.0);

    /// By what a formation says: USD per million tokens.
    pub fn said(input: f64, output: f64, cached_input: Option<f64>) -> Self {
        Self { cached: cached_input.map(pico), ..price(input, output) }
    }

    /// What an answer cost.
    pub fn of(&self, usage: &Usage) -> Cost {
        let (mut input, mut cached, mut write, mut output) =
            (self.input, self.cached, self.cache_write, self.output);
        if let Some(long) = self.long.filter(|long| usage.prompt_tokens > long.over) {
            // What is written to a cache costs as much more as it does for short questions.
            write = write.map(|write| write.saturating_mul(long.input) / input.max(1));
            (input, cached, output) = (long.input, long.cached, long.output);
        }
        let read = usage.cached_tokens.min(usage.prompt_tokens);
        let written = usage.cache_write_tokens.min(usage.prompt_tokens - read);
        let fresh = usage.prompt_tokens - read - written;
        let sum = [
            (fresh, input),
            (read, cached.unwrap_or(input)),
            (written, write.unwrap_or(input)),
            (usage.completion_tokens, output),
        ];
        let sum = sum.iter().map(|(tokens, price)| tokens.saturating_mul(*price));
        Cost::from_pico(sum.fold(0, u64::saturating_add))
    }

    const fn cached(mut self, cached: f64) -> Self {
        self.cached = Some(pico(cached));
        self
    }

    const fn write(mut self, write: f64) -> Self {
        self.cache_write = Some(pico(write));
        self
    }

    const fn over(mut self, over: u64, input: f64, cached: f64, output: f64) -> Self {
        self.long = Some(Long { over, input: pico(input), cached: Some(pico(cached)), output: pico(output) });
        self
    }
}

const fn price(input: f64, output: f64) -> Price {
    Price { input: pico(input), cached: None, cache_write: None, output: pico(output), long: None }
}

/// Prices that a provider publishes for use at once, without discounts and regions.
struct Sheet {
    provider: &'static str,
    /// When they were looked up.
    #[cfg_attr(not(test), expect(dead_code, reason = "for who reads the table"))]
    as_of: &'static str,
    models: &'static [(&'static str, Price)],
}

/// USD per million tokens: question, answer, then what came from a cache and what went there.
static SHEETS: &[Sheet] = &[
    Sheet {
        provider: "openai",
        as_of: "2026-11",
        models: &[
            ("gpt-5.5", price(5.0, 30.0).cached(0.5).over(272_000, 10.0, 1.0, 45.0)),
            ("gpt-5.4", price(2.5, 15.0).cached(0.25).over(272_000, 5.0, 0.5, 22.5)),
            ("gpt-5.4-mini", price(0.75, 4.5).cached(0.075)),
            ("gpt-5.4-nano", price(0.2, 1.25).cached(0.02)),
            ("gpt-5.1", price(1.25, 10.0).cached(0.125)),
            ("gpt-5", price(1.25, 10.0).cached(0.125)),
            ("gpt-5-mini", price(0.25, 2.0).cached(0.025)),
            ("gpt-5-nano", price(0.05, 0.4).cached(0.005)),
            ("gpt-4.1", price(2.0, 8.0).cached(0.5)),
            ("gpt-4.1-mini", price(0.4, 1.6).cached(0.1)),
            ("gpt-4.1-nano", price(0.1, 0.4).cached(0.025)),
            ("gpt-4o", price(2.5, 10.0).cached(1.25)),
            ("gpt-4o-2024-05-13", price(5.0, 15.0)),
            ("gpt-4o-mini", price(0.15, 0.6).cached(0.075)),
            ("gpt-4-turbo", price(10.0, 30.0)),
            ("gpt-3.5-turbo", price(0.5, 1.5)),
            ("o1", price(15.0, 60.0).cached(7.5)),
            ("o3", price(2.0, 8.0).cached(0.5)),
            ("o3-mini", price(1.1, 4.4).cached(0.55)),
            ("o4-mini", price(1.1, 4.4).cached(0.275)),
            ("text-embedding-3-small", price(0.02, 0.0)),
            ("text-embedding-3-large", price(0.13, 0.0)),
            ("text-embedding-ada-002", price(0.1, 0.0)),
        ],
    },
    Sheet {
        provider: "anthropic",
        as_of: "2026-10",
        models: &[
            ("claude-opus-5-5", price(4.0, 20.0).cached(0.2).write(5.0)),
            ("claude-opus-5", price(5.0, 25.0).cached(0.5).write(6.25)),
            ("claude-opus-4-8", price(5.0, 25.0).cached(0.5).write(6.25)),
            ("claude-opus-4-7", price(5.0, 25.0).cached(0.5).write(6.25)),
            ("claude-opus-4-6", price(5.0, 25.0).cached(0.5).write(6.25)),
            ("claude-opus-4-5", price(5.0, 25.0).cached(0.5).write(6.25)),
            ("claude-opus-4-1", price(15.0, 75.0).cached(1.5).write(18.75)),
            ("claude-opus-4", price(15.0, 75.0).cached(1.5).write(18.75)),
            ("claude-sonnet-5-5", price(2.0, 10.0).cached(0.1).write(2.5)),
            ("claude-sonnet-5", price(2.0, 10.0).cached(0.2).write(2.5)),
            ("claude-sonnet-4-6", price(3.0, 15.0).cached(0.3).write(3.75)),
            ("claude-sonnet-4-5", price(3.0, 15.0).cached(0.3).write(3.75)),
            ("claude-sonnet-4", price(3.0, 15.0).cached(0.3).write(3.75)),
            ("claude-3-7-sonnet", price(3.0, 15.0).cached(0.3).write(3.75)),
            ("claude-3-5-sonnet", price(3.0, 15.0).cached(0.3).write(3.75)),
            ("claude-haiku-5-5", price(0.1, 0.5).cached(0.01).write(0.125).over(100_000, 0.5, 0.05, 2.5)),
            ("claude-haiku-4-5", price(1.0, 5.0).cached(0.1).write(1.25)),
            ("claude-3-5-haiku", price(0.8, 4.0).cached(0.08).write(1.0)),
            ("claude-3-haiku", price(0.25, 1.25).cached(0.03).write(0.3)),
        ],
    },
    Sheet {
        provider: "google",
        as_of: "2026-07",
        models: &[
            ("gemini-3.5-flash-lite", price(0.3, 2.5)),
            ("gemini-2.5-pro", price(1.25, 10.0).cached(0.125).over(200_000, 2.5, 0.25, 15.0)),
            ("gemini-2.5-flash", price(0.3, 2.5).cached(0.03)),
            ("gemini-2.5-flash-lite", price(0.1, 0.4).cached(0.01)),
            ("gemini-2.0-flash", price(0.1, 0.4).cached(0.025)),
            ("gemini-2.0-flash-lite", price(0.075, 0.3)),
            ("gemini-embedding-001", price(0.15, 0.0)),
        ],
    },
    Sheet {
        provider: "groq",
        as_of: "2026-10",
        models: &[
            ("llama-3.1-8b-instant", price(0.05, 0.08)),
            ("llama-3.3-70b-versatile", price(0.59, 0.79)),
            ("meta-llama/llama-4-maverick-17b-128e-instruct", price(0.2, 0.6)),
            ("meta-llama/llama-4-scout-17b-16e-instruct", price(0.11, 0.34)),
            ("moonshotai/kimi-k2-instruct-0905", price(1.0, 3.0).cached(0.5)),
            ("openai/gpt-oss-120b", price(0.15, 0.6).cached(0.075)),
            ("openai/gpt-oss-20b", price(0.075, 0.3).cached(0.0375)),
            ("qwen/qwen3-32b", price(0.29, 0.59)),
        ],
    },
];

/// The price of `model` at `provider`, if it is known. What runs on this machine, or is built in,
/// costs nothing.
pub fn price_of(provider: &str, model: &str) -> Option<Price> {
    let known = providers::provider(provider);
    let here = known.and_then(|p| p.base_url).is_some_and(|url| url.starts_with("http://127.0.0.1"));
    if here || provider == BUILT_IN {
        return Some(Price::FREE);
    }
    let name = known.map_or(provider, |known| known.name);
    let sheet = SHEETS.iter().find(|sheet| sheet.provider == name)?;
    longest(sheet.models, model).copied()
}

/// The entry with the longest name that begins `model`, where what follows only says which edition
/// of it: a date, a number, `latest`. A `-mini` is another model, with another price.
pub(super) fn longest<'a, T>(entries: &'a [(&str, T)], model: &str) -> Option<&'a T> {
    let fits = entries.iter().filter(|(name, _)| model.strip_prefix(name).is_some_and(is_edition));
    fits.max_by_key(|(name, _)| name.len()).map(|(_, entry)| entry)
}

fn is_edition(rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    let Some(edition) = rest.strip_prefix(['-', '@']) else { return false };
    // `-4` would be a version, and so another model.
    edition == "latest"
        || (edition.len() >= 3
            && edition.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            && edition.split('-').next().is_some_and(|year| year.len() >= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(prompt: u64, completion: u64, cached: u64, written: u64) -> Usage {
        Usage {
            prompt_tokens: prompt,
            completion_tokens: completion,
            cached_tokens: cached,
            cache_write_tokens: written,
            reasoning_tokens: 0,
        }
    }

    fn cost(provider: &str, model: &str, usage: &Usage) -> Option<String> {
        price_of(provider, model).map(|price| price.of(usage).to_string())
    }

    #[test]
    fn each_kind_of_token_has_its_price() {
        assert_eq!(cost("openai", "gpt-4o-mini", &usage(7, 3, 0, 0)).unwrap(), "$0.0000029");
        assert_eq!(cost("openai", "gpt-4o-mini", &usage(1_000_000, 0, 400_000, 0)).unwrap(), "$0.12");
        let claude = usage(1_000_000, 100_000, 500_000, 300_000);
        assert_eq!(cost("anthropic", "claude-sonnet-4-5", &claude).unwrap(), "$3.375");
    }

    #[test]
    fn long_questions_have_the_prices_of_long_questions() {
        assert_eq!(cost("google", "gemini-2.5-pro", &usage(200_000, 0, 0, 0)).unwrap(), "$0.25");
        assert_eq!(cost("gemini", "gemini-2.5-pro", &usage(200_001, 0, 0, 0)).unwrap(), "$0.500003");
        let written = usage(200_000, 0, 0, 200_000);
        assert_eq!(cost("anthropic", "claude-haiku-5-5", &written).unwrap(), "$0.125");
    }

    #[test]
    fn an_edition_of_a_model_is_known_and_another_model_is_not_guessed() {
        let known = |model| price_of("openai", model).is_some();
        assert!(known("gpt-4o-2024-08-06") && known("gpt-4o") && known("o3-2025-04-16"));
        assert!(!known("gpt-4o-audio-preview") && !known("gpt-5.6") && !known("gpt-4o-mini-tts"));
        assert_ne!(price_of("openai", "gpt-4o-2024-05-13"), price_of("openai", "gpt-4o-2024-08-06"));
        assert!(price_of("anthropic", "claude-opus-4-20250514").is_some());
        assert_eq!(price_of("anthropic", "claude-opus-4-9"), None);
        assert_eq!(price_of("anthropic", "claude-3-5-sonnet-latest").unwrap().input, 3_000_000);
        assert_eq!(price_of("nobody", "gpt-4o"), None);
        assert_eq!(price_of("azure", "gpt-4o"), None);
    }

    #[test]
    fn models_on_this_machine_cost_nothing() {
        for provider in ["ollama", "vllm", "lmstudio", "llama_cpp", "muxi"] {
            assert_eq!(price_of(provider, "any"), Some(Price::FREE), "{provider}");
        }
    }

    #[test]
    fn every_sheet_has_a_date_and_a_known_provider_and_no_name_twice() {
        for sheet in SHEETS {
            assert_eq!(sheet.as_of.len(), 7);
            assert_eq!(providers::provider(sheet.provider).unwrap().name, sheet.provider);
            let mut names: Vec<_> = sheet.models.iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), sheet.models.len());
        }
    }
}

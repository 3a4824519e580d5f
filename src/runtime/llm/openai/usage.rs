//! What was counted.

use serde::Deserialize;

use crate::runtime::llm::Usage;

/// `usage`. Transcriptions count `input_tokens` and `output_tokens`.
#[derive(Clone, Deserialize)]
pub(super) struct WireUsage {
    #[serde(alias = "input_tokens")]
    prompt_tokens: Option<u64>,
    #[serde(alias = "output_tokens")]
    completion_tokens: Option<u64>,
    total_tokens: Option<u64>,
    prompt_tokens_details: Option<Details>,
    completion_tokens_details: Option<Details>,
    /// `DeepSeek`.
    prompt_cache_hit_tokens: Option<u64>,
    /// Moonshot.
    cached_tokens: Option<u64>,
}

#[derive(Clone, Default, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the names of the API")]
struct Details {
    cached_tokens: Option<u64>,
    /// `OpenRouter`.
    cache_write_tokens: Option<u64>,
    reasoning_tokens: Option<u64>,
}

impl From<WireUsage> for Usage {
    fn from(wire: WireUsage) -> Self {
        let prompt = wire.prompt_tokens_details.unwrap_or_default();
        let completion = wire.completion_tokens_details.unwrap_or_default();
        let reasoning = completion.reasoning_tokens.unwrap_or(0);
        let (asked, said) = (wire.prompt_tokens.unwrap_or(0), wire.completion_tokens.unwrap_or(0));
        // xAI counts reasoning beside the answer; the total tells.
        let beside =
            reasoning > 0 && wire.total_tokens == Some(asked.saturating_add(said).saturating_add(reasoning));
        let cached = prompt.cached_tokens.or(wire.prompt_cache_hit_tokens).or(wire.cached_tokens);
        Self {
            prompt_tokens: asked,
            completion_tokens: if beside { said.saturating_add(reasoning) } else { said },
            cached_tokens: cached.unwrap_or(0),
            cache_write_tokens: prompt.cache_write_tokens.unwrap_or(0),
            reasoning_tokens: reasoning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(json: &str) -> Usage {
        serde_json::from_str::<WireUsage>(json).unwrap().into()
    }

    #[test]
    fn tokens_are_counted_as_each_server_names_them() {
        let plain = Usage { prompt_tokens: 9, completion_tokens: 5, ..Usage::default() };
        assert_eq!(usage(r#"{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}"#), plain);
        assert_eq!(usage(r#"{"type":"tokens","input_tokens":9,"output_tokens":5}"#), plain);
        let cached = Usage { cached_tokens: 4, ..plain };
        for details in [
            r#""prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0}"#,
            r#""prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5"#,
            r#""cached_tokens":4,"prompt_tokens_details":null"#,
        ] {
            assert_eq!(usage(&format!(r#"{{"prompt_tokens":9,"completion_tokens":5,{details}}}"#)), cached);
        }
        let all = r#"{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,
            "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
            "completion_tokens_details":{"reasoning_tokens":3}}"#;
        assert_eq!(usage(all), Usage { cache_write_tokens: 2, reasoning_tokens: 3, ..cached });
        assert_eq!(usage("{}"), Usage::default());
    }

    #[test]
    fn reasoning_that_is_counted_beside_the_answer_becomes_part_of_it() {
        let beside = r#"{"prompt_tokens":9,"completion_tokens":5,"total_tokens":17,
            "completion_tokens_details":{"reasoning_tokens":3}}"#;
        assert_eq!(usage(beside).completion_tokens, 8);
        assert_eq!(usage(beside).total(), 17);
    }
}

//! What servers of the OpenAI-compatible API take beyond words, and in which form: they differ.

/// How a key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `api-key: KEY`.
    ApiKey,
}

/// How an answer is held to a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schemas {
    /// `json_schema`, with `strict` where the schema allows it.
    Strict,
    /// `json_schema` without `strict`.
    Loose,
    /// `json_object`, with the schema in words.
    Described,
    /// Strict for models whose names begin so, described for all others.
    StrictFor(&'static [&'static str]),
}

/// What a server takes. A field that it does not know may be refused, so that it is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field that a server takes or does not")]
pub struct Takes {
    /// How the key travels.
    pub key: KeyForm,
    /// `stream_options`; the others count tokens in the last event without being asked.
    pub stream_options: bool,
    /// How an answer is held to a schema.
    pub schemas: Schemas,
    /// `json_object`; the others are given a schema of any object.
    pub json_object: bool,
    /// `strict` in tools.
    pub strict_tools: bool,
    /// `parallel_tool_calls`.
    pub parallel_calls: bool,
    /// Pictures.
    pub images: bool,
    /// Sound in a chat, as `input_audio`.
    pub audio: bool,
    /// PDF files in a chat, as `file`.
    pub documents: bool,
    /// Beginnings of the names of models that reason: they take `max_completion_tokens` and nothing
    /// that steers sampling. Those with `-chat` in their names do not reason.
    pub reasoning: &'static [&'static str],
    /// Beginnings of the names of models that take no `stop`.
    pub no_stop: &'static [&'static str],
    /// Ids of calls are nine letters or digits.
    pub short_ids: bool,
}

/// OpenAI's models that reason.
const REASONING: &[&str] = &["o1", "o3", "o4", "gpt-5"];

impl Takes {
    /// Whether the model of that name is one that reasons.
    pub fn reasons(&self, model: &str) -> bool {
        self.reasoning.iter().any(|family| model.starts_with(family)) && !model.contains("-chat")
    }

    /// Whether the model of that name takes `stop`.
    pub fn stops(&self, model: &str) -> bool {
        !self.reasons(model) && !self.no_stop.iter().any(|family| model.starts_with(family))
    }
}

/// OpenAI itself.
pub const OPENAI: Takes = Takes {
    key: KeyForm::Bearer,
    stream_options: true,
    schemas: Schemas::Strict,
    json_object: true,
    strict_tools: true,
    parallel_calls: true,
    images: true,
    audio: true,
    documents: true,
    reasoning: REASONING,
    no_stop: &[],
    short_ids: false,
};

pub(super) const AZURE: Takes = Takes { key: KeyForm::ApiKey, ..OPENAI };

/// A server of which nothing is known: nothing that only OpenAI has, and nothing is held back.
pub const COMPATIBLE: Takes =
    Takes { schemas: Schemas::Loose, strict_tools: false, parallel_calls: false, reasoning: &[], ..OPENAI };

/// Those of pictures but no other files.
const SEEING: Takes = Takes { audio: false, documents: false, ..COMPATIBLE };

pub(super) const GROQ: Takes = Takes {
    schemas: Schemas::StrictFor(&["openai/gpt-oss", "moonshotai/kimi-k2", "meta-llama/llama-4"]),
    parallel_calls: true,
    ..SEEING
};

/// It refuses fields that it does not know.
pub(super) const MISTRAL: Takes = Takes {
    stream_options: false,
    schemas: Schemas::Strict,
    parallel_calls: true,
    short_ids: true,
    ..SEEING
};

pub(super) const TOGETHER: Takes = SEEING;

pub(super) const DEEPSEEK: Takes = Takes { schemas: Schemas::Described, images: false, ..SEEING };

/// It hands on what is sent, and leaves out what the provider behind it does not know.
pub(super) const OPENROUTER: Takes = Takes { schemas: Schemas::Strict, parallel_calls: true, ..COMPATIBLE };

pub(super) const XAI: Takes =
    Takes { schemas: Schemas::Strict, parallel_calls: true, no_stop: &["grok-3-mini", "grok-4"], ..SEEING };

/// It refuses fields that it does not know.
pub(super) const FIREWORKS: Takes = Takes { stream_options: false, ..SEEING };

pub(super) const OLLAMA: Takes = SEEING;

pub(super) const LMSTUDIO: Takes = Takes { json_object: false, ..SEEING };

pub(super) const LLAMACPP: Takes = Takes { audio: true, ..SEEING };

pub(super) const VLLM: Takes = Takes { audio: true, ..SEEING };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_that_reason_are_known_by_their_names_where_they_live() {
        for model in ["o1", "o3-mini", "o4-mini", "gpt-5", "gpt-5.2-pro"] {
            assert!(OPENAI.reasons(model) && AZURE.reasons(model) && !OPENAI.stops(model), "{model}");
        }
        for model in ["gpt-4o", "gpt-5-chat-latest", "omni-moderation"] {
            assert!(!OPENAI.reasons(model) && OPENAI.stops(model), "{model}");
        }
        assert!(!VLLM.reasons("o1-open"));
        assert!(!XAI.stops("grok-4-fast") && XAI.stops("grok-2"));
    }
}

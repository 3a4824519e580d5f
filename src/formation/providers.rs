//! The providers of models that formations name, as data. The checks know the names from here, and the runtime
//! where each is reached.

mod speaks;
mod takes;

pub use speaks::Speaks;
pub use takes::{COMPATIBLE, KeyForm, OPENAI, Schemas, Takes};

/// Where a provider lives and what it needs.
#[derive(Clone, Copy, Debug)]
pub struct ProviderInfo {
    /// The part of `provider/model` before the slash.
    pub name: &'static str,
    /// Other names for it.
    pub also: &'static [&'static str],
    /// The API that it is asked in, unless its base URL says otherwise.
    pub speaks: Speaks,
    /// Base URL, to which the paths of its API are added; `None` where only the user can know it.
    pub base_url: Option<&'static str>,
    /// The environment variable that replaces the base URL.
    pub base_url_env: &'static str,
    /// The usual name of its key in the secrets; `None` where no key is needed, or none is known.
    pub key: Option<&'static str>,
    /// What it takes in the OpenAI-compatible API.
    pub takes: Takes,
}

const fn keyed(
    name: &'static str,
    base_url: &'static str,
    base_url_env: &'static str,
    key: &'static str,
) -> ProviderInfo {
    ProviderInfo {
        name,
        also: &[],
        speaks: Speaks::OpenAi,
        base_url: Some(base_url),
        base_url_env,
        key: Some(key),
        takes: COMPATIBLE,
    }
}

const fn local(name: &'static str, base_url: &'static str, base_url_env: &'static str) -> ProviderInfo {
    ProviderInfo {
        name,
        also: &[],
        speaks: Speaks::OpenAi,
        base_url: Some(base_url),
        base_url_env,
        key: None,
        takes: COMPATIBLE,
    }
}

/// One that deployed programs know, and that has no address of its own for everyone.
const fn named(name: &'static str, base_url_env: &'static str) -> ProviderInfo {
    ProviderInfo {
        name,
        also: &[],
        speaks: Speaks::OpenAi,
        base_url: None,
        base_url_env,
        key: None,
        takes: COMPATIBLE,
    }
}

impl ProviderInfo {
    const fn also(mut self, names: &'static [&'static str]) -> Self {
        self.also = names;
        self
    }

    const fn speaks(mut self, speaks: Speaks) -> Self {
        self.speaks = speaks;
        self
    }

    const fn takes(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }

    /// The usual name of its key, where only the user can know its address.
    const fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        std::iter::once(self.name).chain(self.also.iter().copied())
    }
}

/// The provider whose models are built in.
pub const BUILT_IN: &str = "muxi";

/// What [`BUILT_IN`] offers: models that need no key.
pub const BUILT_IN_MODELS: [&str; 1] = ["echo"];

/// Every known provider but the built-in one. Base URLs are those that each documents for the API that it is asked in.
pub const PROVIDERS: &[ProviderInfo] = &[
    keyed("openai", "https://api.openai.com/v1", "OPENAI_BASE_URL", "OPENAI_API_KEY").takes(takes::OPENAI),
    keyed("anthropic", "https://api.anthropic.com", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY")
        .speaks(Speaks::Anthropic),
    keyed("google", "https://generativelanguage.googleapis.com", "GOOGLE_BASE_URL", "GOOGLE_API_KEY")
        .speaks(Speaks::Gemini)
        .also(&["gemini"]),
    keyed("groq", "https://api.groq.com/openai/v1", "GROQ_BASE_URL", "GROQ_API_KEY").takes(takes::GROQ),
    keyed("mistral", "https://api.mistral.ai/v1", "MISTRAL_BASE_URL", "MISTRAL_API_KEY")
        .takes(takes::MISTRAL),
    keyed("together", "https://api.together.xyz/v1", "TOGETHER_BASE_URL", "TOGETHER_API_KEY")
        .takes(takes::TOGETHER),
    keyed("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_BASE_URL", "DEEPSEEK_API_KEY")
        .takes(takes::DEEPSEEK),
    keyed("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_BASE_URL", "OPENROUTER_API_KEY")
        .takes(takes::OPENROUTER),
    keyed("xai", "https://api.x.ai/v1", "XAI_BASE_URL", "XAI_API_KEY").takes(takes::XAI),
    keyed("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_BASE_URL", "FIREWORKS_API_KEY")
        .takes(takes::FIREWORKS),
    local("ollama", "http://127.0.0.1:11434/v1", "OLLAMA_BASE_URL").takes(takes::OLLAMA),
    local("lmstudio", "http://127.0.0.1:1234/v1", "LMSTUDIO_BASE_URL").takes(takes::LMSTUDIO),
    local("llamacpp", "http://127.0.0.1:8080/v1", "LLAMACPP_BASE_URL")
        .takes(takes::LLAMACPP)
        .also(&["llama_cpp"]),
    local("vllm", "http://127.0.0.1:8000/v1", "VLLM_BASE_URL").takes(takes::VLLM),
    named("azure", "AZURE_BASE_URL").key("AZURE_API_KEY").takes(takes::AZURE),
    keyed("cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_BASE_URL", "COHERE_API_KEY"),
    keyed("perplexity", "https://api.perplexity.ai", "PERPLEXITY_BASE_URL", "PERPLEXITY_API_KEY"),
    named("bedrock", "BEDROCK_BASE_URL"),
    named("vertex", "VERTEX_BASE_URL").also(&["vertexai"]),
    named("anyscale", "ANYSCALE_BASE_URL"),
    keyed("huggingface", "https://router.huggingface.co/v1", "HUGGINGFACE_BASE_URL", "HUGGINGFACE_API_KEY"),
    keyed("moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_BASE_URL", "MOONSHOT_API_KEY"),
    keyed("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_BASE_URL", "CEREBRAS_API_KEY"),
    named("local", "LOCAL_BASE_URL"),
];

/// The provider of that name.
pub fn provider(name: &str) -> Option<&'static ProviderInfo> {
    PROVIDERS.iter().find(|provider| provider.names().any(|known| known == name))
}

/// Every name that a formation can use without more ado.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    PROVIDERS.iter().flat_map(ProviderInfo::names).chain(std::iter::once(BUILT_IN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_variables_are_unique() {
        let all: Vec<_> = names().collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let variables: BTreeSet<_> = PROVIDERS.iter().map(|provider| provider.base_url_env).collect();
        assert_eq!(variables.len(), PROVIDERS.len());
    }

    #[test]
    fn a_base_url_can_ask_for_the_compatible_api() {
        let google = provider("gemini").unwrap().speaks;
        let at = |path: &str| google.at(&format!("https://generativelanguage.googleapis.com{path}"));
        for path in ["", "/", "/v1beta", "/v1beta/models", "/openai/v1beta"] {
            assert_eq!(at(path), Speaks::Gemini, "{path}");
        }
        for path in ["/v1beta/openai", "/v1beta/openai/", "/openai/v1", "/v1/chat/completions", "/openai?a=b"]
        {
            assert_eq!(at(path), Speaks::OpenAi, "{path}");
        }
    }

    #[test]
    fn other_names_find_the_same_provider() {
        for provider_info in PROVIDERS {
            for name in provider_info.names() {
                assert_eq!(provider(name).unwrap().base_url_env, provider_info.base_url_env);
            }
        }
        assert!(provider("muxi").is_none() && provider("nobody").is_none());
    }
}

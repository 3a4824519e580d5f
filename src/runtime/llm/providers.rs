//! The providers that speak the OpenAI-compatible dialect, as data.

/// Where a provider lives and what it needs.
#[derive(Clone, Copy, Debug)]
pub struct ProviderInfo {
    /// The part of `provider/model` before the slash.
    pub name: &'static str,
    /// Base URL, to which `/chat/completions` is added; `None` where only the user can know it.
    pub base_url: Option<&'static str>,
    /// The environment variable that replaces the base URL.
    pub base_url_env: &'static str,
    /// The usual name of its key in the secrets; `None` where no key is needed.
    pub key: Option<&'static str>,
}

const fn keyed(
    name: &'static str,
    base_url: &'static str,
    base_url_env: &'static str,
    key: &'static str,
) -> ProviderInfo {
    ProviderInfo { name, base_url: Some(base_url), base_url_env, key: Some(key) }
}

const fn local(name: &'static str, base_url: &'static str, base_url_env: &'static str) -> ProviderInfo {
    ProviderInfo { name, base_url: Some(base_url), base_url_env, key: None }
}

/// Every known provider. Base URLs are those that each documents for its OpenAI-compatible API.
pub const PROVIDERS: &[ProviderInfo] = &[
    keyed("openai", "https://api.openai.com/v1", "OPENAI_BASE_URL", "OPENAI_API_KEY"),
    keyed("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY"),
    keyed(
        "google",
        "https://generativelanguage.googleapis.com/v1beta/openai",
        "GOOGLE_BASE_URL",
        "GOOGLE_API_KEY",
    ),
    keyed("groq", "https://api.groq.com/openai/v1", "GROQ_BASE_URL", "GROQ_API_KEY"),
    keyed("mistral", "https://api.mistral.ai/v1", "MISTRAL_BASE_URL", "MISTRAL_API_KEY"),
    keyed("together", "https://api.together.xyz/v1", "TOGETHER_BASE_URL", "TOGETHER_API_KEY"),
    keyed("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_BASE_URL", "DEEPSEEK_API_KEY"),
    keyed("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_BASE_URL", "OPENROUTER_API_KEY"),
    keyed("xai", "https://api.x.ai/v1", "XAI_BASE_URL", "XAI_API_KEY"),
    keyed("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_BASE_URL", "FIREWORKS_API_KEY"),
    local("ollama", "http://127.0.0.1:11434/v1", "OLLAMA_BASE_URL"),
    local("lmstudio", "http://127.0.0.1:1234/v1", "LMSTUDIO_BASE_URL"),
    local("llamacpp", "http://127.0.0.1:8080/v1", "LLAMACPP_BASE_URL"),
    local("vllm", "http://127.0.0.1:8000/v1", "VLLM_BASE_URL"),
];

/// The provider of that name.
pub fn provider(name: &str) -> Option<&'static ProviderInfo> {
    PROVIDERS.iter().find(|p| p.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_variables_are_unique() {
        for (i, a) in PROVIDERS.iter().enumerate() {
            for b in &PROVIDERS[i + 1..] {
                assert_ne!(a.name, b.name);
                assert_ne!(a.base_url_env, b.base_url_env);
            }
        }
    }
}

//! Which API a provider is asked in.

/// The API that a provider is asked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// The OpenAI-compatible one, which nearly all have.
    OpenAi,
    /// Anthropic's Messages API.
    Anthropic,
    /// Google's Gemini API.
    Gemini,
}

impl Speaks {
    /// What is spoken at `base_url`, where the provider speaks this. An address that ends in `/openai`,
    /// `/openai/v1` or `/chat/completions` is for the OpenAI-compatible API.
    #[must_use]
    pub fn at(self, base_url: &str) -> Self {
        let address = base_url.split('?').next().unwrap_or_default().trim_end_matches('/');
        let compatible = ["/openai", "/openai/v1", "/chat/completions"];
        if compatible.iter().any(|end| address.ends_with(end)) { Self::OpenAi } else { self }
    }
}

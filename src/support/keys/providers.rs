//! How the keys of known providers begin.

/// A provider and its keys.
#[derive(Debug)]
pub struct Provider {
    /// What a person calls it.
    pub title: &'static str,
    /// Words of names that say this provider.
    pub words: &'static [&'static str],
    /// How its keys begin; none where they have no mark.
    pub prefixes: &'static [&'static str],
}

const fn provider(
    title: &'static str,
    words: &'static [&'static str],
    prefixes: &'static [&'static str],
) -> Provider {
    Provider { title, words, prefixes }
}

/// The title of `OpenAI`.
pub const OPENAI: &str = "OpenAI";
/// The title of `OpenRouter`.
pub const OPENROUTER: &str = "OpenRouter";

/// Every known provider, the one with the more special mark first.
pub const PROVIDERS: &[Provider] = &[
    provider("Anthropic", &["ANTHROPIC", "CLAUDE"], &["sk-ant-"]),
    provider(OPENROUTER, &["OPENROUTER"], &["sk-or-"]),
    provider(OPENAI, &["OPENAI", "CHATGPT"], &["sk-proj-", "sk-svcacct-", "sk-admin-"]),
    provider("GitHub", &["GITHUB", "GH", "GHCR"], &["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"]),
    provider("GitLab", &["GITLAB"], &["glpat-"]),
    provider("Slack", &["SLACK"], &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"]),
    provider(
        "Stripe",
        &["STRIPE"],
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "pk_test_"],
    ),
    provider("AWS", &["AWS", "BEDROCK"], &["AKIA", "ASIA"]),
    provider("Google", &["GOOGLE", "GEMINI", "GCP", "FIREBASE", "YOUTUBE", "VERTEX"], &["AIza"]),
    provider("Groq", &["GROQ"], &["gsk_"]),
    provider("Hugging Face", &["HF", "HUGGINGFACE", "HUGGING"], &["hf_"]),
    provider("xAI", &["XAI", "GROK"], &["xai-"]),
    provider("Perplexity", &["PERPLEXITY", "PPLX"], &["pplx-"]),
    provider("Replicate", &["REPLICATE"], &["r8_"]),
    provider("Linear", &["LINEAR"], &["lin_api_"]),
    provider("npm", &["NPM"], &["npm_"]),
    provider("SendGrid", &["SENDGRID"], &["SG."]),
    provider("DeepSeek", &["DEEPSEEK"], &[]),
    provider("Mistral", &["MISTRAL"], &[]),
    provider("Cohere", &["COHERE"], &[]),
    provider("Together", &["TOGETHER"], &[]),
];

/// A key has this many bytes more than its mark.
pub const LEAST_REST: usize = 12;

/// Marks that say less than a provider, or that are muxi's own.
const OTHER_MARKS: &[&str] = &["sk-", "pk-", "lin_", "fma_", "fmc_", "muxi_sk_", "muxi_pk_"];

/// The longest mark that the value begins with, and that it is longer than; empty where there is none.
pub fn mark_of(value: &[u8]) -> &'static str {
    let all = PROVIDERS.iter().flat_map(|provider| provider.prefixes).chain(OTHER_MARKS);
    let begins = |mark: &&&str| value.len() > mark.len() && value.starts_with(mark.as_bytes());
    all.filter(begins).max_by_key(|mark| mark.len()).unwrap_or(&"")
}

/// Whether the value begins like a key of a known provider.
pub fn is_known(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| is_token(text) && marked(text).is_some())
}

/// Whether the text has only characters that keys are made of.
pub fn is_token(core: &str) -> bool {
    core.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./+=".contains(&b))
}

/// The provider whose mark the value has.
pub fn marked(core: &str) -> Option<&'static Provider> {
    let marks = |provider: &Provider| {
        provider
            .prefixes
            .iter()
            .any(|prefix| core.starts_with(prefix) && core.len() >= prefix.len() + LEAST_REST)
    };
    PROVIDERS.iter().find(|provider| marks(provider)).filter(|p| p.title != "AWS" || is_access_key_id(core))
}

/// Whether it is formed like the id of an access key of AWS.
pub fn is_access_key_id(core: &str) -> bool {
    core.len() == 20 && core.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

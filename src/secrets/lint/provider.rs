//! Keys that providers mark by how they begin, and names that say another provider.

use super::ValueFinding;
use super::name::Name;
use crate::formation::code::Code;

struct Provider {
    title: &'static str,
    /// Words of names that say this provider.
    words: &'static [&'static str],
    /// How its keys begin; none where they have no mark.
    prefixes: &'static [&'static str],
}

const fn provider(
    title: &'static str,
    words: &'static [&'static str],
    prefixes: &'static [&'static str],
) -> Provider {
    Provider { title, words, prefixes }
}

const OPENAI: &str = "OpenAI";
const OPENROUTER: &str = "OpenRouter";

const PROVIDERS: &[Provider] = &[
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
const LEAST_REST: usize = 12;

/// How secret and public keys begin where a provider has both.
const SECRET_MARKS: &[&str] = &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk-"];
const PUBLIC_MARKS: &[&str] = &["pk_live_", "pk_test_", "pk-"];

pub(super) fn check(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    if !is_token(core) {
        return None;
    }
    access_key(name, core).or_else(|| public(name, core)).or_else(|| mismatch(name, core))
}

/// Whether the value begins like a key of a known provider.
pub(super) fn is_known(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| is_token(text) && marked(text).is_some())
}

fn is_token(core: &str) -> bool {
    core.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./+=".contains(&b))
}

/// The provider whose mark the value has.
fn marked(core: &str) -> Option<&'static Provider> {
    let marks = |provider: &Provider| {
        provider
            .prefixes
            .iter()
            .any(|prefix| core.starts_with(prefix) && core.len() >= prefix.len() + LEAST_REST)
    };
    PROVIDERS.iter().find(|provider| marks(provider)).filter(|p| p.title != "AWS" || is_access_key_id(core))
}

fn mismatch(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    let said: Vec<&Provider> = PROVIDERS.iter().filter(|provider| name.has(provider.words)).collect();
    let first = said.first()?;
    let title = match marked(core) {
        Some(provider) => {
            let fits = |p: &&Provider| {
                // OpenRouter speaks as OpenAI does, and OPENAI_BASE_URL points there.
                p.title == provider.title || (p.title == OPENAI && provider.title == OPENROUTER)
            };
            if said.iter().any(fits) {
                return None;
            }
            provider.title
        }
        // Many providers begin their keys like OpenAI did; those with a mark of their own do not.
        None if core.starts_with("sk-") && core.len() >= "sk-".len() + LEAST_REST => {
            let own = |p: &&Provider| !p.prefixes.is_empty() && p.title != OPENAI && p.title != OPENROUTER;
            if !said.iter().all(own) {
                return None;
            }
            OPENAI
        }
        None => return None,
    };
    let text = format!("looks like a key of {title}, and its name says {}", first.title);
    Some(
        ValueFinding::new(Code::ValueProvider, text)
            .help_with("check that the value and the name belong together"),
    )
}

fn is_access_key_id(core: &str) -> bool {
    core.len() == 20 && core.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The two halves of an access key of AWS are easily taken for each other.
fn access_key(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    let text =
        if name.ends_with(&["SECRET", "ACCESS", "KEY"]) && core.starts_with("AKIA") && is_access_key_id(core)
        {
            "looks like the id of an access key, and its name says the secret one"
        } else if name.ends_with(&["ACCESS", "KEY", "ID"]) && core.len() == 40 {
            "looks like a secret access key, and its name says the id"
        } else {
            return None;
        };
    Some(ValueFinding::new(Code::ValueProvider, text).help_with("check that the two were not exchanged"))
}

/// A key that everybody may see in the place of one that nobody may see, and the reverse.
fn public(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    let begins = |marks: &[&str]| {
        marks.iter().any(|mark| core.starts_with(mark) && core.len() >= mark.len() + LEAST_REST)
    };
    let text = if begins(PUBLIC_MARKS) && !name.is_public() && name.has(&["SECRET", "PRIVATE"]) {
        "looks like a public key, and its name says that it is secret"
    } else if begins(SECRET_MARKS) && name.is_public() {
        "looks like a secret key, and its name says that it is public"
    } else {
        return None;
    };
    Some(ValueFinding::new(Code::ValuePublic, text).help_with("check that the two were not exchanged"))
}

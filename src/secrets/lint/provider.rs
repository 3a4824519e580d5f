//! Keys of one provider under names that say another.

use super::ValueFinding;
use crate::formation::code::Code;
use crate::support::keys::{
    LEAST_REST, Name, OPENAI, OPENROUTER, PROVIDERS, Provider, is_access_key_id, is_token, marked,
};

/// How secret and public keys begin where a provider has both.
const SECRET_MARKS: &[&str] = &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk-"];
const PUBLIC_MARKS: &[&str] = &["pk_live_", "pk_test_", "pk-"];

pub(super) fn check(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    if !is_token(core) {
        return None;
    }
    access_key(name, core).or_else(|| public(name, core)).or_else(|| mismatch(name, core))
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

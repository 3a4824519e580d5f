//! Words that stand in the place of a secret: placeholders, and keys that manuals print.

use zeroize::Zeroizing;

use super::Name;

/// A placeholder is short, in bytes.
const LONGEST_PLACEHOLDER: usize = 100;

/// Whole values that stand for one that is still to come, whatever the name.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change-me",
    "change_me",
    "change me",
    "changeit",
    "change-it",
    "replaceme",
    "replace-me",
    "replace_me",
    "replace me",
    "placeholder",
    "fixme",
    "tbd",
    "todo",
    "insert-here",
    "paste-here",
    "redacted",
    "[redacted]",
];

/// More of them under a name that promises a secret.
const NO_SECRETS: &[&str] = &[
    "password",
    "passw0rd",
    "password1",
    "password123",
    "secret",
    "mysecret",
    "my-secret",
    "my_secret",
    "supersecret",
    "super-secret",
    "topsecret",
    "token",
    "mytoken",
    "my-token",
    "apikey",
    "api-key",
    "api_key",
    "my-api-key",
    "mykey",
    "my-key",
    "key",
    "test",
    "testing",
    "test-key",
    "test_key",
    "testkey",
    "dummy",
    "dummy-key",
    "example",
    "sample",
    "foobar",
    "foo",
    "bar",
    "admin",
    "administrator",
    "root",
    "postgres",
    "letmein",
    "qwerty",
    "qwertyuiop",
    "hunter2",
    "welcome",
    "default",
    "none",
    "null",
    "nil",
    "undefined",
    "n/a",
    "empty",
    "value",
    "secret-value",
    "foo-bar",
];

/// Keys that manuals print.
const EXAMPLES: &[&str] = &[
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
    "pk_test_TYooMQauvdEDq54NiTphI7jx",
    "AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
];

/// Marks after which the placeholder begins: `sk-your-key`, `ghp_xxxx`.
const MARKS: &[&str] = &[
    "sk-ant-api03-",
    "sk-ant-",
    "sk-proj-",
    "sk-or-v1-",
    "sk-or-",
    "sk-",
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "pk_test_",
    "github_pat_",
    "ghp_",
    "gho_",
    "ghs_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xapp-",
    "gsk_",
    "hf_",
    "r8_",
    "xai-",
    "pplx-",
    "lin_api_",
    "npm_",
    "aiza",
];

/// A value that is no secret to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// A key that a manual prints.
    Example,
    /// It stands for a value that is still to come.
    Placeholder,
}

/// Whether `core`, the value of `name`, only stands for a secret.
pub fn placeholder(name: &Name<'_>, core: &str) -> Option<Stand> {
    if core.is_empty() || core.len() > LONGEST_PLACEHOLDER || core.contains('\n') {
        return None;
    }
    if EXAMPLES.contains(&core) {
        return Some(Stand::Example);
    }
    is_placeholder(name, &Zeroizing::new(core.to_lowercase())).then_some(Stand::Placeholder)
}

fn is_placeholder(name: &Name<'_>, lower: &str) -> bool {
    if PLACEHOLDERS.contains(&lower) || is_bracketed(lower) || is_yours(lower) {
        return true;
    }
    let rest = MARKS.iter().find_map(|mark| lower.strip_prefix(mark));
    if rest.is_some_and(|rest| is_filler(rest) || is_yours(rest) || PLACEHOLDERS.contains(&rest)) {
        return true;
    }
    name.is_secret() && (NO_SECRETS.contains(&lower) || is_filler(lower))
}

/// `<your key>`: one pair, and no address in it.
fn is_bracketed(lower: &str) -> bool {
    let inner = lower.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner.len() > 1
            && !inner.contains(['<', '>', '@', ':', '/', '='])
            && inner.contains(char::is_alphabetic)
    })
}

/// `your-api-key`, `your_token_here`, `enter your password`.
fn is_yours(lower: &str) -> bool {
    let verbs = ["insert", "enter", "put", "paste", "add", "replace-with", "replace_with", "replace with"];
    let blank = ['-', '_', ' '];
    let rest = verbs.iter().find_map(|verb| lower.strip_prefix(verb)?.strip_prefix(blank)).unwrap_or(lower);
    let Some(rest) = rest.strip_prefix("your").or_else(|| rest.strip_prefix("my")) else { return false };
    let words = ["key", "token", "secret", "password", "here", "credential", "passphrase"];
    rest.starts_with(blank)
        && rest.split(blank).next_back().is_some_and(|last| words.contains(&last))
        && rest.bytes().all(|b| b.is_ascii_alphabetic() || b"-_ ".contains(&b))
}

/// `xxxx`, `****`, `...`, `----`, `0000`.
fn is_filler(lower: &str) -> bool {
    let first = lower.chars().next();
    lower.chars().count() >= 3
        && first.is_some_and(|first| "x*.-_#?0…•".contains(first) && lower.chars().all(|c| c == first))
}

//! Placeholders, examples, and values that are no secret to anybody.

use zeroize::Zeroizing;

use super::ValueFinding;
use super::name::Name;
use crate::formation::code::Code;

/// A placeholder is short, in bytes.
const LONGEST_PLACEHOLDER: usize = 100;

/// A secret has at least this many bytes, and this many bits by the counts of its characters.
const LEAST_BYTES: usize = 8;
const LEAST_BITS: f64 = 18.0;
const LEAST_DIFFERENT: usize = 4;

/// How much of a long value is looked at, in bytes.
const SAMPLE: usize = 4096;

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

pub(super) fn placeholder(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    if core.is_empty() || core.len() > LONGEST_PLACEHOLDER || core.contains('\n') {
        return None;
    }
    let text = if EXAMPLES.contains(&core) {
        "is an example from a manual"
    } else if is_placeholder(name, &Zeroizing::new(core.to_lowercase())) {
        "is a placeholder"
    } else {
        return None;
    };
    let finding = ValueFinding::new(Code::ValuePlaceholder, text);
    Some(finding.help_with("store the real value, or take the secret out until there is one"))
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

/// A value that can be guessed under a name that promises a secret.
pub(super) fn weak(name: &Name<'_>, core: &str) -> Option<ValueFinding> {
    if core.is_empty() || !name.is_secret() {
        return None;
    }
    let sample = &core.as_bytes()[..core.len().min(SAMPLE)];
    let weak = core.len() < LEAST_BYTES || is_regular(sample);
    weak.then(|| {
        ValueFinding::new(Code::ValueWeak, "is too short or too regular to be hard to guess")
            .help_with("muxi secrets add NAME --generate makes a strong one")
    })
}

fn is_regular(sample: &[u8]) -> bool {
    let mut counts = [0_u32; 256];
    for byte in sample {
        counts[usize::from(*byte)] += 1;
    }
    let different = counts.iter().filter(|count| **count > 0).count();
    let total = f64::from(u32::try_from(sample.len()).unwrap_or(u32::MAX));
    let bits: f64 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) * (total / f64::from(*count)).log2())
        .sum();
    let steps = |step: i16| sample.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    different < LEAST_DIFFERENT || bits < LEAST_BITS || steps(1) || steps(-1)
}

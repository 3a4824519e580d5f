//! What of a text is a secret: values under keys that promise one, keys with a provider's mark, passwords in URLs.

use std::ops::Range;

use crate::support::keys::{self, Name, Provider, marked};

/// Values that programs without keys are given, and that are no secret.
const NO_KEYS: [&str; 9] = [
    "not-needed",
    "not_needed",
    "unused",
    "no-key",
    "ollama",
    "lm-studio",
    "local",
    "sk-no-key-required",
    "x",
];

/// A shorter value is nobody's secret, in bytes.
const LEAST_VALUE: usize = 4;

/// Keys of other marks have at least this many bytes, digits among them.
const LEAST_PLAIN_KEY: usize = 24;

/// A secret in the query of a URL has at least this many bytes, digits among them.
const LEAST_QUERY: usize = 12;

/// Words before a secret in a header.
const SCHEMES: [&str; 4] = ["bearer ", "basic ", "token ", "apikey "];

/// A secret within a text.
pub(super) struct Part {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Whose key it is, where it has a mark.
    pub(super) provider: Option<&'static Provider>,
    /// Whether it is the password of a URL.
    pub(super) is_password: bool,
}

/// Whether the value under `keys`, the outermost first, is to be a secret.
pub(super) fn is_secret_key(keys: &[&str]) -> bool {
    let Some((last, above)) = keys.split_last() else { return false };
    let above = above.last().copied().unwrap_or_default();
    if above == "api_keys" {
        return true;
    }
    if is_header(last) {
        return true;
    }
    let name = last.to_ascii_uppercase().replace('-', "_");
    match name.as_str() {
        // A bare `key` is a key of many things.
        "KEY" => matches!(above, "auth" | "encryption"),
        name => Name::of(name).is_secret(),
    }
}

fn is_header(key: &str) -> bool {
    ["authorization", "proxy-authorization", "cookie"].iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// The secret that `text`, the value under `keys`, is; `None` where it only stands for one, or refers to it.
pub(super) fn value_of<'t>(keys: &[&str], text: &'t str) -> Option<&'t str> {
    let scheme = SCHEMES.iter().find(|scheme| {
        text.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    });
    let core = text[scheme.map_or(0, |scheme| scheme.len())..].trim();
    let path = ["/", "./", "../", "~", "$", "vault://", "file:", "<"];
    let ending = core.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_path = path.iter().any(|start| core.starts_with(start)) || matches!(ending, "pem" | "key");
    let pem = core.starts_with("-----BEGIN");
    let word = !core.contains(char::is_whitespace) || pem;
    let name = keys.last().map(|key| key.to_ascii_uppercase().replace('-', "_")).unwrap_or_default();
    // Whatever its key is called, it is one that promises a secret.
    let stands = [name.as_str(), "KEY"].iter().any(|name| keys::placeholder(&Name::of(name), core).is_some());
    let good = core.len() >= LEAST_VALUE
        && word
        && !core.contains("${{")
        && !is_path
        && !stands
        && !NO_KEYS.iter().any(|known| core.eq_ignore_ascii_case(known));
    good.then_some(core)
}

/// Whether the text is one of those that programs without keys are given.
pub(super) fn is_no_key(text: &str) -> bool {
    NO_KEYS.iter().any(|known| text.eq_ignore_ascii_case(known))
}

/// Every secret in `text` that can be told without knowing its key.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut found = passwords(text);
    found.extend(in_queries(text));
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|offset| at + offset) {
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |offset| start + offset);
        let token = text[start..end].trim_end_matches('.');
        let free = |range: &Range<usize>| !found.iter().any(|part| part.range.contains(&range.start));
        let range = start..start + token.len();
        let (key, provider) = key_of(token);
        if key && free(&range) {
            found.push(Part { range, provider, is_password: false });
        }
        at = end;
    }
    found.sort_by_key(|part| part.range.start);
    found
}

/// Whether a word is a key, and whose.
fn key_of(token: &str) -> (bool, Option<&'static Provider>) {
    let digits = token.bytes().any(|byte| byte.is_ascii_digit());
    if !digits || keys::placeholder(&Name::of("KEY"), token).is_some() {
        return (false, None);
    }
    if let Some(provider) = marked(token).filter(|_| !token.starts_with("pk_")) {
        return (true, Some(provider));
    }
    let own = ["sk-", "fma_", "fmc_", "muxi_sk_"].iter().any(|mark| token.starts_with(mark));
    (own && token.len() >= LEAST_PLAIN_KEY, None)
}

/// The values of `?token=…` and the like in every URL.
fn in_queries(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let url = &text[at..];
        let url = &url[..url.find(|c: char| c.is_whitespace() || "\"'<>`#".contains(c)).unwrap_or(url.len())];
        let Some((path, query)) = url.split_once('?') else { continue };
        let mut start = at + path.len() + 1;
        for pair in query.split('&') {
            if let Some((key, value)) = pair.split_once('=')
                && is_secret_key(&[key])
                && value.len() >= LEAST_QUERY
                && value.bytes().any(|byte| byte.is_ascii_digit())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%+/=".contains(&byte))
                && value_of(&[key], value).is_some()
            {
                let from = start + key.len() + 1;
                found.push(Part { range: from..from + value.len(), provider: None, is_password: false });
            }
            start += pair.len() + 1;
        }
    }
    found
}

/// The password of every `scheme://user:password@host`.
fn passwords(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = &text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || "/?#\"'<>`".contains(c)).unwrap_or(rest.len());
        let Some((login, _)) = rest[..end].rsplit_once('@') else { continue };
        let Some((user, password)) = login.split_once(':') else { continue };
        let stands = keys::placeholder(&Name::of("PASSWORD"), password).is_some();
        let open = password.starts_with(['$', '{', '%']) || password.contains("${{");
        if password.is_empty() || stands || open || password == user {
            continue;
        }
        let from = start + user.len() + 1;
        found.push(Part { range: from..from + password.len(), provider: None, is_password: true });
    }
    found
}

/// What a secret under `keys` in the component `owner` would be called.
pub(super) fn name_for(keys: &[&str], owner: Option<&str>) -> String {
    let upper = |text: &str| {
        // A key of a map may be a secret itself, pasted at the wrong place: it would be the name.
        let text = if parts(text).is_empty() { text } else { "secret" };
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_uppercase).collect::<Vec<_>>().join("_")
    };
    let last = upper(keys.last().copied().unwrap_or("SECRET"));
    let above = keys.iter().rev().nth(1).copied().unwrap_or_default();
    let name = match (above, last.as_str()) {
        ("api_keys", "ADMIN_KEY") => "FORMATION_ADMIN_API_KEY".to_owned(),
        ("api_keys", "CLIENT_KEY") => "FORMATION_CLIENT_API_KEY".to_owned(),
        ("api_keys", provider) => format!("{provider}_API_KEY"),
        ("env" | "parameters", name) => name.to_owned(),
        (_, "AUTHORIZATION" | "PROXY_AUTHORIZATION") => match owner {
            Some(owner) => format!("{}_TOKEN", upper(owner)),
            None => "API_TOKEN".to_owned(),
        },
        (_, "KEY" | "TOKEN" | "SECRET" | "PASSWORD" | "API_KEY" | "CLIENT_SECRET" | "PASS") => {
            let last = if last == "KEY" && above == "auth" { "API_KEY" } else { last.as_str() };
            let near = keys.iter().rev().skip(1).find(|key| !matches!(**key, "auth" | "settings" | "models"));
            match owner.or(near.copied()) {
                Some(owner) => format!("{}_{last}", upper(owner)),
                None => last.to_owned(),
            }
        }
        _ => last.clone(),
    };
    // A name starts with a letter.
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("SECRET_{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        parts(text).into_iter().map(|part| &text[part.range]).collect()
    }

    #[test]
    fn keys_are_found_by_their_marks_wherever_they_stand() {
        let key = "sk-proj-a1b2c3d4e5f6g7h8";
        for text in [key, &format!("Bearer {key}"), &format!("--api-key={key}"), &format!("(see {key}).")] {
            assert_eq!(found(text), [key], "{text}");
        }
        assert_eq!(
            found("ghp_0123456789abcdef and glpat-0123456789ab"),
            ["ghp_0123456789abcdef", "glpat-0123456789ab"]
        );
        for text in [
            "sk-proj-your-key",
            "AKIAIOSFODNN7EXAMPLE",
            "sk-learn-extensions-for-everybody",
            "hf_transformers_library",
            "task-1234567890123456789012345",
            "pk_live_0123456789abcdef",
            "ghp_xxxxxxxxxxxxxxxxxxxx",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_password_in_a_url_is_found_and_a_stand_in_is_not() {
        assert_eq!(found("postgresql://muxi:S3cr3t!x@db.example/muxi"), ["S3cr3t!x"]);
        assert_eq!(found("x postgresql://a:p@ss@h/d y"), ["p@ss"]);
        for text in [
            "postgresql://user:password@host/db",
            "postgresql://postgres:postgres@localhost/db",
            "postgresql://u:${{ secrets.P }}@h",
            "https://example.test/a:b@c",
            "https://user@example.test",
            "postgresql://u:$PASS@h/d",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn keys_promise_a_secret_by_their_words_and_their_place() {
        for keys in [
            &["llm", "api_keys", "openai"][..],
            &["auth", "key"],
            &["auth", "token"],
            &["encryption", "key"],
            &["env", "GITHUB_TOKEN"],
            &["headers", "X-API-Key"],
            &["headers", "Authorization"],
            &["client_secret"],
        ] {
            assert!(is_secret_key(keys), "{keys:?}");
        }
        for keys in
            [&["max_tokens"][..], &["parse", "key"], &["auth", "header"], &["token_url"], &["sort_key"], &[]]
        {
            assert!(!is_secret_key(keys), "{keys:?}");
        }
    }

    #[test]
    fn values_that_stand_for_one_or_refer_to_one_are_no_secret() {
        let value = |text| value_of(&["auth", "token"], text);
        assert_eq!(value("Bearer abc123"), Some("abc123"));
        assert_eq!(value("hunter22"), Some("hunter22"));
        for text in [
            "${{ secrets.X }}",
            "Bearer ${{ secrets.X }}",
            "changeme",
            "<your token>",
            "$TOKEN",
            "/run/token",
            "xxxx",
            "ollama",
            "a b",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_secret_gets_the_name_that_it_usually_has() {
        assert_eq!(name_for(&["llm", "api_keys", "openai"], None), "OPENAI_API_KEY");
        assert_eq!(name_for(&["server", "api_keys", "admin_key"], None), "FORMATION_ADMIN_API_KEY");
        assert_eq!(name_for(&["auth", "token"], Some("github-mcp")), "GITHUB_MCP_TOKEN");
        assert_eq!(name_for(&["sk-proj-a1b2c3d4e5f6g7h8"], None), "SECRET");
        assert_eq!(name_for(&["sk-proj-a1b2c3d4e5f6g7h8", "token"], None), "SECRET_TOKEN");
        assert_eq!(name_for(&["rce", "token"], None), "RCE_TOKEN");
        assert_eq!(name_for(&["env", "GH_TOKEN"], Some("x")), "GH_TOKEN");
        assert_eq!(name_for(&["9-key"], None), "SECRET_9_KEY");
    }
}

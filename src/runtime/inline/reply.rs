//! What comes where a credential is waited for: the credential in one of the ways in which people write it, a no, a question
//! for help, or something else.

use zeroize::Zeroizing;

use super::words::{is_cancel, is_help};
use crate::credentials::{Content, ContentError};
use crate::support::keys::{is_random, mark_of, pasted};

/// A single word of so many characters may be a token.
const LEAST: usize = 8;
/// In a message of several words, one that looks random counts from so many on.
const LEAST_AMONG: usize = 12;
/// So many words around a token at most.
const FEW: usize = 16;
/// What stands in front of a token.
const LABELS: &[&str] = &[
    "token",
    "key",
    "api key",
    "apikey",
    "api_key",
    "pat",
    "password",
    "secret",
    "credential",
    "access token",
];

/// What a message is, where a credential was asked for.
#[derive(Debug)]
pub(super) enum Reply {
    /// The credential.
    Given(Content),
    /// It is meant as one, and cannot be one; nothing of it goes on.
    Unusable,
    /// Nobody is to be asked any more.
    Cancel,
    /// The user wants to know more.
    Help,
    /// Something else.
    Other,
}

/// What `text` is. With `basic` a user name and a password are waited for. `element` is the id of what a client was shown to
/// type it into, which it may write in front.
pub(super) fn reply(text: &str, basic: bool, element: &str) -> Reply {
    let text = without(text, element);
    if is_cancel(text) {
        return Reply::Cancel;
    }
    if is_help(text) {
        return Reply::Help;
    }
    let bare = unquoted(text);
    if bare.starts_with('{') {
        return of(Content::parse(bare.as_bytes()));
    }
    if let Some(fields) = pair(bare, basic) {
        return of(Content::of(fields));
    }
    match token(bare) {
        Some(token) => of(Content::of([("token".to_owned(), Zeroizing::new(token.to_owned()))])),
        // A key in the middle of a long text is cut out of it by whoever reads it next.
        None => Reply::Other,
    }
}

/// The credential in what comes when nobody waits for one any more: only what is clearly one.
pub(super) fn is_clear(text: &str, element: &str) -> bool {
    let text = labelled(unquoted(without(text, element)));
    !pasted(text).is_empty() || (!text.contains(char::is_whitespace) && is_random(text, LEAST_AMONG))
}

fn without<'t>(text: &'t str, element: &str) -> &'t str {
    let text = text.trim();
    text.strip_prefix(element).and_then(|rest| rest.strip_prefix(':')).map_or(text, str::trim)
}

fn of(content: Result<Content, ContentError>) -> Reply {
    content.map_or(Reply::Unusable, Reply::Given)
}

/// Without quotes, back-ticks or a fence around it.
fn unquoted(text: &str) -> &str {
    let mut text = text.trim();
    if let Some(inner) = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) {
        // The first line may name a language.
        text = inner.split_once('\n').map_or(inner, |(head, rest)| {
            if head.trim().chars().all(char::is_alphabetic) { rest } else { inner }
        });
    }
    loop {
        let inner = text.trim();
        let quoted = [('"', '"'), ('\'', '\''), ('`', '`'), ('<', '>'), ('\u{201c}', '\u{201d}')];
        let within = quoted.iter().find_map(|(open, close)| inner.strip_prefix(*open)?.strip_suffix(*close));
        match within.filter(|within| !within.is_empty()) {
            Some(within) => text = within,
            None => return inner,
        }
    }
}

/// What a token is in `text`: one with a mark anywhere, else a single word, else the only one among a few that looks random.
fn token(text: &str) -> Option<&str> {
    if let Some(marked) = pasted(text).into_iter().next() {
        return Some(&text[marked.at]);
    }
    let text = labelled(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [only] = words.as_slice() {
        let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}'));
        let sentence = only.trim_end_matches(['.', '!', '?', ',']);
        let plain = is_word(sentence) && !has_odd_case(sentence);
        return (only.len() >= LEAST && !plain && !only.contains("://")).then_some(*only);
    }
    if words.len() > FEW {
        return None;
    }
    let marked = words.iter().find(|word| {
        bare(word).is_some_and(|word| !mark_of(word.as_bytes()).is_empty() && word.len() >= LEAST)
    });
    let random = || words.iter().find(|word| bare(word).is_some_and(|word| is_random(word, LEAST_AMONG)));
    marked.or_else(random).and_then(|word| bare(word))
}

/// A word without the signs around it.
fn bare(word: &str) -> Option<&str> {
    let start = word.find(char::is_alphanumeric)?;
    let end = word.rfind(|c: char| c.is_alphanumeric() || matches!(c, '=' | '_' | '-' | '+' | '/'))?;
    word.get(start..end + word[end..].chars().next()?.len_utf8())
}

/// `fooBARbaz` is no word.
fn has_odd_case(word: &str) -> bool {
    let mut after = word.chars().skip(1);
    let all_upper = word.chars().all(|c| !c.is_lowercase());
    !all_upper && after.any(char::is_uppercase)
}

/// Without `token:` in front.
fn labelled(text: &str) -> &str {
    let Some((label, rest)) = text.split_once([':', '=']) else { return text };
    let label = label.trim().to_lowercase();
    let known = LABELS.iter().any(|known| {
        label == *known || label.strip_suffix(known).is_some_and(|before| before.ends_with([' ', '_', '-']))
    });
    if known && label.len() <= 40 { unquoted(rest) } else { text }
}

type Pair = [(String, Zeroizing<String>); 2];

/// A user name and a password: `name:password`, on two lines, or named.
fn pair(text: &str, basic: bool) -> Option<Pair> {
    let fields = |name: &str, password: &str| {
        let (name, password) = (unquoted(name), unquoted(password));
        (!name.is_empty() && !password.is_empty() && !name.contains(char::is_whitespace)).then(|| {
            let field = |name: &str, value: &str| (name.to_owned(), Zeroizing::new(value.to_owned()));
            [field("username", name), field("password", password)]
        })
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let labelled = |at: usize, labels: &[&str]| {
        let (label, value) = lines.get(at)?.split_once([':', '='])?;
        labels.contains(&label.trim().to_lowercase().as_str()).then_some(value.trim())
    };
    let of_name = ["username", "user name", "user", "login", "name", "email", "e-mail"];
    if lines.len() == 2
        && let (Some(name), Some(password)) =
            (labelled(0, &of_name), labelled(1, &["password", "pass", "secret", "token", "api token"]))
    {
        return fields(name, password);
    }
    if !basic {
        return None;
    }
    match lines.as_slice() {
        [one] if !one.contains(char::is_whitespace) => {
            let (name, password) = one.split_once(':')?;
            fields(name, password)
        }
        [name, password] if !name.contains(char::is_whitespace) => fields(name, password),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str, basic: bool) -> Option<Vec<(String, String)>> {
        match reply(text, basic, "credential-x") {
            Reply::Given(content) => {
                Some(content.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
            }
            _ => None,
        }
    }

    fn token_in(text: &str) -> Option<String> {
        fields(text, false).map(|fields| {
            assert_eq!(fields[0].0, "token", "{text}");
            fields[0].1.clone()
        })
    }

    #[test]
    fn a_token_is_found_in_the_ways_in_which_it_is_written() {
        for text in [
            "ghp_xxxxxx",
            "  ghp_xxxxxx\n",
            "\"ghp_xxxxxx\"",
            "`ghp_xxxxxx`",
            "```\nghp_xxxxxx\n```",
            "```text\nghp_xxxxxx\n```",
            "token: ghp_xxxxxx",
            "GITHUB_TOKEN=ghp_xxxxxx",
            "my github token: 'ghp_xxxxxx'",
            "here it is: ghp_xxxxxx, thanks",
            "credential-x: ghp_xxxxxx",
        ] {
            assert_eq!(token_in(text).as_deref(), Some("ghp_xxxxxx"), "{text}");
        }
        for text in ["a8f5f167f44f4964e6c998dee827110c", "correct-horse-7", "xYzabcQW", "pass/word+base64=="]
        {
            assert_eq!(token_in(text).as_deref(), Some(text));
        }
        assert_eq!(token_in("it is a8f5f167f44f4964e6c9 I think").as_deref(), Some("a8f5f167f44f4964e6c9"));
    }

    #[test]
    fn a_name_and_a_password_are_found_where_they_are_waited_for() {
        let both = |name: &str, password: &str| {
            Some(vec![("password".to_owned(), password.to_owned()), ("username".to_owned(), name.to_owned())])
        };
        for text in ["ann:s3cret:x", "ann\ns3cret:x", "username: ann\npassword: s3cret:x", "`ann:s3cret:x`"] {
            assert_eq!(fields(text, true), both("ann", "s3cret:x"), "{text}");
        }
        assert_eq!(
            fields("user=ann\npassword=x y", false),
            both("ann", "x y"),
            "named, whatever is waited for"
        );
        let map = fields(r#"{"access_key_id": "AKIA1", "secret_access_key": "s"}"#, false).unwrap();
        assert_eq!(map.len(), 2);
    }

    #[test]
    fn what_is_no_credential_is_something_else() {
        for text in [
            "Show my repositories",
            "repositories",
            "Thanks!",
            "ok",
            "https://example.com/docs",
            "What's the weather in Rome?",
            "",
        ] {
            assert!(matches!(reply(text, false, "credential-x"), Reply::Other), "{text}");
        }
        assert!(matches!(reply("cancel", false, ""), Reply::Cancel));
        assert!(matches!(reply("where do I get one?", false, ""), Reply::Help));
        assert!(matches!(reply("{\"a\": [1]}", false, ""), Reply::Unusable));
    }
}

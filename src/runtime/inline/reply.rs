//! What comes where a credential is waited for: the credential in one of the ways in which people write it, a no, a question
//! for help, or something else.

use zeroize::Zeroizing;

use super::words::{is_asking, is_cancel, is_help, is_small};
use crate::credentials::{Content, ContentError, Service};
use crate::runtime::credentials::Need;
use crate::support::keys::{PROVIDERS, Pasted, Provider, is_random, mark_of, marked, pasted};

/// A single word of so many characters may be a token.
const LEAST: usize = 8;
/// In a message of several words, one that looks random counts from so many on.
const LEAST_AMONG: usize = 12;
/// So many words around a token at most.
const FEW: usize = 16;
/// What may stand around a token that is alone otherwise.
const AROUND: &[&str] = &[
    "it",
    "it's",
    "is",
    "here",
    "here's",
    "this",
    "that",
    "the",
    "my",
    "a",
    "new",
    "of",
    "for",
    "i",
    "think",
    "you",
    "go",
    "ok",
    "okay",
    "sure",
    "yes",
    "please",
    "use",
    "try",
    "take",
    "thanks",
    "thank",
    "token",
    "key",
    "api",
    "pat",
    "password",
    "secret",
    "credential",
    "access",
    "personal",
];
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

/// Whose credential is waited for, and what else the formation takes.
#[derive(Clone, Copy)]
pub(super) struct Waits<'r> {
    pub(super) need: &'r Need,
    pub(super) all: &'r [Need],
}

/// What `text` is. What is neither a credential of the service that is waited for nor clearly something else is
/// [`Reply::Unusable`]: it is not tried, and goes nowhere.
pub(super) fn reply(text: &str, waits: Waits) -> Reply {
    let text = text.trim();
    if is_cancel(text) {
        return Reply::Cancel;
    }
    if is_help(text) {
        return Reply::Help;
    }
    if text.is_empty() || is_small(text) {
        return Reply::Other;
    }
    let bare = unquoted(text);
    if bare.starts_with('{') {
        return of(Content::parse(bare.as_bytes()));
    }
    if let Some(fields) = pair(bare, waits.need.basic) {
        return of(Content::of(fields));
    }
    match key(bare, waits).or_else(|| Some(word(bare, waits)?.map(|word| Zeroizing::new(word.to_owned())))) {
        Some(Ok(token)) => of(Content::of([("token".to_owned(), token)])),
        Some(Err(Foreign)) if !is_asking(&without_keys(bare)) => Reply::Unusable,
        None if !is_asking(bare) => Reply::Unusable,
        // A key in the middle of a question is cut out of it by whoever reads it next.
        _ => Reply::Other,
    }
}

/// What was typed into the element for it: nothing of that is a message.
pub(super) fn typed(value: &str, need: &Need) -> Reply {
    let bare = unquoted(value);
    if is_cancel(bare) {
        return Reply::Cancel;
    }
    if bare.starts_with('{') {
        return of(Content::parse(bare.as_bytes()));
    }
    match pair(bare, need.basic) {
        Some(fields) => of(Content::of(fields)),
        None if bare.is_empty() || bare.contains(char::is_whitespace) => Reply::Unusable,
        None => token_of(bare),
    }
}

/// The token in the text of a file, where it is clear which one.
pub(super) fn in_file(text: &str, waits: Waits) -> Option<Content> {
    Content::of([("token".to_owned(), key(text, waits)?.ok()?)]).ok()
}

fn token_of(token: &str) -> Reply {
    of(Content::of([("token".to_owned(), Zeroizing::new(token.to_owned()))]))
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

/// It is another service's.
struct Foreign;

/// A key with a mark or a telling name: the one of the service that is waited for, else the only one where nothing says that it
/// is another's.
fn key(text: &str, waits: Waits) -> Option<Result<Zeroizing<String>, Foreign>> {
    let found = pasted(text);
    let service = &waits.need.service;
    let of_service = |one: &&Pasted| one.provider.is_some_and(|provider| is_of(provider, service));
    if let Some(one) = found.iter().find(of_service) {
        return Some(Ok(one.value(text)));
    }
    match found.as_slice() {
        [] => None,
        [only] if text.split_whitespace().count() <= FEW => {
            let fits = only.provider.is_none_or(|provider| may_be(provider, waits));
            let fits = fits && !names_another(&text[..only.at.start], service);
            Some(if fits { Ok(only.value(text)) } else { Err(Foreign) })
        }
        _ => Some(Err(Foreign)),
    }
}

/// Whether the service is this provider's, as its name says: `github`, `github-work`.
pub(super) fn is_of(provider: &Provider, service: &Service) -> bool {
    let name = service.as_str().to_ascii_uppercase();
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| provider.words.contains(&part))
}

/// A service that is no known provider's may have keys of one, unless another service has those.
fn may_be(provider: &Provider, waits: Waits) -> bool {
    PROVIDERS.iter().all(|known| !is_of(known, &waits.need.service))
        && waits.all.iter().all(|other| !is_of(provider, &other.service))
}

/// Whether the words in front of a key are of another provider: `OPENAI_API_KEY=`, `my Linear token:`.
fn names_another(before: &str, service: &Service) -> bool {
    let upper = before.to_ascii_uppercase();
    upper.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        PROVIDERS.iter().any(|provider| provider.words.contains(&word) && !is_of(provider, service))
    })
}

fn without_keys(text: &str) -> String {
    crate::support::keys::without_pasted(text, " ").map_or_else(|| text.to_owned(), |(clean, _)| clean)
}

/// A word that is a token by itself: behind a label, alone and made by chance, or the only such one among words that say
/// nothing else.
fn word<'t>(text: &'t str, waits: Waits) -> Option<Result<&'t str, Foreign>> {
    let behind = labelled(text);
    let rest = behind.unwrap_or(text);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let fits = |token: &str| {
        let label = &text[..text.len() - rest.len()];
        marked(token).is_none_or(|provider| is_of(provider, &waits.need.service) || may_be(provider, waits))
            && !names_another(label, &waits.need.service)
    };
    let checked = |token: &'t str| Some(if fits(token) { Ok(token) } else { Err(Foreign) });
    if let [only] = words.as_slice()
        && (behind.is_some() || is_random(only, LEAST))
    {
        return checked(only);
    }
    if words.len() > FEW || is_asking(text) {
        return None;
    }
    let tokens = words.iter().filter_map(|word| bare(word));
    let has_mark = |word: &&str| !mark_of(word.as_bytes()).is_empty() && word.len() >= LEAST;
    if let Some(token) = tokens.clone().find(has_mark) {
        return checked(token);
    }
    let says_nothing = |word: &str| {
        let word = word.to_lowercase();
        AROUND.contains(&word.as_str()) || word == waits.need.service.as_str()
    };
    let mut others = tokens.filter(|word| !says_nothing(word));
    let token = others.next().filter(|word| is_random(word, LEAST_AMONG))?;
    if others.next().is_some() { None } else { checked(token) }
}

/// A word without the signs around it.
fn bare(word: &str) -> Option<&str> {
    let start = word.find(char::is_alphanumeric)?;
    let end = word.rfind(|c: char| c.is_alphanumeric() || matches!(c, '=' | '_' | '-' | '+' | '/'))?;
    word.get(start..end + word[end..].chars().next()?.len_utf8())
}

/// What stands behind `token:`.
fn labelled(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '='])?;
    let label = label.trim().to_lowercase();
    let known = LABELS.iter().any(|known| {
        label == *known || label.strip_suffix(known).is_some_and(|before| before.ends_with([' ', '_', '-']))
    });
    (known && label.len() <= 40).then(|| unquoted(rest)).filter(|rest| !rest.is_empty())
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
        [one] if !one.contains(char::is_whitespace) && !one.contains("://") => {
            let (name, password) = one.split_once(':')?;
            fields(name, password)
        }
        [name, password] if !name.contains(char::is_whitespace) && !is_asking(password) => {
            fields(name, password)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(service: &str, basic: bool) -> Need {
        Need {
            service: Service::parse(service).unwrap(),
            server: "s".into(),
            description: String::new(),
            accept_inline: true,
            basic,
            api: None,
        }
    }

    fn said(text: &str, service: &str, basic: bool) -> Reply {
        let all = [need(service, basic), need("slack", false)];
        reply(text, Waits { need: &all[0], all: &all })
    }

    fn fields_of(reply: &Reply) -> Option<Vec<(String, String)>> {
        let Reply::Given(content) = reply else { return None };
        Some(content.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn fields(text: &str, basic: bool) -> Option<Vec<(String, String)>> {
        fields_of(&said(text, "github", basic))
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
        ] {
            assert_eq!(token_in(text).as_deref(), Some("ghp_xxxxxx"), "{text}");
        }
        assert_eq!(
            token_in("a8f5f167f44f4964e6c998dee827110c").as_deref(),
            Some("a8f5f167f44f4964e6c998dee827110c")
        );
        for token in ["correct-horse-7", "xYzabcQW", "pass/word+base64==", "https://hooks.example/T0/B0/x"] {
            assert_eq!(token_in(&format!("token: {token}")).as_deref(), Some(token));
            assert_eq!(fields_of(&typed(token, &need("github", false))).unwrap()[0].1, token);
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
            "Thanks!",
            "ok",
            "What's the weather in Rome?",
            "\u{65e5}\u{672c}\u{8a9e}\u{306e}\u{30ea}\u{30dd}\u{30b8}\u{30c8}\u{30ea}\u{3092}\u{898b}\u{305b}\u{3066}",
            "Zeig mir bitte die Liste meiner Projekte",
            "Why does sk-proj-a8f5f167f44f4964e6c998dee827110c not work?",
            "",
        ] {
            assert!(matches!(said(text, "github", false), Reply::Other), "{text}");
        }
        assert!(matches!(said("cancel", "github", false), Reply::Cancel));
        assert!(matches!(said("where do I get one?", "github", false), Reply::Help));
        assert!(matches!(said("{\"a\": [1]}", "github", false), Reply::Unusable));
    }

    #[test]
    fn what_may_be_meant_as_one_and_is_not_clear_goes_nowhere() {
        for text in [
            "ann hunter2",
            "ann\nhunter2\nwork",
            "swordfish",
            "s3cr",
            "it is swordfish",
            "my password is swordfish",
            "README.md",
            "JavaScript",
            "https://hooks.slack.com/services/T0/B0/abc",
            "correct horse battery staple",
            "the one that I have from the admin page is a8f5f167f44f4964e6c998dee827110c and it has been made for you to use",
        ] {
            for basic in [false, true] {
                assert!(matches!(said(text, "github", basic), Reply::Unusable), "{text}");
            }
        }
    }

    #[test]
    fn a_key_of_another_provider_is_not_taken_for_the_one_that_is_waited_for() {
        let (openai, github, slack) = (
            "sk-proj-a8f5f167f44f4964e6c998dee827110c",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "xoxb-1234567890-a8f5f167f44f4964e6c9",
        );
        let env = format!("OPENAI_API_KEY={openai}\nGITHUB_TOKEN={github}");
        assert_eq!(token_in(&env).as_deref(), Some(github));
        for text in
            [openai.to_owned(), format!("token: {openai}"), "LINEAR_API_KEY=a8f5f167f44f4964e6c9".into()]
        {
            assert!(matches!(said(&text, "github", false), Reply::Unusable), "{text}");
        }
        // A service of the house may have keys of a provider, but not those of another service.
        assert!(matches!(said(openai, "my-app", false), Reply::Given(_)));
        assert!(matches!(said(slack, "my-app", false), Reply::Unusable));
        let all = [need("github", false)];
        let waits = Waits { need: &all[0], all: &all };
        assert!(in_file(&env, waits).is_some());
        let log = "a log\nof many lines\n".repeat(9)
            + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.a8f5f167f44f4964";
        assert!(in_file(&log, waits).is_none());
    }
}

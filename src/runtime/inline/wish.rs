//! `Add my GitHub token`, `use muxi-ai for github`: wishes about credentials, understood by their words alone. What is not
//! clearly one is a message like any other.

use super::words::words;
use crate::support::keys::{is_random, mark_of};

/// What may come before the verb.
const LEADS: &[&str] = &[
    "please", "i", "i'd", "like", "to", "want", "need", "would", "can", "could", "you", "let", "me", "us",
    "we", "help", "hi", "hello", "hey", "now", "just", "ok", "okay", "so", "and", "then", "how", "do",
    "must", "should", "also", "first",
];
/// What adds something.
const ADDS: &[&str] = &[
    "add",
    "set",
    "store",
    "save",
    "register",
    "connect",
    "link",
    "configure",
    "update",
    "replace",
    "provide",
    "enter",
    "change",
];
/// Those that need no noun: `connect my GitHub`.
const JOINS: &[&str] = &["connect", "link"];
/// What is added.
const NOUNS: &[&str] = &[
    "token",
    "tokens",
    "key",
    "keys",
    "credential",
    "credentials",
    "account",
    "accounts",
    "password",
    "login",
    "pat",
];
/// Those of them that the secret itself may follow.
const SECRET: &[&str] = &["token", "key", "credential", "credentials", "password", "login", "pat", "is"];
/// What stands between the words that say something.
const FILLS: &[&str] = &[
    "my",
    "a",
    "an",
    "the",
    "our",
    "another",
    "new",
    "second",
    "third",
    "this",
    "that",
    "your",
    "own",
    "other",
    "different",
    "one",
    "more",
    "extra",
    "personal",
    "access",
    "api",
    "secret",
    "auth",
    "user",
    "username",
    "to",
    "for",
    "in",
    "here",
    "please",
    "muxi",
    "now",
    "it",
    "is",
    "here's",
    "its",
    "it's",
    "thanks",
    "with",
    "chat",
    "of",
    "and",
    "up",
];
/// So many words may name the account: `my freelance clients GitHub account`.
const MOST_NAMES: usize = 2;
/// The longest wish, in words.
const LONGEST: usize = 24;
/// A word behind the wish is the token from so many characters on.
const LEAST: usize = 8;

/// A service as wishes name it, in lower case: `github`; `my-app` is `my app` too.
pub(super) struct Known {
    pub(super) names: Vec<String>,
}

/// A credential is to be added.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wish<'t> {
    /// Where its service is; none where none is named.
    pub(super) service: Option<usize>,
    /// What the user calls the account: `work`.
    pub(super) label: Option<String>,
    /// The token that stands behind it.
    pub(super) token: Option<&'t str>,
    /// A word stands behind it that may be the secret, and may be none.
    pub(super) doubtful: bool,
}

/// The wish that `text` is. `stands` is the word in the place of what was cut out of it.
pub(super) fn wish<'t>(text: &'t str, known: &[Known], stands: &str) -> Option<Wish<'t>> {
    let text_cut = text.replace(stands, " \u{1} ");
    let cut = text_cut.contains('\u{1}');
    let all = words(&text_cut.replace('\u{1}', " "))?;
    let verb = all.iter().position(|word| ADDS.contains(&word.as_str()))?;
    if all.len() > LONGEST || !all[..verb].iter().all(|word| LEADS.contains(&word.as_str())) {
        return None;
    }
    let rest = &all[verb + 1..];
    let (service, place) = named(rest, known);
    let (mut nouns, mut label, mut token, mut doubtful) = (0, Vec::new(), None, false);
    for (at, word) in rest.iter().enumerate() {
        let word = word.strip_suffix("'s").unwrap_or(word);
        if place.as_ref().is_some_and(|place| place.contains(&at)) || FILLS.contains(&word) {
            continue;
        }
        if NOUNS.contains(&word) {
            nouns += 1;
            continue;
        }
        if let Some(said) = as_token(text, word) {
            if token.replace(said).is_some() {
                return None;
            }
            continue;
        }
        // `add my Jira password hunter2`
        if at + 1 == rest.len() && at > 0 && SECRET.contains(&rest[at - 1].as_str()) && service.is_some() {
            doubtful = true;
            continue;
        }
        // A name of the account stands before the service and its noun.
        if nouns > 0 || place.as_ref().is_some_and(|place| at >= place.end) || label.len() == MOST_NAMES {
            return None;
        }
        label.push(word.to_owned());
    }
    let joins = JOINS.contains(&all[verb].as_str()) && service.is_some();
    let is_one = (nouns > 0 || joins) && (service.is_some() || cut || token.is_some() || known.len() == 1);
    let only = || (known.len() == 1 && !cut && token.is_none()).then_some(0);
    is_one.then(|| Wish {
        service: service.or_else(only),
        label: (!label.is_empty()).then(|| label.join(" ")),
        token,
        doubtful,
    })
}

/// The word of the text, as it is written, where it looks like a token.
fn as_token<'t>(text: &'t str, lower: &str) -> Option<&'t str> {
    let looks =
        |word: &str| word.len() >= LEAST && (!mark_of(word.as_bytes()).is_empty() || is_random(word, LEAST));
    let word = text.split_whitespace().find(|word| word.to_lowercase().contains(lower))?;
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '=' | '/' | '+' | '-'));
    looks(word).then_some(word)
}

/// The first service that is named, and the words that do.
fn named(words: &[String], known: &[Known]) -> (Option<usize>, Option<std::ops::Range<usize>>) {
    for at in 0..words.len() {
        for (index, one) in known.iter().enumerate() {
            for name in &one.names {
                let parts: Vec<&str> = name.split(' ').collect();
                let there = words.get(at..at + parts.len());
                if there.is_some_and(|there| {
                    there
                        .iter()
                        .zip(&parts)
                        .all(|(word, part)| word.strip_suffix("'s").unwrap_or(word) == *part)
                }) {
                    return (Some(index), Some(at..at + parts.len()));
                }
            }
        }
    }
    (None, None)
}

/// `use X for SERVICE`, `switch to X on SERVICE`: the service and what is to be used there.
pub(super) fn switch<'t>(text: &'t str, known: &[Known]) -> Option<(usize, &'t str)> {
    let all = words(text)?;
    let verbs = ["use", "switch", "change", "take", "choose"];
    let verb = all.iter().position(|word| verbs.contains(&word.as_str()))?;
    if all.len() > 14 || !all[..verb].iter().all(|word| LEADS.contains(&word.as_str())) {
        return None;
    }
    let rest = &all[verb + 1..];
    let (service, place) = named(rest, known);
    let (service, place) = (service?, place?);
    let between = |word: &str| {
        FILLS.contains(&word)
            || NOUNS.contains(&word)
            || matches!(word, "on" | "from" | "at" | "again" | "instead")
    };
    let mut left = rest.iter().enumerate().filter(|(at, word)| !place.contains(at) && !between(word));
    let (_, name) = left.next()?;
    if left.next().is_some() {
        return None;
    }
    let said = text.split_whitespace().find(|word| word.to_lowercase().contains(name.as_str()))?;
    Some((service, said.trim_matches(|c: char| !c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn known() -> [Known; 2] {
        let names = |names: &[&str]| Known { names: names.iter().map(|name| (*name).to_owned()).collect() };
        [names(&["github"]), names(&["my-app", "my app"])]
    }

    fn asked(text: &str) -> Option<(Option<usize>, Option<String>, Option<String>)> {
        let wish = wish(text, &known(), "[credential removed]")?;
        Some((wish.service, wish.label, wish.token.map(str::to_owned)))
    }

    #[test]
    fn the_ways_to_wish_for_a_credential_are_understood() {
        for text in [
            "Add my GitHub token",
            "I need to add my GitHub token",
            "please add a github personal access token!",
            "Can you connect my GitHub?",
            "I'd like to store another GitHub API key here",
            "How do I set up my GitHub credentials?",
            "Update my GitHub's token",
        ] {
            assert_eq!(asked(text), Some((Some(0), None, None)), "{text}");
        }
        assert_eq!(asked("Add my work GitHub account"), Some((Some(0), Some("work".into()), None)));
        assert_eq!(asked("connect my app account"), Some((Some(1), None, None)));
        assert_eq!(asked("Add my GitHub token ghp_abc123"), Some((Some(0), None, Some("ghp_abc123".into()))));
        assert_eq!(asked("Add my GitHub token aB3xY9kQ2"), Some((Some(0), None, Some("aB3xY9kQ2".into()))));
        assert_eq!(asked("Add this token: [credential removed]"), Some((None, None, None)));
    }

    #[test]
    fn what_follows_a_password_may_be_it() {
        for text in
            ["Add my GitHub password hunter2", "set my app token swordfish", "Save my GitHub key: s3cr"]
        {
            let wish = wish(text, &known(), "[credential removed]").unwrap();
            assert!(wish.doubtful && wish.token.is_none(), "{text}");
        }
        assert!(!wish("Add my GitHub token please", &known(), "#").unwrap().doubtful);
    }

    #[test]
    fn other_messages_are_no_wishes() {
        for text in [
            "Show my GitHub repositories",
            "Add a README to my GitHub project",
            "Add my GitHub token to the README example",
            "Set the GitHub issue's key field",
            "add tokens to the lexer",
            "Save the report about accounts of GitHub users in 2024",
            "the team should add my GitHub token",
            "connect the dots",
        ] {
            assert_eq!(asked(text), None, "{text}");
        }
    }

    #[test]
    fn another_account_is_asked_for_by_name() {
        let known = known();
        for text in
            ["use muxi-ai for github", "Please switch to muxi-ai on GitHub.", "use my GitHub account muxi-ai"]
        {
            assert_eq!(switch(text, &known), Some((0, "muxi-ai")), "{text}");
        }
        for text in ["use github", "use a hammer and nails for github", "muxi-ai for github"] {
            assert_eq!(switch(text, &known), None, "{text}");
        }
    }
}

//! The words of a message, for understanding the short ones: no, help, which, add my token.

use crate::support::keys::is_random;

/// The longest message whose words are looked at, in bytes; what is longer says something else.
const LONGEST: usize = 600;

/// What ends a question, whatever stands around it.
const CANCEL: &[&str] = &[
    "cancel",
    "cancel it",
    "cancel that",
    "cancel this",
    "please cancel",
    "stop",
    "abort",
    "quit",
    "exit",
    "skip",
    "skip it",
    "skip this",
    "no",
    "nope",
    "no thanks",
    "no thank you",
    "not now",
    "not yet",
    "later",
    "maybe later",
    "never mind",
    "nevermind",
    "never mind that",
    "forget it",
    "forget about it",
    "leave it",
    "leave it out",
    "none",
    "none of them",
    "neither",
    "don't",
    "do not",
    "i don't want to",
    "i do not want to",
    "i'd rather not",
    "i changed my mind",
    "abbrechen",
    "abbruch",
    "nein",
    "annuler",
    "non",
    "cancelar",
    "annulla",
    "\u{43e}\u{442}\u{43c}\u{435}\u{43d}\u{430}",
    "\u{53d6}\u{6d88}",
    "\u{30ad}\u{30e3}\u{30f3}\u{30bb}\u{30eb}",
];
/// How a longer one may begin.
const CANCEL_BEGINS: &[&str] =
    &["cancel ", "never mind", "nevermind", "forget it", "stop asking", "no thanks"];
/// What may follow: `cancel my order` is something else.
const CANCEL_GOES_ON: &[&str] = &[
    "it", "that", "this", "the", "please", "thanks", "thank", "you", "now", "then", "for", "me", "about",
    "question", "request", "asking", "whole", "thing", "ok", "okay",
];
/// What is said in between, and is neither a question nor an answer.
const SMALL: &[&str] = &[
    "ok",
    "okay",
    "yes",
    "yeah",
    "yep",
    "sure",
    "thanks",
    "thank you",
    "thank you very much",
    "great",
    "hi",
    "hello",
    "hey",
    "wait",
    "one moment",
    "a moment",
    "one second",
    "just a moment",
    "hm",
    "hmm",
];
/// What may come before the verb of a task.
const LEADS: &[&str] = &[
    "please", "and", "so", "ok", "okay", "now", "then", "also", "first", "hi", "hello", "hey", "but", "i",
    "want", "need", "to", "you",
];
/// How questions and tasks begin.
const ASKS: &[&str] = &[
    "what",
    "what's",
    "which",
    "who",
    "how",
    "why",
    "when",
    "where",
    "is",
    "are",
    "do",
    "does",
    "did",
    "can",
    "could",
    "would",
    "will",
    "should",
    "show",
    "list",
    "tell",
    "give",
    "find",
    "search",
    "get",
    "look",
    "count",
    "compare",
    "summarize",
    "summarise",
    "explain",
    "describe",
    "write",
    "draft",
    "create",
    "merge",
    "review",
    "fetch",
    "send",
    "delete",
    "remove",
    "translate",
    "calculate",
];
/// Words about what nobody else is to see: what they stand beside may be it.
const SECRETS: &[&str] = &[
    "token",
    "tokens",
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "pw",
    "pin",
    "secret",
    "secrets",
    "credential",
    "credentials",
    "key",
    "keys",
    "pat",
    "user",
    "username",
    "login",
    "passwort",
    "kennwort",
];
/// So many plain words are a sentence, whatever its language.
const SENTENCE: usize = 6;
/// A word from so many characters on may be made by chance.
const RANDOM: usize = 12;

/// What asks how that is done.
const HELP: &[&str] = &[
    "help",
    "help me",
    "how",
    "why",
    "what",
    "huh",
    "which one",
    "which token",
    "what token",
    "what is that",
    "what's that",
    "where",
    "hilfe",
    "aide",
    "ayuda",
    "aiuto",
];
/// How a longer question for help begins.
const HELP_BEGINS: &[&str] = &[
    "how do i get",
    "how do i create",
    "how do i find",
    "how do i make",
    "how can i get",
    "how can i create",
    "how can i find",
    "how to get",
    "how to create",
    "where do i get",
    "where do i find",
    "where do i create",
    "where can i get",
    "where can i find",
    "where can i create",
    "where is it",
    "what kind of",
    "what is a token",
    "what do you need",
    "what do you mean",
    "what is a personal access token",
    "what's a personal access token",
    "which scopes",
    "what scopes",
    "which permissions",
    "what permissions",
    "why do you need",
    "is it safe",
    "is that safe",
    "is this safe",
    "i don't have one",
    "i don't have a token",
    "i have no token",
    "i don't know",
    "i need help",
];

/// The words in lower case, without the signs around them. None where the message is long.
pub(super) fn words(text: &str) -> Option<Vec<String>> {
    if text.len() > LONGEST {
        return None;
    }
    let bare = |word: &str| {
        let word = word.replace('\u{2019}', "'");
        let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '/' | '[' | ']');
        word.trim_matches(edge).to_lowercase()
    };
    Some(text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect())
}

fn joined(text: &str) -> String {
    words(text).unwrap_or_default().join(" ")
}

/// Whether the message takes a question back.
pub(super) fn is_cancel(text: &str) -> bool {
    let said = joined(text);
    let goes_on = |rest: &str| rest.split_whitespace().all(|word| CANCEL_GOES_ON.contains(&word));
    CANCEL.contains(&said.as_str())
        || CANCEL_BEGINS.iter().any(|begin| said.strip_prefix(begin).is_some_and(goes_on))
}

/// Whether the message says nothing that has to be looked at.
pub(super) fn is_small(text: &str) -> bool {
    SMALL.contains(&joined(text).as_str())
}

/// Whether the message is clearly a question or a task of its own, and nothing in it may be a secret.
pub(super) fn is_asking(text: &str) -> bool {
    let edge = |c: char| !c.is_alphanumeric();
    let said: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(edge).replace('\u{2019}', "'").to_lowercase())
        .collect();
    if said.iter().any(|word| SECRETS.contains(&word.as_str()) || is_random(word, RANDOM)) {
        return false;
    }
    // Chinese and Japanese have no blanks, and no password is in them.
    let wide = text.chars().filter(|c| *c > '\u{2e80}' && c.is_alphabetic()).count();
    if wide > 3 && !text.chars().any(|c| c.is_ascii_alphanumeric()) {
        return true;
    }
    // Short lines below each other are values.
    let longest = text.lines().map(|line| line.split_whitespace().count()).max().unwrap_or_default();
    let begins = || said.iter().find(|word| !LEADS.contains(&word.as_str()));
    let is_plain = |word: &String| word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-'));
    longest > 2
        && (text.trim_end().ends_with('?')
            || begins().is_some_and(|word| ASKS.contains(&word.as_str()))
            || (longest >= SENTENCE && said.iter().all(is_plain)))
}

/// Whether the message asks how to answer.
pub(super) fn is_help(text: &str) -> bool {
    let said = joined(text);
    matches!(text.trim(), "?" | "??" | "???")
        || HELP.contains(&said.as_str())
        || (said.split(' ').count() <= 16 && HELP_BEGINS.iter().any(|begin| said.starts_with(begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_is_understood_in_its_ways() {
        for said in [
            "cancel",
            " Cancel. ",
            "CANCEL!",
            "never mind",
            "No, thanks",
            "don\u{2019}t",
            "forget it please",
            "Abbrechen",
        ] {
            assert!(is_cancel(said), "{said}");
        }
        for said in [
            "",
            "cancel_x1",
            "cancellation policy",
            "Show my repositories",
            "no one has starred it",
            "cancel my order at the shop",
        ] {
            assert!(!is_cancel(said), "{said}");
        }
    }

    #[test]
    fn help_is_understood_in_its_ways() {
        for said in
            ["help", "?", "Help!", "How do I get one?", "where can I find my token?", "I don't have a token"]
        {
            assert!(is_help(said), "{said}");
        }
        for said in ["", "helpful", "how many repositories do I have?", "what is the weather?"] {
            assert!(!is_help(said), "{said}");
        }
    }
}

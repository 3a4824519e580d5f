//! The words of a message, for understanding the short ones: no, help, which, add my token.

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
    CANCEL.contains(&said.as_str())
        || (said.split(' ').count() <= 8 && CANCEL_BEGINS.iter().any(|begin| said.starts_with(begin)))
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
        for said in ["", "cancel_x1", "cancellation policy", "Show my repositories", "no one has starred it"]
        {
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

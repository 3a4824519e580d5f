//! What can be typed in a conversation beside messages.

use crate::support::text::did_you_mean;

/// Each command with what may follow it and what it does.
pub(super) const COMMANDS: &[(&str, &str, &str)] = &[
    ("/help", "", "this list"),
    ("/agent", "[ID]", "show or change the agent that is asked; `/agent -` lets one be chosen again"),
    ("/agents", "", "list the agents"),
    ("/clear", "", "empty the screen"),
    ("/exit", "", "leave; so do /quit and Ctrl-D"),
    ("/history", "[on|off|clear]", "keep what is typed, or do not; `clear` forgets all of it"),
    ("/multiline", "", "Enter begins a new line, and an empty line sends; again to go back"),
    ("/new", "", "begin a new session"),
    ("/quit", "", "leave"),
    ("/retry", "", "ask the last question again"),
    ("/save", "FILE", "write the session as Markdown; a file that is there stays"),
    ("/session", "[ID]", "show the session, or go on with another one"),
    ("/sessions", "", "list the last sessions"),
    ("/trace", "[on|off]", "show each step, its time, tokens and cost"),
    ("/user", "[ID]", "show or change the user to talk as; another user begins a new session"),
];

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Nothing,
    Message(String),
    /// One of [`COMMANDS`], with what follows it.
    Command(&'static str, String),
    /// It begins like a command; what it may have been meant as.
    Unknown(String, Option<&'static str>),
}

/// What `text` is. A message that begins with `//` is sent with one slash.
pub(super) fn read(text: &str) -> Typed {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Typed::Nothing;
    }
    if text.starts_with("//") {
        return Typed::Message(text[1..].to_owned());
    }
    if !text.starts_with('/') || text.contains('\n') {
        return Typed::Message(text.to_owned());
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let names = || COMMANDS.iter().map(|(name, ..)| *name);
    match names().find(|name| name.eq_ignore_ascii_case(word)) {
        Some(name) => Typed::Command(name, rest.trim().to_owned()),
        None => Typed::Unknown(word.to_owned(), did_you_mean(word, names())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_messages_and_slashes_are_told_apart() {
        let command = |name, rest: &str| Typed::Command(name, rest.to_owned());
        assert_eq!(read("  "), Typed::Nothing);
        assert_eq!(read("hello\n"), Typed::Message("hello".to_owned()));
        assert_eq!(read("/agent  research "), command("/agent", "research"));
        assert_eq!(read("/NEW"), command("/new", ""));
        assert_eq!(read("//etc is a path"), Typed::Message("/etc is a path".to_owned()));
        assert_eq!(read("/code\nof two lines"), Typed::Message("/code\nof two lines".to_owned()));
        assert_eq!(read("/sesions"), Typed::Unknown("/sesions".to_owned(), Some("/sessions")));
        assert_eq!(read("/xyzzy"), Typed::Unknown("/xyzzy".to_owned(), None));
        assert_eq!(read(" /help"), Typed::Message(" /help".to_owned()));
    }
}

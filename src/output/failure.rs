//! A command that did not do what it was asked: what happened, what to do next, which exit code.

use serde_json::{Value, json};

/// How a run ends, for scripts. Documented in the README and held by tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// Done.
    Done,
    /// Tried and failed.
    Failed,
    /// The command line is wrong.
    Usage,
    /// What was named is not there.
    NotFound,
    /// Refused for safety: a broken seal, a referenced secret, a policy.
    Refused,
    /// A key or login was not accepted.
    Unauthorized,
    /// A server did not answer.
    Unreachable,
    /// A question that needs a terminal, or a flag in its place.
    NeedsInput,
    /// A program that was to be run cannot be.
    NotExecutable,
    /// A program that was to be run is not there.
    NoProgram,
    /// Interrupted (Ctrl-C).
    Interrupted,
    /// That of a program that was run, passed on.
    Program(u8),
}

impl ExitCode {
    /// The number that the caller sees.
    pub fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::Unauthorized => 5,
            Self::Unreachable => 6,
            Self::NeedsInput => 7,
            Self::NotExecutable => 126,
            Self::NoProgram => 127,
            Self::Interrupted => 130,
            Self::Program(code) => code,
        }
    }
}

/// A failure as data. The text never holds a secret.
#[derive(Debug)]
pub struct Failure {
    exit: ExitCode,
    code: String,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// What happened (lower case, no full stop), with a stable code for scripts.
    pub fn new(exit: ExitCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { exit, code: code.into(), message: message.into(), hint: None }
    }

    /// The command line is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitCode::Usage, "usage", message)
    }

    /// A command that failed for the reason in `error`.
    pub fn failed(code: &str, error: &dyn std::fmt::Display) -> Self {
        Self::new(ExitCode::Failed, code, error.to_string())
    }

    /// A question that cannot be asked here; `flag` is what answers it instead.
    pub fn needs_input(what: &str, flag: &str) -> Self {
        Self::new(ExitCode::NeedsInput, "needs_input", format!("{what:?} can be asked on a terminal only"))
            .hint(format!("answer with {flag}"))
    }

    /// The output was closed (`| head`): nobody is there to tell, and nothing went wrong.
    pub(super) fn closed() -> Self {
        Self::new(ExitCode::Done, "closed", String::new())
    }

    /// Ctrl-C.
    pub fn interrupted() -> Self {
        Self::new(ExitCode::Interrupted, "interrupted", "interrupted")
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what to do next, if there is something to say.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }

    /// The same failure with another exit code.
    #[must_use]
    pub fn with_exit(mut self, exit: ExitCode) -> Self {
        self.exit = exit;
        self
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The exit code.
    pub fn exit(&self) -> ExitCode {
        self.exit
    }

    /// `error: …` with its hint, for people.
    pub(super) fn human(&self) -> Option<String> {
        if self.message.is_empty() {
            return None;
        }
        let hint = self.hint.as_ref().map(|h| format!("\n  hint: {}", h.replace('\n', "\n        ")));
        Some(format!("error: {}{}", self.message, hint.unwrap_or_default()))
    }

    /// `{"error":{"code","message","hint"}}`, for programs.
    pub(super) fn json(&self) -> Option<Value> {
        (!self.message.is_empty())
            .then(|| json!({"error": {"code": self.code, "message": self.message, "hint": self.hint}}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_programs_are_told_the_same() {
        let failure = Failure::new(ExitCode::NotFound, "secret_not_found", "there is no secret X")
            .hint("muxi secrets add X");
        assert_eq!(failure.human().unwrap(), "error: there is no secret X\n  hint: muxi secrets add X");
        assert_eq!(failure.json().unwrap()["error"]["hint"], "muxi secrets add X");
        assert!(Failure::closed().human().is_none());
    }
}

//! Which findings are wanted, and which of them fail: `--allow` and `--deny`.

use std::collections::BTreeSet;

use super::code::Code;
use super::diagnostic::{Diagnostic, Severity};
use crate::support::text::did_you_mean;

/// What `--deny` makes of all warnings.
const WARNINGS: &str = "warnings";

/// What a run was asked to allow and to deny.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    deny_warnings: bool,
    deny: BTreeSet<Code>,
    allow: BTreeSet<Code>,
}

/// A policy that cannot be followed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// No finding has this name.
    #[error("no finding is called `{word}`")]
    Unknown {
        /// What was written.
        word: String,
        /// What was probably meant.
        near: Option<&'static str>,
    },
    /// Both were asked for.
    #[error("`{0}` is both allowed and denied")]
    Both(Code),
}

impl PolicyError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown { near: Some(near), .. } => format!("did you mean {near}?"),
            Self::Unknown { near: None, .. } => "muxi explain lists the names".to_owned(),
            Self::Both(_) => "leave one of the two out".to_owned(),
        }
    }
}

impl Policy {
    /// Reads names of findings; `warnings` among `deny` stands for all of them.
    pub fn new<'a>(
        deny: impl IntoIterator<Item = &'a str>,
        allow: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, PolicyError> {
        let mut policy = Self::default();
        for word in deny {
            if word == WARNINGS {
                policy.deny_warnings = true;
            } else {
                policy.deny.insert(code(word, Some(WARNINGS))?);
            }
        }
        for word in allow {
            policy.allow.insert(code(word, None)?);
        }
        match policy.allow.intersection(&policy.deny).next() {
            Some(both) => Err(PolicyError::Both(*both)),
            None => Ok(policy),
        }
    }

    /// Takes the warnings out that are allowed. What comes back are the codes that errors have and so stay.
    pub fn sift(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<Code> {
        let mut errors = BTreeSet::new();
        diagnostics.retain(|diagnostic| {
            let allowed = self.allow.contains(&diagnostic.code);
            if allowed && diagnostic.is_error() {
                errors.insert(diagnostic.code);
            }
            !allowed || diagnostic.is_error()
        });
        errors
    }

    /// Whether a run with this finding has failed.
    pub fn fails(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.is_error() || self.deny_warnings || self.deny.contains(&diagnostic.code)
    }

    /// The findings with those that are denied as the errors that they are made.
    pub fn raised(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let raise = |diagnostic: &Diagnostic| {
            let severity = if self.fails(diagnostic) { Severity::Error } else { diagnostic.severity };
            Diagnostic { severity, ..diagnostic.clone() }
        };
        diagnostics.iter().map(raise).collect()
    }
}

fn code(word: &str, other: Option<&'static str>) -> Result<Code, PolicyError> {
    Code::named(word).ok_or_else(|| {
        let names = Code::ALL.iter().map(|code| code.as_str()).chain(other);
        PolicyError::Unknown { word: word.to_owned(), near: did_you_mean(word, names) }
    })
}

//! `${{ … }}`: what a formation's text may refer to, and putting values in its place.
//!
//! Forms: `${{ secrets.NAME }}`, `${{ env.NAME }}`, both also with `|| 'default'` or `|| "default"`, and
//! `${{ user.credentials.service }}`. White space inside the braces is free; a default has no escapes.

mod read;
#[cfg(test)]
mod tests;

use std::ops::Range;

use zeroize::Zeroizing;

use crate::support::secret::SecretBytes;

use super::code::Code;

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// `secrets.NAME`: upper-case letters, digits and `_`.
    Secret(String),
    /// `env.NAME`: a variable of the environment.
    Env(String),
    /// `user.credentials.service`: what the user of a turn has stored for a service.
    Credential(String),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Secret(name) => write!(f, "secrets.{name}"),
            Self::Env(name) => write!(f, "env.{name}"),
            Self::Credential(service) => write!(f, "user.credentials.{service}"),
        }
    }
}

/// One well-formed `${{ … }}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it names.
    pub target: Target,
    /// What stands in where the target is missing or empty.
    pub default: Option<String>,
    /// Its bytes in the text, from `$` to the last `}`.
    pub range: Range<usize>,
}

/// One `${{` that is no reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadReference {
    /// [`Code::ReferenceMalformed`], [`Code::ReferenceUnknown`] or [`Code::ReferenceCase`].
    pub code: Code,
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Its bytes in the text, as far as they can be told.
    pub range: Range<usize>,
}

/// Why a text could not be filled in. Values never appear in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubstituteError {
    /// A reference has no value and no default.
    #[error("`{0}` is not set")]
    Missing(Target),
    /// A `${{` cannot be read.
    #[error("{}", .0.message)]
    Bad(BadReference),
}

impl SubstituteError {
    /// Stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "reference_not_set",
            Self::Bad(_) => "reference_malformed",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing(Target::Secret(name)) => Some(format!("run `muxi secrets add {name}`")),
            Self::Missing(Target::Env(name)) => Some(format!("set the variable {name}")),
            Self::Missing(Target::Credential(service)) => {
                Some(format!("the user has to store a credential for {service}"))
            }
            Self::Bad(bad) => Some(bad.help.clone()),
        }
    }
}

/// What a resolver answers about a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Its value; an empty one gives way to a default.
    Value(SecretBytes),
    /// There is none: the default, or an error.
    Missing,
    /// Not to be answered now; the reference stays as it is written.
    Keep,
}

/// Every `${{` in `text`, well-formed or not, in order. A text without one costs one search.
pub fn scan(text: &str) -> Vec<Result<Reference, BadReference>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find("${{") {
        let next = read::reference(text, at + offset);
        at = match &next {
            Ok(reference) => reference.range.end,
            Err(bad) => bad.range.end,
        };
        found.push(next);
    }
    found
}

/// The bytes of NAME in the `${{ secrets.NAME` that starts at byte `start` of `text`, and the secret that
/// a person means by it, however it is spelt; nothing where it is about something else.
pub(crate) fn secret_at(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    read::secret_at(text, start)
}

/// The bytes of the name in the `${{` that starts at byte `start` of `text`: what comes after the last `.`.
pub(super) fn name_at(text: &str, start: usize) -> Option<Range<usize>> {
    read::path_at(text, start).map(|(_, name)| name)
}

/// The well-formed references in `text`, in order.
pub fn find(text: &str) -> Vec<Reference> {
    scan(text).into_iter().filter_map(Result::ok).collect()
}

/// `text` with every reference replaced by what `resolve` answers.
///
/// Bytes in, bytes out, in one pass: what was put in is never read again, so a value may hold anything.
pub fn substitute(
    text: &str,
    mut resolve: impl FnMut(&Target) -> Answer,
) -> Result<SecretBytes, SubstituteError> {
    let mut parts = Vec::new();
    for found in scan(text) {
        let reference = found.map_err(SubstituteError::Bad)?;
        let value = fill(text, &reference, resolve(&reference.target))?;
        parts.push((reference.range, value));
    }
    let kept: usize = parts.iter().map(|(_, value)| value.len()).sum();
    // Sized before it is filled: a vector that grows leaves copies of secrets behind.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() + kept));
    let mut at = 0;
    for (range, value) in &parts {
        out.extend_from_slice(&text.as_bytes()[at..range.start]);
        out.extend_from_slice(value.expose());
        at = range.end;
    }
    out.extend_from_slice(&text.as_bytes()[at..]);
    Ok(SecretBytes::new(std::mem::take(&mut *out)))
}

fn fill(text: &str, reference: &Reference, answer: Answer) -> Result<SecretBytes, SubstituteError> {
    match (answer, &reference.default) {
        (Answer::Keep, _) => Ok(text[reference.range.clone()].into()),
        (Answer::Value(value), None) => Ok(value),
        (Answer::Value(value), Some(_)) if !value.is_empty() => Ok(value),
        (Answer::Value(_) | Answer::Missing, Some(default)) => Ok(default.as_str().into()),
        (Answer::Missing, None) => Err(SubstituteError::Missing(reference.target.clone())),
    }
}

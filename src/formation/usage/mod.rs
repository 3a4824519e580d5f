//! Who uses what: every `${{ … }}` of a formation, in the files that no check of its keys looks at too.
//!
//! Read are the formation's file, what it includes, and all `.afs`, `.yaml`, `.yml` and `.md` files below
//! [`DIRECTORIES`]. YAML is read by its tree, so a comment is no use; Markdown, and what is no YAML, by its text.

mod find;
mod spot;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::ReadFile;
use super::reference::Target;
use super::source::{SourceId, Sources, Span};

pub use find::find_uses;
pub(in crate::formation) use spot::FOR_USERS;
pub use spot::Spot;
pub(in crate::formation) use walk::below;

/// The directories of a formation whose files may refer to secrets.
pub const DIRECTORIES: [&str; 7] = ["agents", "mcp", "mcps", "a2a", "triggers", "sops", "skills"];

/// How the secret with which a deployed server tries a service out begins; the rest is the service.
const CREDENTIAL_PREFIX: &str = "USER_CREDENTIALS_";

/// What was found.
#[derive(Debug, Default)]
pub struct Uses {
    /// Every text that was read.
    pub sources: Sources,
    /// The references that can be read, in the order of files and lines.
    pub uses: Vec<Use>,
    /// Those that cannot.
    pub bad: Vec<BadUse>,
    /// Files that could not be read or are no YAML: there may be uses in them that were not seen.
    pub trouble: Vec<Diagnostic>,
    files: BTreeMap<SourceId, ReadFile>,
    /// The formation's directory, as it was given and without links.
    root: (PathBuf, PathBuf),
}

/// A well-formed reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What it names.
    pub target: Target,
    /// What stands in where the target is missing or empty.
    pub default: Option<String>,
    /// From `$` to the last `}`; the whole value where that has escapes or is folded.
    pub span: Span,
    /// The name alone (`NAME` of `secrets.NAME`) as it is written; `None` where escapes hide it.
    pub name: Option<Span>,
    /// What kind of place it is in.
    pub spot: Spot,
}

/// A `${{` that is no reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadUse {
    /// [`Code::ReferenceMalformed`], [`Code::ReferenceUnknown`] or [`Code::ReferenceCase`].
    pub code: Code,
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Where it is.
    pub span: Span,
    /// The secret that was probably meant, as its name is kept.
    pub secret: Option<String>,
    /// The name alone as it is written.
    pub name: Option<Span>,
}

/// A place that refers to a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The reference.
    pub span: Span,
    /// The bytes of the name (or of the service); `None` where escapes hide it.
    pub name: Option<Span>,
    /// How it refers to the secret.
    pub by: By,
}

/// How a place refers to a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// `secrets.NAME`.
    Name,
    /// `user.credentials.service`, which stands for the secret `USER_CREDENTIALS_SERVICE` too.
    Credential,
    /// It means the secret, and cannot be read: its name is in lower case, or half of it is missing.
    Mistake,
}

impl Uses {
    /// Every place that refers to the secret `name` (as it is kept), in the order of files and lines.
    pub fn of_secret(&self, name: &str) -> Vec<Mention> {
        let good = self.uses.iter().filter_map(|one| {
            let by = match &one.target {
                Target::Secret(n) if n == name => By::Name,
                Target::Credential(service) if credential_secrets(service).contains(name) => By::Credential,
                _ => return None,
            };
            Some(Mention { span: one.span, name: one.name, by })
        });
        let meant = self.bad.iter().filter(|one| one.secret.as_deref() == Some(name));
        let meant = meant.map(|one| Mention { span: one.span, name: one.name, by: By::Mistake });
        let mut mentions: Vec<_> = good.chain(meant).collect();
        mentions.sort();
        mentions
    }

    /// The file behind a source: below the formation's directory as that was given, all other links followed.
    pub fn path(&self, source: SourceId) -> PathBuf {
        let Some(file) = self.files.get(&source) else {
            return self.sources.get(source).path().to_owned();
        };
        let (given, real) = &self.root;
        file.real.strip_prefix(real).map_or_else(|_| file.real.clone(), |rest| given.join(rest))
    }

    /// The files with these mentions, each once.
    pub fn files(&self, mentions: &[Mention]) -> Vec<PathBuf> {
        let sources: BTreeSet<_> = mentions.iter().map(|mention| mention.span.source).collect();
        sources.into_iter().map(|source| self.path(source)).collect()
    }

    /// The bytes of `span` in its file: a byte order mark counts there, and not in a source's text.
    pub fn bytes(&self, span: Span) -> Range<usize> {
        let skipped = self.files.get(&span.source).map_or(0, |file| file.skipped);
        span.start + skipped..span.end + skipped
    }
}

/// The secret with which a deployed server tries out a service that users bring their own credentials for.
pub fn credential_secret(service: &str) -> String {
    format!("{CREDENTIAL_PREFIX}{}", service.to_ascii_uppercase().replace('-', "_"))
}

/// Every secret with which a service of that name is tried out, here or on a deployed server: here `GITHUB_TOKEN` and
/// `github` are one service.
pub fn credential_secrets(service: &str) -> BTreeSet<String> {
    let ours = crate::support::keys::service_of(service).map(|service| service.replace('.', "_"));
    ours.ok().iter().map(String::as_str).chain([service]).map(credential_secret).collect()
}

/// The service whose credentials a secret of this name stands for: `USER_CREDENTIALS_GITHUB` gives `github`.
pub fn service_of(secret: &str) -> Option<String> {
    let service = secret.strip_prefix(CREDENTIAL_PREFIX)?;
    (!service.is_empty()).then(|| service.to_ascii_lowercase())
}

//! New formations and new components: what a person answered becomes files that pass their checks.
//!
//! [`Component`] and [`NewFormation`] make text. [`add`] puts a component beside a formation that is there, and
//! lists it in the formation's file.

mod add;
mod component;
mod formation;
mod name;
mod text;

pub use add::{Added, Order, Register, add, check_model};
pub use component::{A2a, Agent, Auth, Component, Mcp, Server, Skill, Sop, Source, Trigger};
pub use formation::{Model, NewFormation, PROVIDERS, Template, check_place, usual_key};
pub use name::Named;

use std::path::{Path, PathBuf};

use super::edit::EditError;
use super::files::MAX_BYTES;
use super::secret_text;
use crate::support::fs::FsError;

/// How the files of a formation end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    /// `.afs`
    Afs,
    /// `.yaml`
    Yaml,
}

impl Extension {
    /// Without the dot.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Afs => "afs",
            Self::Yaml => "yaml",
        }
    }
}

/// A text, and the secrets that it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text of the file.
    pub text: String,
    /// Names of secrets.
    pub secrets: Vec<String>,
}

impl Part {
    fn new(text: String) -> Result<Self, Error> {
        if text.len() as u64 > MAX_BYTES {
            return Err(Error::TooLarge);
        }
        refuse_secret(&text)?;
        Ok(Self { text, secrets: Vec::new() })
    }
}

/// Why nothing was made. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No id can be made of a name.
    #[error("{typed:?} cannot be the name: {why}")]
    BadName {
        /// What was typed.
        typed: String,
        /// What an id is.
        why: &'static str,
    },
    /// Not an address of the web.
    #[error("{0:?} is not an address: it begins with http:// or https://")]
    BadUrl(String),
    /// Neither `provider/name` nor an alias.
    #[error("{0:?} is not a model: it is provider/name, or an alias of the formation")]
    BadModel(String),
    /// Not a provider of the table, so that its usual model is not known.
    #[error("the usual model of the provider {0:?} is not known")]
    NoUsualModel(String),
    /// An answer has a key or a password in it.
    #[error("a secret is in what was answered, and does not belong into a file")]
    Secret,
    /// The answers are longer than a file may be.
    #[error("the file would be larger than {} MiB, which no file of a formation may be", MAX_BYTES >> 20)]
    TooLarge,
    /// A component of that id is there.
    #[error("there is {what} {id} already: {}", path.display())]
    Exists {
        /// `an agent`.
        what: &'static str,
        /// Its id.
        id: String,
        /// Where.
        path: PathBuf,
        /// Whether it is in the way by its file's name alone, so that it could be replaced.
        replaceable: bool,
    },
    /// Something was named that the formation does not have.
    #[error("there is no {what} {id} in this formation")]
    Unknown {
        /// `agent`.
        what: &'static str,
        /// What was named.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The formation's file is not one that can be added to.
    #[error("{} cannot be added to: {why}", path.display())]
    NotEditable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
        /// What to do about it.
        help: Option<String>,
    },
    /// The place for a new formation is inside another one.
    #[error("{} is inside the formation of {}", path.display(), other.display())]
    InsideFormation {
        /// The place.
        path: PathBuf,
        /// The other formation's file.
        other: PathBuf,
    },
    /// The place for a new formation has something in it.
    #[error("{} is not empty: it has {found}", path.display())]
    NotEmpty {
        /// The place.
        path: PathBuf,
        /// A name in it.
        found: String,
    },
    /// A file's directory is a link that leads away.
    #[error("{} leads out of the formation", .0.display())]
    Outside(PathBuf),
    /// A file cannot be read or written.
    #[error(transparent)]
    Fs(#[from] FsError),
}

/// What kind of failure it is, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was typed is wrong.
    Usage,
    /// What was named is not there.
    NotFound,
    /// Something would be lost.
    Refused,
    /// Tried and failed.
    Failed,
}

impl Error {
    fn not_editable(path: &Path, error: &EditError) -> Self {
        Self::NotEditable { path: path.to_owned(), why: error.to_string(), help: error.hint() }
    }

    /// Stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadName { .. } => "bad_name",
            Self::BadUrl(_) => "bad_url",
            Self::BadModel(_) => "bad_model",
            Self::NoUsualModel(_) => "model_missing",
            Self::Secret => "literal_secret",
            Self::TooLarge => "value_too_large",
            Self::Exists { .. } => "component_exists",
            Self::Unknown { .. } => "component_not_found",
            Self::NotEditable { .. } => "formation_not_editable",
            Self::InsideFormation { .. } => "inside_formation",
            Self::NotEmpty { .. } => "directory_not_empty",
            Self::Outside(_) => "path_outside",
            Self::Fs(error) => error.code(),
        }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::BadName { .. }
            | Self::BadUrl(_)
            | Self::BadModel(_)
            | Self::NoUsualModel(_)
            | Self::TooLarge => ErrorKind::Usage,
            Self::Unknown { .. } => ErrorKind::NotFound,
            Self::Secret
            | Self::Exists { .. }
            | Self::InsideFormation { .. }
            | Self::NotEmpty { .. }
            | Self::Outside(_)
            | Self::Fs(FsError::Exists(_)) => ErrorKind::Refused,
            Self::NotEditable { .. } | Self::Fs(_) => ErrorKind::Failed,
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::BadName { .. } => {
                "a name is made an id: lower-case letters, digits and `-`, a letter first".into()
            }
            Self::BadUrl(_) => "write it like https://example.com/mcp".into(),
            Self::BadModel(_) => "write it like openai/gpt-4o-mini; muxi/echo needs no key".into(),
            Self::NoUsualModel(provider) => format!("say which: --model {provider}/NAME"),
            Self::Secret => {
                "keep it with muxi secrets add NAME, and write ${{ secrets.NAME }} in its place".into()
            }
            Self::TooLarge => "keep documents in knowledge/".into(),
            Self::Exists { replaceable: true, .. } => {
                "choose another name, or replace it with --force".into()
            }
            Self::Exists { .. } => "choose another name".into(),
            Self::Unknown { known, what, .. } if known.is_empty() => {
                format!("it has no {what} yet: muxi new")
            }
            Self::Unknown { known, .. } => format!("there is {}", known.join(", ")),
            Self::NotEditable { help, .. } => {
                let help = help.as_deref().unwrap_or("see muxi validate");
                format!("{help}; with --no-register only the component's own file is made")
            }
            Self::InsideFormation { .. } => "go out of that formation, or name a directory with --dir".into(),
            Self::NotEmpty { .. } => "name a directory that is empty or does not exist with --dir".into(),
            Self::Outside(_) => "make it a directory of the formation".into(),
            Self::Fs(error) => return error.hint(),
        })
    }
}

/// Refuses a text with a key or a password in it, before it is written or repeated by an error.
fn refuse_secret(text: &str) -> Result<(), Error> {
    if secret_text::parts(text).is_empty() { Ok(()) } else { Err(Error::Secret) }
}

/// Refuses what cannot be called: an address of the web, or a reference that gives one.
fn url(text: &str) -> Result<(), Error> {
    refuse_secret(text)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let good = host.is_some_and(|host| !host.is_empty()) && !text.contains(char::is_whitespace);
    if good || text.contains("${{") { Ok(()) } else { Err(Error::BadUrl(text.to_owned())) }
}

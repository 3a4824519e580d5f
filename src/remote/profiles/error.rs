//! What can go wrong with profiles.

use std::path::PathBuf;

use crate::formation::edit::EditError;
use crate::support::fs::FsError;

/// Why a profile cannot be had or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// A file operation failed.
    #[error(transparent)]
    File(#[from] FsError),
    /// The file is no YAML, or not of the form that it has. Nothing that it says is repeated: it holds secrets.
    #[error("{} cannot be read: {what}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// The file is written in a way that a change would have to change more of.
    #[error("{} is not changed: {error}", path.display())]
    NotEdited {
        /// The file.
        path: PathBuf,
        /// Why.
        error: EditError,
    },
    /// There is no profile of that name.
    #[error("there is no profile {name}")]
    NotFound {
        /// The name.
        name: String,
        /// One that it may have meant.
        near: Option<String>,
        /// Who named it, where it was not the command line.
        by: Option<String>,
    },
    /// There is one of that name already.
    #[error("there is a profile {0} already")]
    Exists(String),
    /// Another process changed it since it was looked at.
    #[error("the profile {0} was changed meanwhile")]
    Changed(String),
    /// A profile lacks something, or has something that is not of its form.
    #[error("the profile {name}: {what}")]
    Bad {
        /// Its name.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// No name for a profile.
    #[error("{0:?} is no name of a profile")]
    BadName(String),
    /// No URL of a server.
    #[error("the URL of the server {0}")]
    BadUrl(&'static str),
    /// Nothing says which server is meant.
    #[error("no server is named, and there is no default profile")]
    NoneChosen,
    /// The variables of the environment do not go together.
    #[error("{0}")]
    Variables(&'static str),
    /// The keychain does not have it, or does not answer.
    #[error("the keychain and the profile {name}: {why}")]
    Keychain {
        /// The profile.
        name: String,
        /// What it said.
        why: String,
    },
    /// Another passphrase, or a profile whose URL or key id is another one than when the secret was encrypted.
    #[error(
        "the secret of the profile {0} does not open: another passphrase, or its URL or key id was changed"
    )]
    NotOpened(String),
    /// The system gave no random numbers.
    #[error("{0}")]
    Random(String),
}

impl ProfileError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Unreadable { .. } => "profiles_unreadable",
            Self::NotEdited { error, .. } => error.code(),
            Self::NotFound { .. } => "profile_not_found",
            Self::Exists(_) => "profile_exists",
            Self::Changed(_) => "profile_changed",
            Self::Bad { .. } => "profile_invalid",
            Self::BadName(_) => "bad_profile_name",
            Self::BadUrl(_) => "bad_server_url",
            Self::NoneChosen => "no_profile",
            Self::Variables(_) => "usage",
            Self::Keychain { .. } => "keychain_failed",
            Self::NotOpened(_) => "secret_not_opened",
            Self::Random(_) => "random",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::File(error) => return error.hint(),
            Self::Unreadable { .. } => "mend the file by hand; nothing was changed".to_owned(),
            Self::NotEdited { .. } => "change it by hand; nothing was written".to_owned(),
            Self::NotFound { near, by, .. } => {
                let by = by.as_ref().map(|by| format!("{by} names it; ")).unwrap_or_default();
                match near {
                    Some(near) => format!("{by}did you mean {near}? `muxi profiles list` shows all"),
                    None => format!("{by}`muxi profiles list` shows all, `muxi profiles add NAME` adds one"),
                }
            }
            Self::Exists(name) => format!("change it with `muxi profiles add {name} --replace`"),
            Self::Changed(_) => "nothing was written; look at it with `muxi profiles list`, then try again".to_owned(),
            Self::Bad { name, .. } => format!("mend it with `muxi profiles add {name} --replace`"),
            Self::BadName(_) => {
                "use letters, digits, `.`, `_` and `-`, at most 64 of them, a letter or digit first".to_owned()
            }
            Self::BadUrl(_) => "write it like https://muxi.example.com or http://127.0.0.1:7890".to_owned(),
            Self::NoneChosen => {
                "name one with --profile NAME, add one with `muxi profiles add NAME`, or make one the default with `muxi profiles use NAME`"
                    .to_owned()
            }
            Self::Variables(_) => {
                "set MUXI_SERVER_URL, MUXI_KEY_ID and MUXI_SECRET_KEY together, or MUXI_KEY_ID and MUXI_SECRET_KEY for the URL of a profile"
                    .to_owned()
            }
            Self::Keychain { name, .. } => {
                format!("unlock it, or give the secret again: `muxi profiles add {name} --replace --secret-stdin`")
            }
            Self::NotOpened(name) => {
                format!("try again, or give the secret again: `muxi profiles add {name} --replace --secret-stdin`")
            }
            Self::Random(_) => return None,
        };
        Some(hint)
    }
}

//! Why a configuration cannot be used.

use std::path::PathBuf;

use crate::formation::edit::EditError;
use crate::support::fs::FsError;

/// A configuration that cannot be used. Nothing that the file says is repeated: it holds secrets.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is none: a server without keys would be open.
    #[error("there is no {}, and a server without keys is not started", .0.display())]
    None(PathBuf),
    /// There is one already.
    #[error("there is a {} already", .0.display())]
    Exists(PathBuf),
    /// A file operation, or a file that others can read.
    #[error(transparent)]
    File(#[from] FsError),
    /// No YAML, or a value of another kind.
    #[error("{} cannot be read: {what}", path.display())]
    Bad {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// `auth.enabled: false`.
    #[error("{} has `auth.enabled: false`: anybody could change what runs here", .0.display())]
    Open(PathBuf),
    /// Nobody could call it.
    #[error("{} has no key", .0.display())]
    NoKeys(PathBuf),
    /// No key of that id.
    #[error("there is no key {0}")]
    NoKey(String),
    /// The file is written in a way that a change would have to change more of.
    #[error("{} is not changed: {error}", path.display())]
    NotEdited {
        /// The file.
        path: PathBuf,
        /// Why.
        error: EditError,
    },
}

impl ConfigError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None(_) => "no_server_config",
            Self::Exists(_) => "server_config_exists",
            Self::File(error) => error.code(),
            Self::Bad { .. } => "server_config_invalid",
            Self::Open(_) => "server_auth_off",
            Self::NoKeys(_) => "no_server_keys",
            Self::NoKey(_) => "server_key_not_found",
            Self::NotEdited { error, .. } => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::None(_) => "make one, with a key: muxi server init".to_owned(),
            Self::Exists(_) => {
                "add a key to it with `muxi server keys add`; `muxi server init --force` replaces it, and no key of it counts then"
                    .to_owned()
            }
            Self::File(error) => return error.hint(),
            Self::Bad { .. } => "mend the file by hand; nothing was changed".to_owned(),
            Self::Open(_) => "take that line out; `muxi server keys add` makes keys".to_owned(),
            Self::NoKeys(_) => "make one: muxi server keys add".to_owned(),
            Self::NoKey(_) => "`muxi server keys list` shows all".to_owned(),
            Self::NotEdited { .. } => "change it by hand; nothing was written".to_owned(),
        })
    }
}

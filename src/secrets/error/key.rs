//! What can go wrong with keys as a whole, and with the change from one format to the other.

use std::path::PathBuf;

use super::{Kind, ids};
use crate::secrets::KeyId;

/// Why keys were not changed, or the secrets not converted. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// A variable, a descriptor or a pipe holds the key.
    #[error("the key comes from {origin}, which muxi cannot write to")]
    NotAFile {
        /// Where the key is.
        origin: String,
    },
    /// There is no secrets file.
    #[error("there is no {}", .0.display())]
    NoSecrets(PathBuf),
    /// A retired key cannot go yet.
    #[error("{} still needs key {}", path.display(), ids(keys))]
    InUse {
        /// The secrets file.
        path: PathBuf,
        /// The keys.
        keys: Vec<KeyId>,
    },
    /// A rotation of a bare key was cut short.
    #[error("a key rotation was cut short: {} is there", .0.display())]
    Unfinished(PathBuf),
    /// What is to be imported is the key of something else.
    #[error("the key in {origin} (id {}) does not open {}", ids(keys), path.display())]
    Foreign {
        /// Where the key is from.
        origin: String,
        /// Its id; of all its keys.
        keys: Vec<KeyId>,
        /// The secrets file.
        path: PathBuf,
    },
    /// A bare key is for programs that cannot ask for a passphrase.
    #[error(
        "{origin} holds a bare key, as deployed MUXI programs keep it, and they cannot ask for a passphrase"
    )]
    Bare {
        /// Where the key is.
        origin: String,
    },
    /// Format 1 has a bare key, which cannot be wrapped.
    #[error(
        "the key in {origin} is protected by a passphrase, and the programs that read format 1 cannot ask for one"
    )]
    Wrapped {
        /// Where the key is.
        origin: String,
    },
    /// Format 1 has one key.
    #[error("{origin} also holds the retired key {}, and format 1 has one key only", ids(keys))]
    Retired {
        /// Where the keys are.
        origin: String,
        /// The retired ones.
        keys: Vec<KeyId>,
    },
    /// Values that format 1 cannot hold.
    #[error("the values of {} in {} are not UTF-8 text, and format 1 holds text only", names.join(", "), path.display())]
    NotText {
        /// The secrets.
        names: Vec<String>,
        /// The secrets file.
        path: PathBuf,
    },
    /// Names of format 1 that are one name, or none, in format 2.
    #[error("{} has names that format 2 cannot keep apart or at all: {}", path.display(), names.join(", "))]
    Names {
        /// The names as they stand there.
        names: Vec<String>,
        /// The secrets file.
        path: PathBuf,
    },
    /// The keychain did not do what it was asked.
    #[error("the system's keychain cannot be used: {0}")]
    Keychain(String),
    /// Built without it.
    #[error("this muxi was built without the system's keychain")]
    NoKeychain,
    /// Taking the key out of the keychain would lose it.
    #[error("nothing but the keychain has a key that opens {}", .0.display())]
    NowhereElse(PathBuf),
    /// What was about to be written did not read back as what it should be.
    #[error("{} would not read back as it is now{}", path.display(), at(name))]
    Unverified {
        /// The file.
        path: PathBuf,
        /// The secret that differs; none for the whole.
        name: String,
    },
}

impl KeyFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NotAFile { .. } => "key_not_in_a_file",
            Self::NoSecrets(_) => "no_secrets_file",
            Self::InUse { .. } => "key_in_use",
            Self::Unfinished(_) => "key_rotation_unfinished",
            Self::Foreign { .. } => "key_does_not_fit",
            Self::Bare { .. } => "key_is_bare",
            Self::Wrapped { .. } => "key_is_wrapped",
            Self::Retired { .. } => "key_retired_there",
            Self::NotText { .. } => "secret_not_text",
            Self::Names { .. } => "secret_names_unfit",
            Self::Keychain(_) => "keychain_failed",
            Self::NoKeychain => "keychain_not_built_in",
            Self::NowhereElse(_) => "key_nowhere_else",
            Self::Unverified { .. } => "secrets_not_verified",
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::NotAFile { .. } => Kind::Usage,
            Self::NoSecrets(_) => Kind::NotFound,
            Self::NotText { .. } | Self::Unverified { .. } | Self::Keychain(_) | Self::NoKeychain => {
                Kind::Failed
            }
            _ => Kind::Refused,
        }
    }

    pub(super) fn hint(&self) -> String {
        match self {
            Self::NotAFile { .. } => "keep the key in a file and name it with --key-file FILE; \
                 muxi secrets key rotate --key-output FILE writes the new key to one"
                .into(),
            Self::NoSecrets(_) => "muxi secrets add NAME makes it".into(),
            Self::InUse { .. } => "muxi secrets key rotate encrypts what is left with the active key".into(),
            Self::Unfinished(_) => "muxi secrets key rotate finishes it".into(),
            Self::Foreign { .. } => {
                "is it of another formation or --env? --force keeps it all the same".into()
            }
            Self::Bare { .. } => {
                "muxi secrets convert --format 2 first, if no deployed program reads them".into()
            }
            Self::Wrapped { .. } => {
                "--yes takes the passphrase off, as does: muxi secrets key passphrase --remove".into()
            }
            Self::Retired { .. } => "muxi secrets key rotate --finish".into(),
            Self::NotText { .. } => "store them as base64 text first; nothing was changed".into(),
            Self::Names { names, .. } => format!(
                "names become upper case, and what is no letter or digit becomes _; delete or rename {} first",
                names.first().map_or("one", String::as_str)
            ),
            Self::Keychain(_) => "unlock it and try again, or keep the key in a file".into(),
            Self::NoKeychain => "build it in: cargo install --path . --features keychain".into(),
            Self::NowhereElse(_) => {
                "keep a copy first: muxi secrets key export --output FILE; --force takes it out all the same"
                    .into()
            }
            Self::Unverified { .. } => "nothing was changed; this should not happen, please report it".into(),
        }
    }
}

fn at(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" ({name} differs)") }
}

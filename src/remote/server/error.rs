//! Why a call of a server did not do what it was to do.

use crate::remote::seal::SealError;
use crate::remote::sign::{Dialect, PartError};

/// Why a call failed. What the server said is part of it, as it said it: it may steer a terminal until it is printed.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Nobody answers.
    #[error("{url} does not answer: {detail}")]
    Unreachable {
        /// The server.
        url: String,
        /// The reason.
        detail: String,
    },
    /// The server does not accept the signature.
    #[error("{url} does not accept the key: {message}{}", clocks(*off))]
    Unauthorized {
        /// The server.
        url: String,
        /// The server's words.
        message: String,
        /// By how many seconds the clocks differ, where that is more than the window.
        off: Option<u64>,
        /// How the call was signed.
        dialect: Dialect,
        /// Whether the words tell that the server wants another dialect.
        other_dialect: bool,
    },
    /// There is no such thing.
    #[error("{message}")]
    NotFound {
        /// The server's words.
        message: String,
        /// Its code, in our form.
        code: String,
    },
    /// The server says no.
    #[error("{message}")]
    Refused {
        /// The status of the answer; 0 where a stream said so.
        status: u16,
        /// Its code, in our form.
        code: String,
        /// The server's words.
        message: String,
        /// What it says to do next.
        hint: Option<String>,
    },
    /// The answer broke off, or is none of such a server.
    #[error("the answer of {url} broke off: {detail}")]
    Broken {
        /// The server.
        url: String,
        /// How.
        detail: String,
    },
    /// What is to be called cannot be signed.
    #[error("the call cannot be signed: {0}")]
    Part(#[from] PartError),
    /// A body would go over an open line without being signed.
    #[error("{url} is neither on this machine nor behind TLS, and the legacy dialect does not sign the body")]
    OpenBody {
        /// The server.
        url: String,
    },
    /// Secrets are not sealed.
    #[error("the secrets cannot be sealed: {0}")]
    Seal(#[from] SealError),
    /// Secrets are sealed to the nonce of v2, which other dialects have not.
    #[error("secrets are not sealed in the {0} dialect: it has no nonce to seal them to")]
    Unsealed(Dialect),
    /// No formation can have this id.
    #[error("{0:?} is no id of a formation")]
    BadId(String),
    /// The system gave no random numbers.
    #[error("{0}")]
    Random(String),
}

fn clocks(off: Option<u64>) -> String {
    off.map(|seconds| format!(" (clock differs by {seconds} s)")).unwrap_or_default()
}

impl ServerError {
    /// The stable code.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Unauthorized { .. } => "unauthorized",
            Self::NotFound { code, .. } | Self::Refused { code, .. } => code,
            Self::Broken { .. } => "answer_broken",
            Self::Part(error) => error.code(),
            Self::OpenBody { .. } => "open_line",
            Self::Seal(_) => "secrets_not_sealed",
            Self::Unsealed(_) => "secrets_need_v2",
            Self::BadId(_) => "bad_formation_id",
            Self::Random(_) => "random",
        }
    }

    /// What to do next; `profile` is how the server is called here, if by a profile.
    pub fn hint(&self, profile: Option<&str>) -> Option<String> {
        let change = |what: &str| match profile {
            Some(name) => format!("muxi profiles add {name} --replace {what}"),
            None => format!("muxi profiles add NAME {what}"),
        };
        let legacy = || match profile {
            Some(_) => change("--dialect legacy"),
            None => "MUXI_DIALECT=legacy".to_owned(),
        };
        match self {
            Self::Unreachable { .. } => {
                Some("is it running, and is the URL right? See muxi profiles list".to_owned())
            }
            Self::Unauthorized { off: Some(_), .. } => {
                Some("set the clock of this machine, or of the server".to_owned())
            }
            Self::Unauthorized { other_dialect: true, dialect, .. } => Some(format!(
                "it does not take {dialect} signatures; for a deployed MUXI server, which takes weaker ones only: {}",
                legacy()
            )),
            Self::Unauthorized { dialect: Dialect::Legacy, .. } => {
                Some(format!("check the id and the secret of the key: {}", change("--secret-stdin")))
            }
            Self::Unauthorized { dialect, .. } => Some(format!(
                "check the id and the secret of the key: {}\nor, if it is a deployed MUXI server, which does not take {dialect} signatures: {}",
                change("--secret-stdin"),
                legacy()
            )),
            Self::Refused { hint, .. } => hint.clone(),
            Self::Part(error) => error.hint().map(str::to_owned),
            Self::OpenBody { .. } => {
                Some("use https, a tunnel to 127.0.0.1, or a server that takes --dialect v2".to_owned())
            }
            Self::BadId(_) => Some("ids have letters, digits, `.`, `_` and `-`".to_owned()),
            Self::Unsealed(_) => Some(change("--dialect v2")),
            Self::NotFound { .. } | Self::Broken { .. } | Self::Seal(_) | Self::Random(_) => None,
        }
    }
}

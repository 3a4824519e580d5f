//! Why a credential is not kept or cannot be used. No value is in any of these.

use super::{MAX_ACCOUNT, MAX_CREDENTIALS};
use crate::audit::AuditError;
use crate::credentials::{ContentError, RingError, ServiceError, VaultError};
use crate::runtime::store::StoreError;
use crate::support::fs::FsError;

/// Why nothing was done with a credential.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// The name of the service.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// What is to be kept.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The name of the account.
    #[error("the name of an account has 1 to {MAX_ACCOUNT} bytes and no control characters")]
    Account,
    /// What something is called is, or holds, what nobody is to see. `name` (of the account) or `service`.
    #[error("the {} holds the value of a secret, and is kept in the clear", if *.0 == "name" { "name of the account" } else { .0 })]
    Secret(&'static str),
    /// There is none of this user.
    #[error("there is no credential {0}")]
    NotFound(String),
    /// It could be several.
    #[error("there are {} credentials for {service}: {}", accounts.len(), accounts.join(", "))]
    Several {
        /// The service.
        service: String,
        /// The accounts.
        accounts: Vec<String>,
    },
    /// Another credential of the user has this name.
    #[error("there is a credential for {service} named {account} already")]
    Taken {
        /// The service.
        service: String,
        /// The account.
        account: String,
    },
    /// The same value is kept already.
    #[error("that credential for {service} is kept already, as {account}")]
    Duplicate {
        /// The service.
        service: String,
        /// The account that has it.
        account: String,
    },
    /// The user has too many.
    #[error("a user has at most {MAX_CREDENTIALS} credentials")]
    TooMany,
    /// It ended before it was kept.
    #[error("the credential has expired already")]
    Expired,
    /// What is in the store is not what was kept there.
    #[error("the credentials of {user} cannot be trusted: {what}")]
    Tampered {
        /// The internal id.
        user: String,
        /// What shows it.
        what: String,
    },
    /// The formation has no key.
    #[error("the formation has no key to seal credentials with")]
    NoKey,
    /// The key cannot be had.
    #[error("the key that credentials are sealed with cannot be had: {0}")]
    Keys(String),
    /// There are credentials, and the file of their keys is gone.
    #[error("{0} is gone, and the credentials that are kept cannot be opened without it")]
    RingGone(String),
    /// The file of the keys.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// A file.
    #[error(transparent)]
    File(#[from] FsError),
    /// One credential.
    #[error("the credential {id}: {fault}")]
    Sealed {
        /// Its id.
        id: String,
        /// What is wrong.
        fault: VaultError,
    },
    /// What is known of it in the audit.
    #[error("the audit, which knows how far credentials have come, cannot be read: {0}")]
    Audit(AuditError),
    /// It was done, and that could not be recorded.
    #[error("that is not recorded: {0}")]
    Unrecorded(String),
    /// The tokens are good no more, and nobody but the user can come by others.
    #[error("{account} for {service} needs a new login: {why}")]
    LoginNeeded {
        /// The service.
        service: String,
        /// The account.
        account: String,
        /// Why.
        why: String,
    },
    /// The tokens have ended, and were not renewed now.
    #[error("{account} for {service} has ended and is not renewed: {why}")]
    NotRenewed {
        /// The service.
        service: String,
        /// The account.
        account: String,
        /// Why.
        why: String,
    },
    /// What the formation says of a service in `user_credentials.oauth`.
    #[error("user_credentials.oauth.{service}: {why}")]
    Client {
        /// The service.
        service: String,
        /// What is wrong.
        why: String,
    },
    /// Others changed it each time that it was tried.
    #[error("the credentials of this user are being changed by somebody else; try again")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CredentialError {
    /// What is in the store of `user` (the internal id) is not what was kept; `what` shows it, or is the whole message.
    pub fn tampered(user: &str, what: &str) -> Self {
        let whole = format!("the credentials of {user} cannot be trusted: ");
        Self::Tampered { user: user.to_owned(), what: what.strip_prefix(&whole).unwrap_or(what).to_owned() }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Service(_) | Self::Content(_) | Self::Account | Self::Secret(_) | Self::Expired => {
                "INVALID_PARAMS"
            }
            Self::NotFound(_) => "CREDENTIAL_NOT_FOUND",
            Self::Several { .. } => "CREDENTIAL_AMBIGUOUS",
            Self::Taken { .. } => "CREDENTIAL_EXISTS",
            Self::Duplicate { .. } => "CREDENTIAL_DUPLICATE",
            Self::TooMany => "CREDENTIAL_LIMIT",
            Self::Tampered { .. } | Self::Sealed { .. } => "CREDENTIAL_TAMPERED",
            Self::NoKey => "NO_KEY",
            Self::Keys(_) | Self::RingGone(_) | Self::Ring(_) | Self::File(_) => "KEY_UNAVAILABLE",
            Self::Audit(_) | Self::Unrecorded(_) => "AUDIT_FAILED",
            Self::LoginNeeded { .. } => "CREDENTIAL_LOGIN_NEEDED",
            Self::NotRenewed { .. } => "CREDENTIAL_NOT_RENEWED",
            Self::Client { .. } => "CREDENTIAL_CLIENT",
            Self::Busy => "CREDENTIAL_BUSY",
            Self::Store(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoKey => "the first secret makes one: muxi secrets add NAME; then set the credential again",
            Self::Several { .. } => "name one with --account, or by its id",
            Self::RingGone(_) => {
                "put it back from a backup of the state directory; else `muxi credentials reset` takes away what each user had"
            }
            Self::Tampered { .. } | Self::Sealed { .. } => {
                "`muxi credentials status` and `muxi audit query --class credential` show what was done; \
                 set the credential again"
            }
            Self::Store(error) => return error.hint(),
            Self::LoginNeeded { .. } => "log in again: muxi credentials login SERVICE --user USER",
            Self::Client { .. } => "mend it in the formation: man muxi-formation says what is there",
            Self::Taken { .. } => "choose another name: --account, or --to where one is renamed",
            Self::Content(ContentError::Empty) => {
                "printf %s \"$VALUE\" | muxi credentials set NAME --user USER, or on a terminal be asked for it"
            }
            _ => return None,
        })
    }

    /// The same for whoever is on this machine, who can be told where files are.
    pub fn advice(&self) -> Option<String> {
        match self {
            Self::File(error) => error.hint(),
            error => error.hint().map(str::to_owned),
        }
    }
}

//! Users and the identifiers under which they ask. Each identifier belongs to at most one user of
//! its tenant; what is kept is keyed by the user's own id, so identifiers can come and go.

mod known;
mod rows;
mod sqlite;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::{Value, json};

use super::StoreError;
use crate::runtime::credentials::Change;
use crate::runtime::principal::{Caller, Principal};
use crate::support::clock::rfc3339;

pub(super) use known::Known;
pub(super) use rows::{current, meet_all, settle};

/// The most identifiers of one user.
pub const MAX_IDENTIFIERS: usize = 100;
/// The longest type of an identifier, in bytes.
pub const MAX_TYPE: usize = 64;

/// A user as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The internal id: `usr_` and 21 characters.
    pub id: String,
    /// The tenant; empty where there is none.
    pub tenant: String,
    /// When it was made, in milliseconds since the Unix epoch.
    pub created_at: u64,
    /// The identifiers, the first first. Can be empty.
    pub identifiers: Vec<Identifier>,
}

/// What a user is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// An address, a handle, any text.
    pub identifier: String,
    /// What it is, if that was said: `email`, `slack`.
    pub kind: Option<String>,
    /// Since when it belongs to the user, in milliseconds since the Unix epoch.
    pub created_at: u64,
}

/// Refuses what `user`, or a new one, cannot be called. Whether somebody else is called so already is not looked at.
pub fn may_have(user: Option<&User>, more: &[(Caller, Option<String>)]) -> Result<(), UserError> {
    let first = more.first().map_or("", |(caller, _)| caller.tenant());
    let tenant = user.map_or(first, |user| user.tenant.as_str());
    for (caller, _) in more {
        if caller.tenant() != tenant {
            return Err(UserError::OtherTenant(caller.to_string()));
        }
        if caller.is_internal() {
            return Err(UserError::Reserved(caller.to_string()));
        }
    }
    let known = user.map(|user| user.identifiers.as_slice()).unwrap_or_default();
    let known = known.iter().map(|one| one.identifier.as_str());
    let all: BTreeSet<&str> = known.chain(more.iter().map(|(caller, _)| caller.identifier())).collect();
    if all.len() > MAX_IDENTIFIERS { Err(UserError::TooMany) } else { Ok(()) }
}

impl User {
    /// As the API and `--json` show it.
    pub fn to_json(&self) -> Value {
        let identifier = |one: &Identifier| json!({"identifier": one.identifier, "type": one.kind, "created_at": rfc3339(one.created_at)});
        json!({
            "muxi_user_id": self.id,
            "tenant": self.tenant,
            "created_at": rfc3339(self.created_at),
            "identifiers": self.identifiers.iter().map(identifier).collect::<Vec<_>>(),
            "count": self.identifiers.len(),
        })
    }
}

/// Why nothing was done with a user.
#[derive(Clone, Debug, thiserror::Error)]
pub enum UserError {
    /// Nobody has this identifier or id.
    #[error("there is no user {0}")]
    Unknown(String),
    /// It belongs to somebody else.
    #[error("{identifier} belongs to another user, {user}")]
    Taken {
        /// The identifier.
        identifier: String,
        /// Whose it is: the internal id.
        user: String,
    },
    /// Two tenants are never one.
    #[error("{0} is of another tenant; users are never linked across tenants")]
    OtherTenant(String),
    /// An identifier that would be taken for an internal id.
    #[error("{0} has the form of an internal id and cannot be an identifier")]
    Reserved(String),
    /// Over [`MAX_IDENTIFIERS`].
    #[error("a user has at most {MAX_IDENTIFIERS} identifiers")]
    TooMany,
    /// Both are one.
    #[error("{0} is that user already")]
    Same(String),
    /// Both users have something of the same name.
    #[error("both users have {0} of the same id; nothing was merged")]
    Clash(String),
    /// What the user keeps of its own is sealed for it, and was not handed over.
    #[error("{0} has credentials, which are sealed for that user; nothing was merged")]
    Sealed(String),
    /// An identifier holds the value of a secret.
    #[error("the user id holds the value of a secret")]
    Secret,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl UserError {
    /// The user's lines cannot be taken out of the log.
    pub fn of_log(error: &std::io::Error) -> Self {
        Self::Store(StoreError::new(format!("nothing was erased: the log cannot be changed ({error})")))
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "USER_NOT_FOUND",
            Self::Taken { .. } => "IDENTIFIER_TAKEN",
            Self::OtherTenant(_) => "OTHER_TENANT",
            Self::Reserved(_) | Self::TooMany | Self::Secret => "INVALID_PARAMS",
            Self::Same(_) => "SAME_USER",
            Self::Clash(_) | Self::Sealed(_) => "MERGE_CLASH",
            Self::Store(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown(_) => "`muxi users list` prints the users that there are".to_owned(),
            Self::Taken { identifier, user } => format!(
                "if both are one person: muxi users merge {user} INTO; else take {identifier} from it first: muxi users unlink {identifier}"
            ),
            Self::Store(error) => return error.hint().map(str::to_owned),
            Self::Sealed(_) => "`muxi users merge` hands them over first, where the key is".to_owned(),
            _ => return None,
        })
    }
}

/// What was moved by a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Identifiers that belong to the other user now.
    pub identifiers: u64,
    /// Rows of all else.
    pub rows: u64,
}

/// The users of a store.
pub trait Users: Send + Sync {
    /// The user of an identifier, or of an internal id; nothing where there is none. Nobody is made.
    fn find<'a>(&'a self, caller: &'a Caller) -> BoxFuture<'a, Result<Option<Principal>, StoreError>>;

    /// The user of an identifier, made if it is new. When it returns, the user survives a kill of
    /// this process. An internal id that nobody has is [`UserError::Unknown`].
    fn meet<'a>(&'a self, caller: &'a Caller, now: u64) -> BoxFuture<'a, Result<Principal, UserError>>;

    /// What is known of a user.
    fn user(&self, who: &Principal) -> BoxFuture<'static, Result<Option<User>, StoreError>>;

    /// The users of `tenant`, or of all, by id after `after`; at most `limit`.
    fn list(
        &self,
        tenant: Option<&str>,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<User>, StoreError>>;

    /// Gives identifiers with their types to `to`, or to a new user: all of them or none.
    /// One that is another user's is refused.
    fn link(
        &self,
        to: Option<&Principal>,
        identifiers: Vec<(Caller, Option<String>)>,
        now: u64,
    ) -> BoxFuture<'static, Result<User, UserError>>;

    /// Takes an identifier from its user; the user stays, with all that is kept for it.
    fn unlink(&self, caller: &Caller) -> BoxFuture<'static, Result<Principal, UserError>>;

    /// Gives all that is `from`'s to `into`, and forgets `from`: all of it or nothing. `from` has no credentials.
    fn merge(
        &self,
        from: &Principal,
        into: &Principal,
        now: u64,
    ) -> BoxFuture<'static, Result<Merged, UserError>> {
        self.merge_handing(from, into, Vec::new(), now)
    }

    /// The same; `handed` are the changes that give `into` the credentials, which are sealed for their user.
    fn merge_handing(
        &self,
        from: &Principal,
        into: &Principal,
        handed: Vec<Change>,
        now: u64,
    ) -> BoxFuture<'static, Result<Merged, UserError>>;
}

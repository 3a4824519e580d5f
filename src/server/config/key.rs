//! A key that calls are signed with, and what it may do.

use std::fmt;
use std::str::FromStr;

use crate::crypto::hash::hex;
use crate::crypto::rng::{self, RngError};
use crate::remote::sign::Dialect;
use crate::support::secret::SecretBytes;

/// How much a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Look: list, status, logs.
    Read,
    /// And change formations: deploy, update, start, stop, delete, download.
    Write,
    /// And all else: the server's own record, trying out what is on its disk.
    Admin,
}

impl Level {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

/// A right: `read`, `write` or `admin`, each with those before it; `write:ID` for one formation only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// How much.
    pub level: Level,
    /// With which formation; with all where none is named.
    pub formation: Option<String>,
}

/// A text that is no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope is read, write or admin, or one of the first two for a formation: write:my-bot")]
pub struct BadScope;

impl FromStr for Scope {
    type Err = BadScope;

    fn from_str(text: &str) -> Result<Self, BadScope> {
        let (word, formation) = text.split_once(':').map_or((text, None), |(w, id)| (w, Some(id)));
        let level =
            [Level::Read, Level::Write, Level::Admin].into_iter().find(|level| level.as_str() == word);
        let level = level.ok_or(BadScope)?;
        let plain = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if formation.is_some_and(|id| level == Level::Admin || !plain(id)) {
            return Err(BadScope);
        }
        Ok(Self { level, formation: formation.map(str::to_owned) })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.as_str())?;
        self.formation.iter().try_for_each(|id| write!(f, ":{id}"))
    }
}

impl Scope {
    /// Whether it covers this, done with this formation (or with none in particular).
    pub fn covers(&self, level: Level, formation: Option<&str>) -> bool {
        self.level >= level && self.formation.as_deref().is_none_or(|own| formation == Some(own))
    }
}

/// A key of a server.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its id, which calls name.
    pub id: String,
    /// What calls are signed with.
    pub secret: SecretBytes,
    /// What it may do; one of them has to cover a call.
    pub scopes: Vec<Scope>,
    /// From then on (seconds since the Unix epoch) it counts no more.
    pub expires: Option<u64>,
    /// How it may sign, but for legacy.
    pub dialects: Vec<Dialect>,
    /// Whether it may sign in the legacy dialect too.
    pub legacy: bool,
    /// When it was made (RFC 3339), if the file says so.
    pub created_at: Option<String>,
}

impl Key {
    /// Whether it may sign like this.
    pub fn takes(&self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::Legacy => self.legacy,
            other => self.dialects.contains(&other),
        }
    }

    /// Whether it may do this.
    pub fn covers(&self, level: Level, formation: Option<&str>) -> bool {
        self.scopes.iter().any(|scope| scope.covers(level, formation))
    }

    /// The dialects by name, legacy included.
    pub fn dialect_names(&self) -> Vec<&'static str> {
        Dialect::ALL.into_iter().filter(|dialect| self.takes(*dialect)).map(Dialect::as_str).collect()
    }
}

/// A new key's id and secret, as the deployed `init` makes them: `muxi_pk_` and 24 hexadecimal digits, `muxi_sk_` and 56.
pub fn made() -> Result<(String, SecretBytes), RngError> {
    let (id, secret) = (rng::array::<12>()?, rng::array::<28>()?);
    let secret = format!("muxi_sk_{}", hex(&secret));
    Ok((format!("muxi_pk_{}", hex(&id)), SecretBytes::new(secret.into_bytes())))
}

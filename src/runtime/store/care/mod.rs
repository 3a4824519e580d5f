//! What whoever runs a formation does with its store as a whole: looks at it, checks it, makes it
//! smaller, takes it elsewhere, and takes one user out of it.

mod check;
mod erase;
mod export;
mod import;
mod info;
mod scrub;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Write;

use futures_util::future::BoxFuture;
use serde::Serialize;

use super::StoreError;
use super::users::UserError;
use crate::runtime::principal::Principal;
use crate::support::redact::Redactor;

pub use check::{Check, Finding, check};
pub use export::{ExportError, Exported, FORMAT, VERSION, export, export_user};
pub use import::{ImportError, Imported, import};
pub use info::{Info, Vacuumed, info, vacuum};
pub(super) use scrub::Scrubber;
pub(in crate::runtime) use scrub::wipe;

/// What was taken away with a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Rows, by table; those with none are left out.
    pub rows: BTreeMap<String, u64>,
    /// Contents of files that nobody else has.
    pub files: u64,
    /// Lines of the log.
    pub lines: u64,
    /// Whether the bytes of all that are out of the database, too.
    pub scrub: Scrub,
}

/// Whether what was deleted is out of the pages of the database and of SQLite's log, and files are gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scrub {
    /// It is.
    #[default]
    Done,
    /// Somebody reads or writes just now, or the database is too large to be rebuilt while others write. The next erasure,
    /// the next start of a server and a vacuum try again.
    Pending,
}

/// What is kept of one user, told and taken away.
pub trait Erasure: Send + Sync {
    /// Writes all that is kept of a user to `out`, as lines of JSON without the values of secrets,
    /// in a thread of its own.
    fn export(
        &self,
        who: &Principal,
        now: u64,
        redactor: Redactor,
        out: Box<dyn Write + Send>,
    ) -> BoxFuture<'_, Result<Exported, ExportError>>;

    /// The internal ids under which there may be lines of a user elsewhere: its own, and those of whom it took in.
    fn ids(&self, who: &Principal) -> BoxFuture<'_, Result<Vec<String>, StoreError>>;

    /// Takes away all that is kept of a user, in every table, log and file, and the bytes of it.
    /// What was on its way for the user is not kept either. When it returns, it is done,
    /// but for bytes in the database where it says so.
    fn erase(&self, who: &Principal, now: u64) -> BoxFuture<'_, Result<Erased, UserError>>;

    /// Begins to take bytes out of the database that an erasure before had to leave there, if there are any and nobody else
    /// has the store open. A server does so when it starts; a command that only looks would take seconds for it.
    fn resume(&self);
}

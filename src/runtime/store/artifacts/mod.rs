//! Files that agents made: rows here, contents in [`Files`]. A content is there before the row that
//! names it; one that no row names is taken away at the next start.

mod files;
mod rows;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use super::migrations::failed;
use crate::crypto::hash;
use crate::runtime::id;
use crate::runtime::principal::Principal;

pub(super) use files::Files;
pub(super) use rows::{contents, list, sweep, versions};

/// The largest file, in bytes.
pub const MAX_ARTIFACT: usize = 10 << 20;
/// The most that all versions of all artifacts of one user may take, in bytes.
pub const MAX_USER_BYTES: u64 = 256 << 20;
/// The most artifacts of one user.
pub const MAX_ARTIFACTS: u64 = 1000;
/// The most versions of one artifact that are kept: the oldest goes when a new one comes.
pub const MAX_VERSIONS: u64 = 20;

/// A file that is to be kept.
#[derive(Clone, Debug)]
pub struct NewArtifact {
    /// The session; the same name in it is the same artifact.
    pub session_id: String,
    /// Its name, without a path.
    pub name: String,
    /// Its media type (RFC 6838).
    pub media_type: String,
    /// The request in which it was made.
    pub request_id: String,
    /// Who made it.
    pub agent_id: String,
    /// The file.
    pub content: Bytes,
    /// When, in milliseconds since the Unix epoch.
    pub created_at: u64,
}

/// One version of a file that an agent made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// `art_` and 21 characters; the same for all versions.
    pub id: String,
    /// The session in which it was made.
    pub session_id: String,
    /// Its name, without a path.
    pub name: String,
    /// From 1.
    pub version: u64,
    /// Its media type (RFC 6838).
    pub media_type: String,
    /// The SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Its size, in bytes.
    pub size: u64,
    /// The request in which this version was made.
    pub request_id: String,
    /// Who made it.
    pub agent_id: String,
    /// When, in milliseconds since the Unix epoch.
    pub created_at: u64,
}

/// Why a file is not kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ArtifactError {
    /// It is over [`MAX_ARTIFACT`].
    #[error("the file has {0} bytes; at most {MAX_ARTIFACT} are kept")]
    TooLarge(usize),
    /// The user's files take too much.
    #[error("the user's files take {used} bytes with this one; at most {MAX_USER_BYTES} are kept")]
    Full {
        /// What all would take.
        used: u64,
    },
    /// The user has too many.
    #[error("the user has {MAX_ARTIFACTS} files, and no more are kept")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps a file as the next version of its name.
pub(super) fn keep(
    connection: &mut Connection,
    files: &Files,
    who: &Principal,
    new: &NewArtifact,
) -> Result<Artifact, ArtifactError> {
    if new.content.len() > MAX_ARTIFACT {
        return Err(ArtifactError::TooLarge(new.content.len()));
    }
    // Before anything is written.
    rows::room(connection, who, new)?;
    let sha256 = hash::hex(&hash::sha256(&new.content));
    files.write(&sha256, &new.content)?;
    let (artifact, left) = match insert(connection, who, new, &sha256) {
        Ok(inserted) => inserted,
        Err(error) => {
            // What no row names would stay for good.
            drop(forget(connection, files, &[sha256]));
            return Err(error);
        }
    };
    // Another process may have taken it away meanwhile, when nothing named it.
    if !files.has(&artifact.sha256) {
        files.write(&artifact.sha256, &new.content)?;
    }
    // The file is kept. Contents of versions that went are taken away by the next start, if not now.
    drop(forget(connection, files, &left));
    Ok(artifact)
}

/// The row, and the contents that no row names any more since then.
fn insert(
    connection: &mut Connection,
    who: &Principal,
    new: &NewArtifact,
    sha256: &str,
) -> Result<(Artifact, Vec<String>), ArtifactError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    rows::room(&transaction, who, new)?;
    let inserted =
        rows::insert(&transaction, who, new, sha256.to_owned(), || id::new("art_")).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(inserted)
}

/// Deletes an artifact with all its versions.
pub(super) fn delete(
    connection: &mut Connection,
    files: &Files,
    who: &Principal,
    id: &str,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let Some(left) = rows::delete(&transaction, who, id).map_err(failed)? else { return Ok(false) };
    transaction.commit().map_err(failed)?;
    // It is deleted. What of it is left is taken away by the next start, as no row names it.
    drop(forget(connection, files, &left));
    Ok(true)
}

/// Takes away the contents that no row names any more; how many that were.
pub(super) fn forget(connection: &Connection, files: &Files, contents: &[String]) -> Result<u64, StoreError> {
    let mut gone = 0;
    for sha256 in contents {
        if !rows::is_named(connection, sha256).map_err(failed)? {
            gone += u64::from(files.remove(sha256)?);
        }
    }
    Ok(gone)
}

//! What a token for renewal was exchanged for, beside the store until it is in there: a service gives it once, and whoever is
//! killed, or finds the store full, leaves it to the next one.
//!
//! It is sealed for the token that it was given for, so that it is of use only while that one is kept.

use std::path::{Path, PathBuf};

use super::{CredentialError, Row};
use crate::credentials::{Content, Place, Sealed, Vault};
use crate::crypto::hash::{hex, sha256};
use crate::support::fs::{self, Links, Privacy, Room};

/// What a new token needs, and one for renewal, in bytes.
const TOKENS: usize = 40 << 10;
/// The longest file, in bytes.
const MOST: u64 = 1 << 20;

/// The file of one credential. Whoever uses it holds the lock of its renewal.
pub(super) struct Pending(PathBuf);

impl Pending {
    pub(super) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Takes the room that it will need, before anything is asked for. What was there goes.
    pub(super) fn room(&self, row: &Row) -> Result<Room, CredentialError> {
        Ok(Room::take(&self.0, row.sealed.bytes.len() + TOKENS)?)
    }

    /// Keeps `new`, which was given for `token`.
    pub(super) fn keep(
        room: &mut Room,
        vault: &Vault,
        (user, row): (&str, &Row),
        (token, new): (&str, &Content),
    ) -> Result<(), CredentialError> {
        let failed = |fault| CredentialError::Sealed { id: row.id.clone(), fault };
        let sealed = vault.seal(&place(user, row, token), 1, new).map_err(failed)?;
        let head = format!("{} {}\n", sealed.key, sealed.bytes.len());
        Ok(room.fill(&[head.as_bytes(), &sealed.bytes].concat())?)
    }

    /// What was given for `token`, if it is there.
    pub(super) fn given(&self, vault: &Vault, (user, row): (&str, &Row), token: &str) -> Option<Content> {
        let sealed = read(&self.0)?;
        vault.unseal(&place(user, row, token), &sealed).ok()
    }

    /// Whether there is one.
    pub(super) fn is_there(&self) -> bool {
        std::fs::symlink_metadata(&self.0).is_ok()
    }

    /// It is in the store, or of no use.
    pub(super) fn remove(&self) {
        // One that stays opens for a token that is not kept any more, and so for nobody.
        drop(fs::remove_if_exists(&self.0));
    }
}

/// Another place than the credential's own: nobody can put the one there for the other.
fn place(user: &str, row: &Row, token: &str) -> Place {
    Place {
        user: user.to_owned(),
        service: row.service.clone(),
        account: format!("given for {}", hex(&sha256(token.as_bytes()))),
        id: format!("renewal of {}", row.id),
    }
}

fn read(path: &Path) -> Option<Sealed> {
    let bytes = fs::read_secret(path, Links::Refuse, Privacy::Required, MOST).ok()?;
    let bytes = bytes.expose();
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (key, len) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
    let sealed = bytes[end + 1..].get(..len.parse().ok()?)?;
    Some(Sealed { key: key.to_owned(), version: 1, bytes: sealed.to_vec() })
}

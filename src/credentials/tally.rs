//! What a user has, counted: shows a credential that was taken away, put back, doubled, or is an older one.

use crate::crypto::bound;
use crate::crypto::mac::Key;

/// One credential of a user, as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is for.
    pub service: &'a str,
    /// Which account there.
    pub account: &'a str,
    /// Which writing of it.
    pub version: u64,
    /// Whether it is the one of its service that is used where nobody chooses.
    pub default: bool,
}

/// The count of all credentials of one user. The turn and the tag go into the audit too: what agrees with itself and is
/// older than that was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The master key behind the tag.
    pub key: String,
    /// How often what the user has was changed. Never goes back.
    pub turn: u64,
    /// HMAC-SHA256 under a key of the user.
    pub tag: [u8; 32],
}

/// What the tag is over.
pub(super) fn text(store: &[u8; 16], user: &str, turn: u64, credentials: &[Counted<'_>]) -> Vec<u8> {
    let mut sorted = credentials.to_vec();
    sorted.sort_unstable();
    let numbers: Vec<[u8; 9]> = sorted
        .iter()
        .map(|one| {
            let mut bytes = [u8::from(one.default); 9];
            bytes[..8].copy_from_slice(&one.version.to_be_bytes());
            bytes
        })
        .collect();
    let turn = turn.to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![b"muxi/credentials/1/tally", store, user.as_bytes(), &turn];
    for (one, number) in sorted.iter().zip(&numbers) {
        parts.extend([one.id, one.service, one.account].map(str::as_bytes));
        parts.push(number);
    }
    bound(&parts)
}

impl Tally {
    pub(super) fn by(key: &Key, id: &str, turn: u64, text: &[u8]) -> Self {
        Self { key: id.to_owned(), turn, tag: key.tag(&[text]) }
    }
}

//! What the last record was, written again and again beside the records.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::keys::{Countersign, Keys};
use super::record::{GENESIS, Line, Mac, body, parse, seal};
use crate::crypto::hash::{hex, unhex};

/// Beyond so many bytes the file is written anew with its last lines.
pub(super) const LONGEST: u64 = 64 << 10;
/// So many.
pub(super) const KEPT: usize = 32;

/// Records wait no longer for a checkpoint, in milliseconds: a writer makes one within a second, unless it is killed.
pub(super) const SOON: u64 = 60_000;

/// Up to where one of the root keys `by` signed, and which.
pub(super) fn signed(by: &[Countersign], all: &[Checkpoint]) -> Option<(String, u64)> {
    let fits = |checkpoint: &&Checkpoint| {
        let key = |id: &String| by.iter().find(|key| key.id() == id);
        let root = checkpoint.root.as_ref().and_then(|(id, tag)| Some((key(id)?, tag)));
        root.is_some_and(|(key, tag)| key.fits(checkpoint.seq, &checkpoint.head, tag))
    };
    let mut all: Vec<&Checkpoint> = all.iter().filter(|one| one.root.is_some()).collect();
    // Mostly it is the last one.
    all.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.seq));
    let last = all.into_iter().find(fits)?;
    last.root.as_ref().map(|(id, _)| (id.clone(), last.seq))
}

/// A line of the checkpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checkpoint {
    /// The number of the last record; 0 before the first.
    pub(super) seq: u64,
    /// Its MAC.
    pub(super) head: Mac,
    /// Which root key signed it too, and its tag.
    pub(super) root: Option<(String, Mac)>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Written {
    seq: u64,
    at: u64,
    head: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    root: Option<Root>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Root {
    id: String,
    tag: String,
}

impl Checkpoint {
    /// Before the first record.
    pub(super) const START: Self = Self { seq: 0, head: GENESIS, root: None };

    /// The line that says at `at` that the record `seq` with the MAC `head` is the last one.
    pub(super) fn line(keys: &Keys, by: Option<&Countersign>, seq: u64, at: u64, head: &Mac) -> Vec<u8> {
        let root = by.map(|by| Root { id: by.id().to_owned(), tag: hex(&by.tag(seq, head)) });
        let body = body(&Written { seq, at, head: hex(head), root });
        let mut line = Vec::with_capacity(body.len() + 80);
        seal(&body, &keys.chain.tag(&[b"checkpoint", &body]), &mut line);
        line
    }

    /// The checkpoint in a line without its end, if nobody changed it.
    pub(super) fn read(keys: &Keys, line: &[u8]) -> Option<Self> {
        let line = Line::split(line)?;
        if !keys.chain.fits(&[b"checkpoint", line.body], &line.mac) {
            return None;
        }
        Self::of(&line)
    }

    /// What a line says, whoever wrote it: of an audit whose key is gone.
    pub(super) fn parsed(line: &[u8]) -> Option<Self> {
        Self::of(&Line::split(line)?)
    }

    fn of(line: &Line<'_>) -> Option<Self> {
        let Written { seq, head, root, .. } = parse(line.body)?;
        let root = root.map(|Root { id, tag }| Some((id, unhex(&tag)?)));
        let root = match root {
            Some(None) => return None,
            Some(some) => some,
            None => None,
        };
        Some(Self { seq, head: unhex(&head)?, root })
    }

    /// The last whole one in `text` that nobody changed.
    pub(super) fn last(keys: &Keys, text: &[u8]) -> Option<Self> {
        Self::backwards(keys, text).next()
    }

    /// All whole ones in `text` that nobody changed, the last first.
    pub(super) fn backwards<'t>(keys: &'t Keys, text: &'t [u8]) -> impl Iterator<Item = Self> + 't {
        let whole = &text[..text.iter().rposition(|b| *b == b'\n').unwrap_or(0)];
        whole.rsplit(|b| *b == b'\n').filter_map(|line| Self::read(keys, line))
    }
}

/// What `path` has, nothing where it is not there or cannot be read.
pub(super) fn text(path: &Path) -> Vec<u8> {
    crate::support::fs::read_if_exists(path).ok().flatten().unwrap_or_default()
}

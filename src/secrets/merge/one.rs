//! Format 1: only the key shows what is in it, so without one nothing can be merged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Candidate, Conflict, Merged, Side, Versions};
use crate::secrets::format1::{self, Found, Map};
use crate::secrets::key::{RootKey, Status};
use crate::secrets::store::{Content, Opened1};
use crate::secrets::{Error, KeySources, Location, mask, sources};

pub(super) fn merge(
    location: &Location,
    sources: &KeySources,
    versions: Versions<'_>,
    choices: &BTreeMap<String, Side>,
    path: &Path,
) -> Result<Merged, Error> {
    let ours = open(location, sources, versions.ours, path)?;
    let theirs = open(location, sources, versions.theirs, path)?;
    // Without a base, what only one side has was added there.
    let base = open(location, sources, versions.base, path).map(|base| base.map).unwrap_or_default();
    let mut result = Map::default();
    let mut conflicts = Vec::new();
    let names = ours.map.names().chain(theirs.map.names());
    let mut done = BTreeSet::new();
    for name in names.filter(|name| done.insert(*name)) {
        let (b, o, t) = (base.raw(name), ours.map.raw(name), theirs.map.raw(name));
        let chosen = if o == t || t == b {
            o
        } else if o == b {
            t
        } else {
            match choices.get(name) {
                Some(Side::Ours) => o,
                Some(Side::Theirs) => t,
                None => {
                    let lines = vec![
                        candidate(&ours.map, name, Side::Ours),
                        candidate(&theirs.map, name, Side::Theirs),
                    ];
                    conflicts.push(Conflict { name: name.to_owned(), lines });
                    continue;
                }
            }
        };
        if let Some(raw) = chosen {
            result.put(name, raw);
        }
    }
    if !conflicts.is_empty() {
        return Ok(Merged { file: None, conflicts, sealed: false, unsealed_because: None, can_choose: true });
    }
    // The time of the token is no data of ours; the later of the two keeps a merge the same for all.
    let time = format1::time_of(versions.ours).max(format1::time_of(versions.theirs));
    let file =
        Some(format1::seal(newer(location, sources, &ours.key, &theirs.key), time, &result)?.into_bytes());
    Ok(Merged { file, conflicts, sealed: true, unsealed_because: None, can_choose: true })
}

/// The key that is in use, where one of the sides was encrypted with one that is retired; else ours.
fn newer<'a>(
    location: &Location,
    sources: &KeySources,
    ours: &'a RootKey,
    theirs: &'a RootKey,
) -> &'a RootKey {
    // A bare key does not say that it is retired: it is in a place that is looked at last.
    let all: Vec<_> = sources::each(location, sources).flatten().flatten().map(|c| c.stored).collect();
    let rank = |key: &RootKey| {
        let at = all.iter().position(|stored| stored.id == key.id)?;
        Some((all[at].status != Status::Active, at))
    };
    match (rank(ours), rank(theirs)) {
        (Some(ours_rank), Some(theirs_rank)) if theirs_rank < ours_rank => theirs,
        _ => ours,
    }
}

fn open(location: &Location, sources: &KeySources, bytes: &[u8], path: &Path) -> Result<Opened1, Error> {
    match Content::of(location, sources, bytes, path)? {
        Content::One(opened) => Ok(opened),
        Content::Two(_) | Content::Nothing => Err(super::GitError::TwoFormats(path.into()).into()),
    }
}

fn candidate(map: &Map, name: &str, side: Side) -> Candidate {
    let masked = match map.get(name) {
        Some(Found::Value(value)) => Some(mask(value.expose())),
        Some(Found::Unreadable) | None => None,
    };
    Candidate {
        side: Some(side),
        version: None,
        key: None,
        deleted: map.raw(name).is_none(),
        masked,
        line: String::new(),
    }
}

//! The copy of the last checkpoint outside of the state: what it knows is held against the records before it is
//! written over, and what contradicts it is put aside, until somebody says that it is known.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::checkpoint::{self, Checkpoint};
use super::event::{Class, Event};
use super::place::Place;
use super::tail::{Found, Tail};
use super::trail::{Trail, private};
use super::{AuditError, Outcome};
use crate::support::fs::create_private_dir;
use crate::support::fs::fault::step;

/// Behind the name of a copy that was put aside, before its number.
const BEFORE: &str = ".before-";
/// Behind that of one that somebody knows of.
const ACCEPTED: &str = ".accepted-";

impl Place {
    /// The copies that were put aside because the records were others, the oldest first.
    pub(super) fn before(&self) -> Vec<PathBuf> {
        let Some((dir, name)) = self.head().and_then(|head| Some((head.parent()?, head.file_name()?))) else {
            return Vec::new();
        };
        let prefix = format!("{}{BEFORE}", name.to_string_lossy());
        let number = |path: &Path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            name.strip_prefix(&prefix)?.parse::<u64>().ok()
        };
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        let mut found: Vec<_> =
            entries.filter_map(|entry| Some((number(&entry.path())?, entry.path()))).collect();
        found.sort();
        found.into_iter().map(|(_, path)| path).collect()
    }

    /// A name for the copy that is put aside.
    fn beside(&self) -> Option<PathBuf> {
        let head = self.head()?;
        let name = head.file_name()?.to_string_lossy();
        let path = |number: u64, kind: &str| head.with_file_name(format!("{name}{kind}{number}"));
        let taken = |number| [BEFORE, ACCEPTED].iter().any(|k| path(number, k).symlink_metadata().is_ok());
        (1..=u64::from(u16::MAX)).find(|number| !taken(*number)).map(|number| path(number, BEFORE))
    }
}

impl Trail {
    /// Puts the copy aside. Where that cannot be done it is not written over either, so that `verify` still sees it.
    pub(super) fn put_aside(&mut self) {
        let (Some(head), Some(to)) = (self.place.head(), self.place.beside()) else { return };
        self.keep_copy = step().and_then(|()| fs::rename(head, to)).is_err();
    }

    /// Holds the copy against the records, which end at `end` in the active file of `whole` bytes.
    pub(super) fn hold_against(
        &mut self,
        copy: &Checkpoint,
        end: (u64, [u8; 32]),
        whole: u64,
        found: &mut Vec<Event>,
    ) -> Result<(), AuditError> {
        let there =
            if copy.seq == end.0 { Some(end.1) } else { self.find(copy.seq, whole)?.map(|(mac, _)| mac) };
        if copy.seq > 0 && there != Some(copy.head) {
            self.put_aside();
            let gap = Event::new(Class::Audit, "audit.gap", "audit", "audit.log").ended(Outcome::Failed);
            found.push(gap.with("other_record", copy.seq));
        }
        Ok(())
    }

    /// The MAC of one record, and when it was written; none where another one, or none, stands in its place.
    fn find(&self, seq: u64, whole: u64) -> Result<Option<([u8; 32], u64)>, AuditError> {
        let active = self.place.active();
        for path in self.place.segments()?.into_iter().rev() {
            let failed = |e| AuditError::io("read", &path, e);
            let file = private().open(&path).map_err(failed)?;
            let len = if path == active { whole } else { file.metadata().map_err(failed)?.len() };
            match Tail::find(&file, len, &self.keys, seq).map_err(failed)? {
                Found::Before => {}
                Found::Here(mac, at) => return Ok(Some((mac, at))),
                Found::Nowhere => return Ok(None),
            }
        }
        Ok(None)
    }

    /// What no root key signed though one signed what was before, found when one takes over: from here on it is signed.
    /// `known` is the last checkpoint of `all`, and the records end at `end`.
    pub(super) fn hold_against_signatures(
        &self,
        all: &[Checkpoint],
        known: u64,
        end: u64,
        whole: u64,
        found: &mut Vec<Event>,
    ) -> Result<(), AuditError> {
        let Some((id, signed)) = checkpoint::signed(&self.by, all) else { return Ok(()) };
        let to = if signed < known { known } else { end };
        if signed == known {
            // What no checkpoint knows yet is young: whoever writes makes one within a second.
            if end == known {
                return Ok(());
            }
            let at = |seq| {
                let found = self.find(seq, whole)?;
                Ok::<_, AuditError>(found.map(|(_, at)| at).filter(|at| *at > 0))
            };
            let (Some(first), Some(last)) = (at(known + 1)?, at(end)?) else { return Ok(()) };
            if last.saturating_sub(first) <= checkpoint::SOON {
                return Ok(());
            }
        }
        let event = Event::new(Class::Audit, "audit.unsigned", "audit", "audit.log").ended(Outcome::Failed);
        found.push(event.with("root_key", id).with("missing_from", signed + 1).with("missing_to", to));
        Ok(())
    }

    /// Whether a copy that is not there can be made anew, found out by making an empty one: that is missed still, if
    /// this process ends now.
    pub(super) fn can_copy(&self) -> bool {
        let Some(head) = self.place.head() else { return false };
        let made = head.parent().map_or(Ok(()), |dir| create_private_dir(dir).map_err(io::Error::other));
        made.and_then(|()| step())
            .and_then(|()| private().write(true).create(true).truncate(false).open(head))
            .is_ok()
    }

    /// Records that somebody knows of the copies that were put aside, so that they are no fault any more; they are
    /// kept. How many there were.
    pub fn accept(&mut self) -> Result<usize, AuditError> {
        // An audit that is gone is found out by whoever records next.
        self.commit(&Event::new(Class::Audit, "audit.accept", "audit", "").ended(Outcome::Begun))?;
        let before = self.place.before();
        let names = before.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
        let names = names.collect::<Vec<_>>().join(", ");
        let event = Event::new(Class::Audit, "audit.accept", "audit", names);
        self.commit(&event.with("copies", before.len()))?;
        for path in &before {
            let name = path.file_name().map(|name| name.to_string_lossy().replace(BEFORE, ACCEPTED));
            fs::rename(path, path.with_file_name(name.unwrap_or_default()))
                .map_err(|e| AuditError::io("rename", path, e))?;
        }
        Ok(before.len())
    }
}

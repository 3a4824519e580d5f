//! The seal of format 2: a MAC over the file, and in it what the file held when it was sealed.
//!
//! VERSIONS is, per secret in the order of the file, a 4-byte keyed digest of its name and a number
//! (LEB128): twice the version, plus one if it is deleted. TAG is HMAC-SHA256 over every byte of the
//! file before it. So a seal that no longer fits still tells what was added, changed or removed.

use std::collections::HashMap;
use std::fmt::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroizing;

use super::format2::{Document, Entry, Seals, canonical};
use super::key::{KeyId, RootKey};
use super::value;
use crate::crypto::hash::unhex;
use crate::crypto::mac;

/// What the seal of a store says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Format 1 authenticates all at once, and no file needs no seal.
    NotNeeded,
    /// Nothing was changed since somebody with the key wrote the file.
    Verified {
        /// How often the file was sealed.
        counter: u64,
    },
    /// Something was changed without the key.
    Broken(Difference),
    /// There is no seal, or none that this key can check.
    Missing,
    /// Git merged two versions, and nobody sealed the result.
    Merged {
        /// Secrets with two different values.
        conflicts: Vec<String>,
        /// What none of the merged seals accounts for, conflicts aside; empty after a merge and no more.
        difference: Difference,
    },
}

/// What changed since the last seal, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Secrets that the seal does not know.
    pub added: Vec<String>,
    /// Secrets of another version, or whose value does not open.
    pub changed: Vec<String>,
    /// Secrets that the seal knows and the file has no longer, as far as the template has their names.
    pub removed: Vec<String>,
    /// How many more are gone, whose names nobody knows.
    pub removed_unnamed: usize,
}

impl Difference {
    /// Whether no secret differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (word, names) in [("added", &self.added), ("changed", &self.changed)] {
            if !names.is_empty() {
                parts.push(format!("{word} {}", names.join(", ")));
            }
        }
        let mut removed = self.removed.clone();
        if self.removed_unnamed > 0 {
            removed.push(format!("{} of unknown name", self.removed_unnamed));
        }
        if !removed.is_empty() {
            parts.push(format!("removed {}", removed.join(", ")));
        }
        if parts.is_empty() {
            parts.push(
                "it cannot be told what changed, the seal itself or the lines around the secrets; \
                 compare with git diff"
                    .into(),
            );
        }
        f.write_str(&parts.join("; "))
    }
}

impl Seal {
    /// Whether the file may be relied on as it is.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::NotNeeded | Self::Verified { .. })
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotNeeded => f.write_str("no seal is needed"),
            Self::Verified { counter } => write!(f, "sealed ({counter})"),
            Self::Broken(difference) => write!(f, "since the last seal: {difference}"),
            Self::Missing => f.write_str("there is no seal that this key can check"),
            Self::Merged { conflicts, difference } => {
                f.write_str("merged by git and not sealed since")?;
                if !conflicts.is_empty() {
                    write!(f, ", with two values for {}", conflicts.join(", "))?;
                }
                if !difference.is_empty() {
                    write!(f, ", and changed besides: {difference}")?;
                }
                Ok(())
            }
        }
    }
}

/// A tag in base64 without padding.
const TAG_CHARS: usize = 43;

/// The seal's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SealLine {
    pub(super) key: KeyId,
    pub(super) counter: u64,
    /// Where the line begins in the file, in bytes.
    start: usize,
    /// From the line's begin to its tag, in bytes.
    signed: usize,
    versions: Vec<([u8; 4], u64)>,
    tag: [u8; 32],
}

impl SealLine {
    /// `None` for a line that was not written so; `start` is where it begins.
    pub(super) fn parse(line: &str, start: usize) -> Option<Self> {
        let fields: Vec<_> = line.split(' ').collect();
        let ["seal", key, counter, versions, tag] = fields[..] else {
            return None;
        };
        let versions = match versions {
            "-" => Vec::new(),
            text => decode_versions(&STANDARD_NO_PAD.decode(text).ok()?)?,
        };
        Some(Self {
            key: KeyId(unhex(key)?),
            counter: canonical(counter)?,
            start,
            signed: line.len() - tag.len(),
            versions,
            tag: STANDARD_NO_PAD.decode(tag).ok()?.try_into().ok()?,
        })
    }

    /// What tells this seal from every other one.
    pub(super) fn tag(&self) -> &[u8; 32] {
        &self.tag
    }

    /// Ends `text`, which holds all other lines, with a seal over it.
    pub(super) fn append(text: &mut String, key: &RootKey, counter: u64, entries: &[Entry]) {
        let name_key = key.name_key();
        let mut versions = Vec::with_capacity(entries.len() * 6);
        for entry in entries {
            versions.extend_from_slice(&digest(&name_key, &entry.name));
            leb128(state(entry), &mut versions);
        }
        write!(text, "seal {} {counter} ", key.id).expect("a String takes everything");
        if versions.is_empty() {
            text.push('-');
        }
        STANDARD_NO_PAD.encode_string(&versions, text);
        text.push(' ');
        let tag = mac::hmac_sha256(&*key.seal_key(), &[text.as_bytes()]);
        STANDARD_NO_PAD.encode_string(tag, text);
        text.push('\n');
    }

    fn fits(&self, key: &RootKey, file: &[u8]) -> bool {
        // Nothing may follow it.
        if self.start + self.signed + TAG_CHARS + 1 != file.len() {
            return false;
        }
        file.get(..self.start + self.signed)
            .is_some_and(|signed| mac::verify(&*key.seal_key(), &[signed], &self.tag))
    }
}

/// Checks the seal of `document`, which was read from `file`; `wanted` gives the names of the template.
pub(super) fn check(
    document: &Document,
    file: &[u8],
    keys: &[RootKey],
    wanted: impl FnOnce() -> Vec<String>,
) -> Seal {
    let lines = match &document.seals {
        Seals::Missing => return Seal::Missing,
        Seals::Several(lines) => &lines[..],
        Seals::One(line) => std::slice::from_ref(&**line),
    };
    let key_of = |line: &SealLine| keys.iter().find(|k| k.id == line.key);
    let known: Vec<_> = lines.iter().filter_map(|line| Some((line, key_of(line)?))).collect();
    match (lines, &known[..]) {
        (_, []) => Seal::Missing,
        ([line], [(_, key)]) if line.fits(key, file) => Seal::Verified { counter: line.counter },
        ([_], _) => {
            let mut difference = compare(document, &known, keys, &wanted());
            difference.changed.extend(document.conflicts.iter().cloned());
            difference.changed.sort();
            Seal::Broken(difference)
        }
        _ => {
            let difference = compare(document, &known, keys, &wanted());
            Seal::Merged { conflicts: document.conflicts.clone(), difference }
        }
    }
}

/// What the seals by one key know, per digest of a name.
struct Sealed {
    name_key: Zeroizing<[u8; 32]>,
    known: HashMap<[u8; 4], Known>,
}

/// What the seals know of the names with one digest: mostly one name, of 100,000 names two here and there.
#[derive(Default)]
struct Known {
    states: Vec<u64>,
    /// How many names they are, and how many of them were not taken yet.
    names: usize,
    left: usize,
}

impl Sealed {
    fn by_key(seals: &[(&SealLine, &RootKey)]) -> Vec<Self> {
        let mut groups = HashMap::new();
        for (line, key) in seals {
            let group = groups
                .entry(line.key.0)
                .or_insert_with(|| Self { name_key: key.name_key(), known: HashMap::new() });
            let mut names: HashMap<[u8; 4], usize> = HashMap::with_capacity(line.versions.len());
            for (digest, state) in &line.versions {
                let known = group.known.entry(*digest).or_default();
                known.states.push(*state);
                let here = names.entry(*digest).or_default();
                *here += 1;
                known.names = known.names.max(*here);
                known.left = known.names;
            }
        }
        groups.into_values().collect()
    }

    /// The state of `name`, which is then no longer known. Of several names with one digest it is `now`, if
    /// one of them may be that; else the highest.
    fn take(&mut self, name: &str, now: Option<u64>) -> Option<u64> {
        let known = self.known.get_mut(&digest(&self.name_key, name))?;
        known.left = known.left.checked_sub(1)?;
        let now = now.filter(|now| known.names > 1 && known.states.contains(now));
        now.or_else(|| known.states.iter().max().copied())
    }

    /// How many secrets are left that were not deleted: whom the seal calls deleted, nobody misses.
    fn alive(&self) -> usize {
        let alive = |known: &&Known| known.states.iter().max().is_some_and(|state| state % 2 == 0);
        self.known.values().filter(alive).map(|known| known.left).sum()
    }
}

/// Compares all but the conflicts, of which either line may be the right one.
fn compare(
    document: &Document,
    seals: &[(&SealLine, &RootKey)],
    keys: &[RootKey],
    wanted: &[String],
) -> Difference {
    let mut sealed = Sealed::by_key(seals);
    // Where the key was changed, a name stands under both.
    let mut take = |name: &str, now| sealed.iter_mut().filter_map(|s| s.take(name, now)).max();
    let mut difference = Difference::default();
    for entry in &document.entries {
        let was = take(&entry.name, Some(state(entry)));
        if document.is_in_conflict(&entry.name) {
            continue;
        }
        let list = match was {
            None => &mut difference.added,
            Some(was) if was == state(entry) && opens(document, entry, keys) => continue,
            Some(was) if entry.sealed.is_none() && was % 2 == 0 => &mut difference.removed,
            Some(_) => &mut difference.changed,
        };
        list.push(entry.name.clone());
    }
    for name in wanted {
        if take(name, None).is_some_and(|state| state % 2 == 0) {
            difference.removed.push(name.clone());
        }
    }
    difference.removed.sort();
    difference.removed_unnamed = sealed.iter().map(Sealed::alive).max().unwrap_or(0);
    difference
}

/// Whether the value of a line opens; also where its key is not at hand.
fn opens(document: &Document, entry: &Entry, keys: &[RootKey]) -> bool {
    let key = keys.iter().find(|k| k.id == entry.key);
    match (&entry.sealed, key) {
        (Some(sealed), Some(key)) => value::open(key, entry.place(&document.store), sealed).is_ok(),
        _ => true,
    }
}

fn state(entry: &Entry) -> u64 {
    u64::from(entry.version) * 2 + u64::from(entry.sealed.is_none())
}

fn digest(name_key: &[u8; 32], name: &str) -> [u8; 4] {
    let tag = mac::hmac_sha256(name_key, &[name.as_bytes()]);
    [tag[0], tag[1], tag[2], tag[3]]
}

fn leb128(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).expect("seven bits");
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn decode_versions(mut bytes: &[u8]) -> Option<Vec<([u8; 4], u64)>> {
    let mut versions = Vec::with_capacity(bytes.len() / 5);
    while !bytes.is_empty() {
        let (digest, rest) = bytes.split_first_chunk::<4>()?;
        let mut number = 0;
        let end = rest.iter().position(|b| b & 0x80 == 0)?;
        // The largest number has 33 bits.
        if end > 4 {
            return None;
        }
        for (i, byte) in rest[..=end].iter().enumerate() {
            number |= u64::from(byte & 0x7f) << (7 * i);
        }
        versions.push((*digest, number));
        bytes = &rest[end + 1..];
    }
    Some(versions)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::secrets::format2;

    #[test]
    fn two_names_with_one_digest_are_no_change() {
        let key = RootKey::generate().unwrap();
        let name_key = key.name_key();
        let mut seen = HashMap::new();
        let (a, b) = (0..)
            .map(|n| format!("N{n:07}"))
            .find_map(|name| Some((seen.insert(digest(&name_key, &name), name.clone())?, name)))
            .unwrap();
        let mut document = Document::new([7; 16], &key);
        for (name, version) in [(a, 3), (b.clone(), 1)] {
            document.entries.push(Entry { name, key: key.id, version, sealed: None });
        }
        let text = document.encode(&key);
        let seal_line = text.lines().last().unwrap();
        let check = |text: &str| {
            let document = format2::parse(text.as_bytes(), Path::new("x")).unwrap();
            check(&document, text.as_bytes(), std::slice::from_ref(&key), Vec::new)
        };
        let merged = check(&format!("{text}{seal_line}\n"));
        assert_eq!(merged, Seal::Merged { conflicts: Vec::new(), difference: Difference::default() });
        // A version that neither of them had is told all the same.
        let changed = text.replace(&format!("{b} {} 1 ", key.id), &format!("{b} {} 2 ", key.id));
        assert_ne!(changed, text);
        let Seal::Broken(difference) = check(&changed) else { panic!() };
        assert_eq!(difference.changed, [b]);
    }
}

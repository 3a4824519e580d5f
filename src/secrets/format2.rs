//! The text of format 2.
//!
//! ```text
//! muxi-secrets 2
//! store STORE
//! key ID COMMITMENT                        one per key in use, sorted
//! NAME ID VERSION SEALED                   one per secret, sorted; SEALED is - for a deleted one
//! seal ID COUNTER VERSIONS TAG
//! ```
//! ID (4 bytes), STORE (16) and COMMITMENT (8) are hexadecimal; SEALED, VERSIONS and TAG base64
//! without padding. Names are upper case, so no name is taken for a word of the format. Nothing else
//! is allowed: no blank line, no comment, no carriage return; the last line ends with a line end.
//!
//! Several seal lines are what git's union merge leaves: then lines may stand in any order, twins
//! count once, and a name with two different lines is a conflict. A seal line that cannot be read, or
//! is by a key that the file does not list, is no seal.

use std::fmt::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::key::{KeyId, RootKey};
use super::seal::SealLine;
use super::value::{self, Place};
use super::{Error, name};
use crate::crypto::hash::{hex, unhex};

const MAGIC: &str = "muxi-secrets 2";
/// How every version of this format begins.
pub(super) const MAGIC_PREFIX: &str = "muxi-secrets ";

const CARRIAGE_RETURN: &str = "the line ends with a carriage return: git changed the line ends";

/// A parsed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) store: [u8; 16],
    pub(super) keys: Vec<HeaderKey>,
    /// Sorted by name; of a name in conflict, the first line.
    pub(super) entries: Vec<Entry>,
    /// Names with two different lines, sorted.
    pub(super) conflicts: Vec<String>,
    /// The further lines of the names in conflict, sorted by name, then as they stand in the file.
    pub(super) others: Vec<Entry>,
    pub(super) seals: Seals,
}

/// A key that the file is encrypted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HeaderKey {
    pub(super) id: KeyId,
    pub(super) commitment: [u8; 8],
}

/// A secret's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) key: KeyId,
    pub(super) version: u32,
    /// `None` for a deleted secret.
    pub(super) sealed: Option<Vec<u8>>,
}

impl Entry {
    pub(super) fn place<'a>(&'a self, store: &'a [u8; 16]) -> Place<'a> {
        Place { store, name: &self.name, key: self.key, version: self.version }
    }

    fn write(&self, text: &mut String) {
        write!(text, "{} {} {} ", self.name, self.key, self.version).expect("a String takes everything");
        match &self.sealed {
            Some(sealed) => STANDARD_NO_PAD.encode_string(sealed, text),
            None => text.push('-'),
        }
        text.push('\n');
    }

    /// The line as it stands in the file, with its end.
    pub(super) fn line(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }
}

/// The seal lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seals {
    /// None, or none that can be read.
    Missing,
    One(Box<SealLine>),
    /// A merge.
    Several(Vec<SealLine>),
}

impl Document {
    pub(super) fn new(store: [u8; 16], key: &RootKey) -> Self {
        Self {
            store,
            keys: vec![HeaderKey { id: key.id, commitment: key.commitment() }],
            entries: Vec::new(),
            conflicts: Vec::new(),
            others: Vec::new(),
            seals: Seals::Missing,
        }
    }

    /// Where the line of `name` is, or belongs.
    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|e| e.name.as_str().cmp(name))
    }

    /// The names of the secrets that have a value.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let alive = self.entries.iter().filter(|e| e.sealed.is_some());
        alive.map(|e| e.name.as_str())
    }

    /// All lines of `name`, as they stand in the file: more than one is a conflict.
    pub(super) fn lines_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        let first = self.find(name).ok().map(|at| &self.entries[at]);
        let from = self.others.partition_point(|e| e.name.as_str() < name);
        first.into_iter().chain(self.others[from..].iter().take_while(move |e| e.name == name))
    }

    /// Whether the name has two different lines; the names in conflict are sorted.
    pub(super) fn is_in_conflict(&self, name: &str) -> bool {
        self.conflicts.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    pub(super) fn counter(&self) -> u64 {
        match &self.seals {
            Seals::Missing => 0,
            Seals::One(seal) => seal.counter,
            Seals::Several(seals) => seals.iter().map(|s| s.counter).max().unwrap_or(0),
        }
    }

    /// The file, sealed anew by `key` with the next counter.
    pub(super) fn encode(&self, key: &RootKey) -> String {
        let mut text = self.head();
        for e in &self.entries {
            e.write(&mut text);
        }
        SealLine::append(&mut text, key, self.counter().saturating_add(1), &self.entries);
        text
    }

    /// The file of a merge that is not sealed: every line of every name, and the seals of both sides.
    /// A seal of its own tells that `vouched` were written with the key.
    pub(super) fn encode_unsealed(&self, seals: &[String], vouched: Option<(&RootKey, &[Entry])>) -> String {
        let mut text = self.head();
        let mut others = self.others.iter().peekable();
        for e in &self.entries {
            e.write(&mut text);
            while let Some(other) = others.next_if(|o| o.name == e.name) {
                other.write(&mut text);
            }
        }
        for seal in seals {
            write_line(&mut text, &[seal]);
        }
        if let Some((key, entries)) = vouched {
            SealLine::append(&mut text, key, self.counter().saturating_add(1), entries);
        }
        text
    }

    fn head(&self) -> String {
        let size = |e: &Entry| 40 + e.name.len() + e.sealed.as_ref().map_or(1, |s| s.len() * 4 / 3);
        let entries = self.entries.iter().chain(&self.others);
        let mut text = String::with_capacity(400 + entries.map(size).sum::<usize>());
        write_line(&mut text, &[MAGIC]);
        write_line(&mut text, &["store", &hex(&self.store)]);
        for k in &self.keys {
            write_line(&mut text, &["key", &k.id.to_string(), &hex(&k.commitment)]);
        }
        text
    }
}

/// The lines that begin as a seal does, as they stand in the file.
pub(super) fn seal_texts(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.lines().filter(|line| line.starts_with("seal ")).map(Into::into).collect()
}

fn write_line(text: &mut String, parts: &[&str]) {
    text.push_str(&parts.join(" "));
    text.push('\n');
}

/// The store that a file says it is; nothing for another format.
pub(super) fn store_of(bytes: &[u8]) -> Option<[u8; 16]> {
    let mut lines = std::str::from_utf8(bytes).ok()?.lines();
    lines.next().filter(|first| *first == MAGIC)?;
    lines.next()?.strip_prefix("store ").and_then(unhex)
}

/// Reads a file that begins with [`MAGIC_PREFIX`]; `path` is for errors.
pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Document, Error> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].split(|b| *b == b'\n').count();
        broken(path, line, "this is not UTF-8 text")
    })?;
    // Not `lines()`, which would take a carriage return away.
    let first = text.split('\n').next().unwrap_or_default();
    if first.trim_end_matches('\r') == MAGIC && first != MAGIC {
        return Err(broken(path, 1, CARRIAGE_RETURN));
    }
    if first != MAGIC {
        return Err(wrong_magic(path, first));
    }
    if !text.ends_with('\n') {
        let line = text.lines().count();
        return Err(broken(path, line, "the file ends in the middle of this line"));
    }
    let mut parser = Parser::new(path);
    for (i, line) in text.split_terminator('\n').enumerate().skip(1) {
        parser.line(line, i + 1)?;
    }
    parser.finish(text)
}

/// Reads the lines; judges their order at the end, when it is known whether this is a merge.
struct Parser<'a> {
    path: &'a Path,
    store: Option<[u8; 16]>,
    keys: Vec<(usize, HeaderKey)>,
    entries: Vec<(usize, Entry)>,
    /// The line, and its text.
    seals: Vec<(usize, &'a str)>,
}

impl<'a> Parser<'a> {
    fn new(path: &'a Path) -> Self {
        Self { path, store: None, keys: Vec::new(), entries: Vec::new(), seals: Vec::new() }
    }

    fn line(&mut self, line: &'a str, number: usize) -> Result<(), Error> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if line.ends_with('\r') {
            return self.broken(number, CARRIAGE_RETURN);
        }
        match (word, self.store) {
            ("store", None) => match unhex(rest) {
                Some(store) => self.store = Some(store),
                None => return self.broken(number, "the store's id is broken"),
            },
            (_, None) => return self.broken(number, "the store's line is missing before this one"),
            ("key", _) => match parse_key(rest) {
                Some(key) => self.keys.push((number, key)),
                None => return self.broken(number, "the line of a key is broken"),
            },
            ("seal", _) => self.seals.push((number, line)),
            (word, _) if name::is_name(word) => match parse_entry(word, rest) {
                Some(entry) => self.entries.push((number, entry)),
                None => return self.broken(number, &format!("the line of {word} is broken")),
            },
            ("<<<<<<<" | "=======" | ">>>>>>>" | "|||||||", _) => {
                return self.broken(number, "this is the mark of a merge conflict");
            }
            _ => return self.broken(number, "this line is neither a secret nor a seal"),
        }
        Ok(())
    }

    fn finish(self, text: &str) -> Result<Document, Error> {
        let Some(store) = self.store else {
            return Err(broken(self.path, 1, "the file ends after this line"));
        };
        if self.seals.len() < 2 {
            self.check_order()?;
        }
        let mut seals = read_seals(text, &self.seals);
        let keys = unique(self.keys.into_iter().map(|(_, key)| key).collect());
        let known = |id: KeyId| keys.iter().any(|k| k.id == id);
        for (number, entry) in &self.entries {
            if !known(entry.key) {
                let why = format!(
                    "{} is encrypted with key {}, which the file does not list",
                    entry.name, entry.key
                );
                return Err(broken(self.path, *number, &why));
            }
        }
        if let ([(number, _)], [seal]) = (&self.seals[..], &seals[..])
            && !known(seal.key)
        {
            let why = format!("the seal is by key {}, which the file does not list", seal.key);
            return Err(broken(self.path, *number, &why));
        }
        if keys.is_empty() {
            return Err(broken(self.path, 2, "no line of a key stands below this one"));
        }
        // A line that anybody could make up must not turn a broken seal into a merge.
        seals.retain(|seal| known(seal.key));
        let seals = match seals.len() {
            0 => Seals::Missing,
            1 => Seals::One(Box::new(seals.remove(0))),
            _ => Seals::Several(seals),
        };
        let entries = self.entries.into_iter().map(|(_, e)| e).collect();
        // Without a merge each name stood once and in its place.
        let (entries, others) = if self.seals.len() < 2 { (entries, Vec::new()) } else { unite(entries) };
        let mut conflicts: Vec<String> = others.iter().map(|e| e.name.clone()).collect();
        conflicts.dedup();
        Ok(Document { store, keys, entries, conflicts, others, seals })
    }

    /// Without a merge there is exactly one order: keys, secrets, seal, each sorted and once.
    fn check_order(&self) -> Result<(), Error> {
        let keys = self.keys.iter().map(|(n, _)| (*n, 0));
        let entries = self.entries.iter().map(|(n, _)| (*n, 1));
        let mut lines: Vec<_> = keys.chain(entries).collect();
        lines.extend(self.seals.iter().map(|(n, _)| (*n, 2)));
        lines.sort_unstable();
        if let Some(pair) = lines.windows(2).find(|w| w[0].1 > w[1].1) {
            return self.broken(pair[1].0, "this line stands too far down");
        }
        if let Some(pair) = self.keys.windows(2).find(|w| w[0].1 >= w[1].1) {
            return self.broken(pair[1].0, "the keys are not sorted");
        }
        match self.entries.windows(2).find(|w| w[0].1.name >= w[1].1.name) {
            Some(pair) if pair[0].1.name == pair[1].1.name => {
                self.broken(pair[1].0, &format!("{} stands here a second time", pair[1].1.name))
            }
            Some(pair) => self.broken(pair[1].0, &format!("{} is not in its place", pair[1].1.name)),
            None => Ok(()),
        }
    }

    fn broken<T>(&self, line: usize, why: &str) -> Result<T, Error> {
        Err(broken(self.path, line, why))
    }
}

/// The lines that are a seal's, each with its place in `text`, of which they are parts.
fn read_seals(text: &str, lines: &[(usize, &str)]) -> Vec<SealLine> {
    let parse = |(_, line): &(usize, &str)| {
        let start = line.as_ptr().addr() - text.as_ptr().addr();
        SealLine::parse(line, start)
    };
    lines.iter().filter_map(parse).collect()
}

/// The first line of each name, sorted; and the further lines that differ from it, twins once.
///
/// By sorting: whoever can write the file decides how many lines a name has.
fn unite(lines: Vec<Entry>) -> (Vec<Entry>, Vec<Entry>) {
    let content = |e: &Entry| (e.version, e.key, e.sealed.is_some());
    let mut lines: Vec<_> = lines.into_iter().enumerate().collect();
    lines.sort_by(|(_, a), (_, b)| {
        let order = a.name.cmp(&b.name).then_with(|| content(a).cmp(&content(b)));
        order.then_with(|| a.sealed.cmp(&b.sealed))
    });
    // Of twins the one that stands first stays.
    lines.dedup_by(|(_, b), (_, a)| a == b);
    lines.sort_by(|(i, a), (j, b)| a.name.cmp(&b.name).then(i.cmp(j)));
    let mut first: Vec<Entry> = Vec::with_capacity(lines.len());
    let mut others: Vec<Entry> = Vec::new();
    for (_, entry) in lines {
        let known = first.last().is_some_and(|known| known.name == entry.name);
        if known { others.push(entry) } else { first.push(entry) }
    }
    (first, others)
}

pub(super) fn unique(mut keys: Vec<HeaderKey>) -> Vec<HeaderKey> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn parse_key(rest: &str) -> Option<HeaderKey> {
    let (id, commitment) = rest.split_once(' ')?;
    Some(HeaderKey { id: KeyId(unhex(id)?), commitment: unhex(commitment)? })
}

/// The line of a secret; nothing if it is another line or broken.
pub(super) fn parse_line(line: &str) -> Option<Entry> {
    let (name, rest) = line.split_once(' ')?;
    if name::is_name(name) { parse_entry(name, rest) } else { None }
}

fn parse_entry(name: &str, rest: &str) -> Option<Entry> {
    let mut fields = rest.split(' ');
    let entry = Entry {
        name: name.into(),
        key: KeyId(unhex(fields.next()?)?),
        version: canonical(fields.next()?)?,
        sealed: match fields.next()? {
            "-" => None,
            text => Some(parse_sealed(text)?),
        },
    };
    (entry.version > 0 && fields.next().is_none()).then_some(entry)
}

fn parse_sealed(text: &str) -> Option<Vec<u8>> {
    let sealed = STANDARD_NO_PAD.decode(text).ok()?;
    (sealed.len() >= value::MIN_SEALED).then_some(sealed)
}

/// A decimal number in its one form: no sign, no leading zero.
pub(super) fn canonical<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    let number: T = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn wrong_magic(path: &Path, first: &str) -> Error {
    match first.strip_prefix(MAGIC_PREFIX) {
        Some(n) if n != "2" && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => {
            Error::NewerFormat { path: path.into(), found: n.into() }
        }
        _ => broken(path, 1, "the first line is broken"),
    }
}

fn broken(path: &Path, line: usize, why: &str) -> Error {
    Error::Line { path: path.into(), line, why: why.into() }
}

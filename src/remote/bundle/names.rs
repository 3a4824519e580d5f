//! The names in a bundle: which are plain, and which say the same on some disk.

use std::collections::HashMap;

use super::unpack::{Limits, UnpackError};
use crate::support::text::is_unseen;

/// The most bytes in one part of a name; file systems take no more.
const LONGEST_PART: usize = 255;

/// Why an entry of a bundle is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It leads out of the directory, by `..` or from the root.
    #[error("leads out of the bundle")]
    Traversal,
    /// It is not below the directory of the formation's id.
    #[error("is not below `{0}/`, as everything in the bundle has to be")]
    Outside(String),
    /// No UTF-8.
    #[error("is not UTF-8")]
    Encoding,
    /// Control characters, backslashes, characters that cannot be seen, an empty part, or `.`.
    #[error("is no plain name: {0}")]
    NotPlain(&'static str),
    /// The name, or a part of it, is too long.
    #[error("has a name of more than {0} bytes")]
    Long(usize),
    /// More directories in each other.
    #[error("is more than {0} directories deep")]
    Deep(usize),
    /// There already.
    #[error("is in the bundle twice")]
    Twice,
    /// On some disks it is the same as another one.
    #[error("differs from `{0}` in the case of letters only")]
    Case(String),
    /// Below something that is a file.
    #[error("is below `{0}`, which is a file")]
    BelowFile(String),
    /// A link, a device, a pipe, a file with holes.
    #[error("is {0}: a bundle holds files and directories only")]
    Kind(&'static str),
    /// What is said of its size contradicts itself.
    #[error("says of its size two different things")]
    Size,
    /// No server hands it out: keys, `.git`, `.muxi` are such names.
    #[error("is hidden, and nothing hidden but `.env` is taken from a server")]
    Hidden,
    /// Something else of that name is where it is to go.
    #[error("cannot be written: {0} is in its way")]
    InTheWay(&'static str),
    /// A header for all entries that would change them.
    #[error("is a header that gives every entry its `{0}`")]
    Global(String),
}

/// The parts of an entry's name behind the formation's id, which the first part has to be; none for the directory itself.
pub(super) fn parts<'a>(name: &'a [u8], id: &str, limits: &Limits) -> Result<Vec<&'a str>, Refusal> {
    let mut parts = split(name, limits)?;
    if parts[0] != id {
        return Err(Refusal::Outside(id.to_owned()));
    }
    deep(&parts, limits)?;
    parts.remove(0);
    Ok(parts)
}

/// The parts of a name in what a server hands out, where no directory is around all.
pub(super) fn handed_out<'a>(name: &'a [u8], limits: &Limits) -> Result<Vec<&'a str>, Refusal> {
    let parts = split(name, limits)?;
    deep(&parts, limits)?;
    let Some((last, way)) = parts.split_last() else { return Ok(parts) };
    let hidden = |part: &&str| part.starts_with('.');
    if way.iter().any(hidden) || (hidden(last) && *last != ".env") {
        return Err(Refusal::Hidden);
    }
    Ok(parts)
}

fn deep(parts: &[&str], limits: &Limits) -> Result<(), Refusal> {
    if parts.len() > limits.depth { Err(Refusal::Deep(limits.depth)) } else { Ok(()) }
}

/// The parts of a name, all of which are plain; there is one at least.
fn split<'a>(name: &'a [u8], limits: &Limits) -> Result<Vec<&'a str>, Refusal> {
    let name = std::str::from_utf8(name).map_err(|_| Refusal::Encoding)?;
    if name.len() > limits.path {
        return Err(Refusal::Long(limits.path));
    }
    if name.starts_with('/') {
        return Err(Refusal::Traversal);
    }
    let parts: Vec<&str> = name.strip_suffix('/').unwrap_or(name).split('/').collect();
    if parts.contains(&"..") {
        return Err(Refusal::Traversal);
    }
    parts.iter().try_for_each(|part| plain(part))?;
    Ok(parts)
}

fn plain(part: &str) -> Result<(), Refusal> {
    if part.is_empty() {
        return Err(Refusal::NotPlain("a part of it is empty"));
    }
    if part == "." {
        return Err(Refusal::NotPlain("a part of it is `.`"));
    }
    if part.len() > LONGEST_PART {
        return Err(Refusal::Long(LONGEST_PART));
    }
    if part.contains('\\') {
        return Err(Refusal::NotPlain("it has a backslash"));
    }
    if part.chars().any(char::is_control) {
        return Err(Refusal::NotPlain("it has control characters"));
    }
    if part.chars().any(is_unseen) {
        return Err(Refusal::NotPlain("it has characters that cannot be seen"));
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    /// It has an entry of its own.
    Directory,
    /// Something is in it.
    Implied,
}

/// All names so far, as a disk sees them to which the case of letters is nothing.
#[derive(Default)]
pub(super) struct Names(HashMap<String, (String, Kind)>);

impl Names {
    /// A directory with an entry of its own.
    pub(super) fn directory(&mut self, parts: &[&str]) -> Result<(), Refusal> {
        self.add(parts, Kind::Directory)
    }

    /// A file.
    pub(super) fn file(&mut self, parts: &[&str]) -> Result<(), Refusal> {
        self.add(parts, Kind::File)
    }

    fn add(&mut self, parts: &[&str], kind: Kind) -> Result<(), Refusal> {
        for end in 1..parts.len() {
            self.one(parts[..end].join("/"), Kind::Implied)?;
        }
        if parts.is_empty() { Ok(()) } else { self.one(parts.join("/"), kind) }
    }

    fn one(&mut self, name: String, kind: Kind) -> Result<(), Refusal> {
        let Some((there, was)) = self.0.get_mut(&name.to_lowercase()) else {
            self.0.insert(name.to_lowercase(), (name, kind));
            return Ok(());
        };
        if *there != name {
            return Err(Refusal::Case(there.clone()));
        }
        match (*was, kind) {
            (Kind::File, Kind::Implied) => Err(Refusal::BelowFile(name)),
            (Kind::Directory | Kind::Implied, Kind::Implied) => Ok(()),
            (Kind::Implied, Kind::Directory) => {
                *was = Kind::Directory;
                Ok(())
            }
            _ => Err(Refusal::Twice),
        }
    }

    /// How many there are, those of directories that are only named on the way included.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// An error where they are too many: an entry may name many directories.
    pub(super) fn few_enough(&self, limits: &Limits) -> Result<(), UnpackError> {
        if self.count() <= limits.entries {
            return Ok(());
        }
        Err(UnpackError::TooMuch { what: "files and directories", limit: limits.entries as u64 })
    }

    /// Every directory, each after the one that it is in.
    pub(super) fn directories(&self) -> Vec<&str> {
        let all = self.0.values().filter(|(_, kind)| *kind != Kind::File);
        let mut all: Vec<&str> = all.map(|(name, _)| name.as_str()).collect();
        all.sort_unstable();
        all
    }
}

/// A name of a stranger's, to be shown: nothing in it that is not seen, and not long.
pub(super) fn shown(name: &[u8]) -> String {
    const LONGEST: usize = 120;
    let text = String::from_utf8_lossy(name);
    let mut shown = String::new();
    for c in text.chars().take(LONGEST) {
        if is_unseen(c) { shown.extend(c.escape_unicode()) } else { shown.extend(c.escape_debug()) }
    }
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

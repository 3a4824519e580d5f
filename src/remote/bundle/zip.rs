//! Reading the ZIP archive (APPNOTE 6.3.3) that a server hands out, and that a stranger may have made: its directory says what
//! is in it, what stands before each file has to agree, and there are bounds on all of it.

use std::io::{self, Read};
use std::ops::Range;

use bytes::Bytes;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::meter::FREE;
use super::names::{self, Names, Refusal};
use super::unpack::{Limits, UnpackError, mode};

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
const END_LENGTH: usize = 22;
/// The longest comment at the end.
const COMMENT: usize = u16::MAX as usize;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Encrypted, a patch, encrypted strongly, a directory that is masked.
const NOT_TAKEN: u16 = 1 | 1 << 5 | 1 << 6 | 1 << 13;
/// Systems whose modes are those of Unix.
const UNIX: [u16; 2] = [3, 19];

/// An archive whose names, kinds, places and sizes were looked at.
pub struct Archive {
    bytes: Bytes,
    files: Vec<Entry>,
}

/// A file in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its plain name, the parts with `/` between them.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// The mode that it gets: 0600 for secrets, 0755 for programs, 0644 for the rest.
    pub mode: u32,
    crc: u32,
    deflated: bool,
    at: Range<usize>,
}

fn broken(what: &str) -> UnpackError {
    UnpackError::NoZip(what.to_owned())
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let word = u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    usize::try_from(word).ok()
}

impl Archive {
    /// The archive in these bytes, the files by name.
    pub fn open(bytes: Bytes, limits: &Limits) -> Result<Self, UnpackError> {
        if bytes.len() as u64 > limits.packed {
            return Err(UnpackError::TooMuch { what: "compressed bytes", limit: limits.packed });
        }
        let (central, count) = end(&bytes)?;
        if count > limits.entries {
            return Err(UnpackError::TooMuch { what: "entries", limit: limits.entries as u64 });
        }
        let mut reading = Reading { bytes: &bytes, limits, data: central.start, names: Names::default() };
        let mut files = Vec::new();
        let (mut taken, mut at) = (Vec::new(), central.start);
        for _ in 0..count {
            let one = reading.entry(&bytes[..central.end], &mut at)?;
            taken.push(one.all);
            files.extend(one.file);
        }
        if at != central.end {
            return Err(broken("its directory has more in it than it says"));
        }
        taken.sort_by_key(|range| range.start);
        // Files that share bytes are how a small archive becomes a large one.
        if taken.windows(2).any(|two| two[0].end > two[1].start) {
            return Err(broken("files in it share bytes"));
        }
        let unpacked = files.iter().map(|file| file.size).fold(0, u64::saturating_add);
        if unpacked > limits.unpacked {
            return Err(UnpackError::TooMuch { what: "bytes when it is unpacked", limit: limits.unpacked });
        }
        if unpacked > FREE && unpacked / limits.ratio > bytes.len() as u64 {
            return Err(UnpackError::TooMuch { what: "times its own size in it", limit: limits.ratio });
        }
        if files.is_empty() {
            return Err(UnpackError::Empty);
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Self { bytes, files })
    }

    /// Its files, by name.
    pub fn files(&self) -> &[Entry] {
        &self.files
    }

    /// The bytes of a file of it. An error at their end is that they are not those that were packed.
    pub fn reader(&self, file: &Entry) -> impl Read + use<'_> {
        let data = &self.bytes[file.at.clone()];
        let source =
            if file.deflated { Source::Deflated(DeflateDecoder::new(data)) } else { Source::Stored(data) };
        Checked { source, sum: Crc::new(), left: file.size, crc: file.crc }
    }

    /// The same, all of them.
    pub fn read(&self, file: &Entry) -> Result<Vec<u8>, UnpackError> {
        let mut all = Vec::new();
        let read = self.reader(file).read_to_end(&mut all);
        read.map_err(|error| {
            UnpackError::NoZip(format!("`{}`: {error}", names::shown(file.name.as_bytes())))
        })?;
        Ok(all)
    }
}

/// Where the directory is, and how many entries it has.
fn end(bytes: &[u8]) -> Result<(Range<usize>, usize), UnpackError> {
    let first = bytes.len().saturating_sub(END_LENGTH + COMMENT);
    let last = bytes.len().checked_sub(END_LENGTH).ok_or_else(|| broken("it is too short"))?;
    let fits = |at: &usize| {
        bytes[*at..].starts_with(END)
            && half(bytes, at + 20)
                .is_some_and(|comment| at + END_LENGTH + usize::from(comment) == bytes.len())
    };
    let at = (first..=last).rev().find(fits).ok_or_else(|| broken("it has no end, so it is not whole"))?;
    let said =
        || Some((half(bytes, at + 4)?, half(bytes, at + 6)?, half(bytes, at + 8)?, half(bytes, at + 10)?));
    let (disk, first_disk, here, count) = said().ok_or_else(|| broken("its end is cut off"))?;
    let (size, start) =
        word(bytes, at + 12).zip(word(bytes, at + 16)).ok_or_else(|| broken("its end is cut off"))?;
    if disk != 0 || first_disk != 0 || here != count {
        return Err(broken("it is a part of several"));
    }
    if start.checked_add(size) != Some(at) {
        return Err(broken("its directory is not where it says"));
    }
    Ok((start..at, count.into()))
}

struct Reading<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    /// Where the files end.
    data: usize,
    names: Names,
}

/// What an entry of the directory is about.
struct One {
    /// All bytes that belong to it.
    all: Range<usize>,
    /// Nothing where it is a directory.
    file: Option<Entry>,
}

impl Reading<'_> {
    /// The entry of the directory at `at`, which is the next one's then.
    fn entry(&mut self, directory: &[u8], at: &mut usize) -> Result<One, UnpackError> {
        let cut = || broken("its directory is cut off");
        let head = directory.get(*at..*at + CENTRAL_LENGTH).ok_or_else(cut)?;
        if !head.starts_with(CENTRAL) {
            return Err(broken("its directory cannot be read"));
        }
        let half = |place| usize::from(half(head, place).unwrap_or_default());
        let word = |place| word(head, place).unwrap_or_default();
        let (made_by, flags, method) = (half(4) >> 8, half(8), half(10));
        let (packed, size, local) = (word(20), word(24), word(42));
        let name_at = *at + CENTRAL_LENGTH;
        let name = directory.get(name_at..name_at + half(28)).ok_or_else(cut)?;
        *at = name_at + half(28) + half(30) + half(32);
        let refused = |why| UnpackError::Entry { name: names::shown(name), why };
        let known = UNIX.contains(&u16::try_from(made_by).unwrap_or_default());
        let said = u32::try_from(word(38) >> 16).unwrap_or_default() * u32::from(known);
        if flags & usize::from(NOT_TAKEN) != 0 {
            return Err(refused(Refusal::Kind("encrypted")));
        }
        let deflated = match u16::try_from(method) {
            Ok(STORED) if packed == size => false,
            Ok(DEFLATED) => true,
            _ => return Err(refused(Refusal::Kind("packed in a way of its own"))),
        };
        let is_directory = name.ends_with(b"/");
        match said & 0o170_000 {
            0 => {}
            0o100_000 if !is_directory => {}
            0o040_000 if is_directory => {}
            0o120_000 => return Err(refused(Refusal::Kind("a link"))),
            _ => return Err(refused(Refusal::Kind("of a kind of its own"))),
        }
        let data = self.local(name, local, packed).ok_or_else(|| refused(Refusal::Size))?;
        let all = local..data.end;
        let parts = names::handed_out(name, self.limits).map_err(refused)?;
        if is_directory {
            if size != 0 {
                return Err(refused(Refusal::Size));
            }
            self.names.directory(&parts).map_err(refused)?;
            self.names.few_enough(self.limits)?;
            return Ok(One { all, file: None });
        }
        self.names.file(&parts).map_err(refused)?;
        self.names.few_enough(self.limits)?;
        let crc = u32::try_from(word(16)).unwrap_or_default();
        let last = parts.last().copied().unwrap_or_default();
        let (name, size) = (parts.join("/"), size as u64);
        Ok(One { all, file: Some(Entry { mode: mode(last, said), name, size, crc, deflated, at: data }) })
    }

    /// Where the bytes of the file are whose header at `at` has the same name, before the directory.
    fn local(&self, name: &[u8], at: usize, packed: usize) -> Option<Range<usize>> {
        let head = self.bytes.get(at..at.checked_add(LOCAL_LENGTH)?)?;
        let (length, more) = (usize::from(half(head, 26)?), usize::from(half(head, 28)?));
        let named = at + LOCAL_LENGTH;
        let same = head.starts_with(LOCAL) && self.bytes.get(named..named + length)? == name;
        let start = named + length + more;
        let end = start.checked_add(packed)?;
        (same && end <= self.data).then_some(start..end)
    }
}

enum Source<'a> {
    Stored(&'a [u8]),
    Deflated(DeflateDecoder<&'a [u8]>),
}

/// The bytes of a file, whose size and sum have to be those that were said.
struct Checked<'a> {
    source: Source<'a>,
    sum: Crc,
    left: u64,
    crc: u32,
}

impl Read for Checked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = match &mut self.source {
            Source::Stored(bytes) => bytes.read(into)?,
            Source::Deflated(decoder) => decoder.read(into)?,
        };
        let wrong = |what| Err(io::Error::new(io::ErrorKind::InvalidData, what));
        if n == 0 && !into.is_empty() {
            let rest = match &self.source {
                Source::Stored(bytes) => bytes.len(),
                Source::Deflated(decoder) => decoder.get_ref().len(),
            };
            return match (self.left, rest, self.sum.sum() == self.crc) {
                (0, 0, true) => Ok(0),
                (0, 0, false) => wrong("its sum is another one"),
                _ => wrong("its size is another one"),
            };
        }
        self.sum.update(&into[..n]);
        self.left = match self.left.checked_sub(n as u64) {
            Some(left) => left,
            None => return wrong("its size is another one"),
        };
        Ok(n)
    }
}

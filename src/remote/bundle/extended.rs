//! Headers that speak of the entry behind them: long names of GNU tar, and those of POSIX (pax).

use std::io::{self, Read};

use super::names::Refusal;

/// The most bytes of one such header.
const LARGEST: u64 = 64 << 10;

/// What was said of the next entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its name.
    pub(super) name: Option<Vec<u8>>,
    /// Its size.
    pub(super) size: Option<u64>,
}

/// Reads such a header whole.
pub(super) fn whole(from: &mut impl Read, size: u64) -> io::Result<Result<Vec<u8>, Refusal>> {
    if size > LARGEST {
        return Ok(Err(Refusal::Long(usize::try_from(LARGEST).unwrap_or(usize::MAX))));
    }
    let mut bytes = Vec::new();
    from.take(size).read_to_end(&mut bytes)?;
    Ok(Ok(bytes))
}

/// A name of GNU tar's: it ends at its first zero.
pub(super) fn gnu_name(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    bytes.truncate(end);
    bytes
}

/// The records of a POSIX header for one entry. What is not about the name or the size is passed over; holes and links are
/// refused.
pub(super) fn posix(bytes: &[u8], said: &mut Said) -> Result<(), Refusal> {
    for (key, value) in records(bytes)? {
        match key {
            "path" => said.name = Some(value.to_vec()),
            "size" => {
                let size = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                said.size = Some(size.ok_or(Refusal::Size)?);
            }
            "linkpath" => return Err(Refusal::Kind("a link")),
            key if key.starts_with("GNU.sparse.") => return Err(Refusal::Kind("a file with holes")),
            _ => {}
        }
    }
    Ok(())
}

/// A POSIX header for all entries: one that says no more than a comment does.
pub(super) fn global(bytes: &[u8]) -> Result<(), Refusal> {
    let changes = |key: &str| matches!(key, "path" | "size" | "linkpath") || key.starts_with("GNU.sparse.");
    match records(bytes)?.into_iter().find(|(key, _)| changes(key)) {
        Some((key, _)) => Err(Refusal::Global(key.to_owned())),
        None => Ok(()),
    }
}

/// `LENGTH KEY=VALUE\n`, the length that of the whole record.
fn records(mut bytes: &[u8]) -> Result<Vec<(&str, &[u8])>, Refusal> {
    const BAD: Refusal = Refusal::NotPlain("its extended header cannot be read");
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|b| *b == b' ').ok_or(BAD)?;
        let length: usize =
            std::str::from_utf8(&bytes[..space]).ok().and_then(|text| text.parse().ok()).ok_or(BAD)?;
        let record = bytes.get(space + 1..length).and_then(|r| r.strip_suffix(b"\n")).ok_or(BAD)?;
        let equals = record.iter().position(|b| *b == b'=').ok_or(BAD)?;
        let key = std::str::from_utf8(&record[..equals]).map_err(|_| BAD)?;
        all.push((key, &record[equals + 1..]));
        bytes = &bytes[length..];
    }
    Ok(all)
}

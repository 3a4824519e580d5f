//! The end of what is written.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use super::keys::Keys;
use super::record::{Line, Mac, Stub};

/// What is looked at first, from the end; more where a record is longer.
const WINDOW: u64 = 8 << 10;

/// The end of one file.
pub(super) struct Tail {
    /// So many bytes are whole lines.
    pub(super) whole: u64,
    /// So many more are a line that nobody finished.
    pub(super) torn: u64,
    /// The number and MAC of the last record, where the last line is one.
    pub(super) last: Option<(u64, Mac)>,
}

impl Tail {
    /// The end of `file`, which has `len` bytes.
    pub(super) fn read(file: &File, len: u64, keys: &Keys) -> io::Result<Self> {
        let mut window = WINDOW;
        loop {
            let start = len.saturating_sub(window);
            let mut bytes = vec![0; usize::try_from(len - start).unwrap_or(usize::MAX)];
            file.read_exact_at(&mut bytes, start)?;
            let Some(end) = bytes.iter().rposition(|b| *b == b'\n') else {
                if start == 0 {
                    return Ok(Self { whole: 0, torn: len, last: None });
                }
                window *= 4;
                continue;
            };
            let begin = bytes[..end].iter().rposition(|b| *b == b'\n').map(|at| at + 1);
            let begin = match (begin, start) {
                (Some(begin), _) => begin,
                (None, 0) => 0,
                (None, _) => {
                    window *= 4;
                    continue;
                }
            };
            let whole = start + end as u64 + 1;
            return Ok(Self { whole, torn: len - whole, last: last(&bytes[begin..end], keys) });
        }
    }
}

/// Where a record is.
pub(super) enum Found {
    /// In a file before this one.
    Before,
    /// In this one, with this MAC, and written then; at 0 where that is not known any more.
    Here(Mac, u64),
    /// It should be in this one, and is not.
    Nowhere,
}

impl Tail {
    /// The number of the last whole record in `file`, which has `len` bytes, whoever wrote it.
    pub(super) fn last_seq(file: &File, len: u64) -> io::Result<Option<u64>> {
        let mut window = WINDOW;
        loop {
            let start = len.saturating_sub(window);
            let mut bytes = vec![0; usize::try_from(len - start).unwrap_or(usize::MAX)];
            file.read_exact_at(&mut bytes, start)?;
            let whole = &bytes[..bytes.iter().rposition(|b| *b == b'\n').unwrap_or(0)];
            let found = whole.rsplit(|b| *b == b'\n').find_map(|line| Line::split(line)?.last_seq());
            if found.is_some() || start == 0 {
                return Ok(found);
            }
            window *= 4;
        }
    }

    /// Looks for the record `seq` in `file`, which has `len` bytes, from the end: it is mostly near.
    pub(super) fn find(file: &File, len: u64, keys: &Keys, seq: u64) -> io::Result<Found> {
        let mut window = WINDOW;
        loop {
            let start = len.saturating_sub(window);
            let mut bytes = vec![0; usize::try_from(len - start).unwrap_or(usize::MAX)];
            file.read_exact_at(&mut bytes, start)?;
            let cut =
                if start == 0 { Some(0) } else { bytes.iter().position(|b| *b == b'\n').map(|at| at + 1) };
            let whole = &bytes[cut.unwrap_or(bytes.len())..];
            for line in whole.split(|b| *b == b'\n').rev() {
                match last(line, keys) {
                    Some((found, mac)) if found == seq => {
                        return Ok(Found::Here(
                            mac,
                            Line::split(line).and_then(|line| line.at()).unwrap_or(0),
                        ));
                    }
                    Some((found, _)) if found < seq => return Ok(Found::Nowhere),
                    _ => {}
                }
            }
            if start == 0 {
                return Ok(Found::Before);
            }
            window *= 4;
        }
    }
}

fn last(line: &[u8], keys: &Keys) -> Option<(u64, Mac)> {
    let line = Line::split(line)?;
    if line.is_stub() {
        let stub = Stub::read(&keys.chain, &line)?;
        return Some((stub.to, stub.macs()?.1));
    }
    Some((line.seq()?, line.mac))
}

//! How much a bundle may be: what is read of it is counted before and behind the decompression.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use super::unpack::{Limits, UnpackError};

/// So much may come of next to nothing: an empty tar has 10 KiB of zeros.
pub(super) const FREE: u64 = 1 << 20;

/// What was counted, and what ended it.
#[derive(Default)]
pub(super) struct Count {
    packed: Cell<u64>,
    unpacked: Cell<u64>,
    /// The bound that was passed: the readers above wrap errors in their own words.
    passed: RefCell<Option<UnpackError>>,
}

impl Count {
    /// The bound that was passed, if one was.
    pub(super) fn passed(&self) -> Option<UnpackError> {
        self.passed.borrow_mut().take()
    }

    fn refuse(&self, what: &'static str, limit: u64) -> io::Error {
        self.passed.borrow_mut().get_or_insert(UnpackError::TooMuch { what, limit });
        io::Error::other("too much")
    }
}

/// Whether a tar.gz keeps the bounds on its bytes, as whoever unpacks it counts them.
pub(super) fn within(bytes: &[u8], limits: &Limits) -> Result<(), UnpackError> {
    let count = Rc::new(Count::default());
    let packed = Packed { inner: bytes, count: Rc::clone(&count), most: limits.packed };
    let mut plain = Plain { inner: GzDecoder::new(packed), count: Rc::clone(&count), limits: *limits };
    let read = io::copy(&mut plain, &mut io::sink());
    read.map(drop).map_err(|error| count.passed().unwrap_or_else(|| UnpackError::Broken(error.to_string())))
}

/// What comes in.
pub(super) struct Packed<R> {
    pub(super) inner: R,
    pub(super) count: Rc<Count>,
    pub(super) most: u64,
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.inner.fill_buf()?;
        let left = self.most.saturating_sub(self.count.packed.get());
        if !bytes.is_empty() && left == 0 {
            return Err(self.count.refuse("compressed bytes", self.most));
        }
        Ok(&bytes[..bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX))])
    }

    fn consume(&mut self, n: usize) {
        self.count.packed.set(self.count.packed.get() + n as u64);
        self.inner.consume(n);
    }
}

/// What comes out.
pub(super) struct Plain<R> {
    pub(super) inner: R,
    pub(super) count: Rc<Count>,
    pub(super) limits: Limits,
}

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        let all = self.count.unpacked.get() + n as u64;
        self.count.unpacked.set(all);
        if all > self.limits.unpacked {
            return Err(self.count.refuse("bytes when it is unpacked", self.limits.unpacked));
        }
        if all > FREE && all / self.limits.ratio > self.count.packed.get() {
            return Err(self.count.refuse("times its own size in it", self.limits.ratio));
        }
        Ok(n)
    }
}

//! Writing a ZIP archive (APPNOTE 6.3.3): deflated files, sizes behind each, below 4 GiB in all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek as _, SeekFrom, Write as _};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const LOCAL: u32 = 0x0403_4b50;
const BEHIND: u32 = 0x0807_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Sizes stand behind the data, and names are UTF-8.
const FLAGS: u16 = 0x0808;
const DEFLATED: u16 = 8;
/// Made on Unix, by version 2.0.
const MADE_BY: u16 = 0x0314;
const NEEDS: u16 = 20;
/// 1980-01-01, the first day that there is: the same files make the same archive.
const DATE: u16 = 0x21;

/// An archive that is being written.
pub(super) struct Zip {
    out: BufWriter<File>,
    at: u32,
    central: Vec<u8>,
    count: u16,
}

fn too_large() -> io::Error {
    io::Error::other("it is larger than a ZIP archive can be")
}

impl Zip {
    pub(super) fn new(file: File) -> Self {
        Self { out: BufWriter::new(file), at: 0, central: Vec::new(), count: 0 }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        self.at = self.at.checked_add(length).ok_or_else(too_large)?;
        self.out.write_all(bytes)
    }

    /// Adds a file with these permission bits.
    pub(super) fn file(&mut self, name: &str, mode: u32, from: &mut impl Read) -> io::Result<()> {
        let start = self.at;
        let length = u16::try_from(name.len()).map_err(|_| too_large())?;
        let common = |sums: [u32; 3]| {
            let mut head = Vec::new();
            for half in [NEEDS, FLAGS, DEFLATED, 0, DATE] {
                head.extend_from_slice(&half.to_le_bytes());
            }
            for word in sums {
                head.extend_from_slice(&word.to_le_bytes());
            }
            head.extend_from_slice(&length.to_le_bytes());
            head.extend_from_slice(&0_u16.to_le_bytes());
            head
        };
        self.put(&[&LOCAL.to_le_bytes()[..], &common([0; 3]), name.as_bytes()].concat())?;
        let (mut crc, mut encoder) = (Crc::new(), DeflateEncoder::new(Vec::new(), Compression::fast()));
        let (mut buffer, mut packed) = (vec![0; 64 << 10], 0_u32);
        loop {
            let n = from.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            crc.update(&buffer[..n]);
            encoder.write_all(&buffer[..n])?;
            let out = std::mem::take(encoder.get_mut());
            packed = packed
                .checked_add(u32::try_from(out.len()).map_err(|_| too_large())?)
                .ok_or_else(too_large)?;
            self.put(&out)?;
        }
        let out = encoder.finish()?;
        packed =
            packed.checked_add(u32::try_from(out.len()).map_err(|_| too_large())?).ok_or_else(too_large)?;
        self.put(&out)?;
        let sums = [crc.sum(), packed, crc.amount()];
        let behind: Vec<u8> = [BEHIND].iter().chain(&sums).flat_map(|word| word.to_le_bytes()).collect();
        self.put(&behind)?;
        // No comment, disk 0, no inner attributes; a plain file of this mode.
        let attributes = (0o100_000 | mode) << 16;
        let tail = [&[0; 6][..], &attributes.to_le_bytes(), &start.to_le_bytes()].concat();
        let entry =
            [&CENTRAL.to_le_bytes()[..], &MADE_BY.to_le_bytes(), &common(sums), &tail, name.as_bytes()];
        self.central.extend_from_slice(&entry.concat());
        self.count = self.count.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    /// The archive from its beginning, and its length.
    pub(super) fn finish(mut self) -> io::Result<(File, u64)> {
        let (start, central) = (self.at, std::mem::take(&mut self.central));
        self.put(&central)?;
        let size = u32::try_from(central.len()).map_err(|_| too_large())?;
        let count = self.count.to_le_bytes();
        let end = [
            &END.to_le_bytes()[..],
            &[0; 4],
            &count,
            &count,
            &size.to_le_bytes(),
            &start.to_le_bytes(),
            &[0; 2],
        ];
        self.put(&end.concat())?;
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, u64::from(self.at)))
    }
}

//! A bundle as it comes: put aside until all of it is there and whoever sent it is known.

use std::io::Write as _;
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::{Fault, FleetError};
use crate::crypto::hash::{Sha256Stream, hex};
use crate::support::fs::{self, FsError};

/// Below the server's data; what is in it at the start was left by a kill.
pub(super) const INCOMING: &str = "incoming";

/// A bundle that is on its way. Dropped before its end, nothing of it stays.
pub struct Spool {
    file: NamedTempFile,
    hash: Sha256Stream,
    size: u64,
    most: u64,
}

/// A bundle that is there. Dropped, it goes.
pub struct Spooled {
    pub(super) file: NamedTempFile,
    sha256: [u8; 32],
    size: u64,
}

impl Spool {
    pub(in crate::server) fn make(data: &Path, most: u64) -> Result<Self, FleetError> {
        let dir = data.join(INCOMING);
        fs::create_private_dir(&dir).map_err(FleetError::file(Fault::Directory))?;
        let file = tempfile::Builder::new().prefix("bundle-").tempfile_in(&dir);
        let file = file.map_err(|e| FleetError::file(Fault::Directory)(FsError::io("write", &dir, e)))?;
        Ok(Self { file, hash: Sha256Stream::default(), size: 0, most })
    }

    /// The next piece; refused where it is more than a bundle may have.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), FleetError> {
        self.size += piece.len() as u64;
        if self.size > self.most {
            return Err(too_large(self.most));
        }
        self.hash.update(piece);
        self.file.write_all(piece).map_err(FleetError::system(Fault::Directory, "put the bundle aside"))
    }

    /// All of it is there.
    pub fn finish(mut self) -> Result<Spooled, FleetError> {
        self.file.flush().map_err(FleetError::system(Fault::Directory, "put the bundle aside"))?;
        Ok(Spooled { file: self.file, sha256: self.hash.finish(), size: self.size })
    }
}

impl Spooled {
    /// Its SHA-256.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// The same in hexadecimal.
    pub(super) fn hash(&self) -> String {
        hex(&self.sha256)
    }

    /// Its bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// More than is taken; also for who sees it by the length that a request names.
pub(super) fn too_large(most: u64) -> FleetError {
    FleetError::new(Fault::Extract, format!("the bundle has more than {most} bytes")).status(413)
}

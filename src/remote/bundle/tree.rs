//! Writing what is in a bundle: each step from one open directory into the next, links never followed.

use std::fs::DirBuilder;
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use crate::support::fs::{Dir, FsError};

/// A new directory that only its owner may enter. It goes with this value, unless it is kept.
pub(super) struct Tree {
    path: PathBuf,
    root: Dir,
    kept: bool,
}

impl Tree {
    /// Makes it; an error if something of that name is there.
    pub(super) fn make(path: &Path) -> Result<Self, FsError> {
        DirBuilder::new().mode(0o700).create(path).map_err(|e| FsError::io("make the directory", path, e))?;
        let root = Dir::open(path).map_err(|e| FsError::io("open", path, e))?;
        Ok(Self { path: path.to_owned(), root, kept: false })
    }

    /// One that is there, and stays.
    pub(super) fn at(path: &Path) -> Result<Self, FsError> {
        let root = Dir::open(path).map_err(|e| FsError::io("open", path, e))?;
        Ok(Self { path: path.to_owned(), root, kept: true })
    }

    /// Moves a file of another tree, of the same file system, to the same name in this one, over one that is there.
    pub(super) fn take(&self, from: &Self, parts: &[&str]) -> Result<(), FsError> {
        let Some((name, way)) = parts.split_last() else {
            return Err(self.error(parts, io::ErrorKind::IsADirectory.into()));
        };
        let moved = || -> io::Result<()> {
            let (here, there) = (self.enter(way)?, from.enter(way)?);
            here.take(&there, name)?;
            here.sync()
        };
        moved().map_err(|e| self.error(parts, e))
    }

    /// Makes a directory, with those on the way.
    pub(super) fn directory(&self, parts: &[&str]) -> Result<(), FsError> {
        self.enter(parts).map(drop).map_err(|e| self.error(parts, e))
    }

    /// Writes a file with the bits of `mode`, onto the disk; what cannot be read is the inner error.
    pub(super) fn file(
        &self,
        parts: &[&str],
        mode: u32,
        from: &mut impl Read,
    ) -> Result<Result<u64, io::Error>, FsError> {
        let Some((name, way)) = parts.split_last() else {
            return Err(self.error(parts, io::ErrorKind::IsADirectory.into()));
        };
        let created = self.enter(way).and_then(|directory| directory.create(name, mode));
        let mut file = created.map_err(|e| self.error(parts, e))?;
        let mut written = 0;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Ok(Err(error)),
            };
            io::Write::write_all(&mut file, &buffer[..n]).map_err(|e| self.error(parts, e))?;
            written += n as u64;
        }
        file.sync_all().map_err(|e| self.error(parts, e))?;
        Ok(Ok(written))
    }

    /// Sees to it that the names are on the disk too, and leaves the directory there.
    pub(super) fn keep<'a>(mut self, directories: impl Iterator<Item = &'a str>) -> Result<(), FsError> {
        for directory in directories {
            let parts: Vec<&str> = directory.split('/').collect();
            self.enter(&parts).and_then(|open| open.sync()).map_err(|e| self.error(&parts, e))?;
        }
        self.root.sync().map_err(|e| self.error(&[], e))?;
        self.kept = true;
        Ok(())
    }

    fn enter(&self, parts: &[&str]) -> io::Result<Dir> {
        self.root.again()?.reach(parts, true)
    }

    fn error(&self, parts: &[&str], error: io::Error) -> FsError {
        FsError::io("write", &parts.iter().fold(self.path.clone(), |path, part| path.join(part)), error)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if !self.kept {
            // The error that led here is the one to report.
            drop(std::fs::remove_dir_all(&self.path));
        }
    }
}

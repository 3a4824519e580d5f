//! Directories in which somebody else may change things meanwhile: each is opened below the one before, and a link is never
//! followed.

use std::fs::{File, Permissions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, fsync, mkdirat, open, openat, renameat, statat, unlinkat};
use rustix::io::Errno;

const DIRECTORY: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// A plain file that has become a pipe is not waited for.
const PLAIN: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);
/// The most directories below each other.
const DEPTH: usize = 64;

/// A directory that is held open, whatever happens to its path.
#[derive(Debug)]
pub struct Dir(OwnedFd);

/// What is in a directory; links, pipes and their like are not told.
#[derive(Debug)]
pub enum Entry {
    /// A directory, whose entries come next.
    Directory,
    /// A plain file, open for reading.
    File(File),
}

impl Dir {
    /// The directory at `path`, which is no link itself; what is above it is trusted.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(open(path, DIRECTORY, Mode::empty())?))
    }

    /// The one with these names below each other; `make` makes what is missing (0755, less what the umask takes).
    pub fn reach(mut self, names: &[impl AsRef<str>], make: bool) -> io::Result<Self> {
        for name in names {
            if make {
                match mkdirat(&self.0, name.as_ref(), Mode::from_raw_mode(0o755)) {
                    Ok(()) | Err(Errno::EXIST) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            self = self.enter(name.as_ref())?;
        }
        Ok(self)
    }

    /// Another handle to the same one.
    pub fn again(&self) -> io::Result<Self> {
        Ok(Self(self.0.try_clone()?))
    }

    /// Sees to it that the names in it are on the disk.
    pub fn sync(&self) -> io::Result<()> {
        Ok(fsync(&self.0)?)
    }

    /// Moves what has this name in `from`, on the same file system, into this one, over a file that is there.
    pub fn take(&self, from: &Self, name: &str) -> io::Result<()> {
        Ok(renameat(&from.0, name, &self.0, name)?)
    }

    fn enter(&self, name: &str) -> io::Result<Self> {
        Ok(Self(openat(&self.0, name, DIRECTORY, Mode::empty())?))
    }

    fn plain(&self, name: &str, flags: OFlags) -> io::Result<File> {
        let file = File::from(openat(&self.0, name, flags | PLAIN, Mode::from_raw_mode(0o644))?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("that is no plain file")) }
    }

    /// A plain file, to be read.
    pub fn read(&self, name: &str) -> io::Result<File> {
        self.plain(name, OFlags::RDONLY)
    }

    /// A plain file without content, to be written; what was in it before goes, and its mode stays.
    pub fn write(&self, name: &str) -> io::Result<File> {
        let file = self.plain(name, OFlags::WRONLY | OFlags::CREATE)?;
        file.set_len(0)?;
        Ok(file)
    }

    /// A new plain file of exactly this mode, to be written; an error where something of this name is there.
    pub fn create(&self, name: &str, mode: u32) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | PLAIN;
        let file = File::from(openat(&self.0, name, flags, Mode::RUSR | Mode::WUSR)?);
        file.set_permissions(Permissions::from_mode(mode & 0o777))?;
        Ok(file)
    }

    /// Takes away what has this name and is no directory.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Visits all that is below in the order of the names, a directory before what is in it. `takes` says by its name whether
    /// something counts; `visit` gets its path from here, with `/` between names. Names that are no UTF-8 do not count.
    pub fn walk(
        &self,
        takes: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(&str, Entry) -> io::Result<()>,
    ) -> io::Result<()> {
        self.walk_below("", DEPTH, takes, visit)
    }

    fn walk_below(
        &self,
        above: &str,
        depth: usize,
        takes: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(&str, Entry) -> io::Result<()>,
    ) -> io::Result<()> {
        if depth == 0 {
            return Err(io::Error::other("there are too many directories below each other"));
        }
        for name in self.names()?.iter().filter(|name| takes(name)) {
            let path = format!("{above}{name}");
            match self.entry(name) {
                Ok(Some(Found::Directory(inner))) => {
                    visit(&path, Entry::Directory)?;
                    inner.walk_below(&format!("{path}/"), depth - 1, takes, visit)?;
                }
                Ok(Some(Found::File(file))) => visit(&path, Entry::File(file))?,
                Ok(None) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.0)? {
            let Ok(name) = entry?.file_name().to_owned().into_string() else { continue };
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// What has this name: nothing where it is neither a directory nor a plain file, or is something else by now.
    fn entry(&self, name: &str) -> io::Result<Option<Found>> {
        // Looked at first: to open a device may do something.
        let kind = match statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => FileType::from_raw_mode(stat.st_mode),
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let found = match kind {
            FileType::Directory => self.enter(name).map(Found::Directory),
            FileType::RegularFile => self.read(name).map(Found::File),
            _ => return Ok(None),
        };
        let other = [Errno::NOENT, Errno::LOOP, Errno::NOTDIR, Errno::NXIO];
        match found {
            Err(error) if Errno::from_io_error(&error).is_some_and(|error| other.contains(&error)) => {
                Ok(None)
            }
            found => found.map(Some),
        }
    }
}

enum Found {
    Directory(Dir),
    File(File),
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_is_below_is_visited_in_order_and_links_lead_nowhere() {
        let place = tempfile::tempdir().unwrap();
        let (root, out) = (place.path().join("root"), place.path().join("out"));
        std::fs::create_dir_all(&out).unwrap();
        std::fs::create_dir_all(&root).unwrap();
        let dir = || Dir::open(&root).unwrap();
        let names = |text: &'static str| text.split('/').collect::<Vec<_>>();
        dir().reach(&names("b/c"), true).unwrap().create("d", 0o600).unwrap().write_all(b"1").unwrap();
        dir().write("a").unwrap().write_all(b"2").unwrap();
        symlink(&out, root.join("link")).unwrap();
        symlink(root.join("a"), root.join("to-a")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, root.join("pipe"), Mode::RUSR).unwrap();
        let mut seen = Vec::new();
        let mut visit = |path: &str, entry: Entry| {
            let mut text = String::new();
            if let Entry::File(mut file) = entry {
                file.read_to_string(&mut text)?;
            }
            seen.push(format!("{path}={text}"));
            Ok(())
        };
        dir().walk(&|name| name != "hidden", &mut visit).unwrap();
        assert_eq!(seen, ["a=2", "b=", "b/c=", "b/c/d=1"]);
        assert!(dir().read("to-a").is_err() && dir().read("pipe").is_err() && dir().write("to-a").is_err());
        assert!(dir().reach(&["link"], true).is_err() && dir().create("to-a", 0o600).is_err());
        assert!(Dir::open(&root.join("link")).is_err());
        dir().remove("link").unwrap();
        assert!(out.is_dir() && std::fs::read_dir(&out).unwrap().next().is_none());
    }

    #[test]
    fn a_directory_that_is_open_is_not_left_for_the_one_that_takes_its_name() {
        let place = tempfile::tempdir().unwrap();
        let (root, away) = (place.path().join("root"), place.path().join("away"));
        std::fs::create_dir_all(root.join("inner")).unwrap();
        let held = Dir::open(&root).unwrap();
        std::fs::rename(&root, &away).unwrap();
        symlink("/etc", &root).unwrap();
        held.create("mine", 0o600).unwrap();
        assert!(away.join("mine").is_file());
        let mut seen = Vec::new();
        held.walk(&|_| true, &mut |path, _| {
            seen.push(path.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, ["inner", "mine"]);
    }
}

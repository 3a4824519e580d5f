//! A view of the file system of the program's own, in which all is read-only but what the plan gives to write.
//!
//! Landlock does not watch over modes, owners, times and attributes of files: without this, a program could take
//! them from any file of its user that it knows the name of.

use std::collections::HashSet;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};

use super::super::plan::{Access, Plan, SHARED_MEMORY};

/// Makes it for the calling thread, which has to have the right to. Gives whether there is shared memory in it that
/// nobody else has.
pub(super) fn put_up(plan: &Plan) -> Result<bool, String> {
    let said = |what: &str| {
        let what = what.to_owned();
        move |error: Errno| format!("{what}: {}", error.desc())
    };
    unshare(CloneFlags::CLONE_NEWNS).map_err(said("no namespace of mounts"))?;
    // From here on nothing that is mounted in it is mounted outside.
    change("/".as_ref(), MsFlags::MS_PRIVATE | MsFlags::MS_REC).map_err(said("/"))?;
    let writable = together(&outermost(plan.files.iter().filter(|(_, access)| *access == Access::Write)));
    for path in &writable {
        let flags = MsFlags::MS_BIND | MsFlags::MS_REC;
        let none: Option<&Path> = None;
        mount(Some(path), path, none, flags, none).map_err(said(&path.display().to_string()))?;
    }
    let has_memory = shared_memory(plan);
    // That of the process is another one.
    let mounts = crate::support::fs::read("/proc/thread-self/mountinfo".as_ref());
    let mounts = mounts.map_err(|error| error.to_string())?;
    let mut seen = HashSet::new();
    for line in mounts.split(|byte| *byte == b'\n') {
        let Some((point, flags)) = parse(line) else { continue };
        let is_shared = has_memory && point == Path::new(SHARED_MEMORY);
        if is_shared || writable.iter().any(|path| point.starts_with(path)) || !seen.insert(point.clone()) {
            continue;
        }
        match change(&point, flags | MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY) {
            // Another one is mounted over it or above it: the program does not get there either.
            Ok(()) | Err(Errno::EINVAL | Errno::ENOENT) => {}
            Err(error) => return Err(said(&point.display().to_string())(error)),
        }
    }
    Ok(has_memory)
}

/// Puts an empty place for shared memory where that of the machine was, if the plan wants one.
fn shared_memory(plan: &Plan) -> bool {
    let place = Path::new(SHARED_MEMORY);
    if !plan.files.iter().any(|(path, access)| path == place && *access == Access::Write) {
        return false;
    }
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    let options = format!("mode=1777,size={}", plan.limits.memory / 2);
    let kind = Some("tmpfs");
    mount(kind, place, kind, flags, Some(options.as_str())).is_ok()
}

fn change(point: &Path, flags: MsFlags) -> Result<(), Errno> {
    let none: Option<&Path> = None;
    mount(none, point, none, flags, none)
}

/// Those that are in no other one, as they really are.
fn outermost<'a>(paths: impl Iterator<Item = &'a (PathBuf, Access)>) -> Vec<PathBuf> {
    // One that has become a link since the plan was made is not given, here as little as by Landlock.
    let is_real = |path: &&PathBuf| std::fs::canonicalize(path).is_ok_and(|real| real == **path);
    let mut real: Vec<PathBuf> = paths.map(|(path, _)| path).filter(is_real).cloned().collect();
    // Devices are not written to the file system.
    real.retain(|path| !path.starts_with("/dev"));
    real.sort();
    real.dedup_by(|later, earlier| later.starts_with(earlier));
    real
}

/// Takes those that are all there is in one directory as that directory: what is moved between two mounts has to
/// be copied, and not every program does that for its home and its temporary files.
fn together(paths: &[PathBuf]) -> Vec<PathBuf> {
    let is_filled = |parent: &Path| {
        let many = paths.iter().filter(|path| path.parent() == Some(parent)).count();
        let Ok(entries) = std::fs::read_dir(parent) else { return false };
        many > 1 && entries.take(many + 1).all(|entry| entry.is_ok_and(|entry| paths.contains(&entry.path())))
    };
    let parents: HashSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    let filled: Vec<&Path> = parents.into_iter().filter(|parent| is_filled(parent)).collect();
    let below = |path: &PathBuf| path.parent().is_some_and(|parent| filled.contains(&parent));
    let alone = paths.iter().filter(|path| !below(path)).cloned();
    alone.chain(filled.iter().map(|parent| parent.to_path_buf())).collect()
}

/// The place and the options of one line of `mountinfo`; when files were read is left as it is recorded.
fn parse(line: &[u8]) -> Option<(PathBuf, MsFlags)> {
    let mut fields = line.split(|byte| *byte == b' ').skip(4);
    let (point, options) = (fields.next()?, fields.next()?);
    let mut flags = MsFlags::empty();
    for option in options.split(|byte| *byte == b',') {
        flags |= match option {
            b"nosuid" => MsFlags::MS_NOSUID,
            b"nodev" => MsFlags::MS_NODEV,
            b"noexec" => MsFlags::MS_NOEXEC,
            _ => MsFlags::empty(),
        };
    }
    Some((plain(point), flags))
}

/// A path in which the kernel wrote spaces and their like in octal.
fn plain(point: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(point.len());
    let mut rest = point;
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'\\').then(|| after.get(..3)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 8).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[3..] } else { after };
    }
    PathBuf::from(OsString::from_vec(bytes))
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn a_line_is_read_with_its_options_and_its_spaces() {
        let line = b"36 31 0:33 / /a\\040b\\134c rw,nosuid,nodev,relatime - tmpfs tmpfs rw";
        let (point, flags) = parse(line).unwrap();
        assert_eq!(point.as_os_str().as_bytes(), b"/a b\\c");
        assert_eq!(flags, MsFlags::MS_NOSUID | MsFlags::MS_NODEV);
        assert!(parse(b"").is_none());
        assert_eq!(plain(b"\\9x"), Path::new("\\9x"));
    }

    #[test]
    fn a_home_and_its_neighbour_stay_on_one_mount() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        for name in ["tool/home", "tool/tmp", "other/work", "other/kept"] {
            std::fs::create_dir_all(path(name)).unwrap();
        }
        let mut found = together(&[path("tool/home"), path("tool/tmp"), path("other/work")]);
        found.sort();
        assert_eq!(found, [path("other/work"), path("tool")]);
    }

    #[test]
    fn what_is_inside_of_another_is_left_out() {
        let given = ["/usr", "/usr/bin", "/dev/null", "/nothing-there", "/usr"];
        let given: Vec<_> = given.iter().map(|path| (PathBuf::from(path), Access::Write)).collect();
        assert_eq!(outermost(given.iter()), [Path::new("/usr")]);
    }
}

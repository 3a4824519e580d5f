//! Where the hierarchies of control groups are mounted, and where in them this process is.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Which kind of control groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// A hierarchy that is mounted, and the place of this process in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hierarchy {
    pub(super) version: Version,
    /// Those of version 1; those of version 2 are asked for.
    controllers: Vec<String>,
    pub(super) path: PathBuf,
}

impl Hierarchy {
    pub(super) fn has_any(&self, wanted: &[&str]) -> bool {
        self.controllers.iter().any(|controller| wanted.contains(&controller.as_str()))
    }

    /// Where a group would be made: below our own; or beside it, where a service manager gave us the group above
    /// for that and nobody is in it (version 2 has processes in leaves only).
    pub(super) fn parent(&self, wanted: &[&str]) -> PathBuf {
        if self.version == Version::One {
            return self.path.clone();
        }
        let enabled = |path: &Path| {
            let plus: Vec<_> = wanted.iter().map(|controller| format!("+{controller}")).collect();
            has_words(&text(&path.join("cgroup.subtree_control")), wanted)
                || write(&path.join("cgroup.subtree_control"), &plus.join(" ")).is_ok()
        };
        let above = self.path.parent().filter(|above| is_given(above) && enabled(above));
        if enabled(&self.path) { self.path.clone() } else { above.unwrap_or(&self.path).to_path_buf() }
    }
}

/// Whether this group of version 2 was delegated to whoever runs below it.
fn is_given(path: &Path) -> bool {
    let mut value = [0; 8];
    ["trusted.delegate", "user.delegate"]
        .iter()
        .any(|name| rustix::fs::getxattr(path, *name, &mut value[..]).is_ok_and(|n| value[..n] == *b"1"))
}

pub(super) fn has_words(text: &str, wanted: &[&str]) -> bool {
    wanted.iter().all(|wanted| text.split_whitespace().any(|has| has == *wanted))
}

/// Where this process is, version 2 first.
pub(super) fn ours() -> Vec<Hierarchy> {
    let read = |name: &str| text(Path::new(name));
    find(&read("/proc/self/cgroup"), &read("/proc/self/mountinfo"))
}

fn find(places: &str, mounts: &str) -> Vec<Hierarchy> {
    let mut found: Vec<Hierarchy> = places.lines().filter_map(|line| own(line, mounts)).collect();
    found.sort_by_key(|own| own.version == Version::One);
    found
}

/// One line of `/proc/self/cgroup`: number, controllers, path.
fn own(line: &str, mounts: &str) -> Option<Hierarchy> {
    let mut parts = line.splitn(3, ':');
    let (number, controllers, place) = (parts.next()?, parts.next()?, parts.next()?);
    let version = if number == "0" && controllers.is_empty() { Version::Two } else { Version::One };
    let controllers: Vec<String> = controllers.split(',').map(str::to_owned).collect();
    let (root, point) = mounts.lines().find_map(|mount| {
        let (left, right) = mount.split_once(" - ")?;
        let mut left = left.split(' ').skip(3);
        let (root, point) = (left.next()?, left.next()?);
        let mut right = right.split(' ');
        let (kind, options) = (right.next()?, right.nth(1)?);
        let fits = match version {
            Version::Two => kind == "cgroup2",
            Version::One => kind == "cgroup" && options.split(',').any(|o| o == controllers[0]),
        };
        fits.then_some((root, point))
    })?;
    let below = if root == "/" { place } else { place.strip_prefix(root)? };
    // A path outside of what is mounted here is no place of ours.
    if below.contains("..") {
        return None;
    }
    Some(Hierarchy { version, controllers, path: Path::new(point).join(below.trim_start_matches('/')) })
}

/// Into a file of the kernel: in one piece, and never a new file.
pub(super) fn write(path: &Path, what: &str) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(what.as_bytes())
}

pub(super) fn text(path: &Path) -> String {
    crate::support::fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: &str = "36 31 0:33 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
";

    #[test]
    fn both_versions_are_found_where_they_are_mounted_and_the_second_first() {
        let found = find("8:pids:/user\n4:memory:/docker/abc/x\n1:name=systemd:/\n0::/\n", V1);
        let paths: Vec<_> = found.iter().map(|own| own.path.to_str().unwrap()).collect();
        let wanted = ["/sys/fs/cgroup/unified/", "/sys/fs/cgroup/pids/user", "/sys/fs/cgroup/memory/x"];
        assert_eq!(paths, wanted);
        assert_eq!(found[0].version, Version::Two);
        assert!(found[1].has_any(&["pids", "memory"]));
    }

    #[test]
    fn a_place_outside_of_the_mount_is_none() {
        assert_eq!(find("4:memory:/elsewhere\n", V1), []);
        assert_eq!(find("8:pids:/../x\n", V1), []);
        assert_eq!(find("nonsense\n\n", V1), []);
        assert_eq!(find("0::/\n", ""), []);
    }
}

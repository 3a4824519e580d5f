//! Control groups: limits for all processes of a program together, where one can be made.
//!
//! Version 2 where it has the controllers, version 1 for those that it has not. The group lies below our own, so
//! that no limit of ours is left, and carries the number of the supervisor.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, getpid, kill_process};

use super::super::plan::Limits;

/// How the names of our groups begin; the number of the supervisor follows.
const PREFIX: &str = "muxi-walls-";

/// How often a group that is still in use is tried to be removed, at intervals of [`PAUSE`].
const TRIES: u32 = 50;

const PAUSE: Duration = Duration::from_millis(10);

/// The groups of one program: one, or with version 1 one for each controller.
#[derive(Debug, Default)]
pub(super) struct Cgroup {
    groups: Vec<Group>,
    why_not: Option<String>,
}

#[derive(Debug)]
struct Group {
    path: PathBuf,
    /// Where we came from.
    from: PathBuf,
    version: Version,
    pids: bool,
    memory: bool,
    /// Whether we were in it as a whole, and are out again.
    left: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

/// A hierarchy that is mounted, and the place of this process in it.
#[derive(Debug, PartialEq, Eq)]
struct Own {
    version: Version,
    /// Those of version 1; those of version 2 are asked for.
    controllers: Vec<String>,
    path: PathBuf,
}

impl Cgroup {
    /// Makes the groups. This process goes into one of version 2, until [`Self::leave`].
    pub(super) fn make(limits: &Limits) -> Self {
        let mut cgroup = Self::default();
        for own in owned() {
            let wants = |controller| match controller {
                "pids" => !cgroup.limits_processes(),
                _ => !cgroup.limits_memory(),
            };
            let wanted: Vec<&str> = ["pids", "memory"].into_iter().filter(|c| wants(c)).collect();
            if wanted.is_empty() || (own.version == Version::One && !own.has_any(&wanted)) {
                continue;
            }
            match Group::make(&own, &wanted, limits) {
                Ok(group) => cgroup.groups.push(group),
                Err(error) => cgroup.why_not = Some(error),
            }
        }
        cgroup
    }

    /// Moves the calling thread into those of version 1, where threads go alone. A whole process would have to
    /// wait until no processor is in the middle of something: that takes longer than all else here.
    pub(super) fn join(&mut self) {
        let fits = |group: &Group| {
            group.version == Version::Two
                || write(&group.path.join("tasks"), "0").map_err(|_| remove(&group.path)).is_ok()
        };
        let all = self.groups.len();
        self.groups.retain(fits);
        if self.groups.len() < all {
            self.why_not = Some("a cgroup was made, and cannot be entered".to_owned());
        }
    }

    /// Moves this process back; the program stays.
    pub(super) fn leave(&mut self) {
        for group in self.groups.iter_mut().filter(|group| group.version == Version::Two) {
            group.left = write(&group.from.join("cgroup.procs"), "0").is_ok();
        }
    }

    pub(super) fn limits_processes(&self) -> bool {
        self.groups.iter().any(|group| group.pids)
    }

    pub(super) fn limits_memory(&self) -> bool {
        self.groups.iter().any(|group| group.memory)
    }

    /// Why the last group could not be made.
    pub(super) fn why_not(&self) -> Option<&str> {
        self.why_not.as_deref()
    }

    /// Whether the kernel ended one of its processes for want of memory.
    pub(super) fn ran_out_of_memory(&self) -> bool {
        self.groups.iter().filter(|group| group.memory).any(|group| {
            let events = ["memory.events", "memory.oom_control"].map(|name| text(&group.path.join(name)));
            let kills = events.iter().flat_map(|text| text.lines());
            kills.filter_map(|line| line.strip_prefix("oom_kill ")).any(|count| count.trim() != "0")
        })
    }

    /// Ends all in it at once, where the kernel does that.
    pub(super) fn kill(&self) {
        for group in self.groups.iter().filter(|group| group.left && group.version == Version::Two) {
            let _ = write(&group.path.join("cgroup.kill"), "1");
        }
    }

    /// The processes in it, without this one.
    pub(super) fn members(&self) -> Vec<Pid> {
        self.groups.iter().flat_map(|group| members(&group.path)).filter(|pid| *pid != getpid()).collect()
    }

    /// Removes the groups; what still is in one keeps it, and the next start of muxi tries again.
    pub(super) fn remove(&self) {
        for group in &self.groups {
            remove(&group.path);
        }
    }
}

impl Own {
    fn has_any(&self, wanted: &[&str]) -> bool {
        self.controllers.iter().any(|controller| wanted.contains(&controller.as_str()))
    }

    /// Where a group would be made: below our own; or beside it, where a service manager gave us the group above
    /// for that and nobody is in it (version 2 has processes in leaves only).
    fn parent(&self, wanted: &[&str]) -> PathBuf {
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

impl Group {
    fn make(own: &Own, wanted: &[&str], limits: &Limits) -> Result<Self, String> {
        let said = |error: io::Error| format!("no cgroup can be made: {error}");
        let parent = own.parent(wanted);
        let path = parent.join(format!("{PREFIX}{}", getpid().as_raw_nonzero()));
        match std::fs::create_dir(&path) {
            // One that had our number did not clean up.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                empty(&path);
                remove(&path);
                std::fs::create_dir(&path).map_err(said)?;
            }
            made => made.map_err(said)?,
        }
        let processes = u64::from(limits.processes) + OWN_THREADS;
        let pids = wanted.contains(&"pids") && limit(&path, "pids.max", processes);
        let memory = wanted.contains(&"memory")
            && match own.version {
                Version::Two => {
                    let _ = limit(&path, "memory.swap.max", 0);
                    let _ = limit(&path, "memory.oom.group", 0);
                    limit(&path, "memory.max", limits.memory)
                }
                Version::One => {
                    let set = limit(&path, "memory.limit_in_bytes", limits.memory);
                    let _ = limit(&path, "memory.memsw.limit_in_bytes", limits.memory);
                    set
                }
            };
        let group = Self { path, from: own.path.clone(), version: own.version, pids, memory, left: false };
        if !pids && !memory {
            remove(&group.path);
            return Err("our cgroup has no controllers for groups below it".to_owned());
        }
        if group.version == Version::Two {
            write(&group.path.join("cgroup.procs"), "0").map_err(|error| {
                remove(&group.path);
                said(error)
            })?;
        }
        Ok(group)
    }
}

/// The threads of the supervisor while it starts the program.
const OWN_THREADS: u64 = 2;

/// Why no group with this controller can be made below ours; asked without making one.
pub(in super::super) fn can_be_made(controller: &str) -> Result<(), String> {
    let wanted = [controller];
    let writable = |own: &Own| {
        let parent = own.parent(&wanted);
        let controls = match own.version {
            Version::One => own.has_any(&wanted),
            Version::Two => has_words(&text(&parent.join("cgroup.subtree_control")), &wanted),
        };
        controls && rustix::fs::access(&parent, rustix::fs::Access::WRITE_OK).is_ok()
    };
    if owned().iter().any(writable) {
        return Ok(());
    }
    Err(format!("no cgroup with the controller {controller} can be made below ours"))
}

fn has_words(text: &str, wanted: &[&str]) -> bool {
    wanted.iter().all(|wanted| text.split_whitespace().any(|has| has == *wanted))
}

/// Removes what supervisors left that were killed, with all that is still in it.
pub(in super::super) fn remove_abandoned() {
    for own in owned() {
        for place in [own.path.clone(), own.parent(&["pids", "memory"])] {
            for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let number = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
                let gone = |number: &str| !Path::new("/proc").join(number).exists();
                if number.is_some_and(gone) {
                    empty(&entry.path());
                    remove(&entry.path());
                }
            }
        }
    }
}

fn empty(path: &Path) {
    let _ = write(&path.join("cgroup.kill"), "1");
    for pid in members(path) {
        let _ = kill_process(pid, Signal::KILL);
    }
}

fn remove(path: &Path) {
    for _ in 0..TRIES {
        match std::fs::remove_dir(path) {
            // Processes that have ended are in it for a moment longer.
            Err(error) if error.kind() == io::ErrorKind::ResourceBusy => sleep(PAUSE),
            _ => return,
        }
    }
}

fn members(path: &Path) -> Vec<Pid> {
    let listed = text(&path.join("cgroup.procs"));
    listed.lines().filter_map(|line| Pid::from_raw(line.parse().ok()?)).collect()
}

/// Where this process is, version 2 first.
fn owned() -> Vec<Own> {
    let read = |name: &str| text(Path::new(name));
    find(&read("/proc/self/cgroup"), &read("/proc/self/mountinfo"))
}

fn find(places: &str, mounts: &str) -> Vec<Own> {
    let mut found: Vec<Own> = places.lines().filter_map(|line| own(line, mounts)).collect();
    found.sort_by_key(|own| own.version == Version::One);
    found
}

/// One line of `/proc/self/cgroup`: number, controllers, path.
fn own(line: &str, mounts: &str) -> Option<Own> {
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
    Some(Own { version, controllers, path: Path::new(point).join(below.trim_start_matches('/')) })
}

fn limit(path: &Path, name: &str, most: u64) -> bool {
    write(&path.join(name), &most.to_string()).is_ok()
}

/// Into a file of the kernel: in one piece, and never a new file.
fn write(path: &Path, what: &str) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(what.as_bytes())
}

fn text(path: &Path) -> String {
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

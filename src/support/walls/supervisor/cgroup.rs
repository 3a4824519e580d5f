//! Control groups: limits for all processes of a program together, where one can be made.
//!
//! Version 2 where it has the controllers, version 1 for those that it has not. The group lies below our own, so
//! that no limit of ours is left, and carries the number of the supervisor.

use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, getpid, kill_process};

use super::super::plan::Limits;
use super::hierarchy::{Hierarchy, Version, has_words, ours, text, write};

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

impl Cgroup {
    /// Makes the groups. This process goes into one of version 2, until [`Self::leave`].
    pub(super) fn make(limits: &Limits) -> Self {
        let mut cgroup = Self::default();
        for own in ours() {
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

impl Group {
    fn make(own: &Hierarchy, wanted: &[&str], limits: &Limits) -> Result<Self, String> {
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
    let writable = |own: &Hierarchy| {
        let parent = own.parent(&wanted);
        let controls = match own.version {
            Version::One => own.has_any(&wanted),
            Version::Two => has_words(&text(&parent.join("cgroup.subtree_control")), &wanted),
        };
        controls && rustix::fs::access(&parent, rustix::fs::Access::WRITE_OK).is_ok()
    };
    if ours().iter().any(writable) {
        return Ok(());
    }
    Err(format!("no cgroup with the controller {controller} can be made below ours"))
}

/// Removes what supervisors left that were killed, with all that is still in it.
pub(in super::super) fn remove_abandoned() {
    for own in ours() {
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

fn limit(path: &Path, name: &str, most: u64) -> bool {
    write(&path.join(name), &most.to_string()).is_ok()
}

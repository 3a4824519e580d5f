//! What the program may use up: limits of processes, and who dies first when memory is short.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};

use rustix::process::{Resource, Rlimit, getrlimit, getuid, setrlimit};

use super::super::error::WallError;
use super::super::plan::Limits;
use super::super::report::{Report, Wall};
use super::cgroup::Cgroup;
use super::descendants;

/// How much sooner than others the kernel ends the program when memory is short, of 1000.
const FIRST_TO_GO: &str = "500";

/// Puts the limits onto this process, for the program to inherit. What a cgroup holds needs none.
pub(super) fn put_up(limits: &Limits, cgroup: &Cgroup, report: &mut Report) -> Result<(), WallError> {
    set(Resource::Nofile, limits.open_files, Wall::Files)?;
    set(Resource::Fsize, limits.file_size, Wall::Files)?;
    // Queues that every process of the user can open by name.
    set(Resource::Msgqueue, 0, Wall::Memory)?;
    let root = getuid().is_root();
    if cgroup.limits_processes() {
        report.enter(Wall::Processes, Ok(()));
    } else {
        // Counted are all processes of the user.
        set(
            Resource::Nproc,
            descendants::threads_of_the_user() + u64::from(limits.processes),
            Wall::Processes,
        )?;
        report.enter_if(Wall::Processes, !root, "no cgroup can be made here, and limits do not bind root");
    }
    let why = cgroup.why_not().unwrap_or("this kernel has no cgroup for memory here");
    if !cgroup.limits_memory() {
        set(Resource::Data, limits.memory, Wall::Memory)?;
    }
    let each = format!("{why}: each process is limited alone");
    report.enter_if(Wall::Memory, cgroup.limits_memory(), &each);
    Ok(())
}

/// Lowers a limit, never raises it.
fn set(resource: Resource, most: u64, wall: Wall) -> Result<(), WallError> {
    let most = getrlimit(resource).maximum.map_or(most, |now| now.min(most));
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
        .map_err(|error| WallError::wall(wall, &error))
}

/// The supervisor's place in the order in which the kernel ends processes.
pub(super) struct OomScore(Option<(File, String)>);

impl OomScore {
    /// Before the process is hardened: afterwards it may not open this itself.
    pub(super) fn open() -> Self {
        let opened = OpenOptions::new().read(true).write(true).open("/proc/self/oom_score_adj");
        let read = opened.and_then(|mut file| {
            let mut score = String::new();
            file.read_to_string(&mut score)?;
            Ok((file, score))
        });
        Self(read.ok())
    }

    /// For what is started from now on.
    pub(super) fn raise(&mut self) {
        self.write(FIRST_TO_GO);
    }

    /// For the supervisor itself, so that it is there to clean up.
    pub(super) fn restore(&mut self) {
        if let Some((_, score)) = &self.0 {
            let score = score.clone();
            self.write(&score);
        }
    }

    fn write(&mut self, score: &str) {
        if let Some((file, _)) = &mut self.0 {
            let _ = file.rewind();
            let _ = file.write_all(score.as_bytes());
        }
    }
}

//! Processes of servers and tools, seen from outside.

use std::path::Path;
use std::time::{Duration, Instant};

/// How much memory a process has, in KiB, where a page that several have counts in parts.
pub fn proportional_memory(pid: u32) -> u64 {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).expect("it is there");
    let line = maps.lines().find_map(|line| line.strip_prefix("Pss:")).expect("the field");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Whether a process is there and not only waiting to be buried.
pub fn lives(pid: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Waits up to 15 s until it is gone: whether it is.
pub fn gone(pid: u32) -> bool {
    let start = Instant::now();
    while lives(pid) && start.elapsed() < Duration::from_secs(15) {
        std::thread::sleep(Duration::from_millis(10));
    }
    !lives(pid)
}

/// All that live and work in a directory that is there.
pub fn processes_in(directory: &Path) -> Vec<u32> {
    let directory = directory.canonicalize().expect("the directory is there");
    let all = std::fs::read_dir("/proc").expect("Linux").flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let there = |pid: &u32| std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == directory);
    pids.filter(there).filter(|pid| lives(*pid)).collect()
}

/// Its memory in KiB, by the `field` of its status: `VmRSS` now, `VmHWM` at most.
pub fn memory(pid: u32, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it is there");
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    line.expect("the field").trim().trim_end_matches(" kB").parse().expect("a number")
}

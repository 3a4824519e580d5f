//! Which walls there are on this machine, for us.

use landlock::ABI;

use super::report::{Report, Wall};
use super::supervisor::{abi, cgroup_can_be_made, mounts_can_be_made, namespaces_can_be_made};

/// What a program would get that has all walls, as far as can be told without starting one.
pub fn of_this_kernel() -> Report {
    let abi = abi();
    let needs = |wanted: i32| format!("this kernel's Landlock is older than ABI {wanted}");
    let mut report = Report::default();
    report.enter_if(Wall::Files, abi >= ABI::V1, "this kernel has no Landlock, or it is off");
    report.enter_if(Wall::Truncation, abi >= ABI::V3, &needs(3));
    report.enter(Wall::Attributes, mounts_can_be_made());
    report.enter_if(Wall::Signals, abi >= ABI::V6, &needs(6));
    let status = crate::support::fs::read_to_string("/proc/self/status".as_ref()).unwrap_or_default();
    let seccomp = status.lines().any(|line| line.starts_with("Seccomp:"));
    report.enter_if(Wall::SystemCalls, seccomp, "this kernel has no seccomp filters");
    report.enter(Wall::Privileges, Ok(()));
    report.enter(Wall::Network, if seccomp { Ok(()) } else { namespaces_can_be_made() });
    let root = rustix::process::getuid().is_root();
    report.enter(Wall::Processes, if root { cgroup_can_be_made("pids") } else { Ok(()) });
    report.enter(Wall::Memory, cgroup_can_be_made("memory"));
    report.enter(Wall::Descendants, Ok(()));
    report
}

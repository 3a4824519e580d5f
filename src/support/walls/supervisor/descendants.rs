//! All that the program started: found, ended, reaped.

use std::collections::{HashMap, HashSet};
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpid, getuid, kill_process, wait as wait_any};

use super::super::walled::{Ended, Walled};
use super::cgroup::Cgroup;
use super::signals::Signals;
use crate::support::process::Stat;

/// How long it may take until nothing is left after KILL; a process that waits for a disk can take long.
const INSIST: Duration = Duration::from_secs(5);

/// How often we look whether a process that is not our child is gone.
const LOOK: Duration = Duration::from_millis(10);

/// Every process that can be seen, by its number.
pub(in super::super) fn parents() -> HashMap<i32, Stat> {
    each().filter_map(|pid| Some((pid, Stat::of(pid)?))).collect()
}

fn each() -> impl Iterator<Item = i32> {
    let listed = std::fs::read_dir("/proc").into_iter().flatten();
    listed.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// How many threads all processes of this user have.
pub(super) fn threads_of_the_user() -> u64 {
    let user = getuid().as_raw();
    let own = |pid: &i32| std::fs::metadata(format!("/proc/{pid}/task")).is_ok_and(|m| m.uid() == user);
    each().filter(own).filter_map(Stat::of).map(|process| process.threads).sum()
}

/// Those below `root`, without it.
fn below(root: i32) -> Vec<Pid> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for (pid, process) in parents() {
        children.entry(process.parent).or_default().push(pid);
    }
    let mut found = Vec::new();
    let mut next = vec![root];
    while let Some(pid) = next.pop() {
        // Taken out: a number that was given twice while we looked must not send us in circles.
        let those = children.remove(&pid).unwrap_or_default();
        found.extend(those.iter().filter_map(|pid| Pid::from_raw(*pid)));
        next.extend(those);
    }
    found
}

/// Waits until the program ends, or until we are to end.
pub(super) fn wait(tool: Pid, signals: &mut Signals) -> Reaper {
    let mut reaper = Reaper { tool, status: None, stopped: false };
    loop {
        reaper.reap();
        if reaper.status.is_some() {
            return reaper;
        }
        if signals.wait(None) {
            reaper.stopped = true;
            return reaper;
        }
    }
}

/// Buries children, and remembers how the program itself ended.
pub(super) struct Reaper {
    tool: Pid,
    status: Option<WaitStatus>,
    stopped: bool,
}

impl Reaper {
    /// False when there is no child any more, and with it no descendant: orphans come to us.
    fn reap(&mut self) -> bool {
        loop {
            match wait_any(WaitOptions::NOHANG) {
                Ok(Some((pid, status))) => {
                    if pid == self.tool {
                        self.status = Some(status);
                    }
                }
                Ok(None) => return true,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }

    /// Ends the program with all that it started; nobody can hide from it, fork away or ignore it.
    pub(super) fn end_all(mut self, signals: &mut Signals, cgroup: &Cgroup) -> Ended {
        let us = getpid().as_raw_nonzero().get();
        if self.reap() {
            for pid in below(us) {
                let _ = kill_process(pid, Signal::TERM);
                // One that is stopped would not hear it.
                let _ = kill_process(pid, Signal::CONT);
            }
            self.until_gone(signals, Walled::GRACE, || ());
        }
        self.until_gone(signals, INSIST, || {
            cgroup.kill();
            end_at_once(|| {
                let mut all = below(us);
                all.extend(cgroup.members());
                all
            });
        });
        let left = if self.reap() { below(us).len() } else { 0 };
        Ended {
            code: self.status.and_then(WaitStatus::exit_status),
            signal: self.status.and_then(WaitStatus::terminating_signal),
            stopped: self.stopped,
            out_of_memory: cgroup.ran_out_of_memory(),
            left: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }

    fn until_gone(&mut self, signals: &mut Signals, longest: Duration, insist: impl Fn()) {
        let start = Instant::now();
        while self.reap() && start.elapsed() < longest {
            insist();
            signals.wait(Some(LOOK));
        }
    }
}

/// Stops all until no new one comes up, then kills them: nobody is left who could fork meanwhile.
fn end_at_once(all: impl Fn() -> Vec<Pid>) {
    let mut stopped = HashSet::new();
    let start = Instant::now();
    loop {
        let mut new = false;
        for pid in all() {
            if stopped.insert(pid) {
                new = true;
                let _ = kill_process(pid, Signal::STOP);
            }
        }
        if !new || start.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    for pid in all() {
        let _ = kill_process(pid, Signal::KILL);
    }
}

/// Ends a process that is no supervisor's any more, with all below it.
pub(in super::super) fn end_all_of(root: Pid) {
    let raw = root.as_raw_nonzero().get();
    end_at_once(|| {
        let mut all = below(raw);
        all.push(root);
        all
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_found_below_its_parent() {
        let us = getpid().as_raw_nonzero().get();
        let mut child = std::process::Command::new("sleep").arg("20").spawn().unwrap();
        assert!(below(us).contains(&Pid::from_child(&child)));
        assert!(threads_of_the_user() >= 2);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

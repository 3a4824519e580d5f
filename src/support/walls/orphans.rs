//! What is left when a supervisor itself was killed: it comes to this process, which ends it.

use std::time::Duration;

use rustix::process::{Pid, WaitOptions, getpid, set_child_subreaper, waitpid};

use super::supervisor::{end_all_of, parents, remove_abandoned};

/// How often we look whether orphans are gone, at intervals of [`PAUSE`].
const ROUNDS: u32 = 200;

const PAUSE: Duration = Duration::from_millis(10);

/// Makes this process the one to whom the programs of a killed supervisor come, so that they can be ended; and
/// removes what an earlier run left. To be called once by who serves; other orphans come too, and are left alone.
pub fn adopt_orphans() {
    let _ = set_child_subreaper(Some(getpid()));
    remove_abandoned();
}

/// Ends all that came to us from a dead supervisor; gives how many processes could not be ended.
pub(super) async fn end_orphans() -> u32 {
    tokio::task::spawn_blocking(end_all).await.unwrap_or_default()
}

fn end_all() -> u32 {
    let Some(own) = Walls::of("self") else { return 0 };
    let mut orphans = orphans(own);
    // Those below one of them come to us one by one as it ends.
    for _ in 0..ROUNDS {
        if orphans.is_empty() {
            break;
        }
        for pid in &orphans {
            end_all_of(*pid);
            let _ = waitpid(Some(*pid), WaitOptions::NOHANG);
        }
        std::thread::sleep(PAUSE);
        orphans = self::orphans(own);
    }
    u32::try_from(orphans.len()).unwrap_or(u32::MAX)
}

/// Our children that are behind walls. A supervisor is not, so they have lost theirs.
fn orphans(own: Walls) -> Vec<Pid> {
    let us = getpid().as_raw_nonzero().get();
    let ours = parents().into_iter().filter(|(_, process)| process.parent == us).map(|(pid, _)| pid);
    let walled = ours.filter(|pid| Walls::of(&pid.to_string()).is_some_and(|w| w.are_more_than(own)));
    walled.filter_map(Pid::from_raw).collect()
}

/// What a process can never take off again, from `/proc/PID/status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Walls {
    no_new_privileges: u32,
    filters: u32,
}

impl Walls {
    fn of(process: &str) -> Option<Self> {
        let status = crate::support::fs::read(format!("/proc/{process}/status").as_ref()).ok()?;
        Some(Self::parse(&String::from_utf8_lossy(&status)))
    }

    fn parse(status: &str) -> Self {
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
        };
        Self { no_new_privileges: number("NoNewPrivs:"), filters: number("Seccomp_filters:") }
    }

    fn are_more_than(self, other: Self) -> bool {
        self.no_new_privileges > other.no_new_privileges || self.filters > other.filters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_behind_walls_is_told_from_one_that_has_ours() {
        let own = Walls::parse("Name:\tmuxi\nNoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n");
        let tool = Walls::parse("Name:\ta\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t4\n");
        assert!(tool.are_more_than(own) && !own.are_more_than(own) && !tool.are_more_than(tool));
        let service = Walls::parse("NoNewPrivs:\t1\nSeccomp_filters:\t12\n");
        let its = Walls::parse("NoNewPrivs:\t1\nSeccomp_filters:\t16\n");
        assert!(its.are_more_than(service));
        assert_eq!(Walls::parse(""), Walls::default());
    }
}

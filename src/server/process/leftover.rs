//! Processes of formations that a killed server left: they see that nobody holds their lifeline and end by themselves; what
//! does not is ended before its formation is started again.

use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// So long they have by themselves.
const GRACE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(10);
/// After the name of this option comes the directory whose formation it is.
pub(crate) const STATE_OF: &str = "--state-of";

/// Waits for the end of all that serve formations of these directories, and ends those that stay. Blocks. Only where the
/// system tells what processes were started with.
pub(crate) fn end_leftovers(formations: &[&Path]) {
    let start = Instant::now();
    let mut left = leftovers(formations);
    while !left.is_empty() && start.elapsed() < GRACE {
        std::thread::sleep(PAUSE);
        left = leftovers(formations);
    }
    for pid in &left {
        // Its own helpers see its end, as they would after a crash.
        let _ = kill_process(*pid, Signal::KILL);
    }
    while !left.is_empty() && start.elapsed() < GRACE * 2 {
        std::thread::sleep(PAUSE);
        left = leftovers(formations);
    }
}

fn leftovers(formations: &[&Path]) -> Vec<Pid> {
    let us = rustix::process::getpid();
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let pids = pids.filter_map(Pid::from_raw).filter(|pid| *pid != us);
    pids.filter(|pid| {
        let line = crate::support::fs::read(Path::new(&format!("/proc/{pid}/cmdline")));
        line.is_ok_and(|line| serves_one_of(&line, formations))
    })
    .collect()
}

/// Whether this is how we start a formation of the directory. A dead process that nobody buried yet has no line.
fn serves_one_of(line: &[u8], formations: &[&Path]) -> bool {
    let mut words = line.split(|b| *b == 0).filter_map(|word| std::str::from_utf8(word).ok());
    let is_serve = words.nth(1) == Some("serve");
    is_serve
        && words.find(|word| *word == STATE_OF).is_some()
        && words.next().is_some_and(|root| formations.iter().any(|all| Path::new(root).parent() == Some(all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_are_told_by_their_arguments() {
        let formations = Path::new("/data/formations");
        let line = |words: &[&str]| words.iter().flat_map(|w| w.bytes().chain([0])).collect::<Vec<u8>>();
        let is = |words: &[&str]| serves_one_of(&line(words), &[formations]);
        assert!(is(&["/proc/self/exe", "serve", "/x", "--state-of", "/data/formations/bot", "--json"]));
        assert!(!is(&["muxi", "serve", "/x", "--state-of", "/other/formations/bot"]));
        assert!(!is(&["muxi", "serve", "/x", "--state-of", "/data/formations/bot/deeper"]));
        assert!(!is(&["grep", "muxi", "serve", "--state-of", "/data/formations/bot"]));
        assert!(!is(&["muxi", "serve", "--state-of"]) && !is(&[]));
    }
}
